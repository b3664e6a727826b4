//! `np.lib.recfunctions`, several arrays together: fields put side by side, records one below the other, tables joined by
//! keys. What no array gives is masked, or has NumPy's fill value.

use super::record_fields::{as_records, fields_of, fill_from, first_rows, names_given, packed};
use crate::builtins::registry::lookup;
use crate::symbol::Symbol;
use crate::tensor::dtype::Field;
use crate::tensor::index::{IndexItem, get};
use crate::tensor::promote::promote_types;
use crate::tensor::sort::lexsort::lexsort;
use crate::tensor::{DType, Kind, Order, Tensor, assign, cast};
use crate::value::boxed::python_value;
use crate::value::compare::equal_plain;
use crate::value::convert::FromValue;
use crate::value::iter::collect;
use crate::value::nested::to_tensor;
use crate::value::record::field;
use crate::value::{Context, Error, Result, Value};

builtins! { RECORD_JOINS, chapter "Fields of records", spaces ["np.lib.recfunctions"];
    /// Arrays side by side: a record of the first elements, one of the second, and so on. Shorter arrays are continued with
    /// `fill_value`.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.merge_arrays((np.array([1, 2]), np.array([10., 20., 30.])))
    /// array([( 1, 10.), ( 2, 20.), (-1, 30.)],
    ///       dtype=[('f0', '<i8'), ('f1', '<f8')])
    @see("append_fields")
    fn merge_arrays(cx, seqarrays: Value, fill_value: Value = Value::Int(-1), flatten: bool = false, usemask: bool = false,
                    asrecarray: bool = false) -> Value {
        let merged = merged(cx, &seqarrays, &fill_value, flatten)?;
        merged.finish(cx, usemask, asrecarray)
    }

    /// A copy with more fields; shorter columns are masked at their end (`usemask`) or filled up.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> a = np.array([(1,), (2,)], dtype=[('x', int)])
    /// >>> rfn.append_fields(a, 'y', [1.5, 2.5], usemask=False)
    /// array([(1, 1.5), (2, 2.5)], dtype=[('x', '<i8'), ('y', '<f8')])
    @see("rec_append_fields", "drop_fields")
    fn append_fields(cx, base: Tensor, names: Value, data: Value, dtypes: Value = Value::None, fill_value: Value = Value::Int(-1),
                     usemask: bool = true, asrecarray: bool = false) -> Value {
        appended(cx, &base, &names, &data, &dtypes)?.finish(cx, usemask, asrecarray)
    }

    /// As `append_fields`; the result is a record array.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> rfn.rec_append_fields(np.array([(1,), (2,)], dtype=[('x', int)]), 'y', [3, 4]).y
    /// array([3, 4])
    @see("append_fields")
    fn rec_append_fields(cx, base: Tensor, names: Value, data: Value, dtypes: Value = Value::None) -> Value {
        appended(cx, &base, &names, &data, &dtypes)?.finish(cx, false, true)
    }

    /// The records of several arrays one below the other, with the fields of all.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> a, b = np.array([(1, 2.)], 'i8, f8'), np.array([(3, 4.)], 'i8, f8')
    /// >>> rfn.stack_arrays((a, b), usemask=False)
    /// array([(1, 2.), (3, 4.)], dtype=[('f0', '<i8'), ('f1', '<f8')])
    @see("merge_arrays")
    fn stack_arrays(cx, arrays: Value, defaults: Value = Value::None, usemask: bool = true, asrecarray: bool = false,
                    autoconvert: bool = false) -> Value {
        if let Value::Array(_) = arrays {
            return Ok(arrays);
        }
        let items = collect(cx, &arrays)?;
        if let [one] = items.as_slice() {
            return Ok(one.clone());
        }
        let tensors = items.iter().map(|v| line(cx, v)).collect::<Result<Vec<_>>>()?;
        let mut result = stacked(&tensors, autoconvert)?;
        result.fill_missing(cx, &defaults)?;
        result.finish(cx, usemask, asrecarray)
    }

    /// Two tables joined where the fields `key` are equal: `'inner'` (what both have), `'outer'` (all), `'leftouter'` (all of
    /// the first). Other fields that both have get the postfixes.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> a = np.array([(1, 2.), (3, 4.)], [('x', int), ('y', float)])
    /// >>> b = np.array([(3, 7)], [('x', int), ('z', int)])
    /// >>> rfn.join_by('x', a, b, usemask=False)
    /// array([(3, 4., 7)], dtype=[('x', '<i8'), ('y', '<f8'), ('z', '<i8')])
    @see("rec_join")
    fn join_by(cx, key: Value, r1: Value, r2: Value, jointype: String = "inner".into(), r1postfix: String = "1".into(),
               r2postfix: String = "2".into(), defaults: Value = Value::None, usemask: bool = true, asrecarray: bool = false) -> Value {
        let mut result = joined(cx, &key, [&r1, &r2], &jointype, [&r1postfix, &r2postfix])?;
        result.fill_missing(cx, &defaults)?;
        result.finish(cx, usemask, asrecarray)
    }

    /// As `join_by`; the result is a record array.
    ///
    /// >>> import numpy.lib.recfunctions as rfn
    /// >>> a = np.array([(1, 2.)], [('x', int), ('y', float)])
    /// >>> rfn.rec_join('x', a, a).y2
    /// array([2.])
    @see("join_by")
    fn rec_join(cx, key: Value, r1: Value, r2: Value, jointype: String = "inner".into(), r1postfix: String = "1".into(),
                r2postfix: String = "2".into(), defaults: Value = Value::None) -> Value {
        let mut result = joined(cx, &key, [&r1, &r2], &jointype, [&r1postfix, &r2postfix])?;
        result.fill_missing(cx, &defaults)?;
        result.finish(cx, false, true)
    }
}

