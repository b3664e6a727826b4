//! What `numpy.char` has beyond `numpy.strings`: comparisons that ignore white space at the end, and results of other shapes.

use super::argument::Words;
use crate::builtins::array::argument::numpy;
use crate::tensor::{Tensor, text};
use crate::value::chararray::{compared, multiplied};
use crate::value::{Context, Error, Result, Value};

builtins! { CHAR_FUNCTIONS, chapter "Strings: numpy.char", spaces ["np.char"];
    /// Where the words are equal, not counting white space at their ends.
    ///
    /// >>> np.char.equal(['a ', 'b'], 'a')
    /// array([ True, False])
    fn equal(cx, x1: Words, x2: Words) -> Value { compared("equal", &x1.tensor()?, &x2.tensor()?, true) }

    /// Where the words are different, not counting white space at their ends.
    ///
    /// >>> np.char.not_equal(['a ', 'b'], 'a')
    /// array([False,  True])
    fn not_equal(cx, x1: Words, x2: Words) -> Value { compared("not_equal", &x1.tensor()?, &x2.tensor()?, true) }

    /// Where the words are less, not counting white space at their ends.
    ///
    /// >>> np.char.less(['a ', 'b'], 'b')
    /// array([ True, False])
    fn less(cx, x1: Words, x2: Words) -> Value { compared("less", &x1.tensor()?, &x2.tensor()?, true) }

    /// Where the words are less or equal, not counting white space at their ends.
    ///
    /// >>> np.char.less_equal(['a ', 'b'], 'a')
    /// array([ True, False])
    fn less_equal(cx, x1: Words, x2: Words) -> Value { compared("less_equal", &x1.tensor()?, &x2.tensor()?, true) }

    /// Where the words are greater, not counting white space at their ends.
    ///
    /// >>> np.char.greater(['a ', 'b'], 'a')
    /// array([False,  True])
    fn greater(cx, x1: Words, x2: Words) -> Value { compared("greater", &x1.tensor()?, &x2.tensor()?, true) }

    /// Where the words are greater or equal, not counting white space at their ends.
    ///
    /// >>> np.char.greater_equal(['a ', 'b'], 'b')
    /// array([False,  True])
    fn greater_equal(cx, x1: Words, x2: Words) -> Value { compared("greater_equal", &x1.tensor()?, &x2.tensor()?, true) }

    /// The comparison that is given as text, with or without white space at the ends of words.
    ///
    /// >>> np.char.compare_chararrays(['a ', 'b'], ['a', 'c'], '<', True)
    /// array([False,  True])
    fn compare_chararrays(cx, a1: Words, a2: Words, cmp: String, rstrip: bool) -> Value {
        let name = match cmp.as_str() {
            "==" => "equal",
            "!=" => "not_equal",
            "<" => "less",
            "<=" => "less_equal",
            ">" => "greater",
            ">=" => "greater_equal",
            _ => return Err(Error::value("comparison must be '==', '!=', '<', '>', '<=', '>='")),
        };
        compared(name, &a1.tensor()?, &a2.tensor()?, rstrip)
    }

    /// Each word several times in a row; ValueError where the times are no integers.
    ///
    /// >>> np.char.multiply(['ab', 'c'], 2)
    /// array(['abab', 'cc'], dtype='<U4')
    fn multiply(cx, a: Words, i: Tensor) -> Value { a.like(multiplied(&a.operand, &i)?) }

    /// An array with an axis more: what stands before the first separator, the separator, what stands after it.
    ///
    /// >>> np.char.partition(['k=v', 'x'], '=')
    /// array([['k', '=', 'v'],
    ///        ['x', '', '']], dtype='<U1')
    @chararray
    fn partition(cx, a: Words, sep: Tensor) -> Value { stacked(cx, &a, &sep, false) }

    /// As `partition`, at the last separator.
    ///
    /// >>> np.char.rpartition(['a/b/c'], '/')
    /// array([['a/b', '/', 'c']], dtype='<U3')
    @chararray
    fn rpartition(cx, a: Words, sep: Tensor) -> Value { stacked(cx, &a, &sep, true) }
}

fn stacked(cx: &mut dyn Context, a: &Words, sep: &Tensor, last: bool) -> Result<Value> {
    let parts = text::partitioned(&a.tensor()?, sep, last)?.map(Value::array);
    let stacked = numpy(cx, "stack", &[Value::tuple(parts), Value::Int(-1)])?;
    match stacked {
        Value::Array(array) => a.like(array.tensor()),
        other => Ok(other),
    }
}
