//! `re.Pattern`: a compiled regular expression and what it can do to a text.

use super::flags::names as flag_names;
use super::machine::{Demand, NOWHERE};
use super::matched::Match;
use super::program::Program;
use super::subject::Subject;
use super::syntax::parse;
use super::template::Template;
use super::tree::flag;
use crate::builtins::python::functions::is_callable;
use crate::builtins::python::receiver::type_name;
use crate::value::class::{Class, python};
use crate::value::convert::to_index;
use crate::value::object::CompareOp;
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, FromValue, NativeObject, Result, Value, repr};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

pub static PATTERN: Class = Class::new("Pattern", "re", &[&python::OBJECT]);
static ITERATOR: Class = Class::new("callable_iterator", "builtins", &[&python::OBJECT]);

/// A compiled pattern.
pub struct Compiled {
    source: Value,
    text: bool,
    pub flags: i64,
    pub groups: usize,
    pub names: Vec<(String, usize)>,
    program: Program,
}

/// A pattern as the value it is, and what it compiled to.
#[derive(Clone)]
pub struct PatternValue {
    pub value: Value,
    pub compiled: Rc<Compiled>,
}

/// The object behind the value.
struct PatternObject(Rc<Compiled>);

/// Compiles a str or bytes. `re.error` where it is no regular expression.
pub fn compile(source: &Value, flags: i64) -> Result<PatternValue> {
    let subject = Subject::new(source)?;
    let parsed = parse(&subject.codes(), subject.is_text(), flags)?;
    let compiled = Rc::new(Compiled {
        source: source.clone(),
        text: subject.is_text(),
        flags: parsed.flags,
        groups: parsed.groups,
        names: parsed.names,
        program: Program::new(&parsed.node),
    });
    Ok(PatternValue { value: Value::object(PatternObject(compiled.clone())), compiled })
}

impl PatternValue {
    pub fn of(value: &Value) -> Option<PatternValue> {
        let Value::Object(object) = value else { return None };
        let compiled = object.downcast::<PatternObject>()?.0.clone();
        Some(PatternValue { value: value.clone(), compiled })
    }

    /// The text to search, which must be of the pattern's kind.
    fn subject(&self, value: &Value) -> Result<Subject> {
        let subject = Subject::new(value)?;
        match (self.compiled.text, subject.is_text()) {
            (true, false) => Err(Error::type_error("cannot use a string pattern on a bytes-like object")),
            (false, true) => Err(Error::type_error("cannot use a bytes pattern on a string-like object")),
            _ => Ok(subject),
        }
    }

    /// `match` (only at the start), `fullmatch` (to the end, too) and `search`.
    pub fn once(&self, value: &Value, places: (&Value, &Value), search: bool, whole: bool) -> Result<Value> {
        let subject = self.subject(value)?;
        let range = bounds(&subject, places)?;
        let demand = Demand { whole, not_empty_at: NOWHERE };
        Ok(self.find(&subject, range, range.0, search, demand)?.map_or(Value::None, Value::object))
    }

    fn find(
        &self,
        subject: &Subject,
        range: (usize, usize),
        from: usize,
        search: bool,
        demand: Demand,
    ) -> Result<Option<Match>> {
        let compiled = &self.compiled;
        crate::value::watch::check()?;
        if from > range.1 {
            return Ok(None);
        }
        let places = subject.find(&compiled.program, compiled.groups, (from, range.1), search, demand)?;
        Ok(places.map(|places| Match { pattern: self.clone(), subject: subject.clone(), places, range }))
    }

    /// All matches that don't overlap, one after the other.
    pub fn all(&self, value: &Value, places: (&Value, &Value)) -> Result<Matches> {
        let subject = self.subject(value)?;
        let range = bounds(&subject, places)?;
        Ok(Matches { pattern: self.clone(), subject, range, next: RefCell::new((range.0, NOWHERE)) })
    }

    /// What each match holds: its text, that of its one group, or the tuple of its groups.
    pub fn find_all(&self, value: &Value, places: (&Value, &Value)) -> Result<Value> {
        let matches = self.all(value, places)?;
        let mut all = Vec::new();
        while let Some(found) = matches.advance()? {
            let text = |group: usize| found.text(group).unwrap_or_else(|| found.subject.part(0, 0));
            all.push(match self.compiled.groups {
                0 => text(0),
                1 => text(1),
                n => Value::tuple((1..=n).map(text).collect::<Vec<_>>()),
            });
        }
        Ok(Value::list(all))
    }

