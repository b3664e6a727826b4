//! Several dtypes → one: NumPy's promotion (NEP 50, with weak Python numbers).

mod casting;
mod records;
mod smallest;
mod units;

pub use casting::{Casting, can_cast, weakest_casting};
pub use smallest::min_scalar_type;
pub(crate) use units::{common_unit, unit_factor};

use super::dtype::{Category, DType, Kind};
use super::error::{Error, ErrorKind, Result};
use super::scalar::Operand;
use records::promote_records;
use smallvec::SmallVec;

/// The smallest dtype to which both can be cast safely; native byte order.
///
/// DTypePromotionError where there is none.
pub fn promote_types(a: DType, b: DType) -> Result<DType> {
    let kind = match (a.kind, b.kind) {
        (x, y) if x == y => x,
        (x, y) if x.is_numeric() && y.is_numeric() => promote_numbers(x, y),
        (Kind::Object, _) | (_, Kind::Object) => Kind::Object,
        (Kind::Text(x), Kind::Text(y)) => Kind::Text(x.common(y)?),
        (Kind::Text(text), Kind::Str(_)) | (Kind::Str(_), Kind::Text(text)) => Kind::Text(text),
        (Kind::Str(m), Kind::Str(n)) => Kind::Str(m.max(n)),
        (Kind::Bytes(m), Kind::Bytes(n)) => Kind::Bytes(m.max(n)),
        (Kind::Str(m), Kind::Bytes(n)) | (Kind::Bytes(m), Kind::Str(n)) => Kind::Str(m.max(n)),
        (Kind::Str(n), number) | (number, Kind::Str(n)) if number.is_numeric() => Kind::Str(n.max(text_width(number))),
        (Kind::Bytes(n), number) | (number, Kind::Bytes(n)) if number.is_numeric() => {
            Kind::Bytes(n.max(text_width(number)))
        }
        (Kind::DateTime { unit, count }, Kind::DateTime { unit: u, count: c }) => {
            let (unit, count) = common_unit((unit, count), (u, c), false, false)?;
            Kind::DateTime { unit, count }
        }
        (Kind::DateTime { unit, count }, Kind::TimeDelta { unit: u, count: c }) => {
            let (unit, count) = common_unit((unit, count), (u, c), false, true)?;
            Kind::DateTime { unit, count }
        }
        (Kind::TimeDelta { unit, count }, Kind::DateTime { unit: u, count: c }) => {
            let (unit, count) = common_unit((unit, count), (u, c), true, false)?;
            Kind::DateTime { unit, count }
        }
        (Kind::TimeDelta { unit, count }, Kind::TimeDelta { unit: u, count: c }) => {
            let (unit, count) = common_unit((unit, count), (u, c), true, true)?;
            Kind::TimeDelta { unit, count }
        }
        (delta @ Kind::TimeDelta { .. }, number) | (number, delta @ Kind::TimeDelta { .. })
            if fits_time_delta(number) =>
        {
            delta
        }
        (Kind::Record(x), Kind::Record(y)) => return promote_records(x, y),
        (Kind::Void(_), Kind::Void(_)) => {
            return Err(promotion_error(
                "Invalid type promotion with void datatypes of different lengths. Use the `np.bytes_` datatype \
                 instead to pad the shorter value with trailing zero bytes.",
            ));
        }
        (Kind::Void(_), Kind::Record(_)) | (Kind::Record(_), Kind::Void(_)) => {
            return Err(promotion_error("invalid type promotion with structured datatype(s)."));
        }
        _ => return Err(no_common_dtype(a, b)),
    };
    Ok(DType::native(kind))
}

