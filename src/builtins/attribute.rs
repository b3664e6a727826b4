//! `value.name`: methods and attributes from the library, members of modules, what objects add themselves; with
//! did-you-mean where there is nothing.

use super::registry::{call, find_method, registry};
use crate::symbol::Symbol;
use crate::value::class::{self, Class, class_of};
use crate::value::similar::nearest;
use crate::value::{Args, BoundMethod, Builtin, Context, Error, Module, Result, Value};
use std::rc::Rc;

/// The value of an attribute. AttributeError where there is none.
pub fn attribute(cx: &mut dyn Context, value: &Value, name: Symbol) -> Result<Value> {
    if let Some(found) = find_method(value, name) {
        return member(cx, value, found);
    }
    let own = match value {
        Value::Module(module) => module.get(name).or_else(|| module_attribute(module, name)),
        Value::Class(class) => class_attribute(cx, class, name)?,
        Value::Object(object) => object.attribute(cx, name)?,
        Value::Function(function) => function_attribute(function, name),
        Value::Builtin(item) => builtin_attribute(item, name),
        Value::Tuple(tuple) => tuple.class.as_ref().and_then(|named| {
            let at = named.fields.iter().position(|field| *field == name)?;
            tuple.items.get(at).cloned()
        }),
        Value::Method(method) => match name.as_str() {
            "__self__" => Some(method.receiver.clone()),
            _ => return attribute(cx, &method.function, name),
        },
        Value::Exception(exception) => exception_attribute(exception, name),
        Value::Array(array) => crate::value::item::field_attribute(array, value, name)?,
        // A record's fields are its attributes.
        Value::Scalar(scalar) => match &**scalar {
            crate::tensor::Scalar::Record(record) => match record.dtype().kind {
                crate::tensor::Kind::Record(layout) if layout.fields.iter().any(|f| f.name == name.as_str()) => {
                    Some(crate::value::convert::unboxed(crate::value::record::field(record, name.as_str())?)?)
                }
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    match own {
        Some(value) => Ok(value),
        None => match name.as_str() {
            "__class__" => Ok(Value::Class(class_of(value))),
            "__doc__" => Ok(Value::None),
            _ => Err(no_attribute(value, name)),
        },
    }
}

/// A library member of a value: an attribute's value, or a method bound to it.
fn member(cx: &mut dyn Context, value: &Value, item: &'static Builtin) -> Result<Value> {
    if item.has("property") {
        return call(item, cx, &Args::positional(std::slice::from_ref(value)));
    }
    if item.has("static") {
        return Ok(Value::Builtin(item));
    }
    if item.has("classmethod") {
        return Ok(of_class(class_of(value), item));
    }
    Ok(Value::Method(Rc::new(BoundMethod { receiver: value.clone(), function: Value::Builtin(item) })))
}

fn module_attribute(module: &Module, name: Symbol) -> Option<Value> {
    match name.as_str() {
        "__name__" => Some(Value::str(module.name)),
        "__doc__" => Some(Value::str(&*module.doc)),
        _ => None,
    }
}

/// A method of a class, bound to the class.
fn of_class(class: &'static Class, item: &'static Builtin) -> Value {
    Value::Method(Rc::new(BoundMethod { receiver: Value::Class(class), function: Value::Builtin(item) }))
}

/// NumPy's own exceptions go by the name of the class that programs may catch.
fn shown_name(class: &'static Class) -> &'static str {
    match class.bases.first() {
        Some(base) if class.module == "numpy._core._exceptions" && class.name.starts_with('_') => shown_name(base),
        _ => class.name,
    }
}

fn class_attribute(cx: &mut dyn Context, class: &'static Class, name: Symbol) -> Result<Option<Value>> {
    let own = match name.as_str() {
        "__name__" => Some(Value::str(shown_name(class))),
        "__qualname__" => Some(Value::str(class.name)),
        "__module__" => Some(Value::str(class.module)),
        "__doc__" => Some(Value::str(class.doc)),
        "__mro__" => Some(Value::tuple(class.mro().into_iter().map(Value::Class).collect::<Vec<_>>())),
        "__bases__" => Some(Value::tuple(class.bases.iter().copied().map(Value::Class).collect::<Vec<_>>())),
        other => super::python::modules::namedtuple::class_attribute(class, other),
    };
    if own.is_some() {
        return Ok(own);
    }
    match registry().method(class, name) {
        Some(item) if item.has("class_property") => call(item, cx, &Args::positional(&[Value::Class(class)])).map(Some),
        Some(item) if item.has("classmethod") => Ok(Some(of_class(class, item))),
        found => Ok(found.map(Value::Builtin)),
    }
}

fn builtin_attribute(item: &'static Builtin, name: Symbol) -> Option<Value> {
    match name.as_str() {
        "__name__" | "__qualname__" => Some(Value::str(item.name)),
        "__doc__" => Some(Value::str(item.doc.trim())),
        "__module__" => {
            let space = item.holders().first().copied().unwrap_or("builtins");
            let numpy = space.strip_prefix("np").filter(|rest| rest.is_empty() || rest.starts_with('.'));
            Some(Value::str(numpy.map_or_else(|| space.to_string(), |rest| format!("numpy{rest}"))))
        }
        _ => None,
    }
}

fn function_attribute(function: &crate::value::Function, name: Symbol) -> Option<Value> {
    if let Some(set) = function.attributes.borrow().get(&name) {
        return Some(set.clone());
    }
    match name.as_str() {
        "__name__" | "__qualname__" => Some(Value::str(function.name.as_str())),
        "__doc__" => Some(function.doc.as_deref().map_or(Value::None, Value::str)),
        "__module__" => Some(Value::str("__main__")),
        _ => None,
    }
}

fn exception_attribute(exception: &crate::value::Exception, name: Symbol) -> Option<Value> {
    let args = exception.args.borrow();
    let os = exception.class.is_subclass(&class::exception::OS_ERROR);
    match name.as_str() {
        "args" => Some(Value::tuple(args.clone())),
        "__cause__" => Some(exception.cause.borrow().clone().unwrap_or_default()),
        "__context__" => Some(exception.context.borrow().clone().unwrap_or_default()),
        "__suppress_context__" => Some(Value::bool(exception.suppress_context.get())),
        "__traceback__" => Some(Value::None),
        "errno" if os => Some(args.first().cloned().unwrap_or_default()),
        "strerror" if os => Some(args.get(1).cloned().unwrap_or_default()),
        "filename" if os => Some(args.get(2).cloned().unwrap_or_default()),
        "encoding" | "object" | "start" | "end" | "reason"
            if exception.class.is_subclass(&class::exception::UNICODE_ERROR) =>
        {
            let at =
                ["encoding", "object", "start", "end", "reason"].iter().position(|field| *field == name.as_str())?;
            args.get(at).cloned()
        }
        "value" if exception.class.is_subclass(&class::exception::STOP_ITERATION) => {
            Some(args.first().cloned().unwrap_or_default())
        }
        "code" if exception.class.is_subclass(&class::exception::SYSTEM_EXIT) => {
            Some(args.first().cloned().unwrap_or_default())
        }
        _ => None,
    }
}

/// Every attribute name that `attribute` would find, for `dir`, completion and did-you-mean.
pub fn attribute_names(value: &Value) -> Vec<&'static str> {
    let registry = registry();
    let mut names: Vec<&'static str> = Vec::new();
    let mut add_class = |class: &'static Class| {
        for class in class.mro() {
            names.extend(registry.methods(class.name).map(|(name, _)| name.as_str()));
        }
    };
    match value {
        Value::Class(class) => add_class(class),
        Value::NpBool(_) | Value::NpInt(_) | Value::NpFloat(_) | Value::Scalar(_) => {
            add_class(class_of(value));
            add_class(&class::numpy::NDARRAY);
        }
        other => add_class(class_of(other)),
    }
    match value {
        Value::Module(module) => names.extend(module.members().iter().map(|(name, _)| name.as_str())),
        Value::Object(object) => names.extend(object.attribute_names().iter().map(|n| Symbol::new(n).as_str())),
        Value::Tuple(tuple) => {
            if let Some(named) = &tuple.class {
                names.extend(named.fields.iter().map(|f| f.as_str()));
            }
        }
        _ => {}
    }
    names.sort_unstable();
    names.dedup();
    names
}

fn no_attribute(value: &Value, name: Symbol) -> Error {
    let message = match value {
        Value::Module(module) if module.name == "numpy" && super::removed::message(name.as_str()).is_some() => {
            super::removed::message(name.as_str()).unwrap_or_default()
        }
        Value::Module(module) => format!("module '{}' has no attribute '{name}'", module.name),
        Value::Class(class) => format!("type object '{}' has no attribute '{name}'", class.qualified_name()),
        other => format!("'{}' object has no attribute '{name}'", class_of(other).qualified_name()),
    };
    let error = Error::attribute(message);
    if let Some(advice) = removed_name(value, name.as_str()) {
        return error.help(advice);
    }
    let names = attribute_names(value);
    if let Some(near) = nearest(name.as_str(), names.iter().copied().filter(|n| !n.starts_with('_'))) {
        return error.help(format!("did you mean `.{near}`?"));
    }
    // `x.sin()`: a function of that name takes the value as its argument.
    if !matches!(value, Value::Module(_)) && super::lookup("np", name).is_some() {
        return error.help(format!("`{name}` is a function: `np.{name}(…)`"));
    }
    error
}

/// Names that NumPy removed, which old tutorials still use.
fn removed_name(value: &Value, name: &str) -> Option<String> {
    let Value::Module(module) = value else { return None };
    if module.name != "numpy" {
        return None;
    }
    let instead = match name {
        "int" | "float" | "complex" | "object" | "str" => {
            return Some(format!("NumPy 1.24 removed `np.{name}`: use `{name}`"));
        }
        "infty" | "Inf" | "Infinity" | "PINF" => "inf",
        "NINF" => "-np.inf",
        "NaN" | "NAN" => "nan",
        "product" => "prod",
        "cumproduct" => "cumprod",
        "alltrue" => "all",
        "sometrue" => "any",
        "row_stack" => "vstack",
        "in1d" => "isin",
        "trapz" => "trapezoid",
        "float_" => "float64",
        "complex_" => "complex128",
        "string_" => "bytes_",
        "unicode_" => "str_",
        "asfarray" => "asarray",
        "round_" => "round",
        "msort" => "sort",
        _ => return None,
    };
    Some(format!("NumPy 2 removed `np.{name}`: use `np.{}`", instead.trim_start_matches("-np.")))
}

/// `value.name = new`. AttributeError where that can't be set.
pub fn set_attribute(cx: &mut dyn Context, value: &Value, name: Symbol, new: &Value) -> Result<()> {
    match value {
        Value::Module(module) => {
            module.set(name, new.clone());
            return Ok(());
        }
        Value::Function(function) => {
            function.attributes.borrow_mut().insert(name, new.clone());
            return Ok(());
        }
        Value::Object(object) if object.set_attribute(cx, name, new)? => return Ok(()),
        Value::Array(_) => {
            if let Some((_, setter)) = registry().methods("set ndarray").find(|(set, _)| *set == name) {
                call(setter, cx, &Args::positional(&[value.clone(), new.clone()]))?;
                return Ok(());
            }
        }
        Value::Exception(_) if name.as_str().starts_with("__") => return Ok(()),
        _ => {}
    }
    if find_method(value, name).is_some() {
        let class = class_of(value).qualified_name();
        return Err(Error::attribute(format!("attribute '{name}' of '{class}' objects is not writable")));
    }
    Err(no_attribute(value, name))
}

/// `del value.name`.
pub fn delete_attribute(value: &Value, name: Symbol) -> Result<()> {
    let removed = match value {
        Value::Module(module) => module.remove(name),
        Value::Function(function) => function.attributes.borrow_mut().remove(&name).is_some(),
        _ => false,
    };
    if removed { Ok(()) } else { Err(no_attribute(value, name)) }
}

/// `np.float32(x)`: a NumPy scalar (or an array, for array-like arguments) of the class's dtype.
pub fn construct_scalar(cx: &mut dyn Context, class: &'static Class, args: &Args) -> Result<Value> {
    if !args.keywords.is_empty() || args.positional.len() > 1 {
        return Err(Error::type_error(format!("{}() takes at most one positional argument", class.name)));
    }
    let abstract_class = [
        &class::numpy::GENERIC,
        &class::numpy::NUMBER,
        &class::numpy::INTEGER,
        &class::numpy::SIGNEDINTEGER,
        &class::numpy::UNSIGNEDINTEGER,
        &class::numpy::INEXACT,
        &class::numpy::FLOATING,
        &class::numpy::COMPLEXFLOATING,
        &class::numpy::FLEXIBLE,
        &class::numpy::CHARACTER,
    ];
    if abstract_class.iter().any(|c| std::ptr::eq(*c, class)) {
        return Err(Error::type_error(format!("cannot create '{}' instances", class.qualified_name())));
    }
    let dtype = crate::value::dtype::class_dtype(class)?;
    crate::value::nested::scalar_of(cx, args.positional.first(), dtype)
}
