//! Records: fields promoted and cast one by one.

use super::{Casting, promote_types, promotion_error, weakest_casting};
use crate::tensor::dtype::{DType, Field, RecordType};
use crate::tensor::error::Result;

pub(super) fn promote_records(x: &'static RecordType, y: &'static RecordType) -> Result<DType> {
    let names = |r: &RecordType| {
        let quoted: Vec<String> = r.fields.iter().map(|f| format!("'{}'", f.name)).collect();
        if quoted.len() == 1 { format!("({},)", quoted[0]) } else { format!("({})", quoted.join(", ")) }
    };
    if x.fields.len() != y.fields.len() || x.fields.iter().zip(&y.fields).any(|(f, g)| f.name != g.name) {
        return Err(promotion_error(format!("field names `{}` and `{}` mismatch.", names(x), names(y))));
    }
    let mut fields = Vec::with_capacity(x.fields.len());
    let mut end = 0;
    let aligned = x.aligned || y.aligned;
    for (f, g) in x.fields.iter().zip(&y.fields) {
        if f.shape != g.shape || f.title != g.title {
            return Err(promotion_error("invalid type promotion with structured datatype(s)."));
        }
        let dtype = promote_types(f.dtype, g.dtype)?;
        let step = if aligned { dtype.kind.alignment() } else { 1 };
        let offset = usize::next_multiple_of(end, step);
        end = offset + dtype.itemsize() * f.shape.iter().product::<usize>();
        fields.push(Field { dtype, offset, ..f.clone() });
    }
    let step = fields.iter().map(|f| f.dtype.kind.alignment()).max().filter(|_| aligned).unwrap_or(1);
    Ok(DType::record(RecordType { fields, itemsize: end.next_multiple_of(step), aligned }))
}

pub(super) fn record_casting(x: &'static RecordType, y: &'static RecordType) -> Option<Casting> {
    if x == y {
        return Some(Casting::No);
    }
    if x.fields.len() != y.fields.len() {
        return None;
    }
    let mut needed = Casting::No;
    for (f, g) in x.fields.iter().zip(&y.fields) {
        if f.shape != g.shape {
            return None;
        }
        needed = needed.max(weakest_casting(f.dtype, g.dtype)?);
        if f.name != g.name {
            needed = needed.max(Casting::Safe);
        }
    }
    Some(needed.max(Casting::Equiv))
}
