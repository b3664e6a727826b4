//! The command line: arguments → a session that runs a script, a piece of code, a check, a doctest, or the prompt.

use clap::{Arg, ArgAction, Command};
use npl::process;
use npl::session::{Mode, Options, Outcome, Session, with_big_stack};
use npl::source::Sources;
use npl::ui::{check, prompt, report, style, warn};
use std::io::{IsTerminal, Read, Write};

mod allocator;

#[global_allocator]
static ALLOCATOR: allocator::Mimalloc = allocator::Mimalloc;

fn main() {
    // Until the library's tables are made, each touch of fresh memory would clear two megabytes.
    process::allow_huge_pages(false);
    // A script's name ends the options: whatever follows is the script's.
    let arguments: Vec<String> = std::env::args_os().map(|a| a.to_string_lossy().into_owned()).collect();
    let code = match Task::from_arguments(&arguments) {
        Ok(task) => with_big_stack(move || task.run()),
        Err(code) => code,
    };
    process::leave(code)
}

/// What the command line asks for.
enum Task {
    Prompt,
    Script { name: String, text: Text, argv: Vec<String>, mode: Mode },
    Doctest { files: Vec<String>, json: bool },
    Check { files: Vec<String> },
}

enum Text {
    File(String),
    Given(String),
    Stdin,
}

fn command() -> Command {
    let code = |id, short, help| Arg::new(id).short(short).value_name("CODE").help(help);
    let files = || Arg::new("files").value_name("FILE").num_args(1..).required(true);
    let json =
        Arg::new("format").long("format").value_name("FORMAT").value_parser(["text", "json"]).default_value("text");
    Command::new("npl")
        .version(env!("CARGO_PKG_VERSION"))
        .about("NumPy's arrays and Python's syntax in one fast binary.")
        .override_usage("npl [FILE [ARG]...]\n       npl -c CODE [ARG]...\n       npl -e CODE\n       npl doctest [--format json] FILE...\n       npl check FILE...")
        .after_help("Without arguments: the prompt on a terminal, else the program on standard input.")
        .args_conflicts_with_subcommands(true)
        .arg(code("code", 'c', "Run CODE as a script"))
        .arg(code("eval", 'e', "Run CODE and print the value of each expression statement").conflicts_with("code"))
        .arg(Arg::new("file").value_name("FILE").help("A script to run (`-`: standard input)"))
        .arg(Arg::new("args").value_name("ARG").num_args(0..).action(ArgAction::Append).trailing_var_arg(true).allow_hyphen_values(true).help("Arguments for the script: sys.argv"))
        .subcommand(Command::new("doctest").about("Run the >>> examples of text, Markdown or script files").arg(json).arg(files()))
        .subcommand(Command::new("check").about("Read files without running them; report every syntax error").arg(files()))
}

impl Task {
    /// The exit status of a wrong command line is 2.
    fn from_arguments(arguments: &[String]) -> Result<Task, u8> {
        if let Some(task) = Task::script_first(arguments) {
            return Ok(task);
        }
        let matches = command().try_get_matches_from(arguments).map_err(|error| {
            let _ = error.print();
            error.exit_code() as u8
        })?;
        let list = |m: &clap::ArgMatches| m.get_many::<String>("files").into_iter().flatten().cloned().collect();
        if let Some(("doctest", m)) = matches.subcommand() {
            let json = m.get_one::<String>("format").is_some_and(|f| f == "json");
            return Ok(Task::Doctest { files: list(m), json });
        }
        if let Some(("check", m)) = matches.subcommand() {
            return Ok(Task::Check { files: list(m) });
        }
        // `-cCODE`, in one word.
        let rest: Vec<String> = ["file", "args"]
            .iter()
            .flat_map(|id| matches.get_many::<String>(id).into_iter().flatten().cloned())
            .collect();
        for (id, option) in [("code", "-c"), ("eval", "-e")] {
            if let (Some(code), Some(mode)) = (matches.get_one::<String>(id), Task::mode_of(option)) {
                return Ok(Task::code(option, code, mode, &rest));
            }
        }
        if std::io::stdin().is_terminal() { Ok(Task::Prompt) } else { Ok(Task::stdin(vec!["-".into()])) }
    }