/// Records of which some fields have no value.
struct Partial {
    data: Tensor,
    /// Of the same shape, a bool for each field: where there is no value.
    mask: Tensor,
}

impl Partial {
    /// Records without any value.
    fn empty(n: usize, dtype: DType) -> Result<Partial> {
        let mask = Tensor::zeros(&[n], mask_type(dtype))?;
        set_all(&mask, true)?;
        Ok(Partial { data: Tensor::zeros(&[n], dtype)?, mask })
    }

    /// Writes values from a row on into a field.
    fn put(&self, name: &str, start: usize, values: &Tensor) -> Result<()> {
        let rows = values.shape().first().copied().unwrap_or(0);
        if rows == 0 {
            return Ok(());
        }
        let target = rows_of(&named(&self.data, name)?, start, rows);
        assign::assign(&target, values)?;
        set_all(&rows_of(&named(&self.mask, name)?, start, rows), false)
    }

    /// Gives fields without a value their default: of `defaults`, or NumPy's for the type.
    fn fill_missing(&mut self, cx: &mut dyn Context, defaults: &Value) -> Result<()> {
        let given = |name: &str| match defaults {
            Value::Dict(dict) => dict.borrow().get(&Value::str(name)).ok().flatten().cloned(),
            _ => None,
        };
        if !matches!(self.data.dtype().kind, Kind::Record(_)) {
            return Ok(());
        }
        for wanted in fields_of(self.data.dtype())? {
            let default = given(&wanted.name).unwrap_or_else(|| fill_value(wanted.dtype.kind));
            fill_where(cx, &field(&self.data, &wanted.name)?, &field(&self.mask, &wanted.name)?, &default)?;
        }
        Ok(())
    }

    /// The result as a masked array, as an array or as a record array.
    fn finish(self, cx: &mut dyn Context, usemask: bool, asrecarray: bool) -> Result<Value> {
        if !usemask {
            return Ok(as_records(self.data, asrecarray));
        }
        let Some(masked) = lookup("np.ma", Symbol::new("array")) else {
            return Err(Error::attribute("module 'numpy' has no attribute 'ma'"));
        };
        cx.call(&masked, &[Value::array(self.data)], &[(Symbol::new("mask"), Value::array(self.mask))])
    }
}

