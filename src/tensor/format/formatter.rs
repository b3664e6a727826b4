//! A dtype and the elements to be shown → how each of them is written: `ElementFormat`.

use super::load;
use super::numeric::{ComplexFormat, FloatFormat, IntegerFormat, width_of};
use super::options::{Callback, Legacy, PrintOptions, Threshold};
use super::{datetime, float, quote};
use crate::tensor::Tensor;
use crate::tensor::dtype::{Category, DType, Field, Kind};
use crate::tensor::error::{Error, Result};
use crate::tensor::scalar::Scalar;
use crate::tensor::shape;

/// How the elements of one array are written.
pub(super) enum ElementFormat {
    /// `True` padded to the width of `False`, unless 0-d.
    Bool {
        padded: bool,
    },
    Integer(IntegerFormat),
    Float(FloatFormat),
    /// Shortest digits as a scalar shows them: floats in a record that is shown by itself.
    ScalarFloat,
    Complex(ComplexFormat),
    /// Datetimes and timedeltas, right-aligned in so many columns.
    Time {
        width: usize,
    },
    Str,
    Bytes,
    Void,
    Object,
    Record(Vec<FieldFormat>),
    Callback(Callback),
}

/// One field of a record.
pub(super) struct FieldFormat {
    field: &'static Field,
    format: ElementFormat,
    summary: Summary,
}

/// When and to how many items sub-arrays are summarised.
#[derive(Clone, Copy)]
struct Summary {
    threshold: Threshold,
    edgeitems: usize,
}

/// NumPy's key for callbacks on elements of this kind.
fn callback_key(kind: Kind) -> &'static str {
    match kind {
        Kind::Bool => "bool",
        Kind::Float16 | Kind::Float32 | Kind::Float64 => "float",
        Kind::Complex64 | Kind::Complex128 => "complexfloat",
        Kind::Str(_) | Kind::Bytes(_) => "numpystr",
        Kind::Void(_) | Kind::Record(_) => "void",
        Kind::Object => "object",
        Kind::Text(_) => "numpystr",
        Kind::DateTime { .. } => "datetime",
        Kind::TimeDelta { .. } => "timedelta",
        _ => "int",
    }
}

impl ElementFormat {
    /// The format for the elements of `dtype` at `offsets` in `source`'s storage; `scalar`: the array is 0-d.
    /// `plain_floats`: floats as scalars show them.
    pub fn new(
        source: &Tensor,
        offsets: &[isize],
        dtype: DType,
        scalar: bool,
        plain_floats: bool,
        options: &PrintOptions,
    ) -> ElementFormat {
        if let Kind::Record(layout) = dtype.kind {
            let field = |field| FieldFormat::new(source, offsets, field, scalar, plain_floats, options);
            return ElementFormat::Record(layout.fields.iter().map(field).collect());
        }
        if let Some(callback) = options.formatter.as_ref().and_then(|f| f.find(callback_key(dtype.kind))) {
            return ElementFormat::Callback(callback.clone());
        }
        let storage = &**source.storage();
        match dtype.kind {
            Kind::Bool => ElementFormat::Bool { padded: !scalar },
            Kind::Float16 | Kind::Float32 | Kind::Float64 if plain_floats => ElementFormat::ScalarFloat,
            Kind::Float16 | Kind::Float32 | Kind::Float64 => {
                let values = offsets.iter().map(|&at| load::float(storage, at, dtype));
                ElementFormat::Float(FloatFormat::new(values, width_of(dtype.kind), scalar, options))
            }
            Kind::Complex64 | Kind::Complex128 => {
                let part = load::part(dtype);
                let half = part.itemsize() as isize;
                let re = offsets.iter().map(|&at| load::float(storage, at, part));
                let im = offsets.iter().map(|&at| load::float(storage, at + half, part));
                ElementFormat::Complex(ComplexFormat::new(re, im, width_of(dtype.kind), scalar, options))
            }
            Kind::DateTime { .. } | Kind::TimeDelta { .. } => {
                let ticks = offsets.iter().map(|&at| load::integer(storage, at, dtype) as i64);
                ElementFormat::Time { width: time_width(ticks, dtype.kind, options) }
            }
            Kind::Str(_) => ElementFormat::Str,
            Kind::Bytes(_) => ElementFormat::Bytes,
            Kind::Void(_) => ElementFormat::Void,
            Kind::Object | Kind::Text(_) => ElementFormat::Object,
            kind => {
                debug_assert!(matches!(kind.category(), Category::Signed | Category::Unsigned));
                let values = offsets.iter().map(|&at| load::integer(storage, at, dtype));
                ElementFormat::Integer(IntegerFormat::new(values, options.sign))
            }
        }
    }

