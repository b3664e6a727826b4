//! Unary and binary operators and comparisons on evaluated operands, and on expressions with the plain cases first.

use super::Interp;
use super::advice;
use super::arith::{self, Operator};
use super::code::*;
use super::frame::{end, toss};
use super::raised::{Raised, Run};
use crate::source::{Source, Span};
use crate::value::compare::contains_plain;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::{Value, elementwise, ops};

impl Interp {
    /// Operands that lie somewhere and are not two of Python's numbers.
    #[inline(never)]
    pub(super) fn arithmetic_placed<O: Operator>(&mut self, node: &Binary, span: Span) -> Run<Value> {
        if let (Some(a), Some(b)) = (self.peek(&node.left), self.peek(&node.right))
            && let Some(value) = arith::numpy::<O>(a, b)
        {
            return Ok(value);
        }
        match self.small_arrays(O::OP, node) {
            Some(value) => Ok(value),
            None => self.arithmetic_owned::<O>(node, span),
        }
    }

    /// Small arrays that lie somewhere, looked at there.
    #[inline(never)]
    fn small_arrays(&self, op: BinaryOp, node: &Binary) -> Option<Value> {
        elementwise::small_binary(op, self.peek(&node.left)?, self.peek(&node.right)?)
    }

    /// The left operand is there.
    #[inline(never)]
    pub(super) fn arithmetic_right<O: Operator>(&mut self, left: Value, node: &Binary, span: Span) -> Run<Value> {
        if let Some(right) = self.peek(&node.right)
            && let Some(value) = arith::numpy::<O>(&left, right)
        {
            toss(left);
            return Ok(value);
        }
        let right = self.eval(&node.right)?;
        self.arithmetic_values::<O>(left, right, node, span)
    }

    #[inline(never)]
    pub(super) fn arithmetic_owned<O: Operator>(&mut self, node: &Binary, span: Span) -> Run<Value> {
        let left = self.eval(&node.left)?;
        let right = self.eval(&node.right)?;
        if let Some(value) = arith::python::<O>(&left, &right) {
            end(left);
            end(right);
            return Ok(value);
        }
        self.arithmetic_values::<O>(left, right, node, span)
    }

    #[inline(never)]
    fn arithmetic_values<O: Operator>(&mut self, left: Value, right: Value, node: &Binary, span: Span) -> Run<Value> {
        if let Some(value) = arith::plain::<O>(&left, &right) {
            return Ok(value);
        }
        self.operate(O::OP, left, right, Operands { node: &node.left, right: &node.right, span })
    }

    #[inline(never)]
    pub(super) fn binary_rare(&mut self, node: &Binary, span: Span) -> Run<Value> {
        if let (Some(a), Some(b)) = (self.peek(&node.left), self.peek(&node.right))
            && let Some(value) = arith::plain_op(node.op, a, b).or_else(|| elementwise::small_binary(node.op, a, b))
        {
            return Ok(value);
        }
        let left = self.eval(&node.left)?;
        let right = self.eval(&node.right)?;
        if let Some(value) = arith::plain_op(node.op, &left, &right) {
            return Ok(value);
        }
        self.operate(node.op, left, right, Operands { node: &node.left, right: &node.right, span })
    }

    /// The one entry of operators on values that are not plain numbers.
    #[inline(never)]
    pub(super) fn operate(&mut self, op: BinaryOp, left: Value, right: Value, operands: Operands) -> Run<Value> {
        self.span = operands.span;
        match ops::binary(self, op, &left, &right) {
            Ok(value) => Ok(value),
            Err(error) => Err(self.operator_error(error, op, &left, &right, operands)),
        }
    }

    #[cold]
    #[inline(never)]
    fn operator_error(
        &mut self,
        error: crate::value::Error,
        op: BinaryOp,
        left: &Value,
        right: &Value,
        operands: Operands,
    ) -> Raised {
        let place = |span| self.place(span);
        let Operands { node, right: right_node, span } = operands;
        let texts = [(left, place(node.span)), (right, place(right_node.span))];
        let source = self.sources.get(self.frame.code.source).cloned();
        let texts_of = source.as_deref().map(|source| (operand_text(source, node), operand_text(source, right_node)));
        advice::for_operator(error, op, place(span), texts, texts_of).into()
    }

    /// A chain of operators, from left to right without recursion.
    pub(super) fn chain(&mut self, node: &Chain, span: Span) -> Run<Value> {
        let mut left = self.eval(&node.first)?;
        for (op, operand) in &node.rest {
            let right = self.eval(operand)?;
            left = match arith::plain_op(*op, &left, &right) {
                Some(value) => value,
                None => {
                    let span = Span { start: span.start, end: operand.span.end };
                    self.operate(*op, left, right, Operands { node: &node.first, right: operand, span })?
                }
            };
        }
        Ok(left)
    }

    #[inline(never)]
    pub(super) fn unary(&mut self, op: UnaryOp, operand: &Expr, span: Span) -> Run<Value> {
        let value = self.eval(operand)?;
        match (op, &value) {
            (UnaryOp::Minus, Value::Int(i)) if *i != i64::MIN => return Ok(Value::Int(-i)),
            (UnaryOp::Minus, Value::Float(f)) => return Ok(Value::float(-f.get())),
            _ => {}
        }
        self.span = span;
        ops::unary(self, op, &value).map_err(|error| self.at(error, span))
    }

    /// `left op right` for a single comparison.
    #[inline(never)]
    pub(super) fn compare(&mut self, node: &Compare, span: Span) -> Run<Value> {
        if let Comparison::Rich(op) = node.op
            && let (Some(a), Some(b)) = (self.peek(&node.left), self.peek(&node.right))
            && let Some(value) = arith::compare(op, a, b).or_else(|| elementwise::small_compare(op, a, b))
        {
            return Ok(value);
        }
        self.compare_owned(node, span)
    }

