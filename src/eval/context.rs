//! What the library may ask of the evaluator: the `Context` of `value`.

use super::Interp;
use super::code::{Code, StmtKind};
use super::resolve::{self, resolve};
use crate::diagnostic::Diagnostic;
use crate::source::Source;
use crate::symbol::Symbol;
use crate::syntax;
use crate::value::class::exception;
use crate::value::{Class, Context, Error, Result, State, Value};
use std::collections::HashMap;
use std::rc::Rc;

impl Context for Interp {
    fn call(&mut self, callee: &Value, args: &[Value], keywords: &[(Symbol, Value)]) -> Result<Value> {
        let span = self.span;
        let result = self.call_value(callee, args, keywords, span);
        self.span = span;
        Ok(result?)
    }

    fn state(&mut self) -> &mut State {
        &mut self.state
    }

    fn warn(&mut self, category: &'static Class, message: &str) -> Result<()> {
        self.issue_warning(category, message)
    }

    fn run_text(&mut self, text: &str, name: &str, expression: bool) -> Result<Value> {
        let text = if expression { text.trim_matches([' ', '\t', '\n']) } else { text };
        let source = self.sources.add(name, text);
        let fixed: HashMap<Symbol, Value> = match self.frame_locals() {
            Some(locals) => locals.into_iter().collect(),
            None => HashMap::new(),
        };
        let code = self.compile(&source, false, &fixed).map_err(|diagnostics| syntax_error(&diagnostics))?;
        let base = self.stack.len();
        if !expression {
            self.enter_frame(base, &Rc::new(code), &[], |interp, code| interp.block(&code.body))?;
            return Ok(Value::None);
        }
        let value = self.enter_frame(base, &Rc::new(code), &[], |interp, code| match &*code.body {
            [super::code::Stmt { kind: StmtKind::Expr(expr), .. }] => interp.eval(expr),
            _ => Err(Error::new(&exception::SYNTAX_ERROR, "invalid syntax").into()),
        });
        Ok(value?)
    }

    fn globals(&mut self) -> Vec<(Symbol, Value)> {
        self.globals.bound(self.module())
    }

    fn locals(&mut self) -> Vec<(Symbol, Value)> {
        match self.frame_locals() {
            Some(locals) => locals,
            None => self.globals.bound(self.module()),
        }
    }
}

impl Interp {
    /// The bound names of the running function; `None` outside one.
    fn frame_locals(&self) -> Option<Vec<(Symbol, Value)>> {
        let code = &self.frame.code;
        if self.depth == 0 || &*code.qualified_name == "<module>" {
            return None;
        }
        let local = |(slot, name): (usize, &Symbol)| {
            let value = self.stack.get(self.frame.base + slot)?.clone();
            value.map(|value| (*name, value))
        };
        let cell = |(cell, name): (usize, &Symbol)| {
            let value = self.cells.get(self.frame.cells + cell)?.borrow().clone();
            value.map(|value| (*name, value))
        };
        let locals = code.locals.iter().enumerate().filter_map(local);
        Some(locals.chain(code.cells.iter().enumerate().filter_map(cell)).collect())
    }

    /// Reads a text and resolves it in the running module.
    pub fn compile(
        &mut self,
        source: &Source,
        prompt: bool,
        fixed: &HashMap<Symbol, Value>,
    ) -> Result<Code, Vec<Diagnostic>> {
        let module = self.module();
        self.compile_in(source, resolve::Options { module, prompt, fixed })
    }

    pub(super) fn compile_in(&mut self, source: &Source, options: resolve::Options) -> Result<Code, Vec<Diagnostic>> {
        let parsed = syntax::parse(source);
        if !parsed.diagnostics.is_empty() {
            return Err(parsed.diagnostics);
        }
        Ok(resolve(&parsed.block, source, &mut self.globals, &options))
    }
}

/// What `exec`, `eval` and `import` raise for a text that can't be read.
pub(super) fn syntax_error(diagnostics: &[Diagnostic]) -> Error {
    let Some(first) = diagnostics.first() else { return Error::new(&exception::SYNTAX_ERROR, "invalid syntax") };
    let class = match first.class.as_str() {
        "IndentationError" => &exception::INDENTATION_ERROR,
        "TabError" => &exception::TAB_ERROR,
        _ => &exception::SYNTAX_ERROR,
    };
    let error = Error::new(class, &*first.message);
    {
        let mut report = error.0.report.borrow_mut();
        report.labels.clone_from(&first.labels);
        report.notes.clone_from(&first.notes);
        report.help.clone_from(&first.help);
    }
    error
}
