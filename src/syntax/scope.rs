//! What the grammar cannot say: where `return`, `break`, stars and `:=` may stand, and what `global` and `nonlocal` may
//! name. The rules and messages of CPython's symbol table and compiler.

use super::ast::*;
use super::error;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::symbol::Symbol;
use std::collections::HashMap;

/// CPython's limit of loops, `try` and `with` in each other.
const MAX_BLOCKS: u32 = 20;

/// Everything wrong with a program that the grammar accepts.
pub fn check_program(block: &Block) -> Vec<Diagnostic> {
    check(|checker| checker.block(block))
}

/// The same for an expression alone.
pub fn check_expression(value: &Expr) -> Vec<Diagnostic> {
    check(|checker| checker.expr(value))
}

fn check(visit: impl FnOnce(&mut Checker)) -> Vec<Diagnostic> {
    let mut checker = Checker { problems: Vec::new(), scopes: vec![Scope::new(ScopeKind::Module)] };
    // The tree is at most as deep as the grammar's limits allow.
    stacker::maybe_grow(4 << 20, 32 << 20, || visit(&mut checker));
    checker.problems
}

#[derive(Clone, Copy, PartialEq)]
enum ScopeKind {
    Module,
    Function,
    Comprehension,
}

/// What has been seen of a name in a scope.
#[derive(Clone, Copy, Default)]
struct Seen {
    parameter: bool,
    used: bool,
    assigned: bool,
    annotated: bool,
    global: bool,
    nonlocal: bool,
    /// Bound by the `for` of a comprehension.
    iterated: bool,
    /// Bound by a `:=` inside a comprehension, for the scope around it.
    walrus: bool,
}

struct Scope {
    kind: ScopeKind,
    names: HashMap<Symbol, Seen>,
    /// Names that a function inside takes from a scope further out.
    wanted: Vec<Ident>,
    /// Inside a loop of this function.
    in_loop: bool,
    /// Inside the expression that a comprehension iterates over.
    in_iterable: bool,
    blocks: u32,
}

impl Scope {
    fn new(kind: ScopeKind) -> Scope {
        let (names, wanted) = (HashMap::new(), Vec::new());
        Scope { kind, names, wanted, in_loop: false, in_iterable: false, blocks: 0 }
    }
}

struct Checker {
    problems: Vec<Diagnostic>,
    /// The innermost last; the first is the module.
    scopes: Vec<Scope>,
}

impl Checker {
    fn report(&mut self, span: Span, message: impl Into<String>) {
        self.problems.push(error::syntax(span, message));
    }

    fn scope(&mut self) -> &mut Scope {
        let last = self.scopes.len() - 1;
        &mut self.scopes[last]
    }

    fn seen(&mut self, name: Symbol) -> &mut Seen {
        self.scope().names.entry(name).or_default()
    }

    fn block(&mut self, block: &Block) {
        block.iter().for_each(|statement| self.stmt(statement));
    }

    /// The body of a loop, `try` or `with`, which opens `blocks` blocks.
    fn nested(&mut self, body: &Block, blocks: u32, is_loop: bool, span: Span) {
        if body.is_empty() {
            return;
        }
        let scope = self.scope();
        let in_loop = scope.in_loop;
        scope.in_loop |= is_loop;
        scope.blocks += blocks;
        if scope.blocks > MAX_BLOCKS && scope.blocks - blocks <= MAX_BLOCKS {
            self.report(span, "too many statically nested blocks");
        }
        self.block(body);
        let scope = self.scope();
        scope.in_loop = in_loop;
        scope.blocks -= blocks;
    }

