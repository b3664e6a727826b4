//! `np.lib.recfunctions`, one array at a time: the fields of a record type listed, renamed, dropped, packed; records as rows
//! of a plain array and back.

use super::argument::Source;
use crate::symbol::Symbol;
use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::promote::{Casting, promote_types};
use crate::tensor::{DType, Kind, Tensor, assign, cast};
use crate::value::class::exception;
use crate::value::class::numpy::RECARRAY;
use crate::value::convert::FromValue;
use crate::value::elementwise::report;
use crate::value::iter::collect;
use crate::value::record::field;
use crate::value::table::Table;
use crate::value::{Array, Context, Dict, Error, Result, Value};
use std::rc::Rc;

builtins! { RECORD_FIELDS, chapter "Fields of records", spaces ["np.lib.recfunctions"];
    /// The names of the fields; one whose type has fields of its own as a pair of its name and theirs.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.get_names(np.dtype([('a', int), ('b', [('c', float), ('d', int)])]))
    /// ('a', ('b', ('c', 'd')))
    fn get_names(cx, adtype: DType) -> Value { names(fields_of(adtype)?) }

    /// The names of all fields in one line, each before those inside it.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.get_names_flat(np.dtype([('a', int), ('b', [('c', float), ('d', int)])]))
    /// ('a', 'b', 'c', 'd')
    fn get_names_flat(cx, adtype: DType) -> Value {
        let mut flat = Vec::new();
        add_names(fields_of(adtype)?, &mut flat);
        Ok(Value::tuple(flat))
    }

    /// Pairs of name and dtype of the fields that have no fields inside them.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.flatten_descr(np.dtype([('a', 'i4'), ('b', [('c', 'f8')])]))
    /// (('a', dtype('int32')), ('c', dtype('float64')))
    fn flatten_descr(cx, ndtype: DType) -> Value {
        let mut flat = Vec::new();
        match ndtype.kind {
            Kind::Record(layout) => add_descriptions(&layout.fields, &mut flat),
            _ => flat.push(Value::tuple([Value::str(""), Value::dtype(ndtype)])),
        }
        Ok(Value::tuple(flat))
    }

    /// For each field the names of the fields that it lies in, from the outermost on.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.get_fieldstructure(np.dtype([('a', int), ('b', [('c', float)])]))
    /// {'a': [], 'b': [], 'c': ['b']}
    fn get_fieldstructure(cx, adtype: DType) -> Value {
        let mut table = Table::default();
        add_parents(fields_of(adtype)?, &mut Vec::new(), &mut table)?;
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }

    /// The dtype or array with its fields one after the other, or at the offsets that suit the processor (`align`).
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> d = np.dtype('u1, i8, f8', align=True)
    /// >>> d.itemsize, rfn.repack_fields(d).itemsize
    /// (24, 17)
    fn repack_fields(cx, a: Value, align: bool = false, recurse: bool = false) -> Value {
        if let Value::DType(dtype) = &a {
            return Ok(Value::dtype(repacked(***dtype, align, recurse)));
        }
        let a = Source::from_value(cx, &a)?;
        let wanted = repacked(a.dtype(), align, recurse);
        if wanted == a.dtype() { Ok(a.value()) } else { Ok(Value::array(cast::as_dtype(&a, wanted)?)) }
    }

    /// The same memory with fields of other names: a dict of old names and new ones.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.rename_fields(np.zeros(1, [('a', int), ('b', float)]), {'a': 'x'})
    /// array([(0, 0.)], dtype=[('x', '<i8'), ('b', '<f8')])
    fn rename_fields(cx, base: Source, namemapper: Value) -> Value {
        let Value::Dict(mapper) = &namemapper else {
            return Err(Error::attribute("the new names must be a dict"));
        };
        let mut pairs = Vec::new();
        for (old, new) in mapper.borrow().iter() {
            pairs.push((crate::value::repr::str(old), crate::value::repr::str(new)));
        }
        let renamed = base.tensor.with_dtype(renamed(base.dtype(), &pairs));
        Ok(base.view(renamed))
    }

    /// A copy without some fields, which may lie inside others.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.drop_fields(np.array([(1, 2.5, 3)], 'i8, f8, i8'), 'f1')
    /// array([(1, 3)], dtype=[('f0', '<i8'), ('f2', '<i8')])
    fn drop_fields(cx, base: Tensor, drop_names: Value, usemask: bool = true, asrecarray: bool = false) -> Value {
        let dropped = names_given(cx, &drop_names)?;
        let wanted = without(fields_of(base.dtype())?, &dropped);
        let result = Tensor::zeros(base.shape(), wanted)?;
        fill_from(&base, &result)?;
        Ok(as_records(result, asrecarray))
    }

    /// As `drop_fields`; the result is a record array.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.rec_drop_fields(np.array([(1, 2.5)], 'i8, f8'), 'f1').f0
    /// array([1])
    fn rec_drop_fields(cx, base: Tensor, drop_names: Value) -> Value {
        let dropped = names_given(cx, &drop_names)?;
        let result = Tensor::zeros(base.shape(), without(fields_of(base.dtype())?, &dropped))?;
        fill_from(&base, &result)?;
        Ok(as_records(result, true))
    }

    /// Copies the fields of one array into those of the same name of another, which may be longer.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> a = np.array([(1, 10.)], dtype=[('A', int), ('B', float)])
    /// >>> rfn.recursive_fill_fields(a, np.zeros(2, dtype=a.dtype))
    /// array([(1, 10.), (0,  0.)], dtype=[('A', '<i8'), ('B', '<f8')])
    fn recursive_fill_fields(cx, input: Tensor, output: Source) -> Value {
        fill_from(&input, &output)?;
        Ok(output.value())
    }

    /// Writes the fields of one array into those of the same name of another; those without a partner become zero.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> a = np.ones(1, dtype=[('x', int), ('y', int)])
    /// >>> rfn.assign_fields_by_name(a, np.array([(7,)], dtype=[('y', int)])); a
    /// array([(0, 7)], dtype=[('x', '<i8'), ('y', '<i8')])
    fn assign_fields_by_name(cx, dst: Rc<Array>, src: Tensor, zero_unassigned: bool = true) -> () {
        by_name(cx, &dst.tensor(), &src, zero_unassigned)
    }

    /// A copy with the fields of another dtype, taken by their names; fields that are not there are zero.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.require_fields(np.ones(1, dtype='i8, f8'), [('f1', 'f4'), ('new', 'u1')])
    /// array([(1., 0)], dtype=[('f1', '<f4'), ('new', 'u1')])
    fn require_fields(cx, array: Tensor, required_dtype: DType) -> Tensor {
        let result = Tensor::zeros(array.shape(), required_dtype)?;
        by_name(cx, &result, &array, true)?;
        Ok(result)
    }

    /// The fields as the last axis of a plain array; a view where they are of one type and lie evenly.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.structured_to_unstructured(np.array([(1, 2.5), (3, 4.5)], 'i4, f8'))
    /// array([[1. , 2.5],
    ///        [3. , 4.5]])
    @see("unstructured_to_structured")
    fn structured_to_unstructured(cx, arr: Source, dtype: Option<DType> = None, copy: bool = false, casting: String = "unsafe".into()) -> Value {
        rows(cx, &arr, dtype, copy, &casting)
    }

    /// The last axis as the fields of records.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.unstructured_to_structured(np.array([[1, 2], [3, 4]]), names=['a', 'b'])
    /// array([(1, 2), (3, 4)], dtype=[('a', '<i8'), ('b', '<i8')])
    @see("structured_to_unstructured")
    fn unstructured_to_structured(cx, arr: Tensor, dtype: Option<DType> = None, names: Value = Value::None, align: bool = false,
                                  copy: bool = false, casting: String = "unsafe".into()) -> Tensor {
        records(cx, &arr, dtype, &names, align, &casting)
    }

    /// Applies a reducing function over the fields of each record.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.apply_along_fields(np.mean, np.array([(1, 2.), (3, 5.)], 'i8, f8'))
    /// array([1.5, 4. ])
    fn apply_along_fields(cx, func: Value, arr: Source) -> Value {
        let table = rows(cx, &arr, None, false, "unsafe")?;
        cx.call(&func, &[table], &[(Symbol::new("axis"), Value::Int(-1))])
    }
}

