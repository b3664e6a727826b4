//! Methods of bytes: hexadecimal, decoding, finding, splitting, stripping and replacing.

use super::receiver::{bounds, bytes_like, type_name};
use crate::tensor::text::{Letter, search};
use crate::value::convert::to_index;
use crate::value::iter::collect;
use crate::value::{Bytes, Error, Result, Value};
use std::ops::Range;
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
        for (i, b) in crate::pool::until_interrupted(this.data.iter().enumerate()) {
            let boundary = group > 0 && if bytes_per_sep > 0 { (n - i).is_multiple_of(group) } else { i % group == 0 };
            if let Some(sep) = &sep
                && i > 0
                && boundary
            {
                out.push_str(sep);
            }
            out.extend([b >> 4, b & 15].map(|digit| char::from(b"0123456789abcdef"[usize::from(digit)])));
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
        find_part(&this, &sub, start, end, false)?.map(|i| i as i64).ok_or_else(not_found)
    }

    /// The last place of a part or of a byte; ValueError where it is not there.
    ///
    /// >>> b'banana'.rindex(b'na')
    /// 4
    fn rindex(cx, @pos this: Rc<Bytes>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        find_part(&this, &sub, start, end, true)?.map(|i| i as i64).ok_or_else(not_found)
    }

    /// How often a part or a byte occurs, without overlaps.
    ///
    /// >>> b'banana'.count(b'an'), b'banana'.count(97)
    /// (2, 3)
    fn count(cx, @pos this: Rc<Bytes>, @pos sub: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> i64 {
        let part = part_or_byte(&sub)?;
        Ok(window(&this, start, end)?.map_or(0, |range| search::count(&this.data[range], &part) as i64))
    }

    /// Whether it starts with a part, or with one of a tuple of parts.
    ///
    /// >>> b'\x89PNG'.startswith(b'\x89P')
    /// True
    fn startswith(cx, @pos this: Rc<Bytes>, @pos prefix: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> bool {
        let inside = window(&this, start, end)?.map(|range| &this.data[range]);
        at_edge(&prefix, "startswith", |part| inside.is_some_and(|data| data.starts_with(part)))
    }

    /// Whether it ends with a part, or with one of a tuple of parts.
    ///
    /// >>> b'a.csv'.endswith((b'.txt', b'.csv'))
    /// True
    fn endswith(cx, @pos this: Rc<Bytes>, @pos suffix: Value, @pos start: Value = Value::None, @pos end: Value = Value::None) -> bool {
        let inside = window(&this, start, end)?.map(|range| &this.data[range]);
        at_edge(&suffix, "endswith", |part| inside.is_some_and(|data| data.ends_with(part)))
    }

    /// A copy with every occurrence of a part replaced, or only the first few.
    ///
    /// >>> b'banana'.replace(b'an', b'-')
    /// b'b--a'
    fn replace(cx, @pos this: Rc<Bytes>, @pos old: Rc<Bytes>, @pos new: Rc<Bytes>, @pos count: i64 = -1) -> Value {
        let mut out = Vec::new();
        search::replace(&this.data, &old.data, &new.data, usize::try_from(count).unwrap_or(usize::MAX), &mut out);
        Ok(Value::bytes(out))
    }

    /// The words, or the parts between separators.
    ///
    /// >>> b'a,b'.split(b','), b' a b '.split()
    /// ([b'a', b'b'], [b'a', b'b'])
    fn split(cx, @pos this: Rc<Bytes>, sep: Option<Rc<Bytes>> = None, maxsplit: i64 = -1) -> Value {
        let most = usize::try_from(maxsplit).unwrap_or(usize::MAX);
        Ok(list_of(search::split(&this.data, separator(&sep)?, most)))
    }

    /// As `split`, from the right.
    ///
    /// >>> b'a,b,c'.rsplit(b',', 1)
    /// [b'a,b', b'c']
    fn rsplit(cx, @pos this: Rc<Bytes>, sep: Option<Rc<Bytes>> = None, maxsplit: i64 = -1) -> Value {
        let most = usize::try_from(maxsplit).unwrap_or(usize::MAX);
        Ok(list_of(search::rsplit(&this.data, separator(&sep)?, most)))
    }

    /// The lines, without their ends.
    ///
    /// >>> b'a\nb\r\n'.splitlines()
    /// [b'a', b'b']
    fn splitlines(cx, @pos this: Rc<Bytes>, keepends: bool = false) -> Value {
        let mut lines = Vec::new();
        let mut rest = &this.data[..];
        while !rest.is_empty() && !crate::pool::interrupted() {
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
        Ok(match search::find(&this.data, &sep.data) {
            Some(at) => around(&this, &sep, at),
            None => (Value::Bytes(this.clone()), Value::bytes([]), Value::bytes([])),
        })
    }

    /// As `partition`, at the last separator.
    ///
    /// >>> b'a/b/c'.rpartition(b'/')
    /// (b'a/b', b'/', b'c')
    fn rpartition(cx, @pos this: Rc<Bytes>, @pos sep: Rc<Bytes>) -> (Value, Value, Value) {
        if sep.data.is_empty() {
            return Err(Error::value("empty separator"));
        }
        Ok(match search::rfind(&this.data, &sep.data) {
            Some(at) => around(&this, &sep, at),
            None => (Value::bytes([]), Value::bytes([]), Value::Bytes(this.clone())),
        })
    }

    /// The items of an iterable of bytes, with these between them.
    ///
    /// >>> b', '.join([b'a', b'b'])
    /// b'a, b'
    fn join(cx, @pos this: Rc<Bytes>, @pos iterable: Value) -> Value {
        let mut out = Vec::new();
        let items = collect(cx, &iterable).map_err(|error| {
            if error.message().ends_with("is not iterable") { Error::type_error("can only join an iterable") } else { error }
        })?;
        for (i, item) in items.iter().enumerate() {
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
        let drops = stripped(bytes);
        Ok(Value::bytes(search::strip_end(search::strip_start(&this.data, &drops), &drops)))
    }

    /// As `strip`, at the left end.
    ///
    /// >>> b'  a '.lstrip()
    /// b'a '
    fn lstrip(cx, @pos this: Rc<Bytes>, @pos bytes: Option<Rc<Bytes>> = None) -> Value {
        Ok(Value::bytes(search::strip_start(&this.data, stripped(bytes))))
    }

    /// As `strip`, at the right end.
    ///
    /// >>> b'a\n'.rstrip()
    /// b'a'
    fn rstrip(cx, @pos this: Rc<Bytes>, @pos bytes: Option<Rc<Bytes>> = None) -> Value {
        Ok(Value::bytes(search::strip_end(&this.data, stripped(bytes))))
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
}

fn not_found() -> Error {
    Error::value("subsection not found")
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

fn window(this: &Bytes, start: Value, end: Value) -> Result<Option<Range<usize>>> {
    let (start, end) = bounds(&start, &end)?;
    Ok(search::window(this.data.len(), start, end))
}

fn find_part(this: &Bytes, sub: &Value, start: Value, end: Value, last: bool) -> Result<Option<usize>> {
    let part = part_or_byte(sub)?;
    let Some(range) = window(this, start, end)? else { return Ok(None) };
    let skipped = range.start;
    let data = &this.data[range];
    let found = if last { search::rfind(data, &part) } else { search::find(data, &part) };
    Ok(found.map(|at| at + skipped))
}

fn at_edge(parts: &Value, name: &str, holds: impl Fn(&[u8]) -> bool) -> Result<bool> {
    let list = if let Value::Tuple(tuple) = parts { tuple.items.to_vec() } else { vec![parts.clone()] };
    for part in &list {
        match bytes_like(part) {
            Some(bytes) if holds(&bytes.data) => return Ok(true),
            Some(_) => {}
            None if matches!(parts, Value::Tuple(_)) => {
                let found = type_name(part);
                return Err(Error::type_error(format!("a bytes-like object is required, not '{found}'")));
            }
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

fn separator(sep: &Option<Rc<Bytes>>) -> Result<Option<&[u8]>> {
    match sep {
        Some(sep) if sep.data.is_empty() => Err(Error::value("empty separator")),
        sep => Ok(sep.as_ref().map(|sep| &*sep.data)),
    }
}

fn list_of(parts: Vec<&[u8]>) -> Value {
    Value::list(parts.into_iter().map(Value::bytes).collect())
}

/// What stands around the separator at a place.
fn around(this: &Bytes, sep: &Rc<Bytes>, at: usize) -> (Value, Value, Value) {
    let after = at + sep.data.len();
    (Value::bytes(&this.data[..at]), Value::Bytes(sep.clone()), Value::bytes(&this.data[after..]))
}

/// The test for bytes that stripping takes away.
fn stripped(chosen: Option<Rc<Bytes>>) -> impl Fn(u8) -> bool {
    move |byte| match &chosen {
        Some(chosen) => chosen.data.contains(&byte),
        None => byte.is_space(),
    }
}
