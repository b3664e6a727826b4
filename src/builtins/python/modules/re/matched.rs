//! `re.Match`: where a pattern and its groups were found.

use super::machine::{NOWHERE, Places};
use super::pattern::PatternValue;
use super::subject::Subject;
use super::template::Template;
use crate::builtins::python::receiver::{text_of, type_name};
use crate::value::class::{Class, exception, python};
use crate::value::convert::to_index;
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, FromValue, NativeObject, Result, Value, repr};
use std::any::Any;
use std::rc::Rc;

pub static MATCH: Class = Class::new("Match", "re", &[&python::OBJECT]);

#[derive(Clone)]
pub struct Match {
    pub pattern: PatternValue,
    pub subject: Subject,
    pub places: Places,
    pub range: (usize, usize),
}

impl Match {
    /// Start and end of a group; `None` where it is not part of the match.
    pub fn span(&self, group: usize) -> Option<(usize, usize)> {
        let (start, end) = (*self.places.slots.get(2 * group)?, *self.places.slots.get(2 * group + 1)?);
        (start != NOWHERE && end != NOWHERE).then_some((start, end))
    }

    pub fn text(&self, group: usize) -> Option<Value> {
        self.span(group).map(|(start, end)| self.subject.part(start, end))
    }

    /// A group by its number or name. IndexError where there is none.
    fn group_of(&self, key: &Value) -> Result<usize> {
        let none = || exception::INDEX_ERROR.error("no such group");
        if let Some(name) = text_of(key) {
            let found = self.pattern.compiled.names.iter().find(|(other, _)| *other == name);
            return found.map(|(_, group)| *group).ok_or_else(none);
        }
        let group = to_index(key).ok().and_then(|i| usize::try_from(i).ok());
        group.filter(|group| *group <= self.pattern.compiled.groups).ok_or_else(none)
    }

    fn named(&self, default: &Value) -> Result<Value> {
        let mut table = Table::default();
        for (name, group) in &self.pattern.compiled.names {
            table.insert(Value::str(name.as_str()), self.text(*group).unwrap_or_else(|| default.clone()))?;
        }
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }
}

fn pair((start, end): (i64, i64)) -> Value {
    Value::tuple([Value::Int(start), Value::Int(end)])
}

/// A group's span as Python shows it: -1 for a group that is not part of the match.
fn shown(found: &Match, group: &Value) -> Result<(i64, i64)> {
    Ok(found.span(found.group_of(group)?).map_or((-1, -1), |(start, end)| (start as i64, end as i64)))
}

