//! Expressions of the syntax tree → expressions of the evaluation tree.

use super::Resolver;
use crate::eval::code::*;
use crate::eval::fuse::region;
use crate::eval::scope::ScopeId;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::syntax::ast;
use crate::value::Value;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use dashu_int::IBig;
use std::rc::Rc;

/// Operators in a row from which on a left-associative chain is flattened.
const LONG_CHAIN: usize = 24;

impl Resolver<'_> {
    pub(super) fn optional(&mut self, expr: &Option<ast::Expr>) -> Option<Expr> {
        expr.as_ref().map(|expr| self.expr(expr))
    }

    fn boxed(&mut self, expr: &Option<Box<ast::Expr>>) -> Option<Expr> {
        expr.as_ref().map(|expr| self.expr(expr))
    }

    fn exprs(&mut self, exprs: &[ast::Expr]) -> Box<[Expr]> {
        exprs.iter().map(|expr| self.expr(expr)).collect()
    }

    pub(super) fn expr(&mut self, expr: &ast::Expr) -> Expr {
        self.region(expr, 2)
    }

    /// An expression, marked as a region where at least `least` elementwise operations meet in it.
    pub(super) fn region(&mut self, expr: &ast::Expr, least: usize) -> Expr {
        let resolved = Expr::new(self.kind(expr), expr.span);
        region::marked(resolved, least, &|slot| self.globals.name(slot))
    }

    fn kind(&mut self, expr: &ast::Expr) -> ExprKind {
        if let Some(value) = literal(&expr.kind) {
            return ExprKind::Const(value);
        }
        match &expr.kind {
            ast::ExprKind::Name(name) => self.name(*name),
            ast::ExprKind::FString(parts) => ExprKind::FString(self.fstring(parts)),
            ast::ExprKind::Tuple(items) => self.tuple(items),
            ast::ExprKind::List(items) => ExprKind::List(self.items(items)),
            ast::ExprKind::Set(items) => ExprKind::Set(self.items(items)),
            ast::ExprKind::Dict(items) => {
                let item = |item: &ast::DictItem| match item {
                    ast::DictItem::Pair(key, value) => DictItem::Pair(self.expr(key), self.expr(value)),
                    ast::DictItem::Spread(mapping) => DictItem::Spread(self.expr(mapping)),
                };
                ExprKind::Dict(items.iter().map(item).collect())
            }
            ast::ExprKind::Matrix(rows) => ExprKind::Matrix(rows.iter().map(|row| self.exprs(row)).collect()),
            ast::ExprKind::Unary { op, operand } => self.unary(*op, operand),
            ast::ExprKind::Binary { .. } => self.binary(expr),
            ast::ExprKind::And(operands) => ExprKind::And(self.exprs(operands)),
            ast::ExprKind::Or(operands) => ExprKind::Or(self.exprs(operands)),
            ast::ExprKind::Compare { first, rest } => self.compare(first, rest),
            ast::ExprKind::IfElse { test, then, orelse } => {
                let (test, then, orelse) = (self.expr(test), self.expr(then), self.expr(orelse));
                ExprKind::IfElse(Box::new(IfElse { test, then, orelse }))
            }
            ast::ExprKind::Call { callee, args } => self.call(callee, args),
            ast::ExprKind::Attribute { value, name } => {
                let value = self.expr(value);
                ExprKind::Attribute(Box::new(Attribute {
                    value,
                    name: name.name,
                    name_span: name.span,
                    property: Default::default(),
                }))
            }
            ast::ExprKind::Subscript { value, index } => {
                let (value, index) = (self.expr(value), self.expr(index));
                ExprKind::Subscript(Box::new(Subscript { value, index }))
            }
            ast::ExprKind::Slice { start, stop, step } => {
                let (start, stop, step) = (self.boxed(start), self.boxed(stop), self.boxed(step));
                ExprKind::Slice(Box::new(Slice::new(start, stop, step)))
            }
            ast::ExprKind::Lambda(function) => ExprKind::Lambda(Box::new(self.function(function))),
            ast::ExprKind::ListComp { element, clauses } => {
                self.comprehension(ComprehensionKind::List, element, None, clauses)
            }
            ast::ExprKind::SetComp { element, clauses } => {
                self.comprehension(ComprehensionKind::Set, element, None, clauses)
            }
            ast::ExprKind::DictComp { key, value, clauses } => {
                self.comprehension(ComprehensionKind::Dict, key, Some(value), clauses)
            }
            ast::ExprKind::Generator { element, clauses } => self.generator(element, clauses),
            ast::ExprKind::Walrus { target, value } => {
                let value = self.expr(value);
                let target = Target { kind: self.name_target(target.name), span: target.span };
                ExprKind::Walrus(Box::new(Walrus { target, value }))
            }
            // The parser allows stars only where `items` and `unpack` look for them.
            ast::ExprKind::Starred(inner) => self.kind(inner),
            // Literals, made values above.
            _ => ExprKind::Const(Value::None),
        }
    }

    fn items(&mut self, items: &[ast::Expr]) -> Box<[Item]> {
        let item = |item: &ast::Expr| match &item.kind {
            ast::ExprKind::Starred(inner) => Item { starred: true, value: self.expr(inner) },
            _ => Item { starred: false, value: self.expr(item) },
        };
        items.iter().map(item).collect()
    }

    /// A tuple of constants is a constant.
    fn tuple(&mut self, items: &[ast::Expr]) -> ExprKind {
        let items = self.items(items);
        let constant = |item: &Item| match &item.value.kind {
            ExprKind::Const(value) if !item.starred => Some(value.clone()),
            _ => None,
        };
        match items.iter().map(constant).collect::<Option<Vec<Value>>>() {
            Some(values) => ExprKind::Const(Value::tuple(values)),
            None => ExprKind::Tuple(items),
        }
    }

    fn unary(&mut self, op: ast::UnaryOp, operand: &ast::Expr) -> ExprKind {
        let operand = self.expr(operand);
        match (op, &operand.kind) {
            (ast::UnaryOp::Minus, ExprKind::Const(Value::Int(i))) => ExprKind::Const(Value::int(-IBig::from(*i))),
            (ast::UnaryOp::Minus, ExprKind::Const(Value::BigInt(i))) => ExprKind::Const(Value::int(-(**i).clone())),
            (ast::UnaryOp::Minus, ExprKind::Const(Value::Float(f))) => ExprKind::Const(Value::float(-f.get())),
            (ast::UnaryOp::Not, _) => ExprKind::Not(Box::new(operand)),
            (ast::UnaryOp::Plus, _) => ExprKind::Unary(UnaryOp::Plus, Box::new(operand)),
            (ast::UnaryOp::Minus, _) => ExprKind::Unary(UnaryOp::Minus, Box::new(operand)),
            (ast::UnaryOp::Invert, _) => ExprKind::Unary(UnaryOp::Invert, Box::new(operand)),
        }
    }

    /// Goes down the left side without recursion; a long chain becomes one flat node.
    fn binary(&mut self, expr: &ast::Expr) -> ExprKind {
        let mut rest = Vec::new();
        let mut at = expr;
        while let ast::ExprKind::Binary { op, left, right, .. } = &at.kind {
            rest.push((binary_op(*op), &**right, at.span));
            at = left;
        }
        let first = self.expr(at);
        let operands = rest.into_iter().rev();
        if operands.len() > LONG_CHAIN {
            let rest = operands.map(|(op, right, _)| (op, self.expr(right))).collect();
            return ExprKind::Chain(Box::new(Chain { first, rest }));
        }
        let mut left = first;
        for (op, right, span) in operands {
            let right = self.expr(right);
            left = Expr::new(ExprKind::Binary(Box::new(Binary { op, left, right })), span);
        }
        left.kind
    }

    fn compare(&mut self, first: &ast::Expr, rest: &[(ast::CompareOp, Span, ast::Expr)]) -> ExprKind {
        let left = self.expr(first);
        if let [(op, _, right)] = rest {
            let right = self.expr(right);
            return ExprKind::Compare(Box::new(Compare { op: comparison(*op), left, right }));
        }
        let rest = rest.iter().map(|(op, _, operand)| (comparison(*op), self.expr(operand))).collect();
        ExprKind::CompareChain(Box::new(CompareChain { first: left, rest }))
    }

    fn call(&mut self, callee: &ast::Expr, args: &[ast::Arg]) -> ExprKind {
        let callee = self.expr(callee);
        let (mut positional, mut keywords) = (Vec::new(), Vec::<(Option<Symbol>, Expr)>::new());
        let mut spread = false;
        for arg in args {
            match arg {
                ast::Arg::Positional(value) => positional.push(Item { starred: false, value: self.expr(value) }),
                ast::Arg::Star(value) => {
                    spread = true;
                    positional.push(Item { starred: true, value: self.expr(value) });
                }
                ast::Arg::Keyword(ident, value) => {
                    keywords.push((Some(ident.name), self.expr(value)));
                }
                ast::Arg::DoubleStar(value) => {
                    spread = true;
                    keywords.push((None, self.expr(value)));
                }
            }
        }
        let (positional, keywords) = (positional.into(), keywords.into());
        ExprKind::Call(Box::new(Call { callee, positional, keywords, spread, cache: Default::default() }))
    }

    fn comprehension(
        &mut self,
        kind: ComprehensionKind,
        element: &ast::Expr,
        value: Option<&ast::Expr>,
        clauses: &[ast::Clause],
    ) -> ExprKind {
        let Some(first) = clauses.first() else { return ExprKind::Const(Value::None) };
        let first_iter = self.expr(&first.iter);
        let scope = self.scopes.of_node(first);
        let (mut slots, mut cells) = (Vec::new(), Vec::new());
        for name in self.scopes.bound(scope) {
            if self.scopes.is_captured(scope, name) {
                cells.push(self.cell(scope, name));
            } else {
                slots.push(self.slot(scope, name));
            }
        }
        let outer = std::mem::replace(&mut self.at, scope);
        let clauses = self.clauses(first_iter, clauses);
        let element = self.expr(element);
        let value = value.map(|value| self.expr(value));
        self.at = outer;
        let (slots, cells) = (slots.into(), cells.into());
        ExprKind::Comprehension(Box::new(Comprehension { kind, element, value, clauses, slots, cells }))
    }

    fn clauses(&mut self, first_iter: Expr, clauses: &[ast::Clause]) -> Box<[Clause]> {
        let mut first_iter = Some(first_iter);
        let clause = |clause: &ast::Clause| {
            let iter = first_iter.take().unwrap_or_else(|| self.expr(&clause.iter));
            let target = self.target(&clause.target);
            Clause { target, iter, conditions: self.exprs(&clause.conditions) }
        };
        clauses.iter().map(clause).collect()
    }

    fn generator(&mut self, element: &ast::Expr, clauses: &[ast::Clause]) -> ExprKind {
        let Some(first) = clauses.first() else { return ExprKind::Const(Value::None) };
        let iter = self.expr(&first.iter);
        let scope: ScopeId = self.scopes.of_node(first);
        let mut parts = None;
        let (code, captures) = self.frame(scope, "<genexpr>", None, None, |resolver| {
            let placeholder = Expr::new(ExprKind::Const(Value::None), first.iter.span);
            let clauses = resolver.clauses(placeholder, clauses);
            parts = Some((resolver.expr(element), clauses));
            Box::default()
        });
        let Some((element, clauses)) = parts else { return ExprKind::Const(Value::None) };
        let body = Rc::new(GeneratorBody { code: Rc::new(code), element, clauses });
        ExprKind::Generator(Box::new(MakeGenerator { first: iter, body, captures }))
    }

    fn fstring(&mut self, parts: &[ast::FPart]) -> Box<[FPart]> {
        let part = |part: &ast::FPart| match part {
            ast::FPart::Text(text) => FPart::Text(text.clone()),
            ast::FPart::Field(field) => FPart::Field(Box::new(FField {
                value: self.expr(&field.value),
                debug: field.debug.clone(),
                conversion: field.conversion,
                spec: self.fstring(&field.spec),
            })),
        };
        parts.iter().map(part).collect()
    }
}