/// The type of a mask: a bool for each number.
fn mask_type(dtype: DType) -> DType {
    let Kind::Record(layout) = dtype.kind else { return DType::BOOL };
    let fields = layout.fields.iter().map(|f| (f.name.clone(), mask_type(f.dtype), f.shape.clone()));
    packed(fields.collect()).unwrap_or(DType::BOOL)
}

fn set_all(mask: &Tensor, value: bool) -> Result<()> {
    match mask.dtype().kind {
        Kind::Record(layout) => layout.fields.iter().try_for_each(|f| set_all(&field(mask, &f.name)?, value)),
        _ => Ok(assign::assign(mask, &Tensor::scalar(value)?).map(drop)?),
    }
}

/// A field, or the array itself where it has none.
fn named(tensor: &Tensor, name: &str) -> Result<Tensor> {
    match tensor.dtype().kind {
        Kind::Record(_) => field(tensor, name),
        _ => Ok(tensor.clone()),
    }
}

/// So many rows from one on.
fn rows_of(tensor: &Tensor, start: usize, rows: usize) -> Tensor {
    let (mut shape, stride) = (tensor.shape().to_vec(), tensor.strides().first().copied().unwrap_or(0));
    if let Some(first) = shape.first_mut() {
        *first = rows;
    }
    let offset = if rows == 0 { tensor.offset() } else { tensor.offset() + start as isize * stride };
    tensor.with_geometry(offset, shape.into(), tensor.strides().into())
}

/// NumPy's default for what is missing.
fn fill_value(kind: Kind) -> Value {
    match kind {
        Kind::Bool => Value::bool(true),
        Kind::Float16 | Kind::Float32 | Kind::Float64 => Value::float(1e20),
        Kind::Complex64 | Kind::Complex128 => Value::complex(1e20, 0.0),
        Kind::Str(_) => Value::str("N/A"),
        Kind::Bytes(_) => Value::bytes(*b"N/A"),
        Kind::Object => Value::str("?"),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => Value::str("NaT"),
        _ => Value::Int(999_999),
    }
}

/// Writes a value where the mask is true, into every number of records.
fn fill_where(cx: &mut dyn Context, data: &Tensor, mask: &Tensor, value: &Value) -> Result<()> {
    if let Kind::Record(layout) = data.dtype().kind {
        for inner in &layout.fields {
            let default = fill_value(inner.dtype.kind);
            fill_where(cx, &field(data, &inner.name)?, &field(mask, &inner.name)?, &default)?;
        }
        return Ok(());
    }
    let value = to_tensor(cx, value, Some(data.dtype()))?;
    let selected = [IndexItem::Mask(mask.clone())];
    if !get(mask, &selected)?.is_empty() {
        crate::tensor::index::set(data, &selected, &value)?;
    }
    Ok(())
}

/// A value as an array of one axis.
fn line(cx: &mut dyn Context, value: &Value) -> Result<Tensor> {
    Ok(Tensor::from_value(cx, value)?.ravel(Order::C)?)
}

type Column = (String, DType, Vec<usize>);

fn column(field: &Field) -> Column {
    (field.name.clone(), field.dtype, field.shape.clone())
}

/// An array's columns: its fields, or itself without a name.
fn columns(dtype: DType) -> Vec<Column> {
    match dtype.kind {
        Kind::Record(layout) => layout.fields.iter().map(column).collect(),
        _ => vec![(String::new(), dtype, Vec::new())],
    }
}

