//! Universal functions on strings: comparisons, concatenation, and questions such as `isalpha`.

use super::call::{CallOptions, Outputs, deliver, refuse};
use super::{Rule, Ufunc};
use crate::tensor::cast;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::promote::default_operand_dtype;
use crate::tensor::scalar::Operand;
use crate::tensor::tensor::Tensor;
use crate::tensor::text;
use std::cmp::Ordering;

/// Applies `u` to operands of which one at least is a string.
pub(super) fn call(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let dtypes: Vec<DType> = inputs.iter().map(default_operand_dtype).collect();
    if u.rule == Rule::Text {
        return asked(u, inputs, options);
    }
    let [a, b] = dtypes.as_slice() else { return refuse(u, inputs) };
    let both = matches!((a.kind, b.kind), (Kind::Str(_), Kind::Str(_)) | (Kind::Bytes(_), Kind::Bytes(_)));
    if u.name == "multiply" && (a.kind.is_integer() || b.kind.is_integer()) {
        return Err(Error::type_error(
            "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use numpy.strings.multiply to \
             multiply strings without specifying 'out'.",
        ));
    }
    if !both || !(u.rule == Rule::Comparison || u.name == "add") {
        return refuse(u, inputs);
    }
    let (x, y) = (as_tensor(&inputs[0])?, as_tensor(&inputs[1])?);
    let result =
        if u.name == "add" { text::concatenated(&x, &y)? } else { text::compared(&x, &y, false, holds(u.name))? };
    Ok((smallvec::smallvec![deliver(u, 0, result, options)?], Flags::NONE))
}

/// A question about words, or their lengths.
fn asked(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let [input] = inputs else { return refuse(u, inputs) };
    let answers = match u.name {
        "str_len" => Some(text::letter_counts(input)),
        name => text::satisfying(name, &as_tensor(input)?),
    };
    let Some(answers) = answers else { return refuse(u, inputs) };
    Ok((smallvec::smallvec![deliver(u, 0, answers?, options)?], Flags::NONE))
}

fn as_tensor(operand: &Operand) -> Result<Tensor> {
    match operand {
        Operand::Tensor(t) => Ok(t.clone()),
        other => cast::operand_to_tensor(other, default_operand_dtype(other)),
    }
}

/// For which orders the comparison of that name holds.
pub fn holds(name: &str) -> fn(Ordering) -> bool {
    match name {
        "equal" => Ordering::is_eq,
        "not_equal" => Ordering::is_ne,
        "less" => Ordering::is_lt,
        "less_equal" => Ordering::is_le,
        "greater" => Ordering::is_gt,
        _ => Ordering::is_ge,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Scalar;
    use crate::tensor::ufunc::by_name;

    fn text(words: &[&str]) -> Operand {
        let longest = words.iter().map(|w| w.chars().count()).max().unwrap_or(0);
        let t = Tensor::zeros(&[words.len()], DType::native(Kind::Str(longest as u32))).unwrap();
        for (i, word) in words.iter().enumerate() {
            t.set_scalar((i * 4 * longest) as isize, &Scalar::Str((*word).into())).unwrap();
        }
        Operand::Tensor(t)
    }

    #[test]
    fn compares_joins_and_refuses() {
        let run = |name: &str, a, b| super::super::call(by_name(name).unwrap(), &[a, b], &CallOptions::default());
        let (r, _) = run("less", text(&["a", "b"]), text(&["ab"])).unwrap();
        assert_eq!(r[0].to_vec::<bool>().unwrap(), [true, false]);
        let (r, _) = run("add", text(&["a", "bc"]), text(&["x"])).unwrap();
        assert_eq!(r[0].dtype(), DType::native(Kind::Str(3)));
        assert!(matches!(r[0].scalar_at(12), Scalar::Str(s) if &*s == "bcx"));
        assert_eq!(
            run("add", text(&["a"]), Operand::WeakInt(1)).err().unwrap().message,
            "ufunc 'add' did not contain a loop with signature matching types (dtype('<U1'), dtype('int64')) -> None"
        );
        assert_eq!(
            run("less", text(&["a"]), Operand::WeakInt(1)).err().unwrap().message,
            "ufunc 'less' did not contain a loop with signature matching types (<class 'numpy.dtypes.StrDType'>, <class \
             'numpy.dtypes._PyLongDType'>) -> None"
        );
        assert!(run("divide", text(&["a"]), Operand::WeakInt(1)).err().unwrap().message.contains("not supported"));
    }
}
