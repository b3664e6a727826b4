//! Bits packed into bytes, and a few questions about arrays: `packbits`, `unpackbits`, `isfortran`, `mintypecode`.

use super::argument::Source;
use crate::tensor::lanes;
use crate::tensor::{Kind, Order, Tensor};
use crate::value::{Error, FromValue, Result, Value};

/// Bits that are written between two looks at the interrupt flag.
const PIECE: usize = 1 << 20;

builtins! { BITS, chapter "Bits", spaces ["np"];
    /// Truth values packed into bytes, eight to each, along an axis (all without one).
    ///
    /// >>> np.packbits([1, 0, 1])
    /// array([160], dtype=uint8)
    @see("unpackbits")
    fn packbits(cx, @pos a: Tensor, axis: Option<isize> = None, bitorder: String = "big".into()) -> Tensor {
        if !a.dtype().kind.is_integer() && a.dtype().kind != Kind::Bool {
            return Err(Error::type_error("Expected an input array of integer or boolean data type"));
        }
        let little = is_little(&bitorder)?;
        let (line, axis) = along(&a, axis)?;
        let truth = crate::tensor::index::truth_mask(&line.moveaxis(&[axis], &[-1])?)?;
        let n = truth.shape().last().copied().unwrap_or(0);
        let bits = truth.to_vec::<bool>().unwrap_or_default();
        let mut shape = truth.shape().to_vec();
        let packed = n.div_ceil(8);
        if let Some(last) = shape.last_mut() {
            *last = packed;
        }
        let mut bytes = Vec::with_capacity(packed * bits.len() / n.max(1));
        for row in bits.chunks(n.max(1)) {
            for eight in row.chunks(8) {
                let place = |i: usize| if little { i } else { 7 - i };
                bytes.push(eight.iter().enumerate().fold(0u8, |byte, (i, &bit)| byte | u8::from(bit) << place(i)));
            }
        }
        Ok(Tensor::from_vec(&shape, bytes)?.moveaxis(&[-1], &[axis])?)
    }

    /// The bits of bytes, as bytes of 0 and 1, along an axis (all without one).
    ///
    /// >>> np.unpackbits(np.array([2], dtype=np.uint8))
    /// array([0, 0, 0, 0, 0, 0, 1, 0], dtype=uint8)
    @see("packbits")
    fn unpackbits(cx, @pos a: Tensor, axis: Option<isize> = None, count: Option<i64> = None, bitorder: String = "big".into()) -> Tensor {
        if a.dtype().kind != Kind::UInt8 {
            return Err(Error::type_error("Expected an input array of unsigned byte data type"));
        }
        let little = is_little(&bitorder)?;
        let (line, axis) = along(&a, axis)?;
        let moved = crate::tensor::copy::copied(&line.moveaxis(&[axis], &[-1])?, Order::C)?;
        let n = moved.shape().last().copied().unwrap_or(0);
        let all = 8 * n;
        let wanted = match count {
            None => all,
            Some(c) if c >= 0 => c as usize,
            Some(c) => all.saturating_sub(c.unsigned_abs() as usize),
        };
        let bytes = moved.to_vec::<u8>().unwrap_or_default();
        let mut shape = moved.shape().to_vec();
        if let Some(last) = shape.last_mut() {
            *last = wanted;
        }
        let mut bits = Vec::with_capacity(shape.iter().product());
        for row in bytes.chunks(n.max(1)) {
            let bit = |i: usize| row.get(i / 8).map_or(0, |byte| byte >> (if little { i % 8 } else { 7 - i % 8 }) & 1);
            for from in (0..wanted).step_by(PIECE) {
                lanes::check_interrupt()?;
                bits.extend((from..wanted.min(from + PIECE)).map(bit));
            }
        }
        Ok(Tensor::from_vec(&shape, bits)?.moveaxis(&[-1], &[axis])?)
    }

    /// Whether the elements lie in Fortran order and not in C order.
    ///
    /// >>> np.isfortran(np.ones((2, 3), order='F')), np.isfortran(np.ones(3))
    /// (True, False)
    @see("asfortranarray")
    fn isfortran(cx, a: Source) -> bool { Ok(a.is_f_contiguous() && !a.is_c_contiguous()) }

    /// The letter of the smallest type, among some, to which types may be cast.
    ///
    /// >>> np.mintypecode('dF')
    /// 'D'
    @see("typename")
    fn mintypecode(cx, typechars: Value, typeset: String = "GDFgdf".into(), default: String = "d".into()) -> String {
        let letters: Vec<String> = match &typechars {
            Value::Str(text) => text.as_str().chars().map(String::from).collect(),
            other => {
                let mut letters = Vec::new();
                for item in crate::value::iter::collect(cx, other)? {
                    letters.push(match &item {
                        Value::Str(letter) => letter.as_str().to_string(),
                        value => super::dtype::letter(Tensor::from_value(cx, value)?.dtype().kind).to_string(),
                    });
                }
                letters
            }
        };
        let chosen: Vec<&String> = letters.iter().filter(|l| typeset.contains(l.as_str())).collect();
        if chosen.is_empty() {
            return Ok(default);
        }
        let has = |letter: &str| chosen.iter().any(|l| *l == letter);
        if has("F") && has("d") {
            return Ok("D".into());
        }
        let order = "GDFgdf";
        let best = chosen.iter().min_by_key(|l| order.find(l.as_str()).unwrap_or(order.len()));
        Ok(best.map_or(default, |l| l.to_string()))
    }

    /// How many elements NumPy buffers in a ufunc; NPL needs no such buffer and only remembers the number.
    ///
    /// >>> np.getbufsize()
    /// 8192
    @see("setbufsize")
    fn getbufsize(cx) -> i64 { Ok(cx.state().extension::<BufferSize>().0) }

    /// Sets the number that `getbufsize` tells, and gives the one before.
    ///
    /// >>> np.setbufsize(4096)
    /// 8192
    @see("getbufsize")
    fn setbufsize(cx, size: i64) -> i64 {
        if size < 5 {
            return Err(Error::value(format!("Buffer size, {size}, is too small")));
        }
        if size % 16 != 0 {
            return Err(Error::value(format!("Buffer size, {size}, is not a multiple of 16")));
        }
        Ok(std::mem::replace(&mut cx.state().extension::<BufferSize>().0, size))
    }
}

/// What `np.setbufsize` set.
struct BufferSize(i64);

impl Default for BufferSize {
    fn default() -> BufferSize {
        BufferSize(8192)
    }
}

fn is_little(order: &str) -> Result<bool> {
    match order {
        "little" => Ok(true),
        "big" => Ok(false),
        _ => Err(Error::value("'order' must be either 'little' or 'big'")),
    }
}

/// The array and the axis to work along; without one the elements in a line.
fn along(a: &Tensor, axis: Option<isize>) -> Result<(Tensor, isize)> {
    match axis {
        None => Ok((a.ravel(Order::C)?, 0)),
        Some(axis) => Ok((a.clone(), crate::tensor::shape::normalize_axis(axis, a.ndim())? as isize)),
    }
}
