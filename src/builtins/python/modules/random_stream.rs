//! The streams of Python's `random`: the Mersenne Twister, seeded as CPython seeds it, and the variates drawn from it.

use super::sha512::sha512;
use crate::builtins::python::receiver::{bytes_like, text_of};
use crate::random::Mt19937;
use crate::random::bits::BitGenerator;
use crate::value::convert::to_index;
use crate::value::number::Number;
use crate::value::{Context, Error, Result, Value, item};
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, UBig};
use std::f64::consts::{E, PI, TAU};

/// Words of the generator's register.
const WORDS: usize = 624;

/// A stream of random numbers: the generator and the second normal variate that `gauss` keeps.
pub struct Stream {
    bits: Mt19937,
    kept: Option<f64>,
}

impl Default for Stream {
    fn default() -> Stream {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let nanos = now.as_nanos();
        Stream { bits: Mt19937::from_words(&[nanos as u32, (nanos >> 32) as u32, std::process::id()]), kept: None }
    }
}

impl Stream {
    pub fn random(&mut self) -> f64 {
        self.bits.next_f64()
    }

    pub fn bits(&mut self, count: usize) -> IBig {
        let words = (0..count.div_ceil(32)).map(|i| {
            let left = count - 32 * i;
            let word = self.bits.next_u32();
            if left < 32 { word >> (32 - left) } else { word }
        });
        let bytes: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
        IBig::from(UBig::from_le_bytes(&bytes))
    }

    /// Below `n`, which is positive: bits are drawn until they make a number in range.
    pub fn below(&mut self, n: &IBig) -> IBig {
        let count = n.bit_len();
        loop {
            let drawn = self.bits(count);
            if drawn < *n {
                return drawn;
            }
        }
    }

    pub fn index(&mut self, n: usize) -> usize {
        usize::try_from(&self.below(&IBig::from(n))).unwrap_or(0)
    }

    pub fn normal(&mut self) -> f64 {
        // Kinderman and Monahan's ratio of uniforms (ACM TOMS 3, 1977).
        let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
        loop {
            let u1 = self.random();
            let u2 = 1.0 - self.random();
            let z = magic * (u1 - 0.5) / u2;
            if z * z / 4.0 <= -u2.ln() {
                return z;
            }
        }
    }

    /// A standard normal variate; of each two that are made, one is kept for the next time.
    pub fn gauss(&mut self) -> f64 {
        if let Some(kept) = self.kept.take() {
            return kept;
        }
        let angle = self.random() * TAU;
        let radius = (-2.0 * (1.0 - self.random()).ln()).sqrt();
        self.kept = Some(angle.sin() * radius);
        angle.cos() * radius
    }

    /// An angle of von Mises's distribution: D. J. Best and N. I. Fisher, Applied Statistics 28 (1979).
    pub fn angle(&mut self, mu: f64, kappa: f64) -> f64 {
        if kappa <= 1e-6 {
            return TAU * self.random();
        }
        let s = 0.5 / kappa;
        let r = s + (1.0 + s * s).sqrt();
        let z = loop {
            let z = (PI * self.random()).cos();
            let d = z / (r + z);
            let u = self.random();
            if u < 1.0 - d * d || u <= (1.0 - d) * d.exp() {
                break z;
            }
        };
        let q = 1.0 / r;
        let turn = ((q + z) / (1.0 + q * z)).acos();
        let angle = if self.random() > 0.5 { mu + turn } else { mu - turn };
        angle.rem_euclid(TAU)
    }

    pub fn gamma(&mut self, alpha: f64, beta: f64) -> f64 {
        if alpha.is_nan() || alpha.is_infinite() {
            return alpha;
        }
        if alpha > 1.0 {
            // R. C. H. Cheng, Applied Statistics 26 (1977).
            let ainv = (2.0 * alpha - 1.0).sqrt();
            let bbb = alpha - 4f64.ln();
            let ccc = alpha + ainv;
            loop {
                let u1 = self.random();
                if !(1e-7 < u1 && u1 < 0.9999999) {
                    continue;
                }
                let u2 = 1.0 - self.random();
                let v = (u1 / (1.0 - u1)).ln() / ainv;
                let x = alpha * v.exp();
                let z = u1 * u1 * u2;
                let r = bbb + ccc * v - x;
                if r + 1.0 + 4.5f64.ln() - 4.5 * z >= 0.0 || r >= z.ln() {
                    return x * beta;
                }
            }
        }
        if alpha == 1.0 {
            return -(1.0 - self.random()).ln() * beta;
        }
        // Ahrens and Dieter, Computing 12 (1974), algorithm GS.
        loop {
            let b = (E + alpha) / E;
            let p = b * self.random();
            let x = if p <= 1.0 { p.powf(1.0 / alpha) } else { -((b - p) / alpha).ln() };
            let u = self.random();
            if if p > 1.0 { u <= x.powf(alpha - 1.0) } else { u <= (-x).exp() } {
                return x * beta;
            }
        }
    }
}

