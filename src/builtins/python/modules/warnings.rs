//! Python's module `warnings`: issuing warnings, and the filters that decide what becomes of them.

use crate::builtins::python::receiver::{text_of, type_name};
use crate::symbol::Symbol;
use crate::value::class::{Class, class_of, exception, is_instance, python};
use crate::value::warning::{RecordedWarning, WarningAction, WarningFilter, WarningFilters, WarningRecorder};
use crate::value::{Context, Error, Exception, List, NativeObject, Result, Value};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

builtins! { WARNINGS, chapter "warnings", spaces ["warnings"];
    /// Issues a warning.
    ///
    /// >>> import warnings
    /// >>> with warnings.catch_warnings(record=True) as log: warnings.warn('careful')
    /// >>> str(log[0].message), log[0].category
    /// ('careful', <class 'UserWarning'>)
    fn warn(cx, message: Value, category: Value = Value::None, stacklevel: i64 = 1, source: Value = Value::None) -> () {
        if let Value::Exception(warning) = &message
            && is_instance(&message, &exception::WARNING)
        {
            return cx.warn(warning.class, &warning.message());
        }
        let class = match &category {
            Value::None => &exception::USER_WARNING,
            other => warning_class(other, "category must be a Warning subclass, not ")?,
        };
        let text = text_of(&message).unwrap_or_else(|| crate::value::repr::str(&message));
        cx.warn(class, &text)
    }

    /// What to do with all warnings of a category.
    ///
    /// >>> import warnings
    /// >>> with warnings.catch_warnings():
    /// ...     warnings.simplefilter('ignore')
    /// ...     warnings.warn('not shown')
    fn simplefilter(cx, action: String, category: Value = Value::Class(&exception::WARNING), lineno: i64 = 0, append: bool = false) -> () {
        add_filter(cx, &action, &category, String::new(), append)
    }

    /// What to do with warnings of a category whose text begins like `message`.
    ///
    /// >>> import warnings
    /// >>> with warnings.catch_warnings():
    /// ...     warnings.filterwarnings('ignore', message='not')
    /// ...     warnings.warn('not shown')
    fn filterwarnings(cx, action: String, message: String = String::new(), category: Value = Value::Class(&exception::WARNING),
                      module: String = String::new(), lineno: i64 = 0, append: bool = false) -> () {
        add_filter(cx, &action, &category, plain_beginning(&message), append)
    }

    /// Forgets all filters.
    ///
    /// >>> import warnings
    /// >>> with warnings.catch_warnings(): warnings.resetwarnings()
    fn resetwarnings(cx) -> () {
        cx.state().extension::<WarningFilters>().reset();
        Ok(())
    }

    /// A warning as text.
    ///
    /// >>> import warnings
    /// >>> warnings.formatwarning('hm', UserWarning, 'a.py', 3)
    /// 'a.py:3: UserWarning: hm\n'
    fn formatwarning(cx, message: Value, category: Value, filename: String, lineno: i64, line: Value = Value::None) -> String {
        let Value::Class(class) = category else { return Err(Error::type_error("category must be a Warning subclass")) };
        Ok(format!("{filename}:{lineno}: {}: {}\n", class.name, crate::value::repr::str(&message)))
    }
}

builtins! { CATCH_WARNINGS, chapter "warnings: recording", spaces ["constructors"];
    /// For `with`: puts the filters back at its end; with `record=True` gives a list of the warnings instead of showing them.
    ///
    /// >>> import warnings
    /// >>> with warnings.catch_warnings(record=True) as log:
    /// ...     warnings.simplefilter('always')
    /// ...     warnings.warn('one'); warnings.warn('two')
    /// >>> len(log)
    /// 2
    fn catch_warnings(cx, @kw record: bool = false, @kw module: Value = Value::None, @kw action: Option<String> = None,
                      @kw category: Value = Value::Class(&exception::WARNING), @kw lineno: i64 = 0, @kw append: bool = false) -> Value {
        let first = action.map(|action| (action, category, append));
        Ok(catching(record, first))
    }
}

/// An object that puts the filters back after a `with`, and records warnings where wanted; with a filter to begin with.
pub fn catching(record: bool, first: Option<(String, Value, bool)>) -> Value {
    Value::object(CatchWarnings { record, first, saved: RefCell::new(None) })
}

