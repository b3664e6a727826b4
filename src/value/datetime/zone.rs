//! Time zones of one offset: Python's `timezone`.

use super::timespan::{MICROSECONDS_A_DAY, TIMEDELTA, Timespan};
use crate::value::class::{Class, class_of, python};
use crate::value::object::{CompareOp, Object};
use crate::value::{Context, Error, FromValue, NativeObject, Result, Value, repr};
use std::any::Any;
use std::rc::Rc;

pub static TZINFO: Class = Class::new("tzinfo", "datetime", &[&python::OBJECT]);
pub static TIMEZONE: Class = Class::new("timezone", "datetime", &[&TZINFO]);

/// An offset from universal time, and its name where it has one.
#[derive(Clone)]
pub struct Zone {
    pub offset: Timespan,
    given_name: Option<Rc<str>>,
}

thread_local! {
    static UTC: Rc<Object> = Rc::new(Object::new(Zone { offset: Timespan(0), given_name: None }));
}

/// A time zone as moments hold it: the object that the program gave.
#[derive(Clone)]
pub struct ZoneRef(Rc<Object>);

impl ZoneRef {
    /// `timezone.utc`
    pub fn utc() -> ZoneRef {
        ZoneRef(UTC.with(Rc::clone))
    }

    /// A zone of that offset. ValueError for a day and more.
    pub fn new(offset: Timespan, name: Option<&str>) -> Result<ZoneRef> {
        if offset.0.abs() >= MICROSECONDS_A_DAY {
            let found = repr::repr(&Value::object(offset));
            return Err(Error::value(format!(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), not {found}."
            )));
        }
        if offset.0 == 0 && name.is_none() {
            return Ok(ZoneRef::utc());
        }
        Ok(ZoneRef(Rc::new(Object::new(Zone { offset, given_name: name.map(Rc::from) }))))
    }

    pub fn value(&self) -> Value {
        Value::Object(self.0.clone())
    }
}

impl std::ops::Deref for ZoneRef {
    type Target = Zone;

    fn deref(&self) -> &Zone {
        match self.0.downcast::<Zone>() {
            Some(zone) => zone,
            None => unreachable!("a ZoneRef is made of a zone"),
        }
    }
}

impl FromValue for ZoneRef {
    const ACCEPTS: &'static str = "timezone";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<ZoneRef> {
        match value {
            Value::Object(object) if object.downcast::<Zone>().is_some() => Ok(ZoneRef(object.clone())),
            other => {
                let found = class_of(other).qualified_name();
                Err(Error::type_error(format!(
                    "tzinfo argument must be None or of a tzinfo subclass, not type '{found}'"
                )))
            }
        }
    }
}

impl Zone {
    /// `UTC+02:00`, or the name that it was given.
    pub fn name(&self) -> String {
        match (&self.given_name, self.offset.0) {
            (Some(name), _) => name.to_string(),
            (None, 0) => "UTC".into(),
            (None, _) => format!("UTC{}", offset_text(self.offset, ":")),
        }
    }
}

/// `+02:00`, with seconds and microseconds where it has some.
pub fn offset_text(offset: Timespan, colon: &str) -> String {
    let sign = if offset.0 < 0 { '-' } else { '+' };
    let microseconds = offset.0.unsigned_abs();
    let (seconds, rest) = (microseconds / 1_000_000, microseconds % 1_000_000);
    let mut text = format!("{sign}{:02}{colon}{:02}", seconds / 3600, seconds / 60 % 60);
    if seconds % 60 != 0 || rest != 0 {
        text.push_str(&format!("{colon}{:02}", seconds % 60));
    }
    if rest != 0 {
        text.push_str(&format!(".{rest:06}"));
    }
    text
}

impl NativeObject for Zone {
    fn class(&self) -> &'static Class {
        &TIMEZONE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let equal = matches!(other, Value::Object(object) if object.downcast::<Zone>().is_some()) && self.equals(other);
        Ok(op.equality(equal))
    }

    fn hash(&self) -> Option<u64> {
        self.offset.hash()
    }

    fn equals(&self, other: &Value) -> bool {
        matches!(other, Value::Object(object)
            if object.downcast::<Zone>().is_some_and(|other| other.offset == self.offset))
    }

    fn repr(&self) -> String {
        let offset = self.offset.repr();
        match &self.given_name {
            None if self.offset.0 == 0 => "datetime.timezone.utc".into(),
            None => format!("datetime.timezone({offset})"),
            Some(name) => format!("datetime.timezone({offset}, {})", repr::repr(&Value::str(&**name))),
        }
    }

    fn text(&self) -> String {
        self.name()
    }
}

/// The span of a value that a zone's offset may be. TypeError for anything but a timedelta.
pub fn offset_of(value: &Value) -> Result<Timespan> {
    let found = || class_of(value).qualified_name();
    Timespan::of(value).ok_or_else(|| {
        Error::type_error(format!("timezone() argument 1 must be {}, not {}", TIMEDELTA.qualified_name(), found()))
    })
}
