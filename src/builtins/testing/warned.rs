//! Assertions on warnings: `assert_warns`, `assert_no_warnings`, `suppress_warnings`.

use super::raises::name_of;
use crate::builtins::attribute;
use crate::symbol::Symbol;
use crate::value::class::exception::{self, ASSERTION_ERROR};
use crate::value::class::{Class, python};
use crate::value::warning::{RecordedWarning, WarningAction, WarningFilter, WarningFilters, WarningRecorder};
use crate::value::{Context, Dict, Error, List, NativeObject, Result, Value, repr};
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

const DEPRECATED: &str = "NumPy warning suppression and assertion utilities are deprecated. Use warnings.catch_warnings, \
                          warnings.filterwarnings, pytest.warns, or pytest.filterwarnings instead. (Deprecated NumPy 2.4)";

builtins! { ASSERT_WARNINGS, chapter "Testing: warnings", spaces ["np.testing"];
    /// Raises AssertionError unless a call warns with a category. Without a function, for `with`. NumPy deprecates it.
    ///
    /// >>> import warnings
    /// >>> with warnings.catch_warnings():
    /// ...     warnings.simplefilter('ignore', DeprecationWarning)
    /// ...     with np.testing.assert_warns(UserWarning): warnings.warn('oh')
    fn assert_warns(cx, @pos warning_class: Value, @args args: Vec<Value>, @kwargs kwargs: Rc<Dict>) -> Value {
        cx.warn(&exception::DEPRECATION_WARNING, DEPRECATED)?;
        let Value::Class(class) = &warning_class else {
            return Err(Error::type_error("category must be a Warning subclass"));
        };
        if args.is_empty() && !kwargs.borrow().is_empty() {
            let matched = kwargs.borrow().get(&Value::str("match"))?.is_some();
            return Err(exception::RUNTIME_ERROR.error(if matched {
                "assert_warns does not use 'match' kwarg, use pytest.warns instead"
            } else {
                "assert_warns(...) needs at least one arg"
            }));
        }
        watched(cx, Wanted::Some(class), args, &kwargs)
    }

    /// Raises AssertionError where a call warns at all. Without a function, for `with`.
    ///
    /// >>> np.testing.assert_no_warnings(np.sqrt, 4.0)
    /// np.float64(2.0)
    fn assert_no_warnings(cx, @args args: Vec<Value>, @kwargs kwargs: Rc<Dict>) -> Value { watched(cx, Wanted::None, args, &kwargs) }
}

/// What is expected of the warnings of a piece of program.
#[derive(Clone, Copy)]
enum Wanted {
    Some(&'static Class),
    None,
}

fn watched(cx: &mut dyn Context, wanted: Wanted, args: Vec<Value>, kwargs: &Dict) -> Result<Value> {
    let Some((function, args)) = args.split_first() else {
        return Ok(Value::object(Watch { wanted, name: None, recording: Recording::default() }));
    };
    let watch = Watch { wanted, name: Some(name_of(cx, function)), recording: Recording::default() };
    let named = kwargs.borrow().iter().map(|(k, v)| (Symbol::new(&repr::str(k)), v.clone())).collect::<Vec<_>>();
    watch.recording.start(cx);
    let result = cx.call(function, args, &named);
    watch.exit(cx, result.as_ref().err())?;
    result
}

/// All warnings from a start to an end, in a list, and the filters that were there before.
#[derive(Default)]
struct Recording {
    list: Rc<List>,
    saved: RefCell<Option<WarningFilters>>,
}

impl Recording {
    fn start(&self, cx: &mut dyn Context) {
        let filters = cx.state().extension::<WarningFilters>();
        self.saved.replace(Some(filters.clone()));
        let always =
            WarningFilter { action: WarningAction::Always, category: &exception::WARNING, message: String::new() };
        filters.add(always, false);
        filters.recorder = Some(WarningRecorder { list: self.list.clone(), make: recorded });
    }

    /// Puts the filters back and gives what was recorded.
    fn finish(&self, cx: &mut dyn Context) -> Vec<Value> {
        if let Some(saved) = self.saved.take() {
            cx.state().extension::<WarningFilters>().restore(saved);
        }
        self.list.to_vec()
    }
}

fn recorded(warning: &RecordedWarning) -> Value {
    crate::builtins::python::modules::warnings::recorded(warning)
}

/// The category of a recorded warning and its text.
fn told(cx: &mut dyn Context, warning: &Value) -> Result<(&'static Class, String)> {
    let category = match attribute(cx, warning, Symbol::new("category"))? {
        Value::Class(class) => class,
        _ => &exception::WARNING,
    };
    let message = attribute(cx, warning, Symbol::new("message"))?;
    Ok((category, repr::str(&message)))
}

static WATCH: Class = Class::new("_GeneratorContextManager", "contextlib", &[&python::OBJECT]);

/// `assert_warns(…)` and `assert_no_warnings()` for `with`.
struct Watch {
    wanted: Wanted,
    /// The function that is called, if it is a call.
    name: Option<String>,
    recording: Recording,
}

impl NativeObject for Watch {
    fn class(&self) -> &'static Class {
        &WATCH
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, cx: &mut dyn Context, _: &Value) -> Result<Value> {
        self.recording.start(cx);
        Ok(Value::None)
    }

