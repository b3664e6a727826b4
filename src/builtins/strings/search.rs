//! Looking for parts in words: `find`, `count`, `startswith` and their kin.

use super::argument::{Bound, Words};
use crate::tensor::Tensor;
use crate::tensor::text::located;
use crate::value::Result;
use crate::value::convert::Unboxed;

builtins! { STRING_SEARCH, chapter "Strings: search", spaces ["np.strings", "np.char"];
    /// The first place of a part in each word, or -1.
    ///
    /// >>> np.strings.find(['banana', 'cherry'], 'an')
    /// array([ 1, -1])
    /// >>> np.strings.find('banana', 'an', [0, 2])
    /// array([1, 3])
    @chararray
    fn find(cx, a: Words, sub: Words, start: Bound = Bound::of(0), end: Option<Bound> = None) -> Unboxed {
        search("find", &a, &sub, &start, end)
    }

    /// The last place of a part in each word, or -1.
    ///
    /// >>> np.strings.rfind(['banana', 'cherry'], 'an')
    /// array([ 3, -1])
    @chararray
    fn rfind(cx, a: Words, sub: Words, start: Bound = Bound::of(0), end: Option<Bound> = None) -> Unboxed {
        search("rfind", &a, &sub, &start, end)
    }

    /// The first place of a part in each word; ValueError where it is not there.
    ///
    /// >>> np.strings.index(['banana', 'canal'], 'an')
    /// array([1, 1])
    @chararray
    fn index(cx, a: Words, sub: Words, start: Bound = Bound::of(0), end: Option<Bound> = None) -> Unboxed {
        search("index", &a, &sub, &start, end)
    }

    /// The last place of a part in each word; ValueError where it is not there.
    ///
    /// >>> np.strings.rindex(['banana', 'canal'], 'an')
    /// array([3, 1])
    @chararray
    fn rindex(cx, a: Words, sub: Words, start: Bound = Bound::of(0), end: Option<Bound> = None) -> Unboxed {
        search("rindex", &a, &sub, &start, end)
    }

    /// How often a part occurs in each word, without overlaps.
    ///
    /// >>> np.strings.count(['banana', 'cherry'], 'an')
    /// array([2, 0])
    @chararray
    fn count(cx, a: Words, sub: Words, start: Bound = Bound::of(0), end: Option<Bound> = None) -> Unboxed {
        search("count", &a, &sub, &start, end)
    }

    /// Whether each word starts with a part.
    ///
    /// >>> np.strings.startswith(['banana', 'cherry'], 'b')
    /// array([ True, False])
    @chararray
    fn startswith(cx, a: Words, prefix: Words, start: Bound = Bound::of(0), end: Option<Bound> = None) -> Unboxed {
        search("startswith", &a, &prefix, &start, end)
    }

    /// Whether each word ends with a part.
    ///
    /// >>> np.strings.endswith(['banana', 'cherry'], ['a', 'x'])
    /// array([ True, False])
    @chararray
    fn endswith(cx, a: Words, suffix: Words, start: Bound = Bound::of(0), end: Option<Bound> = None) -> Unboxed {
        search("endswith", &a, &suffix, &start, end)
    }
}

fn search(function: &str, a: &Words, part: &Words, start: &Bound, end: Option<Bound>) -> Result<Unboxed> {
    a.refuse_missing(function)?;
    let end = end.unwrap_or(Bound::of(i64::MAX));
    let found: Tensor = located(function, &a.operand, &part.operand, &start.0, &end.0)?;
    Ok(Unboxed(found))
}
