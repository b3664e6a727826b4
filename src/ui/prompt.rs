//! The prompt: lines typed or pasted → inputs for the session → values and reports on the terminal.

use super::commands;
use super::editor::{self, Assistant};
use super::keys::{Backspace, Enter};
use super::{report, style};
use crate::session::{Mode, Options, Outcome, Session};
use crate::value::Error;
use crate::value::class::exception;
use crate::value::context::LineReader;
use rustyline::error::ReadlineError;
use rustyline::history::FileHistory;
use rustyline::{Config, Editor, EventHandler, KeyCode, KeyEvent, Modifiers};
use std::cell::RefCell;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::rc::Rc;

/// Makes Ctrl-C set the flag that long loops watch, instead of ending the process.
pub fn watch_interrupts() {
    let _ = signal_hook::flag::register(2, crate::pool::interrupt_flag());
}

/// How a program's `input` asks: with a line to edit, where it talks to a terminal.
pub fn ask() -> Option<LineReader> {
    let terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut editor = terminal.then(rustyline::DefaultEditor::new)?.ok()?;
    Some(Box::new(move |prompt| {
        editor.readline(prompt).map_err(|error| match error {
            ReadlineError::Interrupted => Error::with_args(&exception::KEYBOARD_INTERRUPT, Vec::new()),
            ReadlineError::Eof => exception::EOF_ERROR.error(""),
            other => exception::OS_ERROR.error(other.to_string()),
        })
    }))
}

/// Runs the prompt until Ctrl-D or `exit()`; the exit status.
pub fn run() -> u8 {
    watch_interrupts();
    let session = Rc::new(RefCell::new(Session::new(Options {
        on_warning: Box::new(super::warn::print),
        import_path: vec![PathBuf::new()],
        ask: ask(),
        ..Options::default()
    })));
    let mut editor = match open_editor(session.clone()) {
        Ok(editor) => editor,
        Err(error) => {
            eprintln!("npl: {error}");
            return 1;
        }
    };
    let history = history_file();
    if let Some(path) = &history {
        let _ = editor.load_history(path);
    }
    println!("NPL {} (NumPy 2 arrays, Python syntax). Ctrl-D leaves.", env!("CARGO_PKG_VERSION"));
    let code = read_loop(&mut editor, &session);
    if let Some(path) = &history {
        if let Some(folder) = path.parent() {
            let _ = std::fs::create_dir_all(folder);
        }
        let _ = editor.save_history(path);
    }
    code
}

type Prompt = Editor<Assistant, FileHistory>;

fn open_editor(session: Rc<RefCell<Session>>) -> rustyline::Result<Prompt> {
    let config = Config::builder()
        .max_history_size(10_000)?
        .auto_add_history(false)
        .bracketed_paste(true)
        .completion_type(rustyline::CompletionType::List)
        .tab_stop(4)
        .build();
    let mut editor: Prompt = Editor::with_config(config)?;
    editor.set_helper(Some(Assistant::new(session, style::colour_on_stdout())));
    editor.bind_sequence(key(KeyCode::Enter), EventHandler::Conditional(Box::new(Enter)));
    editor.bind_sequence(key(KeyCode::Backspace), EventHandler::Conditional(Box::new(Backspace)));
    Ok(editor)
}

fn key(code: KeyCode) -> KeyEvent {
    KeyEvent(code, Modifiers::NONE)
}

fn read_loop(editor: &mut Prompt, session: &Rc<RefCell<Session>>) -> u8 {
    let mut number = 0;
    loop {
        match editor.readline(">>> ") {
            Ok(line) => {
                let text = editor::strip_prompts(&line);
                if text.trim().is_empty() {
                    continue;
                }
                let _ = editor.add_history_entry(text.trim_end());
                match commands::answer(&mut session.borrow_mut(), &text) {
                    commands::Answer::Program => {}
                    commands::Answer::Done => continue,
                    commands::Answer::Quit => return 0,
                }
                number += 1;
                if let Some(code) = run_input(&mut session.borrow_mut(), &text, number) {
                    return code;
                }
            }
            Err(ReadlineError::Interrupted) => {
                crate::pool::take_interrupt();
                println!("KeyboardInterrupt");
            }
            Err(ReadlineError::Eof) => return 0,
            Err(error) => {
                eprintln!("npl: {error}");
                return 1;
            }
        }
    }
}

/// Runs one input; the exit status if it ends the session.
fn run_input(session: &mut Session, text: &str, number: usize) -> Option<u8> {
    crate::pool::take_interrupt();
    let outcome = session.run(&format!("In [{number}]"), text, Mode::Prompt);
    match outcome {
        Outcome::Done => None,
        Outcome::Exit { code, message } => {
            if let Some(message) = message {
                eprintln!("{message}");
            }
            Some(code as u8)
        }
        Outcome::Error(diagnostics) => {
            let colour = style::colour_on_stderr();
            for diagnostic in &diagnostics {
                eprint!("{}", report::render(diagnostic, session.sources(), colour));
            }
            None
        }
    }
}

/// `npl/history` in the user's data folder.
fn history_file() -> Option<PathBuf> {
    let from = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let folder = if cfg!(windows) {
        from("APPDATA")?
    } else if cfg!(target_os = "macos") {
        from("HOME")?.join("Library/Application Support")
    } else {
        from("XDG_DATA_HOME").or_else(|| from("HOME").map(|home| home.join(".local/share")))?
    };
    Some(folder.join("npl").join("history"))
}
