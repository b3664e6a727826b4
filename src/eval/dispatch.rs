//! Nodes of the evaluation tree → the functions that run them, chosen once, when a node is made: evaluating a node is one
//! call through its pointer, and operators on names and constants have code of their own for each way these lie.

use super::Interp;
use super::arith::{self, Operator};
use super::code::*;
use super::frame::{copy, end, put, toss};
use super::function::Flow;
use super::raised::Run;
use crate::value::Value;
use crate::value::object::{BinaryOp, CompareOp};

/// The value of an expression.
pub type Eval = fn(&mut Interp, &Expr) -> Run<Value>;
/// Whether an expression's value is true.
pub type Test = fn(&mut Interp, &Expr) -> Run<bool>;
/// Runs a statement.
pub type Exec = fn(&mut Interp, &Stmt) -> Run<Flow>;

/// What a node holds, of the one kind that its function was chosen for.
macro_rules! part {
    ($node:expr, $kind:ident :: $variant:ident ( $($part:ident),+ )) => {
        let $kind::$variant($($part),+) = &$node.kind else {
            unreachable!(concat!("the node is ", stringify!($kind), "::", stringify!($variant)))
        };
    };
}

/// The functions of an expression.
pub fn of_expr(kind: &ExprKind) -> (Eval, Test) {
    match kind {
        ExprKind::Const(_) => (
            |_, expr| {
                part!(expr, ExprKind::Const(value));
                Ok(copy(value))
            },
            test_value,
        ),
        ExprKind::Local(_) => (local, test_value),
        ExprKind::Global(_) => (
            |interp, expr| {
                part!(expr, ExprKind::Global(slot));
                interp.global(*slot, expr.span)
            },
            test_value,
        ),
        ExprKind::Cell(_) => (
            |interp, expr| {
                part!(expr, ExprKind::Cell(cell));
                interp.cell(*cell, expr.span)
            },
            test_value,
        ),
        ExprKind::Binary(node) => (binary(node), test_value),
        ExprKind::Compare(node) => (
            |interp, expr| {
                part!(expr, ExprKind::Compare(node));
                interp.compare(node, expr.span)
            },
            comparison(node),
        ),
        ExprKind::Subscript(_) => (
            |interp, expr| {
                part!(expr, ExprKind::Subscript(node));
                interp.subscript(node, expr.span)
            },
            test_value,
        ),
        ExprKind::Call(node) => (call(node), test_value),
        ExprKind::Fused(_) => (
            |interp, expr| {
                part!(expr, ExprKind::Fused(node));
                interp.region(node)
            },
            |interp, expr| {
                part!(expr, ExprKind::Fused(node));
                if interp.is_about_arrays(node) { test_value(interp, expr) } else { interp.test(&node.body) }
            },
        ),
        ExprKind::Attribute(_) => (
            |interp, expr| {
                part!(expr, ExprKind::Attribute(node));
                interp.attribute(node, expr.span)
            },
            test_value,
        ),
        ExprKind::Unary(..) => (
            |interp, expr| {
                part!(expr, ExprKind::Unary(op, operand));
                interp.unary(*op, operand, expr.span)
            },
            test_value,
        ),
        ExprKind::And(_) => (
            |interp, expr| {
                part!(expr, ExprKind::And(operands));
                interp.short_circuit(operands, false)
            },
            |interp, expr| {
                part!(expr, ExprKind::And(operands));
                interp.short_circuit_test(operands, false)
            },
        ),
        ExprKind::Or(_) => (
            |interp, expr| {
                part!(expr, ExprKind::Or(operands));
                interp.short_circuit(operands, true)
            },
            |interp, expr| {
                part!(expr, ExprKind::Or(operands));
                interp.short_circuit_test(operands, true)
            },
        ),
        ExprKind::Not(_) => (Interp::eval_rare, |interp, expr| {
            part!(expr, ExprKind::Not(operand));
            interp.test(operand).map(|truth| !truth)
        }),
        _ => (Interp::eval_rare, test_value),
    }
}

