//! Expressions of a region, walked in Python's order: operators are written down where they can be, leaves evaluated.

use super::{Applied, Arguments, Fusion, Lazy};
use crate::eval::Interp;
use crate::eval::arith;
use crate::eval::code::*;
use crate::eval::operator::Operands;
use crate::eval::raised::Run;
use crate::source::Span;
use crate::value::elementwise;
use crate::value::object::{BinaryOp, UnaryOp};
use crate::value::{Value, ops};
use smallvec::smallvec;

impl Interp {
    /// The value of an expression, or that it is pending.
    pub(super) fn lazy(&mut self, fusion: &mut Fusion, expr: &Expr) -> Run<Lazy> {
        match &expr.kind {
            ExprKind::Binary(node) => {
                let left = self.lazy(fusion, &node.left)?;
                let right = self.lazy(fusion, &node.right)?;
                let operands = Operands { node: &node.left, right: &node.right, span: expr.span };
                self.lazy_binary(fusion, node.op, left, right, operands)
            }
            ExprKind::Chain(node) => {
                let mut left = self.lazy(fusion, &node.first)?;
                for (op, operand) in &node.rest {
                    let right = self.lazy(fusion, operand)?;
                    let span = Span { start: expr.span.start, end: operand.span.end };
                    let operands = Operands { node: &node.first, right: operand, span };
                    left = self.lazy_binary(fusion, *op, left, right, operands)?;
                }
                Ok(left)
            }
            ExprKind::Unary(op, operand) => {
                let operand = self.lazy(fusion, operand)?;
                self.lazy_unary(fusion, *op, operand, expr.span)
            }
            ExprKind::Compare(node) if let Comparison::Rich(op) = node.op => {
                let left = self.lazy(fusion, &node.left)?;
                let right = self.lazy(fusion, &node.right)?;
                // A number of Python's leaves it to the array, which is asked the other way round.
                let asked = match fusion.value(&left) {
                    Some(Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::Complex(_)) => op.swapped(),
                    _ => op,
                };
                let mut both: Arguments = if asked == op { smallvec![left, right] } else { smallvec![right, left] };
                let applied = Applied::Ufunc(elementwise::comparison(asked));
                if let Some(lazy) = self.write_down(fusion, applied, &mut both, expr.span)? {
                    return Ok(lazy);
                }
                if asked != op {
                    both.swap(0, 1);
                }
                let [left, right] = self.settle_two(fusion, both)?;
                let last = fusion.slots.len();
                self.in_turn(fusion, last, |interp, _| interp.compare_values(node.op, &left, &right, expr.span))
                    .map(Lazy::Value)
            }
            ExprKind::Call(node) => self.lazy_call(fusion, node, expr.span),
            ExprKind::Fused(region) => self.lazy(fusion, &region.body),
            ExprKind::Local(_) | ExprKind::Global(_) | ExprKind::Const(_) | ExprKind::Cell(_) => {
                self.eval(expr).map(Lazy::Value)
            }
            _ if self.is_harmless(expr) => {
                let last = fusion.slots.len();
                self.in_turn(fusion, last, |interp, _| interp.eval(expr)).map(Lazy::Value)
            }
            _ => self.unknown(fusion, |interp| interp.eval(expr)).map(Lazy::Value),
        }
    }

    /// Evaluates something that may run the user's code or write memory: what is pending comes before it.
    pub(super) fn unknown<T>(&mut self, fusion: &mut Fusion, evaluate: impl FnOnce(&mut Interp) -> Run<T>) -> Run<T> {
        self.flush(fusion)?;
        let result = evaluate(self);
        self.after_unknown(fusion);
        result
    }

    fn lazy_binary(
        &mut self,
        fusion: &mut Fusion,
        op: BinaryOp,
        left: Lazy,
        right: Lazy,
        operands: Operands,
    ) -> Run<Lazy> {
        let kind = match (op, fusion.value(&left)) {
            (BinaryOp::Pow, Some(Value::Array(array))) => Some(array.dtype().kind),
            (BinaryOp::Pow, _) => fusion.dtype(&left).map(|dtype| dtype.kind),
            _ => None,
        };
        let function = elementwise::ufunc_of(op, kind, fusion.value(&right).unwrap_or(&Value::None));
        let mut both: Arguments = smallvec![left, right];
        if let Some(function) = function {
            let dropped = if function.nin == 1 { both.pop() } else { None };
            if let Some(lazy) = self.write_down(fusion, Applied::Ufunc(function), &mut both, operands.span)? {
                return Ok(lazy);
            }
            both.extend(dropped);
        }
        let [left, right] = self.settle_two(fusion, both)?;
        if let Some(value) = arith::plain_op(op, &left, &right) {
            return Ok(Lazy::Value(value));
        }
        let last = fusion.slots.len();
        self.in_turn(fusion, last, |interp, _| interp.operate(op, left, right, operands)).map(Lazy::Value)
    }

    fn lazy_unary(&mut self, fusion: &mut Fusion, op: UnaryOp, operand: Lazy, span: Span) -> Run<Lazy> {
        let mut one: Arguments = smallvec![operand];
        if let Some(lazy) = self.write_down(fusion, Applied::Ufunc(elementwise::sign(op)), &mut one, span)? {
            return Ok(lazy);
        }
        let value = match one.pop() {
            Some(lazy) => self.settle(fusion, lazy)?,
            None => Value::None,
        };
        self.span = span;
        let last = fusion.slots.len();
        self.in_turn(fusion, last, |interp, _| {
            ops::unary(interp, op, &value).map_err(|error| interp.at(error, span)).map(Lazy::Value)
        })
    }

    /// Two arguments as values, the first one first.
    fn settle_two(&mut self, fusion: &mut Fusion, both: Arguments) -> Run<[Value; 2]> {
        let mut both = both.into_iter();
        let mut next = |interp: &mut Interp| match both.next() {
            Some(lazy) => interp.settle(fusion, lazy),
            None => Ok(Value::None),
        };
        Ok([next(self)?, next(self)?])
    }

    /// Whether evaluating an expression neither runs the user's code nor writes memory that an operation reads: names,
    /// attributes of arrays and modules, items of arrays, lists and tuples, arithmetic on those.
    pub(super) fn is_harmless(&self, expr: &Expr) -> bool {
        let optional = |expr: &Option<Expr>| expr.as_ref().is_none_or(|expr| self.is_harmless(expr));
        match &expr.kind {
            ExprKind::Local(_) | ExprKind::Global(_) | ExprKind::Const(_) | ExprKind::Cell(_) => true,
            ExprKind::Slice(node) => optional(&node.start) && optional(&node.stop) && optional(&node.step),
            ExprKind::Tuple(items) => items.iter().all(|item| !item.starred && self.is_harmless(&item.value)),
            ExprKind::Unary(_, operand) => self.is_harmless(operand),
            ExprKind::Binary(node) => self.is_harmless(&node.left) && self.is_harmless(&node.right),
            ExprKind::Attribute(node) => {
                matches!(self.peek(&node.value), Some(Value::Array(_) | Value::Module(_)))
            }
            ExprKind::Subscript(node) => {
                let container = self.peek(&node.value);
                matches!(container, Some(Value::Array(_) | Value::List(_) | Value::Tuple(_)))
                    && self.is_harmless(&node.index)
            }
            _ => false,
        }
    }
}