    /// `npl FILE ARG…`, `npl -c CODE ARG…`: nothing after FILE or CODE is NPL's own.
    fn script_first(arguments: &[String]) -> Option<Task> {
        if let [_, option, code, rest @ ..] = arguments
            && let Some(mode) = Task::mode_of(option)
        {
            return Some(Task::code(option, code, mode, rest));
        }
        let file = arguments.get(1).filter(|a| !matches!(a.as_str(), "doctest" | "check" | "help"))?;
        let argv = arguments[1..].to_vec();
        match file.as_str() {
            "-" => Some(Task::stdin(argv)),
            option if option.starts_with('-') => None,
            _ => Some(Task::Script { name: file.clone(), text: Text::File(file.clone()), argv, mode: Mode::Script }),
        }
    }

    /// How the text after an option is run.
    fn mode_of(option: &str) -> Option<Mode> {
        match option {
            "-c" => Some(Mode::Script),
            "-e" => Some(Mode::Prompt),
            _ => None,
        }
    }

    fn code(option: &str, code: &str, mode: Mode, rest: &[String]) -> Task {
        let argv = std::iter::once(option.to_string()).chain(rest.iter().cloned()).collect();
        Task::Script { name: "<string>".into(), text: Text::Given(code.to_string()), argv, mode }
    }

    fn stdin(argv: Vec<String>) -> Task {
        Task::Script { name: "<stdin>".into(), text: Text::Stdin, argv, mode: Mode::Script }
    }

    fn run(self) -> u8 {
        match self {
            Task::Prompt => prompt::run(),
            Task::Script { name, text, argv, mode } => run_script(&name, text, argv, mode),
            Task::Doctest { files, json } => check::doctest(&files, json),
            Task::Check { files } => check::check(&files),
        }
    }
}

fn run_script(name: &str, text: Text, argv: Vec<String>, mode: Mode) -> u8 {
    let text = match text {
        Text::Given(text) => Ok(text.into_bytes()),
        Text::File(path) => std::fs::read(&path).map_err(|error| format!("can't open file '{path}': {error}")),
        Text::Stdin => {
            let mut bytes = Vec::new();
            std::io::stdin().read_to_end(&mut bytes).map(|_| bytes).map_err(|error| error.to_string())
        }
    };
    let text = match text.and_then(check::decode) {
        Ok(text) => text,
        Err(message) => {
            eprintln!("npl: {name}: {message}");
            return 2;
        }
    };
    prompt::watch_interrupts();
    let folder = std::path::Path::new(name).parent().map(|p| p.to_path_buf()).unwrap_or_default();
    let mut session = Session::new(Options {
        out: output(),
        on_warning: Box::new(warn::print),
        argv,
        ask: prompt::ask(),
        import_path: vec![folder],
        ..Options::default()
    });
    let outcome = session.run(name, &text, mode);
    match outcome {
        Outcome::Done => 0,
        Outcome::Exit { code, message } => {
            if let Some(message) = message {
                eprintln!("{message}");
            }
            code as u8
        }
        Outcome::Error(diagnostics) => {
            print_errors(&diagnostics, session.sources());
            let interrupted = diagnostics.iter().any(|d| d.class == "KeyboardInterrupt");
            if interrupted { 130 } else { 1 }
        }
    }
}

/// Standard output: by lines on a terminal, else in blocks.
fn output() -> Box<dyn Write> {
    let stdout = std::io::stdout();
    if stdout.is_terminal() { Box::new(stdout) } else { Box::new(std::io::BufWriter::with_capacity(1 << 16, stdout)) }
}

fn print_errors(diagnostics: &[npl::diagnostic::Diagnostic], sources: &Sources) {
    let colour = style::colour_on_stderr();
    let mut stderr = std::io::stderr().lock();
    for diagnostic in diagnostics {
        let _ = stderr.write_all(report::render(diagnostic, sources, colour).as_bytes());
    }
}
