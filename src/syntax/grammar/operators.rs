//! Operators: one loop over a table of precedence, no recursion for chains, signs and powers.

use super::read::Tokens;
use super::{Read, Reader, Rule};
use crate::source::Span;
use crate::syntax::ast::{BinaryOp, CompareOp, Expr, ExprKind, UnaryOp};
use crate::syntax::token::Kind;

/// The nonterminals of the table, from the weakest to the strongest; [`Level`] is an index into it.
pub(super) const LEVELS: [&str; 12] = [
    "disjunction",
    "conjunction",
    "inversion",
    "comparison",
    "bitwise_or",
    "bitwise_xor",
    "bitwise_and",
    "shift",
    "sum",
    "term",
    "factor",
    "power",
];

pub(super) type Level = u8;
pub(super) const DISJUNCTION: Level = 0;
const CONJUNCTION: Level = 1;
const INVERSION: Level = 2;
const COMPARISON: Level = 3;
pub(super) const BITWISE_OR: Level = 4;

enum Infix {
    Or,
    And,
    Compare(CompareOp),
    Binary(BinaryOp),
}

#[inline]
fn infix(kind: Kind) -> Option<(Level, Infix)> {
    use BinaryOp::*;
    use CompareOp::*;
    let binary = |level, op| Some((level, Infix::Binary(op)));
    let compare = |op| Some((COMPARISON, Infix::Compare(op)));
    match kind {
        Kind::Or => Some((DISJUNCTION, Infix::Or)),
        Kind::And => Some((CONJUNCTION, Infix::And)),
        Kind::EqualEqual => compare(Eq),
        Kind::NotEqual => compare(Ne),
        Kind::Less => compare(Lt),
        Kind::LessEqual => compare(Le),
        Kind::Greater => compare(Gt),
        Kind::GreaterEqual => compare(Ge),
        Kind::In => compare(In),
        Kind::Not => compare(NotIn),
        Kind::Is => compare(Is),
        Kind::Bar => binary(4, BitOr),
        Kind::Caret => binary(5, BitXor),
        Kind::Ampersand => binary(6, BitAnd),
        Kind::LeftShift => binary(7, LeftShift),
        Kind::RightShift => binary(7, RightShift),
        Kind::Plus => binary(8, Add),
        Kind::Minus => binary(8, Sub),
        Kind::Star => binary(9, Mul),
        Kind::Slash => binary(9, Div),
        Kind::DoubleSlash => binary(9, FloorDiv),
        Kind::Percent => binary(9, Mod),
        Kind::At => binary(9, MatMul),
        _ => None,
    }
}

/// An expression whose operators bind at least as strongly as `level`.
pub(super) fn operation(inp: &mut Reader, level: Level, primary: &Rule<Expr>) -> Read<Expr> {
    let outer = std::mem::take(&mut inp.state().chain);
    let mut left = operand(inp, level, primary)?;
    while let Some((found, op)) = infix(inp.kind()) {
        if found < level {
            break;
        }
        left = match op {
            Infix::Or => flat(inp, Kind::Or, CONJUNCTION, left, primary, ExprKind::Or)?,
            Infix::And => flat(inp, Kind::And, INVERSION, left, primary, ExprKind::And)?,
            Infix::Compare(_) => match comparison(inp, left, primary)? {
                (left, true) => left,
                (left, false) => {
                    left_over(inp, outer);
                    return Ok(left);
                }
            },
            Infix::Binary(op) => {
                let (_, op_span) = inp.take();
                let so_far = std::mem::take(&mut inp.state().chain);
                let right = operation(inp, found + 1, primary)?;
                left_over(inp, so_far);
                inp.deepen(1, op_span)?;
                let span = left.span.to(right.span);
                let (left, right) = (Box::new(left), Box::new(right));
                Expr { kind: ExprKind::Binary { op, op_span, left, right }, span }
            }
        };
    }
    left_over(inp, outer);
    Ok(left)
}

/// The depth is that of the deeper part.
fn left_over(inp: &mut Reader, other: u32) {
    let chain = &mut inp.state().chain;
    *chain = (*chain).max(other);
}

/// `a and b and c`, one node.
fn flat(
    inp: &mut Reader,
    op: Kind,
    level: Level,
    first: Expr,
    primary: &Rule<Expr>,
    node: fn(Vec<Expr>) -> ExprKind,
) -> Read<Expr> {
    let mut operands = vec![first];
    while inp.eat(op).is_some() {
        operands.push(operation(inp, level, primary)?);
    }
    let span = operands[0].span.to(operands[operands.len() - 1].span);
    inp.deepen(1, span)?;
    Ok(Expr { kind: node(operands), span })
}

