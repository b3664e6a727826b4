//! Arrays → text: `array_repr`, `array_str`, `array2string`, and the `repr` of record arrays.

use super::dtype_text;
use super::formatter::{self, ElementFormat};
use super::layout::{self, Writer};
use super::options::{self, Changes, Legacy, PrintOptions};
use super::scalar;
use crate::tensor::Tensor;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::error::Result;
use crate::tensor::scalar::Scalar;
use crate::tensor::shape::tuple_text;
use std::cell::RefCell;

thread_local! {
    /// Object arrays that are being written: storage and offset. One that holds itself is written as `...`.
    static RUNNING: RefCell<Vec<(usize, isize)>> = const { RefCell::new(Vec::new()) };
}

/// `np.array2string`: the array between brackets. `prefix` and `suffix` only take room. `changes` are the arguments that
/// override print options (`max_line_width` is `linewidth`, `suppress_small` is `suppress`).
///
/// # Errors
/// Those of formatter callbacks.
pub fn array2string(array: &Tensor, changes: &Changes, separator: &str, prefix: &str, suffix: &str) -> Result<String> {
    let mut options = options::current().with(changes);
    if options.legacy == Legacy::V1_13 {
        if let Some(text) = legacy_scalar(array, scalar::item_repr) {
            return Ok(text);
        }
    } else {
        options.linewidth = options.linewidth.saturating_sub(suffix.chars().count() as i64);
    }
    if array.is_empty() {
        return Ok("[]".into());
    }
    if array.dtype().kind != Kind::Object {
        return write(array, &options, separator, prefix);
    }
    let key = (array.storage().as_ptr() as usize, array.offset());
    if RUNNING.with_borrow(|running| running.contains(&key)) {
        return Ok("...".into());
    }
    RUNNING.with_borrow_mut(|running| running.push(key));
    let result = write(array, &options, separator, prefix);
    RUNNING.with_borrow_mut(|running| running.pop());
    result
}

fn write(array: &Tensor, options: &PrintOptions, separator: &str, prefix: &str) -> Result<String> {
    let edge = options.threshold.is_exceeded_by(array.size()).then_some(options.edgeitems);
    let mut offsets = layout::offsets(array.shape(), array.strides(), edge);
    offsets.iter_mut().for_each(|at| *at += array.offset());
    let format = ElementFormat::new(array, &offsets, array.dtype(), array.ndim() == 0, false, options);
    let mut out = String::with_capacity(offsets.len().saturating_mul(8));
    drop(offsets);
    let indent = " ".repeat(prefix.chars().count() + 1);
    let mut writer = Writer { array, format: &format, separator, edge, options, word: String::new() };
    writer.write(&mut out, 0, array.offset(), &indent, options.linewidth)?;
    Ok(out)
}

/// NumPy 1.13 wrote 0-d arrays as Python's scalars.
fn legacy_scalar(array: &Tensor, text: impl Fn(&Scalar) -> String) -> Option<String> {
    if array.ndim() > 0 || matches!(array.dtype().kind, Kind::Record(_)) {
        return None;
    }
    formatter::only_element(array).map(|element| text(&element))
}

/// `np.array_repr`: `array([1., 2.], dtype=float32)`. `class` is the name before the bracket.
///
/// # Errors
/// Those of formatter callbacks.
pub fn array_repr(array: &Tensor, class: &str, changes: &Changes) -> Result<String> {
    let current = options::current();
    if let Some(replacement) = &current.override_repr {
        return replacement(array);
    }
    let width = changes.linewidth.unwrap_or(current.linewidth);
    let prefix = format!("{class}(");
    let values = match current.legacy {
        Legacy::V1_13 => legacy_scalar(array, scalar::item_repr),
        _ => None,
    };
    let values = match values {
        Some(text) => text,
        None => array2string(array, changes, ", ", &prefix, ")")?,
    };
    let mut extras = Vec::new();
    let summarised = current.legacy == Legacy::Off && current.threshold.is_exceeded_by(array.size());
    if array.is_empty() && array.shape() != [0] || summarised {
        extras.push(format!("shape={}", tuple_text(array.shape())));
    }
    if !is_implied(array.dtype(), current.legacy) || array.is_empty() {
        extras.push(format!("dtype={}", dtype_text::dtype_short_repr(array.dtype())));
    }
    if extras.is_empty() {
        return Ok(format!("{prefix}{values})"));
    }
    let text = format!("{prefix}{values},");
    let extras = format!("{})", extras.join(", "));
    let last_line = text.rsplit('\n').next().unwrap_or_default();
    let new_line = match current.legacy {
        Legacy::V1_13 => matches!(array.dtype().kind, Kind::Str(_) | Kind::Bytes(_) | Kind::Void(_) | Kind::Record(_)),
        _ => (last_line.chars().count() + extras.chars().count() + 1) as i64 > width,
    };
    let spacer = if new_line { format!("\n{}", " ".repeat(prefix.chars().count())) } else { " ".into() };
    Ok(format!("{text}{spacer}{extras}"))
}