/// The fields of a record type. TypeError for any other type.
pub fn fields_of(dtype: DType) -> Result<&'static [Field]> {
    match dtype.kind {
        Kind::Record(layout) => Ok(&layout.fields),
        _ => Err(Error::type_error("'NoneType' object is not iterable")),
    }
}

/// Fields one after the other under their names; an empty name stands for `f` and its place. ValueError where a name occurs
/// twice.
pub fn packed(fields: Vec<(String, DType, Vec<usize>)>) -> Result<DType> {
    let mut layout: Vec<Field> = Vec::with_capacity(fields.len());
    let mut offset = 0;
    for (i, (name, dtype, shape)) in fields.into_iter().enumerate() {
        let name = if name.is_empty() { format!("f{i}") } else { name };
        if layout.iter().any(|f| f.name == name) {
            return Err(Error::value(format!("field {} occurs more than once", crate::value::text::str_repr(&name))));
        }
        let size = dtype.itemsize() * shape.iter().product::<usize>();
        layout.push(Field { name, title: None, dtype, shape, offset });
        offset += size;
    }
    Ok(DType::record(RecordType { fields: layout, itemsize: offset, aligned: false }))
}

/// An array of records, as a record array where that is wanted.
pub fn as_records(tensor: Tensor, asrecarray: bool) -> Value {
    if asrecarray { Value::Array(Rc::new(Array::with_class(tensor, &RECARRAY))) } else { Value::array(tensor) }
}