/// `a < b <= c`, one node. `false` where a `not` follows that belongs to no operator.
fn comparison(inp: &mut Reader, first: Expr, primary: &Rule<Expr>) -> Read<(Expr, bool)> {
    let mut rest = Vec::new();
    let mut span = first.span;
    let mut complete = true;
    while let Some((COMPARISON, Infix::Compare(op))) = infix(inp.kind()) {
        let (op, op_span) = match op {
            CompareOp::NotIn => {
                if inp.kinds().1 != Kind::In {
                    complete = false;
                    break;
                }
                let not = inp.take().1;
                (CompareOp::NotIn, not.to(inp.take().1))
            }
            CompareOp::Is => {
                let is = inp.take().1;
                match inp.eat(Kind::Not) {
                    Some(not) => (CompareOp::IsNot, is.to(not)),
                    None => (CompareOp::Is, is),
                }
            }
            op => (op, inp.take().1),
        };
        let operand = operation(inp, BITWISE_OR, primary)?;
        span = span.to(operand.span);
        rest.push((op, op_span, operand));
    }
    if rest.is_empty() {
        return Ok((first, complete));
    }
    inp.deepen(1, span)?;
    Ok((Expr { kind: ExprKind::Compare { first: Box::new(first), rest }, span }, complete))
}

/// `not`, signs, and powers with what they apply to.
fn operand(inp: &mut Reader, level: Level, primary: &Rule<Expr>) -> Read<Expr> {
    match inp.kind() {
        Kind::Not if level <= INVERSION => {
            let mut nots = vec![inp.take().1];
            while let Some(span) = inp.eat(Kind::Not) {
                nots.push(span);
            }
            let value = operation(inp, COMPARISON, primary)?;
            inp.deepen(nots.len() as u32, nots[0])?;
            Ok(prefixed(nots.into_iter().map(|span| (UnaryOp::Not, span)), value))
        }
        Kind::Plus | Kind::Minus | Kind::Tilde => powers(inp, primary, None),
        _ => {
            let base = inp.parse(primary)?;
            match inp.kind() {
                Kind::DoubleStar => powers(inp, primary, Some(base)),
                _ => Ok(base),
            }
        }
    }
}

/// A base with the signs before it and the `**` after it.
struct Power {
    signs: Vec<(UnaryOp, Span)>,
    base: Expr,
    op_span: Span,
}

/// `-a ** -b ** c` is `-(a ** (-(b ** c)))`: reads all parts, then builds from the right.
fn powers(inp: &mut Reader, primary: &Rule<Expr>, mut read: Option<Expr>) -> Read<Expr> {
    let mut parts: Vec<Power> = Vec::new();
    let mut links = 0;
    let (signs, last) = loop {
        let mut signs = Vec::new();
        if read.is_none() {
            while let Some(op) = sign(inp.kind()) {
                signs.push((op, inp.take().1));
            }
        }
        links += signs.len() as u32;
        let base = match read.take() {
            Some(base) => base,
            None => inp.parse(primary)?,
        };
        match inp.eat(Kind::DoubleStar) {
            Some(op_span) => parts.push(Power { signs, base, op_span }),
            None => break (signs, base),
        }
        links += 1;
    };
    inp.deepen(links, last.span)?;
    let mut value = prefixed(signs.into_iter(), last);
    while let Some(Power { signs, base, op_span }) = parts.pop() {
        let span = base.span.to(value.span);
        let (left, right) = (Box::new(base), Box::new(value));
        let power = Expr { kind: ExprKind::Binary { op: BinaryOp::Pow, op_span, left, right }, span };
        value = prefixed(signs.into_iter(), power);
    }
    Ok(value)
}

fn sign(kind: Kind) -> Option<UnaryOp> {
    match kind {
        Kind::Plus => Some(UnaryOp::Plus),
        Kind::Minus => Some(UnaryOp::Minus),
        Kind::Tilde => Some(UnaryOp::Invert),
        _ => None,
    }
}

fn prefixed(ops: impl DoubleEndedIterator<Item = (UnaryOp, Span)>, value: Expr) -> Expr {
    ops.rev().fold(value, |operand, (op, op_span)| {
        let span = op_span.to(operand.span);
        Expr { kind: ExprKind::Unary { op, operand: Box::new(operand) }, span }
    })
}
