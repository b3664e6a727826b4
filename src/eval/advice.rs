//! Errors of operators → what the operands were, and fixes that were tried on their shapes and work.

use crate::source::Place;
use crate::value::object::BinaryOp;
use crate::value::{Error, Value};

/// Labels both operands of a failed operator, and adds help.
///
/// `texts`: how the operands are written, so that something can be appended to them.
pub fn for_operator(
    error: Error,
    op: BinaryOp,
    place: Place,
    operands: [(&Value, Place); 2],
    texts: Option<(String, String)>,
) -> Error {
    if !error.0.report.borrow().labels.is_empty() {
        return error;
    }
    let error = error.at(place);
    let [(left, left_place), (right, right_place)] = operands;
    let (left_text, right_text) = (describe(left), describe(right));
    if left_text.is_none() && right_text.is_none() {
        return error;
    }
    let label = |error: Error, place, text: Option<String>| match text {
        Some(text) => error.label(place, text),
        None => error,
    };
    let error = label(label(error, left_place, left_text), right_place, right_text);
    match (left, right, texts) {
        (Value::Array(left), Value::Array(right), Some(texts)) => {
            let (left, right) = (left.borrow(), right.borrow());
            fixes(op, left.shape(), right.shape(), (&texts.0, &texts.1)).into_iter().fold(error, Error::help)
        }
        _ => error,
    }
}

/// `(3, 4) float64`.
fn describe(value: &Value) -> Option<String> {
    let Value::Array(array) = value else { return None };
    let tensor = array.borrow();
    let shape = crate::tensor::shape::tuple_text(tensor.shape());
    Some(format!("{shape} {}", tensor.dtype().name()))
}

/// What one could have written instead, where shapes don't fit: only what works for these shapes.
fn fixes(op: BinaryOp, left: &[usize], right: &[usize], (a, b): (&str, &str)) -> Vec<String> {
    let mut found = Vec::new();
    if op == BinaryOp::MatMul {
        let (ta, tb) = (transposed(left), transposed(right));
        if left.len() == 2 && matmul_fits(&ta, right) {
            found.push(format!("`{a}.T @ {b}` works"));
        }
        if right.len() == 2 && matmul_fits(left, &tb) {
            found.push(format!("`{a} @ {b}.T` works"));
        }
        if found.is_empty() && matmul_fits(right, left) {
            found.push(format!("`{b} @ {a}` works"));
        }
        return found;
    }
    if broadcasts(left, right) {
        return found;
    }
    let Some(sign) = sign(op) else { return found };
    let with_new_axis = |shape: &[usize]| [shape, &[1]].concat();
    if left.len() < right.len() && left.len() == 1 && broadcasts(&with_new_axis(left), right) {
        found.push(format!("`{a}[:, None] {sign} {b}` works"));
    }
    if right.len() < left.len() && right.len() == 1 && broadcasts(left, &with_new_axis(right)) {
        found.push(format!("`{a} {sign} {b}[:, None]` works"));
    }
    if left.len() == 1 && right.len() == 1 {
        found.push(format!("`{a}[:, None] {sign} {b}` works: every element with every element"));
    }
    if left.len() == 2 && broadcasts(&transposed(left), right) {
        found.push(format!("`{a}.T {sign} {b}` works"));
    }
    if right.len() == 2 && left.len() == 2 && broadcasts(left, &transposed(right)) {
        found.push(format!("`{a} {sign} {b}.T` works"));
    }
    found.truncate(2);
    found
}

fn sign(op: BinaryOp) -> Option<&'static str> {
    Some(match op {
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Div => "/",
        BinaryOp::FloorDiv => "//",
        BinaryOp::Mod => "%",
        BinaryOp::Pow => "**",
        BinaryOp::BitAnd => "&",
        BinaryOp::BitOr => "|",
        BinaryOp::BitXor => "^",
        BinaryOp::LeftShift => "<<",
        BinaryOp::RightShift => ">>",
        BinaryOp::MatMul => return None,
    })
}

fn transposed(shape: &[usize]) -> Vec<usize> {
    shape.iter().rev().copied().collect()
}

/// Whether two shapes broadcast together.
fn broadcasts(a: &[usize], b: &[usize]) -> bool {
    a.iter().rev().zip(b.iter().rev()).all(|(&m, &n)| m == n || m == 1 || n == 1)
}

/// Whether `a @ b` is defined for these shapes.
fn matmul_fits(a: &[usize], b: &[usize]) -> bool {
    match (a, b) {
        ([], _) | (_, []) => false,
        ([.., n], [m]) | ([.., n], [.., m, _]) => {
            let stacks = |shape: &[usize]| shape[..shape.len().saturating_sub(2)].to_vec();
            n == m && broadcasts(&stacks(a), &stacks(b))
        }
    }
}

/// Help for a value that has no truth.
pub fn for_truth(error: Error, value: &Value) -> Error {
    match value {
        Value::Array(array) if array.borrow().size() > 1 => error.help(ANY_OR_ALL),
        _ => error,
    }
}

const ANY_OR_ALL: &str = "`.any()` is true if one element is, `.all()` if every element is";

/// Better help than [`for_truth`]'s for `a and b` (`or`) on arrays.
pub fn for_and_or(error: Error, or: bool) -> Error {
    let (word, sign) = if or { ("or", "|") } else { ("and", "&") };
    instead(error, format!("`{word}` asks for one truth: element by element it is `(a) {sign} (b)`"))
}

/// Better help than [`for_truth`]'s for `a < x < b` on arrays.
pub fn for_chain(error: Error) -> Error {
    let help = "`a < x < b` is `a < x and x < b`: element by element it is `(a < x) & (x < b)`";
    instead(error, help.to_string())
}

fn instead(error: Error, help: String) -> Error {
    if let Some(first) = error.0.report.borrow_mut().help.iter_mut().find(|help| *help == ANY_OR_ALL) {
        *first = help;
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_works_is_offered() {
        let texts = ("A", "(x + 1)");
        assert_eq!(fixes(BinaryOp::MatMul, &[3, 4], &[3, 2], texts), ["`A.T @ (x + 1)` works"]);
        assert_eq!(fixes(BinaryOp::MatMul, &[3, 4], &[5, 4], texts), ["`A @ (x + 1).T` works"]);
        assert_eq!(fixes(BinaryOp::MatMul, &[3, 4], &[5, 7], texts), Vec::<String>::new());
        assert_eq!(
            fixes(BinaryOp::Sub, &[3, 4], &[3], texts),
            ["`A - (x + 1)[:, None]` works", "`A.T - (x + 1)` works"]
        );
        assert_eq!(fixes(BinaryOp::Add, &[3, 4], &[5], texts), Vec::<String>::new());
    }
}
