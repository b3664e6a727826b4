//! Business days: week masks and holidays → which days count, and the class `busdaycalendar`.

use super::dates::{days_of, ticks};
use crate::tensor::format::datetime::{NAT, civil_from_days};
use crate::tensor::{DType, Kind, Tensor, TimeUnit};
use crate::value::class::{Class, class_of, python::OBJECT};
use crate::value::convert::FromValue;
use crate::value::object::NativeObject;
use crate::value::{Context, Error, Object, Result, Value};
use std::any::Any;
use std::rc::Rc;

pub static BUSDAYCALENDAR: Class = Class::new("busdaycalendar", "numpy", &[&OBJECT]);

builtins! { CALENDAR_CONSTRUCTOR, chapter "Dates", spaces ["constructors.numpy"];
    /// A week mask and holidays, for functions of business days.
    ///
    /// >>> c = np.busdaycalendar(holidays=['2024-01-01'])
    /// >>> np.is_busday(['2024-01-01', '2024-01-02'], busdaycal=c)
    /// array([False,  True])
    @see("is_busday", "busday_count", "busday_offset")
    fn busdaycalendar(cx, weekmask: Option<Value> = None, holidays: Option<Value> = None) -> Value {
        Ok(Value::object(Calendar::of(cx, weekmask, holidays)?))
    }
}

builtins! { CALENDAR_METHODS, chapter "Dates", methods "busdaycalendar";
    /// Which days of the week count, from Monday on.
    ///
    /// >>> np.busdaycalendar().weekmask
    /// array([ True,  True,  True,  True,  True, False, False])
    @property
    fn weekmask(cx, @pos this: Receiver) -> Tensor {
        let calendar = this.calendar()?;
        Ok(Tensor::generate(&[7], |i| calendar.week[i])?)
    }

    /// The days that don't count although their day of the week does.
    ///
    /// >>> np.busdaycalendar(holidays=['2024-01-01', '2024-01-06']).holidays
    /// array(['2024-01-01'], dtype='datetime64[D]')
    @property
    fn holidays(cx, @pos this: Receiver) -> Tensor {
        let days = Tensor::vector(&this.calendar()?.holidays)?;
        Ok(days.with_dtype(DType::native(Kind::DateTime { unit: TimeUnit::Day, count: 1 })))
    }
}

impl NativeObject for Calendar {
    fn class(&self) -> &'static Class {
        &BUSDAYCALENDAR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The receiver of the attributes.
struct Receiver(Rc<Object>);

impl FromValue for Receiver {
    const ACCEPTS: &'static str = "busdaycalendar";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<Receiver> {
        match value {
            Value::Object(object) if object.downcast::<Calendar>().is_some() => Ok(Receiver(object.clone())),
            _ => Err(Error::type_error("descriptor requires a 'numpy.busdaycalendar' object")),
        }
    }
}

impl Receiver {
    fn calendar(&self) -> Result<&Calendar> {
        self.0.downcast().ok_or_else(|| Error::type_error("descriptor requires a 'numpy.busdaycalendar' object"))
    }
}

/// The calendar that the arguments of `function` stand for. ValueError where it is given in two ways.
pub fn chosen(
    cx: &mut dyn Context,
    function: &str,
    weekmask: Option<Value>,
    holidays: Option<Value>,
    calendar: &Value,
) -> Result<Calendar> {
    let place = if function == "is_busday" { 4 } else { 5 };
    match calendar {
        Value::None => Calendar::of(cx, weekmask, holidays),
        Value::Object(object) if let Some(calendar) = object.downcast::<Calendar>() => {
            if weekmask.is_some() || holidays.is_some() {
                return Err(Error::value(format!(
                    "Cannot supply both the weekmask/holidays and the busdaycal parameters to {function}()"
                )));
            }
            Ok(calendar.clone())
        }
        other => Err(Error::type_error(format!(
            "{function}() argument {place} must be numpy.busdaycalendar, not {}",
            class_of(other).qualified_name()
        ))),
    }
}

/// Which days are business days.
#[derive(Clone)]
pub struct Calendar {
    /// From Monday on.
    week: [bool; 7],
    /// Days since 1970-01-01, in order.
    holidays: Vec<i64>,
}