fn merged(cx: &mut dyn Context, arrays: &Value, fill: &Value, flatten: bool) -> Result<Partial> {
    let items = match arrays {
        Value::Array(_) => vec![arrays.clone()],
        many => collect(cx, many)?,
    };
    let tensors = items.iter().map(|v| line(cx, v)).collect::<Result<Vec<_>>>()?;
    let n = tensors.iter().map(Tensor::size).max().unwrap_or(0);
    // One array, and one of a single field, lend their fields; others become fields as a whole.
    let opened = |t: &Tensor| match t.dtype().kind {
        Kind::Record(layout) => flatten || layout.fields.len() == 1 || tensors.len() == 1,
        _ => true,
    };
    let mut all: Vec<Column> = Vec::new();
    for tensor in &tensors {
        if opened(tensor) {
            all.extend(columns(tensor.dtype()))
        } else {
            all.push((String::new(), tensor.dtype(), Vec::new()))
        }
    }
    let result = Partial::empty(n, packed(all)?)?;
    let names: Vec<&str> = fields_of(result.data.dtype())?.iter().map(|f| f.name.as_str()).collect();
    let mut next = names.iter();
    for tensor in &tensors {
        let parts: Vec<Tensor> = match tensor.dtype().kind {
            Kind::Record(layout) if opened(tensor) => {
                layout.fields.iter().map(|f| field(tensor, &f.name)).collect::<Result<_>>()?
            }
            _ => vec![tensor.clone()],
        };
        for (part, name) in parts.iter().zip(&mut next) {
            result.put(name, 0, part)?;
            let rest = rows_of(&field(&result.data, name)?, tensor.size(), n - tensor.size());
            fill_numbers(cx, &rest, fill)?;
        }
    }
    Ok(result)
}

/// Writes one value into every number of records.
fn fill_numbers(cx: &mut dyn Context, target: &Tensor, value: &Value) -> Result<()> {
    if target.is_empty() {
        return Ok(());
    }
    if let Kind::Record(layout) = target.dtype().kind {
        return layout.fields.iter().try_for_each(|f| fill_numbers(cx, &field(target, &f.name)?, value));
    }
    let value = cast::as_dtype(&Tensor::from_value(cx, value)?, target.dtype())?;
    assign::assign(target, &value)?;
    Ok(())
}

fn appended(cx: &mut dyn Context, base: &Tensor, names: &Value, data: &Value, dtypes: &Value) -> Result<Partial> {
    let several = matches!(names, Value::List(_) | Value::Tuple(_));
    let names = names_given(cx, names)?;
    let data = if several { collect(cx, data)? } else { vec![data.clone()] };
    if names.len() != data.len() {
        return Err(Error::value("The number of arrays does not match the number of names"));
    }
    let dtypes: Vec<Option<DType>> = match dtypes {
        Value::None => vec![None; data.len()],
        Value::List(_) | Value::Tuple(_) => {
            let given = Vec::<DType>::from_value(cx, dtypes)?;
            match given.as_slice() {
                [one] => vec![Some(*one); data.len()],
                many if many.len() == data.len() => many.iter().copied().map(Some).collect(),
                _ => return Err(Error::value("The dtypes argument must be None, a dtype, or a list.")),
            }
        }
        one => vec![Some(DType::from_value(cx, one)?); data.len()],
    };
    let mut added = Vec::with_capacity(data.len());
    for (value, dtype) in data.iter().zip(dtypes) {
        added.push(to_tensor(cx, value, dtype)?.ravel(Order::C)?);
    }
    let base = base.ravel(Order::C)?;
    let n = added.iter().map(Tensor::size).max().unwrap_or(0).max(base.size());
    let mut all = columns(base.dtype());
    all.extend(names.iter().zip(&added).map(|(name, t)| (name.clone(), t.dtype(), Vec::new())));
    let mut result = Partial::empty(n, packed(all)?)?;
    match base.dtype().kind {
        Kind::Record(layout) => {
            for f in &layout.fields {
                result.put(&f.name, 0, &field(&base, &f.name)?)?;
            }
        }
        _ => result.put("f0", 0, &base)?,
    }
    for (name, tensor) in names.iter().zip(&added) {
        result.put(name, 0, tensor)?;
    }
    result.fill_missing(cx, &Value::None)?;
    Ok(result)
}

