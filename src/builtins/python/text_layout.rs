//! Methods of str that lay text out: padding, tabs, letter case, translation, encoding, `format`.

use super::receiver::{check_size, text_of, type_name};
use crate::pool::until_interrupted;
use crate::tensor::text::layout;
use crate::value::format::Formatted;
use crate::value::number::Number;
use crate::value::table::Table;
use crate::value::text::format_template;
use crate::value::text::template::Fields;
use crate::value::{Context, Dict, Error, Result, Str, Value, item};
use std::cell::RefCell;
use std::rc::Rc;

builtins! { TEXT_LAYOUT, chapter "str: layout and case", methods "str";
    /// In the middle of so many characters.
    ///
    /// >>> 'ab'.center(6, '*')
    /// '**ab**'
    fn center(cx, @pos this: Rc<Str>, @pos width: i64, @pos fillchar: Value = Value::str(" ")) -> String {
        let fill = fill_char(&fillchar)?;
        let missing = width.saturating_sub(this.char_count() as i64).max(0);
        let left = layout::left_margin(this.char_count(), width.max(0) as usize) as i64;
        pad(this.as_str(), left, missing - left, fill)
    }

    /// At the left of so many characters.
    ///
    /// >>> 'ab'.ljust(4, '.')
    /// 'ab..'
    fn ljust(cx, @pos this: Rc<Str>, @pos width: i64, @pos fillchar: Value = Value::str(" ")) -> String {
        let fill = fill_char(&fillchar)?;
        pad(this.as_str(), 0, width.saturating_sub(this.char_count() as i64), fill)
    }

    /// At the right of so many characters.
    ///
    /// >>> 'ab'.rjust(4, '.')
    /// '..ab'
    fn rjust(cx, @pos this: Rc<Str>, @pos width: i64, @pos fillchar: Value = Value::str(" ")) -> String {
        let fill = fill_char(&fillchar)?;
        pad(this.as_str(), width.saturating_sub(this.char_count() as i64), 0, fill)
    }

    /// With zeros after the sign, up to so many characters.
    ///
    /// >>> '-42'.zfill(6)
    /// '-00042'
    fn zfill(cx, @pos this: Rc<Str>, @pos width: i64) -> String {
        let text = this.as_str();
        let missing = width.saturating_sub(this.char_count() as i64);
        let (sign, digits) = text.split_at(usize::from(text.starts_with(['+', '-'])));
        Ok(format!("{sign}{}", pad(digits, missing, 0, '0')?))
    }

    /// With tabs turned into spaces.
    ///
    /// >>> 'a\tbc\td'.expandtabs(4)
    /// 'a   bc  d'
    fn expandtabs(cx, @pos this: Rc<Str>, tabsize: i64 = 8) -> String {
        check_size(usize::try_from(tabsize).unwrap_or(0))?;
        let letters: Vec<u32> = until_interrupted(this.as_str().chars()).map(u32::from).collect();
        let mut out = String::with_capacity(this.as_str().len());
        layout::expand_tabs(&letters, tabsize, |letter, n| out.extend(std::iter::repeat_n(char::from_u32(letter).unwrap_or_default(), n)));
        Ok(out)
    }

    /// In capital letters.
    ///
    /// >>> 'straße'.upper()
    /// 'STRASSE'
    fn upper(cx, @pos this: Rc<Str>) -> String { Ok(this.as_str().to_uppercase()) }

    /// In small letters.
    ///
    /// >>> 'NumPy'.lower()
    /// 'numpy'
    fn lower(cx, @pos this: Rc<Str>) -> String { Ok(this.as_str().to_lowercase()) }

    /// In a form for comparing without regard to case.
    ///
    /// >>> 'Straße'.casefold() == 'STRASSE'.casefold(), 'ﬁn'.casefold()
    /// (True, 'fin')
    fn casefold(cx, @pos this: Rc<Str>) -> String {
        let mut out = String::with_capacity(this.as_str().len());
        for c in until_interrupted(this.as_str().chars()) {
            match c {
                'ı' => out.push(c),
                // Cherokee's small letters are the newer ones.
                '\u{13a0}'..='\u{13fd}' | '\u{ab70}'..='\u{abbf}' => out.extend(c.to_uppercase()),
                c if c.is_ascii() => out.push(c.to_ascii_lowercase()),
                // By way of capitals, which ligatures and the like have no letters of their own for.
                c => out.extend(c.to_lowercase().flat_map(char::to_uppercase).flat_map(char::to_lowercase)),
            }
        }
        Ok(out)
    }

    /// With capital and small letters exchanged.
    ///
    /// >>> 'NumPy'.swapcase()
    /// 'nUMpY'
    fn swapcase(cx, @pos this: Rc<Str>) -> String {
        let mut out = String::new();
        for c in until_interrupted(this.as_str().chars()) {
            if c.is_uppercase() { out.extend(c.to_lowercase()) } else { out.extend(c.to_uppercase()) }
        }
        Ok(out)
    }

    /// With a capital first letter and the others small.
    ///
    /// >>> 'hELLO wORLD'.capitalize()
    /// 'Hello world'
    fn capitalize(cx, @pos this: Rc<Str>) -> String {
        let mut chars = this.as_str().chars();
        let mut out = String::new();
        if let Some(first) = chars.next() {
            title_case(first, &mut out);
        }
        out.push_str(&chars.as_str().to_lowercase());
        Ok(out)
    }

    /// With each word's first letter a capital one.
    ///
    /// >>> 'hello wORLD'.title()
    /// 'Hello World'
    fn title(cx, @pos this: Rc<Str>) -> String {
        let (mut out, mut inside) = (String::new(), false);
        for c in until_interrupted(this.as_str().chars()) {
            if inside { out.extend(c.to_lowercase()) } else { title_case(c, &mut out) }
            inside = c.is_uppercase() || c.is_lowercase();
        }
        Ok(out)
    }

    /// With characters replaced by a table from code points to code points, strs or `None`.
    ///
    /// >>> 'abc'.translate({97: 'A', 98: None})
    /// 'Ac'
    fn translate(cx, @pos this: Rc<Str>, @pos table: Value) -> String {
        let mut out = String::new();
        let mut watch = crate::value::watch::Watch::default();
        for c in this.as_str().chars() {
            watch.step()?;
            match item::get_item(cx, &table, &Value::Int(c as i64)) {
                Ok(Value::None) => {}
                Ok(Value::Str(s)) => out.push_str(s.as_str()),
                Ok(other) => match Number::of_any(&other) {
                    Some(Number::Int(code)) => match u32::try_from(code).ok().and_then(char::from_u32) {
                        Some(c) => out.push(c),
                        None => return Err(Error::value("character mapping must be in range(0x110000)")),
                    },
                    _ => return Err(Error::type_error("character mapping must return integer, None or str")),
                },
                Err(error) if error.is(&crate::value::class::exception::LOOKUP_ERROR) => out.push(c),
                Err(error) => return Err(error),
            }
        }
        Ok(out)
    }

    /// A table for `translate`: from a dict, or from the characters of two strs, and a third of characters to drop.
    ///
    /// >>> str.maketrans('ab', 'xy', 'c')
    /// {97: 120, 98: 121, 99: None}
    @static
    fn maketrans(cx, @pos x: Value, @pos y: Value = Value::None, @pos z: Value = Value::None) -> Value {
        let mut table = Table::default();
        match (&x, text_of(&x), text_of(&y)) {
            (_, Some(from), Some(to)) => {
                if from.chars().count() != to.chars().count() {
                    return Err(Error::value("the first two maketrans arguments must have equal length"));
                }
                for (a, b) in from.chars().zip(to.chars()) {
                    table.insert(Value::Int(a as i64), Value::Int(b as i64))?;
                }
                for c in text_of(&z).unwrap_or_default().chars() {
                    table.insert(Value::Int(c as i64), Value::None)?;
                }
            }
            (Value::Dict(dict), ..) => {
                for (key, value) in dict.borrow().iter() {
                    table.insert(code_point(key)?, value.clone())?;
                }
            }
            _ => return Err(Error::type_error("if you give only one argument to maketrans it must be a dict")),
        }
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }

    /// As bytes in an encoding.
    ///
    /// >>> 'né'.encode(), 'né'.encode('latin-1'), 'né'.encode('ascii', 'replace')
    /// (b'n\xc3\xa9', b'n\xe9', b'n?')
    fn encode(cx, @pos this: Rc<Str>, encoding: String = "utf-8".into(), errors: String = "strict".into()) -> Value {
        super::codec::encode(this.as_str(), &encoding, &errors).map(Value::bytes)
    }

    /// With its `{}` fields replaced by arguments.
    ///
    /// >>> '{} and {:.2f}'.format('pi', 3.14159)
    /// 'pi and 3.14'
    /// >>> '{name!r:>6}|{0[1]}'.format([1, 2], name='x')
    /// "   'x'|2"
    fn format(cx, @pos this: Rc<Str>, @args args: Vec<Value>, @kwargs options: Rc<Dict>) -> String {
        format_text(cx, this.as_str(), Some(&args), &Value::Dict(options))
    }

    /// With its `{name}` fields replaced by the values of a mapping.
    ///
    /// >>> '{x} {y}'.format_map({'x': 1, 'y': 2})
    /// '1 2'
    fn format_map(cx, @pos this: Rc<Str>, @pos mapping: Value) -> String { format_text(cx, this.as_str(), None, &mapping) }
}

