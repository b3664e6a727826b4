//! Python's module `timeit`: how long statements and calls take.

use crate::builtins::python::functions::is_callable;
use crate::builtins::python::receiver::{Receiver, This, text_of};
use crate::value::class::{Class, exception, python};
use crate::value::{Context, Error, NativeObject, Result, Value};
use std::any::Any;
use std::time::Instant;

builtins! { TIMEIT, chapter "timeit", spaces ["timeit"];
    /// The seconds that so many runs of a statement take.
    ///
    /// >>> from timeit import timeit
    /// >>> timeit(lambda: sum(range(10)), number=3) >= 0
    /// True
    fn timeit(cx, stmt: Value = Value::str("pass"), setup: Value = Value::str("pass"), timer: Value = Value::None, number: i64 = 1_000_000,
              globals: Value = Value::None) -> f64 {
        Timer { statement: stmt, setup }.time(cx, number)
    }

    /// Several times of so many runs.
    ///
    /// >>> from timeit import repeat
    /// >>> len(repeat(lambda: None, repeat=3, number=2))
    /// 3
    fn repeat(cx, stmt: Value = Value::str("pass"), setup: Value = Value::str("pass"), timer: Value = Value::None, repeat: i64 = 5,
              number: i64 = 1_000_000, globals: Value = Value::None) -> Vec<f64> {
        let timer = Timer { statement: stmt, setup };
        (0..repeat).map(|_| timer.time(cx, number)).collect()
    }

    /// Seconds of the clock that measures.
    ///
    /// >>> from timeit import default_timer
    /// >>> default_timer() <= default_timer()
    /// True
    fn default_timer(cx) -> f64 {
        thread_local!(static START: Instant = Instant::now());
        Ok(START.with(Instant::elapsed).as_secs_f64())
    }
}

fn once(cx: &mut dyn Context, statement: &Value) -> Result<()> {
    match text_of(statement) {
        Some(text) => cx.run_text(&text, "<timeit-src>", false).map(|_| ()),
        None if is_callable(statement) => cx.call(statement, &[], &[]).map(|_| ()),
        None => Err(Error::value("stmt is neither a string nor callable")),
    }
}

fn time_runs(cx: &mut dyn Context, statement: &Value, number: i64) -> Result<f64> {
    let start = Instant::now();
    for _ in 0..number {
        once(cx, statement)?;
        if crate::pool::interrupted() {
            return Err(exception::KEYBOARD_INTERRUPT.error(""));
        }
    }
    Ok(start.elapsed().as_secs_f64())
}

builtins! { TIMER_CONSTRUCTOR, chapter "timeit: Timer", spaces ["constructors"];
    /// A statement whose runs are timed.
    ///
    /// >>> from timeit import Timer
    /// >>> Timer(lambda: sum(range(10))).timeit(number=3) >= 0
    /// True
    fn Timer(cx, stmt: Value = Value::str("pass"), setup: Value = Value::str("pass"), timer: Value = Value::None, globals: Value = Value::None) -> Value {
        Ok(Value::object(Timer { statement: stmt, setup }))
    }
}

builtins! { TIMER_METHODS, chapter "timeit.Timer", methods "Timer";
    /// The seconds that so many runs take.
    ///
    /// >>> from timeit import Timer
    /// >>> Timer().timeit(10) >= 0
    /// True
    fn timeit(cx, @pos this: This<Timer>, number: i64 = 1_000_000) -> f64 { this.time(cx, number) }

    /// Several times of so many runs.
    ///
    /// >>> from timeit import Timer
    /// >>> len(Timer().repeat(repeat=3, number=2))
    /// 3
    fn repeat(cx, @pos this: This<Timer>, repeat: i64 = 5, number: i64 = 1_000_000) -> Vec<f64> {
        (0..repeat).map(|_| this.time(cx, number)).collect()
    }

    /// How many runs take at least 0.2 seconds, and how long those take.
    ///
    /// >>> import time
    /// >>> from timeit import Timer
    /// >>> Timer(lambda: time.sleep(0.21)).autorange()[0]
    /// 1
    fn autorange(cx, @pos this: This<Timer>, callback: Value = Value::None) -> (i64, f64) {
        for number in (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10i64.pow(power))) {
            let seconds = this.time(cx, number)?;
            if !matches!(callback, Value::None) {
                cx.call(&callback, &[Value::Int(number), Value::float(seconds)], &[])?;
            }
            if seconds >= 0.2 {
                return Ok((number, seconds));
            }
        }
        Err(Error::overflow("the statement takes no time"))
    }
}

static TIMER: Class = Class::new("Timer", "timeit", &[&python::OBJECT]);

/// `timeit.Timer`
struct Timer {
    statement: Value,
    setup: Value,
}

impl Timer {
    fn time(&self, cx: &mut dyn Context, number: i64) -> Result<f64> {
        once(cx, &self.setup)?;
        time_runs(cx, &self.statement, number)
    }
}

impl NativeObject for Timer {
    fn class(&self) -> &'static Class {
        &TIMER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl Receiver for Timer {
    const CLASS: &'static str = "Timer";
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![
        ("timeit", "Timer", Value::Class(&TIMER)),
        ("timeit", "default_number", Value::Int(1_000_000)),
        ("timeit", "default_repeat", Value::Int(5)),
    ]
}