/// The value of a literal.
fn literal(kind: &ast::ExprKind) -> Option<Value> {
    Some(match kind {
        ast::ExprKind::None => Value::None,
        ast::ExprKind::True => Value::bool(true),
        ast::ExprKind::False => Value::bool(false),
        ast::ExprKind::Ellipsis => Value::Ellipsis,
        ast::ExprKind::Int(i) => Value::Int(*i),
        ast::ExprKind::BigInt { digits, radix } => Value::int(IBig::from_str_radix(digits, *radix).ok()?),
        ast::ExprKind::Float(f) => Value::float(*f),
        ast::ExprKind::Imaginary(f) => Value::complex(0.0, *f),
        ast::ExprKind::Str(text) => Value::str(&**text),
        ast::ExprKind::Bytes(bytes) => Value::bytes(&**bytes),
        _ => return None,
    })
}

pub(super) fn binary_op(op: ast::BinaryOp) -> BinaryOp {
    match op {
        ast::BinaryOp::Add => BinaryOp::Add,
        ast::BinaryOp::Sub => BinaryOp::Sub,
        ast::BinaryOp::Mul => BinaryOp::Mul,
        ast::BinaryOp::Div => BinaryOp::Div,
        ast::BinaryOp::FloorDiv => BinaryOp::FloorDiv,
        ast::BinaryOp::Mod => BinaryOp::Mod,
        ast::BinaryOp::Pow => BinaryOp::Pow,
        ast::BinaryOp::MatMul => BinaryOp::MatMul,
        ast::BinaryOp::LeftShift => BinaryOp::LeftShift,
        ast::BinaryOp::RightShift => BinaryOp::RightShift,
        ast::BinaryOp::BitAnd => BinaryOp::BitAnd,
        ast::BinaryOp::BitOr => BinaryOp::BitOr,
        ast::BinaryOp::BitXor => BinaryOp::BitXor,
    }
}

fn comparison(op: ast::CompareOp) -> Comparison {
    match op {
        ast::CompareOp::Eq => Comparison::Rich(CompareOp::Eq),
        ast::CompareOp::Ne => Comparison::Rich(CompareOp::Ne),
        ast::CompareOp::Lt => Comparison::Rich(CompareOp::Lt),
        ast::CompareOp::Le => Comparison::Rich(CompareOp::Le),
        ast::CompareOp::Gt => Comparison::Rich(CompareOp::Gt),
        ast::CompareOp::Ge => Comparison::Rich(CompareOp::Ge),
        ast::CompareOp::Is => Comparison::Is,
        ast::CompareOp::IsNot => Comparison::IsNot,
        ast::CompareOp::In => Comparison::In,
        ast::CompareOp::NotIn => Comparison::NotIn,
    }
}
