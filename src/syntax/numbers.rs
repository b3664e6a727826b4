//! The text of a number → its value: integers of any length in four radices, floats, imaginary numbers, with `_`
//! between digits; and Python's messages for what only looks like a number.

use super::token::Literal;

/// How far a number goes, and what it is or what is wrong with it (a message and where, in bytes from its start).
pub struct Scanned {
    pub len: usize,
    pub value: Result<Literal, (String, usize, usize)>,
}

struct Scan<'a> {
    text: &'a [u8],
    pos: usize,
}

impl Scan<'_> {
    fn peek(&self) -> u8 {
        self.text.get(self.pos).copied().unwrap_or(0)
    }

    /// Digits with single underscores between them. `false` if an underscore is not followed by a digit.
    fn digits(&mut self, is_digit: fn(&u8) -> bool) -> bool {
        loop {
            while is_digit(&self.peek()) {
                self.pos += 1;
            }
            if self.peek() != b'_' {
                return true;
            }
            if !self.text.get(self.pos + 1).is_some_and(is_digit) {
                self.pos += 1;
                return false;
            }
            self.pos += 1;
        }
    }
}

/// Reads the number at the start of `text`, which begins with a digit or with `.` and a digit.
pub fn scan(text: &str) -> Scanned {
    let mut scan = Scan { text: text.as_bytes(), pos: 0 };
    let value = if scan.peek() == b'0' && scan.text.len() > 1 {
        match scan.text[1] | 0x20 {
            b'x' => radix(&mut scan, 16, "hexadecimal"),
            b'o' => radix(&mut scan, 8, "octal"),
            b'b' => radix(&mut scan, 2, "binary"),
            _ => decimal(&mut scan, text),
        }
    } else {
        decimal(&mut scan, text)
    };
    finish(scan, value, text)
}

type Value = Result<Literal, (String, usize, usize)>;

fn error(message: impl Into<String>, start: usize, end: usize) -> Value {
    Err((message.into(), start, end))
}

fn radix(scan: &mut Scan, radix: u32, name: &str) -> Value {
    let is_digit: fn(&u8) -> bool = match radix {
        16 => u8::is_ascii_hexdigit,
        8 => |b| matches!(b, b'0'..=b'7'),
        _ => |b| matches!(b, b'0' | b'1'),
    };
    scan.pos = 2;
    if scan.peek() == b'_' {
        scan.pos += 1;
    }
    let first = scan.peek();
    if !is_digit(&first) {
        if first.is_ascii_digit() {
            return error(format!("invalid digit '{}' in {name} literal", first as char), scan.pos, scan.pos + 1);
        }
        return error(format!("invalid {name} literal"), 0, scan.pos);
    }
    if !scan.digits(is_digit) {
        return error(format!("invalid {name} literal"), 0, scan.pos);
    }
    let next = scan.peek();
    if next.is_ascii_digit() {
        return error(format!("invalid digit '{}' in {name} literal", next as char), scan.pos, scan.pos + 1);
    }
    if starts_name(scan) {
        return error(format!("invalid {name} literal"), 0, scan.pos);
    }
    let digits = clean(&scan.text[2..scan.pos]);
    Ok(match i64::from_str_radix(&digits, radix) {
        Ok(value) => Literal::Int(value),
        Err(_) => Literal::BigInt { digits: digits.into(), radix },
    })
}