/// Where an operand lies that needs no evaluation.
trait Place {
    /// `None` where the name is not bound.
    fn look<'a>(interp: &'a Interp, expr: &'a Expr) -> Option<&'a Value>;
}

/// In a slot of the running frame.
struct InSlot;
/// In the tree itself.
struct InTree;
/// A local, a global or a constant.
struct Ready;

impl Place for InSlot {
    #[inline(always)]
    fn look<'a>(interp: &'a Interp, expr: &'a Expr) -> Option<&'a Value> {
        match expr.kind {
            ExprKind::Local(slot) => interp.stack.get(interp.frame.base + slot as usize)?.as_ref(),
            _ => None,
        }
    }
}

impl Place for InTree {
    #[inline(always)]
    fn look<'a>(_: &'a Interp, expr: &'a Expr) -> Option<&'a Value> {
        match &expr.kind {
            ExprKind::Const(value) => Some(value),
            _ => None,
        }
    }
}

impl Place for Ready {
    #[inline(always)]
    fn look<'a>(interp: &'a Interp, expr: &'a Expr) -> Option<&'a Value> {
        interp.peek(expr)
    }
}

fn local(interp: &mut Interp, expr: &Expr) -> Run<Value> {
    part!(expr, ExprKind::Local(slot));
    interp.local(*slot, expr.span)
}

/// The truth of whatever value an expression has.
fn test_value(interp: &mut Interp, expr: &Expr) -> Run<bool> {
    let value = interp.eval(expr)?;
    let truth = interp.truth(&value, expr.span);
    toss(value);
    truth
}

fn binary(node: &Binary) -> Eval {
    match node.op {
        BinaryOp::Add => arithmetic::<arith::Add>(node),
        BinaryOp::Sub => arithmetic::<arith::Sub>(node),
        BinaryOp::Mul => arithmetic::<arith::Mul>(node),
        BinaryOp::Div => arithmetic::<arith::Div>(node),
        BinaryOp::Mod => arithmetic::<arith::Mod>(node),
        BinaryOp::FloorDiv => arithmetic::<arith::FloorDiv>(node),
        _ => |interp, expr| {
            part!(expr, ExprKind::Binary(node));
            interp.binary_rare(node, expr.span)
        },
    }
}

fn arithmetic<O: Operator>(node: &Binary) -> Eval {
    match (&node.left.kind, &node.right.kind) {
        (ExprKind::Local(_), ExprKind::Const(_)) => placed::<O, InSlot, InTree>,
        (ExprKind::Local(_), ExprKind::Local(_)) => placed::<O, InSlot, InSlot>,
        (ExprKind::Const(_), ExprKind::Local(_)) => placed::<O, InTree, InSlot>,
        _ if node.left.is_simple() && node.right.is_simple() => placed::<O, Ready, Ready>,
        (_, ExprKind::Const(_)) => computed_left::<O, InTree>,
        (_, ExprKind::Local(_)) => computed_left::<O, InSlot>,
        (_, ExprKind::Global(_)) => computed_left::<O, Ready>,
        _ => |interp, expr| {
            part!(expr, ExprKind::Binary(node));
            interp.arithmetic_owned::<O>(node, expr.span)
        },
    }
}

/// Both operands lie somewhere.
fn placed<O: Operator, L: Place, R: Place>(interp: &mut Interp, expr: &Expr) -> Run<Value> {
    part!(expr, ExprKind::Binary(node));
    if let (Some(a), Some(b)) = (L::look(interp, &node.left), R::look(interp, &node.right))
        && let Some(value) = arith::python::<O>(a, b)
    {
        return Ok(value);
    }
    interp.arithmetic_placed::<O>(node, expr.span)
}

/// The left operand is an expression, the right one lies somewhere.
fn computed_left<O: Operator, R: Place>(interp: &mut Interp, expr: &Expr) -> Run<Value> {
    part!(expr, ExprKind::Binary(node));
    let left = interp.eval(&node.left)?;
    if let Some(right) = R::look(interp, &node.right)
        && let Some(value) = arith::python::<O>(&left, right)
    {
        end(left);
        return Ok(value);
    }
    interp.arithmetic_right::<O>(left, node, expr.span)
}

