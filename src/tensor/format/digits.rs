//! A binary floating-point number → its decimal digits: the shortest that identify it among its neighbours, or those of
//! the exact value rounded half to even at a given place.

use super::scaled::{exponent_or_less, scaled};
use crate::tensor::f16;
use smallvec::SmallVec;

/// How many bits a number was stored with; decides which digits are enough to tell it from its neighbours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Width {
    Half,
    Single,
    Double,
}

/// Significant digits and the power of ten of the first one: `d.ddd × 10^exponent`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Digits {
    /// ASCII digits; never empty after [`shortest`]; empty or zeros where rounding left nothing.
    pub digits: SmallVec<[u8; 24]>,
    pub exponent: i32,
}

/// Where digits end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// After so many significant digits.
    Significant(usize),
    /// After so many digits behind the decimal point; negative: before it.
    Fraction(i32),
}

/// A double has at most this many significant decimal digits (767, rounded up).
const ALL_DIGITS: usize = 770;
/// … and ends at most so many places behind the point (1074, rounded up).
const MOST_PLACES: usize = 1080;

impl Width {
    /// Decimal numbers near `x` of so many digits survive the way to binary and back: none if `x` is subnormal.
    fn safe_digits(self, x: f64) -> i64 {
        let (digits, smallest_normal) = match self {
            Width::Half => (3, f16::MIN_POSITIVE.to_f64()),
            Width::Single => (6, f32::MIN_POSITIVE as f64),
            Width::Double => (15, f64::MIN_POSITIVE),
        };
        if x.abs() < smallest_normal { 0 } else { digits }
    }
}

impl Digits {
    pub fn zero() -> Digits {
        Digits { digits: SmallVec::from_slice(b"0"), exponent: 0 }
    }

    pub fn is_zero(&self) -> bool {
        self.digits.iter().all(|&d| d == b'0')
    }

    /// Digits before the decimal point; at least one.
    pub fn whole_len(&self) -> usize {
        (self.exponent.max(0) + 1) as usize
    }

    /// Digits after the decimal point.
    pub fn fraction_len(&self) -> usize {
        (self.digits.len() as i64 - 1 - self.exponent as i64).max(0) as usize
    }

    pub fn trim_zeros(&mut self) {
        while self.digits.len() > 1 && self.digits.last() == Some(&b'0') {
            self.digits.pop();
        }
    }

    /// The number of digits that `cut` leaves; zero or less: all are behind the cut.
    fn count(&self, cut: Cut) -> i64 {
        match cut {
            Cut::Significant(n) => n as i64,
            Cut::Fraction(places) => places as i64 + self.exponent as i64 + 1,
        }
    }

    /// Adds one to the last of the first `keep` digits; zeros that the carry leaves are dropped.
    fn round_up_at(&mut self, keep: usize) {
        self.digits.truncate(keep);
        while self.digits.last() == Some(&b'9') {
            self.digits.pop();
        }
        match self.digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                self.digits.push(b'1');
                self.exponent += 1;
            }
        }
    }

    /// The text of Rust's `{:e}`: `d.ddde-7`.
    fn from_scientific(text: &str) -> Digits {
        let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let digits = mantissa.bytes().filter(u8::is_ascii_digit).collect();
        Digits { digits, exponent: exponent.parse().unwrap_or(0) }
    }

    /// The text of a positive number in Rust's `{:.n}`, of any length.
    fn from_positional(text: &str) -> Digits {
        let point = text.find('.').unwrap_or(text.len());
        let mut digits: SmallVec<[u8; 24]> = text.bytes().filter(u8::is_ascii_digit).collect();
        let zeros = digits.iter().take_while(|&&d| d == b'0').count();
        if zeros == digits.len() {
            return Digits::zero();
        }
        digits.drain(..zeros);
        let mut result = Digits { digits, exponent: point as i32 - 1 - zeros as i32 };
        result.trim_zeros();
        result
    }

    /// The text of a positive positional or scientific number in any form: `0.0012`, `12.5`, `1.5e-7`.
    fn from_text(text: &str) -> Digits {
        let mut buffer = [0; 24];
        let (mut len, mut exponent, mut in_fraction) = (0, -1, false);
        for (at, &byte) in text.as_bytes().iter().enumerate() {
            match byte {
                b'0' if len == 0 => exponent -= in_fraction as i32,
                b'0'..=b'9' => {
                    if let Some(slot) = buffer.get_mut(len) {
                        *slot = byte;
                        len += 1;
                    }
                    exponent += !in_fraction as i32;
                }
                b'.' => in_fraction = true,
                _ => {
                    exponent += text[at + 1..].parse().unwrap_or(0);
                    break;
                }
            }
        }
        while len > 1 && buffer[len - 1] == b'0' {
            len -= 1;
        }
        if len == 0 { Digits::zero() } else { Digits { digits: SmallVec::from_slice(&buffer[..len]), exponent } }
    }
}

