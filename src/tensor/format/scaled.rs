//! A double times a power of ten → the nearest whole number of up to 19 digits, in 128-bit arithmetic; most roundings to a given
//! number of digits need no more.
//!
//! As in U. Adams, "Ryū Revisited: Printf Floating Point Conversion" (2019), powers of ten come from a table; here they are rounded,
//! and what is too close to a tie to be decided with them is left to exact arithmetic.

use std::sync::LazyLock;

/// The powers of ten that are tabulated: of 10^-LEAST to 10^MOST.
const LEAST: i32 = 330;
const MOST: i32 = 350;

/// `mantissa · 2^exponent` with the highest bit set, rounded down a few times on the way from 10^0: the relative error is below
/// 2^-117.
#[derive(Clone, Copy)]
struct Power {
    mantissa: u128,
    exponent: i32,
}

static POWERS: LazyLock<Vec<Power>> = LazyLock::new(|| {
    let one = Power { mantissa: 1 << 127, exponent: -127 };
    let mut below: Vec<Power> =
        std::iter::successors(Some(one), |p| Some(p.tenth())).take(LEAST as usize + 1).collect();
    below.reverse();
    below.extend(std::iter::successors(Some(one.tenfold()), |p| Some(p.tenfold())).take(MOST as usize));
    below
});

impl Power {
    fn tenfold(self) -> Power {
        // 10 = 5/8 · 2^4: the mantissa shrinks to 5/8, and is shifted back where its highest bit got lost.
        let eighths = self.mantissa / 8 * 5 + self.mantissa % 8 * 5 / 8;
        let shift = eighths.leading_zeros();
        Power { mantissa: eighths << shift, exponent: self.exponent + 4 - shift as i32 }
    }

    fn tenth(self) -> Power {
        // 1/10 = 4/5 · 2^-3.
        let fifths = self.mantissa / 5 * 4 + self.mantissa % 5 * 4 / 5;
        let shift = fifths.leading_zeros();
        Power { mantissa: fifths << shift, exponent: self.exponent - 3 - shift as i32 }
    }
}

/// `|x| · 10^power`, rounded to a whole number. `None` where that has more than 19 digits, is a tie or too close to one, or where
/// `x` is zero, subnormal or not finite.
pub fn scaled(x: f64, power: i32) -> Option<u64> {
    let ten = POWERS.get(usize::try_from(power + LEAST).ok()?)?;
    if !x.is_normal() {
        return None;
    }
    let bits = x.abs().to_bits();
    let mantissa = u128::from(bits & ((1 << 52) - 1) | 1 << 52);
    let exponent = (bits >> 52) as i32 - 1075;
    // The upper 128 bits of the product, which has 180 or 181: short of the true ones by less than three units.
    let high = mantissa * (ten.mantissa >> 64) + ((mantissa * (ten.mantissa & u128::from(u64::MAX))) >> 64);
    let shift = u32::try_from(-(exponent + ten.exponent + 64)).ok().filter(|shift| (50..127).contains(shift))?;
    let (whole, fraction) = (high >> shift, high & ((1 << shift) - 1));
    let half = 1 << (shift - 1);
    if fraction.abs_diff(half) <= 4 {
        return None;
    }
    u64::try_from(whole + u128::from(fraction > half)).ok().filter(|&whole| whole < 10_000_000_000_000_000_000)
}

/// The decimal exponent of the first digit of a normal number, or one less.
pub fn exponent_or_less(x: f64) -> i32 {
    let binary = ((x.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    (f64::from(binary) * std::f64::consts::LOG10_2).floor() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_are_those_of_exact_arithmetic() {
        let mut state = 1u64;
        let mut decided = 0;
        for i in 0..3000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let x = f64::from_bits(state >> 1);
            if !x.is_normal() {
                continue;
            }
            let places = i % 19;
            let text = format!("{x:.places$e}");
            let (mantissa, exponent) = text.split_once('e').unwrap();
            let wanted: u64 = mantissa.replace('.', "").parse().unwrap();
            let found = scaled(x, places as i32 - exponent.parse::<i32>().unwrap());
            decided += usize::from(found.is_some());
            assert!(found.is_none_or(|found| found == wanted), "{x:e} {places} {found:?}");
            let first: i32 = format!("{x:.25e}").split_once('e').unwrap().1.parse().unwrap();
            assert!((first - 1..=first).contains(&exponent_or_less(x)));
        }
        assert!(decided > 2900, "{decided}");
        assert_eq!(
            (scaled(0.5, 0), scaled(2.5, 0), scaled(2.5, 1), scaled(0.1, 18)),
            (None, None, Some(25), Some(100_000_000_000_000_006))
        );
    }
}
