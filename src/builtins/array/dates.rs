//! Dates: their texts and units, and functions of business days (which `calendar.rs` knows).

use super::calendar::chosen;
use super::out::{Out, finish};
use crate::tensor::format::datetime::{NAT, iso_text};
use crate::tensor::{DType, Kind, Tensor, TimeUnit};
use crate::value::convert::unboxed;
use crate::value::nested::to_tensor;
use crate::value::{Context, Error, Result, Value};

builtins! { DATES, chapter "Dates", spaces ["np"];
    /// Dates as text, to a unit.
    ///
    /// >>> np.datetime_as_string(np.datetime64('2024-01-01T12:00'), unit='s')
    /// np.str_('2024-01-01T12:00:00')
    @see("datetime64")
    fn datetime_as_string(cx, @pos arr: Tensor, unit: Option<String> = None, timezone: String = "naive".into(),
                          casting: String = "same_kind".into()) -> Value {
        let Kind::DateTime { unit: own, count } = arr.dtype().kind else {
            return Err(Error::type_error("input must have type NumPy datetime"));
        };
        let (unit, count) = match unit.as_deref() {
            None | Some("auto") => (own, count),
            Some(text) => crate::value::dtype::time_unit(text)
                .ok_or_else(|| Error::type_error(format!("Invalid datetime unit \"{text}\" in metadata")))?,
        };
        let cast = crate::tensor::cast::as_dtype(&arr, DType::native(Kind::DateTime { unit, count }))?;
        let suffix = if timezone == "UTC" { "Z" } else { "" };
        let texts = crate::pool::until_interrupted(ticks(&cast)?.into_iter()).map(|t| {
            if t == NAT { "NaT".to_string() } else { format!("{}{suffix}", iso_text(t, unit, count)) }
        });
        let texts: Vec<Value> = texts.map(Value::str).collect();
        let line = to_tensor(cx, &Value::list(texts), Some(DType::native(Kind::Str(text_length(unit)))))?;
        unboxed(line.reshaped(arr.shape(), crate::tensor::Order::C)?)
    }

    /// The unit of a dtype of dates or spans of time, and how many of it a tick is.
    ///
    /// >>> np.datetime_data(np.dtype('M8[25s]'))
    /// ('s', 25)
    @see("datetime64", "timedelta64")
    fn datetime_data(cx, @pos dtype: DType) -> (String, i64) {
        match dtype.kind {
            Kind::DateTime { unit: TimeUnit::Generic, count } | Kind::TimeDelta { unit: TimeUnit::Generic, count } => {
                Ok(("generic".into(), count as i64))
            }
            Kind::DateTime { unit, count } | Kind::TimeDelta { unit, count } => Ok((unit.code().into(), count as i64)),
            _ => Err(Error::type_error("cannot get datetime metadata from non-datetime type")),
        }
    }

    /// Whether days are business days.
    ///
    /// >>> np.is_busday(['2024-01-05', '2024-01-06'])
    /// array([ True, False])
    @see("busday_count", "busday_offset")
    fn is_busday(cx, dates: Value, weekmask: Option<Value> = None, holidays: Option<Value> = None, busdaycal: Value = Value::None,
                 out: Out = Out(None)) -> Value {
        let calendar = chosen(cx, "is_busday", weekmask, holidays, &busdaycal)?;
        let days = days_of(cx, &dates)?;
        let found = ticks(&days)?;
        finish(cx, Tensor::generate(days.shape(), |i| calendar.is_open(found[i]))?, out)
    }

    /// How many business days there are from a day up to, but without, another.
    ///
    /// >>> np.busday_count('2024-01-01', '2024-01-31')
    /// np.int64(22)
    @see("is_busday", "busday_offset")
    fn busday_count(cx, begindates: Value, enddates: Value, weekmask: Option<Value> = None, holidays: Option<Value> = None,
                    busdaycal: Value = Value::None, out: Out = Out(None)) -> Value {
        let calendar = chosen(cx, "busday_count", weekmask, holidays, &busdaycal)?;
        let (shape, first, last) = pair(&days_of(cx, &begindates)?, &days_of(cx, &enddates)?)?;
        finish(cx, Tensor::generate(&shape, |i| calendar.count(first[i], last[i]))?, out)
    }

    /// Days so many business days after others.
    ///
    /// `roll` says what becomes of a day that is none: `'raise'`, `'forward'`, `'backward'`, `'nat'`.
    ///
    /// >>> np.busday_offset('2024-01-05', 1)
    /// np.datetime64('2024-01-08')
    @see("is_busday", "busday_count")
    fn busday_offset(cx, dates: Value, offsets: Tensor, roll: String = "raise".into(), weekmask: Option<Value> = None,
                     holidays: Option<Value> = None, busdaycal: Value = Value::None, out: Out = Out(None)) -> Value {
        let calendar = chosen(cx, "busday_offset", weekmask, holidays, &busdaycal)?;
        let offsets = crate::tensor::cast::as_dtype(&offsets, DType::INT64)?;
        let (shape, days, steps) = pair(&days_of(cx, &dates)?, &offsets)?;
        let moved = days.iter().zip(&steps).map(|(&day, &n)| calendar.offset(day, n, &roll)).collect::<Result<Vec<i64>>>()?;
        let result = Tensor::from_vec(&shape, moved)?;
        finish(cx, result.with_dtype(DType::native(Kind::DateTime { unit: TimeUnit::Day, count: 1 })), out)
    }
}

/// The most characters a date of a unit can take, with its time zone and the end of a C string.
fn text_length(unit: TimeUnit) -> u32 {
    match unit {
        TimeUnit::Generic => 4,
        TimeUnit::Year => 22,
        TimeUnit::Month => 25,
        TimeUnit::Week | TimeUnit::Day => 28,
        TimeUnit::Hour => 32,
        TimeUnit::Minute => 35,
        TimeUnit::Second => 38,
        TimeUnit::Millisecond => 42,
        TimeUnit::Microsecond => 45,
        TimeUnit::Nanosecond => 48,
        TimeUnit::Picosecond => 51,
        TimeUnit::Femtosecond => 54,
        TimeUnit::Attosecond => 57,
    }
}

/// The ticks of dates in C order.
pub fn ticks(dates: &Tensor) -> Result<Vec<i64>> {
    let whole = crate::tensor::copy::copied(dates, crate::tensor::Order::C)?;
    Ok(whole.with_dtype(DType::INT64).to_vec::<i64>().unwrap_or_default())
}

/// A value as days.
pub fn days_of(cx: &mut dyn Context, value: &Value) -> Result<Tensor> {
    to_tensor(cx, value, Some(DType::native(Kind::DateTime { unit: TimeUnit::Day, count: 1 })))
}

/// Two arrays broadcast together, as ticks.
fn pair(a: &Tensor, b: &Tensor) -> Result<(Vec<usize>, Vec<i64>, Vec<i64>)> {
    let shape = crate::tensor::shape::broadcast_shapes(&[a.shape(), b.shape()])?.to_vec();
    Ok((shape.clone(), ticks(&a.broadcast_to(&shape)?)?, ticks(&b.broadcast_to(&shape)?)?))
}
