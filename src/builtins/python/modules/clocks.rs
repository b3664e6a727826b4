//! Python's module `datetime`: times of day and time zones.

use super::iso_dates::iso_clock;
use crate::builtins::python::receiver::type_name;
use crate::value::datetime::timespan::MICROSECONDS_A_DAY;
use crate::value::datetime::zone::offset_of;
use crate::value::datetime::{Clock, Moment, Timespan, ZoneRef};
use crate::value::{Error, FromValue, Result, Value};

builtins! { CLOCKS, chapter "datetime: time and timezone", spaces ["constructors"];
    /// A time of day.
    ///
    /// >>> from datetime import time
    /// >>> time(10, 20), str(time(10, 20, 30))
    /// (datetime.time(10, 20), '10:20:30')
    fn time(cx, hour: i64 = 0, minute: i64 = 0, second: i64 = 0, microsecond: i64 = 0, tzinfo: Option<ZoneRef> = None,
            @kw fold: i64 = 0) -> Value {
        Clock::new([hour, minute, second, microsecond], tzinfo, fold).map(Value::object)
    }

    /// A time zone of a fixed difference from universal time.
    ///
    /// >>> from datetime import timedelta, timezone
    /// >>> timezone(timedelta(hours=2)), str(timezone(timedelta(hours=2))), timezone(timedelta(hours=1), 'CET')
    /// (datetime.timezone(datetime.timedelta(seconds=7200)), 'UTC+02:00', datetime.timezone(datetime.timedelta(seconds=3600), 'CET'))
    fn timezone(cx, offset: Value, name: Option<String> = None) -> Value {
        ZoneRef::new(offset_of(&offset)?, name.as_deref()).map(|zone| zone.value())
    }
}

builtins! { CLOCK_METHODS, chapter "datetime.time", methods "time";
    /// A time of day from its ISO text.
    ///
    /// >>> from datetime import time
    /// >>> time.fromisoformat('10:20:30.5'), time.fromisoformat('T1020')
    /// (datetime.time(10, 20, 30, 500000), datetime.time(10, 20))
    @static
    fn fromisoformat(cx, @pos time_string: String) -> Value { iso_clock(&time_string).map(Value::object) }

    /// As ISO text.
    ///
    /// >>> from datetime import time
    /// >>> time(10, 20).isoformat(), time(10, 20).isoformat('minutes')
    /// ('10:20:00', '10:20')
    fn isoformat(cx, @pos this: Clock, timespec: String = "auto".into()) -> String { this.iso_text(&timespec) }

    /// As text, laid out by a format.
    ///
    /// >>> from datetime import time
    /// >>> time(15, 20).strftime('%I:%M %p')
    /// '03:20 PM'
    fn strftime(cx, @pos this: Clock, format: String) -> String { Ok(this.formatted(&format)) }

    /// A copy with some parts replaced.
    ///
    /// >>> from datetime import time
    /// >>> time(10, 20).replace(minute=0)
    /// datetime.time(10, 0)
    fn replace(cx, @pos this: Clock, hour: Option<i64> = None, minute: Option<i64> = None, second: Option<i64> = None,
               microsecond: Option<i64> = None, tzinfo: Value = Value::NotImplemented, @kw fold: Option<i64> = None) -> Value {
        let mut fields = this.fields();
        for (field, new) in fields.iter_mut().zip([hour, minute, second, microsecond]) {
            *field = new.unwrap_or(*field);
        }
        let zone = match tzinfo {
            Value::NotImplemented => this.zone,
            given => FromValue::from_value(cx, &given)?,
        };
        Clock::new(fields, zone, fold.unwrap_or(this.fold.into())).map(Value::object)
    }

    /// The time zone's difference from universal time.
    ///
    /// >>> from datetime import time, timezone
    /// >>> time(10, tzinfo=timezone.utc).utcoffset(), time(10).utcoffset()
    /// (datetime.timedelta(0), None)
    fn utcoffset(cx, @pos this: Clock) -> Value { Ok(this.zone.map_or(Value::None, |zone| Value::object(zone.offset))) }

    /// The time zone's name.
    ///
    /// >>> from datetime import time, timezone
    /// >>> time(10, tzinfo=timezone.utc).tzname()
    /// 'UTC'
    fn tzname(cx, @pos this: Clock) -> Value { Ok(this.zone.map_or(Value::None, |zone| Value::str(zone.name()))) }

    /// The shift of summer time, which zones of a fixed offset do not know.
    ///
    /// >>> from datetime import time
    /// >>> time(10).dst() is None
    /// True
    fn dst(cx, @pos this: Clock) -> Value { Ok(Value::None) }

    /// Midnight.
    ///
    /// >>> from datetime import time
    /// >>> time.min
    /// datetime.time(0, 0)
    @property @class_property
    fn min(cx, @pos this: Value) -> Value { Clock::new([0; 4], None, 0).map(Value::object) }

    /// The last time of the day.
    ///
    /// >>> from datetime import time
    /// >>> time.max
    /// datetime.time(23, 59, 59, 999999)
    @property @class_property
    fn max(cx, @pos this: Value) -> Value { Clock::new([23, 59, 59, 999_999], None, 0).map(Value::object) }

    /// The smallest difference between two times.
    ///
    /// >>> from datetime import time
    /// >>> time.resolution
    /// datetime.timedelta(microseconds=1)
    @property @class_property
    fn resolution(cx, @pos this: Value) -> Value { Ok(Value::object(Timespan(1))) }
}

