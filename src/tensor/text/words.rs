//! Arrays of text ↔ slices of letters: reading the words of an array in the shape it broadcasts to, and writing new ones.

use super::letter::Letter;
use crate::pool::until_interrupted;
use crate::tensor::cast;
use crate::tensor::copy;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::space;
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::iterate::Offsets;
use crate::tensor::lanes;
use crate::tensor::shape::{self, Dims, Strides};
use crate::tensor::storage::reserved;
use crate::tensor::tensor::Tensor;

/// Runs `$body` with `$T` as the letter type of a dtype's kind, or `$other` where it is no text.
macro_rules! letters {
    ($kind:expr, $T:ident => $body:expr, else $other:expr) => {
        match $kind {
            $crate::tensor::Kind::Str(_) => {
                type $T = u32;
                $body
            }
            $crate::tensor::Kind::Bytes(_) => {
                type $T = u8;
                $body
            }
            _ => $other,
        }
    };
}
pub(super) use letters;

/// The letters that an element of a text dtype has room for.
pub fn width(dtype: DType) -> usize {
    match dtype.kind {
        Kind::Str(n) | Kind::Bytes(n) => n as usize,
        _ => 0,
    }
}

/// The same kind of text with room for so many letters: for one at least, as NumPy makes new arrays.
pub fn with_width(dtype: DType, width: usize) -> Result<DType> {
    exact_width(dtype, width.max(1))
}

/// As [`with_width`], also without any room.
pub fn exact_width(dtype: DType, width: usize) -> Result<DType> {
    let too_long = || Error::new(ErrorKind::Memory, "Unable to allocate an array of such long strings");
    let n = u32::try_from(width).ok().filter(|&n| n < i32::MAX as u32 / 4).ok_or_else(too_long)?;
    Ok(DType::native(match dtype.kind {
        Kind::Bytes(_) => Kind::Bytes(n),
        _ => Kind::Str(n),
    }))
}

/// The words of an array.
pub struct Words<T> {
    letters: Tensor,
    shape: Dims,
    width: usize,
    letter: std::marker::PhantomData<T>,
}

impl<T: Letter> Words<T> {
    /// Of an array of text whose letters are `T`.
    pub fn of(t: &Tensor) -> Result<Words<T>> {
        let dtype = t.dtype();
        let native = copy::c_contiguous(&cast::as_dtype(t, DType::native(dtype.kind))?)?;
        let width = width(dtype);
        let count = native.size() * width;
        let letters = native.reinterpret(
            native.offset(),
            Dims::from_slice(&[count]),
            Strides::from_slice(&[T::DTYPE.itemsize() as isize]),
            T::DTYPE,
        );
        Ok(Words { letters, shape: Dims::from_slice(t.shape()), width, letter: std::marker::PhantomData })
    }

    /// The words in the order of `shape`, to which the array broadcasts; without the NULs at their ends.
    pub fn seen_in(&self, shape: &[usize]) -> impl Iterator<Item = &[T]> {
        let letters: &[T] = self.letters.as_slice().unwrap_or(&[]);
        let width = self.width;
        places(&self.shape, shape).map(move |place| {
            let word = letters.get(place * width..(place + 1) * width).unwrap_or(&[]);
            let end = word.iter().rposition(|&letter| letter != T::NUL).map_or(0, |last| last + 1);
            &word[..end]
        })
    }
}

/// The int64 elements of an array in the order of `shape`, to which it broadcasts.
pub fn integers_seen_in(t: &Tensor, shape: &[usize]) -> Result<impl Iterator<Item = i64>> {
    let plain = copy::c_contiguous(&cast::as_dtype(t, DType::INT64)?)?;
    let places = places(plain.shape(), shape);
    Ok(places.map(move |place| plain.as_slice::<i64>().and_then(|s| s.get(place)).copied().unwrap_or(0)))
}

/// The numbers of the elements of a C-ordered array of the shape `own`, in the order of `target`.
fn places(own: &[usize], target: &[usize]) -> impl Iterator<Item = usize> + use<> {
    let strides = space::broadcast_strides(own, &shape::c_strides(own, 1), target).unwrap_or_default();
    until_interrupted(Offsets::new(target, &strides)).map(|offset| offset as usize)
}

/// An array of text under construction: words are added in C order.
pub struct Output<T> {
    letters: Vec<T>,
    dtype: DType,
    width: usize,
}

impl<T: Letter> Output<T> {
    /// Room for `count` words of a dtype whose letters are `T`.
    pub fn new(count: usize, dtype: DType) -> Result<Output<T>> {
        let width = width(dtype);
        Ok(Output { letters: reserved(count.saturating_mul(width))?, dtype, width })
    }

    /// The next word, as `write` appends it; what goes beyond the width is cut off.
    pub fn write(&mut self, write: impl FnOnce(&mut Vec<T>)) {
        let end = self.letters.len() + self.width;
        write(&mut self.letters);
        self.letters.resize(end, T::NUL);
    }

    pub fn push(&mut self, word: &[T]) {
        self.write(|out| out.extend_from_slice(word));
    }

    /// The array, in a shape of as many elements as there are words. KeyboardInterrupt.
    pub fn finish(self, shape: &[usize]) -> Result<Tensor> {
        lanes::check_interrupt()?;
        let letters = Tensor::from_slice(&[self.letters.len()], &self.letters)?;
        let strides = shape::c_strides(shape, self.dtype.itemsize());
        Ok(letters.reinterpret(0, Dims::from_slice(shape), strides, self.dtype))
    }
}
