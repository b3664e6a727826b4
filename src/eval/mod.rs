//! The evaluator: evaluation tree × frames → values. One file per construct; `resolve` makes the tree.
//!
//! A tree walk over nodes with resolved slots. Values of locals, globals and constants are looked at where they lie
//! (`peek`); numbers are worked on in place; everything else goes through `value` and the library.

pub mod code;
pub mod frame;
pub mod globals;
pub mod resolve;
pub mod scope;
pub mod warning;

mod advice;
mod arith;
mod assign;
mod attribute;
mod bind;
mod call;
mod comprehension;
mod context;
mod dispatch;
mod exceptions;
mod expr;
mod fstring;
mod function;
mod fuse;
mod generator;
mod import;
mod index;
mod loops;
mod names;
mod operator;
mod raised;
mod stmt;
mod with;

use crate::source::{Place, SourceId, Sources, Span};
use crate::symbol::Symbol;
use crate::value::class::exception;
use crate::value::{Error, Result, State, Value};
use code::{Code, Params};
use frame::{Cell, Frame};
use globals::{Globals, ModuleId};
use raised::{Raised, Run};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Nested calls that a session's thread has room for in any case; deeper ones look at what is left of the stack.
const SAFE_DEPTH: usize = 1000;

/// Native stack that must be left for one more call beyond [`SAFE_DEPTH`], whatever the program's own limit says.
const STACK_LEFT: usize = 4 << 20;

/// Shows the value of an expression statement at the prompt.
pub type DisplayHook = Box<dyn FnMut(&mut State, &Value) -> Result<()>>;

/// The evaluator of one session.
pub struct Interp {
    /// The slots of all frames that are under way, and arguments being evaluated on top.
    stack: Vec<Option<Value>>,
    /// The cells of all frames that are under way.
    cells: Vec<Cell>,
    frame: Frame,
    globals: Globals,
    pub state: State,
    pub sources: Sources,
    /// What is being evaluated, as far as library functions are concerned: the place of warnings.
    span: Span,
    /// Warnings held back until what comes before them has been computed; see `fuse`.
    held: Option<Vec<warning::HeldWarning>>,
    /// Calls of the user's functions that are under way.
    depth: usize,
    /// The flag that Ctrl-C sets.
    interrupt: Arc<AtomicBool>,
    /// The exceptions being handled, innermost last.
    handling: Vec<Error>,
    /// What shows values at the prompt; `repr` where there is none.
    pub display: Option<DisplayHook>,
    /// Files being imported or imported before, by path.
    imports: import::Imports,
}

impl Interp {
    pub fn new(state: State) -> Interp {
        let mut globals = Globals::default();
        let main = globals.add_module(None);
        let name = globals.slot(main, Symbol::new("__name__"), || None);
        globals.set(name, Value::str("__main__"));
        Interp {
            stack: Vec::with_capacity(1024),
            cells: Vec::new(),
            frame: Frame { base: 0, cells: 0, code: Rc::new(idle()) },
            globals,
            state,
            sources: Sources::default(),
            span: Span::default(),
            held: None,
            depth: 0,
            interrupt: crate::pool::interrupt_flag(),
            handling: Vec::new(),
            display: None,
            imports: import::Imports::default(),
        }
    }

    /// Runs a module's code from its first statement; the value of its last expression statement where it is shown.
    pub fn run_module(&mut self, code: Rc<Code>) -> Result<()> {
        let base = self.stack.len();
        self.enter_frame(base, &code, &[], |interp, code| interp.block(&code.body))?;
        Ok(())
    }

    /// After an error or a caught panic: nothing is under way any more.
    pub fn reset(&mut self) {
        self.stack.clear();
        self.cells.clear();
        self.handling.clear();
        self.depth = 0;
        self.frame = Frame { base: 0, cells: 0, code: Rc::new(idle()) };
    }

    /// Runs `body` in a new frame whose slots begin at `base`; those above the stack's top are made, empty.
    #[inline(always)]
    fn enter_frame<T>(
        &mut self,
        base: usize,
        code: &Rc<Code>,
        captured: &[Cell],
        body: impl FnOnce(&mut Interp, &Code) -> Run<T>,
    ) -> Run<T> {
        self.stack.resize_with(base + code.locals.len(), || None);
        let cells = self.cells.len();
        if !code.cells.is_empty() {
            self.push_cells(base, code, captured);
        }
        let outer = std::mem::replace(&mut self.frame, Frame { base, cells, code: code.clone() });
        let result = body(self, code);
        self.frame = outer;
        frame::truncate(&mut self.stack, base);
        self.cells.truncate(cells);
        result
    }

    #[inline(never)]
    fn push_cells(&mut self, base: usize, code: &Code, captured: &[Cell]) {
        let start = self.cells.len();
        for _ in 0..code.own_cells {
            self.cells.push(Cell::default());
        }
        self.cells.extend(captured.iter().cloned());
        for &(slot, cell) in &code.captured_params {
            let value = self.stack[base + slot as usize].take();
            self.cells[start + cell as usize].replace(value);
        }
    }

    /// A place in the running text.
    fn place(&self, span: Span) -> Place {
        Place { source: self.frame.code.source, span }
    }

    /// Gives an error its place, unless it has one.
    #[cold]
    #[inline(never)]
    fn at(&self, error: Error, span: Span) -> Raised {
        self.placed(error, span).into()
    }

    /// As [`Self::at`], for those who hold the error itself.
    #[cold]
    #[inline(never)]
    fn placed(&self, error: Error, span: Span) -> Error {
        error.at(self.place(span))
    }

    /// One more call is under way. RecursionError where that is one too many; the module itself counts as one.
    #[inline(always)]
    fn descend(&mut self) -> Run<()> {
        if self.depth + 1 >= self.state.recursion_limit || (self.depth > SAFE_DEPTH && stack_is_short()) {
            return Err(too_deep().into());
        }
        self.depth += 1;
        Ok(())
    }

    /// Answers Ctrl-C: looked at on the way back in loops, and at calls.
    #[inline(always)]
    fn check_interrupt(&self, span: Span) -> Run<()> {
        if self.interrupt.load(Ordering::Relaxed) { Err(self.interrupt(span)) } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn interrupt(&self, span: Span) -> Raised {
        crate::pool::take_interrupt();
        self.at(Error::with_args(&exception::KEYBOARD_INTERRUPT, Vec::new()), span)
    }

    /// The module whose code is running.
    fn module(&self) -> ModuleId {
        self.frame.code.module
    }

    pub fn globals(&self) -> &Globals {
        &self.globals
    }
}

#[inline(never)]
fn stack_is_short() -> bool {
    stacker::remaining_stack().is_some_and(|left| left < STACK_LEFT)
}

#[cold]
#[inline(never)]
fn too_deep() -> Error {
    Error::new(&exception::RECURSION_ERROR, "maximum recursion depth exceeded")
}

/// The code of a frame in which nothing runs.
fn idle() -> Code {
    Code {
        name: Symbol::new("<module>"),
        qualified_name: "<module>".into(),
        doc: None,
        source: SourceId::default(),
        module: ModuleId::default(),
        params: Params::default(),
        locals: Vec::new(),
        cells: Vec::new(),
        own_cells: 0,
        captured_params: Vec::new(),
        body: Box::default(),
    }
}
