//! Methods of bytes: hexadecimal, decoding, and those that bytes share with str, on single bytes.

use super::receiver::{bytes_like, check_size, type_name};
use crate::value::convert::to_index;
use crate::value::item::slice_bounds;
use crate::value::iter::collect;
use crate::value::{Bytes, Error, Result, Slice, Value};
use std::rc::Rc;

builtins! { BYTES_METHODS, chapter "bytes", methods "bytes";
    /// As text in an encoding.
    ///
    /// >>> b'n\xc3\xa9'.decode(), b'\xff'.decode('utf-8', 'replace')
    /// ('né', '�')
    fn decode(cx, @pos this: Rc<Bytes>, encoding: String = "utf-8".into(), errors: String = "strict".into()) -> String {
        super::codec::decode(&this.data, &encoding, &errors)
    }

    /// As hexadecimal digits, with a separator between groups of bytes (counted from the right, or from the left if negative).
    ///
    /// >>> b'\x01\xab\xff'.hex(), b'\x01\xab\xff'.hex('-'), b'abcde'.hex(' ', 2)
    /// ('01abff', '01-ab-ff', '61 6263 6465')
    fn hex(cx, @pos this: Rc<Bytes>, sep: Option<String> = None, bytes_per_sep: i64 = 1) -> String {
        let group = bytes_per_sep.unsigned_abs() as usize;
        let n = this.data.len();
        let mut out = String::with_capacity(2 * n);
        for (i, b) in this.data.iter().enumerate() {
            let boundary = group > 0 && if bytes_per_sep > 0 { (n - i).is_multiple_of(group) } else { i % group == 0 };
            if let Some(sep) = &sep
                && i > 0
                && boundary
            {
                out.push_str(sep);
            }
            out.push_str(&format!("{b:02x}"));
        }
        Ok(out)
    }

    /// Bytes from hexadecimal digits.
    ///
    /// >>> bytes.fromhex('00 ff 10')
    /// b'\x00\xff\x10'
    @static
    fn fromhex(cx, @pos string: String) -> Value {
        let mut out = Vec::new();
        let mut digits = string.char_indices();
        while let Some((at, c)) = digits.next() {
            if c.is_ascii_whitespace() {
                continue;
            }
            let bad = |at: usize| Error::value(format!("non-hexadecimal number found in fromhex() arg at position {at}"));
            let high = c.to_digit(16).ok_or_else(|| bad(at))?;
            let low = digits.next().and_then(|(_, c)| c.to_digit(16)).ok_or_else(|| bad(at + 1))?;
            out.push((high * 16 + low) as u8);
        }
        Ok(Value::bytes(out))
    }

    /// The first place of a part or of a byte, or -1.
    ///
    /// >>> b'banana'.find(b'an'), b'banana'.find(98)
    /// (1, 0)
    fn find(cx, @pos this: Rc<Bytes>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        Ok(find_part(&this, &sub, start, end, false)?.map_or(-1, |i| i as i64))
    }

    /// The last place of a part or of a byte, or -1.
    ///
    /// >>> b'banana'.rfind(b'an')
    /// 3
    fn rfind(cx, @pos this: Rc<Bytes>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        Ok(find_part(&this, &sub, start, end, true)?.map_or(-1, |i| i as i64))
    }

    /// The first place of a part or of a byte; ValueError where it is not there.
    ///
    /// >>> b'banana'.index(b'na')
    /// 2
    fn index(cx, @pos this: Rc<Bytes>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        let found = find_part(&this, &sub, start, end, false)?;
        found.map(|i| i as i64).ok_or_else(|| Error::value("subsection not found"))
    }

    /// How often a part or a byte occurs, without overlaps.
    ///
    /// >>> b'banana'.count(b'an'), b'banana'.count(97)
    /// (2, 3)
    fn count(cx, @pos this: Rc<Bytes>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        let part = part_or_byte(&sub)?;
        let (start, end) = window(&this, start, end)?;
        let data = &this.data[start..end.max(start)];
        if part.is_empty() {
            return Ok(data.len() as i64 + 1);
        }
        Ok(positions(data, &part).len() as i64)
    }

    /// Whether it starts with a part, or with one of a tuple of parts.
    ///
    /// >>> b'\x89PNG'.startswith(b'\x89P')
    /// True
    fn startswith(cx, @pos this: Rc<Bytes>, @pos prefix: Value) -> bool {
        at_edge(&prefix, "startswith", |part| this.data.starts_with(part))
    }

    /// Whether it ends with a part, or with one of a tuple of parts.
    ///
    /// >>> b'a.csv'.endswith((b'.txt', b'.csv'))
    /// True
    fn endswith(cx, @pos this: Rc<Bytes>, @pos suffix: Value) -> bool {
        at_edge(&suffix, "endswith", |part| this.data.ends_with(part))
    }

    /// A copy with every occurrence of a part replaced, or only the first few.
    ///
    /// >>> b'banana'.replace(b'an', b'-')
    /// b'b--a'
    fn replace(cx, @pos this: Rc<Bytes>, @pos old: Rc<Bytes>, @pos new: Rc<Bytes>, @pos count: i64 = -1) -> Value {
        let most = usize::try_from(count).unwrap_or(usize::MAX);
        let mut out = Vec::new();
        let mut done = 0;
        if old.data.is_empty() {
            for (i, b) in this.data.iter().enumerate() {
                if i < most {
                    out.extend_from_slice(&new.data);
                }
                out.push(*b);
            }
            if this.data.len() < most {
                out.extend_from_slice(&new.data);
            }
            return Ok(Value::bytes(out));
        }
        for at in positions(&this.data, &old.data).into_iter().take(most) {
            out.extend_from_slice(&this.data[done..at]);
            out.extend_from_slice(&new.data);
            done = at + old.data.len();
        }
        out.extend_from_slice(&this.data[done..]);
        Ok(Value::bytes(out))
    }

    /// The words, or the parts between separators.
    ///
    /// >>> b'a,b'.split(b','), b' a b '.split()
    /// ([b'a', b'b'], [b'a', b'b'])
    fn split(cx, @pos this: Rc<Bytes>, sep: Option<Rc<Bytes>> = None, maxsplit: i64 = -1) -> Value {
        let most = usize::try_from(maxsplit).unwrap_or(usize::MAX);
        let mut parts = Vec::new();
        match sep {
            Some(sep) if sep.data.is_empty() => return Err(Error::value("empty separator")),
            Some(sep) => {
                let mut done = 0;
                for at in positions(&this.data, &sep.data).into_iter().take(most) {
                    parts.push(Value::bytes(&this.data[done..at]));
                    done = at + sep.data.len();
                }
                parts.push(Value::bytes(&this.data[done..]));
            }
            None => {
                let mut rest = this.data.trim_ascii_start();
                while !rest.is_empty() {
                    if parts.len() == most {
                        parts.push(Value::bytes(rest));
                        break;
                    }
                    let end = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                    parts.push(Value::bytes(&rest[..end]));
                    rest = rest[end..].trim_ascii_start();
                }
            }
        }
        Ok(Value::list(parts))
    }

    /// The lines, without their ends.
    ///
    /// >>> b'a\nb\r\n'.splitlines()
    /// [b'a', b'b']
    fn splitlines(cx, @pos this: Rc<Bytes>, keepends: bool = false) -> Value {
        let mut lines = Vec::new();
        let mut rest = &this.data[..];
        while !rest.is_empty() {
            let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
            let over = match &rest[end..] {
                [b'\r', b'\n', ..] => 2,
                [] => 0,
                _ => 1,
            };
            lines.push(Value::bytes(&rest[..if keepends { end + over } else { end }]));
            rest = &rest[end + over..];
        }
        Ok(Value::list(lines))
    }

    /// What stands before the first separator, the separator, and what stands after it.
    ///
    /// >>> b'k=v'.partition(b'=')
    /// (b'k', b'=', b'v')
    fn partition(cx, @pos this: Rc<Bytes>, @pos sep: Rc<Bytes>) -> (Value, Value, Value) {
        if sep.data.is_empty() {
            return Err(Error::value("empty separator"));
        }
        Ok(match positions(&this.data, &sep.data).first() {
            Some(&at) => {
                let after = at + sep.data.len();
                (Value::bytes(&this.data[..at]), Value::Bytes(sep.clone()), Value::bytes(&this.data[after..]))
            }
            None => (Value::Bytes(this.clone()), Value::bytes([]), Value::bytes([])),
        })
    }

    /// The items of an iterable of bytes, with these between them.
    ///
    /// >>> b', '.join([b'a', b'b'])
    /// b'a, b'
    fn join(cx, @pos this: Rc<Bytes>, @pos iterable: Value) -> Value {
        let mut out = Vec::new();
        for (i, item) in collect(cx, &iterable)?.iter().enumerate() {
            if i > 0 {
                out.extend_from_slice(&this.data);
            }
            let Some(bytes) = bytes_like(item) else {
                let name = type_name(item);
                return Err(Error::type_error(format!("sequence item {i}: expected a bytes-like object, {name} found")));
            };
            out.extend_from_slice(&bytes.data);
        }
        Ok(Value::bytes(out))
    }

    /// Without white space, or without certain bytes, at both ends.
    ///
    /// >>> b'  a '.strip(), b'xax'.strip(b'x')
    /// (b'a', b'a')
    fn strip(cx, @pos this: Rc<Bytes>, @pos bytes: Option<Rc<Bytes>> = None) -> Value {
        Ok(Value::bytes(strip_right(strip_left(&this.data, bytes.as_deref()), bytes.as_deref())))
    }

    /// As `strip`, at the left end.
    ///
    /// >>> b'  a '.lstrip()
    /// b'a '
    fn lstrip(cx, @pos this: Rc<Bytes>, @pos bytes: Option<Rc<Bytes>> = None) -> Value {
        Ok(Value::bytes(strip_left(&this.data, bytes.as_deref())))
    }

    /// As `strip`, at the right end.
    ///
    /// >>> b'a\n'.rstrip()
    /// b'a'
    fn rstrip(cx, @pos this: Rc<Bytes>, @pos bytes: Option<Rc<Bytes>> = None) -> Value {
        Ok(Value::bytes(strip_right(&this.data, bytes.as_deref())))
    }

    /// Without a part at its start, if it is there.
    ///
    /// >>> b'abc'.removeprefix(b'a')
    /// b'bc'
    fn removeprefix(cx, @pos this: Rc<Bytes>, @pos prefix: Rc<Bytes>) -> Value {
        Ok(Value::bytes(this.data.strip_prefix(&*prefix.data).unwrap_or(&this.data)))
    }

    /// Without a part at its end, if it is there.
    ///
    /// >>> b'abc'.removesuffix(b'c')
    /// b'ab'
    fn removesuffix(cx, @pos this: Rc<Bytes>, @pos suffix: Rc<Bytes>) -> Value {
        Ok(Value::bytes(this.data.strip_suffix(&*suffix.data).unwrap_or(&this.data)))
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

    /// Whether all bytes are ASCII digits.
    ///
    /// >>> b'42'.isdigit(), b''.isdigit()
    /// (True, False)
    fn isdigit(cx, @pos this: Rc<Bytes>) -> bool { Ok(!this.data.is_empty() && this.data.iter().all(u8::is_ascii_digit)) }

    /// Whether all bytes are ASCII letters.
    ///
    /// >>> b'ab'.isalpha()
    /// True
    fn isalpha(cx, @pos this: Rc<Bytes>) -> bool {
        Ok(!this.data.is_empty() && this.data.iter().all(u8::is_ascii_alphabetic))
    }

    /// Whether all bytes are white space.
    ///
    /// >>> b' \t'.isspace()
    /// True
    fn isspace(cx, @pos this: Rc<Bytes>) -> bool {
        Ok(!this.data.is_empty() && this.data.iter().all(|b| b.is_ascii_whitespace() || *b == 0x0b))
    }

    /// At the left of so many bytes.
    ///
    /// >>> b'ab'.ljust(4, b'.')
    /// b'ab..'
    fn ljust(cx, @pos this: Rc<Bytes>, @pos width: i64, @pos fillchar: Value = Value::bytes(*b" ")) -> Value {
        let fill = fill_byte(&fillchar, "ljust")?;
        check_size(width.max(0) as usize)?;
        let mut out = this.data.to_vec();
        out.resize(out.len().max(width.max(0) as usize), fill);
        Ok(Value::bytes(out))
    }

    /// At the right of so many bytes.
    ///
    /// >>> b'ab'.rjust(4, b'.')
    /// b'..ab'
    fn rjust(cx, @pos this: Rc<Bytes>, @pos width: i64, @pos fillchar: Value = Value::bytes(*b" ")) -> Value {
        let fill = fill_byte(&fillchar, "rjust")?;
        check_size(width.max(0) as usize)?;
        let mut out = vec![fill; (width.max(0) as usize).saturating_sub(this.data.len())];
        out.extend_from_slice(&this.data);
        Ok(Value::bytes(out))
    }
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

fn part_or_byte(value: &Value) -> Result<Vec<u8>> {
    if let Some(bytes) = bytes_like(value) {
        return Ok(bytes.data.to_vec());
    }
    match to_index(value) {
        Ok(i) => match u8::try_from(i) {
            Ok(b) => Ok(vec![b]),
            Err(_) => Err(Error::value("byte must be in range(0, 256)")),
        },
        Err(_) => {
            let name = type_name(value);
            Err(Error::type_error(format!("argument should be integer or bytes-like object, not '{name}'")))
        }
    }
}

fn window(this: &Bytes, start: Value, end: Value) -> Result<(usize, usize)> {
    let (start, end, _) = slice_bounds(&Slice { start, stop: end, step: Value::None }, this.data.len())?;
    Ok((start as usize, end as usize))
}

fn find_part(this: &Bytes, sub: &Value, start: Value, end: Value, last: bool) -> Result<Option<usize>> {
    let part = part_or_byte(sub)?;
    let (start, end) = window(this, start, end)?;
    if start > end {
        return Ok(None);
    }
    let data = &this.data[start..end];
    if part.is_empty() {
        return Ok(Some(if last { end } else { start }));
    }
    let mut windows = data.windows(part.len());
    let found = if last { windows.rposition(|w| *w == *part) } else { windows.position(|w| *w == *part) };
    Ok(found.map(|at| at + start))
}

/// Where a part stands, without overlaps.
fn positions(data: &[u8], part: &[u8]) -> Vec<usize> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(next) = data[at..].windows(part.len().max(1)).position(|w| w == part) {
        found.push(at + next);
        at += next + part.len().max(1);
    }
    found
}

fn at_edge(parts: &Value, name: &str, holds: impl Fn(&[u8]) -> bool) -> Result<bool> {
    let list = if let Value::Tuple(tuple) = parts { tuple.items.to_vec() } else { vec![parts.clone()] };
    for part in &list {
        match bytes_like(part) {
            Some(bytes) if holds(&bytes.data) => return Ok(true),
            Some(_) => {}
            None => {
                let found = type_name(part);
                return Err(Error::type_error(format!(
                    "{name} first arg must be bytes or a tuple of bytes, not {found}"
                )));
            }
        }
    }
    Ok(false)
}

fn drops(byte: u8, chosen: Option<&Bytes>) -> bool {
    match chosen {
        Some(chosen) => chosen.data.contains(&byte),
        None => byte.is_ascii_whitespace() || byte == 0x0b,
    }
}

fn strip_left<'a>(mut data: &'a [u8], chosen: Option<&Bytes>) -> &'a [u8] {
    while let [first, rest @ ..] = data
        && drops(*first, chosen)
    {
        data = rest;
    }
    data
}

fn strip_right<'a>(mut data: &'a [u8], chosen: Option<&Bytes>) -> &'a [u8] {
    while let [rest @ .., last] = data
        && drops(*last, chosen)
    {
        data = rest;
    }
    data
}