    /// Appends the element of `dtype` at `offset`.
    pub fn write(&self, out: &mut String, source: &Tensor, offset: isize, dtype: DType) -> Result<()> {
        let storage = &**source.storage();
        match self {
            ElementFormat::Bool { padded } => {
                out.push_str(match (load::integer(storage, offset, dtype) != 0, padded) {
                    (true, true) => " True",
                    (true, false) => "True",
                    _ => "False",
                })
            }
            ElementFormat::Integer(format) => format.write(out, load::integer(storage, offset, dtype)),
            ElementFormat::Float(format) => format.write(out, load::float(storage, offset, dtype)),
            ElementFormat::ScalarFloat => {
                let x = load::float(storage, offset, dtype);
                out.push_str(&float::scalar_text(x, width_of(dtype.kind)));
            }
            ElementFormat::Complex(format) => {
                let part = load::part(dtype);
                let im = load::float(storage, offset + part.itemsize() as isize, part);
                format.write(out, load::float(storage, offset, part), im);
            }
            ElementFormat::Time { width } => {
                let text = time_text(load::integer(storage, offset, dtype) as i64, dtype.kind);
                (text.len()..*width).for_each(|_| out.push(' '));
                out.push_str(&text);
            }
            ElementFormat::Str => {
                let text = load::text(storage, offset, dtype.itemsize() / 4, !dtype.is_native());
                quote::write_str_repr(out, &text);
            }
            ElementFormat::Bytes => {
                out.push_str(&quote::bytes_repr(&load::bytes(storage, offset, dtype.itemsize())));
            }
            ElementFormat::Void => out.push_str(&quote::void_repr(&load::raw(storage, offset, dtype.itemsize()))),
            ElementFormat::Object => write_object(out, source, offset),
            ElementFormat::Record(fields) => write_record(out, source, offset, fields)?,
            ElementFormat::Callback(callback) => {
                let scalar =
                    load::scalar(source, offset, dtype).ok_or_else(|| Error::value("element out of bounds"))?;
                out.push_str(&callback(&scalar)?);
            }
        }
        Ok(())
    }
}

fn write_object(out: &mut String, source: &Tensor, offset: isize) {
    let repr = load::item(source.storage(), offset).map_or_else(|| "None".into(), |item| item.repr());
    // Lists (alone open with a bracket) must not look like further dimensions.
    if repr.starts_with('[') {
        out.push_str("list(");
        out.push_str(&repr);
        out.push(')');
    } else {
        out.push_str(&repr);
    }
}

fn write_record(out: &mut String, source: &Tensor, offset: isize, fields: &[FieldFormat]) -> Result<()> {
    out.push('(');
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        field.write(out, source, offset)?;
    }
    out.push_str(if fields.len() == 1 { ",)" } else { ")" });
    Ok(())
}

