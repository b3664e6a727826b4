//! A whole NPL as a library: text in, outcome out, with an output sink and no terminal. Inputs of one session share
//! their global names and their sources.

use crate::builtins;
use crate::diagnostic::{Diagnostic, TraceFrame};
use crate::eval::{DisplayHook, Interp};
use crate::source::{Source, Sources};
use crate::value::class::exception;
use crate::value::{Context, Error, Exception, State, Value, repr};
use std::collections::HashMap;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::rc::Rc;

/// Native stack of the thread that a session runs on: 1000 nested calls are safe in debug builds too. Untouched pages
/// cost nothing.
const STACK: usize = 256 << 20;

/// Calls of a trace shown at either end.
const TRACE_ENDS: usize = 8;

/// What a session is made with.
pub struct Options {
    /// Where `print` and the prompt's values go.
    pub out: Box<dyn Write>,
    /// Called for each warning as it happens.
    pub on_warning: Box<dyn FnMut(&Diagnostic)>,
    /// `sys.argv`
    pub argv: Vec<String>,
    /// Folders in which `import name` looks for `name.npl`.
    pub import_path: Vec<PathBuf>,
}

impl Default for Options {
    /// Standard output, warnings dropped, no arguments, imports from the current folder.
    fn default() -> Options {
        Options {
            out: Box::new(std::io::stdout()),
            on_warning: Box::new(|_| ()),
            argv: vec![String::new()],
            import_path: vec![PathBuf::from(".")],
        }
    }
}

/// How a text is run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// Values of expression statements are dropped.
    Script,
    /// Each value of an expression statement is shown, as at Python's prompt.
    Prompt,
}

/// How a run ended.
#[derive(Debug)]
pub enum Outcome {
    Done,
    /// One diagnostic, or several syntax errors of one text.
    Error(Vec<Diagnostic>),
    /// `exit()`: the exit status, and what goes to standard error.
    Exit { code: i32, message: Option<String> },
}

/// One interpreter with its names.
pub struct Session {
    interp: Interp,
}

impl Session {
    pub fn new(options: Options) -> Session {
        let mut state = State::new(options.out, options.on_warning);
        state.argv = options.argv;
        state.import_path = options.import_path;
        Session { interp: Interp::new(state) }
    }

    /// Runs a text in the session's global names. Whatever happens, the session lives on.
    pub fn run(&mut self, name: &str, text: &str, mode: Mode) -> Outcome {
        let source = self.interp.sources.add(name, text);
        let run = AssertUnwindSafe(|| self.run_source(&source, mode));
        let outcome = match catch_unwind(run) {
            Ok(outcome) => outcome,
            Err(panic) => {
                self.interp.reset();
                Outcome::Error(vec![internal_error(&*panic)])
            }
        };
        // A closed pipe is seen by the next write; there is nothing to do about it here.
        let _ = self.interp.state.out.flush();
        outcome
    }

    fn run_source(&mut self, source: &Rc<Source>, mode: Mode) -> Outcome {
        let code = match self.interp.compile(source, mode == Mode::Prompt, &HashMap::new()) {
            Ok(code) => code,
            Err(diagnostics) => return Outcome::Error(diagnostics),
        };
        match self.interp.run_module(Rc::new(code)) {
            Ok(()) => Outcome::Done,
            Err(error) => {
                self.interp.reset();
                ended(&error)
            }
        }
    }

    /// Sets what shows values at the prompt; without one, `repr` and a line break go to the output.
    pub fn set_display(&mut self, hook: Option<DisplayHook>) {
        self.interp.display = hook;
    }

    /// The names that the program has bound, with their values.
    pub fn bound_names(&self) -> Vec<(&'static str, Value)> {
        let bound = self.interp.globals().bound(Default::default());
        bound.into_iter().map(|(name, value)| (name.as_str(), value)).collect()
    }

