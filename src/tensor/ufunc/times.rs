//! Type resolution for datetimes and time differences: which combinations mean something, and in which unit.

use super::resolve::{Resolution, unsupported};
use super::{Rule, Ufunc};
use crate::tensor::dtype::{Category, DType, Kind};
use crate::tensor::engine::lane::{code_of, kind_of};
use crate::tensor::error::{Error, Result};
use crate::tensor::format::dtype_repr;
use crate::tensor::promote::{common_unit, default_operand_dtype, promote_types, result_type};
use crate::tensor::scalar::Operand;

/// What a dtype is in arithmetic with times.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Instant,
    Span,
    Whole,
    Float,
    Other,
}

fn sort(dtype: DType) -> Sort {
    match dtype.kind {
        Kind::DateTime { .. } => Sort::Instant,
        Kind::TimeDelta { .. } => Sort::Span,
        kind => match kind.category() {
            Category::Bool | Category::Unsigned | Category::Signed => Sort::Whole,
            Category::Float => Sort::Float,
            _ => Sort::Other,
        },
    }
}

/// The loop for operands of which one at least is a time.
pub(super) fn resolve(u: &'static Ufunc, operands: &[Operand]) -> Result<Resolution> {
    let dtypes: Vec<DType> = operands.iter().map(|o| default_operand_dtype(o).to_native()).collect();
    match dtypes.as_slice() {
        [one] => unary(u, *one).ok_or_else(|| unsupported(u, operands)),
        [a, b] => match u.name {
            "add" | "subtract" | "multiply" | "divide" | "floor_divide" | "remainder" | "divmod" => {
                arithmetic(u, *a, *b)
            }
            _ if u.rule == Rule::Comparison || u.rule == Rule::Uniform => same_unit(u, operands, *a, *b),
            _ => Err(u.not_supported()),
        },
        _ => Err(u.not_supported()),
    }
}

fn unary(u: &'static Ufunc, dtype: DType) -> Option<Resolution> {
    let chosen = u.exact_loop([code_of(dtype.kind)?, 0])?;
    let outs = chosen.outs.map(|code| typed(code, dtype));
    Some(Resolution { chosen, ins: [dtype; 2], outs })
}

/// The dtype of a loop's letter where times have the unit of `time`.
fn typed(code: u8, time: DType) -> DType {
    match (code, time.kind) {
        (b'm', Kind::DateTime { unit, count } | Kind::TimeDelta { unit, count }) => {
            DType::native(Kind::TimeDelta { unit, count })
        }
        (b'M', Kind::DateTime { unit, count } | Kind::TimeDelta { unit, count }) => {
            DType::native(Kind::DateTime { unit, count })
        }
        _ => DType::native(kind_of(code).unwrap_or(Kind::Bool)),
    }
}

/// The error for operands of which no time can be computed.
pub(super) fn refused(u: &Ufunc, a: DType, b: DType) -> Error {
    u.no_loop(format!("cannot use operands with types {} and {}", dtype_repr(a), dtype_repr(b)))
}

fn arithmetic(u: &'static Ufunc, a: DType, b: DType) -> Result<Resolution> {
    let refuse = || refused(u, a, b);
    let additive = matches!(u.name, "add" | "subtract");
    // Whole numbers count as spans in sums, and as factors in products.
    let quotient = matches!(u.name, "divide" | "floor_divide");
    let is_bool = a == DType::BOOL || b == DType::BOOL;
    let letter = |s: Sort| match s {
        Sort::Instant => Some(b'M'),
        Sort::Span => Some(b'm'),
        Sort::Whole if additive => Some(b'm'),
        Sort::Whole if !(is_bool && quotient) => Some(b'l'),
        Sort::Float if !additive => Some(b'd'),
        _ => None,
    };
    let ins = [letter(sort(a)).ok_or_else(refuse)?, letter(sort(b)).ok_or_else(refuse)?];
    let chosen = u.exact_loop(ins).ok_or_else(refuse)?;
    let time = match (unit(a), unit(b)) {
        (Some(x), Some(y)) => {
            let strict = |d: DType| sort(d) == Sort::Span;
            common_unit(x, y, strict(a), strict(b))?
        }
        (Some(x), None) | (None, Some(x)) => x,
        (None, None) => return Err(refuse()),
    };
    let time = DType::native(Kind::TimeDelta { unit: time.0, count: time.1 });
    Ok(Resolution { chosen, ins: ins.map(|c| typed(c, time)), outs: chosen.outs.map(|c| typed(c, time)) })
}

fn unit(dtype: DType) -> Option<(crate::tensor::dtype::TimeUnit, u32)> {
    match dtype.kind {
        Kind::DateTime { unit, count } | Kind::TimeDelta { unit, count } => Some((unit, count)),
        _ => None,
    }
}

/// Comparisons, greatest and least: both in the common unit.
fn same_unit(u: &'static Ufunc, operands: &[Operand], a: DType, b: DType) -> Result<Resolution> {
    if !u.loops.iter().any(|l| l.is_timed()) {
        return Err(unsupported(u, operands));
    }
    let mixed = [sort(a), sort(b)].contains(&Sort::Instant) && [sort(a), sort(b)].contains(&Sort::Span);
    if mixed && u.rule == Rule::Comparison {
        return Err(refused(u, a, b));
    }
    if mixed {
        let (k, from) = if sort(a) == Sort::Span { (0, a) } else { (1, b) };
        let to = promote_types(a, b)?;
        return Err(Error::new(
            crate::tensor::ErrorKind::UFuncType,
            format!(
                "Cannot cast ufunc '{}' input {k} from {} to {} with casting rule 'same_kind'",
                u.name,
                dtype_repr(from),
                dtype_repr(to)
            ),
        ));
    }
    let refuse = || unsupported(u, operands);
    let common = match result_type(operands) {
        Ok(common) => common,
        Err(error) if error.kind == crate::tensor::ErrorKind::DTypePromotion => return Err(refuse()),
        Err(error) => return Err(error),
    };
    let code = code_of(common.kind).ok_or_else(refuse)?;
    let chosen = u.exact_loop([code, code]).ok_or_else(refuse)?;
    Ok(Resolution { chosen, ins: [common; 2], outs: chosen.outs.map(|c| typed(c, common)) })
}