fn fill_char(value: &Value) -> Result<char> {
    let Some(text) = text_of(value) else {
        let name = type_name(value);
        return Err(Error::type_error(format!("The fill character must be a unicode character, not {name}")));
    };
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(Error::type_error("The fill character must be exactly one character long")),
    }
}

fn pad(text: &str, left: i64, right: i64, fill: char) -> Result<String> {
    check_size(left.max(0) as usize)?;
    check_size(right.max(0) as usize)?;
    let bytes = text.len() + (left.max(0) as usize + right.max(0) as usize) * fill.len_utf8();
    let mut out = String::new();
    out.try_reserve(bytes).map_err(|_| crate::value::class::exception::MEMORY_ERROR.error(""))?;
    filled(&mut out, fill, left.max(0) as usize)?;
    out.push_str(text);
    filled(&mut out, fill, right.max(0) as usize)?;
    Ok(out)
}

/// Appends a character so many times. KeyboardInterrupt.
fn filled(out: &mut String, fill: char, count: usize) -> Result<()> {
    const AT_ONCE: usize = 1 << 16;
    let some = fill.to_string().repeat(count.min(AT_ONCE));
    for _ in 0..count / AT_ONCE {
        crate::value::watch::check()?;
        out.push_str(&some);
    }
    out.extend(std::iter::repeat_n(fill, count % AT_ONCE));
    Ok(())
}

