//! Methods and attributes of ranges and slices.

use crate::value::item::slice_bounds;
use crate::value::{Error, Range, Slice, Value};
use std::rc::Rc;

builtins! { RANGE_METHODS, chapter "range", methods "range";
    /// The first integer, if the range has any.
    ///
    /// >>> range(2, 10, 3).start
    /// 2
    @property
    fn start(cx, @pos this: Rc<Range>) -> i64 { Ok(this.start) }

    /// The bound that is not reached.
    ///
    /// >>> range(2, 10, 3).stop
    /// 10
    @property
    fn stop(cx, @pos this: Rc<Range>) -> i64 { Ok(this.stop) }

    /// The distance of neighbours.
    ///
    /// >>> range(2, 10, 3).step
    /// 3
    @property
    fn step(cx, @pos this: Rc<Range>) -> i64 { Ok(this.step) }

    /// The index of a value.
    ///
    /// >>> range(2, 10, 3).index(8)
    /// 2
    fn index(cx, @pos this: Rc<Range>, @pos value: Value) -> i64 {
        let range = Value::Range(this.clone());
        match crate::value::convert::to_index(&value) {
            Ok(i) if crate::value::compare::contains(cx, &range, &value)? => Ok((i - this.start) / this.step),
            Ok(i) => Err(Error::value(format!("{i} is not in range"))),
            Err(_) => Err(Error::value("sequence.index(x): x not in sequence")),
        }
    }

    /// How often a value occurs: once or not at all.
    ///
    /// >>> range(5).count(3), range(5).count(7)
    /// (1, 0)
    fn count(cx, @pos this: Rc<Range>, @pos value: Value) -> i64 {
        let range = Value::Range(this.clone());
        Ok(i64::from(crate::value::compare::contains(cx, &range, &value)?))
    }
}

builtins! { SLICE_METHODS, chapter "slice", methods "slice";
    /// Where it starts.
    ///
    /// >>> slice(1, 5).start
    /// 1
    @property
    fn start(cx, @pos this: Rc<Slice>) -> Value { Ok(this.start.clone()) }

    /// Where it stops.
    ///
    /// >>> slice(1, 5).stop
    /// 5
    @property
    fn stop(cx, @pos this: Rc<Slice>) -> Value { Ok(this.stop.clone()) }

    /// Its step.
    ///
    /// >>> slice(1, 5, 2).step
    /// 2
    @property
    fn step(cx, @pos this: Rc<Slice>) -> Value { Ok(this.step.clone()) }

    /// Start, stop and step for a sequence of so many items, as numbers in range.
    ///
    /// >>> slice(None, None, -1).indices(5)
    /// (4, -1, -1)
    fn indices(cx, @pos this: Rc<Slice>, @pos length: i64) -> (i64, i64, i64) {
        match usize::try_from(length) {
            Ok(length) => slice_bounds(&this, length),
            Err(_) => Err(Error::value("length should not be negative")),
        }
    }
}