/// Names given one by one or as a list.
pub fn names_given(cx: &mut dyn Context, names: &Value) -> Result<Vec<String>> {
    match names {
        Value::Str(one) => Ok(vec![one.as_str().to_string()]),
        many => Vec::<String>::from_value(cx, many),
    }
}

fn names(fields: &[Field]) -> Result<Value> {
    let mut all = Vec::with_capacity(fields.len());
    for field in fields {
        let name = Value::str(&*field.name);
        all.push(match field.dtype.kind {
            Kind::Record(inner) => Value::tuple([name, names(&inner.fields)?]),
            _ => name,
        });
    }
    Ok(Value::tuple(all))
}

fn add_names(fields: &[Field], flat: &mut Vec<Value>) {
    for field in fields {
        flat.push(Value::str(&*field.name));
        if let Kind::Record(inner) = field.dtype.kind {
            add_names(&inner.fields, flat);
        }
    }
}

fn add_descriptions(fields: &[Field], flat: &mut Vec<Value>) {
    for field in fields {
        match field.dtype.kind {
            Kind::Record(inner) => add_descriptions(&inner.fields, flat),
            _ => flat.push(Value::tuple([Value::str(&*field.name), Value::dtype(field.dtype)])),
        }
    }
}

fn add_parents(fields: &[Field], above: &mut Vec<Value>, table: &mut Table) -> Result<()> {
    for field in fields {
        table.insert(Value::str(&*field.name), Value::list(above.clone()))?;
        if let Kind::Record(inner) = field.dtype.kind {
            above.push(Value::str(&*field.name));
            add_parents(&inner.fields, above, table)?;
            above.pop();
        }
    }
    Ok(())
}

fn repacked(dtype: DType, align: bool, recurse: bool) -> DType {
    let Kind::Record(layout) = dtype.kind else { return dtype };
    let (mut offset, mut widest) = (0usize, 1);
    let mut place = |field: &Field| {
        let dtype = if recurse { repacked(field.dtype, align, true) } else { field.dtype };
        let alignment = if align { dtype.kind.alignment() } else { 1 };
        widest = widest.max(alignment);
        let at = offset.next_multiple_of(alignment);
        offset = at + dtype.itemsize() * field.shape.iter().product::<usize>();
        Field { dtype, offset: at, ..field.clone() }
    };
    let fields: Vec<Field> = layout.fields.iter().map(&mut place).collect();
    DType::record(RecordType { fields, itemsize: offset.next_multiple_of(widest), aligned: align })
}