/// `np.array_str`: `[1. 2.]`; a 0-d array as its scalar.
///
/// # Errors
/// Those of formatter callbacks.
pub fn array_str(array: &Tensor, changes: &Changes) -> Result<String> {
    if array.ndim() > 0 {
        return array2string(array, changes, " ", "", "");
    }
    if options::current().legacy == Legacy::V1_13
        && let Some(text) = legacy_scalar(array, scalar::item_text)
    {
        return Ok(text);
    }
    match formatter::only_element(array) {
        Some(element @ Scalar::Bytes(_)) => scalar::scalar_repr(&element),
        Some(element) => scalar::scalar_str(&element),
        None => Ok("None".into()),
    }
}

/// Whether an array's values show its dtype: bool, int64, float64 and complex128 in native order.
fn is_implied(dtype: DType, legacy: Legacy) -> bool {
    let plain = match dtype.kind {
        Kind::Bool => legacy > Legacy::V1_13,
        kind => matches!(kind, Kind::Int64 | Kind::Float64 | Kind::Complex128),
    };
    plain && (dtype.is_native() || dtype.itemsize() == 1)
}

/// The `repr` of a `np.recarray`: `rec.array([(1, 2.)],` and the dtype on a line of its own.
///
/// # Errors
/// Those of formatter callbacks.
pub fn record_array_repr(array: &Tensor) -> Result<String> {
    let prefix = "rec.array(";
    let values = match array.is_empty() && array.shape() != [0] {
        true => format!("[], shape={}", tuple_text(array.shape())),
        false => array2string(array, &Changes::default(), ", ", prefix, ",")?,
    };
    let legacy = options::current().legacy == Legacy::V1_13;
    let space = if legacy { " " } else { "" };
    let indent = " ".repeat(prefix.len());
    Ok(format!("{prefix}{values},{space}\n{indent}dtype={})", dtype_text::dtype_str(array.dtype())))
}

#[cfg(test)]
mod tests {
    use super::options::{Callback, FloatMode, Formatters, Sign, Threshold};
    use super::*;
    use crate::tensor::dtype::{ByteOrder, Field, RecordType, TimeUnit};
    use crate::tensor::{Complex64, Element, f16};
    use std::rc::Rc;

    fn vector<T: Element>(data: &[T]) -> Tensor {
        Tensor::vector(data).unwrap()
    }

    fn repr(array: &Tensor) -> String {
        array_repr(array, "array", &Changes::default()).unwrap()
    }

    fn text(array: &Tensor) -> String {
        array_str(array, &Changes::default()).unwrap()
    }

    fn with(changes: Changes, array: &Tensor) -> String {
        array2string(array, &changes, " ", "", "").unwrap()
    }

    /// An array over raw bytes.
    fn raw(shape: &[usize], dtype: DType, bytes: &[u8]) -> Tensor {
        let block = Tensor::from_slice(&[bytes.len()], bytes).unwrap();
        let strides = crate::tensor::shape::c_strides(shape, dtype.itemsize());
        Tensor::from_parts(block.storage().clone(), 0, shape.into(), strides, dtype).unwrap()
    }