fn warning_class(value: &Value, otherwise: &str) -> Result<&'static Class> {
    match value {
        Value::Class(class) if class.is_subclass(&exception::WARNING) => Ok(class),
        other => {
            let name = match other {
                Value::Class(_) => "type".to_string(),
                other => type_name(other),
            };
            Err(Error::type_error(format!("{otherwise}'{name}'")))
        }
    }
}

fn add_filter(cx: &mut dyn Context, action: &str, category: &Value, message: String, append: bool) -> Result<()> {
    let Some(action) = WarningAction::from_name(action) else {
        return Err(exception::ASSERTION_ERROR.error(format!("invalid action: '{action}'")));
    };
    let Value::Class(category) = category else {
        return Err(exception::ASSERTION_ERROR.error("category must be a Warning subclass"));
    };
    if class_of(&Value::Class(category)) == &python::TYPE && !category.is_subclass(&exception::WARNING) {
        return Err(exception::ASSERTION_ERROR.error("category must be a Warning subclass"));
    }
    let filter = WarningFilter { action, category, message };
    cx.state().extension::<WarningFilters>().add(filter, append);
    Ok(())
}

/// The plain text that a message's pattern begins with: `.*` and what follows it match anything.
fn plain_beginning(pattern: &str) -> String {
    let end = pattern.find(".*").unwrap_or(pattern.len());
    pattern[..end].replace('\\', "")
}

pub static CATCH: Class = Class::new("catch_warnings", "warnings", &[&python::OBJECT]);
static WARNING_MESSAGE: Class = Class::new("WarningMessage", "warnings", &[&python::OBJECT]);

/// `warnings.catch_warnings(…)`
struct CatchWarnings {
    record: bool,
    /// Action, category and place of a filter to begin with.
    first: Option<(String, Value, bool)>,
    saved: RefCell<Option<WarningFilters>>,
}

impl NativeObject for CatchWarnings {
    fn class(&self) -> &'static Class {
        &CATCH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, cx: &mut dyn Context, _: &Value) -> Result<Value> {
        let filters = cx.state().extension::<WarningFilters>();
        self.saved.replace(Some(filters.clone()));
        let mut result = Value::None;
        // A clean memory: what was shown before may be shown again.
        let fresh = filters.clone();
        filters.restore(fresh);
        if self.record {
            let list = Rc::new(List::default());
            filters.recorder = Some(WarningRecorder { list: list.clone(), make: recorded });
            result = Value::List(list);
        }
        if let Some((action, category, append)) = &self.first {
            add_filter(cx, action, category, String::new(), *append)?;
        }
        Ok(result)
    }

    fn exit(&self, cx: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        if let Some(saved) = self.saved.take() {
            cx.state().extension::<WarningFilters>().restore(saved);
        }
        Ok(false)
    }
}

/// What `catch_warnings(record=True)` puts into its list.
struct WarningMessage {
    message: Value,
    category: &'static Class,
    file: String,
    line: usize,
}

/// A warning as an object with a message, a category, a file and a line.
pub fn recorded(warning: &RecordedWarning) -> Value {
    let message = Exception::new(warning.category, vec![Value::str(warning.message)]);
    Value::object(WarningMessage {
        message: Value::Exception(Rc::new(message)),
        category: warning.category,
        file: warning.file.to_string(),
        line: warning.line,
    })
}

impl NativeObject for WarningMessage {
    fn class(&self) -> &'static Class {
        &WARNING_MESSAGE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(Some(match name.as_str() {
            "message" => self.message.clone(),
            "category" => Value::Class(self.category),
            "_category_name" => Value::str(self.category.name),
            "filename" => Value::str(self.file.as_str()),
            "lineno" => Value::Int(self.line as i64),
            "file" | "line" | "source" => Value::None,
            _ => return Ok(None),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        ["message", "category", "filename", "lineno", "file", "line"].map(String::from).to_vec()
    }

    fn repr(&self) -> String {
        format!(
            "{{message : {}, category : '{}', filename : '{}', lineno : {}, line : None}}",
            crate::value::repr::repr(&self.message),
            self.category.name,
            self.file,
            self.line
        )
    }

    fn text(&self) -> String {
        self.repr()
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("warnings", "catch_warnings", Value::Class(&CATCH))]
}
