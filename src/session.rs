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

/// Native stack that a session runs on: 1000 nested calls are safe in debug builds too. Untouched pages
/// cost nothing.
const STACK: usize = 256 << 20;

/// Calls of a trace shown at either end.
const TRACE_ENDS: usize = 8;

/// What a session is made with.
pub struct Options {
    /// Where `print` and the prompt's values go.
    pub out: Box<dyn Write>,
    /// Called for each warning as it happens.
    pub on_warning: Box<dyn FnMut(&Diagnostic, &Sources)>,
    /// How `input` asks on a terminal; `None` reads standard input.
    pub ask: Option<crate::value::context::LineReader>,
    /// `sys.argv`
    pub argv: Vec<String>,
    /// Folders in which `import name` looks for `name.npl`.
    pub import_path: Vec<PathBuf>,
    /// Whether expressions on large arrays run as one program; off, each operation runs by itself, for comparison.
    pub fuse: bool,
}

impl Default for Options {
    /// Standard output, warnings dropped, no arguments, imports from the current folder.
    fn default() -> Options {
        Options {
            out: Box::new(std::io::stdout()),
            on_warning: Box::new(|_, _| ()),
            ask: None,
            argv: vec![String::new()],
            import_path: vec![PathBuf::from(".")],
            fuse: true,
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
    Exit {
        code: i32,
        message: Option<String>,
    },
}

/// One interpreter with its names.
pub struct Session {
    interp: Interp,
}

impl Session {
    pub fn new(options: Options) -> Session {
        // The print options belong to the thread; a session starts with NumPy's own.
        crate::tensor::format::options::replace(Rc::new(crate::tensor::format::PrintOptions::default()));
        crate::value::text::set_digit_limit(crate::value::text::DEFAULT_DIGIT_LIMIT);
        crate::value::boxed::install();
        let mut state = State::new(options.out, options.on_warning);
        builtins::python::modules::sys::set_argv(options.argv);
        state.ask = options.ask;
        state.import_path = options.import_path;
        state.fuse = options.fuse;
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
        // The library's tables are made; the memory touched from now on is the program's.
        crate::process::allow_huge_pages(true);
        match self.interp.run_module(Rc::new(code)) {
            // Pressed too late for anything that looks: it is not lost.
            Ok(()) if crate::pool::take_interrupt() => ended(&exception::KEYBOARD_INTERRUPT.error("")),
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

/// Runs `job` on a stack large enough for deep recursion. The thread stays the same: starting another one and waiting for
/// it would take a tenth of the time that a short program takes in all.
pub fn with_big_stack<R>(job: impl FnOnce() -> R) -> R {
    stacker::grow(STACK, job)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;

    #[derive(Clone, Default)]
    struct Sink(Rc<RefCell<Vec<u8>>>);

    impl Write for Sink {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.borrow_mut().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    /// What is printed by texts run one after the other; errors by their last line.
    fn printed(mode: Mode, texts: &[&str]) -> String {
        let texts: Vec<String> = texts.iter().map(|text| text.to_string()).collect();
        with_big_stack(move || {
            let sink = Sink::default();
            let warned = sink.clone();
            let on_warning =
                move |d: &Diagnostic, _: &Sources| writeln!(warned.clone(), "{}", d.headline()).unwrap_or(());
            let (out, on_warning) = (Box::new(sink.clone()), Box::new(on_warning));
            let mut session = Session::new(Options { out, on_warning, ..Options::default() });
            for text in &texts {
                match session.run("<test>", text, mode) {
                    Outcome::Error(all) => {
                        all.iter().for_each(|d| writeln!(sink.clone(), "{}", d.headline()).unwrap_or(()));
                    }
                    Outcome::Exit { code, message } => {
                        writeln!(sink.clone(), "exit {code} {message:?}").unwrap_or(());
                    }
                    Outcome::Done => {}
                }
            }
            String::from_utf8_lossy(&sink.0.borrow()).into_owned()
        })
    }

    fn diagnostic(text: &str) -> Diagnostic {
        let text = text.to_string();
        with_big_stack(move || match Session::new(Options::default()).run("<test>", &text, Mode::Script) {
            Outcome::Error(all) => all[0].clone(),
            other => panic!("{other:?}"),
        })
    }

    #[test]
    fn the_prompt_shows_values_and_keeps_the_last() {
        assert_eq!(printed(Mode::Prompt, &["1 + 1", "_ * 10", "None", "'a';", "_", "x = 5", "x"]), "2\n20\n'a'\n5\n");
        assert_eq!(printed(Mode::Prompt, &["for i in range(2): i"]), "0\n1\n");
        assert_eq!(printed(Mode::Script, &["1 + 1", "print(3)"]), "3\n");
    }

    #[test]
    fn names_live_on_after_an_error() {
        let texts = ["x = 1", "x = x / 0", "print(x)", "raise SystemExit(3)", "raise SystemExit('why')"];
        assert_eq!(
            printed(Mode::Script, &texts),
            "ZeroDivisionError: division by zero\n1\nexit 3 None\nexit 1 Some(\"why\")\n"
        );
    }

    #[test]
    fn errors_know_their_place_and_the_calls_under_way() {
        let text = "def f(a):\n    return a + 'x'\ndef g():\n    return f(1)\ng()\n";
        let found = diagnostic(text);
        assert_eq!(found.headline(), "TypeError: unsupported operand type(s) for +: 'int' and 'str'");
        assert_eq!(found.span().map(|span| &text[span.range()]), Some("a + 'x'"));
        let calls: Vec<&str> = found.trace.iter().map(|frame| frame.name.as_str()).collect();
        assert_eq!(calls, ["g", "f"]);
    }

    #[test]
    fn deep_recursion_ends_in_an_error_with_a_short_trace() {
        let found = diagnostic("def f(n):\n    return f(n + 1)\nf(0)\n");
        assert_eq!(found.headline(), "RecursionError: maximum recursion depth exceeded");
        assert!(found.trace.len() <= 2 * TRACE_ENDS + 1);
    }

    #[test]
    fn the_exception_before_is_noted() {
        let found = diagnostic("try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('v')\n");
        assert_eq!(found.notes, ["raised while handling ZeroDivisionError: division by zero"]);
    }

    /// A folder with files of a program, for imports.
    fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("npl-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        files.iter().for_each(|(file, text)| std::fs::write(folder.join(file), text).unwrap());
        folder
    }

    fn run_in(folder: PathBuf, text: &str) -> String {
        let text = text.to_string();
        with_big_stack(move || {
            let sink = Sink::default();
            let import_path = vec![folder];
            let mut session = Session::new(Options { out: Box::new(sink.clone()), import_path, ..Options::default() });
            if let Outcome::Error(all) = session.run("<test>", &text, Mode::Script) {
                writeln!(sink.clone(), "{}", all[0].headline()).unwrap_or(());
            }
            String::from_utf8_lossy(&sink.0.borrow()).into_owned()
        })
    }

    #[test]
    fn files_are_modules_with_names_of_their_own() {
        let counter = "n = 0\ndef step():\n    global n\n    n += 1\n    return n\nprint('once', __name__)\n";
        let files = [("counter.npl", counter), ("broken.npl", "x = 1 +\n"), ("fails.py", "1 / 0\n")];
        let folder = folder("modules", &files);
        let text = "import counter\nimport counter as c\nfrom counter import step\nn = 'mine'\nstep(); c.step()\n\
                    print(counter.n, n, c is counter)\ncounter.n = 10\nprint(step(), counter.n)\nfrom counter import *\nprint(n)\n";
        assert_eq!(run_in(folder.clone(), text), "once counter\n2 mine True\n11 11\n11\n");
        assert_eq!(run_in(folder.clone(), "import fails\n"), "ZeroDivisionError: division by zero\n");
        assert_eq!(run_in(folder.clone(), "import broken\n"), "SyntaxError: invalid syntax\n");
        let found = run_in(folder, "from counter import nothing\n");
        assert!(found.contains("ImportError: cannot import name 'nothing' from 'counter' ("), "{found}");
    }

    #[test]
    fn circular_imports_see_what_is_there_so_far() {
        let files =
            [("a.npl", "import b\nx = 1\nprint('a done')\n"), ("b.npl", "import a\nprint(hasattr(a, 'x'))\na.x\n")];
        let out = run_in(folder("circular", &files), "import a\n");
        let message = "partially initialized module 'a' has no attribute 'x' (most likely due to a circular import)";
        assert_eq!(out, format!("False\nAttributeError: {message}\n"));
    }

    #[test]
    fn names_for_completion() {
        with_big_stack(|| {
            let mut session = Session::new(Options::default());
            assert!(matches!(session.run("<test>", "my_own_name = [1]", Mode::Script), Outcome::Done));
            assert!(session.names().contains(&"my_own_name"));
            assert!(session.names().contains(&"print"));
            assert!(session.value_of("my_own_name").is_some());
        });
    }
}
