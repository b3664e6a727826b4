//! An error or warning as data: Python's class, NumPy's first line, labels at places of the text, notes and help.
//! How it looks on a terminal is `ui`'s business.

use crate::source::{Place, Span};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    Error,
    Warning,
}

/// A remark at a place of the text. The first label of a diagnostic is its main place.
#[derive(Clone, PartialEq, Debug)]
pub struct Label {
    pub place: Place,
    pub text: String,
}

/// A call that was under way, innermost last: the function's name and where it was called.
#[derive(Clone, PartialEq, Debug)]
pub struct TraceFrame {
    pub name: String,
    pub place: Place,
}

/// What went wrong, where, and what can be done about it.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    pub severity: Severity,
    /// Python's class name: `ValueError`, `SyntaxError`, `RuntimeWarning`, `numpy.linalg.LinAlgError` …
    pub class: String,
    /// Python's or NumPy's own message. May be empty.
    pub message: String,
    pub labels: Vec<Label>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
    pub trace: Vec<TraceFrame>,
}

impl Diagnostic {
    pub fn error(class: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            class: class.into(),
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            help: Vec::new(),
            trace: Vec::new(),
        }
    }

    pub fn warning(class: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(class, message) }
    }

    pub fn label(mut self, place: Place, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    pub fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }

    pub fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }

    /// The span of the main label, if there is one.
    pub fn span(&self) -> Option<Span> {
        self.labels.first().map(|label| label.place.span)
    }

    /// `Class: message`, or the class alone when there is no message: the last line of a Python traceback.
    pub fn headline(&self) -> String {
        if self.message.is_empty() { self.class.clone() } else { format!("{}: {}", self.class, self.message) }
    }
}