impl Calendar {
    /// ValueError for a week mask that is none.
    fn of(cx: &mut dyn Context, weekmask: Option<Value>, holidays: Option<Value>) -> Result<Calendar> {
        let mut week = [false; 7];
        match &weekmask.unwrap_or_else(|| Value::str("1111100")) {
            Value::Str(text) if text.as_str().len() == 7 && text.as_str().bytes().all(|b| matches!(b, b'0' | b'1')) => {
                week.iter_mut().zip(text.as_str().bytes()).for_each(|(day, b)| *day = b == b'1');
            }
            Value::Str(text) => {
                let names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
                let mut rest = text.as_str().trim();
                while !rest.is_empty() {
                    let found = names.iter().position(|name| rest.starts_with(name));
                    let at = found.ok_or_else(|| {
                        Error::value(format!("Invalid business day weekmask string \"{}\"", text.as_str()))
                    })?;
                    week[at] = true;
                    rest = rest[3..].trim_start();
                }
            }
            other => {
                let days = Vec::<bool>::from_value(cx, other)
                    .map_err(|_| Error::value("Couldn't convert object into a business day weekmask"))?;
                if days.len() != 7 {
                    return Err(Error::value("A business day weekmask array must have length 7"));
                }
                week.copy_from_slice(&days);
            }
        }
        if week == [false; 7] {
            return Err(Error::value("Cannot construct a numpy.busdaycal with a weekmask of all zeros"));
        }
        let mut holidays = match holidays {
            None => Vec::new(),
            Some(days) => ticks(&days_of(cx, &days)?)?,
        };
        holidays.sort_unstable();
        holidays.dedup();
        // A holiday on a day that is closed anyway is none.
        let calendar = Calendar { week, holidays: Vec::new() };
        holidays.retain(|&day| calendar.is_open(day));
        Ok(Calendar { holidays, ..calendar })
    }

    /// Whether a day, counted from 1970-01-01, is a business day.
    pub fn is_open(&self, day: i64) -> bool {
        // 1970-01-01 was a Thursday.
        day != NAT && self.week[(day + 3).rem_euclid(7) as usize] && self.holidays.binary_search(&day).is_err()
    }

    /// The business days from `first` up to, but without, `last`.
    pub fn count(&self, first: i64, last: i64) -> i64 {
        // Backwards the end counts and the beginning does not.
        let (from, to, sign) = if first <= last { (first, last, 1) } else { (last + 1, first + 1, -1) };
        let weeks = (to - from) / 7;
        let in_week = self.week.iter().filter(|open| **open).count() as i64;
        let on_week = |day: i64| self.week[(day + 3).rem_euclid(7) as usize];
        let rest = (from + weeks * 7..to).filter(|&day| on_week(day)).count() as i64;
        let closed = self.holidays.iter().filter(|&&day| (from..to).contains(&day) && on_week(day)).count() as i64;
        sign * (weeks * in_week + rest - closed)
    }

    /// The day `steps` business days later; `roll` says what becomes of a day that is none.
    pub fn offset(&self, day: i64, steps: i64, roll: &str) -> Result<i64> {
        if day == NAT {
            return Ok(NAT);
        }
        let mut day = day;
        if !self.is_open(day) {
            day = match roll {
                "forward" | "following" => self.next_open(day, 1),
                "backward" | "preceding" => self.next_open(day, -1),
                "modifiedfollowing" => self.within_month(day, 1),
                "modifiedpreceding" => self.within_month(day, -1),
                "nat" => return Ok(NAT),
                "raise" => return Err(Error::value("Non-business day date in busday_offset")),
                other => return Err(Error::value(format!("Invalid business day roll parameter \"{other}\""))),
            };
        }
        let step = steps.signum();
        let mut left = steps.abs();
        while left > 0 {
            day += step;
            left -= i64::from(self.is_open(day));
            if left % 4096 == 0 && crate::pool::interrupted() {
                return Err(crate::tensor::Error::interrupt().into());
            }
        }
        Ok(day)
    }

    fn next_open(&self, mut day: i64, step: i64) -> i64 {
        while !self.is_open(day) {
            day += step;
        }
        day
    }

    /// The nearest business day in one direction, or in the other where that one is in another month.
    fn within_month(&self, day: i64, step: i64) -> i64 {
        let found = self.next_open(day, step);
        if month_of(found) == month_of(day) { found } else { self.next_open(day, -step) }
    }
}

/// Year and month of a day counted from 1970-01-01.
fn month_of(day: i64) -> (i64, u8) {
    let (year, month, _) = civil_from_days(i128::from(day));
    (year, month)
}