/// The shortest digits that read back as the same number of this width; of several the nearest. The sign and
/// non-finite numbers are the caller's business.
pub fn shortest(x: f64, width: Width) -> Digits {
    let x = x.abs();
    if x == 0.0 || !x.is_finite() {
        return Digits::zero();
    }
    match width {
        Width::Double => Digits::from_text(zmij::Buffer::new().format_finite(x)),
        Width::Single => Digits::from_text(zmij::Buffer::new().format_finite(x as f32)),
        Width::Half => shortest_half(f16::from_f64(x)),
    }
}

/// Free-format digit generation (Steele and White 1990, "Dragon4") in whole numbers: a half is a multiple of 2^-25·10^-0,
/// so that value and margins times 2·10^25 are integers below 2^128.
fn shortest_half(x: f16) -> Digits {
    let bits = x.to_bits() as u32 & 0x7fff;
    let (mantissa, exponent) = match bits >> 10 {
        0 => (bits & 0x3ff, 0),
        e => (bits & 0x3ff | 0x400, e - 1),
    };
    // The value is mantissa·2^(exponent-24); unit = 2^-25·10^25 is half a step of the smallest binade.
    let unit = 5u128.pow(25) << exponent;
    let mut value = 2 * mantissa as u128 * unit;
    let narrow_below = mantissa == 0x400 && exponent > 0;
    let mut above = unit;
    let mut below = if narrow_below { unit / 2 } else { unit };
    let even = mantissa & 1 == 0;
    let mut power = 25;
    let mut scale = 10u128.pow(25);
    let reaches = |value: u128, above: u128, scale: u128| value + above > scale || even && value + above == scale;
    while reaches(value, above, scale * 10) || value >= scale * 10 {
        scale *= 10;
        power += 1;
    }
    while value < scale && !reaches(value, above, scale) {
        value *= 10;
        above *= 10;
        below *= 10;
        power -= 1;
    }
    if value < scale {
        // The upper margin alone reaches the next power of ten.
        return Digits { digits: SmallVec::from_slice(b"1"), exponent: power - 25 };
    }
    let exponent = power - 25;
    let mut digits: SmallVec<[u8; 24]> = SmallVec::new();
    loop {
        let digit = (value / scale) as u8;
        value %= scale;
        let low = value < below || even && value == below;
        let high = reaches(value, above, scale);
        if !low && !high {
            digits.push(b'0' + digit);
            value *= 10;
            above *= 10;
            below *= 10;
            continue;
        }
        let down = if low != high { low } else { 2 * value < scale || 2 * value == scale && digit.is_multiple_of(2) };
        digits.push(b'0' + digit);
        let keep = digits.len();
        let mut result = Digits { digits, exponent };
        if !down {
            result.round_up_at(keep);
        }
        return result;
    }
}

/// `x` rounded half to even at `cut`, from its shortest digits: zeros at the end are not significant.
///
/// Rounding the shortest digits once more gives the exact value's rounding unless they end in a lone 5 behind the cut
/// (only then can the two lie on different sides of the tie); and digits beyond the shortest are zeros as long as so
/// many digits always survive the way to binary and back. Otherwise the exact value decides.
pub fn round(x: f64, width: Width, cut: Cut) -> Digits {
    let mut result = shortest(x, width);
    let keep = result.count(cut);
    let len = result.digits.len() as i64;
    if keep >= len {
        let more = keep > len && keep > width.safe_digits(x) && !result.is_zero();
        return if more { exact(x, cut, keep) } else { result };
    }
    if keep < 0 {
        return Digits::zero();
    }
    let keep = keep as usize;
    if result.digits[keep..] == [b'5'] {
        return exact(x, cut, keep as i64);
    }
    if result.digits[keep] >= b'5' {
        result.round_up_at(keep);
    } else if keep == 0 {
        return Digits::zero();
    } else {
        result.digits.truncate(keep);
        result.trim_zeros();
    }
    result
}

/// The exact value rounded half to even at `cut`, where `keep` digits (at least none) are left.
fn exact(x: f64, cut: Cut, keep: i64) -> Digits {
    if keep > 0
        && let Some(digits) = few(x, cut)
    {
        return digits;
    }
    if let Cut::Fraction(places @ 0..) = cut
        && keep > 0
    {
        let places = (places as usize).min(MOST_PLACES);
        return Digits::from_positional(&format!("{:.places$}", x.abs()));
    }
    if keep > 0 {
        let places = (keep as usize - 1).min(ALL_DIGITS);
        let mut result = Digits::from_scientific(&format!("{:.places$e}", x.abs()));
        result.trim_zeros();
        return result;
    }
    let mut all = expand(x);
    let Cut::Fraction(_) = cut else { return Digits::zero() };
    if all.digits.as_slice() > b"5".as_slice() {
        all.round_up_at(0);
        return all;
    }
    Digits::zero()
}

