//! Numbers of an array → words of one width: digits, exponents and padding are chosen for all elements together.
//! The rules are those of NumPy's `FloatingFormat`, `ComplexFloatingFormat` and `IntegerFormat`.

use super::digits::{self, Cut, Digits, Width};
use super::float::{self, Layout, Trim};
use super::options::{FloatMode, Legacy, PrintOptions, Sign};
use crate::tensor::dtype::Kind;
use crate::tensor::f16;
use std::fmt::Write;
use std::rc::Rc;

/// How the floats of one array are written.
#[derive(Debug)]
pub(super) struct FloatFormat {
    width: Width,
    sign: Sign,
    exponent: bool,
    /// Digits that are generated at most; `None`: as many as identify the number.
    precision: Option<usize>,
    /// Digits are those of the exact value, not the shortest.
    exact: bool,
    layout: Layout,
    exponent_digits: usize,
    nan: Rc<str>,
    inf: Rc<str>,
}

pub(super) fn width_of(kind: Kind) -> Width {
    match kind {
        Kind::Float16 => Width::Half,
        Kind::Float32 | Kind::Complex64 => Width::Single,
        _ => Width::Double,
    }
}

/// What the first pass over the finite elements found out.
#[derive(Default)]
struct Extent {
    whole: usize,
    /// As `whole`, without the sign.
    whole_unsigned: usize,
    fraction: usize,
    exponent: usize,
    any: bool,
    any_negative: bool,
    negative_infinity: bool,
    non_finite: bool,
}

impl FloatFormat {
    /// The format for `values`, elements of an array of this width; `scalar`: the array is 0-d.
    pub fn new(
        values: impl Iterator<Item = f64> + Clone,
        width: Width,
        scalar: bool,
        options: &PrintOptions,
    ) -> FloatFormat {
        let legacy = options.legacy;
        let mut sign = options.sign;
        if legacy == Legacy::V1_13 && !scalar && sign == Sign::Minus {
            sign = Sign::Space;
        }
        let exponent = needs_exponent(values.clone(), width, options);
        let fixed = options.floatmode == FloatMode::Fixed;
        let mut format = FloatFormat {
            width,
            sign,
            exponent,
            precision: (options.floatmode != FloatMode::Unique).then_some(options.precision.min(float::LONGEST)),
            exact: fixed || exponent && legacy == Legacy::V1_13,
            layout: Layout { trim: Trim::Zeros, plus: sign == Sign::Plus, fraction: 0, left: 0, right: None },
            exponent_digits: 2,
            nan: options.nanstr.clone(),
            inf: options.infstr.clone(),
        };
        let extent = format.measure(values);
        format.fit(&extent, options);
        format
    }

    fn digits(&self, x: f64) -> Digits {
        let cut = self.precision.map(|p| match self.exponent {
            true => Cut::Significant(p + 1),
            false => Cut::Fraction(p as i32),
        });
        let shortest = digits::shortest(x, self.width);
        let Some(cut) = cut else { return shortest };
        // In the unique modes digits beyond the shortest are not generated, unless the layout asks for them.
        let fits = match cut {
            Cut::Significant(n) => shortest.digits.len() <= n,
            Cut::Fraction(p) => shortest.fraction_len() <= p as usize,
        };
        if fits && !self.exact && self.layout.trim != Trim::Keep { shortest } else { digits::round(x, self.width, cut) }
    }

    fn measure(&self, values: impl Iterator<Item = f64>) -> Extent {
        let mut extent = Extent::default();
        for (i, x) in values.enumerate() {
            // Nobody sees a text after an interrupt.
            if i % 4096 == 4095 && crate::pool::interrupted() {
                break;
            }
            if !x.is_finite() {
                extent.non_finite = true;
                extent.negative_infinity |= x < 0.0;
                continue;
            }
            extent.any = true;
            let negative = x.is_sign_negative();
            extent.any_negative |= negative;
            let digits = self.digits(x);
            let (whole, fraction) = match self.exponent {
                true => {
                    let places = digits.exponent.unsigned_abs().checked_ilog10().map_or(1, |n| n as usize + 1);
                    extent.exponent = extent.exponent.max(places.max(2));
                    (1, digits.digits.len().max(1) - 1)
                }
                false => (digits.whole_len(), digits.fraction_len()),
            };
            extent.whole_unsigned = extent.whole_unsigned.max(whole);
            extent.whole = extent.whole.max(whole + (negative || self.layout.plus) as usize);
            extent.fraction = extent.fraction.max(fraction);
        }
        if self.exact && extent.any {
            extent.fraction = self.precision.unwrap_or(extent.fraction);
        }
        extent
    }

    fn fit(&mut self, extent: &Extent, options: &PrintOptions) {
        let legacy = options.legacy == Legacy::V1_13;
        let mut right = extent.fraction;
        if !extent.any {
            self.exponent = false;
            right = 0;
        } else if self.exponent {
            self.layout.trim = Trim::Keep;
            self.precision = Some(extent.fraction);
            self.layout.fraction = extent.fraction;
            self.layout.left = if legacy { 3 } else { extent.whole };
            self.exponent_digits = extent.exponent;
            // Only for the width of what is not finite.
            right = extent.exponent + 2 + extent.fraction;
        } else {
            self.layout.left = if legacy { 1 + extent.whole_unsigned } else { extent.whole };
            self.layout.right = Some(extent.fraction);
            if matches!(options.floatmode, FloatMode::Fixed | FloatMode::MaxPrecEqual) {
                self.layout.trim = Trim::Keep;
                self.precision = Some(extent.fraction);
                self.layout.fraction = extent.fraction;
            }
        }
        if !legacy && self.sign == Sign::Space && !extent.any_negative {
            self.layout.left += 1;
        }
        if extent.non_finite {
            let offset = right + 1;
            let inf = self.inf.chars().count() + (self.sign != Sign::Minus || extent.negative_infinity) as usize;
            let nan = self.nan.chars().count();
            self.layout.left = self.layout.left.max(nan.saturating_sub(offset)).max(inf.saturating_sub(offset));
        }
        if self.layout.right.is_none() {
            self.layout.right = Some(right);
        }
    }