impl FieldFormat {
    fn new(
        source: &Tensor,
        offsets: &[isize],
        field: &'static Field,
        scalar: bool,
        plain_floats: bool,
        options: &PrintOptions,
    ) -> FieldFormat {
        let strides = shape::c_strides(&field.shape, field.dtype.itemsize());
        let inner: Vec<isize> = super::layout::offsets(&field.shape, &strides, None);
        let start = field.offset as isize;
        let all: Vec<isize> = offsets.iter().flat_map(|&at| inner.iter().map(move |&i| at + start + i)).collect();
        let scalar = scalar && field.shape.is_empty();
        FieldFormat {
            field,
            format: ElementFormat::new(source, &all, field.dtype, scalar, plain_floats, options),
            summary: Summary { threshold: options.threshold, edgeitems: options.edgeitems },
        }
    }

    fn write(&self, out: &mut String, source: &Tensor, record: isize) -> Result<()> {
        let shape = &self.field.shape;
        let summarised = self.summary.threshold.is_exceeded_by(shape.iter().product());
        let edge = summarised.then_some(self.summary.edgeitems);
        self.write_items(out, source, record + self.field.offset as isize, shape, edge)
    }

    /// Appends a sub-array on one line: `[[1, 2], [3, 4]]`.
    fn write_items(
        &self,
        out: &mut String,
        source: &Tensor,
        offset: isize,
        shape: &[usize],
        edge: Option<usize>,
    ) -> Result<()> {
        let Some((&len, inner)) = shape.split_first() else {
            return self.format.write(out, source, offset, self.field.dtype);
        };
        let step = inner.iter().product::<usize>() * self.field.dtype.itemsize();
        // With no edge items NumPy shows the dots and then everything.
        let (leading, trailing) = match edge.filter(|edge| len > 2 * edge) {
            Some(0) => (Some(0), len),
            Some(edge) => (Some(edge), edge),
            None => (None, len),
        };
        out.push('[');
        for (shown, i) in (0..leading.unwrap_or(0)).chain(len - trailing..len).enumerate() {
            if shown > 0 {
                out.push_str(", ");
            }
            if leading == Some(shown) {
                out.push_str("..., ");
            }
            if shown % 1024 == 1023 {
                crate::tensor::lanes::check_interrupt()?;
            }
            self.write_items(out, source, offset + (i * step) as isize, inner, edge)?;
        }
        out.push(']');
        Ok(())
    }
}

/// `'2020-01-01'` or `5` or `'NaT'`: a datetime or timedelta inside an array.
fn time_text(ticks: i64, kind: Kind) -> String {
    match kind {
        _ if ticks == datetime::NAT => "'NaT'".into(),
        Kind::DateTime { unit, count } => format!("'{}'", datetime::iso_text(ticks, unit, count)),
        _ => ticks.to_string(),
    }
}

fn time_width(ticks: impl Iterator<Item = i64>, kind: Kind, options: &PrintOptions) -> usize {
    let mut range: Option<(i64, i64)> = None;
    let mut any_nat = false;
    for t in ticks {
        match t {
            datetime::NAT => any_nat = true,
            t => range = Some(range.map_or((t, t), |(low, high)| (low.min(t), high.max(t)))),
        }
    }
    if options.legacy == Legacy::V1_13 && matches!(kind, Kind::DateTime { .. }) {
        return 0;
    }
    let widest = range.map_or(0, |(low, high)| time_text(low, kind).len().max(time_text(high, kind).len()));
    if any_nat { widest.max(5) } else { widest }
}

/// A record or raw void by itself: `(1, 2.0)`, `b'\x00'`; floats have all their digits.
pub(super) fn void_text(record: &Tensor, options: &PrintOptions) -> Result<String> {
    let (offset, dtype) = (record.offset(), record.dtype());
    let plain_floats = options.legacy > Legacy::V1_25;
    let format = ElementFormat::new(record, &[offset], dtype, true, plain_floats, options);
    let mut out = String::new();
    format.write(&mut out, record, offset, dtype)?;
    Ok(out)
}

/// The value of a 0-d array.
pub fn only_element(array: &Tensor) -> Option<Scalar> {
    load::scalar(array, array.offset(), array.dtype())
}
