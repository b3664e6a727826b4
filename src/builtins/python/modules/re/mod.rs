//! Python's module `re`: regular expressions, with a backtracking machine of our own, for only that has look-around,
//! references to groups and Python's choice among several ways to match.

mod flags;
mod groups;
mod machine;
mod matched;
mod pattern;
mod program;
mod subject;
mod syntax;
mod template;
mod tree;

use crate::value::class::{Class, exception};
use crate::value::{Context, Error, Result, Value};
use pattern::PatternValue;
use std::collections::HashMap;

pub use matched::MATCH_METHODS;
pub use pattern::PATTERN_METHODS;

/// What is wrong with a regular expression.
pub static ERROR: Class = Class::new("error", "re", &[&exception::EXCEPTION]);

builtins! { RE, chapter "re", spaces ["re"];
    /// A regular expression, ready to be used often.
    ///
    /// >>> import re
    /// >>> re.compile(r'\d+', re.ASCII)
    /// re.compile('\\d+', re.ASCII)
    fn compile(cx, pattern: Value, flags: Value = Value::Int(0)) -> Value { Ok(ready(cx, &pattern, &flags)?.value) }

    /// The first match anywhere in a text, or None.
    ///
    /// >>> import re
    /// >>> re.search(r'(\d+)-(\d+)', 'pages 12-34').groups()
    /// ('12', '34')
    fn search(cx, pattern: Value, string: Value, flags: Value = Value::Int(0)) -> Value {
        ready(cx, &pattern, &flags)?.once(&string, ALL, true, false)
    }

    /// The match at the start of a text, or None.
    ///
    /// >>> import re
    /// >>> re.match('[a-z]+', 'abc1')
    /// <re.Match object; span=(0, 3), match='abc'>
    fn r#match(cx, pattern: Value, string: Value, flags: Value = Value::Int(0)) -> Value {
        ready(cx, &pattern, &flags)?.once(&string, ALL, false, false)
    }

    /// The match of a whole text, or None.
    ///
    /// >>> import re
    /// >>> print(re.fullmatch('[a-z]+', 'abc1'))
    /// None
    fn fullmatch(cx, pattern: Value, string: Value, flags: Value = Value::Int(0)) -> Value {
        ready(cx, &pattern, &flags)?.once(&string, ALL, false, true)
    }

    /// The texts of all matches, or of their groups.
    ///
    /// >>> import re
    /// >>> re.findall(r'(\w)=(\d)', 'a=1, b=2')
    /// [('a', '1'), ('b', '2')]
    fn findall(cx, pattern: Value, string: Value, flags: Value = Value::Int(0)) -> Value {
        ready(cx, &pattern, &flags)?.find_all(&string, ALL)
    }

    /// All matches, one after the other.
    ///
    /// >>> import re
    /// >>> [m.span() for m in re.finditer(r'\d+', '3 of 12')]
    /// [(0, 1), (5, 7)]
    fn finditer(cx, pattern: Value, string: Value, flags: Value = Value::Int(0)) -> Value {
        ready(cx, &pattern, &flags)?.all(&string, ALL).map(Value::object)
    }

    /// The text with matches replaced: by a text with groups in it, or by what a function makes of each match.
    ///
    /// >>> import re
    /// >>> re.sub(r'(\w+)@(\w+)', r'\2 of \1', 'ada@home')
    /// 'home of ada'
    /// >>> re.sub(r'\d+', lambda m: str(2 * int(m[0])), 'a1b20')
    /// 'a2b40'
    fn sub(cx, pattern: Value, repl: Value, string: Value, count: i64 = 0, flags: Value = Value::Int(0)) -> Value {
        Ok(ready(cx, &pattern, &flags)?.substitute(cx, &repl, &string, count)?.0)
    }

    /// The text with matches replaced, and how many were.
    ///
    /// >>> import re
    /// >>> re.subn(' +', ' ', 'a  b   c')
    /// ('a b c', 2)
    fn subn(cx, pattern: Value, repl: Value, string: Value, count: i64 = 0, flags: Value = Value::Int(0)) -> Value {
        let (text, done) = ready(cx, &pattern, &flags)?.substitute(cx, &repl, &string, count)?;
        Ok(Value::tuple([text, Value::Int(done)]))
    }

    /// The parts of a text between matches, with what the groups of the pattern hold.
    ///
    /// >>> import re
    /// >>> re.split(r'\s*,\s*', 'a , b,c'), re.split('([-+])', '1+2-3')
    /// (['a', 'b', 'c'], ['1', '+', '2', '-', '3'])
    fn split(cx, pattern: Value, string: Value, maxsplit: i64 = 0, flags: Value = Value::Int(0)) -> Value {
        ready(cx, &pattern, &flags)?.split(&string, maxsplit)
    }

    /// A text with a backslash before all that would mean something in a pattern.
    ///
    /// >>> import re
    /// >>> re.escape('a.b*c')
    /// 'a\\.b\\*c'
    fn escape(cx, pattern: Value) -> Value {
        let special = |c: u32| char::from_u32(c).is_some_and(|c| "()[]{}?*+-|^$\\.&~# \t\n\r\x0b\x0c".contains(c));
        let subject = subject::Subject::new(&pattern)?;
        let mut escaped = Vec::new();
        for code in subject.codes() {
            if special(code) {
                escaped.push('\\' as u32);
            }
            escaped.push(code);
        }
        Ok(match subject.is_text() {
            true => Value::str(escaped.into_iter().filter_map(char::from_u32).collect::<String>()),
            false => Value::bytes(escaped.into_iter().map(|code| code as u8).collect::<Vec<u8>>()),
        })
    }

    /// Forgets the patterns that were compiled before.
    ///
    /// >>> import re
    /// >>> re.purge()
    fn purge(cx) -> () {
        cx.state().extension::<Known>().0.clear();
        Ok(())
    }
}

/// `pos` and `endpos` of a whole text.
const ALL: (&Value, &Value) = (&Value::Int(0), &Value::None);

/// Patterns compiled lately, by their texts and flags.
#[derive(Default)]
struct Known(HashMap<(String, i64), PatternValue>);

const MOST_KNOWN: usize = 512;

/// The pattern of a text, or the one that was compiled before.
fn ready(cx: &mut dyn Context, pattern: &Value, flags: &Value) -> Result<PatternValue> {
    let flags = flags::number(flags)?;
    if let Some(compiled) = PatternValue::of(pattern) {
        if flags != 0 {
            return Err(Error::value("cannot process flags argument with a compiled pattern"));
        }
        return Ok(compiled);
    }
    let Value::Str(text) = pattern else {
        let wrong = |_| Error::type_error("first argument must be string or compiled pattern");
        subject::Subject::new(pattern).map_err(wrong)?;
        return pattern::compile(pattern, flags);
    };
    let key = (text.as_str().to_string(), flags);
    if let Some(known) = cx.state().extension::<Known>().0.get(&key) {
        return Ok(known.clone());
    }
    let compiled = pattern::compile(pattern, flags)?;
    let known = &mut cx.state().extension::<Known>().0;
    if known.len() >= MOST_KNOWN {
        known.clear();
    }
    known.insert(key, compiled.clone());
    Ok(compiled)
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = flags::constants();
    all.extend([
        ("re", "error", Value::Class(&ERROR)),
        ("re", "Pattern", Value::Class(&pattern::PATTERN)),
        ("re", "Match", Value::Class(&matched::MATCH)),
    ]);
    all
}