/// The title case of a character: its capital, but for the digraphs that have a form of their own.
fn title_case(c: char, out: &mut String) {
    match c {
        'Ǆ'..='ǆ' => out.push('ǅ'),
        'Ǉ'..='ǉ' => out.push('ǈ'),
        'Ǌ'..='ǌ' => out.push('ǋ'),
        'Ǳ'..='ǳ' => out.push('ǲ'),
        'ß' => out.push_str("Ss"),
        _ => out.extend(c.to_uppercase()),
    }
}

fn code_point(key: &Value) -> Result<Value> {
    match text_of(key) {
        Some(text) => {
            let mut chars = text.chars();
            match (chars.next(), chars.next()) {
                (Some(c), None) => Ok(Value::Int(c as i64)),
                _ => Err(Error::value("string keys in translate table must be of length 1")),
            }
        }
        None if matches!(Number::of_any(key), Some(Number::Int(_))) => Ok(key.clone()),
        None => Err(Error::type_error("keys in translate table must be strings or integers")),
    }
}

/// `template.format(*args, **named)`, or `format_map` without positional arguments.
pub fn format_text(cx: &mut dyn Context, template: &str, args: Option<&[Value]>, named: &Value) -> Result<String> {
    let cx = RefCell::new(cx);
    let find = crate::builtins::attribute as crate::value::format::FindAttribute;
    let wrap = |value: &Value| Formatted::new(&cx, value.clone(), Some(find));
    let positional: Option<Vec<Formatted>> = args.map(|args| args.iter().map(wrap).collect());
    let by_name = |name: &str| {
        let found = item::get_item(&mut **cx.borrow_mut(), named, &Value::str(name))?;
        Ok(wrap(&found))
    };
    format_template(template, &Fields { positional: positional.as_deref(), named: &by_name })
}
