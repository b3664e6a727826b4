//! Python's module `datetime`: `timedelta`, a span of time.

use crate::builtins::python::receiver::type_name;
use crate::value::datetime::Timespan;
use crate::value::datetime::timespan::{MICROSECONDS_A_DAY, MOST_DAYS};
use crate::value::number::Number;
use crate::value::{Error, Value};

builtins! { TIMESPAN, chapter "datetime: timedelta", spaces ["constructors"];
    /// A span of time, from the sum of its parts.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta(days=1, hours=1.5), str(timedelta(seconds=-1))
    /// (datetime.timedelta(days=1, seconds=5400), '-1 day, 23:59:59')
    fn timedelta(cx, days: Value = Value::Int(0), seconds: Value = Value::Int(0), microseconds: Value = Value::Int(0), milliseconds: Value = Value::Int(0),
                 minutes: Value = Value::Int(0), hours: Value = Value::Int(0), weeks: Value = Value::Int(0)) -> Value {
        let parts = [
            (days, "days", MICROSECONDS_A_DAY),
            (seconds, "seconds", 1_000_000),
            (microseconds, "microseconds", 1),
            (milliseconds, "milliseconds", 1000),
            (minutes, "minutes", 60_000_000),
            (hours, "hours", 3_600_000_000),
            (weeks, "weeks", 7 * MICROSECONDS_A_DAY),
        ];
        let mut total = 0i128;
        for (value, name, unit) in parts {
            total = i128::saturating_add(total, match Number::of_any(&value) {
                Some(Number::Int(i)) => i as i128 * unit,
                Some(Number::Float(f)) => (f * unit as f64).round_ties_even() as i128,
                _ => {
                    let found = type_name(&value);
                    return Err(Error::type_error(format!("unsupported type for timedelta {name} component: {found}")));
                }
            });
        }
        Timespan::checked(total)
    }
}

builtins! { TIMESPAN_METHODS, chapter "datetime.timedelta", methods "timedelta";
    /// The span in seconds.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta(days=1.5).total_seconds()
    /// 129600.0
    fn total_seconds(cx, @pos this: Timespan) -> f64 { Ok(this.over(Timespan(1_000_000))) }

    /// Whole days.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta(hours=50).days
    /// 2
    @property
    fn days(cx, @pos this: Timespan) -> i64 { Ok(this.days()) }

    /// Whole seconds beyond the days.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta(hours=25).seconds
    /// 3600
    @property
    fn seconds(cx, @pos this: Timespan) -> i64 { Ok(this.seconds()) }

    /// Microseconds beyond the seconds.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta(seconds=1.5).microseconds
    /// 500000
    @property
    fn microseconds(cx, @pos this: Timespan) -> i64 { Ok(this.microseconds()) }

    /// The shortest span: the longest before now.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta.min
    /// datetime.timedelta(days=-999999999)
    @property @class_property
    fn min(cx, @pos this: Value) -> Value { Ok(Value::object(Timespan(-MOST_DAYS * MICROSECONDS_A_DAY))) }

    /// The longest span.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta.max
    /// datetime.timedelta(days=999999999, seconds=86399, microseconds=999999)
    @property @class_property
    fn max(cx, @pos this: Value) -> Value { Ok(Value::object(Timespan((MOST_DAYS + 1) * MICROSECONDS_A_DAY - 1))) }

    /// The smallest difference between two spans.
    ///
    /// >>> from datetime import timedelta
    /// >>> timedelta.resolution
    /// datetime.timedelta(microseconds=1)
    @property @class_property
    fn resolution(cx, @pos this: Value) -> Value { Ok(Value::object(Timespan(1))) }
}
