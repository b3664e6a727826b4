//! The walk over the syntax tree that notes how each scope uses each name.

use super::{Scope, ScopeId, ScopeKind, Scopes, Use, address};
use crate::symbol::Symbol;
use crate::syntax::ast::*;
use std::collections::HashMap;

pub struct Walker {
    scopes: Scopes,
    at: ScopeId,
}

impl Walker {
    pub fn new() -> Walker {
        let scopes = Scopes { all: Vec::new(), by_node: HashMap::new() };
        let mut walker = Walker { scopes, at: Scopes::MODULE };
        walker.new_scope(ScopeKind::Module, None);
        walker
    }

    pub fn finish(self) -> Scopes {
        self.scopes
    }

    pub fn module(&mut self, block: &Block) {
        self.block(block);
    }

    fn new_scope(&mut self, kind: ScopeKind, parent: Option<ScopeId>) -> ScopeId {
        let id = ScopeId(self.scopes.all.len());
        let (names, index, captured, free) = (Vec::new(), HashMap::new(), Vec::new(), Vec::new());
        self.scopes.all.push(Scope { kind, parent, names, index, captured, free });
        id
    }

    fn entry(&mut self, scope: ScopeId, name: Symbol) -> &mut Use {
        let scope = &mut self.scopes.all[scope.0];
        let at = *scope.index.entry(name).or_insert_with(|| {
            scope.names.push((name, Use::default()));
            scope.names.len() - 1
        });
        &mut scope.names[at].1
    }

    fn uses(&mut self, name: Symbol) {
        self.entry(self.at, name);
    }

    fn binds(&mut self, name: Symbol) {
        self.entry(self.at, name).bound = true;
    }

    /// Runs `inside` in a new scope opened by the node at `node`.
    fn scoped(&mut self, kind: ScopeKind, node: usize, inside: impl FnOnce(&mut Walker)) {
        let id = self.new_scope(kind, Some(self.at));
        self.scopes.by_node.insert(node, id);
        let outer = std::mem::replace(&mut self.at, id);
        inside(self);
        self.at = outer;
    }

