//! Parts of words, and words with parts replaced: `strip`, `slice`, `replace`, `partition`, `multiply`.

use super::argument::{Bound, Words};
use crate::builtins::array::argument::Tuple;
use crate::tensor::text::{self, Fixed, Strip};
use crate::tensor::{Tensor, cast};
use crate::value::{Result, Value};

builtins! { STRING_PARTS, chapter "Strings: parts", spaces ["np.strings", "np.char"];
    /// Each word without white space, or without certain letters, at both ends.
    ///
    /// >>> np.strings.strip([' a ', 'xbx'])
    /// array(['a', 'xbx'], dtype='<U3')
    /// >>> np.strings.strip([' a ', 'xbx'], 'x')
    /// array([' a ', 'b'], dtype='<U3')
    @chararray
    fn strip(cx, a: Words, chars: Option<Words> = None) -> Value {
        let chars = chars.as_ref().map(|c| &c.operand);
        a.like_or_scalar(text::stripped(&a.operand, chars, Strip::Both)?)
    }

    /// As `strip`, at the left end.
    ///
    /// >>> np.strings.lstrip(['007', '42'], '0')
    /// array(['7', '42'], dtype='<U3')
    @chararray
    fn lstrip(cx, a: Words, chars: Option<Words> = None) -> Value {
        let chars = chars.as_ref().map(|c| &c.operand);
        a.like_or_scalar(text::stripped(&a.operand, chars, Strip::Start)?)
    }

    /// As `strip`, at the right end.
    ///
    /// >>> np.strings.rstrip(['a  ', ' b'])
    /// array(['a', ' b'], dtype='<U3')
    @chararray
    fn rstrip(cx, a: Words, chars: Option<Words> = None) -> Value {
        let chars = chars.as_ref().map(|c| &c.operand);
        a.like_or_scalar(text::stripped(&a.operand, chars, Strip::End)?)
    }

    /// Each word with a part replaced, everywhere or in its first few places.
    ///
    /// Parts that are no arrays are as wide as the words at most.
    ///
    /// >>> np.strings.replace(['banana', 'canal'], 'an', 'AN')
    /// array(['bANANa', 'cANal'], dtype='<U6')
    /// >>> np.strings.replace('banana', 'an', 'AN', [0, 1])
    /// array(['banana', 'bANana'], dtype='<U6')
    fn replace(cx, a: Words, old: Value, new: Value, count: Tensor = Tensor::scalar(-1i64)?) -> Value {
        let words = a.tensor()?;
        let old = part(cx, &old, &words)?;
        let new = part(cx, &new, &words)?;
        a.like(text::replaced(&words, &old, &new, &count)?)
    }

    /// Each word's letters from `start` to `stop`, or up to the one number given, in steps of `step`.
    ///
    /// >>> np.strings.slice(['hello', 'world'], 2)
    /// array(['he', 'wo'], dtype='<U5')
    /// >>> np.strings.slice(['hello', 'world'], None, None, -1)
    /// array(['olleh', 'dlrow'], dtype='<U5')
    @space("np.strings")
    fn slice(cx, @pos a: Words, @pos start: Option<Bound> = None, @pos stop: Stop = Stop::Missing, @pos step: Option<Tensor> = None) -> Value {
        let (start, stop) = match stop {
            Stop::Missing => (None, start),
            Stop::Given(stop) => (start, stop),
        };
        let step = step.map_or_else(|| Tensor::scalar(1i64), Ok)?;
        let operand = |bound: &'_ Option<Bound>| bound.as_ref().map(|b| b.0.clone());
        let sliced = text::sliced(&a.operand, operand(&start).as_ref(), operand(&stop).as_ref(), &step)?;
        a.like_or_scalar(sliced)
    }

    /// Three arrays: what stands in each word before the first separator, the separator, and what stands after it.
    ///
    /// >>> np.strings.partition(['k=v', 'x'], '=')
    /// (array(['k', 'x'], dtype='<U1'), array(['=', ''], dtype='<U1'), array(['v', ''], dtype='<U1'))
    @space("np.strings")
    fn partition(cx, a: Words, sep: Tensor) -> Tuple {
        parts(&a, &sep, false)
    }

    /// As `partition`, at the last separator.
    ///
    /// >>> np.strings.rpartition(['a/b/c'], '/')
    /// (array(['a/b'], dtype='<U3'), array(['/'], dtype='<U1'), array(['c'], dtype='<U1'))
    @space("np.strings")
    fn rpartition(cx, a: Words, sep: Tensor) -> Tuple {
        parts(&a, &sep, true)
    }

    /// Each word several times in a row; not at all for numbers below 1.
    ///
    /// >>> np.strings.multiply(['ab', 'c'], [2, 3])
    /// array(['abab', 'ccc'], dtype='<U4')
    @space("np.strings")
    fn multiply(cx, a: Words, i: Tensor) -> Value { a.like(text::multiplied(&a.operand, &i)?) }
}

fn parts(a: &Words, sep: &Tensor, last: bool) -> Result<Tuple> {
    let sep = Fixed::of(sep)?.words;
    let parts = text::partitioned(&a.tensor()?, &sep, last)?;
    Ok(Tuple(parts.into_iter().map(|part| a.like(part)).collect::<Result<_>>()?))
}

/// `stop=` of `slice`, where `None` is not the same as nothing.
pub enum Stop {
    Missing,
    Given(Option<Bound>),
}

impl crate::value::FromValue for Stop {
    const ACCEPTS: &'static str = "int or array_like of ints";

    fn from_value(cx: &mut dyn crate::value::Context, value: &Value) -> Result<Stop> {
        Option::from_value(cx, value).map(Stop::Given)
    }
}

/// What is looked for or put in: of its own dtype if it has one, otherwise of the words'.
fn part(cx: &mut dyn crate::value::Context, value: &Value, words: &Tensor) -> Result<Tensor> {
    let tensor = Fixed::of(&crate::value::nested::to_tensor(cx, value, None)?)?.words;
    let typed = matches!(value, Value::Array(_)) || value.as_scalar().is_some();
    Ok(if typed { tensor } else { cast::as_dtype(&tensor, words.dtype())? })
}
