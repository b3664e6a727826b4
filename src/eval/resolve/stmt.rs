//! Statements of the syntax tree → statements of the evaluation tree.

use super::Resolver;
use super::expr::binary_op;
use crate::eval::code::*;
use crate::eval::scope::Scopes;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::syntax::ast;

impl Resolver<'_> {
    pub(super) fn block(&mut self, block: &ast::Block) -> Block {
        let mut stmts = Vec::with_capacity(block.len());
        for stmt in block {
            if let Some(kind) = self.stmt(stmt) {
                stmts.push(Stmt::new(kind, stmt.span));
            }
        }
        stmts.into()
    }

    /// `None` for declarations, which do nothing when they are run.
    fn stmt(&mut self, stmt: &ast::Stmt) -> Option<StmtKind> {
        Some(match &stmt.kind {
            ast::StmtKind::Expr { value, quiet } => {
                let value = self.expr(value);
                let shown = self.options.prompt && self.at == Scopes::MODULE;
                if shown { StmtKind::Display { value, quiet: *quiet } } else { StmtKind::Expr(value) }
            }
            ast::StmtKind::Assign { targets, value } => self.assign(targets, value),
            ast::StmtKind::AnnAssign { target, value: Some(value) } => self.assign(std::slice::from_ref(target), value),
            ast::StmtKind::AnnAssign { value: None, .. } => return None,
            ast::StmtKind::AugAssign { target, op, value, .. } => {
                let (target, value) = (self.target(target), self.expr(value));
                let settled = value.is_simple() || value.is_arithmetic();
                StmtKind::AugAssign(Box::new(AugAssign { target, op: binary_op(*op), value, settled }))
            }
            ast::StmtKind::Del(targets) => StmtKind::Del(targets.iter().map(|target| self.target(target)).collect()),
            ast::StmtKind::Pass => StmtKind::Pass,
            ast::StmtKind::Break => StmtKind::Break,
            ast::StmtKind::Continue => StmtKind::Continue,
            ast::StmtKind::Return(value) => StmtKind::Return(self.optional(value)),
            ast::StmtKind::Raise { exception, cause } => {
                let (exception, cause) = (self.optional(exception), self.optional(cause));
                StmtKind::Raise(Box::new(Raise { exception, cause }))
            }
            ast::StmtKind::Assert { test, message } => {
                let (test, message) = (self.expr(test), self.optional(message));
                StmtKind::Assert(Box::new(Assert { test, message }))
            }
            ast::StmtKind::Global(_) | ast::StmtKind::Nonlocal(_) => return None,
            ast::StmtKind::Import(names) => StmtKind::Import(names.iter().map(|name| self.import(name)).collect()),
            ast::StmtKind::ImportFrom { module, level, names } => self.import_from(module, *level, names, stmt.span),
            ast::StmtKind::If { test, body, orelse } => {
                let (test, body, orelse) = (self.expr(test), self.block(body), self.block(orelse));
                StmtKind::If(Box::new(If { test, body, orelse }))
            }
            ast::StmtKind::While { test, body, orelse } => {
                let (test, body, orelse) = (self.expr(test), self.block(body), self.block(orelse));
                StmtKind::While(Box::new(While { test, body, orelse }))
            }
            ast::StmtKind::For { target, iter, body, orelse } => {
                let (iter, target) = (self.expr(iter), self.target(target));
                let (body, orelse) = (self.block(body), self.block(orelse));
                StmtKind::For(Box::new(For { target, iter, body, orelse }))
            }
            ast::StmtKind::Def(function) => {
                let target = Target { kind: self.name_target(function.name.name), span: function.name.span };
                StmtKind::Def(Box::new(Def { target, function: self.function(function) }))
            }
            ast::StmtKind::Try { body, handlers, orelse, finally } => self.try_(body, handlers, orelse, finally),
            ast::StmtKind::With { items, body } => return self.with(items, body, stmt.span),
        })
    }

    fn assign(&mut self, targets: &[ast::Expr], value: &ast::Expr) -> StmtKind {
        // A single operation can write straight to where it is assigned.
        let into_items = matches!(targets, [ast::Expr { kind: ast::ExprKind::Subscript { .. }, .. }]);
        let value = self.region(value, if into_items { 1 } else { 2 });
        if let [ast::Expr { kind: ast::ExprKind::Name(name), span }] = targets {
            return match self.name_target(*name) {
                TargetKind::Local(slot) => StmtKind::SetLocal(slot, value),
                TargetKind::Global(slot) => StmtKind::SetGlobal(slot, value),
                kind => StmtKind::Assign(Box::new(Assign { targets: [Target { kind, span: *span }].into(), value })),
            };
        }
        let targets = targets.iter().map(|target| self.target(target)).collect();
        StmtKind::Assign(Box::new(Assign { targets, value }))
    }

    pub(super) fn target(&mut self, target: &ast::Expr) -> Target {
        let kind = match &target.kind {
            ast::ExprKind::Name(name) => self.name_target(*name),
            ast::ExprKind::Tuple(items) | ast::ExprKind::List(items) => self.unpack(items),
            ast::ExprKind::Attribute { value, name } => {
                let value = self.expr(value);
                TargetKind::Attribute(Box::new(Attribute {
                    value,
                    name: name.name,
                    name_span: name.span,
                    property: Default::default(),
                }))
            }
            ast::ExprKind::Subscript { value, index } => {
                let (value, index) = (self.expr(value), self.expr(index));
                TargetKind::Subscript(Box::new(Subscript { value, index }))
            }
            // The parser lets nothing else be assigned to.
            _ => TargetKind::Unpack(Box::new(Unpack { targets: Box::default(), starred: None })),
        };
        Target { kind, span: target.span }
    }

    fn unpack(&mut self, items: &[ast::Expr]) -> TargetKind {
        let mut starred = None;
        let mut targets = Vec::with_capacity(items.len());
        for (i, item) in items.iter().enumerate() {
            let item = match &item.kind {
                ast::ExprKind::Starred(inner) => {
                    starred = Some(i);
                    inner
                }
                _ => item,
            };
            targets.push(self.target(item));
        }
        TargetKind::Unpack(Box::new(Unpack { targets: targets.into(), starred }))
    }

    fn import(&mut self, import: &ast::ImportName) -> Import {
        let path: Vec<Symbol> = import.path.iter().map(|ident| ident.name).collect();
        let (first, last) = (import.path.first(), import.path.last());
        let path_span = first.map_or(Span::default(), |f| f.span).to(last.map_or(Span::default(), |l| l.span));
        let bound = import.alias.as_ref().or(first);
        let (name, span) = bound.map_or((Symbol::new(""), path_span), |ident| (ident.name, ident.span));
        let target = Target { kind: self.name_target(name), span };
        Import { path, span: path_span, aliased: import.alias.is_some(), target }
    }

    fn import_from(&mut self, module: &[ast::Ident], level: u32, names: &ast::ImportNames, span: Span) -> StmtKind {
        let path = module.iter().map(|ident| ident.name).collect();
        let module_span = match module {
            [first, .., last] => first.span.to(last.span),
            [only] => only.span,
            [] => span,
        };
        let names = match names {
            ast::ImportNames::Star(_) => Vec::new(),
            ast::ImportNames::Names(names) => {
                let bind = |(name, alias): &(ast::Ident, Option<ast::Ident>)| {
                    let bound = alias.unwrap_or(*name);
                    let target = Target { kind: self.name_target(bound.name), span: bound.span };
                    (name.name, name.span, target)
                };
                names.iter().map(bind).collect()
            }
        };
        StmtKind::ImportFrom(Box::new(ImportFrom { path, level, span: module_span, names }))
    }

    fn try_(
        &mut self,
        body: &ast::Block,
        handlers: &[ast::Handler],
        orelse: &ast::Block,
        finally: &ast::Block,
    ) -> StmtKind {
        let body = self.block(body);
        let handler = |handler: &ast::Handler| Handler {
            class: self.optional(&handler.class),
            target: handler.name.map(|ident| Target { kind: self.name_target(ident.name), span: ident.span }),
            body: self.block(&handler.body),
        };
        let handlers = handlers.iter().map(handler).collect();
        let (orelse, finally) = (self.block(orelse), self.block(finally));
        StmtKind::Try(Box::new(Try { body, handlers, orelse, finally }))
    }

    fn with(&mut self, items: &[ast::WithItem], body: &ast::Block, span: Span) -> Option<StmtKind> {
        let (first, rest) = items.split_first()?;
        let context = self.expr(&first.context);
        let target = first.target.as_ref().map(|target| self.target(target));
        let body = match rest {
            [] => self.block(body),
            _ => self.with(rest, body, span).into_iter().map(|kind| Stmt::new(kind, span)).collect(),
        };
        Some(StmtKind::With(Box::new(With { context, target, body })))
    }
}