    fn block(&mut self, block: &Block) {
        for stmt in block {
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.kind {
            StmtKind::Expr { value, .. } => self.expr(value),
            StmtKind::Assign { targets, value } => {
                self.expr(value);
                self.targets(targets);
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.target(target);
                self.expr(value);
            }
            StmtKind::AnnAssign { target, value } => {
                self.target(target);
                self.optional(value);
            }
            StmtKind::Del(targets) => self.targets(targets),
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
            StmtKind::Return(value) => self.optional(value),
            StmtKind::Raise { exception, cause } => {
                self.optional(exception);
                self.optional(cause);
            }
            StmtKind::Assert { test, message } => {
                self.expr(test);
                self.optional(message);
            }
            StmtKind::Global(names) => names.iter().for_each(|ident| self.entry(self.at, ident.name).global = true),
            StmtKind::Nonlocal(names) => names.iter().for_each(|ident| self.entry(self.at, ident.name).nonlocal = true),
            StmtKind::Import(names) => {
                for import in names {
                    let bound = import.alias.or(import.path.first().copied());
                    bound.into_iter().for_each(|ident| self.binds(ident.name));
                }
            }
            StmtKind::ImportFrom { names: ImportNames::Names(names), .. } => {
                names.iter().for_each(|(name, alias)| self.binds(alias.unwrap_or(*name).name));
            }
            StmtKind::ImportFrom { names: ImportNames::Star(_), .. } => {}
            StmtKind::If { test, body, orelse } => {
                self.expr(test);
                self.block(body);
                self.block(orelse);
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test);
                self.block(body);
                self.block(orelse);
            }
            StmtKind::For { target, iter, body, orelse } => {
                self.expr(iter);
                self.target(target);
                self.block(body);
                self.block(orelse);
            }
            StmtKind::Def(function) => {
                self.function(function);
                self.binds(function.name.name);
            }
            StmtKind::Try { body, handlers, orelse, finally } => {
                self.block(body);
                for handler in handlers {
                    self.optional(&handler.class);
                    handler.name.into_iter().for_each(|ident| self.binds(ident.name));
                    self.block(&handler.body);
                }
                self.block(orelse);
                self.block(finally);
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expr(&item.context);
                    item.target.iter().for_each(|target| self.target(target));
                }
                self.block(body);
            }
        }
    }

    fn function(&mut self, function: &Function) {
        let params = &function.params;
        let all = || params.positional_only.iter().chain(&params.positional).chain(&params.keyword_only);
        all().for_each(|param| self.optional(&param.default));
        self.scoped(ScopeKind::Function, address(function), |walker| {
            let stars = params.args.iter().chain(&params.kwargs);
            all().map(|param| &param.name).chain(stars).for_each(|ident| walker.binds(ident.name));
            walker.block(&function.body);
        });
    }

    fn targets(&mut self, targets: &[Expr]) {
        targets.iter().for_each(|target| self.target(target));
    }

    fn target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => self.binds(*name),
            ExprKind::Tuple(items) | ExprKind::List(items) => self.targets(items),
            ExprKind::Starred(inner) => self.target(inner),
            _ => self.expr(target),
        }
    }

    fn optional(&mut self, expr: &Option<Expr>) {
        expr.iter().for_each(|expr| self.expr(expr));
    }

    fn exprs(&mut self, exprs: &[Expr]) {
        exprs.iter().for_each(|expr| self.expr(expr));
    }

    fn expr(&mut self, expr: &Expr) {
        match &expr.kind {
            ExprKind::None
            | ExprKind::True
            | ExprKind::False
            | ExprKind::Ellipsis
            | ExprKind::Int(_)
            | ExprKind::BigInt { .. }
            | ExprKind::Float(_)
            | ExprKind::Imaginary(_)
            | ExprKind::Str(_)
            | ExprKind::Bytes(_) => {}
            ExprKind::FString(parts) => self.fstring(parts),
            ExprKind::Name(name) => self.uses(*name),
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => self.exprs(items),
            ExprKind::And(items) | ExprKind::Or(items) => self.exprs(items),
            ExprKind::Dict(items) => {
                for item in items {
                    match item {
                        DictItem::Pair(key, value) => {
                            self.expr(key);
                            self.expr(value);
                        }
                        DictItem::Spread(mapping) => self.expr(mapping),
                    }
                }
            }
            ExprKind::Matrix(rows) => rows.iter().for_each(|row| self.exprs(row)),
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Binary { .. } => self.binary(expr),
            ExprKind::Compare { first, rest } => {
                self.expr(first);
                rest.iter().for_each(|(_, _, operand)| self.expr(operand));
            }
            ExprKind::IfElse { test, then, orelse } => {
                self.expr(test);
                self.expr(then);
                self.expr(orelse);
            }
            ExprKind::Call { callee, args } => {
                self.expr(callee);
                for arg in args {
                    match arg {
                        Arg::Positional(value) | Arg::Keyword(_, value) => self.expr(value),
                        Arg::Star(value) | Arg::DoubleStar(value) => self.expr(value),
                    }
                }
            }
            ExprKind::Attribute { value, .. } => self.expr(value),
            ExprKind::Subscript { value, index } => {
                self.expr(value);
                self.expr(index);
            }
            ExprKind::Slice { start, stop, step } => {
                [start, stop, step].into_iter().flatten().for_each(|part| self.expr(part));
            }
            ExprKind::Lambda(function) => self.function(function),
            ExprKind::ListComp { element, clauses } | ExprKind::SetComp { element, clauses } => {
                self.comprehension(ScopeKind::Comprehension, clauses, &[element]);
            }
            ExprKind::DictComp { key, value, clauses } => {
                self.comprehension(ScopeKind::Comprehension, clauses, &[key, value]);
            }
            ExprKind::Generator { element, clauses } => {
                self.comprehension(ScopeKind::Generator, clauses, &[element]);
            }
            ExprKind::Walrus { target, value } => {
                self.expr(value);
                self.walrus(target);
            }
            ExprKind::Starred(inner) => self.expr(inner),
        }
    }

    /// A chain of operators leans to the left and may be very long.
    fn binary(&mut self, expr: &Expr) {
        let mut at = expr;
        let mut rights = Vec::new();
        while let ExprKind::Binary { left, right, .. } = &at.kind {
            rights.push(&**right);
            at = left;
        }
        self.expr(at);
        rights.into_iter().rev().for_each(|right| self.expr(right));
    }

    fn fstring(&mut self, parts: &[FPart]) {
        for part in parts {
            if let FPart::Field(field) = part {
                self.expr(&field.value);
                self.fstring(&field.spec);
            }
        }
    }

    fn comprehension(&mut self, kind: ScopeKind, clauses: &[Clause], elements: &[&Expr]) {
        let Some(first) = clauses.first() else { return };
        self.expr(&first.iter);
        self.scoped(kind, address(first), |walker| {
            for (i, clause) in clauses.iter().enumerate() {
                if i > 0 {
                    walker.expr(&clause.iter);
                }
                walker.target(&clause.target);
                walker.exprs(&clause.conditions);
            }
            elements.iter().for_each(|element| walker.expr(element));
        });
    }

    /// `:=` binds in the nearest scope that is not a comprehension.
    fn walrus(&mut self, target: &Ident) {
        let mut at = self.at;
        while matches!(self.scopes.all[at.0].kind, ScopeKind::Comprehension | ScopeKind::Generator) {
            self.entry(at, target.name);
            at = self.scopes.parent(at);
        }
        self.entry(at, target.name).bound = true;
    }
}
