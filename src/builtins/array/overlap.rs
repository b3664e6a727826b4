//! Whether two arrays look at the same memory: `may_share_memory`, `shares_memory`.

use super::argument::Source;
use crate::value::Value;
use crate::value::class::exception;
use crate::value::convert::to_index;

builtins! { OVERLAP, chapter "Shared memory", spaces ["np"];
    /// Whether the arrays' ranges of memory meet: they may share elements, or lie side by side.
    ///
    /// >>> a = np.arange(4)
    /// >>> np.may_share_memory(a[::2], a[1::2])
    /// True
    @see("shares_memory")
    fn may_share_memory(cx, @pos a: Source, @pos b: Source, max_work: Value = Value::None) -> bool {
        Ok(crate::tensor::overlap::may_share_memory(&a, &b))
    }

    /// Whether some element belongs to both arrays.
    ///
    /// >>> a = np.arange(4)
    /// >>> np.shares_memory(a[::2], a[1::2])
    /// False
    @see("may_share_memory")
    fn shares_memory(cx, @pos a: Source, @pos b: Source, max_work: Value = Value::None) -> bool {
        let limit = match &max_work {
            Value::None => usize::MAX,
            other => usize::try_from(to_index(other)?).unwrap_or(usize::MAX),
        };
        let answer = crate::tensor::overlap::shares_memory(&a, &b, limit);
        answer.ok_or_else(|| exception::TOO_HARD_ERROR.error("Exceeded max_work"))
    }
}
