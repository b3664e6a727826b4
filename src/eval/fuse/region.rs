//! Resolved expressions → those worth fusing: regions of elementwise operators and calls, marked with the names whose
//! values tell at run time whether arrays are about.

use crate::eval::code::*;
use crate::eval::globals::GlobalSlot;
use crate::symbol::Symbol;
use crate::tensor::ufunc;
use crate::value::object::BinaryOp;

/// Names looked at to find out whether a region is about large arrays.
const MOST_HINTS: usize = 6;

/// Library functions besides ufuncs that take part: they choose, convert, or reduce.
const FUNCTIONS: &[&str] = &[
    "where",
    "clip",
    "astype",
    "sum",
    "prod",
    "mean",
    "std",
    "var",
    "min",
    "max",
    "amin",
    "amax",
    "any",
    "all",
    "argmin",
    "argmax",
    "count_nonzero",
];

/// Marks an expression whose operands are marked already: the operands' own marks go, and it becomes a region itself if
/// at least `least` operations meet in it.
pub fn marked(mut expr: Expr, least: usize, name: &dyn Fn(GlobalSlot) -> Symbol) -> Expr {
    if !is_operation(&expr.kind) {
        return expr;
    }
    let mut found = Found { operations: 0, hints: Vec::new(), name };
    found.operation(&mut expr.kind);
    if found.operations < least || found.hints.is_empty() {
        return expr;
    }
    found.hints.truncate(MOST_HINTS);
    let span = expr.span;
    let region = Region { operations: found.operations, hints: found.hints.into(), body: expr };
    Expr::new(ExprKind::Fused(Box::new(region)), span)
}

fn is_operation(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Binary(node) => node.op != BinaryOp::MatMul,
        ExprKind::Compare(node) => matches!(node.op, Comparison::Rich(_)),
        ExprKind::Chain(_) | ExprKind::Unary(..) | ExprKind::Call(_) => true,
        _ => false,
    }
}

struct Found<'a> {
    operations: usize,
    hints: Vec<Hint>,
    name: &'a dyn Fn(GlobalSlot) -> Symbol,
}

impl Found<'_> {
    /// Counts an operation and what its operands bring.
    fn operation(&mut self, kind: &mut ExprKind) {
        match kind {
            ExprKind::Binary(node) => {
                self.operations += 1;
                self.operand(&mut node.left);
                self.operand(&mut node.right);
            }
            ExprKind::Compare(node) => {
                self.operations += 1;
                self.operand(&mut node.left);
                self.operand(&mut node.right);
            }
            ExprKind::Chain(node) => {
                self.operations += node.rest.len();
                self.operand(&mut node.first);
                node.rest.iter_mut().for_each(|(_, operand)| self.operand(operand));
            }
            ExprKind::Unary(_, operand) => {
                self.operations += 1;
                self.operand(operand);
            }
            ExprKind::Call(node) if !node.spread => self.call(node),
            _ => {}
        }
    }

    fn call(&mut self, node: &mut Call) {
        let called = match &node.callee.kind {
            ExprKind::Attribute(attribute) => Some(attribute.name),
            ExprKind::Global(slot) => Some((self.name)(*slot)),
            _ => None,
        };
        let known = called.is_some_and(|name| {
            FUNCTIONS.contains(&name.as_str()) || ufunc::by_name(name.as_str()).is_some_and(|u| u.nout == 1)
        });
        if !known {
            return;
        }
        self.operations += 1;
        if let ExprKind::Attribute(attribute) = &mut node.callee.kind {
            self.operand(&mut attribute.value);
        }
        node.positional.iter_mut().for_each(|item| self.operand(&mut item.value));
    }

    /// An operand: part of the region, or a leaf.
    fn operand(&mut self, expr: &mut Expr) {
        if let ExprKind::Fused(_) = expr.kind {
            let inner = std::mem::replace(&mut expr.kind, ExprKind::Const(Default::default()));
            if let ExprKind::Fused(region) = inner {
                self.operations += region.operations;
                region.hints.iter().for_each(|hint| self.hint(*hint));
                *expr = region.body;
            }
        } else if is_operation(&expr.kind) {
            self.operation(&mut expr.kind);
        } else {
            self.leaf(expr);
        }
    }

    fn leaf(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::Local(slot) => self.hint(Hint::Local(*slot)),
            ExprKind::Global(slot) => self.hint(Hint::Global(*slot)),
            ExprKind::Attribute(node) => self.leaf(&node.value),
            ExprKind::Subscript(node) if keeps_axes(&node.index) => self.leaf(&node.value),
            ExprKind::Subscript(node) => self.leaf(&node.index),
            _ => {}
        }
    }

    fn hint(&mut self, hint: Hint) {
        if !self.hints.contains(&hint) {
            self.hints.push(hint);
        }
    }
}

/// Whether something between brackets is sure to leave an array an array.
fn keeps_axes(index: &Expr) -> bool {
    match &index.kind {
        ExprKind::Slice(_) => true,
        ExprKind::Tuple(items) => items.iter().any(|item| matches!(item.value.kind, ExprKind::Slice(_))),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn local(slot: Slot) -> Expr {
        Expr::new(ExprKind::Local(slot), Span::default())
    }

    fn product(left: Expr, right: Expr) -> Expr {
        let kind = ExprKind::Binary(Box::new(Binary { op: BinaryOp::Mul, left, right }));
        marked(Expr::new(kind, Span::default()), 2, &|_| Symbol::new("f"))
    }

    #[test]
    fn the_outermost_operation_carries_the_mark() {
        assert!(matches!(product(local(0), local(1)).kind, ExprKind::Binary(_)));
        let inner = product(product(local(0), local(1)), local(0));
        let ExprKind::Fused(region) = product(inner, local(2)).kind else { panic!("two operations are a region") };
        assert_eq!((region.operations, region.hints.len()), (3, 3));
        let ExprKind::Binary(node) = &region.body.kind else { panic!("the body is the product") };
        assert!(matches!(node.left.kind, ExprKind::Binary(_)));
    }
}