    /// The text with matches replaced, and how many.
    pub fn substitute(&self, cx: &mut dyn Context, repl: &Value, value: &Value, count: i64) -> Result<(Value, i64)> {
        let none = (&Value::Int(0), &Value::None);
        // A function is called with each match; a text is read once.
        let template = match is_callable(repl) {
            true => None,
            false => Some(Template::new(&self.compiled, &Subject::new(repl).map_err(|_| wrong_template(repl))?)?),
        };
        let matches = self.all(value, none)?;
        let (mut parts, mut last, mut done) = (Vec::new(), 0, 0);
        while (count == 0 || done < count)
            && let Some(found) = matches.advance()?
        {
            let (start, end) = found.span(0).unwrap_or((last, last));
            if start > last {
                parts.push(matches.subject.part(last, start));
            }
            last = end;
            done += 1;
            match &template {
                Some(template) => template.fill(&found, &mut parts),
                None => match cx.call(repl, &[Value::object(found)], &[])? {
                    Value::None => {}
                    part => parts.push(part),
                },
            }
        }
        if done == 0 {
            return Ok((value.clone(), 0));
        }
        parts.push(matches.subject.part(last, matches.subject.len()));
        Ok((Subject::joined(self.compiled.text, &parts)?, done))
    }

    /// The text between matches, with what their groups hold.
    pub fn split(&self, value: &Value, maxsplit: i64) -> Result<Value> {
        let matches = self.all(value, (&Value::Int(0), &Value::None))?;
        let (mut parts, mut last, mut done) = (Vec::new(), 0, 0);
        while (maxsplit == 0 || done < maxsplit)
            && let Some(found) = matches.advance()?
        {
            let (start, end) = found.span(0).unwrap_or((last, last));
            parts.push(matches.subject.part(last, start));
            parts.extend((1..=self.compiled.groups).map(|group| found.text(group).unwrap_or_default()));
            last = end;
            done += 1;
        }
        parts.push(matches.subject.part(last, matches.subject.len()));
        Ok(Value::list(parts))
    }
}

fn wrong_template(repl: &Value) -> Error {
    Error::type_error(format!("decoding to str: need a bytes-like object, {} found", type_name(repl)))
}

/// `pos` and `endpos`, brought into the text.
fn bounds(subject: &Subject, (pos, end): (&Value, &Value)) -> Result<(usize, usize)> {
    let length = subject.len();
    let place = |value: &Value| Ok::<usize, Error>(to_index(value)?.clamp(0, length as i64) as usize);
    let end = if matches!(end, Value::None) { length } else { place(end)? };
    Ok((place(pos)?, end))
}

