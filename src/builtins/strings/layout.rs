//! Words laid out in a width: `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.

use super::argument::Words;
use crate::tensor::text::{self, Side};
use crate::tensor::{Operand, Tensor};
use crate::value::{Context, FromValue, Result, Value};

builtins! { STRING_LAYOUT, chapter "Strings: layout", spaces ["np.strings", "np.char"];
    /// Each word in the middle of so many letters.
    ///
    /// >>> np.strings.center(['ab', 'c'], 6, '*')
    /// array(['**ab**', '**c***'], dtype='<U6')
    @chararray
    fn center(cx, a: Words, width: Tensor, fillchar: Value = Value::str(" ")) -> Value { justify(cx, &a, &width, &fillchar, Side::Centre) }

    /// Each word at the left of so many letters.
    ///
    /// >>> np.strings.ljust(['ab', 'c'], 3, '.')
    /// array(['ab.', 'c..'], dtype='<U3')
    @chararray
    fn ljust(cx, a: Words, width: Tensor, fillchar: Value = Value::str(" ")) -> Value { justify(cx, &a, &width, &fillchar, Side::Left) }

    /// Each word at the right of so many letters.
    ///
    /// >>> np.strings.rjust(['ab', 'c'], [2, 4])
    /// array(['ab', '   c'], dtype='<U4')
    @chararray
    fn rjust(cx, a: Words, width: Tensor, fillchar: Value = Value::str(" ")) -> Value { justify(cx, &a, &width, &fillchar, Side::Right) }

    /// Each word with zeros after its sign, up to so many letters.
    ///
    /// >>> np.strings.zfill(['-1', '42'], 4)
    /// array(['-001', '0042'], dtype='<U4')
    @chararray
    fn zfill(cx, a: Words, width: Tensor) -> Value { a.like(text::zero_filled(&a.tensor()?, &width)?) }

    /// Each word with tabs turned into spaces. The result is wider than it needs to be, as NumPy's is.
    ///
    /// >>> np.strings.expandtabs(['a\tb'], 4)
    /// array(['a   b'], dtype='<U11')
    @chararray
    fn expandtabs(cx, a: Words, tabsize: Tensor = Tensor::scalar(8i64)?) -> Value { a.like(text::tabs_expanded(&Operand::Tensor(a.tensor()?), &Operand::Tensor(tabsize.clone()))?) }
}

fn justify(cx: &mut dyn Context, a: &Words, width: &Tensor, fill: &Value, side: Side) -> Result<Value> {
    let fill = Words::from_value(cx, fill)?.tensor()?;
    a.like(text::justified(&a.tensor()?, width, &fill, side)?)
}