/// A comparison operator as a type, so that each gets its own code.
trait Relation {
    const OP: CompareOp;
}

macro_rules! relations {
    ($($name:ident)*) => {$(
        struct $name;

        impl Relation for $name {
            const OP: CompareOp = CompareOp::$name;
        }
    )*};
}

relations! { Eq Ne Lt Le Gt Ge }

fn comparison(node: &Compare) -> Test {
    match node.op {
        Comparison::Rich(CompareOp::Eq) => relation::<Eq>(node),
        Comparison::Rich(CompareOp::Ne) => relation::<Ne>(node),
        Comparison::Rich(CompareOp::Lt) => relation::<Lt>(node),
        Comparison::Rich(CompareOp::Le) => relation::<Le>(node),
        Comparison::Rich(CompareOp::Gt) => relation::<Gt>(node),
        Comparison::Rich(CompareOp::Ge) => relation::<Ge>(node),
        _ => |interp, expr| {
            part!(expr, ExprKind::Compare(node));
            interp.compare_test_owned(node, expr.span)
        },
    }
}

fn relation<C: Relation>(node: &Compare) -> Test {
    match (&node.left.kind, &node.right.kind) {
        (ExprKind::Local(_), ExprKind::Const(_)) => test_placed::<C, InSlot, InTree>,
        (ExprKind::Local(_), ExprKind::Local(_)) => test_placed::<C, InSlot, InSlot>,
        _ if node.left.is_simple() && node.right.is_simple() => test_placed::<C, Ready, Ready>,
        (_, ExprKind::Const(_)) => test_left::<C, InTree>,
        (_, ExprKind::Local(_)) => test_left::<C, InSlot>,
        _ => |interp, expr| {
            part!(expr, ExprKind::Compare(node));
            interp.compare_test_owned(node, expr.span)
        },
    }
}

/// Both operands lie somewhere.
fn test_placed<C: Relation, L: Place, R: Place>(interp: &mut Interp, expr: &Expr) -> Run<bool> {
    part!(expr, ExprKind::Compare(node));
    if let (Some(a), Some(b)) = (L::look(interp, &node.left), R::look(interp, &node.right))
        && let Some(truth) = arith::compare_alike(C::OP, a, b)
    {
        return Ok(truth);
    }
    interp.compare_test_placed(C::OP, node, expr.span)
}

/// The left operand is an expression, the right one lies somewhere.
fn test_left<C: Relation, R: Place>(interp: &mut Interp, expr: &Expr) -> Run<bool> {
    part!(expr, ExprKind::Compare(node));
    let left = interp.eval(&node.left)?;
    if let Some(right) = R::look(interp, &node.right)
        && let Some(truth) = arith::compare_alike(C::OP, &left, right)
    {
        end(left);
        return Ok(truth);
    }
    interp.compare_test_right(left, node, expr.span)
}

fn call(node: &Call) -> Eval {
    if node.spread {
        return |interp, expr| {
            part!(expr, ExprKind::Call(node));
            interp.call_spread(node, expr.span)
        };
    }
    match node.callee.kind {
        ExprKind::Attribute(_) => |interp, expr| {
            part!(expr, ExprKind::Call(node));
            interp.call_method(node, expr.span)
        },
        _ => |interp, expr| {
            part!(expr, ExprKind::Call(node));
            interp.call_named(node, expr.span)
        },
    }
}

