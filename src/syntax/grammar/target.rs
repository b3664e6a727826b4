//! What can be assigned to, deleted, bound by `for` and `with`: checks of expressions that were read as targets, with
//! Python's messages.

use super::read::Tokens;
use super::{Read, Reader};
use crate::syntax::ast::{CompareOp, Expr, ExprKind, UnaryOp};
use crate::syntax::error;
use crate::syntax::token::Kind;

/// The nonterminals of the grammar's document that are read as expressions and then checked here.
pub(super) const CHECKED: [&str; 3] = ["target", "single_target", "del_target"];

/// What Python calls a kind of expression in its messages.
pub(super) fn describe(value: &Expr) -> &'static str {
    match &value.kind {
        ExprKind::None => "None",
        ExprKind::True => "True",
        ExprKind::False => "False",
        ExprKind::Ellipsis => "ellipsis",
        ExprKind::Int(_)
        | ExprKind::BigInt { .. }
        | ExprKind::Float(_)
        | ExprKind::Imaginary(_)
        | ExprKind::Str(_)
        | ExprKind::Bytes(_) => "literal",
        ExprKind::FString(_) => "f-string expression",
        ExprKind::Name(_) => "name",
        ExprKind::Tuple(_) => "tuple",
        ExprKind::List(_) => "list",
        ExprKind::Set(_) => "set display",
        ExprKind::Dict(_) => "dict literal",
        ExprKind::Matrix(_) => "matrix literal",
        ExprKind::Unary { .. } | ExprKind::Binary { .. } | ExprKind::And(_) | ExprKind::Or(_) => "expression",
        ExprKind::Compare { .. } => "comparison",
        ExprKind::IfElse { .. } => "conditional expression",
        ExprKind::Call { .. } => "function call",
        ExprKind::Attribute { .. } => "attribute",
        ExprKind::Subscript { .. } => "subscript",
        ExprKind::Slice { .. } => "slice",
        ExprKind::Lambda(_) => "lambda",
        ExprKind::ListComp { .. } => "list comprehension",
        ExprKind::SetComp { .. } => "set comprehension",
        ExprKind::DictComp { .. } => "dict comprehension",
        ExprKind::Generator { .. } => "generator expression",
        ExprKind::Walrus { .. } => "named expression",
        ExprKind::Starred(_) => "starred",
    }
}

/// The first part of a target that cannot be one. A star is looked into where stars are allowed.
fn invalid(target: &Expr, stars: bool) -> Option<&Expr> {
    match &target.kind {
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => None,
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().find_map(|item| invalid(item, stars)),
        ExprKind::Starred(value) if stars => invalid(value, stars),
        _ => Some(target),
    }
}

/// A target of `=`; `false` where it was wrong. `only`: there is one `=` in the statement, so that `==` may have been
/// meant.
pub(super) fn check_assign(inp: &mut Reader, target: &Expr, only: bool) -> bool {
    if let Some(part) = invalid(target, true) {
        let what = describe(part);
        let beside_equal = match &target.kind {
            ExprKind::Tuple(items) if is_bare(target) => items.last().is_some_and(|last| std::ptr::eq(part, last)),
            _ => std::ptr::eq(part, target),
        };
        let comparable = beside_equal
            && !matches!(
                part.kind,
                ExprKind::Compare { .. }
                    | ExprKind::And(_)
                    | ExprKind::Or(_)
                    | ExprKind::IfElse { .. }
                    | ExprKind::Lambda(_)
                    | ExprKind::Generator { .. }
                    | ExprKind::True
                    | ExprKind::False
                    | ExprKind::None
                    | ExprKind::Unary { op: UnaryOp::Not, .. }
            );
        let hint = if only && comparable { " here. Maybe you meant '==' instead of '='?" } else { "" };
        let problem = error::syntax(part.span, format!("cannot assign to {what}{hint}"));
        inp.report(match part.kind {
            ExprKind::Call { .. } => problem.help("the name that gets the value stands on the left: `name = call()`"),
            _ => problem,
        });
        return false;
    }
    check_stars(inp, target, true);
    true
}