/// The result dtype of an operation on `operands` (NEP 50): arrays and NumPy scalars promote; Python's own numbers
/// only lift the kind (bool < integer < float < complex).
pub fn result_type(operands: &[Operand]) -> Result<DType> {
    let mut strong: Option<DType> = None;
    let mut failed = false;
    let mut weakest = Weak::None;
    for operand in operands {
        match strong_dtype(operand) {
            Some(dtype) => {
                strong = Some(match strong {
                    None => dtype,
                    Some(so_far) => match promote_types(so_far, dtype) {
                        Ok(common) => common,
                        Err(error) if error.message.starts_with("The DTypes") => {
                            failed = true;
                            so_far
                        }
                        Err(error) => return Err(error),
                    },
                });
            }
            None => weakest = weakest.max(Weak::of(operand)),
        }
    }
    if failed {
        return Err(no_result_type(operands));
    }
    match strong {
        Some(dtype) => lift(dtype, weakest).ok_or_else(|| no_result_type(operands)),
        None => Ok(default_dtype(operands)),
    }
}

/// The dtype that a weak Python number gives `dtype`: `None` where they have nothing in common.
pub(crate) fn lift(dtype: DType, weak: Weak) -> Option<DType> {
    use Kind::*;
    let kind = dtype.kind;
    Some(DType::native(match (weak, kind) {
        (Weak::None, _) => kind,
        (_, Object) => Object,
        (Weak::Int, Bool) => Int64,
        (Weak::Int, TimeDelta { .. }) => kind,
        (Weak::Int, _) if kind.is_numeric() => kind,
        (Weak::Float, _) if kind.is_inexact() => kind,
        (Weak::Float, _) if kind.is_numeric() => Float64,
        (Weak::Complex, Complex64 | Complex128) => kind,
        (Weak::Complex, Float16 | Float32) => Complex64,
        (Weak::Complex, _) if kind.is_numeric() => Complex128,
        _ => return None,
    }))
}

/// The strongest of the weak operands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Weak {
    None,
    Int,
    Float,
    Complex,
}

impl Weak {
    pub(crate) fn of(operand: &Operand) -> Weak {
        match operand {
            Operand::WeakInt(_) => Weak::Int,
            Operand::WeakFloat(_) => Weak::Float,
            Operand::WeakComplex(_) => Weak::Complex,
            Operand::Tensor(_) | Operand::Scalar(_) | Operand::WeakBool(_) => Weak::None,
        }
    }

    /// NumPy's name of the class that stands for such a Python number.
    const fn class(self) -> &'static str {
        match self {
            Weak::Complex => "<class 'numpy.dtypes._PyComplexDType'>",
            Weak::Float => "<class 'numpy.dtypes._PyFloatDType'>",
            _ => "<class 'numpy.dtypes._PyLongDType'>",
        }
    }
}

/// The dtype of an operand that has one of its own: Python's `True` is `np.True_`, its numbers have none.
pub(crate) fn strong_dtype(operand: &Operand) -> Option<DType> {
    match operand {
        Operand::Tensor(tensor) => Some(tensor.dtype()),
        Operand::Scalar(scalar) => Some(scalar.dtype()),
        Operand::WeakBool(_) => Some(DType::BOOL),
        _ => None,
    }
}

/// The dtype that Python numbers get where nothing stronger is near: int64 (uint64, object where too large), float64,
/// complex128.
fn default_dtype(operands: &[Operand]) -> DType {
    let weakest = operands.iter().map(Weak::of).max().unwrap_or(Weak::None);
    match weakest {
        Weak::None => DType::FLOAT64,
        Weak::Float => DType::FLOAT64,
        Weak::Complex => DType::COMPLEX128,
        Weak::Int => {
            let all = operands.iter().map(default_operand_dtype);
            all.reduce(|a, b| promote_types(a, b).unwrap_or(DType::OBJECT)).unwrap_or(DType::INT64)
        }
    }
}

/// The dtype that this operand has when it stands alone.
pub fn default_operand_dtype(operand: &Operand) -> DType {
    match operand {
        Operand::Tensor(tensor) => tensor.dtype(),
        Operand::Scalar(scalar) => scalar.dtype(),
        Operand::WeakBool(_) => DType::BOOL,
        Operand::WeakInt(value) if i64::try_from(*value).is_ok() => DType::INT64,
        Operand::WeakInt(value) if u64::try_from(*value).is_ok() => DType::UINT64,
        Operand::WeakInt(_) => DType::OBJECT,
        Operand::WeakFloat(_) => DType::FLOAT64,
        Operand::WeakComplex(_) => DType::COMPLEX128,
    }
}

