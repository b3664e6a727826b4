//! An exception: Python's class and arguments, with what NPL knows beyond that (places, notes, help, the calls under way).

use super::class::{Class, exception};
use super::{Str, Value};
use crate::diagnostic::{Diagnostic, Label, TraceFrame};
use crate::source::Place;
use crate::tensor::{self, ErrorKind};
use std::cell::{Cell, RefCell};
use std::fmt;
use std::rc::Rc;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An exception on its way up. One pointer, so that a `Result<Value>` is as small as a `Value`.
#[derive(Clone)]
pub struct Error(pub Rc<Exception>);

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_diagnostic().headline())
    }
}

/// An exception object.
pub struct Exception {
    pub class: &'static Class,
    pub args: RefCell<Vec<Value>>,
    /// What a report shows below the first line.
    pub report: RefCell<Report>,
    /// `raise … from cause`
    pub cause: RefCell<Option<Value>>,
    /// The exception that was being handled when this one was raised.
    pub context: RefCell<Option<Value>>,
    /// `raise … from None`
    pub suppress_context: Cell<bool>,
}

/// Labels, notes and help of a [`Diagnostic`], gathered while the exception travels up.
#[derive(Clone, Default)]
pub struct Report {
    pub labels: Vec<Label>,
    pub notes: Vec<String>,
    pub help: Vec<String>,
    /// Innermost first: in the order in which the exception leaves the calls.
    pub trace: Vec<TraceFrame>,
}

impl Error {
    pub fn new(class: &'static Class, message: impl Into<String>) -> Error {
        Error::with_args(class, vec![Value::Str(Rc::new(Str::new(message.into())))])
    }

    pub fn with_args(class: &'static Class, args: Vec<Value>) -> Error {
        Error(Rc::new(Exception::new(class, args)))
    }

    pub fn value(message: impl Into<String>) -> Error {
        Error::new(&exception::VALUE_ERROR, message)
    }

    /// A TypeError.
    pub fn type_error(message: impl Into<String>) -> Error {
        Error::new(&exception::TYPE_ERROR, message)
    }

    pub fn index(message: impl Into<String>) -> Error {
        Error::new(&exception::INDEX_ERROR, message)
    }

    pub fn attribute(message: impl Into<String>) -> Error {
        Error::new(&exception::ATTRIBUTE_ERROR, message)
    }

    pub fn name(message: impl Into<String>) -> Error {
        Error::new(&exception::NAME_ERROR, message)
    }

    pub fn overflow(message: impl Into<String>) -> Error {
        Error::new(&exception::OVERFLOW_ERROR, message)
    }

    pub fn zero_division(message: impl Into<String>) -> Error {
        Error::new(&exception::ZERO_DIVISION_ERROR, message)
    }

    /// A KeyError, whose argument is the key itself.
    pub fn key(key: Value) -> Error {
        Error::with_args(&exception::KEY_ERROR, vec![key])
    }

    /// Adds a line of help: something the user can do, tried and known to work.
    pub fn help(self, text: impl Into<String>) -> Error {
        self.0.report.borrow_mut().help.push(text.into());
        self
    }

    pub fn note(self, text: impl Into<String>) -> Error {
        self.0.report.borrow_mut().notes.push(text.into());
        self
    }

    /// Adds a label. The first one an exception gets is its main place.
    pub fn label(self, place: Place, text: impl Into<String>) -> Error {
        self.0.report.borrow_mut().labels.push(Label { place, text: text.into() });
        self
    }

    /// Gives the exception its place, unless it already has one.
    pub fn at(self, place: Place) -> Error {
        {
            let mut report = self.0.report.borrow_mut();
            if report.labels.is_empty() {
                report.labels.push(Label { place, text: String::new() });
            }
        }
        self
    }

    pub fn is(&self, class: &'static Class) -> bool {
        self.0.class.is_subclass(class)
    }

    /// What Python's `str` gives for it.
    pub fn message(&self) -> String {
        self.0.message()
    }
}

/// Lets errors of lower rooms be placed: `tensor_result.at(place)?`.
pub trait At<T> {
    fn at(self, place: Place) -> Result<T>;
}

impl<T, E: Into<Error>> At<T> for std::result::Result<T, E> {
    fn at(self, place: Place) -> Result<T> {
        self.map_err(|error| error.into().at(place))
    }
}

impl Exception {
    pub fn new(class: &'static Class, args: Vec<Value>) -> Exception {
        Exception {
            class,
            args: RefCell::new(args),
            report: RefCell::default(),
            cause: RefCell::default(),
            context: RefCell::default(),
            suppress_context: Cell::new(false),
        }
    }

