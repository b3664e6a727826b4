//! Hashes and key equality as dicts and sets use them: equal numbers of any class have one hash (`1 == 1.0 == np.int64(1)`).

use super::class::class_of;
use super::{Error, Result, Tuple, Value};
use crate::tensor::Scalar;
use dashu_int::IBig;

/// CPython's modulus for the hash of numbers: the Mersenne prime 2⁶¹ − 1.
const MODULUS: u64 = (1 << 61) - 1;

/// The hash of a key. TypeError for what can't be one (`unhashable type: 'list'`).
#[inline]
pub fn hash(value: &Value) -> Result<u64> {
    match value {
        Value::Str(s) => Ok(s.hash()),
        Value::Int(i) | Value::NpInt(i) => Ok(int_hash(*i) as u64),
        other => hash_slow(other),
    }
}

/// The hash of a text.
pub(super) fn text_hash(text: &str) -> u64 {
    bytes_hash(text.as_bytes(), 1)
}

#[inline(never)]
fn hash_slow(value: &Value) -> Result<u64> {
    Ok(match value {
        Value::Str(s) => s.hash(),
        Value::Int(i) | Value::NpInt(i) => int_hash(*i) as u64,
        Value::Bool(b) | Value::NpBool(b) => b.get() as u64,
        Value::Float(f) | Value::NpFloat(f) => float_hash(f.get()) as u64,
        Value::BigInt(i) => big_hash(i) as u64,
        Value::Complex(z) => complex_hash(z.re, z.im),
        Value::Bytes(b) => bytes_hash(&b.data, 2),
        Value::Tuple(t) => tuple_hash(t)?,
        Value::None => 0xfca8_6420,
        Value::Ellipsis => 0xfca8_6421,
        Value::NotImplemented => 0xfca8_6422,
        Value::Range(r) => int_hash(r.start) as u64 ^ (int_hash(r.stop) as u64).rotate_left(21) ^ r.step as u64,
        Value::FrozenSet(s) => {
            let mut sum = 0u64;
            for key in s.borrow().keys() {
                let h = hash(key)?;
                sum ^= (h ^ 89_869_747 ^ (h << 16)).wrapping_mul(3_644_798_167);
            }
            sum
        }
        Value::Scalar(s) => scalar_hash(s),
        Value::DType(d) => bytes_hash(d.repr().as_bytes(), 3),
        Value::Object(o) if !super::abstracts::is_hashable(o.class()) => {
            return Err(Error::type_error(format!("unhashable type: '{}'", unhashable_name(value))));
        }
        Value::Object(o) => o.hash().unwrap_or(value.address().unwrap_or(0) as u64 >> 4),
        Value::List(_) | Value::Dict(_) | Value::Set(_) | Value::Array(_) => {
            return Err(Error::type_error(format!("unhashable type: '{}'", unhashable_name(value))));
        }
        Value::Slice(s) => hash(&s.start)? ^ hash(&s.stop)?.rotate_left(7) ^ hash(&s.step)?.rotate_left(14),
        Value::Class(_)
        | Value::Builtin(_)
        | Value::Function(_)
        | Value::Method(_)
        | Value::Module(_)
        | Value::Exception(_) => value.address().unwrap_or(0) as u64 >> 4,
    })
}

fn unhashable_name(value: &Value) -> String {
    let class = class_of(value);
    class.qualified_name()
}

/// Whether a key in a table is the one looked for, given that their hashes are equal: identical or equal.
#[inline(always)]
pub fn same_key(known: &Value, key: &Value) -> bool {
    match (known, key) {
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Str(a), Value::Str(b)) => std::rc::Rc::ptr_eq(a, b) || same_text(a.as_str(), b.as_str()),
        _ => is_or_equals(known, key),
    }
}

/// `a == b`, for keys: mostly short ones, which a call of `memcmp` would take longer for.
#[inline(always)]
fn same_text(a: &str, b: &str) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    match a.len() {
        0..8 => a.iter().zip(b).all(|(a, b)| a == b),
        8..=16 => a.first_chunk::<8>() == b.first_chunk::<8>() && a.last_chunk::<8>() == b.last_chunk::<8>(),
        _ => a == b,
    }
}

#[inline(never)]
fn is_or_equals(a: &Value, b: &Value) -> bool {
    a.is(b) || key_equals(a, b)
}

/// Whether two keys of equal hash are the same key. Never runs user code.
pub fn key_equals(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Str(a), Value::Str(b)) => a.as_str() == b.as_str(),
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a.data == b.data,
        (Value::Tuple(a), Value::Tuple(b)) => {
            a.items.len() == b.items.len() && a.items.iter().zip(&b.items).all(|(a, b)| same_key(a, b))
        }
        (Value::Range(a), Value::Range(b)) => {
            a.len() == b.len() && (a.is_empty() || (a.start == b.start && (a.len() == 1 || a.step == b.step)))
        }
        (Value::FrozenSet(a) | Value::Set(a), Value::FrozenSet(b) | Value::Set(b)) => {
            let (a, b) = (a.borrow(), b.borrow());
            a.len() == b.len() && a.keys().all(|key| b.contains(key).unwrap_or(false))
        }
        (Value::DType(a), Value::DType(b)) => a == b,
        (Value::Slice(a), Value::Slice(b)) => {
            key_equals(&a.start, &b.start) && key_equals(&a.stop, &b.stop) && key_equals(&a.step, &b.step)
        }
        (Value::Object(o), other) | (other, Value::Object(o)) => o.equals(other),
        _ => super::compare::numbers_equal(a, b).unwrap_or_else(|| a.is(b)),
    }
}