/// The function of a statement.
pub fn of_stmt(kind: &StmtKind) -> Exec {
    match kind {
        StmtKind::Expr(_) => |interp, stmt| {
            part!(stmt, StmtKind::Expr(expr));
            toss(interp.eval(expr)?);
            Ok(Flow::Next)
        },
        StmtKind::SetLocal(..) => |interp, stmt| {
            part!(stmt, StmtKind::SetLocal(slot, expr));
            let value = interp.eval(expr)?;
            put(&mut interp.stack[interp.frame.base + *slot as usize], value);
            Ok(Flow::Next)
        },
        StmtKind::SetGlobal(..) => |interp, stmt| {
            part!(stmt, StmtKind::SetGlobal(slot, expr));
            let value = interp.eval(expr)?;
            interp.globals.set(*slot, value);
            Ok(Flow::Next)
        },
        StmtKind::AugAssign(node) => augmented(node),
        StmtKind::Assign(node) if stores_item(node) => |interp, stmt| {
            part!(stmt, StmtKind::Assign(node));
            let value = interp.eval(&node.value)?;
            match &*node.targets {
                [Target { kind: TargetKind::Subscript(subscript), span }] => {
                    interp.set_subscript(subscript, value, *span)?
                }
                _ => unreachable!("one item is assigned to"),
            }
            Ok(Flow::Next)
        },
        StmtKind::Assign(_) => |interp, stmt| {
            part!(stmt, StmtKind::Assign(node));
            interp.assign_all(node)?;
            Ok(Flow::Next)
        },
        StmtKind::Return(Some(_)) => |interp, stmt| match &stmt.kind {
            StmtKind::Return(Some(expr)) => interp.eval(expr).map(Flow::Return),
            _ => Ok(Flow::Return(Value::None)),
        },
        StmtKind::If(_) => |interp, stmt| {
            part!(stmt, StmtKind::If(node));
            let chosen = if interp.test(&node.test)? { &node.body } else { &node.orelse };
            interp.block(chosen)
        },
        StmtKind::For(_) => |interp, stmt| {
            part!(stmt, StmtKind::For(node));
            interp.for_loop(node)
        },
        StmtKind::While(_) => |interp, stmt| {
            part!(stmt, StmtKind::While(node));
            interp.while_loop(node)
        },
        _ => Interp::stmt_rare,
    }
}

/// `container[index] = value` for a value that is no region.
fn stores_item(node: &Assign) -> bool {
    matches!(&*node.targets, [Target { kind: TargetKind::Subscript(_), .. }])
        && !matches!(node.value.kind, ExprKind::Fused(_))
}

fn augmented(node: &AugAssign) -> Exec {
    match (&node.target.kind, node.op) {
        (TargetKind::Local(_), BinaryOp::Add) => augmented_local::<arith::Add>(node),
        (TargetKind::Local(_), BinaryOp::Sub) => augmented_local::<arith::Sub>(node),
        (TargetKind::Local(_), BinaryOp::Mul) => augmented_local::<arith::Mul>(node),
        _ => |interp, stmt| {
            part!(stmt, StmtKind::AugAssign(node));
            interp.augmented(node, stmt.span)?;
            Ok(Flow::Next)
        },
    }
}

fn augmented_local<O: Operator>(node: &AugAssign) -> Exec {
    match node.value.kind {
        ExprKind::Const(_) => augment_placed::<O, InTree>,
        ExprKind::Local(_) => augment_placed::<O, InSlot>,
        _ => |interp, stmt| {
            part!(stmt, StmtKind::AugAssign(node));
            part!(node.target, TargetKind::Local(slot));
            interp.augment_local::<O>(node, *slot, stmt.span)?;
            Ok(Flow::Next)
        },
    }
}

/// `name op= value` where the value lies somewhere, too.
fn augment_placed<O: Operator, R: Place>(interp: &mut Interp, stmt: &Stmt) -> Run<Flow> {
    part!(stmt, StmtKind::AugAssign(node));
    part!(node.target, TargetKind::Local(slot));
    let at = interp.frame.base + *slot as usize;
    if let (Some(Some(current)), Some(value)) = (interp.stack.get(at), R::look(interp, &node.value))
        && let Some(result) = arith::python::<O>(current, value)
    {
        if let Some(old) = interp.stack[at].replace(result) {
            end(old);
        }
        return Ok(Flow::Next);
    }
    interp.augment_local::<O>(node, *slot, stmt.span)?;
    Ok(Flow::Next)
}