/// The order of the kinds of number for `same_kind`: an unsigned integer goes into a signed one, not the other way.
const fn rank(kind: Kind) -> u8 {
    match kind.category() {
        Category::Bool => 0,
        Category::Unsigned => 1,
        Category::Signed => 2,
        Category::Float => 3,
        Category::Complex => 4,
        Category::Other => 5,
    }
}

fn promote_numbers(a: Kind, b: Kind) -> Kind {
    let (low, high) = if rank(a) <= rank(b) { (a, b) } else { (b, a) };
    match (low.category(), high.category()) {
        (x, y) if x == y => {
            if low.itemsize() >= high.itemsize() {
                low
            } else {
                high
            }
        }
        (Category::Bool, _) => high,
        (Category::Unsigned, Category::Signed) => {
            if high.itemsize() > low.itemsize() {
                return high;
            }
            match low {
                Kind::UInt8 => Kind::Int16,
                Kind::UInt16 => Kind::Int32,
                Kind::UInt32 => Kind::Int64,
                _ => Kind::Float64,
            }
        }
        (Category::Unsigned | Category::Signed, Category::Float) => wider_float(float_for(low), high),
        (_, Category::Complex) => {
            let part = if low.is_float() { low } else { float_for(low) };
            if high == Kind::Complex128 || part == Kind::Float64 { Kind::Complex128 } else { Kind::Complex64 }
        }
        _ => high,
    }
}

/// The smallest float that holds all values of an integer kind (float64 also for 64-bit integers).
const fn float_for(integer: Kind) -> Kind {
    match integer.itemsize() {
        1 => Kind::Float16,
        2 => Kind::Float32,
        _ => Kind::Float64,
    }
}

const fn wider_float(a: Kind, b: Kind) -> Kind {
    if a.itemsize() >= b.itemsize() { a } else { b }
}

/// How many characters the longest text of a number takes, as NumPy counts.
pub(crate) const fn text_width(number: Kind) -> u32 {
    match number {
        Kind::Bool => 5,
        Kind::UInt8 => 3,
        Kind::Int8 => 4,
        Kind::UInt16 => 5,
        Kind::Int16 => 6,
        Kind::UInt32 => 10,
        Kind::Int32 => 11,
        Kind::UInt64 => 20,
        Kind::Int64 => 21,
        Kind::Complex64 | Kind::Complex128 => 64,
        _ => 32,
    }
}

const fn fits_time_delta(number: Kind) -> bool {
    number.is_integer() && !matches!(number, Kind::UInt64) || matches!(number, Kind::Bool)
}

/// `<class 'numpy.dtypes.Float64DType'>`: how NumPy's messages name the class of a dtype.
pub fn dtype_class(dtype: DType) -> &'static str {
    match dtype.kind {
        Kind::Bool => "<class 'numpy.dtypes.BoolDType'>",
        Kind::Int8 => "<class 'numpy.dtypes.Int8DType'>",
        Kind::Int16 => "<class 'numpy.dtypes.Int16DType'>",
        Kind::Int32 => "<class 'numpy.dtypes.Int32DType'>",
        Kind::Int64 => "<class 'numpy.dtypes.Int64DType'>",
        Kind::UInt8 => "<class 'numpy.dtypes.UInt8DType'>",
        Kind::UInt16 => "<class 'numpy.dtypes.UInt16DType'>",
        Kind::UInt32 => "<class 'numpy.dtypes.UInt32DType'>",
        Kind::UInt64 => "<class 'numpy.dtypes.UInt64DType'>",
        Kind::Float16 => "<class 'numpy.dtypes.Float16DType'>",
        Kind::Float32 => "<class 'numpy.dtypes.Float32DType'>",
        Kind::Float64 => "<class 'numpy.dtypes.Float64DType'>",
        Kind::Complex64 => "<class 'numpy.dtypes.Complex64DType'>",
        Kind::Complex128 => "<class 'numpy.dtypes.Complex128DType'>",
        Kind::Str(_) => "<class 'numpy.dtypes.StrDType'>",
        Kind::Bytes(_) => "<class 'numpy.dtypes.BytesDType'>",
        Kind::Void(_) | Kind::Record(_) => "<class 'numpy.dtypes.VoidDType'>",
        Kind::Object => "<class 'numpy.dtypes.ObjectDType'>",
        Kind::Text(_) => "<class 'numpy.dtypes.StringDType'>",
        Kind::DateTime { .. } => "<class 'numpy.dtypes.DateTime64DType'>",
        Kind::TimeDelta { .. } => "<class 'numpy.dtypes.TimeDelta64DType'>",
    }
}