    #[test]
    fn floats() {
        assert_eq!(repr(&vector(&[1.0, 2.5, -3.0])), "array([ 1. ,  2.5, -3. ])");
        assert_eq!(repr(&vector(&[1e-5, 1.0])), "array([1.e-05, 1.e+00])");
        assert_eq!(repr(&vector(&[1.123456789, 100.0])), "array([  1.12345679, 100.        ])");
        assert_eq!(repr(&vector(&[-0.0, f64::NAN, f64::INFINITY])), "array([-0., nan, inf])");
        assert_eq!(repr(&vector(&[f64::NEG_INFINITY, 1.5])), "array([-inf,  1.5])");
        assert_eq!(repr(&vector(&[1e8, 123456789.5])), "array([1.0000000e+08, 1.2345679e+08])");
        assert_eq!(repr(&vector(&[0.1f32, 1e10])), "array([1.e-01, 1.e+10], dtype=float32)");
        let halves = [0.1, 999.5, 2.0].map(f16::from_f64);
        assert_eq!(repr(&vector(&halves)), "array([9.998e-02, 9.995e+02, 2.000e+00], dtype=float16)");
        let z = [Complex64::new(1.0, 2.5), Complex64::new(-1.5, -0.0)];
        assert_eq!(repr(&vector(&z)), "array([ 1. +2.5j, -1.5-0.j ])");
    }

    #[test]
    fn integers_and_bools() {
        assert_eq!(repr(&vector(&[1i64, -20, 300])), "array([  1, -20, 300])");
        assert_eq!(repr(&vector(&[7u8])), "array([7], dtype=uint8)");
        assert_eq!(repr(&vector(&[true, false])), "array([ True, False])");
        assert_eq!(repr(&Tensor::scalar(true).unwrap()), "array(True)");
        let swapped = DType { kind: Kind::Int16, order: ByteOrder::Swapped };
        assert_eq!(repr(&raw(&[2], swapped, &[0, 1, 0, 2])), "array([1, 2], dtype='>i2')");
    }

    #[test]
    fn shapes() {
        let empty = Tensor::zeros(&[0, 3], DType::FLOAT64).unwrap();
        assert_eq!(repr(&empty), "array([], shape=(0, 3), dtype=float64)");
        let cube = Tensor::from_vec(&[2, 1, 2], vec![1i64, 2, 3, 4]).unwrap();
        assert_eq!(repr(&cube), "array([[[1, 2]],\n\n       [[3, 4]]])");
        assert_eq!(text(&cube), "[[[1 2]]\n\n [[3 4]]]");
        let long = vector(&(0..1001).collect::<Vec<i64>>());
        assert_eq!(repr(&long), "array([   0,    1,    2, ...,  998,  999, 1000], shape=(1001,))");
        let zero = Tensor::scalar(1.123456789123).unwrap();
        assert_eq!((repr(&zero), text(&zero)), ("array(1.12345679)".into(), "1.123456789123".into()));
        let wide = vector(&(0..20).map(|i| i as f64 / 8.0).collect::<Vec<_>>());
        let want = "array([0.   , 0.125, 0.25 , 0.375, 0.5  , 0.625, 0.75 , 0.875, 1.   ,\n       1.125, 1.25 , 1.375, \
                    1.5  , 1.625, 1.75 , 1.875, 2.   , 2.125,\n       2.25 , 2.375])";
        assert_eq!(repr(&wide), want);
    }

    #[test]
    fn options() {
        let x = vector(&[0.1, 1.0 / 3.0]);
        let base = Changes::default();
        assert_eq!(with(Changes { precision: Some(3), ..base.clone() }, &x), "[0.1   0.333]");
        let fixed = Changes { precision: Some(2), floatmode: Some(FloatMode::Fixed), ..base.clone() };
        assert_eq!(with(fixed, &x), "[0.10 0.33]");
        let unique = Changes { floatmode: Some(FloatMode::Unique), ..base.clone() };
        assert_eq!(with(unique, &x), "[0.1                0.3333333333333333]");
        assert_eq!(with(Changes { sign: Some(Sign::Plus), ..base.clone() }, &x), "[+0.1        +0.33333333]");
        let small = vector(&[1e-9, 1.0]);
        assert_eq!(with(Changes { suppress: Some(true), ..base.clone() }, &small), "[0. 1.]");
        let summary = Changes { threshold: Some(Threshold::Int(5)), edgeitems: Some(1), ..base.clone() };
        assert_eq!(with(summary, &vector(&[1i64, 2, 3, 4, 5, 6])), "[1 ... 6]");
        let hex: Callback = Rc::new(|scalar| match scalar {
            Scalar::Int64(i) => Ok(format!("{i:#x}")),
            _ => Ok(String::new()),
        });
        let formatter = Some(Formatters { callbacks: vec![("int_kind".into(), hex)], source: None });
        assert_eq!(with(Changes { formatter, ..base }, &vector(&[10i64, 255])), "[0xa 0xff]");
    }