    fn exit(&self, cx: &mut dyn Context, error: Option<&Error>) -> Result<bool> {
        let warnings = self.recording.finish(cx);
        if error.is_some() {
            return Ok(false);
        }
        let calling = self.name.as_ref().map_or(String::new(), |name| format!(" when calling {name}"));
        match self.wanted {
            Wanted::None if warnings.is_empty() => {}
            Wanted::None => {
                let list = repr::repr(&Value::list(warnings));
                return Err(ASSERTION_ERROR.error(format!("Got warnings{calling}: {list}")));
            }
            Wanted::Some(class) => {
                let mut found = false;
                for warning in &warnings {
                    let (category, message) = told(cx, warning)?;
                    match category.is_subclass(class) {
                        true => found = true,
                        false => cx.warn(category, &message)?,
                    }
                }
                if !found {
                    return Err(ASSERTION_ERROR.error(format!("No warning raised{calling}")));
                }
            }
        }
        Ok(false)
    }
}

pub static SUPPRESS: Class = Class::new("suppress_warnings", "numpy.testing", &[&python::OBJECT]);

builtins! { SUPPRESS_WARNINGS, chapter "Testing: warnings", spaces ["constructors.numpy"];
    /// For `with`: warnings that its `filter` or `record` names are not shown; the others are, at its end. NumPy deprecates it.
    ///
    /// >>> import warnings
    /// >>> with warnings.catch_warnings():
    /// ...     warnings.simplefilter('ignore', DeprecationWarning)
    /// ...     sup = np.testing.suppress_warnings()
    /// >>> with sup:
    /// ...     log = sup.record(UserWarning)
    /// ...     warnings.warn('oh')
    /// >>> len(log)
    /// 1
    @short("the lists of `record` are filled at the end of the `with`")
    fn suppress_warnings(cx, forwarding_rule: String = "always".into()) -> Value {
        cx.warn(&exception::DEPRECATION_WARNING, DEPRECATED)?;
        if !matches!(forwarding_rule.as_str(), "always" | "module" | "once" | "location") {
            return Err(Error::value("unsupported forwarding rule."));
        }
        Ok(Value::object(Suppress::default()))
    }
}

/// Warnings that are kept from view: a category, the beginning of the text, and where to record them.
struct Rule {
    category: &'static Class,
    message: String,
    record: Option<Rc<List>>,
}

/// `suppress_warnings()`
#[derive(Default)]
struct Suppress {
    rules: Rc<RefCell<Vec<Rule>>>,
    log: Rc<List>,
    entered: Cell<bool>,
    recording: RefCell<Recording>,
}

impl NativeObject for Suppress {
    fn class(&self) -> &'static Class {
        &SUPPRESS
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, cx: &mut dyn Context, this: &Value) -> Result<Value> {
        if self.entered.replace(true) {
            return Err(exception::RUNTIME_ERROR.error("cannot enter suppress_warnings twice."));
        }
        self.recording.replace(Recording::default());
        self.recording.borrow().start(cx);
        Ok(this.clone())
    }

    fn exit(&self, cx: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        self.entered.set(false);
        let warnings = self.recording.borrow().finish(cx);
        for warning in warnings {
            let (category, message) = told(cx, &warning)?;
            let covers = |rule: &&Rule| {
                category.is_subclass(rule.category) && message.to_lowercase().starts_with(&rule.message.to_lowercase())
            };
            match self.rules.borrow().iter().rev().find(covers) {
                Some(Rule { record: Some(list), .. }) => {
                    self.log.borrow_mut().push(warning.clone());
                    list.borrow_mut().push(warning);
                }
                Some(_) => {}
                None => cx.warn(category, &message)?,
            }
        }
        Ok(false)
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let record = match name.as_str() {
            "filter" => false,
            "record" => true,
            "log" => return Ok(Some(Value::List(self.log.clone()))),
            _ => return Ok(None),
        };
        Ok(Some(Value::object(AddRule { rules: self.rules.clone(), record })))
    }

    fn attribute_names(&self) -> Vec<String> {
        ["filter", "record", "log"].map(String::from).to_vec()
    }
}

static ADD_RULE: Class = Class::new("method", "builtins", &[&python::OBJECT]);

/// `suppress_warnings.filter` and `.record`, bound.
struct AddRule {
    rules: Rc<RefCell<Vec<Rule>>>,
    record: bool,
}

impl NativeObject for AddRule {
    fn class(&self) -> &'static Class {
        &ADD_RULE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, _: &mut dyn Context, args: &crate::value::Args) -> Result<Value> {
        let named = |name: &str| args.keywords.iter().find(|(n, _)| n.as_str() == name).map(|(_, value)| value);
        let category = match args.positional.first().or_else(|| named("category")) {
            None => &exception::WARNING,
            Some(Value::Class(class)) => *class,
            Some(_) => return Err(Error::type_error("category must be a Warning subclass")),
        };
        let message = args.positional.get(1).or_else(|| named("message")).map(repr::str).unwrap_or_default();
        let record = self.record.then(|| Rc::new(List::default()));
        let result = record.clone().map_or(Value::None, Value::List);
        self.rules.borrow_mut().push(Rule { category, message, record });
        Ok(result)
    }
}