    #[inline(never)]
    fn compare_owned(&mut self, node: &Compare, span: Span) -> Run<Value> {
        let left = self.eval(&node.left)?;
        let right = self.eval(&node.right)?;
        self.compare_values(node.op, &left, &right, span)
    }

    /// The truth of a comparison whose operands lie somewhere and are not two ints or two floats.
    #[inline(never)]
    pub(super) fn compare_test_placed(&mut self, op: CompareOp, node: &Compare, span: Span) -> Run<bool> {
        if let (Some(a), Some(b)) = (self.peek(&node.left), self.peek(&node.right))
            && let Some(truth) = arith::compare_mixed(op, a, b)
        {
            return Ok(truth);
        }
        self.compare_test_owned(node, span)
    }

    /// The truth of a comparison, for conditions.
    #[inline(never)]
    pub(super) fn compare_test_owned(&mut self, node: &Compare, span: Span) -> Run<bool> {
        if let Some(truth) = self.identity_or_membership(node) {
            return Ok(truth);
        }
        let left = self.eval(&node.left)?;
        if let Comparison::Rich(op) = node.op
            && let Some(right) = self.peek(&node.right)
            && let Some(truth) = arith::compare_alike(op, &left, right)
        {
            end(left);
            return Ok(truth);
        }
        self.compare_test_right(left, node, span)
    }

    /// The left operand is there.
    #[inline(never)]
    pub(super) fn compare_test_right(&mut self, left: Value, node: &Compare, span: Span) -> Run<bool> {
        let right = self.eval(&node.right)?;
        if let Comparison::Rich(op) = node.op
            && let Some(truth) = arith::compare_truth(op, &left, &right)
        {
            toss(left);
            toss(right);
            return Ok(truth);
        }
        let value = self.compare_values(node.op, &left, &right, span)?;
        self.truth(&value, span)
    }

    /// `is` and `in` of values that lie somewhere, where they need no evaluator.
    fn identity_or_membership(&self, node: &Compare) -> Option<bool> {
        if let Comparison::Rich(_) = node.op {
            return None;
        }
        let (left, right) = (self.peek(&node.left)?, self.peek(&node.right)?);
        match node.op {
            Comparison::Is => Some(left.is(right)),
            Comparison::IsNot => Some(!left.is(right)),
            Comparison::In => contains_plain(right, left),
            Comparison::NotIn => contains_plain(right, left).map(|found| !found),
            Comparison::Rich(_) => None,
        }
    }

    pub(super) fn compare_values(&mut self, op: Comparison, left: &Value, right: &Value, span: Span) -> Run<Value> {
        match op {
            Comparison::Is => Ok(Value::bool(left.is(right))),
            Comparison::IsNot => Ok(Value::bool(!left.is(right))),
            Comparison::Rich(op) => {
                if let Some(value) = arith::compare(op, left, right) {
                    return Ok(value);
                }
                self.span = span;
                ops::compare(self, op, left, right).map_err(|error| self.at(error, span))
            }
            Comparison::In | Comparison::NotIn => {
                self.span = span;
                let found = ops::contains(self, right, left).map_err(|error| self.at(error, span))?;
                Ok(Value::bool(found == (op == Comparison::In)))
            }
        }
    }

    /// `a < b < c`: each operand is evaluated once; stops at the first comparison that is not true.
    pub(super) fn compare_chain(&mut self, node: &CompareChain, span: Span) -> Run<Value> {
        let Some(((last_op, last), head)) = node.rest.split_last() else { return self.eval(&node.first) };
        let mut left = self.eval(&node.first)?;
        for (op, operand) in head {
            let right = self.eval(operand)?;
            let value = self.compare_values(*op, &left, &right, span)?;
            let truth = self.truth(&value, span).map_err(|raised| advice::for_chain(raised.into()))?;
            if !truth {
                return Ok(value);
            }
            left = right;
        }
        let right = self.eval(last)?;
        self.compare_values(*last_op, &left, &right, span)
    }

    /// `target op value` for an augmented assignment: lists, sets, dicts and arrays change in place.
    #[inline(never)]
    pub(super) fn operate_in_place(&mut self, op: BinaryOp, target: &Value, value: &Value, span: Span) -> Run<Value> {
        self.span = span;
        match ops::inplace(self, op, target, value) {
            Ok(result) => Ok(result),
            Err(error) => Err(self.at(error, span)),
        }
    }
}

/// The expressions of an operator's operands, for errors.
#[derive(Clone, Copy)]
pub(super) struct Operands<'a> {
    pub node: &'a Expr,
    pub right: &'a Expr,
    pub span: Span,
}

/// How an operand is written, in parentheses where something appended would otherwise belong to a part of it.
fn operand_text(source: &Source, expr: &Expr) -> String {
    let text = source.slice(expr.span);
    let is_atom = matches!(
        expr.written().kind,
        ExprKind::Local(_)
            | ExprKind::Cell(_)
            | ExprKind::Global(_)
            | ExprKind::Call(_)
            | ExprKind::Attribute(_)
            | ExprKind::Subscript(_)
    );
    if is_atom || is_parenthesised(text) { text.to_string() } else { format!("({text})") }
}

/// Whether the first character is a parenthesis that the last one closes.
fn is_parenthesised(text: &str) -> bool {
    let mut depth = 0;
    let closes_early = text.char_indices().any(|(at, c)| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0 && at + 1 < text.len()
    });
    text.starts_with('(') && text.ends_with(')') && !closes_early
}