fn renamed(dtype: DType, pairs: &[(String, String)]) -> DType {
    let Kind::Record(layout) = dtype.kind else { return dtype };
    let new_name = |name: &str| pairs.iter().find(|(old, _)| old == name).map_or(name, |(_, new)| new).to_string();
    let fields =
        layout.fields.iter().map(|f| Field { name: new_name(&f.name), dtype: renamed(f.dtype, pairs), ..f.clone() });
    DType::record(RecordType { fields: fields.collect(), itemsize: layout.itemsize, aligned: layout.aligned })
}

/// The record type without some fields, packed. A field that loses all of its own goes, too.
fn without(fields: &[Field], dropped: &[String]) -> DType {
    let mut left = Vec::new();
    let mut offset = 0;
    for field in fields.iter().filter(|f| !dropped.contains(&f.name)) {
        let dtype = match field.dtype.kind {
            Kind::Record(inner) => without(&inner.fields, dropped),
            _ => field.dtype,
        };
        if matches!(dtype.kind, Kind::Record(inner) if inner.fields.is_empty()) {
            continue;
        }
        left.push(Field { dtype, offset, ..field.clone() });
        offset += dtype.itemsize() * field.shape.iter().product::<usize>();
    }
    DType::record(RecordType { fields: left, itemsize: offset, aligned: false })
}

/// Copies fields of the same name into the first elements of `output`.
pub fn fill_from(input: &Tensor, output: &Tensor) -> Result<()> {
    let there = fields_of(input.dtype())?;
    for wanted in fields_of(output.dtype())?.iter().filter(|f| there.iter().any(|g| g.name == f.name)) {
        let (from, to) = (field(input, &wanted.name)?, field(output, &wanted.name)?);
        if matches!(from.dtype().kind, Kind::Record(_)) {
            fill_from(&from, &to)?;
            continue;
        }
        let to = match (from.shape().first(), to.shape().first()) {
            (Some(&n), Some(&room)) if n < room => first_rows(&to, n),
            _ => to,
        };
        assign::assign(&to, &from)?;
    }
    Ok(())
}

/// The first `n` elements along the first axis.
pub fn first_rows(tensor: &Tensor, n: usize) -> Tensor {
    let mut shape = tensor.shape().to_vec();
    if let Some(first) = shape.first_mut() {
        *first = n.min(*first);
    }
    tensor.with_geometry(tensor.offset(), shape.into(), tensor.strides().into())
}

fn by_name(cx: &mut dyn Context, target: &Tensor, source: &Tensor, zero: bool) -> Result<()> {
    let Kind::Record(layout) = target.dtype().kind else {
        let flags = assign::assign(target, source)?;
        return report(cx, flags, "cast", false);
    };
    for wanted in &layout.fields {
        let place = field(target, &wanted.name)?;
        let there = matches!(source.dtype().kind, Kind::Record(r) if r.fields.iter().any(|f| f.name == wanted.name));
        if there {
            by_name(cx, &place, &field(source, &wanted.name)?, zero)?;
        } else if zero {
            assign::assign(&place, &Tensor::zeros(&[], place.dtype())?)?;
        }
    }
    Ok(())
}

/// A number of a record: its dtype, and where it lies from the record's start.
struct Leaf {
    dtype: DType,
    offset: usize,
}

/// All numbers of a record in order, those of sub-arrays one by one.
fn add_leaves(fields: &[Field], start: usize, leaves: &mut Vec<Leaf>) {
    for field in fields {
        let count: usize = field.shape.iter().product();
        for i in 0..count {
            let offset = start + field.offset + i * field.dtype.itemsize();
            match field.dtype.kind {
                Kind::Record(inner) => add_leaves(&inner.fields, offset, leaves),
                _ => leaves.push(Leaf { dtype: field.dtype, offset }),
            }
        }
    }
}

fn leaves_of(dtype: DType) -> Option<Vec<Leaf>> {
    let Kind::Record(layout) = dtype.kind else { return None };
    let mut leaves = Vec::new();
    add_leaves(&layout.fields, 0, &mut leaves);
    Some(leaves)
}

