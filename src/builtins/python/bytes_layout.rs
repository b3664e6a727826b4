//! Methods of bytes that lay them out, change the case of ASCII letters, and ask what they are made of.

use super::receiver::{bytes_like, check_size, type_name};
use crate::tensor::text::{Letter, layout, search};
use crate::value::{Bytes, Error, Result, Value};
use std::rc::Rc;

builtins! { BYTES_LAYOUT, chapter "bytes: layout and case", methods "bytes";
    /// In the middle of so many bytes.
    ///
    /// >>> b'ab'.center(6, b'*')
    /// b'**ab**'
    fn center(cx, @pos this: Rc<Bytes>, @pos width: i64, @pos fillchar: Value = Value::bytes(*b" ")) -> Value {
        let fill = fill_byte(&fillchar, "center")?;
        let left = layout::left_margin(this.data.len(), usize::try_from(width).unwrap_or(0));
        padded(&this, width, |_| left, fill)
    }

    /// At the left of so many bytes.
    ///
    /// >>> b'ab'.ljust(4, b'.')
    /// b'ab..'
    fn ljust(cx, @pos this: Rc<Bytes>, @pos width: i64, @pos fillchar: Value = Value::bytes(*b" ")) -> Value {
        padded(&this, width, |_| 0, fill_byte(&fillchar, "ljust")?)
    }

    /// At the right of so many bytes.
    ///
    /// >>> b'ab'.rjust(4, b'.')
    /// b'..ab'
    fn rjust(cx, @pos this: Rc<Bytes>, @pos width: i64, @pos fillchar: Value = Value::bytes(*b" ")) -> Value {
        padded(&this, width, |missing| missing, fill_byte(&fillchar, "rjust")?)
    }

    /// With zeros after the sign, up to so many bytes.
    ///
    /// >>> b'-42'.zfill(6)
    /// b'-00042'
    fn zfill(cx, @pos this: Rc<Bytes>, @pos width: i64) -> Value {
        let width = usize::try_from(width).unwrap_or(0);
        check_size(width)?;
        let mut out = Vec::new();
        layout::zero_fill(&this.data, width, &mut out);
        Ok(Value::bytes(out))
    }

    /// With tabs turned into spaces.
    ///
    /// >>> b'a\tb'.expandtabs(4)
    /// b'a   b'
    fn expandtabs(cx, @pos this: Rc<Bytes>, tabsize: i64 = 8) -> Value {
        check_size(usize::try_from(tabsize).unwrap_or(0))?;
        let mut out = Vec::new();
        layout::expand_tabs(&this.data, tabsize, |byte, n| out.extend(std::iter::repeat_n(byte, n)));
        Ok(Value::bytes(out))
    }

    /// With ASCII letters as capitals.
    ///
    /// >>> b'abc'.upper()
    /// b'ABC'
    fn upper(cx, @pos this: Rc<Bytes>) -> Value { Ok(Value::bytes(this.data.to_ascii_uppercase())) }

    /// With ASCII letters small.
    ///
    /// >>> b'ABC'.lower()
    /// b'abc'
    fn lower(cx, @pos this: Rc<Bytes>) -> Value { Ok(Value::bytes(this.data.to_ascii_lowercase())) }

    /// With capital and small ASCII letters exchanged.
    ///
    /// >>> b'aBc'.swapcase()
    /// b'AbC'
    fn swapcase(cx, @pos this: Rc<Bytes>) -> Value {
        let swapped = |b: &u8| if b.is_ascii_lowercase() { b.to_ascii_uppercase() } else { b.to_ascii_lowercase() };
        Ok(Value::bytes(this.data.iter().map(swapped).collect::<Vec<u8>>()))
    }

    /// With a capital first letter and the others small.
    ///
    /// >>> b'aBC d'.capitalize()
    /// b'Abc d'
    fn capitalize(cx, @pos this: Rc<Bytes>) -> Value {
        let mut out = this.data.to_ascii_lowercase();
        if let Some(first) = out.first_mut() {
            first.make_ascii_uppercase();
        }
        Ok(Value::bytes(out))
    }

    /// With each word's first letter a capital one.
    ///
    /// >>> b'hello wORLD'.title()
    /// b'Hello World'
    fn title(cx, @pos this: Rc<Bytes>) -> Value {
        let mut inside = false;
        let cased = |b: &u8| {
            let byte = if inside { b.to_ascii_lowercase() } else { b.to_ascii_uppercase() };
            inside = b.is_ascii_alphabetic();
            byte
        };
        Ok(Value::bytes(this.data.iter().map(cased).collect::<Vec<u8>>()))
    }

    /// With bytes replaced by those of a table of 256, and some dropped before.
    ///
    /// >>> b'abc'.translate(bytes.maketrans(b'ab', b'xy')), b'abc'.translate(None, b'b')
    /// (b'xyc', b'ac')
    fn translate(cx, @pos this: Rc<Bytes>, @pos table: Option<Rc<Bytes>>, delete: Option<Rc<Bytes>> = None) -> Value {
        if table.as_ref().is_some_and(|table| table.data.len() != 256) {
            return Err(Error::value("translation table must be 256 characters long"));
        }
        let kept = this.data.iter().filter(|b| !delete.as_ref().is_some_and(|d| d.data.contains(b)));
        let new = |&b: &u8| table.as_ref().and_then(|t| t.data.get(usize::from(b))).copied().unwrap_or(b);
        Ok(Value::bytes(kept.map(new).collect::<Vec<u8>>()))
    }

    /// A table for `translate` that turns each byte of `frm` into that of `to`.
    ///
    /// >>> bytes.maketrans(b'a', b'b')[97:99]
    /// b'bb'
    @static
    fn maketrans(cx, @pos frm: Rc<Bytes>, @pos to: Rc<Bytes>) -> Value {
        if frm.data.len() != to.data.len() {
            return Err(Error::value("maketrans arguments must have same length"));
        }
        let mut table: Vec<u8> = (0..=255).collect();
        for (from, to) in frm.data.iter().zip(&to.data) {
            table[usize::from(*from)] = *to;
        }
        Ok(Value::bytes(table))
    }

    /// Whether all bytes are ASCII digits.
    ///
    /// >>> b'42'.isdigit(), b''.isdigit()
    /// (True, False)
    fn isdigit(cx, @pos this: Rc<Bytes>) -> bool { Ok(search::all(&this.data, |b| b.is_ascii_digit())) }

    /// Whether all bytes are ASCII letters.
    ///
    /// >>> b'ab'.isalpha()
    /// True
    fn isalpha(cx, @pos this: Rc<Bytes>) -> bool { Ok(search::all(&this.data, |b| b.is_ascii_alphabetic())) }

    /// Whether all bytes are ASCII letters or digits.
    ///
    /// >>> b'a1'.isalnum()
    /// True
    fn isalnum(cx, @pos this: Rc<Bytes>) -> bool { Ok(search::all(&this.data, |b| b.is_ascii_alphanumeric())) }

    /// Whether all bytes are white space.
    ///
    /// >>> b' \t'.isspace()
    /// True
    fn isspace(cx, @pos this: Rc<Bytes>) -> bool { Ok(search::all(&this.data, Letter::is_space)) }

    /// Whether all bytes are ASCII.
    ///
    /// >>> b'a'.isascii(), b'\xff'.isascii()
    /// (True, False)
    fn isascii(cx, @pos this: Rc<Bytes>) -> bool { Ok(this.data.is_ascii()) }

    /// Whether there are small letters and no capital ones.
    ///
    /// >>> b'a1'.islower()
    /// True
    fn islower(cx, @pos this: Rc<Bytes>) -> bool { Ok(search::is_lower(&this.data)) }

    /// Whether there are capital letters and no small ones.
    ///
    /// >>> b'A1'.isupper()
    /// True
    fn isupper(cx, @pos this: Rc<Bytes>) -> bool { Ok(search::is_upper(&this.data)) }

    /// Whether capital letters stand at the starts of words and only there.
    ///
    /// >>> b'Ab Cd'.istitle()
    /// True
    fn istitle(cx, @pos this: Rc<Bytes>) -> bool { Ok(search::is_title(&this.data)) }
}

fn fill_byte(value: &Value, name: &str) -> Result<u8> {
    match bytes_like(value).as_deref().map(|b| &*b.data) {
        Some([one]) => Ok(*one),
        _ => {
            let found = type_name(value);
            Err(Error::type_error(format!("{name}() argument 2 must be a byte string of length 1, not {found}")))
        }
    }
}

/// In `width` bytes, of those that are missing `left` at the left.
fn padded(this: &Bytes, width: i64, left: impl Fn(usize) -> usize, fill: u8) -> Result<Value> {
    let width = usize::try_from(width).unwrap_or(0);
    check_size(width)?;
    let missing = width.saturating_sub(this.data.len());
    let mut out = Vec::with_capacity(width);
    layout::pad(&this.data, left(missing), missing - left(missing), fill, &mut out);
    Ok(Value::bytes(out))
}