builtins! { MATCH_METHODS, chapter "re.Match", methods "Match";
    /// What a group matched: by its number or name; several give a tuple.
    ///
    /// >>> import re
    /// >>> m = re.match(r'(\w+) (?P<last>\w+)', 'Ada Lovelace')
    /// >>> m.group(), m.group(1), m.group('last'), m.group(1, 2)
    /// ('Ada Lovelace', 'Ada', 'Lovelace', ('Ada', 'Lovelace'))
    fn group(cx, @pos this: Match, @args groups: Vec<Value>) -> Value {
        let one = |group: &Value| Ok(this.text(this.group_of(group)?).unwrap_or_default());
        match groups.as_slice() {
            [] => Ok(this.text(0).unwrap_or_default()),
            [group] => one(group),
            many => Ok(Value::tuple(many.iter().map(one).collect::<Result<Vec<_>>>()?)),
        }
    }

    /// What all groups matched.
    ///
    /// >>> import re
    /// >>> re.match(r'(\d+)\.?(\d+)?', '24').groups(), re.match(r'(\d+)\.?(\d+)?', '24').groups('0')
    /// (('24', None), ('24', '0'))
    fn groups(cx, @pos this: Match, default: Value = Value::None) -> Value {
        let groups = 1..=this.pattern.compiled.groups;
        Ok(Value::tuple(groups.map(|g| this.text(g).unwrap_or_else(|| default.clone())).collect::<Vec<_>>()))
    }

    /// What the groups with names matched.
    ///
    /// >>> import re
    /// >>> re.match(r'(?P<key>\w+)=(?P<value>\w+)', 'n=5').groupdict()
    /// {'key': 'n', 'value': '5'}
    fn groupdict(cx, @pos this: Match, default: Value = Value::None) -> Value { this.named(&default) }

    /// Where a group begins; -1 where it is not part of the match.
    ///
    /// >>> import re
    /// >>> re.search('b+', 'abbc').start()
    /// 1
    fn start(cx, @pos this: Match, @pos group: Value = Value::Int(0)) -> i64 { Ok(shown(&this, &group)?.0) }

    /// Where a group ends.
    ///
    /// >>> import re
    /// >>> re.search('b+', 'abbc').end()
    /// 3
    fn end(cx, @pos this: Match, @pos group: Value = Value::Int(0)) -> i64 { Ok(shown(&this, &group)?.1) }

    /// Where a group begins and ends.
    ///
    /// >>> import re
    /// >>> re.search('b+', 'abbc').span()
    /// (1, 3)
    fn span(cx, @pos this: Match, @pos group: Value = Value::Int(0)) -> Value { shown(&this, &group).map(pair) }

    /// A replacement text with the groups of the match in it.
    ///
    /// >>> import re
    /// >>> re.match(r'(\w+) (\w+)', 'Ada Lovelace').expand(r'\2, \1')
    /// 'Lovelace, Ada'
    fn expand(cx, @pos this: Match, template: Value) -> Value {
        let template = Template::new(&this.pattern.compiled, &Subject::new(&template)?)?;
        let mut parts = Vec::new();
        template.fill(&this, &mut parts);
        Subject::joined(template.is_text(), &parts)
    }

    /// The pattern that matched.
    ///
    /// >>> import re
    /// >>> re.match('a', 'ab').re
    /// re.compile('a')
    @property
    fn re(cx, @pos this: Match) -> Value { Ok(this.pattern.value.clone()) }

    /// The text that was searched.
    ///
    /// >>> import re
    /// >>> re.match('a', 'ab').string
    /// 'ab'
    @property
    fn string(cx, @pos this: Match) -> Value { Ok(this.subject.value.clone()) }

    /// Where the search began.
    ///
    /// >>> import re
    /// >>> re.compile('b').search('abb', 2).pos
    /// 2
    @property
    fn pos(cx, @pos this: Match) -> usize { Ok(this.range.0) }

    /// Where the search ended.
    ///
    /// >>> import re
    /// >>> re.match('a', 'ab').endpos
    /// 2
    @property
    fn endpos(cx, @pos this: Match) -> usize { Ok(this.range.1) }

    /// The number of the group that ended last.
    ///
    /// >>> import re
    /// >>> re.match('(a)(b)', 'ab').lastindex
    /// 2
    @property
    fn lastindex(cx, @pos this: Match) -> Value {
        Ok(if this.places.last == 0 { Value::None } else { Value::Int(this.places.last as i64) })
    }

    /// The name of the group that ended last.
    ///
    /// >>> import re
    /// >>> re.match('(?P<first>a)', 'ab').lastgroup
    /// 'first'
    @property
    fn lastgroup(cx, @pos this: Match) -> Value {
        let last = this.pattern.compiled.names.iter().find(|(_, group)| *group == this.places.last);
        Ok(last.map_or(Value::None, |(name, _)| Value::str(name.as_str())))
    }
}

impl FromValue for Match {
    const ACCEPTS: &'static str = "Match";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Match> {
        match value {
            Value::Object(object) => object.downcast::<Match>().cloned(),
            _ => None,
        }
        .ok_or_else(|| Error::type_error(format!("expected a re.Match, got '{}'", type_name(value))))
    }
}

impl NativeObject for Match {
    fn class(&self) -> &'static Class {
        &MATCH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn get_item(&self, _: &mut dyn Context, index: &Value) -> Result<Value> {
        Ok(self.text(self.group_of(index)?).unwrap_or_default())
    }

    fn truth(&self) -> Result<bool> {
        Ok(true)
    }

    fn repr(&self) -> String {
        let (start, end) = self.span(0).unwrap_or((0, 0));
        let text = repr::repr(&self.subject.part(start, end));
        format!("<re.Match object; span=({start}, {end}), match={}>", text.chars().take(50).collect::<String>())
    }
}