/// As [`dtype_class`], for any operand.
pub(crate) fn operand_class(operand: &Operand) -> &'static str {
    match strong_dtype(operand) {
        Some(dtype) => dtype_class(dtype),
        None => Weak::of(operand).class(),
    }
}

fn promotion_error(message: impl Into<String>) -> Error {
    Error::new(ErrorKind::DTypePromotion, message)
}

fn no_common_dtype(a: DType, b: DType) -> Error {
    promotion_error(format!(
        "The DTypes {} and {} do not have a common DType. For example they cannot be stored in a single array unless \
         the dtype is `object`.",
        dtype_class(a),
        dtype_class(b)
    ))
}

fn no_result_type(operands: &[Operand]) -> Error {
    let mut classes: SmallVec<[&str; 4]> = SmallVec::new();
    for operand in operands {
        let class = operand_class(operand);
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    let (first, last) = (classes.first().copied().unwrap_or(""), classes.last().copied().unwrap_or(""));
    promotion_error(format!(
        "The DType {first} could not be promoted by {last}. This means that no common DType exists for the given inputs. \
         For example they cannot be stored in a single array unless the dtype is `object`. The full list of DTypes is: \
         ({})",
        classes.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::scalar::Scalar;

    const NUMBERS: [Kind; 14] = [
        Kind::Bool,
        Kind::Int8,
        Kind::Int16,
        Kind::Int32,
        Kind::Int64,
        Kind::UInt8,
        Kind::UInt16,
        Kind::UInt32,
        Kind::UInt64,
        Kind::Float16,
        Kind::Float32,
        Kind::Float64,
        Kind::Complex64,
        Kind::Complex128,
    ];
    const CODES: &str = "?bhilBHILefdFD";

    fn code(dtype: DType) -> char {
        let at = NUMBERS.iter().position(|&k| k == dtype.kind).unwrap();
        CODES.chars().nth(at).unwrap()
    }

    fn promoted(a: char, b: char) -> char {
        let of = |c| DType::native(NUMBERS[CODES.find(c).unwrap()]);
        code(promote_types(of(a), of(b)).unwrap())
    }

    #[test]
    fn numbers_promote_as_in_numpy() {
        for (pair, want) in [
            ("bB", 'h'),
            ("hB", 'h'),
            ("iI", 'l'),
            ("lL", 'd'),
            ("be", 'e'),
            ("he", 'f'),
            ("ie", 'd'),
            ("lf", 'd'),
            ("hF", 'F'),
            ("iF", 'D'),
            ("dF", 'D'),
            ("eF", 'F'),
            ("?e", 'e'),
            ("HH", 'H'),
            ("Hb", 'i'),
            ("Lb", 'd'),
        ] {
            let mut c = pair.chars();
            let (a, b) = (c.next().unwrap(), c.next().unwrap());
            assert_eq!(promoted(a, b), want, "{pair}");
            assert_eq!(promoted(b, a), want, "{pair}");
        }
    }

    #[test]
    fn weak_numbers_take_on_what_they_meet() {
        let u8 = Operand::Scalar(Scalar::UInt8(1));
        let f32 = Operand::Scalar(Scalar::Float32(1.0));
        let of = |ops: &[Operand]| result_type(ops).unwrap();
        assert_eq!(of(&[u8.clone(), Operand::WeakInt(300)]), DType::UINT8);
        assert_eq!(of(&[u8.clone(), Operand::WeakFloat(1.0)]), DType::FLOAT64);
        assert_eq!(of(&[f32, Operand::WeakComplex(super::super::Complex64::new(0.0, 1.0))]), DType::COMPLEX64);
        assert_eq!(of(&[Operand::WeakBool(true), Operand::WeakInt(1)]), DType::INT64);
        assert_eq!(of(&[Operand::WeakInt(1 << 63)]), DType::UINT64);
        assert_eq!(of(&[Operand::WeakInt(1 << 70)]), DType::OBJECT);
        let text = Operand::Scalar(Scalar::Str("abc".into()));
        assert_eq!(
            result_type(&[text, Operand::WeakInt(1)]).unwrap_err().message,
            "The DType <class 'numpy.dtypes.StrDType'> could not be promoted by <class 'numpy.dtypes._PyLongDType'>. This \
             means that no common DType exists for the given inputs. For example they cannot be stored in a single array \
             unless the dtype is `object`. The full list of DTypes is: (<class 'numpy.dtypes.StrDType'>, <class \
             'numpy.dtypes._PyLongDType'>)"
        );
    }

    #[test]
    fn times_promote_to_the_common_tick() {
        let m = |unit, count| DType::native(Kind::TimeDelta { unit, count });
        let d = |unit, count| DType::native(Kind::DateTime { unit, count });
        use crate::tensor::dtype::TimeUnit::*;
        assert_eq!(promote_types(m(Second, 3), m(Second, 2)).unwrap(), m(Second, 1));
        assert_eq!(promote_types(m(Day, 7), m(Week, 1)).unwrap(), m(Day, 7));
        assert_eq!(promote_types(d(Second, 1), m(Millisecond, 1)).unwrap(), d(Millisecond, 1));
        assert_eq!(promote_types(d(Year, 1), d(Day, 1)).unwrap(), d(Day, 1));
        assert!(promote_types(m(Year, 1), m(Day, 1)).unwrap_err().message.starts_with("Cannot get a common metadata"));
        assert_eq!(promote_types(m(Attosecond, 1), m(Week, 1)).unwrap_err().kind, ErrorKind::Overflow);
        assert_eq!(promote_types(m(Second, 1), DType::INT64).unwrap(), m(Second, 1));
        assert!(promote_types(m(Second, 1), DType::UINT64).is_err());
    }

    #[test]
    fn casting_rules() {
        let of = |a, b| weakest_casting(a, b).unwrap();
        assert_eq!(of(DType::INT64, DType::UINT8), Casting::Unsafe);
        assert_eq!(of(DType::UINT64, DType::INT8), Casting::SameKind);
        assert_eq!(of(DType::INT64, DType::FLOAT16), Casting::SameKind);
        assert_eq!(of(DType::INT64, DType::FLOAT64), Casting::Safe);
        assert_eq!(of(DType::INT64, DType::native(Kind::Str(3))), Casting::SameKind);
        assert_eq!(of(DType::INT64, DType::native(Kind::Str(21))), Casting::Safe);
        assert_eq!(of(DType::native(Kind::Str(3)), DType::native(Kind::Bytes(8))), Casting::Unsafe);
        assert_eq!(of(DType::native(Kind::Bytes(3)), DType::native(Kind::Str(3))), Casting::Safe);
        assert_eq!(of(DType::OBJECT, DType::INT64), Casting::Unsafe);
        let swapped = DType { order: super::super::ByteOrder::Swapped, ..DType::INT64 };
        assert_eq!(of(DType::INT64, swapped), Casting::Equiv);
        assert_eq!(min_scalar_type(&Operand::WeakInt(-129)), DType::INT16);
        assert_eq!(min_scalar_type(&Operand::WeakInt(255)), DType::UINT8);
        assert_eq!(min_scalar_type(&Operand::WeakFloat(1e50)), DType::FLOAT64);
    }
}
