//! Compares two printed answers: byte for byte, or up to the last digits of the numbers in them.

/// How far the numbers of an answer may be apart (README.md, "Tolerance").
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tolerance {
    /// The texts are the same.
    Exact,
    /// Relative to the number, or to the largest number of the answer where that is larger than 1.
    Relative(f64),
}

impl Tolerance {
    /// The tolerance that the key `k` of a case names; no key means exact.
    pub fn named(name: Option<&str>) -> Option<Tolerance> {
        Some(match name {
            None => Tolerance::Exact,
            Some("ulp") => Tolerance::Relative(1e-14),
            Some("ulp32") => Tolerance::Relative(1e-6),
            Some("ulp16") => Tolerance::Relative(4e-3),
            Some("linalg") => Tolerance::Relative(1e-10),
            Some("linalg32") => Tolerance::Relative(1e-5),
            Some(_) => return None,
        })
    }
}

/// A number as it was printed: its value and the place value of its last digit.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Printed {
    value: f64,
    unit: f64,
    /// Digits after the point.
    digits: i32,
}

/// Whether `got` says the same as `want` within the tolerance.
pub fn agree(want: &str, got: &str, tolerance: Tolerance) -> bool {
    if want == got {
        return true;
    }
    let Tolerance::Relative(relative) = tolerance else { return false };
    let ((want_rest, want), (got_rest, got)) = (cut(want), cut(got));
    let largest = want.iter().map(|n| n.value.abs()).filter(|x| x.is_finite()).fold(1.0, f64::max);
    want_rest == got_rest
        && want.len() == got.len()
        && want.iter().zip(&got).all(|(w, g)| close(*w, *g, relative, largest))
}

fn close(want: Printed, got: Printed, relative: f64, largest: f64) -> bool {
    let (x, y) = (want.value, got.value);
    if x == y || (x.is_nan() && y.is_nan()) {
        return true;
    }
    // Eight digits after the point are what arrays show at most: there the last one may have been rounded the other way.
    let shown = if want.digits.max(got.digits) >= 8 { 1.01 * want.unit.min(got.unit) } else { 0.0 };
    (x - y).abs() <= (relative * largest.max(x.abs())).max(shown)
}

/// The text without blanks and with `#` for each number, and the numbers.
fn cut(text: &str) -> (String, Vec<Printed>) {
    let (mut rest, mut numbers) = (String::new(), Vec::new());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        if let Some((number, length)) = number(&text[at..]) {
            rest.push('#');
            numbers.push(number);
            at += length;
        } else {
            if !c.is_whitespace() {
                rest.push(c);
            }
            at += c.len_utf8();
        }
    }
    (rest, numbers)
}

/// The number that the text starts with, sign included, and its length in bytes.
fn number(text: &str) -> Option<(Printed, usize)> {
    let bytes = text.as_bytes();
    let digits_from = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    let negative = bytes.first() == Some(&b'-');
    for (word, value) in [("nan", f64::NAN), ("inf", f64::INFINITY)] {
        if text[sign..].starts_with(word) {
            let value = if negative { -value } else { value };
            return Some((Printed { value, unit: 0.0, digits: 0 }, sign + word.len()));
        }
    }
    let whole = digits_from(sign);
    let mut end = sign + whole;
    let mut digits = 0;
    if bytes.get(end) == Some(&b'.') && (whole > 0 || digits_from(end + 1) > 0) {
        digits = digits_from(end + 1);
        end += 1 + digits;
    } else if whole == 0 {
        return None;
    }
    let mut exponent = 0;
    if bytes.get(end) == Some(&b'e') {
        let sign = usize::from(matches!(bytes.get(end + 1), Some(b'+' | b'-')));
        let length = digits_from(end + 1 + sign);
        if length > 0 {
            exponent = text[end + 1..end + 1 + sign + length].parse().unwrap_or(0);
            end += 1 + sign + length;
        }
    }
    let digits = i32::try_from(digits).unwrap_or(i32::MAX);
    let value = text[..end].parse().ok()?;
    Some((Printed { value, unit: 10f64.powi(exponent - digits), digits }, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINALG: Tolerance = Tolerance::Relative(1e-10);

    #[test]
    fn exact_answers_are_the_same_bytes() {
        assert!(agree("array([1., 2.])\n", "array([1., 2.])\n", Tolerance::Exact));
        assert!(!agree("array([1., 2.])\n", "array([1.,  2.])\n", Tolerance::Exact));
    }

    #[test]
    fn digits_may_differ_but_not_the_rest() {
        assert!(agree("np.float64(-2.0000000000000004)", "np.float64(-2.0)", LINALG));
        assert!(agree("array([0.33333333, 1.        ])", "array([0.33333334, 1.        ])", LINALG));
        assert!(agree("[[ 1.0e+00 -2.2e-17]]", "[[1.0e+00 0.0e+00]]", LINALG));
        assert!(agree("array([nan, inf, 1.+2.j])", "array([nan, inf, 1.+2.00000000001j])", LINALG));
        assert!(!agree("array([1., 2.])", "array([1., 2.1])", LINALG));
        assert!(!agree("np.float64(0.5)", "np.float32(0.5)", LINALG));
        assert!(!agree("array([0.5])", "array([0.50001])", LINALG));
        assert!(!agree("array([1., 2.])", "array([1., 2., 3.])", LINALG));
        assert!(!agree("array([1., nan])", "array([1., 2.])", LINALG));
    }

    #[test]
    fn every_tolerance_has_a_name() {
        for name in ["ulp", "ulp32", "ulp16", "linalg", "linalg32"] {
            assert!(Tolerance::named(Some(name)).is_some());
        }
        assert_eq!(Tolerance::named(None), Some(Tolerance::Exact));
        assert_eq!(Tolerance::named(Some("guess")), None);
    }
}
