//! Nested sequences of a language → an array: `numpy.array` of lists. The sequences stay behind a trait and are read in
//! place: once for lists of plain ints and floats, otherwise once for shape and dtype and once for the elements.

use super::Complex64;
use super::cast::{as_dtype, integer_bounds, operand_to_tensor};
use super::copy::copy_elements;
use super::dtype::{DType, Kind};
use super::error::{Error, Result};
use super::object::ItemRef;
use super::promote::promote_types;
use super::scalar::{Operand, Scalar};
use super::shape::{Dims, MAX_NDIM, Strides, c_strides, tuple_text};
use super::tensor::Tensor;
use smallvec::SmallVec;

/// What a value is to an array that is made from it.
pub enum Node<'a> {
    /// A list, a tuple, a range: anything whose items become an axis. How many there are.
    Sequence(usize),
    Bool(bool),
    Int(i64),
    /// A Python int beyond int64: its value where 128 bits hold it, and as a float (`None`: too large for that, too).
    BigInt(Option<i128>, Option<f64>),
    Float(f64),
    Complex(Complex64),
    Text(&'a str),
    Bytes(&'a [u8]),
    /// A NumPy scalar.
    Scalar(Scalar),
    /// An array; its axes continue those of the sequences around it.
    Array(Tensor),
    /// Anything else: an element of an object array.
    Other,
}

/// The [`Node`]s of lists of numbers.
pub enum Plain {
    Sequence(usize),
    Int(i64),
    Float(f64),
}

/// A value that may be a sequence of values of its kind.
pub trait Nested: Sized {
    fn node(&self) -> Node<'_>;

    /// What [`Nested::node`] says of the commonest values; `None` for all others.
    #[inline]
    fn plain(&self) -> Option<Plain> {
        match self.node() {
            Node::Sequence(len) => Some(Plain::Sequence(len)),
            Node::Int(i) => Some(Plain::Int(i)),
            Node::Float(x) => Some(Plain::Float(x)),
            _ => None,
        }
    }

    /// Calls `visit` with each item of a sequence until it fails.
    fn each(&self, visit: impl FnMut(&Self) -> Result<()>) -> Result<()>;

    /// The first item of a sequence that is not empty.
    fn first<R>(&self, look: impl FnOnce(&Self) -> R) -> Option<R>;

    /// The value itself, for an object array.
    fn item(&self) -> ItemRef;
}

/// `numpy.array(value, dtype)`: always a new array.
pub fn array_of<N: Nested>(value: &N, dtype: Option<DType>) -> Result<Tensor> {
    if let Some(plain) = plain_numbers(value, dtype)? {
        return Ok(plain);
    }
    let is_object = dtype.is_some_and(|d| d.kind == Kind::Object);
    let found = discover(value, dtype.is_none() || is_object)?;
    if found.is_ragged && !is_object {
        return Err(Error::value(format!(
            "setting an array element with a sequence. The requested array has an inhomogeneous shape after {} \
             dimensions. The detected shape was {} + inhomogeneous part.",
            found.shape.len(),
            tuple_text(&found.shape)
        )));
    }
    let natural = found.dtype.unwrap_or(DType::FLOAT64);
    let target = match dtype {
        None => natural,
        // The length of text is that of the longest element, each written as it is.
        Some(DType { kind: Kind::Str(0) | Kind::Bytes(0), .. }) if !found.is_text => {
            let objects = filled(value, &found.shape, DType::OBJECT)?;
            return as_dtype(&objects, dtype.unwrap_or(natural));
        }
        Some(DType { kind: Kind::Str(0), .. }) => DType::native(Kind::Str(found.longest.max(1))),
        Some(DType { kind: Kind::Bytes(0), .. }) => DType::native(Kind::Bytes(found.longest.max(1))),
        Some(DType { kind: Kind::Void(0), .. }) => DType::native(Kind::Void(found.longest.max(1))),
        Some(dtype) => dtype,
    };
    filled(value, &found.shape, target)
}

/// [`array_of`] for lists of ints and floats alone, read in one pass. `None` where there is anything else.
pub fn plain_numbers<N: Nested>(value: &N, dtype: Option<DType>) -> Result<Option<Tensor>> {
    if let Some(dtype) = dtype
        && (!dtype.kind.is_numeric() || !dtype.is_native())
    {
        return Ok(None);
    }
    let mut shape = Dims::new();
    let Some(capacity) = first_path(value, &mut shape) else {
        return Ok(None);
    };
    let mut numbers = Numbers { ints: SmallVec::new(), floats: SmallVec::new(), is_float: false };
    numbers.ints.reserve(capacity);
    if !numbers.read(value, &shape) {
        return Ok(None);
    }
    let Numbers { ints, floats, is_float } = numbers;
    let target = dtype.unwrap_or(if is_float { DType::FLOAT64 } else { DType::INT64 });
    let fits = match integer_bounds(target.kind) {
        // Out of range or not finite: the long way finds the words for it.
        Some((low, high)) if is_float => {
            floats.iter().all(|&x| x.trunc() >= low as f64 && x.trunc() <= high as f64 && x.abs() < 9e18)
        }
        Some((low, high)) => {
            target.kind == Kind::Int64 || ints.iter().all(|&i| i128::from(i) >= low && i128::from(i) <= high)
        }
        None => true,
    };
    if !fits {
        return Ok(None);
    }
    let natural = if is_float { Tensor::from_slice(&shape, &floats)? } else { Tensor::from_slice(&shape, &ints)? };
    if natural.dtype() == target {
        return Ok(Some(natural));
    }
    as_dtype(&natural, target).map(Some)
}

/// The lengths along the first item of the first item …, if a plain number is at the end of it; and their product, as
/// far as it is a sensible size to reserve.
fn first_path<N: Nested>(value: &N, shape: &mut Dims) -> Option<usize> {
    match value.plain()? {
        Plain::Int(_) | Plain::Float(_) if !shape.is_empty() => Some(1),
        Plain::Sequence(n) if n > 0 && shape.len() < MAX_NDIM => {
            shape.push(n);
            let inner = value.first(|item| first_path(item, shape))??;
            Some(n.saturating_mul(inner).min(1 << 24))
        }
        _ => None,
    }
}

/// Numbers read so far: ints until the first float turns them all into floats.
struct Numbers {
    ints: SmallVec<[i64; 16]>,
    floats: SmallVec<[f64; 16]>,
    is_float: bool,
}

impl Numbers {
    /// Whether `value` had this shape and nothing but ints and floats in it.
    fn read<N: Nested>(&mut self, value: &N, shape: &[usize]) -> bool {
        let Some((&n, inner)) = shape.split_first() else {
            return self.push(value);
        };
        if !matches!(value.plain(), Some(Plain::Sequence(len)) if len == n) {
            return false;
        }
        let mut count = 0;
        let mut plain = true;
        // An error only ends the visit.
        let end = || Err(Error::value(""));
        let visited = if inner.is_empty() {
            value.each(|item| {
                count += 1;
                plain = self.push(item);
                if plain { Ok(()) } else { end() }
            })
        } else {
            value.each(|item| {
                count += 1;
                plain = self.read(item, inner);
                if plain { Ok(()) } else { end() }
            })
        };
        visited.is_ok() && plain && count == n
    }

    #[inline]
    fn push<N: Nested>(&mut self, value: &N) -> bool {
        match value.plain() {
            Some(Plain::Int(i)) if self.is_float => self.floats.push(i as f64),
            Some(Plain::Int(i)) => self.ints.push(i),
            Some(Plain::Float(x)) => {
                if !self.is_float {
                    self.is_float = true;
                    self.floats.reserve(self.ints.capacity());
                    self.floats.extend(self.ints.drain(..).map(|i| i as f64));
                }
                self.floats.push(x);
            }
            _ => return false,
        }
        true
    }
}

/// What the first pass over a nested sequence finds.
#[derive(Default)]
struct Discovery {
    shape: Dims,
    /// Whether the first element has been reached: the shape can't grow any more.
    settled: bool,
    is_ragged: bool,
    /// What the elements promote to; `None` without elements.
    dtype: Option<DType>,
    /// Whether all elements are text or bytes, and the most characters or bytes of one.
    is_text: bool,
    longest: u32,
    wants_dtype: bool,
}

fn discover<N: Nested>(value: &N, wants_dtype: bool) -> Result<Discovery> {
    let mut found = Discovery { is_text: true, wants_dtype, ..Discovery::default() };
    found.visit(value, 0)?;
    Ok(found)
}

impl Discovery {
    fn visit<N: Nested>(&mut self, value: &N, depth: usize) -> Result<()> {
        let dtype = match value.node() {
            Node::Sequence(n) => {
                if depth == MAX_NDIM {
                    return Err(Error::value(format!(
                        "setting an array element with a sequence. The requested array would exceed the maximum number \
                         of dimension of {MAX_NDIM}."
                    )));
                }
                if !self.fits_axis(n, depth) {
                    return Ok(());
                }
                if n == 0 {
                    self.settled = true;
                    return Ok(());
                }
                return value.each(|item| self.visit(item, depth + 1));
            }
            Node::Array(t) => {
                for (k, &n) in t.shape().iter().enumerate() {
                    if !self.fits_axis(n, depth + k) {
                        return Ok(());
                    }
                }
                self.ends_at(depth + t.ndim());
                self.is_text &= matches!(t.dtype().kind, Kind::Str(_) | Kind::Bytes(_));
                return self.promote(t.dtype().to_native());
            }
            Node::Bool(_) => DType::BOOL,
            Node::Int(_) => DType::INT64,
            Node::BigInt(Some(i), _) if u64::try_from(i).is_ok() => DType::UINT64,
            Node::BigInt(..) | Node::Other => DType::OBJECT,
            Node::Float(_) => DType::FLOAT64,
            Node::Complex(_) => DType::COMPLEX128,
            Node::Text(text) => DType::native(Kind::Str(text.chars().count() as u32)),
            Node::Bytes(bytes) => DType::native(Kind::Bytes(bytes.len() as u32)),
            Node::Scalar(scalar) => scalar.dtype(),
        };
        self.ends_at(depth);
        match dtype.kind {
            Kind::Str(n) | Kind::Bytes(n) => self.longest = self.longest.max(n),
            _ => self.is_text = false,
        }
        self.promote(dtype)
    }

    /// Notes a sequence of `n` items at `depth`; false where it does not fit to what was seen.
    fn fits_axis(&mut self, n: usize, depth: usize) -> bool {
        if !self.settled && depth == self.shape.len() {
            self.shape.push(n);
            return true;
        }
        let fits = self.shape.get(depth) == Some(&n);
        if !fits {
            self.cut(depth);
        }
        fits
    }

    /// Notes an element at `depth`.
    fn ends_at(&mut self, depth: usize) {
        self.settled = true;
        if depth < self.shape.len() {
            self.cut(depth);
        }
    }

    fn cut(&mut self, depth: usize) {
        self.settled = true;
        self.is_ragged = true;
        self.shape.truncate(depth);
    }

    fn promote(&mut self, dtype: DType) -> Result<()> {
        if !self.wants_dtype || self.is_ragged {
            return Ok(());
        }
        self.dtype = Some(match self.dtype {
            None => dtype,
            Some(known) if known == dtype => dtype,
            Some(known) => promote_types(known, dtype)?,
        });
        Ok(())
    }
}

/// A new array of this shape and dtype with the elements written into it.
fn filled<N: Nested>(value: &N, shape: &[usize], dtype: DType) -> Result<Tensor> {
    let dtype = match dtype.kind {
        Kind::Str(0) => DType { kind: Kind::Str(1), ..dtype },
        Kind::Bytes(0) => DType { kind: Kind::Bytes(1), ..dtype },
        _ => dtype,
    };
    let result = Tensor::zeros(shape, dtype)?;
    if !result.is_empty() {
        let strides = c_strides(shape, dtype.itemsize());
        write(value, &result, &strides, 0, 0)?;
    }
    Ok(result)
}

fn write<N: Nested>(value: &N, into: &Tensor, strides: &[isize], depth: usize, offset: isize) -> Result<()> {
    if let Node::Array(t) = value.node()
        && !(depth == into.ndim() && t.ndim() > 0 && into.dtype().kind == Kind::Object)
    {
        let place = into.with_geometry(
            into.offset() + offset,
            Dims::from_slice(&into.shape()[depth..]),
            Strides::from_slice(&strides[depth..]),
        );
        if t.dtype() == into.dtype() && t.shape() == place.shape() {
            return copy_elements(&place, &t);
        }
        return super::assign::assign(&place, &t).map(|_| ());
    }
    if depth == into.ndim() {
        return write_element(value, into, offset);
    }
    let (mut at, mut written) = (offset, 0usize);
    value.each(|item| {
        written += 1;
        if written.is_multiple_of(4096) {
            super::lanes::check_interrupt()?;
        }
        write(item, into, strides, depth + 1, at)?;
        at += strides[depth];
        Ok(())
    })
}

fn write_element<N: Nested>(value: &N, into: &Tensor, offset: isize) -> Result<()> {
    let dtype = into.dtype();
    if dtype.kind == Kind::Object {
        return into.set_scalar(offset, &Scalar::Object(value.item())).map(|_| ());
    }
    let scalar = match value.node() {
        Node::Bool(b) => Scalar::Bool(b),
        Node::Int(i) if matches!(dtype.kind, Kind::Int64 | Kind::Float64) => Scalar::Int64(i),
        Node::Float(x) if dtype.kind == Kind::Float64 => Scalar::Float64(x),
        Node::Complex(z) if dtype.kind == Kind::Complex128 => Scalar::Complex128(z),
        Node::Int(i) => return write_weak(&Operand::WeakInt(i128::from(i)), into, offset),
        Node::BigInt(value, float) => return write_big(value, float, into, offset),
        Node::Float(x) => return write_weak(&Operand::WeakFloat(x), into, offset),
        Node::Complex(z) => return write_weak(&Operand::WeakComplex(z), into, offset),
        Node::Text(text) => Scalar::Str(text.into()),
        Node::Bytes(bytes) => Scalar::Bytes(bytes.into()),
        Node::Scalar(scalar) => scalar,
        Node::Other | Node::Sequence(_) | Node::Array(_) => Scalar::Object(value.item()),
    };
    into.set_scalar(offset, &scalar).map(|_| ())
}

/// Writes a Python number with Python's checks (`Python integer 300 out of bounds for uint8`).
fn write_weak(number: &Operand, into: &Tensor, offset: isize) -> Result<()> {
    let one = operand_to_tensor(number, into.dtype())?;
    copy_elements(&into.with_geometry(into.offset() + offset, Dims::new(), Strides::new()), &one)
}

fn write_big(value: Option<i128>, float: Option<f64>, into: &Tensor, offset: isize) -> Result<()> {
    let too_large = || Error::overflow("int too large to convert to float");
    match into.dtype().kind {
        kind if kind.is_inexact() => write_weak(&Operand::WeakFloat(float.ok_or_else(too_large)?), into, offset),
        _ => match value {
            Some(value) => write_weak(&Operand::WeakInt(value), into, offset),
            None => Err(Error::overflow("Python int too large to convert to C long")),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::object;

    enum Value {
        List(Vec<Value>),
        Int(i64),
        Float(f64),
        Text(&'static str),
        Array(Tensor),
        Big(i128),
    }
    use Value::{Array, Big, Float, Int, List, Text};

    impl Nested for Value {
        fn node(&self) -> Node<'_> {
            match self {
                List(items) => Node::Sequence(items.len()),
                Int(i) => Node::Int(*i),
                Float(x) => Node::Float(*x),
                Text(s) => Node::Text(s),
                Array(t) => Node::Array(t.clone()),
                Big(i) => Node::BigInt(Some(*i), Some(*i as f64)),
            }
        }
        fn each(&self, visit: impl FnMut(&Self) -> Result<()>) -> Result<()> {
            if let List(items) = self { items.iter().try_for_each(visit) } else { Ok(()) }
        }
        fn first<R>(&self, look: impl FnOnce(&Self) -> R) -> Option<R> {
            if let List(items) = self { items.first().map(look) } else { None }
        }
        fn item(&self) -> ItemRef {
            object::none()
        }
    }

    fn ints(values: &[i64]) -> Value {
        List(values.iter().map(|&i| Int(i)).collect())
    }

    fn made(value: Value) -> Tensor {
        array_of(&value, None).unwrap()
    }

    fn message(value: Value, dtype: Option<DType>) -> String {
        array_of(&value, dtype).err().unwrap().message
    }

    #[test]
    fn shapes_and_dtypes() {
        let t = made(List(vec![ints(&[1, 2]), ints(&[3, 4])]));
        assert_eq!((t.shape(), t.to_vec::<i64>().unwrap()), (&[2, 2][..], vec![1, 2, 3, 4]));
        let t = made(List(vec![Int(1), Float(2.5), Int(3)]));
        assert_eq!(t.to_vec::<f64>().unwrap(), [1.0, 2.5, 3.0]);
        let t = made(List(vec![List(vec![]), List(vec![])]));
        assert_eq!((t.shape(), t.dtype()), (&[2, 0][..], DType::FLOAT64));
        assert_eq!(made(List(vec![Int(1), Text("a")])).dtype(), DType::native(Kind::Str(21)));
        assert_eq!(made(List(vec![Text("a"), Text("bcd")])).dtype(), DType::native(Kind::Str(3)));
        assert_eq!(made(List(vec![Big(1 << 63)])).dtype(), DType::UINT64);
        assert_eq!(made(List(vec![Big(1 << 63), Int(-1)])).dtype(), DType::FLOAT64);
        assert_eq!(made(List(vec![Big(1 << 64)])).dtype(), DType::OBJECT);
        let row = Tensor::vector(&[1i64, 2]).unwrap();
        let t = made(List(vec![Array(row), List(vec![Int(3), Float(0.5)])]));
        assert_eq!((t.shape(), t.to_vec::<f64>().unwrap()), (&[2, 2][..], vec![1.0, 2.0, 3.0, 0.5]));
        let narrow = array_of(&ints(&[1, 2]), Some(DType::FLOAT32)).unwrap();
        assert_eq!(narrow.to_vec::<f32>().unwrap(), [1.0, 2.0]);
    }

    #[test]
    fn ragged_lists() {
        let after = |n: usize, shape: &str| {
            format!(
                "setting an array element with a sequence. The requested array has an inhomogeneous shape after {n} \
                 dimensions. The detected shape was {shape} + inhomogeneous part."
            )
        };
        assert_eq!(message(List(vec![ints(&[1, 2]), ints(&[3])]), None), after(1, "(2,)"));
        assert_eq!(message(List(vec![Int(1), ints(&[2])]), None), after(1, "(2,)"));
        assert_eq!(message(List(vec![List(vec![ints(&[1, 2]), ints(&[3])]), ints(&[1])]), None), after(1, "(2,)"));
        let ragged = List(vec![ints(&[1, 2]), ints(&[3])]);
        assert_eq!(array_of(&ragged, Some(DType::OBJECT)).unwrap().shape(), [2]);
    }

    #[test]
    fn numbers_that_do_not_fit() {
        assert_eq!(message(ints(&[300]), Some(DType::UINT8)), "Python integer 300 out of bounds for uint8");
        assert_eq!(message(List(vec![Float(f64::NAN)]), Some(DType::INT64)), "cannot convert float NaN to integer");
    }
}
