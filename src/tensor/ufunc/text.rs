//! Universal functions on strings: comparisons, concatenation, and questions such as `isalpha`.

use super::call::{CallOptions, Outputs, deliver, refuse};
use super::{Rule, Ufunc};
use crate::tensor::cast;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::error::{Error, Result};
use crate::tensor::flags::Flags;
use crate::tensor::iterate::Offsets;
use crate::tensor::promote::{default_operand_dtype, operand_class};
use crate::tensor::scalar::{Operand, Scalar};
use crate::tensor::tensor::Tensor;
use crate::tensor::text::{self, Fixed, Missing, TextType};
use std::cmp::Ordering;

/// Applies `u` to operands of which one at least is a string.
pub(super) fn call(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let dtypes: Vec<DType> = inputs.iter().map(default_operand_dtype).collect();
    if dtypes.iter().any(|dtype| matches!(dtype.kind, Kind::Text(_))) {
        return variable(u, inputs, options);
    }
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

/// Applies `u` to operands of which one at least is text of any length: as to words of one width, where nothing is missing.
fn variable(u: &'static Ufunc, inputs: &[Operand], options: &CallOptions) -> Result<(Outputs, Flags)> {
    let tensors: Vec<Tensor> = inputs.iter().map(as_tensor).collect::<Result<_>>()?;
    let is_text = |t: &Tensor| matches!(t.dtype().kind, Kind::Str(_) | Kind::Text(_));
    let comparison = u.rule == Rule::Comparison;
    let repeats = u.name == "multiply" && tensors.iter().any(|t| t.dtype().kind.is_integer());
    let known = comparison || matches!(u.name, "add" | "isnan") || u.rule == Rule::Text;
    if !(repeats || known && tensors.iter().all(is_text)) {
        let classes: Vec<&str> = inputs.iter().map(operand_class).collect();
        let classes = if let [one] = classes[..] { one.to_string() } else { format!("({})", classes.join(", ")) };
        return Err(u.no_loop(format!("did not contain a loop with signature matching types {classes} -> None")));
    }
    let sides: Vec<Fixed> = tensors.iter().map(Fixed::of).collect::<Result<_>>()?;
    let masks: Vec<&Tensor> = sides.iter().filter_map(|side| side.missing.as_ref()).collect();
    let mut types = sides.iter().filter_map(|side| side.text);
    let first = types.next().unwrap_or(TextType::PLAIN);
    let common = types.try_fold(first, TextType::common)?;
    let nan = common.missing.is_none_or(Missing::is_nan);
    let words = |k: usize| Operand::Tensor(sides[k].words.clone());
    let result = match u.name {
        "isnan" => {
            let missing = sides[0].missing.clone().filter(|_| nan);
            missing.map_or_else(|| Tensor::zeros(tensors[0].shape(), DType::BOOL), Ok)?
        }
        "str_len" => {
            sides[0].refuse_missing(|| "The length of a null string is undefined".into())?;
            text::letter_counts(&words(0))?
        }
        _ if u.rule == Rule::Text => return asked(u, &[words(0)], options),
        "add" | "multiply" if !nan && !masks.is_empty() => {
            return Err(Error::value(format!("Cannot {} null that is not a nan-like value", u.name)));
        }
        "add" => text::variable(&text::concatenated(&sides[0].words, &sides[1].words)?, common, &masks)?,
        "multiply" => {
            let (word, times) = if is_text(&tensors[0]) { (0, 1) } else { (1, 0) };
            text::variable(&text::multiplied(&words(word), &tensors[times])?, common, &masks)?
        }
        _ => compared(u, &sides, nan)?,
    };
    Ok((smallvec::smallvec![deliver(u, 0, result, options)?], Flags::NONE))
}

/// A comparison where something may be missing: what is like NaN is equal to nothing, anything else to itself.
fn compared(u: &Ufunc, sides: &[Fixed], nan: bool) -> Result<Tensor> {
    let [x, y] = sides else { return Err(u.not_supported()) };
    let result = text::compared(&x.words, &y.words, false, holds(u.name))?;
    if x.missing.is_none() && y.missing.is_none() {
        return Ok(result);
    }
    if !nan && !matches!(u.name, "equal" | "not_equal") {
        return Err(Error::value(format!(
            "'{}' not supported for null values that are not nan-like or strings.",
            u.name
        )));
    }
    let gone = |side: &Fixed| -> Result<Tensor> {
        side.missing.clone().map_or_else(|| Tensor::zeros(side.words.shape(), DType::BOOL), Ok)
    };
    let (x, y) = (gone(x)?, gone(y)?);
    let shape = result.shape().to_vec();
    let (x, y) = (x.broadcast_to(&shape)?, y.broadcast_to(&shape)?);
    let answers = Offsets::new(&shape, result.strides());
    let answers = answers.zip(Offsets::new(&shape, x.strides())).zip(Offsets::new(&shape, y.strides()));
    for ((to, a), b) in answers {
        let is_gone = |t: &Tensor, at| matches!(t.scalar_at(at), Scalar::Bool(true));
        let (a, b) = (is_gone(&x, a), is_gone(&y, b));
        if a || b {
            let equal = a && b && !nan;
            let answer = match u.name {
                "equal" => equal,
                "not_equal" => !equal && !nan,
                _ => false,
            };
            result.set_scalar(to, &Scalar::Bool(answer))?;
        }
    }
    Ok(result)
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