/// One number of every record, as a view.
fn leaf_view(tensor: &Tensor, leaf: &Leaf) -> Result<Tensor> {
    let offset = tensor.offset() + leaf.offset as isize;
    let (shape, strides) = (tensor.shape().into(), tensor.strides().into());
    Ok(Tensor::from_parts(tensor.storage().clone(), offset, shape, strides, leaf.dtype)?)
}

fn checked(from: DType, to: DType, casting: &str) -> Result<()> {
    Ok(assign::check_casting(from, to, Casting::by_name(casting)?)?)
}

fn rows(cx: &mut dyn Context, arr: &Source, dtype: Option<DType>, copy: bool, casting: &str) -> Result<Value> {
    let leaves = leaves_of(arr.dtype()).ok_or_else(|| Error::value("arr must be a structured array"))?;
    let wanted = match (dtype, leaves.as_slice()) {
        (Some(dtype), _) => dtype,
        (None, []) => return Err(Error::value("arr has no fields. Unable to guess dtype")),
        (None, [first, rest @ ..]) => {
            rest.iter().try_fold(first.dtype, |common, leaf| promote_types(common, leaf.dtype))?
        }
    };
    let step = leaves.get(1).map_or(wanted.itemsize() as isize, |l| l.offset as isize - leaves[0].offset as isize);
    let even = leaves.windows(2).all(|pair| pair[1].offset as isize - pair[0].offset as isize == step);
    if !copy && even && !leaves.is_empty() && leaves.iter().all(|leaf| leaf.dtype == wanted) {
        let first = leaf_view(arr, &leaves[0])?;
        let (mut shape, mut strides) = (first.shape().to_vec(), first.strides().to_vec());
        shape.push(leaves.len());
        strides.push(step);
        return Ok(arr.view(first.with_geometry(first.offset(), shape.into(), strides.into())));
    }
    let result = Tensor::zeros(&[arr.shape(), &[leaves.len()]].concat(), wanted)?;
    for (i, leaf) in leaves.iter().enumerate() {
        checked(leaf.dtype, wanted, casting)?;
        let flags = assign::assign(&result.subarray(arr.ndim(), i), &leaf_view(arr, leaf)?)?;
        report(cx, flags, "cast", false)?;
    }
    Ok(Value::array(result))
}

fn records(
    cx: &mut dyn Context,
    arr: &Tensor,
    dtype: Option<DType>,
    names: &Value,
    align: bool,
    casting: &str,
) -> Result<Tensor> {
    let Some((&count, outer)) = arr.shape().split_last() else {
        return Err(Error::value("arr must have at least one dimension"));
    };
    if count == 0 {
        return Err(exception::NOT_IMPLEMENTED_ERROR.error("last axis with size 0 is not supported"));
    }
    let wanted = match (dtype, names) {
        (Some(_), names) if !matches!(names, Value::None) => {
            return Err(Error::value("don't supply both dtype and names"));
        }
        (Some(dtype), _) => dtype,
        (None, Value::None) => packed((0..count).map(|_| (String::new(), arr.dtype(), Vec::new())).collect())?,
        (None, names) => {
            let names = collect(cx, names)?;
            packed(names.iter().map(|n| (crate::value::repr::str(n), arr.dtype(), Vec::new())).collect())?
        }
    };
    let wanted = if dtype.is_none() && align { repacked(wanted, true, false) } else { wanted };
    let leaves = leaves_of(wanted).unwrap_or_default();
    if leaves.len() != count {
        return Err(Error::value(
            "The length of the last dimension of arr must be equal to the number of fields in dtype",
        ));
    }
    let result = Tensor::zeros(outer, wanted)?;
    for (i, leaf) in leaves.iter().enumerate() {
        checked(arr.dtype(), leaf.dtype, casting)?;
        let flags = assign::assign(&leaf_view(&result, leaf)?, &arr.subarray(outer.len(), i))?;
        report(cx, flags, "cast", false)?;
    }
    Ok(result)
}