/// A tuple without parentheses begins with its first element.
pub(super) fn is_bare(tuple: &Expr) -> bool {
    matches!(&tuple.kind, ExprKind::Tuple(items)
        if items.first().is_some_and(|first| first.span.start == tuple.span.start))
}

/// A star needs a tuple or list around it, and is alone of its kind there.
fn check_stars(inp: &mut Reader, target: &Expr, top: bool) {
    match &target.kind {
        ExprKind::Starred(value) => {
            if top {
                let problem = error::syntax(target.span, "starred assignment target must be in a list or tuple");
                inp.report(problem.help("write `*a, = …` to get a list of all values"));
            }
            check_stars(inp, value, false);
        }
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            let mut stars = items.iter().filter(|item| matches!(item.kind, ExprKind::Starred(_)));
            if let (Some(_), Some(second)) = (stars.next(), stars.next()) {
                inp.complain(second.span, "multiple starred expressions in assignment");
            }
            items.iter().for_each(|item| check_stars(inp, item, false));
        }
        _ => {}
    }
}

/// The target of `for`.
pub(super) fn check_for(inp: &mut Reader, target: &Expr) {
    match invalid(target, true) {
        Some(Expr { kind: ExprKind::Compare { first, rest }, .. })
            if matches!(rest.first(), Some((CompareOp::In, ..))) && invalid(first, true).is_none() => {}
        Some(part) => inp.complain(part.span, format!("cannot assign to {}", describe(part))),
        None => check_stars(inp, target, true),
    }
}

/// What follows `as` in a `with`.
pub(super) fn check_with(inp: &mut Reader, target: &Expr) {
    match invalid(target, true) {
        Some(part) => inp.complain(part.span, format!("cannot assign to {}", describe(part))),
        None => check_stars(inp, target, true),
    }
}

pub(super) fn check_del(inp: &mut Reader, target: &Expr) {
    if let Some(part) = invalid(target, false) {
        inp.complain(part.span, format!("cannot delete {}", describe(part)));
    }
}

/// The target of `+=` and the like: one name, attribute or subscript.
pub(super) fn check_augmented(inp: &mut Reader, target: &Expr) {
    if !matches!(target.kind, ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. }) {
        let what = describe(target);
        inp.complain(target.span, format!("'{what}' is an illegal expression for augmented assignment"));
    }
}

/// What is annotated: one name, attribute or subscript.
pub(super) fn check_annotated(inp: &mut Reader, target: &Expr) {
    let message = match target.kind {
        ExprKind::Name(_) | ExprKind::Attribute { .. } | ExprKind::Subscript { .. } => return,
        ExprKind::Tuple(_) => "only single target (not tuple) can be annotated",
        ExprKind::List(_) => "only single target (not list) can be annotated",
        _ => "illegal target for annotation",
    };
    inp.complain(target.span, message);
}

/// An `=` stands after an expression where no assignment can be. Fails where the two sides could not be compared.
pub(super) fn equal_in_expression(inp: &mut Reader, left: &Expr) -> Read<()> {
    let equal = inp.here();
    let what = describe(left);
    match left.kind {
        ExprKind::List(_)
        | ExprKind::Tuple(_)
        | ExprKind::Generator { .. }
        | ExprKind::True
        | ExprKind::False
        | ExprKind::None
        | ExprKind::Compare { .. }
        | ExprKind::And(_)
        | ExprKind::Or(_)
        | ExprKind::IfElse { .. }
        | ExprKind::Lambda(_)
        | ExprKind::Walrus { .. }
        | ExprKind::Starred(_) => return inp.fail(&[Kind::EqualEqual]),
        ExprKind::Name(_) => inp.report(
            error::syntax(left.span.to(equal), "invalid syntax. Maybe you meant '==' or ':=' instead of '='?")
                .help("`==` compares, `=` assigns, and `:=` assigns inside an expression"),
        ),
        _ => {
            inp.complain(left.span, format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?"));
        }
    }
    Ok(())
}
