//! Fields of record arrays as views: `records['x']`, `records[['x', 'y']]`.

use super::{Error, Result};
use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::{DType, Kind, Tensor};

fn layout(tensor: &Tensor) -> Result<&'static RecordType> {
    match tensor.dtype().kind {
        Kind::Record(layout) => Ok(layout),
        _ => Err(Error::index(
            "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices",
        )),
    }
}

fn find<'a>(layout: &'a RecordType, name: &str) -> Result<&'a Field> {
    let found = layout.fields.iter().find(|f| f.name == name || f.title.as_deref() == Some(name));
    found.ok_or_else(|| {
        let error = Error::value(format!("no field of name {name}"));
        match super::similar::nearest(name, layout.fields.iter().map(|f| f.name.as_str())) {
            Some(near) => error.help(format!("did you mean {near:?}?")),
            None => error,
        }
    })
}

/// One field: a view with the field's dtype; a sub-array's axes come last.
pub fn field(tensor: &Tensor, name: &str) -> Result<Tensor> {
    let field = find(layout(tensor)?, name)?;
    let (mut shape, mut strides) = (tensor.shape().to_vec(), tensor.strides().to_vec());
    shape.extend(&field.shape);
    strides.extend(crate::tensor::shape::c_strides(&field.shape, field.dtype.itemsize()));
    let offset = tensor.offset() + field.offset as isize;
    Ok(Tensor::from_parts(tensor.storage().clone(), offset, shape.into(), strides.into(), field.dtype)?)
}

/// Several fields: a view whose records keep their size and hold only those.
pub fn fields(tensor: &Tensor, names: &[String]) -> Result<Tensor> {
    let layout = layout(tensor)?;
    let fields = names.iter().map(|name| find(layout, name).cloned()).collect::<Result<Vec<_>>>()?;
    let dtype = DType::record(RecordType { fields, itemsize: layout.itemsize, aligned: layout.aligned });
    Ok(tensor.with_dtype(dtype))
}
