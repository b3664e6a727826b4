//! What a library function may ask of whoever runs it: call back, write, warn; and the state of a session.

use super::class::Class;
use super::{Module, Result, Value};
use crate::diagnostic::Diagnostic;
use crate::source::Sources;
use crate::symbol::Symbol;
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

/// Bytes of output that are written between two looks at the interrupt flag.
const PIECE: usize = 1 << 20;

/// The evaluator, as the library sees it.
pub trait Context: Any {
    /// Calls any callable value. No borrow of a shared list, dict or array may be held across it.
    fn call(&mut self, callee: &Value, args: &[Value], keywords: &[(Symbol, Value)]) -> Result<Value>;

    fn state(&mut self) -> &mut State;

    /// Issues a warning at the place that is being evaluated: shown once for each place and message, raised as an
    /// exception, or dropped, as the filters say.
    fn warn(&mut self, category: &'static Class, message: &str) -> Result<()>;

    /// Runs a text as `exec` does (`true`: as `eval` does, and gives its value) in the caller's global names.
    fn run_text(&mut self, text: &str, name: &str, expression: bool) -> Result<Value>;

    /// The names bound at the top level of the session, as `globals()` shows them.
    fn globals(&mut self) -> Vec<(Symbol, Value)>;

    /// The names bound in the running function, or `globals` outside one.
    fn locals(&mut self) -> Vec<(Symbol, Value)>;
}

/// Stands for the evaluator where there is none: inside the loops over object arrays. Nothing can call back there.
pub struct Detached(State);

impl Default for Detached {
    fn default() -> Detached {
        Detached(State::new(Box::new(io::sink()), Box::new(|_, _| {})))
    }
}

fn no_evaluator<T>() -> Result<T> {
    Err(super::Error::type_error("an element of an object array cannot call a function here"))
}

impl Context for Detached {
    fn call(&mut self, _: &Value, _: &[Value], _: &[(Symbol, Value)]) -> Result<Value> {
        no_evaluator()
    }

    fn state(&mut self) -> &mut State {
        &mut self.0
    }

    fn warn(&mut self, _: &'static Class, _: &str) -> Result<()> {
        Ok(())
    }

    fn run_text(&mut self, _: &str, _: &str, _: bool) -> Result<Value> {
        no_evaluator()
    }

    fn globals(&mut self) -> Vec<(Symbol, Value)> {
        Vec::new()
    }

    fn locals(&mut self) -> Vec<(Symbol, Value)> {
        Vec::new()
    }
}

/// How floating-point trouble is answered (`np.errstate`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FloatAction {
    Ignore,
    Warn,
    Raise,
    Call,
    Print,
    Log,
}

/// `np.geterr()`: one action for each kind of trouble.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ErrState {
    pub divide: FloatAction,
    pub over: FloatAction,
    pub under: FloatAction,
    pub invalid: FloatAction,
}

impl Default for ErrState {
    fn default() -> ErrState {
        let (warn, ignore) = (FloatAction::Warn, FloatAction::Ignore);
        ErrState { divide: warn, over: warn, under: ignore, invalid: warn }
    }
}

/// Asks for a line with a prompt. EOFError at the end, KeyboardInterrupt at Ctrl-C.
pub type LineReader = Box<dyn FnMut(&str) -> Result<String>>;

/// Whom `np.seterrcall` appointed: a function for `'call'`, an object with a method `write` for `'log'`.
#[derive(Clone, Default)]
pub struct ErrorHandler {
    /// `None` where nobody is appointed.
    pub object: Value,
    /// The object's `write`.
    pub write: Option<Value>,
}

/// What lives as long as a session and is not a name.
pub struct State {
    /// Where `print` writes.
    pub out: Box<dyn Write>,
    /// Warnings go here as they happen.
    pub on_warning: Box<dyn FnMut(&Diagnostic, &Sources)>,
    pub errstate: ErrState,
    pub error_handler: ErrorHandler,
    /// Folders in which `import name` looks for `name.npl`.
    pub import_path: Vec<PathBuf>,
    /// Modules by their full name, once loaded: `numpy.linalg`.
    pub modules: HashMap<String, Rc<Module>>,
    /// How `input` asks on a terminal; `None` reads standard input.
    pub ask: Option<LineReader>,
    /// Calls of the user's functions that may be under way (`sys.setrecursionlimit`).
    pub recursion_limit: usize,
    /// Whether expressions on large arrays run as one program. Without it the same results take longer.
    pub fuse: bool,
    extensions: HashMap<TypeId, Box<dyn Any>>,
}

impl State {
    pub fn new(out: Box<dyn Write>, on_warning: Box<dyn FnMut(&Diagnostic, &Sources)>) -> State {
        State {
            out,
            on_warning,
            errstate: ErrState::default(),
            error_handler: ErrorHandler::default(),
            import_path: Vec::new(),
            modules: HashMap::new(),
            ask: None,
            recursion_limit: 1000,
            fuse: true,
            extensions: HashMap::new(),
        }
    }

    /// A part of the state that only one chapter of the library knows (the legacy random stream, warning filters …), made
    /// on first use.
    pub fn extension<T: Any + Default>(&mut self) -> &mut T {
        let slot = self.extensions.entry(TypeId::of::<T>()).or_insert_with(|| Box::new(T::default()));
        if !slot.is::<T>() {
            *slot = Box::new(T::default());
        }
        match slot.downcast_mut::<T>() {
            Some(part) => part,
            None => unreachable!("the slot of a type holds that type"),
        }
    }

    /// Writes to standard output as `print` does; after Ctrl-C not all of it. A closed pipe is not an error of the program.
    pub fn write(&mut self, text: &str) -> io::Result<()> {
        for piece in text.as_bytes().chunks(PIECE).take_while(|_| !crate::pool::interrupted()) {
            match self.out.write_all(piece) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
                other => other?,
            }
        }
        Ok(())
    }
}
