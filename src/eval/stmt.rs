//! Statements: blocks of them, and those that are a few lines.

use super::Interp;
use super::code::*;
use super::function::Flow;
use super::raised::Run;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::value::class::exception;
use crate::value::{Error, Value, repr};

impl Interp {
    /// Runs statements one after the other.
    #[inline]
    pub(super) fn block(&mut self, block: &[Stmt]) -> Run<Flow> {
        for stmt in block {
            match (stmt.run)(self, stmt)? {
                Flow::Next => {}
                other => return Ok(other),
            }
        }
        Ok(Flow::Next)
    }

    /// The kinds that are not worth a function of their own.
    #[inline(never)]
    pub(super) fn stmt_rare(&mut self, stmt: &Stmt) -> Run<Flow> {
        match &stmt.kind {
            StmtKind::Pass => {}
            StmtKind::Break => return Ok(Flow::Break),
            StmtKind::Continue => return Ok(Flow::Continue),
            StmtKind::Return(_) => return Ok(Flow::Return(Value::None)),
            StmtKind::Display { value, quiet } => self.display(value, *quiet)?,
            StmtKind::Del(targets) => targets.iter().try_for_each(|target| self.delete(target))?,
            StmtKind::Raise(node) => return Err(self.raise(node, stmt.span).into()),
            StmtKind::Assert(node) => self.assert(node)?,
            StmtKind::Import(imports) => imports.iter().try_for_each(|import| self.import(import))?,
            StmtKind::ImportFrom(node) => self.import_from(node)?,
            StmtKind::Def(node) => {
                let function = self.make_function(&node.function)?;
                self.assign(&node.target, function)?;
            }
            StmtKind::Try(node) => return self.try_statement(node),
            StmtKind::With(node) => return self.with(node),
            // The others have functions of their own.
            _ => {}
        }
        Ok(Flow::Next)
    }

    fn assert(&mut self, node: &Assert) -> Run<()> {
        if self.test(&node.test)? {
            return Ok(());
        }
        let args = match &node.message {
            Some(message) => vec![self.eval(message)?],
            None => Vec::new(),
        };
        Err(self.at(Error::with_args(&exception::ASSERTION_ERROR, args), node.test.span))
    }

    /// An expression statement at the prompt: shows the value, and keeps it as `_` where the program has no `_` itself.
    fn display(&mut self, expr: &Expr, quiet: bool) -> Run<()> {
        let value = self.eval(expr)?;
        if matches!(value, Value::None) {
            return Ok(());
        }
        let module = self.module();
        let slot = self.globals.slot(module, Symbol::new("_"), || None);
        self.globals.set_library(slot, value.clone());
        if quiet {
            return Ok(());
        }
        crate::builtins::array::printing::prepare(self, &value)?;
        self.show(&value, expr.span)
    }

    fn show(&mut self, value: &Value, span: Span) -> Run<()> {
        let Some(mut hook) = self.display.take() else {
            let text = repr::repr(value);
            let written = self.state.write(&text).and_then(|()| self.state.write("\n"));
            return written.map_err(|error| self.at(Error::new(&exception::OS_ERROR, error.to_string()), span));
        };
        let shown = hook(&mut self.state, value);
        self.display = Some(hook);
        shown.map_err(|error| self.at(error, span))
    }
}