    #[test]
    fn set_and_restore() {
        let old = options::set(&Changes { precision: Some(2), ..Changes::default() });
        assert_eq!(text(&vector(&[1.0 / 3.0])), "[0.33]");
        options::replace(old);
        assert_eq!(text(&vector(&[1.0 / 3.0])), "[0.33333333]");
    }

    #[test]
    fn texts_and_times() {
        let str_ = |text: &str| text.chars().flat_map(|c| (c as u32).to_ne_bytes()).collect::<Vec<u8>>();
        let words = raw(&[2], DType::native(Kind::Str(3)), &str_("a'\0b\n\0"));
        assert_eq!(repr(&words), "array([\"a'\", 'b\\n'], dtype='<U3')");
        let bytes = raw(&[2], DType::native(Kind::Bytes(2)), b"ab\xff\0");
        assert_eq!(repr(&bytes), "array([b'ab', b'\\xff'], dtype='|S2')");
        let days = DType::native(Kind::DateTime { unit: TimeUnit::Day, count: 1 });
        let ticks: Vec<u8> = [18262i64, i64::MIN].iter().flat_map(|t| t.to_ne_bytes()).collect();
        assert_eq!(repr(&raw(&[2], days, &ticks)), "array(['2020-01-01',        'NaT'], dtype='datetime64[D]')");
        let seconds = DType::native(Kind::TimeDelta { unit: TimeUnit::Second, count: 1 });
        assert_eq!(repr(&raw(&[2], seconds, &ticks)), "array([18262, 'NaT'], dtype='timedelta64[s]')");
        assert_eq!(repr(&raw(&[1], DType::native(Kind::Void(2)), b"a\xff")), "array([b'\\x61\\xFF'], dtype='|V2')");
    }

    #[test]
    fn records() {
        let field = |name: &str, dtype, shape: &[usize], offset| {
            let (name, title) = (name.to_string(), None);
            Field { name, title, dtype, shape: shape.to_vec(), offset }
        };
        let fields = vec![field("a", DType::INT32, &[], 0), field("v", DType::FLOAT64, &[2], 4)];
        let dtype = DType::record(RecordType { fields, itemsize: 20, aligned: false });
        let mut bytes = 1i32.to_ne_bytes().to_vec();
        bytes.extend([2.5f64, 10.0].iter().flat_map(|x| x.to_ne_bytes()));
        let array = raw(&[1], dtype, &bytes);
        assert_eq!(repr(&array), "array([(1, [ 2.5, 10. ])], dtype=[('a', '<i4'), ('v', '<f8', (2,))])");
        assert_eq!(
            record_array_repr(&array).unwrap(),
            "rec.array([(1, [ 2.5, 10. ])],\n          dtype=[('a', '<i4'), ('v', '<f8', (2,))])"
        );
        let scalar = formatter::only_element(&raw(&[], dtype, &bytes)).unwrap();
        let want = "np.void((1, [2.5, 10.0]), dtype=[('a', '<i4'), ('v', '<f8', (2,))])";
        assert_eq!(scalar::scalar_repr(&scalar).unwrap(), want);
        assert_eq!(text(&raw(&[], dtype, &bytes)), "(1, [2.5, 10.0])");
    }

    #[test]
    fn objects() {
        let array = Tensor::empty(&[2], DType::OBJECT).unwrap();
        assert_eq!(repr(&array), "array([None, None], dtype=object)");
    }
}
