//! `re.RegexFlag`: `re.IGNORECASE | re.MULTILINE`.

use super::tree::flag;
use crate::builtins::python::receiver::type_name;
use crate::value::class::{Class, python};
use crate::value::convert::to_index;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::{Context, Error, NativeObject, Result, Value, ops};
use std::any::Any;

pub static REGEX_FLAG: Class = Class::new("RegexFlag", "re", &[&python::INT]);

/// Flags as a value.
struct Flags(i64);

const NAMES: &[(&str, &str, i64)] = &[
    ("TEMPLATE", "T", flag::TEMPLATE),
    ("IGNORECASE", "I", flag::IGNORECASE),
    ("LOCALE", "L", flag::LOCALE),
    ("MULTILINE", "M", flag::MULTILINE),
    ("DOTALL", "S", flag::DOTALL),
    ("UNICODE", "U", flag::UNICODE),
    ("VERBOSE", "X", flag::VERBOSE),
    ("DEBUG", "DEBUG", flag::DEBUG),
    ("ASCII", "A", flag::ASCII),
];

/// `re.IGNORECASE|re.MULTILINE`
pub fn names(flags: i64) -> String {
    let known = NAMES.iter().filter(|(_, _, bit)| flags & bit != 0);
    let mut shown: Vec<String> = known.map(|(name, ..)| format!("re.{name}")).collect();
    let rest = flags & !511;
    if rest != 0 {
        shown.push(format!("{rest:#x}"));
    }
    if shown.is_empty() { "re.NOFLAG".into() } else { shown.join("|") }
}

/// The number of flags, given as such or as an int.
pub fn number(value: &Value) -> Result<i64> {
    match of(value) {
        Some(flags) => Ok(flags),
        None => to_index(value).map_err(|_| {
            Error::type_error(format!("unsupported operand type(s) for &: '{}' and 'RegexFlag'", type_name(value)))
        }),
    }
}

fn of(value: &Value) -> Option<i64> {
    match value {
        Value::Object(object) => object.downcast::<Flags>().map(|flags| flags.0),
        _ => None,
    }
}

/// The module's names for the flags.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = vec![("re", "NOFLAG", Value::object(Flags(0))), ("re", "RegexFlag", Value::Class(&REGEX_FLAG))];
    for (name, short, bit) in NAMES {
        let value = Value::object(Flags(*bit));
        all.extend([("re", *name, value.clone()), ("re", *short, value)]);
    }
    all
}

impl NativeObject for Flags {
    fn class(&self) -> &'static Class {
        &REGEX_FLAG
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        let Some(theirs) = of(other).or_else(|| to_index(other).ok()) else { return Ok(None) };
        Ok(Some(match op {
            BinaryOp::BitOr => Value::object(Flags(self.0 | theirs)),
            BinaryOp::BitAnd => Value::object(Flags(self.0 & theirs)),
            BinaryOp::BitXor => Value::object(Flags(self.0 ^ theirs)),
            _ => {
                let (a, b) = if reflected { (theirs, self.0) } else { (self.0, theirs) };
                return ops::binary(cx, op, &Value::Int(a), &Value::Int(b)).map(Some);
            }
        }))
    }

    fn unary(&self, _: &mut dyn Context, op: UnaryOp) -> Result<Option<Value>> {
        Ok(Some(match op {
            UnaryOp::Invert => Value::object(Flags(!self.0 & 511)),
            UnaryOp::Minus => Value::Int(-self.0),
            UnaryOp::Plus => Value::Int(self.0),
        }))
    }

    fn compare(&self, cx: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let other = of(other).map_or_else(|| other.clone(), Value::Int);
        ops::compare(cx, op, &Value::Int(self.0), &other).map(Some)
    }

    fn hash(&self) -> Option<u64> {
        crate::value::hash::hash(&Value::Int(self.0)).ok()
    }

    fn equals(&self, other: &Value) -> bool {
        of(other).or_else(|| to_index(other).ok()) == Some(self.0)
    }

    fn to_float(&self) -> Option<Result<f64>> {
        Some(Ok(self.0 as f64))
    }

    fn truth(&self) -> Result<bool> {
        Ok(self.0 != 0)
    }

    fn repr(&self) -> String {
        names(self.0)
    }
}