/// CPython's hash of an int: its value modulo 2⁶¹ − 1, with the sign; −1 becomes −2.
#[inline]
pub fn int_hash(i: i64) -> i64 {
    if 0 <= i && i < MODULUS as i64 {
        return i;
    }
    let h = (i.unsigned_abs() % MODULUS) as i64;
    let h = if i < 0 { -h } else { h };
    if h == -1 { -2 } else { h }
}

fn big_hash(i: &IBig) -> i64 {
    let modulus = IBig::from(MODULUS);
    let h = i64::try_from(i % &modulus).unwrap_or(0);
    if h == -1 { -2 } else { h }
}

/// CPython's hash of a float: that of the equal int, or of the fraction in the field of 2⁶¹ − 1 elements.
pub fn float_hash(f: f64) -> i64 {
    if f.is_nan() {
        return 0;
    }
    if f.is_infinite() {
        return if f > 0.0 { 314_159 } else { -314_159 };
    }
    let bits = f.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i64;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, exponent) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    // 2⁶¹ ≡ 1 in the field, so multiplying by 2^e is a rotation of 61 bits by e.
    let shift = exponent.rem_euclid(61) as u32;
    let x = mantissa % MODULUS;
    let rotated = if shift == 0 { x } else { ((x << shift) & MODULUS) | (x >> (61 - shift)) };
    let h = (rotated % MODULUS) as i64;
    let h = if f < 0.0 { -h } else { h };
    if h == -1 { -2 } else { h }
}

fn complex_hash(re: f64, im: f64) -> u64 {
    if im == 0.0 {
        return float_hash(re) as u64;
    }
    (float_hash(re) as u64).wrapping_add((float_hash(im) as u64).wrapping_mul(1_000_003))
}

fn scalar_hash(scalar: &Scalar) -> u64 {
    match scalar {
        Scalar::Bool(b) => *b as u64,
        Scalar::Int8(i) => int_hash(*i as i64) as u64,
        Scalar::Int16(i) => int_hash(*i as i64) as u64,
        Scalar::Int32(i) => int_hash(*i as i64) as u64,
        Scalar::Int64(i) => int_hash(*i) as u64,
        Scalar::UInt8(i) => *i as u64,
        Scalar::UInt16(i) => *i as u64,
        Scalar::UInt32(i) => *i as u64,
        Scalar::UInt64(i) => i % MODULUS,
        Scalar::Float16(f) => float_hash(f.to_f64()) as u64,
        Scalar::Float32(f) => float_hash(*f as f64) as u64,
        Scalar::Float64(f) => float_hash(*f) as u64,
        Scalar::Complex64(z) => complex_hash(z.re as f64, z.im as f64),
        Scalar::Complex128(z) => complex_hash(z.re, z.im),
        Scalar::Str(s) => bytes_hash(s.as_bytes(), 1),
        Scalar::Bytes(b) => bytes_hash(b, 2),
        Scalar::DateTime(t, ..) | Scalar::TimeDelta(t, ..) => int_hash(*t) as u64,
        Scalar::Object(item) => bytes_hash(item.repr().as_bytes(), 4),
        Scalar::Record(_) => 5,
    }
}

fn tuple_hash(tuple: &Tuple) -> Result<u64> {
    // The mixing constants of xxHash's 64-bit accumulator, as CPython uses for tuples.
    let (p1, p2, p5) = (11_400_714_785_074_694_791u64, 14_029_467_366_897_019_727u64, 2_870_177_450_012_600_261u64);
    let mut acc = p5;
    for item in &tuple.items {
        acc = acc.wrapping_add(hash(item)?.wrapping_mul(p2)).rotate_left(31).wrapping_mul(p1);
    }
    Ok(acc.wrapping_add(tuple.items.len() as u64 ^ (p5 ^ 3_527_539)))
}

/// A hash of bytes after Fowler, Noll and Vo over 8-byte words, finished by a multiply-xorshift.
fn bytes_hash(bytes: &[u8], seed: u64) -> u64 {
    let mut h = 0xcbf2_9ce4_8422_2325u64 ^ seed;
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        h = (h ^ u64::from_le_bytes(*word)).wrapping_mul(0x0100_0000_01b3).rotate_left(23);
    }
    for &b in tail {
        h = (h ^ b as u64).wrapping_mul(0x0100_0000_01b3);
    }
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    h ^ h >> 29
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_hash_as_in_cpython() {
        assert_eq!(float_hash(0.5), 1_152_921_504_606_846_976);
        assert_eq!(float_hash(1e300), 1_224_995_262_755_759_164);
        assert_eq!(float_hash(-2.5), -1_152_921_504_606_846_978);
        assert_eq!(int_hash(-1), -2);
        assert_eq!(int_hash(i64::MIN), -4);
        assert_eq!(float_hash(3.0), int_hash(3));
    }
}
