//! Series as text: `1.0 + 2.0·x + 3.0·x²`, `1.0 + 2.0 T_1(x)`, and what `repr` gives.

use super::class::SeriesObject;
use crate::tensor::calc::Calc;
use crate::tensor::format::digits::Width;
use crate::tensor::format::options::{self, FloatMode, Sign};
use crate::tensor::format::{FloatOptions, Trim, format_float_positional, format_float_scientific};
use crate::tensor::{Scalar, ufunc};
use crate::value::item::scalar_value;
use crate::value::{Result, Value, repr as value_repr};
use std::cell::Cell;

thread_local! {
    static UNICODE: Cell<bool> = const { Cell::new(true) };
}

/// Whether `str` writes superscripts and subscripts.
pub fn is_unicode() -> bool {
    UNICODE.get()
}

/// `set_default_printstyle`
pub fn set_unicode(unicode: bool) {
    UNICODE.set(unicode);
}

/// `Polynomial([1., 2.], domain=[-1.,  1.], window=[-1.,  1.], symbol='x')`
pub fn repr(series: &SeriesObject) -> String {
    // Without `array(` and `)`.
    let inside = |array: &Value| {
        let text = value_repr::repr(array);
        text.get(6..text.len() - 1).unwrap_or("").to_string()
    };
    format!(
        "{}({}, domain={}, window={}, symbol='{}')",
        series.family.class.name,
        inside(&series.coef.borrow()),
        inside(&series.domain.borrow()),
        inside(&series.window.borrow()),
        series.symbol
    )
}

/// A sum of terms, broken before a term where the line would be longer than the print options allow.
pub fn text(series: &SeriesObject, unicode: bool) -> Result<String> {
    let width = usize::try_from(options::current().linewidth).unwrap_or(1).max(1);
    let (offset, scale) = series.parameters()?;
    let variable = variable(&scalar(&offset)?, &scalar(&scale)?, &series.symbol)?;
    let coefficients = Calc::parts(&series.coef())?;
    let mut out = String::new();
    for (i, coefficient) in coefficients.iter().enumerate() {
        let value = scalar(coefficient)?;
        if i == 0 {
            out = number(&value, false)?;
            continue;
        }
        let term = match is_negative(coefficient) {
            None => format!("+ {}", value_repr::str(&scalar_value(value))),
            Some(false) => format!("+ {}", number(&value, true)?),
            Some(true) => format!("- {}", number(&scalar(&-coefficient.clone())?, true)?),
        };
        let mut term = term + &basis_term(series.family.basis.symbol(), i, &variable, unicode);
        let line = out.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let ahead = if i + 1 < coefficients.len() { 2 } else { 0 };
        if line + 1 + term.chars().count() + ahead >= width {
            term = term.replacen(' ', "\n", 1);
        }
        out.push(' ');
        out.push_str(&term);
    }
    Ok(out)
}

fn scalar(calc: &Calc) -> Result<Scalar> {
    Ok(calc.clone().tensor()?.first())
}

/// Whether a coefficient is less than 0; `None` where that can't be said.
fn is_negative(coefficient: &Calc) -> Option<bool> {
    let not_negative = coefficient.clone().quiet().binary(&ufunc::GREATER_EQUAL, 0).tensor().ok()?;
    match not_negative.first() {
        Scalar::Bool(not_negative) => Some(!not_negative),
        Scalar::Object(item) => item.truth().ok().map(|not_negative| !not_negative),
        _ => None,
    }
}

/// The variable of the basis polynomials: `x`, or where domain and window differ `(offset + scale x)`.
fn variable(offset: &Scalar, scale: &Scalar, symbol: &str) -> Result<String> {
    let (no_offset, no_scale) = (equals(offset, 0.0), equals(scale, 1.0));
    Ok(match (no_offset, no_scale) {
        (true, true) => symbol.to_string(),
        (false, true) => format!("({} + {symbol})", number(offset, false)?),
        (true, false) => format!("({}{symbol})", number(scale, false)?),
        (false, false) => format!("({} + {}{symbol})", number(offset, false)?, number(scale, false)?),
    })
}

fn equals(scalar: &Scalar, value: f64) -> bool {
    match scalar {
        Scalar::Complex64(z) => z.im == 0.0 && f64::from(z.re) == value,
        Scalar::Complex128(z) => z.im == 0.0 && z.re == value,
        other => other.to_f64() == Some(value),
    }
}

/// `·T₂(x)`, ` T_2(x)`, `·x²`, ` x**2`
fn basis_term(basis: Option<&str>, degree: usize, variable: &str, unicode: bool) -> String {
    let digits = degree.to_string();
    match (basis, unicode) {
        (None, true) if degree == 1 => format!("·{variable}"),
        (None, true) => format!("·{variable}{}", translated(&digits, SUPERSCRIPTS)),
        (None, false) if degree == 1 => format!(" {variable}"),
        (None, false) => format!(" {variable}**{digits}"),
        (Some(name), true) => format!("·{name}{}({variable})", translated(&digits, SUBSCRIPTS)),
        (Some(name), false) => format!(" {name}_{digits}({variable})"),
    }
}

const SUPERSCRIPTS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
const SUBSCRIPTS: [char; 10] = ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'];

fn translated(digits: &str, into: [char; 10]) -> String {
    digits.chars().map(|c| c.to_digit(10).map_or(c, |digit| into[digit as usize])).collect()
}

/// A coefficient as `polyutils.format_float` writes it; with `parentheses` around a number with an exponent.
pub fn number(value: &Scalar, parentheses: bool) -> Result<String> {
    let (x, width) = match value {
        Scalar::Float16(x) => (x.to_f64(), Width::Half),
        Scalar::Float32(x) => (f64::from(*x), Width::Single),
        Scalar::Float64(x) => (*x, Width::Double),
        other => return Ok(value_repr::str(&scalar_value(other.clone()))),
    };
    let options = options::current();
    if x.is_nan() {
        return Ok(options.nanstr.to_string());
    }
    if x.is_infinite() {
        return Ok(options.infstr.to_string());
    }
    let precision = options.precision;
    let least = 10f64.powi((-(precision as i64 - 1)).div_euclid(2).min(0) as i32);
    let scientific = x != 0.0 && (x.abs() >= 1e8 || x.abs() < least);
    let fixed = options.floatmode == FloatMode::Fixed;
    let float = FloatOptions {
        precision: Some(precision),
        unique: !fixed,
        trim: if fixed { Trim::Keep } else { Trim::OneZero },
        sign: options.sign == Sign::Plus,
        ..FloatOptions::default()
    };
    if !scientific {
        return Ok(format_float_positional(x, width, &float)?);
    }
    let text = format_float_scientific(x, width, &float)?;
    Ok(if parentheses { format!("({text})") } else { text })
}