    /// What Python's `str` gives: nothing, the one argument, or the tuple of them. A KeyError shows its key's repr.
    pub fn message(&self) -> String {
        let args = self.args.borrow();
        match args.as_slice() {
            [] => String::new(),
            [Value::Str(s)] if !std::ptr::eq(self.class, &exception::KEY_ERROR) => s.as_str().into(),
            [one] if std::ptr::eq(self.class, &exception::KEY_ERROR) => super::repr::repr(one),
            [one] => super::repr::str(one),
            [number, text, rest @ ..] if self.class.is_subclass(&exception::OS_ERROR) => {
                let file = rest.first().map_or(String::new(), |f| format!(": {}", super::repr::repr(f)));
                format!("[Errno {}] {}{file}", super::repr::str(number), super::repr::str(text))
            }
            many if self.class.is_subclass(&exception::UNICODE_ERROR) => {
                unicode_message(many).unwrap_or_else(|| super::repr::repr(&Value::tuple(many.to_vec())))
            }
            many => super::repr::repr(&Value::tuple(many.to_vec())),
        }
    }

    pub fn to_diagnostic(&self) -> Diagnostic {
        let report = self.report.borrow();
        Diagnostic {
            labels: report.labels.clone(),
            notes: report.notes.clone(),
            help: report.help.clone(),
            trace: report.trace.iter().rev().cloned().collect(),
            ..Diagnostic::error(self.class.qualified_name(), self.message())
        }
    }
}

/// The words of a UnicodeEncodeError or UnicodeDecodeError: encoding, text or bytes, start, end, reason.
fn unicode_message(args: &[Value]) -> Option<String> {
    let [Value::Str(encoding), object, Value::Int(start), Value::Int(end), Value::Str(reason)] = args else {
        return None;
    };
    let (encoding, reason, last) = (encoding.as_str(), reason.as_str(), end - 1);
    let at = usize::try_from(*start).ok()?;
    let one = *end == start + 1;
    let (verb, what) = match object {
        Value::Str(text) if one && let Some(c) = text.as_str().chars().nth(at) => {
            let shown = match u32::from(c) {
                code @ 0..=0xff => format!("\\x{code:02x}"),
                code @ 0x100..=0xffff => format!("\\u{code:04x}"),
                code => format!("\\U{code:08x}"),
            };
            ("encode", format!("character '{shown}' in position {start}"))
        }
        Value::Bytes(bytes) if one && let Some(byte) = bytes.data.get(at) => {
            ("decode", format!("byte {byte:#04x} in position {start}"))
        }
        Value::Str(_) => ("encode", format!("characters in position {start}-{last}")),
        _ => ("decode", format!("bytes in position {start}-{last}")),
    };
    Some(format!("'{encoding}' codec can't {verb} {what}: {reason}"))
}

/// Which of NumPy's ufunc errors a message belongs to: `tensor` has one kind for all of them.
fn ufunc_error(message: &str) -> &'static Class {
    if message.contains("cannot use operands with types") {
        return &exception::UFUNC_BINARY_RESOLUTION_ERROR;
    }
    match message.strip_prefix("Cannot cast ufunc ") {
        Some(rest) if rest.contains("' input") => &exception::UFUNC_INPUT_CASTING_ERROR,
        Some(_) => &exception::UFUNC_OUTPUT_CASTING_ERROR,
        None => &exception::UFUNC_NO_LOOP_ERROR,
    }
}

impl From<tensor::Error> for Error {
    fn from(error: tensor::Error) -> Error {
        let class = match error.kind {
            ErrorKind::Value => &exception::VALUE_ERROR,
            ErrorKind::Type => &exception::TYPE_ERROR,
            ErrorKind::Index => &exception::INDEX_ERROR,
            ErrorKind::Axis => &exception::AXIS_ERROR,
            ErrorKind::Overflow => &exception::OVERFLOW_ERROR,
            ErrorKind::ZeroDivision => &exception::ZERO_DIVISION_ERROR,
            ErrorKind::FloatingPoint => &exception::FLOATING_POINT_ERROR,
            ErrorKind::Memory => &exception::ARRAY_MEMORY_ERROR,
            ErrorKind::LinAlg => &exception::LINALG_ERROR,
            ErrorKind::UFuncType => ufunc_error(&error.message),
            ErrorKind::DTypePromotion => &exception::DTYPE_PROMOTION_ERROR,
            ErrorKind::Key => &exception::KEY_ERROR,
            ErrorKind::Attribute => &exception::ATTRIBUTE_ERROR,
            ErrorKind::NotImplemented => &exception::NOT_IMPLEMENTED_ERROR,
            ErrorKind::Runtime => &exception::RUNTIME_ERROR,
            ErrorKind::Os => &exception::OS_ERROR,
            ErrorKind::UnicodeEncode => &exception::UNICODE_ENCODE_ERROR,
            ErrorKind::UnicodeDecode => &exception::UNICODE_DECODE_ERROR,
            ErrorKind::KeyboardInterrupt => &exception::KEYBOARD_INTERRUPT,
        };
        if matches!(error.kind, ErrorKind::KeyboardInterrupt) {
            return Error::with_args(class, Vec::new());
        }
        Error::new(class, error.message)
    }
}