    fn stmt(&mut self, statement: &Stmt) {
        let span = statement.span;
        match &statement.kind {
            StmtKind::Expr { value, .. } => self.expr(value),
            StmtKind::Assign { targets, value } => {
                targets.iter().for_each(|target| self.target(target));
                self.expr(value);
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target);
                self.target(target);
                self.expr(value);
            }
            StmtKind::AnnAssign { target, value } => {
                if let ExprKind::Name(name) = target.kind {
                    self.annotated(name, target.span);
                }
                self.target(target);
                value.iter().for_each(|value| self.expr(value));
            }
            StmtKind::Del(targets) => targets.iter().for_each(|target| self.target(target)),
            StmtKind::Pass => {}
            StmtKind::Break | StmtKind::Continue => self.jump(statement),
            StmtKind::Return(value) => {
                if self.scope().kind == ScopeKind::Module {
                    self.report(span, "'return' outside function");
                }
                value.iter().for_each(|value| self.expr(value));
            }
            StmtKind::Raise { exception, cause } => {
                exception.iter().chain(cause).for_each(|value| self.expr(value));
            }
            StmtKind::Assert { test, message } => {
                self.expr(test);
                message.iter().for_each(|message| self.expr(message));
            }
            StmtKind::Global(names) => names.iter().for_each(|name| {
                self.declare(*name, "global");
            }),
            StmtKind::Nonlocal(names) => self.nonlocal(names, span),
            StmtKind::Import(names) => names.iter().for_each(|import| {
                if let Some(name) = import.alias.or(import.path.first().copied()) {
                    self.bind(name);
                }
            }),
            StmtKind::ImportFrom { names: ImportNames::Star(star), .. } => {
                if self.scope().kind != ScopeKind::Module {
                    self.report(*star, "import * only allowed at module level");
                }
            }
            StmtKind::ImportFrom { names: ImportNames::Names(names), .. } => {
                names.iter().for_each(|(name, alias)| self.bind(alias.unwrap_or(*name)));
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test);
                self.block(body);
                self.block(orelse);
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test);
                self.nested(body, 1, true, span);
                self.block(orelse);
            }
            StmtKind::For { target, iter, body, orelse } => {
                self.target(target);
                self.expr(iter);
                self.nested(body, 1, true, span);
                self.block(orelse);
            }
            StmtKind::Def(function) => {
                self.bind(function.name);
                self.function(function);
            }
            StmtKind::Try { body, handlers, orelse, finally } => {
                self.try_statement(body, handlers, orelse, finally, span)
            }
            StmtKind::With { items, body } => {
                for item in items {
                    self.expr(&item.context);
                    item.target.iter().for_each(|target| self.target(target));
                }
                self.nested(body, items.len() as u32, false, span);
            }
        }
    }

    fn try_statement(&mut self, body: &Block, handlers: &[Handler], orelse: &Block, finally: &Block, span: Span) {
        let guard = !finally.is_empty() as u32;
        let inner = !handlers.is_empty() as u32;
        self.nested(body, guard + inner, false, span);
        for handler in handlers {
            handler.class.iter().for_each(|class| self.expr(class));
            handler.name.iter().for_each(|name| self.bind(*name));
            self.nested(&handler.body, guard + 1 + handler.name.is_some() as u32, false, handler.span);
        }
        self.nested(orelse, guard, false, span);
        self.nested(finally, guard, false, span);
    }

    fn jump(&mut self, statement: &Stmt) {
        if !self.scope().in_loop {
            match statement.kind {
                StmtKind::Break => self.report(statement.span, "'break' outside loop"),
                _ => self.report(statement.span, "'continue' not properly in loop"),
            }
        }
    }

    /// A name gets a value in this scope.
    fn bind(&mut self, name: Ident) {
        if name.name.as_str() == "__debug__" {
            self.report(name.span, "cannot assign to __debug__");
        }
        self.seen(name.name).assigned = true;
    }

    fn annotated(&mut self, name: Symbol, span: Span) {
        let module = self.scope().kind == ScopeKind::Module;
        let seen = *self.seen(name);
        if seen.global && !module {
            self.report(span, format!("annotated name '{name}' can't be global"));
        } else if seen.nonlocal {
            self.report(span, format!("annotated name '{name}' can't be nonlocal"));
        }
        self.seen(name).annotated = true;
    }

    /// `global name` or `nonlocal name`, `false` where it is wrong: nothing may have been done with it before.
    fn declare(&mut self, name: Ident, word: &str) -> bool {
        let before = self.problems.len();
        let Seen { parameter, used, assigned, annotated, .. } = *self.seen(name.name);
        let text = name.name;
        if parameter {
            self.report(name.span, format!("name '{text}' is parameter and {word}"));
        } else if used {
            self.report(name.span, format!("name '{text}' is used prior to {word} declaration"));
        } else if annotated {
            self.report(name.span, format!("annotated name '{text}' can't be {word}"));
        } else if assigned {
            self.report(name.span, format!("name '{text}' is assigned to before {word} declaration"));
        }
        let seen = self.seen(name.name);
        match word {
            "global" => seen.global = true,
            _ => seen.nonlocal = true,
        }
        if seen.global && seen.nonlocal {
            self.report(name.span, format!("name '{text}' is nonlocal and global"));
        }
        self.problems.len() == before
    }

    fn nonlocal(&mut self, names: &[Ident], span: Span) {
        if self.scope().kind == ScopeKind::Module {
            return self.report(span, "nonlocal declaration not allowed at module level");
        }
        for name in names {
            if self.declare(*name, "nonlocal") {
                self.scope().wanted.push(*name);
            }
        }
    }

    fn function(&mut self, function: &Function) {
        let Params { positional_only, positional, args, keyword_only, kwargs } = &function.params;
        let all = || positional_only.iter().chain(positional).chain(keyword_only);
        all().filter_map(|param| param.default.as_ref()).for_each(|default| self.expr(default));
        self.scopes.push(Scope::new(ScopeKind::Function));
        let names = all().map(|param| param.name).chain(*args).chain(*kwargs);
        for name in names {
            self.bind(name);
            self.seen(name.name).parameter = true;
        }
        self.block(&function.body);
        self.leave();
    }

    /// Ends a scope: a `nonlocal` name of a function inside must be bound in a function around it.
    fn leave(&mut self) {
        let Some(inner) = self.scopes.pop() else { return };
        let outer = self.scopes.iter_mut().rev().find(|scope| scope.kind != ScopeKind::Comprehension);
        let Some(outer) = outer else { return };
        // What this scope binds is known only now, at its end.
        let (own, passed): (Vec<Ident>, Vec<Ident>) = inner.wanted.into_iter().partition(|name| {
            let seen = inner.names.get(&name.name).copied().unwrap_or_default();
            (seen.assigned || seen.parameter) && !seen.nonlocal && !seen.global
        });
        drop(own);
        if outer.kind == ScopeKind::Module {
            for name in passed {
                let message = format!("no binding for nonlocal '{}' found", name.name);
                self.problems.push(error::syntax(name.span, message));
            }
        } else {
            outer.wanted.extend(passed);
        }
    }

    fn target(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => self.bind(Ident { name: *name, span: target.span }),
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|item| self.target(item)),
            ExprKind::Starred(value) => self.target(value),
            _ => self.expr(target),
        }
    }

    /// The elements of a display, which may be starred.
    fn elements(&mut self, items: &[Expr]) {
        for item in items {
            match &item.kind {
                ExprKind::Starred(value) => self.expr(value),
                _ => self.expr(item),
            }
        }
    }

    fn expr(&mut self, value: &Expr) {
        match &value.kind {
            ExprKind::Name(name) => self.seen(*name).used = true,
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
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) => self.elements(items),
            ExprKind::And(items) | ExprKind::Or(items) => items.iter().for_each(|item| self.expr(item)),
            ExprKind::Matrix(rows) => rows.iter().flatten().for_each(|entry| self.expr(entry)),
            ExprKind::Dict(items) => items.iter().for_each(|item| match item {
                DictItem::Pair(key, value) => {
                    self.expr(key);
                    self.expr(value);
                }
                DictItem::Spread(mapping) => self.expr(mapping),
            }),
            ExprKind::Unary { operand, .. } => self.expr(operand),
            ExprKind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
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
                args.iter().for_each(|arg| match arg {
                    Arg::Positional(value) | Arg::Star(value) | Arg::DoubleStar(value) | Arg::Keyword(_, value) => {
                        self.expr(value)
                    }
                });
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
            ExprKind::ListComp { element, clauses }
            | ExprKind::SetComp { element, clauses }
            | ExprKind::Generator { element, clauses } => self.comprehension(clauses, &[element]),
            ExprKind::DictComp { key, value, clauses } => self.comprehension(clauses, &[key, value]),
            ExprKind::Walrus { target, value } => {
                self.walrus(*target);
                self.expr(value);
            }
            ExprKind::Starred(inner) => {
                self.report(value.span, "can't use starred expression here");
                self.expr(inner);
            }
        }
    }

    fn fstring(&mut self, parts: &[FPart]) {
        for part in parts {
            if let FPart::Field(field) = part {
                self.expr(&field.value);
                self.fstring(&field.spec);
            }
        }
    }

    /// The first iterable belongs to the scope around; everything else to the comprehension's own.
    fn comprehension(&mut self, clauses: &[Clause], elements: &[&Expr]) {
        let Some((first, rest)) = clauses.split_first() else { return };
        self.iterable(&first.iter);
        self.scopes.push(Scope::new(ScopeKind::Comprehension));
        self.clause(first);
        for clause in rest {
            self.iteration(&clause.target);
            self.iterable(&clause.iter);
            clause.conditions.iter().for_each(|condition| self.expr(condition));
        }
        elements.iter().for_each(|element| self.expr(element));
        self.scopes.pop();
    }

    fn clause(&mut self, clause: &Clause) {
        self.iteration(&clause.target);
        clause.conditions.iter().for_each(|condition| self.expr(condition));
    }

    fn iterable(&mut self, iter: &Expr) {
        let before = std::mem::replace(&mut self.scope().in_iterable, true);
        self.expr(iter);
        self.scope().in_iterable = before;
    }

    /// The target of a comprehension's `for`.
    fn iteration(&mut self, target: &Expr) {
        match &target.kind {
            ExprKind::Name(name) => {
                let seen = self.seen(*name);
                seen.iterated = true;
                if seen.walrus {
                    let message =
                        format!("comprehension inner loop cannot rebind assignment expression target '{name}'");
                    self.report(target.span, message);
                }
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().for_each(|item| self.iteration(item)),
            ExprKind::Starred(value) => self.iteration(value),
            _ => self.expr(target),
        }
    }

    /// `name := …` binds in the function around all comprehensions.
    fn walrus(&mut self, name: Ident) {
        if self.scopes.iter().rev().take_while(|scope| scope.kind != ScopeKind::Function).any(|scope| scope.in_iterable)
        {
            let message = "assignment expression cannot be used in a comprehension iterable expression";
            return self.report(name.span, message);
        }
        let mut home = self.scopes.len() - 1;
        while home > 0 && self.scopes[home].kind == ScopeKind::Comprehension {
            let seen = self.scopes[home].names.entry(name.name).or_default();
            if seen.iterated {
                let message =
                    format!("assignment expression cannot rebind comprehension iteration variable '{}'", name.name);
                return self.report(name.span, message);
            }
            seen.walrus = true;
            home -= 1;
        }
        if name.name.as_str() == "__debug__" {
            self.report(name.span, "cannot assign to __debug__");
        }
        self.scopes[home].names.entry(name.name).or_default().assigned = true;
    }
}