impl Stream {
    /// From what `seed` takes.
    pub fn seeded(seed: &Value) -> Result<Stream> {
        let bytes = text_of(seed).map(String::into_bytes).or_else(|| Some(bytes_like(seed)?.data.to_vec()));
        Ok(match (seed, bytes) {
            (Value::None, _) => Stream::default(),
            // A text stands for the number that it and its digest are as digits.
            (_, Some(bytes)) => Stream::of_number(&UBig::from_be_bytes(&[&bytes[..], &sha512(&bytes)].concat())),
            (seed, None) => match Number::of_any(seed) {
                Some(Number::Int(i)) => Stream::of_number(&IBig::from(i).unsigned_abs()),
                Some(Number::Big(i)) => Stream::of_number(&i.unsigned_abs()),
                Some(Number::Float(_)) => Stream::of_number(&UBig::from(crate::value::hash::hash(seed)?)),
                _ => {
                    let message = "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.";
                    return Err(Error::type_error(message));
                }
            },
        })
    }

    /// As [`Stream::seeded`], with texts hashed as Python 2 did.
    pub fn seeded_as_python_2(seed: &Value) -> Result<Stream> {
        let of_bytes = || Some(bytes_like(seed)?.data.iter().map(|byte| u64::from(*byte)).collect());
        let letters: Option<Vec<u64>> =
            text_of(seed).map(|text| text.chars().map(u64::from).collect()).or_else(of_bytes);
        let Some(letters) = letters else { return Stream::seeded(seed) };
        let start = letters.first().map_or(0, |first| first << 7);
        let hash = letters.iter().fold(start, |hash, letter| hash.wrapping_mul(1_000_003) ^ letter);
        Ok(Stream::of_number(&UBig::from(hash ^ letters.len() as u64)))
    }

    fn of_number(number: &UBig) -> Stream {
        let bytes = number.to_le_bytes();
        let word = |chunk: &[u8]| chunk.iter().rev().fold(0u32, |word, byte| word << 8 | *byte as u32);
        let words: Vec<u32> = bytes.chunks(4).map(word).collect();
        Stream { bits: Mt19937::from_words(&words), kept: None }
    }

    /// The version of the state, the register with the place of the next word, and the normal variate that is kept.
    pub fn state(&self) -> Value {
        let words = self.bits.key.iter().map(|word| Value::Int((*word).into()));
        let words: Vec<Value> = words.chain([Value::Int(self.bits.pos as i64)]).collect();
        Value::tuple([Value::Int(3), Value::tuple(words), self.kept.map_or(Value::None, Value::float)])
    }

    /// The stream in a state that [`Stream::state`] gave.
    pub fn restored(cx: &mut dyn Context, state: &Value) -> Result<Stream> {
        let mut part = |at: i64| item::get_item(cx, state, &Value::Int(at));
        let (version, words, kept) = (part(0)?, part(1)?, part(2)?);
        if !matches!(version, Value::Int(2 | 3)) {
            let found = crate::value::repr::str(&version);
            return Err(Error::value(format!("state with version {found} passed to Random.setstate() of version 3")));
        }
        let Value::Tuple(words) = words else { return Err(Error::type_error("state vector must be a tuple")) };
        if words.items.len() != WORDS + 1 {
            return Err(Error::value("state vector is the wrong size"));
        }
        let mut bits = Mt19937::from_word(0);
        for (word, value) in bits.key.iter_mut().zip(&words.items) {
            *word = to_index(value)? as u32;
        }
        let place = to_index(&words.items[WORDS])?;
        bits.pos =
            usize::try_from(place).ok().filter(|place| *place <= WORDS).ok_or_else(|| Error::value("invalid state"))?;
        let kept = if let Value::None = kept { None } else { Some(crate::value::convert::to_float(&kept)?) };
        Ok(Stream { bits, kept })
    }
}