builtins! { PATTERN_METHODS, chapter "re.Pattern", methods "Pattern";
    /// The first match anywhere in the text.
    ///
    /// >>> import re
    /// >>> re.compile('b+').search('abbc')
    /// <re.Match object; span=(1, 3), match='bb'>
    fn search(cx, @pos this: PatternValue, string: Value, pos: Value = Value::Int(0), endpos: Value = Value::None) -> Value {
        this.once(&string, (&pos, &endpos), true, false)
    }

    /// The match at the start of the text.
    ///
    /// >>> import re
    /// >>> print(re.compile('b').match('ab'), re.compile('b').match('ab', 1))
    /// None <re.Match object; span=(1, 2), match='b'>
    fn r#match(cx, @pos this: PatternValue, string: Value, pos: Value = Value::Int(0), endpos: Value = Value::None) -> Value {
        this.once(&string, (&pos, &endpos), false, false)
    }

    /// The match of the whole text.
    ///
    /// >>> import re
    /// >>> re.compile('a|ab').fullmatch('ab')
    /// <re.Match object; span=(0, 2), match='ab'>
    fn fullmatch(cx, @pos this: PatternValue, string: Value, pos: Value = Value::Int(0), endpos: Value = Value::None) -> Value {
        this.once(&string, (&pos, &endpos), false, true)
    }

    /// The texts of all matches, or of their groups.
    ///
    /// >>> import re
    /// >>> re.compile(r'\d+').findall('3 of 12')
    /// ['3', '12']
    fn findall(cx, @pos this: PatternValue, string: Value, pos: Value = Value::Int(0), endpos: Value = Value::None) -> Value {
        this.find_all(&string, (&pos, &endpos))
    }

    /// All matches, one after the other.
    ///
    /// >>> import re
    /// >>> [m.start() for m in re.compile('a').finditer('banana')]
    /// [1, 3, 5]
    fn finditer(cx, @pos this: PatternValue, string: Value, pos: Value = Value::Int(0), endpos: Value = Value::None) -> Value {
        this.all(&string, (&pos, &endpos)).map(Value::object)
    }

    /// The text with matches replaced.
    ///
    /// >>> import re
    /// >>> re.compile('a').sub('o', 'banana', count=2)
    /// 'bonona'
    fn sub(cx, @pos this: PatternValue, repl: Value, string: Value, count: i64 = 0) -> Value {
        Ok(this.substitute(cx, &repl, &string, count)?.0)
    }

    /// The text with matches replaced, and how many were.
    ///
    /// >>> import re
    /// >>> re.compile('a').subn('o', 'banana')
    /// ('bonono', 3)
    fn subn(cx, @pos this: PatternValue, repl: Value, string: Value, count: i64 = 0) -> Value {
        let (text, done) = this.substitute(cx, &repl, &string, count)?;
        Ok(Value::tuple([text, Value::Int(done)]))
    }

    /// The parts of the text between matches.
    ///
    /// >>> import re
    /// >>> re.compile(r'[,;]\s*').split('a, b;c')
    /// ['a', 'b', 'c']
    fn split(cx, @pos this: PatternValue, string: Value, maxsplit: i64 = 0) -> Value { this.split(&string, maxsplit) }

    /// The regular expression's text.
    ///
    /// >>> import re
    /// >>> re.compile('a+').pattern
    /// 'a+'
    @property
    fn pattern(cx, @pos this: PatternValue) -> Value { Ok(this.compiled.source.clone()) }

    /// The flags as a number.
    ///
    /// >>> import re
    /// >>> re.compile('a', re.I).flags
    /// 34
    @property
    fn flags(cx, @pos this: PatternValue) -> i64 { Ok(this.compiled.flags) }

    /// How many groups there are.
    ///
    /// >>> import re
    /// >>> re.compile('(a)(b)').groups
    /// 2
    @property
    fn groups(cx, @pos this: PatternValue) -> usize { Ok(this.compiled.groups) }

    /// The numbers of the groups with names.
    ///
    /// >>> import re
    /// >>> dict(re.compile('(?P<one>a)').groupindex)
    /// {'one': 1}
    @property
    fn groupindex(cx, @pos this: PatternValue) -> Value {
        let mut table = Table::default();
        for (name, group) in &this.compiled.names {
            table.insert(Value::str(name.as_str()), Value::Int(*group as i64))?;
        }
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }
}

impl FromValue for PatternValue {
    const ACCEPTS: &'static str = "Pattern";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<PatternValue> {
        let wrong = || Error::type_error(format!("expected a re.Pattern, got '{}'", type_name(value)));
        PatternValue::of(value).ok_or_else(wrong)
    }
}

impl NativeObject for PatternObject {
    fn class(&self) -> &'static Class {
        &PATTERN
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        Ok(op.equality(self.equals(other)))
    }

    fn hash(&self) -> Option<u64> {
        crate::value::hash::hash(&self.0.source).ok().map(|hash| hash ^ self.0.flags as u64)
    }

    fn equals(&self, other: &Value) -> bool {
        PatternValue::of(other).is_some_and(|other| {
            let (a, b) = (&self.0, &other.compiled);
            a.flags == b.flags && a.text == b.text && repr::repr(&a.source) == repr::repr(&b.source)
        })
    }

    fn repr(&self) -> String {
        let source: String = repr::repr(&self.0.source).chars().take(200).collect();
        let shown = if self.0.text { self.0.flags & !flag::UNICODE } else { self.0.flags };
        match shown {
            0 => format!("re.compile({source})"),
            flags => format!("re.compile({source}, {})", flag_names(flags)),
        }
    }
}

/// The matches of a pattern in a text, in order.
pub struct Matches {
    pattern: PatternValue,
    subject: Subject,
    range: (usize, usize),
    /// Where the next one may begin, and where it may not be empty.
    next: RefCell<(usize, usize)>,
}

impl Matches {
    fn advance(&self) -> Result<Option<Match>> {
        let (from, not_empty_at) = *self.next.borrow();
        let demand = Demand { whole: false, not_empty_at };
        let found = self.pattern.find(&self.subject, self.range, from, true, demand)?;
        *self.next.borrow_mut() = match found.as_ref().and_then(|found| found.span(0)) {
            Some((start, end)) => (end, if start == end { end } else { NOWHERE }),
            None => (NOWHERE, NOWHERE),
        };
        Ok(found)
    }
}

impl NativeObject for Matches {
    fn class(&self) -> &'static Class {
        &ITERATOR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        Ok(self.advance()?.map(Value::object))
    }
}