/// The exact value rounded at `cut` where up to 19 digits are left and 128 bits decide about the last one.
fn few(x: f64, cut: Cut) -> Option<Digits> {
    let (whole, power) = match cut {
        Cut::Fraction(places) => (scaled(x, places)?, places),
        Cut::Significant(keep) => {
            let keep = i32::try_from(keep).ok().filter(|keep| (1..=19).contains(keep))?;
            let power = keep - 1 - exponent_or_less(x);
            match scaled(x, power) {
                Some(whole) if u128::from(whole) < 10u128.pow(keep as u32) => (whole, power),
                _ => (scaled(x, power - 1).filter(|&whole| whole >= 10u64.pow(keep as u32 - 1))?, power - 1),
            }
        }
    };
    let mut buffer = [0; 20];
    let (mut from, mut rest) = (buffer.len(), whole);
    while rest > 0 {
        from -= 1;
        buffer[from] = b'0' + (rest % 10) as u8;
        rest /= 10;
    }
    let exponent = (buffer.len() - from) as i32 - 1 - power;
    let mut digits = Digits { digits: SmallVec::from_slice(buffer.get(from..).filter(|d| !d.is_empty())?), exponent };
    digits.trim_zeros();
    Some(digits)
}

/// All digits of the exact value.
fn expand(x: f64) -> Digits {
    let mut all = Digits::from_scientific(&format!("{:.ALL_DIGITS$e}", x.abs()));
    all.trim_zeros();
    all
}

/// Digits as NumPy's Dragon4 generates them, zeros at the end included: they matter where trailing zeros are kept.
///
/// `unique`: stop where the digits identify the number, but neither before `least` nor after `most`. Otherwise the
/// exact digits up to `most`.
pub fn generate(x: f64, width: Width, unique: bool, most: Option<Cut>, least: Option<Cut>) -> Digits {
    let short = shortest(x, width);
    if short.is_zero() {
        return short;
    }
    let all = expand(x);
    let len = short.digits.len() as i64;
    if !unique {
        return match most.map(|cut| all.count(cut)) {
            Some(keep) if keep < all.digits.len() as i64 => cut_down(&all, keep),
            _ => all,
        };
    }
    // The exact digits may begin one place later than the shortest (0.0000999… and 1e-4).
    if let Some(cut) = most.filter(|&cut| short.count(cut) < len) {
        return cut_down(&all, all.count(cut));
    }
    match least.filter(|&cut| short.count(cut) > len) {
        Some(cut) => cut_down(&all, all.count(cut)),
        None => short,
    }
}

/// The first `keep` digits of an exact value: rounded half to even; zeros are appended as needed, and kept if the value
/// was rounded down.
fn cut_down(all: &Digits, keep: i64) -> Digits {
    let nothing = Digits { digits: SmallVec::new(), exponent: 0 };
    if keep < 0 {
        return nothing;
    }
    let keep = keep as usize;
    let mut result = all.clone();
    let rest = all.digits.get(keep..).unwrap_or_default();
    let odd = keep > 0 && all.digits.get(keep - 1).is_some_and(|d| d % 2 == 1);
    if rest > b"5".as_slice() || rest == b"5" && odd {
        result.round_up_at(keep);
    } else if keep == 0 {
        return nothing;
    } else {
        result.digits.resize(keep, b'0');
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(d: Digits) -> String {
        format!("{}e{}", String::from_utf8_lossy(&d.digits), d.exponent)
    }

    #[test]
    fn shortest_digits() {
        assert_eq!(text(shortest(0.1, Width::Double)), "1e-1");
        assert_eq!(text(shortest(123456.75, Width::Double)), "12345675e5");
        assert_eq!(text(shortest(1e23, Width::Double)), "1e23");
        assert_eq!(text(shortest(5e-324, Width::Double)), "5e-324");
        assert_eq!(text(shortest(2f64.powi(-25), Width::Double)), "29802322387695312e-8");
        assert_eq!(text(shortest(0.1f32 as f64, Width::Single)), "1e-1");
    }

    #[test]
    fn halves() {
        let half = |x: f64| text(shortest(f16::from_f64(x).to_f64(), Width::Half));
        assert_eq!(half(2f64.powi(-6)), "1563e-2");
        assert_eq!(half(65504.0), "655e4");
        assert_eq!(half(6e-8), "6e-8");
        assert_eq!(half(1.0), "1e0");
        assert_eq!(half(0.1), "1e-1");
        assert_eq!(half(9.99), "999e0");
        assert_eq!(half(1e-7), "1e-7");
    }

    #[test]
    fn rounding_is_that_of_the_exact_value() {
        let at = |x: f64, places: i32| text(round(x, Width::Double, Cut::Fraction(places)));
        assert_eq!(at(2.675, 2), "267e0");
        assert_eq!(at(0.125, 2), "12e-1");
        assert_eq!(at(2.5, 0), "2e0");
        assert_eq!(at(0.5, 0), "0e0");
        assert_eq!(at(0.51, 0), "1e0");
        assert_eq!(at(150.0, -2), "2e2");
        assert_eq!(at(50.0, -2), "0e0");
        assert_eq!(at(99.96, 1), "1e2");
        assert_eq!(at(0.1, 20), "10000000000000000555e-1");
        assert_eq!(at(5e22, -23), "0e0");
        assert_eq!(text(round(9.996, Width::Double, Cut::Significant(3))), "1e1");
        // The exact value begins a place later than the shortest digits.
        assert_eq!(text(round(f16::from_f64(0.1).to_f64(), Width::Half, Cut::Fraction(8))), "9997559e-2");
    }
}