fn stacked(tensors: &[Tensor], autoconvert: bool) -> Result<Partial> {
    let dtype_text = |dtype: DType| crate::value::repr::str(&Value::dtype(dtype));
    let mut all: Vec<Column> = Vec::new();
    for (i, tensor) in tensors.iter().enumerate() {
        for (name, dtype, shape) in columns(tensor.dtype()) {
            match all.iter_mut().find(|known| i > 0 && known.0 == name) {
                None => all.push((name, dtype, shape)),
                Some(known) if autoconvert => known.1 = promote_types(known.1, dtype)?,
                Some(known) if known.1 == dtype => {}
                Some(known) => {
                    let (first, second) = (dtype_text(known.1), dtype_text(dtype));
                    return Err(Error::type_error(format!("Incompatible type '{first}' <> '{second}'")));
                }
            }
        }
    }
    let n = tensors.iter().map(Tensor::size).sum();
    let dtype = match all.as_slice() {
        [(name, dtype, _)] if name.is_empty() => *dtype,
        _ => packed(all.clone())?,
    };
    let result = Partial::empty(n, dtype)?;
    let mut start = 0;
    for tensor in tensors {
        for (name, _, _) in columns(tensor.dtype()) {
            let place = match all.iter().position(|known| known.0 == name) {
                Some(at) if name.is_empty() => format!("f{at}"),
                _ => name.clone(),
            };
            result.put(&place, start, &named(tensor, &name)?)?;
        }
        start += tensor.size();
    }
    Ok(result)
}

/// The rows of two tables that a join takes: those of each that have a partner, then those that have none.
struct Matches {
    rows: [Vec<i64>; 2],
    /// How many of the rows of each have a partner.
    paired: [usize; 2],
}

/// Compares the keys of two tables, which stand one below the other in `keys`, sorted by `order`.
fn matches(keys: &Tensor, order: &[i64], first: usize, jointype: &str) -> Result<Matches> {
    let sorted = get(keys, &[IndexItem::Array(Tensor::vector(order)?)])?;
    let records: Vec<Value> = (0..order.len()).map(|i| python_value(sorted.subarray(0, i).first())).collect();
    let same: Vec<bool> = records.windows(2).map(|pair| equal_plain(&pair[0], &pair[1])).collect();
    let is_paired = |i: usize| (i > 0 && same[i - 1]) || same.get(i).copied().unwrap_or(false);
    let chosen = |table: usize, paired: bool| {
        let own = move |row: &&i64| (**row >= first as i64) == (table == 1);
        let rows = order.iter().enumerate().filter(move |(i, _)| is_paired(*i) == paired).map(|(_, row)| row);
        rows.filter(own).map(|row| row - if table == 1 { first as i64 } else { 0 }).collect::<Vec<i64>>()
    };
    let mut rows = [chosen(0, true), chosen(1, true)];
    let paired = [rows[0].len(), rows[1].len()];
    if jointype != "inner" {
        rows[0].extend(chosen(0, false));
    }
    if jointype == "outer" {
        rows[1].extend(chosen(1, false));
    }
    Ok(Matches { rows, paired })
}