    /// Every name that means something here, for completion: the program's and the library's, sorted.
    pub fn names(&self) -> Vec<&'static str> {
        let own = self.bound_names().into_iter().map(|(name, _)| name);
        let mut names: Vec<&'static str> = own.chain(builtins::registry::bare_names()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// The value of a dotted path of names (`np.linalg`), without calling anything.
    pub fn value_of(&mut self, path: &str) -> Option<Value> {
        let mut parts = path.split('.');
        let first = crate::symbol::Symbol::new(parts.next()?);
        let globals = self.interp.globals();
        let own = globals.find(Default::default(), first).and_then(|slot| globals.get(slot).cloned());
        let mut value = own.or_else(|| builtins::lookup("bare", first))?;
        for part in parts {
            value = builtins::attribute(&mut self.interp, &value, crate::symbol::Symbol::new(part)).ok()?;
        }
        Some(value)
    }

    /// Names that may follow `path.`, for completion.
    pub fn attribute_names(&mut self, path: &str) -> Vec<&'static str> {
        self.value_of(path).map_or_else(Vec::new, |value| builtins::attribute::attribute_names(&value))
    }

    /// All texts that this session has read.
    pub fn sources(&self) -> &Sources {
        &self.interp.sources
    }

    pub fn state(&mut self) -> &mut State {
        &mut self.interp.state
    }

    /// The evaluator, as library functions see it.
    pub fn context(&mut self) -> &mut dyn Context {
        &mut self.interp
    }
}

/// The outcome of a run that an exception has ended.
fn ended(error: &Error) -> Outcome {
    if error.is(&exception::SYSTEM_EXIT) {
        let args = error.0.args.borrow();
        return match args.first() {
            None | Some(Value::None) => Outcome::Exit { code: 0, message: None },
            Some(Value::Int(code)) => Outcome::Exit { code: *code as i32, message: None },
            Some(Value::Bool(code)) => Outcome::Exit { code: i32::from(code.get()), message: None },
            Some(other) => Outcome::Exit { code: 1, message: Some(repr::str(other)) },
        };
    }
    let mut diagnostic = error.0.to_diagnostic();
    diagnostic.notes.extend(earlier(&error.0));
    shorten(&mut diagnostic.trace);
    Outcome::Error(vec![diagnostic])
}

/// The exceptions from which this one came, as notes.
fn earlier(exception: &Exception) -> Vec<String> {
    let mut notes = Vec::new();
    let (mut cause, mut context) = (exception.cause.borrow().clone(), exception.context.borrow().clone());
    let mut suppressed = exception.suppress_context.get();
    while notes.len() < 8 {
        let (how, next) = match (cause, context) {
            (Some(Value::Exception(next)), _) => ("caused by", next),
            (_, Some(Value::Exception(next))) if !suppressed => ("raised while handling", next),
            _ => break,
        };
        notes.push(format!("{how} {}", next.to_diagnostic().headline()));
        (cause, context) = (next.cause.borrow().clone(), next.context.borrow().clone());
        suppressed = next.suppress_context.get();
    }
    notes
}

/// Leaves out the middle of a long call trace.
fn shorten(trace: &mut Vec<TraceFrame>) {
    let left_out = trace.len().saturating_sub(2 * TRACE_ENDS);
    if left_out > 1 {
        let place = trace[TRACE_ENDS].place;
        let frame = TraceFrame { name: format!("… {left_out} more calls …"), place };
        trace.splice(TRACE_ENDS..TRACE_ENDS + left_out, [frame]);
    }
}

/// A panic that slipped through: NPL's own fault.
fn internal_error(panic: &(dyn std::any::Any + Send)) -> Diagnostic {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    Diagnostic::error("InternalError", text.unwrap_or("unknown reason"))
        .note("this is a fault of NPL, not of the program; the session goes on")
}

/// Runs `job` on a thread with a stack large enough for deep recursion, and waits for it.
pub fn with_big_stack<R: Send>(job: impl FnOnce() -> R + Send) -> R {
    std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().name("npl".to_string()).stack_size(STACK);
        match builder.spawn_scoped(scope, job) {
            Ok(thread) => match thread.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            },
            Err(error) => panic!("no thread to run on: {error}"),
        }
    })
}