builtins! { ZONE_METHODS, chapter "datetime.timezone", methods "timezone";
    /// The difference from universal time.
    ///
    /// >>> from datetime import timedelta, timezone
    /// >>> timezone(timedelta(hours=2)).utcoffset(None)
    /// datetime.timedelta(seconds=7200)
    fn utcoffset(cx, @pos this: ZoneRef, @pos dt: Value) -> Value {
        moment_or_none("utcoffset", &dt)?;
        Ok(Value::object(this.offset))
    }

    /// The name.
    ///
    /// >>> from datetime import timezone
    /// >>> timezone.utc.tzname(None)
    /// 'UTC'
    fn tzname(cx, @pos this: ZoneRef, @pos dt: Value) -> String {
        moment_or_none("tzname", &dt)?;
        Ok(this.name())
    }

    /// The shift of summer time, which zones of a fixed offset do not know.
    ///
    /// >>> from datetime import timezone
    /// >>> timezone.utc.dst(None) is None
    /// True
    fn dst(cx, @pos this: ZoneRef, @pos dt: Value) -> Value {
        moment_or_none("dst", &dt)?;
        Ok(Value::None)
    }

    /// A moment of this zone, whose clock shows universal time, as the zone's own clock shows it.
    ///
    /// >>> from datetime import datetime, timedelta, timezone
    /// >>> cet = timezone(timedelta(hours=1))
    /// >>> cet.fromutc(datetime(2024, 1, 5, tzinfo=cet)).hour
    /// 1
    fn fromutc(cx, @pos this: ZoneRef, @pos dt: Moment) -> Value {
        if !dt.zone.as_ref().is_some_and(|zone| zone.value().is(&this.value())) {
            return Err(Error::value("fromutc: dt.tzinfo is not self"));
        }
        Moment { zone: None, ..dt }.in_zone(&this).map(Value::object)
    }

    /// Universal time.
    ///
    /// >>> from datetime import timezone
    /// >>> timezone.utc
    /// datetime.timezone.utc
    @property @class_property
    fn utc(cx, @pos this: Value) -> Value { Ok(ZoneRef::utc().value()) }

    /// The westernmost zone.
    ///
    /// >>> from datetime import timezone
    /// >>> timezone.min
    /// datetime.timezone(datetime.timedelta(days=-1, seconds=60))
    @property @class_property
    fn min(cx, @pos this: Value) -> Value { farthest(-1) }

    /// The easternmost zone.
    ///
    /// >>> from datetime import timezone
    /// >>> timezone.max
    /// datetime.timezone(datetime.timedelta(seconds=86340))
    @property @class_property
    fn max(cx, @pos this: Value) -> Value { farthest(1) }
}

fn moment_or_none(method: &str, value: &Value) -> Result<()> {
    let fits = matches!(value, Value::None) || Moment::of(value).is_some_and(|moment| !moment.only_day);
    if fits {
        return Ok(());
    }
    let found = type_name(value);
    Err(Error::type_error(format!("{method}(dt) argument must be a datetime instance or None, not {found}")))
}

/// A minute less than a day before or after universal time.
fn farthest(sign: i128) -> Result<Value> {
    ZoneRef::new(Timespan(sign * (MICROSECONDS_A_DAY - 60_000_000)), None).map(|zone| zone.value())
}