fn joined(
    cx: &mut dyn Context,
    key: &Value,
    tables: [&Value; 2],
    jointype: &str,
    postfixes: [&str; 2],
) -> Result<Partial> {
    if !["inner", "outer", "leftouter"].contains(&jointype) {
        return Err(Error::value(format!(
            "The 'jointype' argument should be in 'inner', 'outer' or 'leftouter' (got '{jointype}' instead)"
        )));
    }
    let key = names_given(cx, key)?;
    if let Some(twice) = (1..key.len()).find(|&i| key[..i].contains(&key[i])) {
        return Err(Error::value(format!("duplicate join key {}", crate::value::text::str_repr(&key[twice]))));
    }
    let tables = [line(cx, tables[0])?, line(cx, tables[1])?];
    let names = |t: &Tensor| fields_of(t.dtype()).map(|f| f.iter().map(|f| f.name.clone()).collect::<Vec<_>>());
    let (names1, names2) = (names(&tables[0])?, names(&tables[1])?);
    for name in &key {
        for (which, there) in [("r1", &names1), ("r2", &names2)] {
            if !there.contains(name) {
                let name = crate::value::text::str_repr(name);
                return Err(Error::value(format!("{which} does not have key field {name}")));
            }
        }
    }
    let collide = names1.iter().any(|n| names2.contains(n) && !key.contains(n));
    if collide && postfixes.iter().all(|p| p.is_empty()) {
        return Err(Error::value("r1 and r2 contain common names, r1postfix and r2postfix can't both be empty"));
    }
    let keys = key_columns(&tables, &key)?;
    let order = sorted_rows(&keys, &key)?;
    let found = matches(&keys, &order, tables[0].size(), jointype)?;
    let layout = joined_columns(&tables, &key, postfixes)?;
    let common = found.paired[0].max(found.paired[1]);
    let spare = [found.rows[0].len() - found.paired[0], found.rows[1].len() - found.paired[1]];
    let result = Partial::empty(common + spare[0] + spare[1], packed(layout.clone())?)?;
    for (i, (table, own)) in tables.iter().zip([&names1, &names2]).enumerate() {
        let rows = get(table, &[IndexItem::Array(Tensor::vector(&found.rows[i])?)])?;
        let (paired, start) = (found.paired[i], common + if i == 1 { spare[0] } else { 0 });
        for name in own {
            let there = layout.iter().any(|(known, _, _)| known == name);
            let other = if i == 0 { &names2 } else { &names1 };
            let renamed = !there || other.contains(name) && postfixes[1 - i].is_empty() && !key.contains(name);
            let target = if renamed { format!("{name}{}", postfixes[i]) } else { name.clone() };
            let values = field(&rows, name)?;
            result.put(&target, 0, &first_rows(&values, paired))?;
            result.put(&target, start, &rows_of(&values, paired, spare[i]))?;
        }
    }
    let order = sorted_rows(&result.data, &key)?;
    let order = [IndexItem::Array(Tensor::vector(&order)?)];
    Ok(Partial { data: get(&result.data, &order)?, mask: get(&result.mask, &order)? })
}

/// The key fields of both tables one below the other.
fn key_columns(tables: &[Tensor; 2], key: &[String]) -> Result<Tensor> {
    let mut all: Vec<Column> = Vec::new();
    for known in fields_of(tables[0].dtype())?.iter().filter(|f| key.contains(&f.name)) {
        let other = field(&tables[1], &known.name)?.dtype();
        all.push((known.name.clone(), promote_types(known.dtype, other)?, known.shape.clone()));
    }
    let n = tables[0].size();
    let keys = Tensor::zeros(&[n + tables[1].size()], packed(all)?)?;
    fill_from(&tables[0], &first_rows(&keys, n))?;
    fill_from(&tables[1], &rows_of(&keys, n, tables[1].size()))?;
    Ok(keys)
}

/// The rows' numbers in the order of the key fields.
fn sorted_rows(table: &Tensor, key: &[String]) -> Result<Vec<i64>> {
    let columns = key.iter().rev().map(|name| field(table, name)).collect::<Result<Vec<_>>>()?;
    Ok(lexsort(&columns, -1)?.to_vec::<i64>().unwrap_or_default())
}

/// The fields of a join: the key's, then those of the first and of the second table.
fn joined_columns(tables: &[Tensor; 2], key: &[String], postfixes: [&str; 2]) -> Result<Vec<Column>> {
    let (first, second) = (fields_of(tables[0].dtype())?, fields_of(tables[1].dtype())?);
    let in_key = |f: &&Field| key.contains(&f.name);
    let mut all: Vec<Column> = first.iter().filter(in_key).map(column).collect();
    all.extend(first.iter().filter(|f| !key.contains(&f.name)).map(column));
    for f in second {
        let Some(at) = all.iter().position(|known| known.0 == f.name) else {
            all.push(column(f));
            continue;
        };
        if key.contains(&f.name) {
            all[at].1 = promote_types(all[at].1, f.dtype)?;
            continue;
        }
        let mut theirs = column(f);
        theirs.0.push_str(postfixes[1]);
        all[at].0.push_str(postfixes[0]);
        all.insert(at + 1, theirs);
    }
    Ok(all)
}