    /// Appends one number.
    pub fn write(&self, out: &mut String, x: f64) {
        if !x.is_finite() {
            return self.write_non_finite(out, x);
        }
        let mut digits = self.digits(x);
        if !self.exponent && digits.digits.len() < digits.whole_len() {
            // Digits go on at least to the decimal point, even if fewer identify the number.
            digits = digits::round(x, self.width, Cut::Fraction(0));
        }
        if self.exponent {
            float::write_scientific(out, x.is_sign_negative(), &digits, self.exponent_digits, &self.layout);
        } else {
            float::write_positional(out, x.is_sign_negative(), &digits, 0, &self.layout);
        }
    }

    fn write_non_finite(&self, out: &mut String, x: f64) {
        let sign = match x {
            _ if x < 0.0 => "-",
            _ if self.sign == Sign::Plus => "+",
            _ => "",
        };
        let word = if x.is_nan() { &self.nan } else { &self.inf };
        let len = word.chars().count() + sign.len();
        for _ in len..self.layout.left + self.layout.right.unwrap_or(0) + 1 {
            out.push(' ');
        }
        out.push_str(sign);
        out.push_str(word);
    }
}

/// Whether the finite elements are so large, small or far apart that all are written with an exponent.
fn needs_exponent(values: impl Iterator<Item = f64>, width: Width, options: &PrintOptions) -> bool {
    let (mut most, mut least) = (0.0f64, f64::INFINITY);
    for x in values {
        let x = x.abs();
        if x != 0.0 && x.is_finite() {
            most = most.max(x);
            least = least.min(x);
        }
    }
    if most == 0.0 {
        return false;
    }
    let limit = match width {
        _ if options.legacy <= Legacy::V2_2 => 1e8,
        Width::Half => 1e3,
        Width::Single => 1e6,
        Width::Double => 1e8,
    };
    // Compared and divided in the array's own precision.
    let (small, ratio) = match width {
        Width::Half => (f16::from_f64(1e-4).to_f64(), f16::from_f32(most as f32 / least as f32).to_f64()),
        Width::Single => (1e-4f32 as f64, (most as f32 / least as f32) as f64),
        Width::Double => (1e-4, most / least),
    };
    most >= limit || !options.suppress && (least < small || ratio > 1000.0)
}

/// How complex numbers are written: both parts in columns of their own.
#[derive(Debug)]
pub(super) struct ComplexFormat {
    pub re: FloatFormat,
    pub im: FloatFormat,
}

impl ComplexFormat {
    pub fn new(
        re: impl Iterator<Item = f64> + Clone,
        im: impl Iterator<Item = f64> + Clone,
        width: Width,
        scalar: bool,
        options: &PrintOptions,
    ) -> ComplexFormat {
        let legacy = options.legacy == Legacy::V1_13;
        let mode = |mode| if legacy { mode } else { options.floatmode };
        let of_re = PrintOptions { floatmode: mode(FloatMode::MaxPrecEqual), ..options.clone() };
        let of_im = PrintOptions { floatmode: mode(FloatMode::MaxPrec), sign: Sign::Plus, ..options.clone() };
        ComplexFormat {
            re: FloatFormat::new(re, width, scalar, &of_re),
            im: FloatFormat::new(im, width, scalar, &of_im),
        }
    }

    pub fn write(&self, out: &mut String, re: f64, im: f64) {
        self.re.write(out, re);
        let start = out.len();
        self.im.write(out, im);
        // The j stands before the padding.
        let end = start + out[start..].trim_end().len();
        out.insert(end, 'j');
    }
}

/// How integers are written: right-aligned.
#[derive(Debug)]
pub(super) struct IntegerFormat {
    width: usize,
    sign: Sign,
}

impl IntegerFormat {
    pub fn new(values: impl Iterator<Item = i128>, sign: Sign) -> IntegerFormat {
        let mut range: Option<(i128, i128)> = None;
        for x in values {
            range = Some(range.map_or((x, x), |(low, high)| (low.min(x), high.max(x))));
        }
        let Some((low, high)) = range else { return IntegerFormat { width: 0, sign } };
        let sign = if sign == Sign::Space && low < 0 { Sign::Minus } else { sign };
        let signed = (high >= 0 && sign != Sign::Minus) as usize;
        IntegerFormat { width: (decimal_len(high) + signed).max(decimal_len(low)), sign }
    }

    pub fn write(&self, out: &mut String, x: i128) {
        let len = decimal_len(x) + (x >= 0 && self.sign != Sign::Minus) as usize;
        for _ in len..self.width {
            out.push(' ');
        }
        if x >= 0 && self.sign != Sign::Minus {
            out.push_str(self.sign.name());
        }
        // Writing to a String cannot fail; 64 bits format faster than 128.
        let _ = match i64::try_from(x) {
            Ok(x) => write!(out, "{x}"),
            Err(_) => write!(out, "{x}"),
        };
    }
}

/// Characters of a decimal integer, its minus included.
fn decimal_len(x: i128) -> usize {
    x.unsigned_abs().checked_ilog10().map_or(1, |n| n as usize + 1) + (x < 0) as usize
}