fn decimal(scan: &mut Scan, text: &str) -> Value {
    let mut float = false;
    if scan.peek() != b'.' && !scan.digits(u8::is_ascii_digit) {
        return error("invalid decimal literal", 0, scan.pos);
    }
    let whole = scan.pos;
    if scan.peek() == b'.' {
        float = true;
        scan.pos += 1;
        if scan.peek().is_ascii_digit() && !scan.digits(u8::is_ascii_digit) {
            return error("invalid decimal literal", 0, scan.pos);
        }
    }
    if scan.peek() | 0x20 == b'e' {
        let sign = matches!(scan.text.get(scan.pos + 1), Some(b'+' | b'-')) as usize;
        if scan.text.get(scan.pos + 1 + sign).is_some_and(u8::is_ascii_digit) {
            float = true;
            scan.pos += 1 + sign;
            if !scan.digits(u8::is_ascii_digit) {
                return error("invalid decimal literal", 0, scan.pos);
            }
        } else if sign == 1 {
            return error("invalid decimal literal", 0, scan.pos);
        }
    }
    let end = scan.pos;
    let imaginary = scan.peek() | 0x20 == b'j';
    if imaginary {
        scan.pos += 1;
    }
    if starts_name(scan) {
        let what = if imaginary { "invalid imaginary literal" } else { "invalid decimal literal" };
        return error(what, 0, scan.pos);
    }
    let digits = clean(&text.as_bytes()[..end]);
    if imaginary {
        return Ok(Literal::Imaginary(digits.parse().unwrap_or(f64::INFINITY)));
    }
    if float {
        return Ok(Literal::Float(digits.parse().unwrap_or(f64::INFINITY)));
    }
    if digits.len() > 1 && digits.starts_with('0') && digits.bytes().any(|b| b != b'0') {
        let message =
            "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers";
        return error(message, 0, whole);
    }
    // CPython converts decimal digits to an integer only up to this many (PEP 678's companion limit).
    if digits.len() > 4300 {
        let message = format!(
            "Exceeds the limit (4300 digits) for integer string conversion: value has {} digits; use \
             sys.set_int_max_str_digits() to increase the limit - Consider hexadecimal for huge integer literals to \
             avoid decimal conversion limits.",
            digits.len()
        );
        return error(message, 0, whole);
    }
    Ok(match digits.parse() {
        Ok(value) => Literal::Int(value),
        Err(_) => Literal::BigInt { digits: digits.into(), radix: 10 },
    })
}

/// Does a name begin here, glued to the number? Keywords that may follow a number (`1if x else 2`) don't count.
fn starts_name(scan: &Scan) -> bool {
    let rest = &scan.text[scan.pos..];
    match rest.first() {
        Some(b) if b.is_ascii_alphanumeric() || *b == b'_' || *b >= 0x80 => {
            const ALLOWED: [&[u8]; 7] = [b"and", b"else", b"for", b"if", b"in", b"is", b"or"];
            !ALLOWED.iter().chain(&[b"not".as_slice()]).any(|word| rest.starts_with(word))
        }
        _ => false,
    }
}

/// An error takes the whole glued word with it, so that it is reported once.
fn finish(mut scan: Scan, value: Value, text: &str) -> Scanned {
    if value.is_err() {
        let glued = |c: char| c.is_alphanumeric() || c == '_';
        let rest = text.get(scan.pos..).unwrap_or("");
        scan.pos += rest.len() - rest.trim_start_matches(glued).len();
    }
    while !text.is_char_boundary(scan.pos) {
        scan.pos += 1;
    }
    Scanned { len: scan.pos.max(1), value }
}

fn clean(digits: &[u8]) -> String {
    digits.iter().filter(|&&b| b != b'_').map(|&b| b as char).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Literal {
        scan(text).value.expect(text)
    }

    fn message(text: &str) -> String {
        scan(text).value.expect_err(text).0
    }

    #[test]
    fn values() {
        assert_eq!(value("1_000"), Literal::Int(1000));
        assert_eq!(value("0x_FF"), Literal::Int(255));
        assert_eq!(value("0b101"), Literal::Int(5));
        assert_eq!(value("0o17"), Literal::Int(15));
        assert_eq!(value("00"), Literal::Int(0));
        assert_eq!(value("007.5"), Literal::Float(7.5));
        assert_eq!(value("1e400"), Literal::Float(f64::INFINITY));
        assert_eq!(value("1_0.2_5e-1_0j"), Literal::Imaginary(10.25e-10));
        assert_eq!(value(".5"), Literal::Float(0.5));
    }

    #[test]
    fn long_integers_keep_their_digits() {
        let big = Literal::BigInt { digits: "9223372036854775808".into(), radix: 10 };
        assert_eq!(value("9_223_372_036_854_775_808"), big);
        assert_eq!(value("9223372036854775807"), Literal::Int(i64::MAX));
    }

    #[test]
    fn messages() {
        assert_eq!(message("1__0"), "invalid decimal literal");
        assert_eq!(message("1abc"), "invalid decimal literal");
        assert_eq!(message("1_"), "invalid decimal literal");
        assert_eq!(message("1e+"), "invalid decimal literal");
        assert_eq!(message("1jx"), "invalid imaginary literal");
        assert_eq!(message("0xg"), "invalid hexadecimal literal");
        assert_eq!(message("0o8"), "invalid digit '8' in octal literal");
        assert_eq!(message("0b12"), "invalid digit '2' in binary literal");
        assert!(message("0777").starts_with("leading zeros in decimal"));
    }

    #[test]
    fn a_keyword_may_follow() {
        assert_eq!(scan("1if x else 2").len, 1);
        assert_eq!(scan("0x1for x in y").len, 4);
    }
}
