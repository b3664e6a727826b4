//! Python's module `collections`: `namedtuple`, and what named tuples have beyond tuples.

use crate::builtins::python::receiver::text_of;
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::iter::collect;
use crate::value::table::Table;
use crate::value::{Args, Context, Dict, Error, Result, Tuple, TupleClass, Value, repr};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What all classes made by `namedtuple` derive from.
static NAMED_TUPLE: Class = Class::new("namedtuple", "collections", &[&python::TUPLE]);

/// The bases of a named tuple's class.
pub static BASES: &[&Class] = &[&NAMED_TUPLE];

/// A class made by `namedtuple`, and the defaults of its last fields.
#[derive(Clone)]
pub struct NamedClass {
    pub class: Rc<TupleClass>,
    defaults: Vec<Value>,
}

thread_local! {
    /// By the address of the class, which lives as long as the program.
    static MADE: RefCell<HashMap<usize, NamedClass>> = RefCell::default();
}

/// What is known of a class that `namedtuple` made.
pub fn named_class(class: &'static Class) -> Option<NamedClass> {
    let address = std::ptr::from_ref(class) as usize;
    MADE.with_borrow(|made| made.get(&address).cloned())
}

/// The class of the named tuples that a function of the library returns.
pub fn result_class(class: &'static Class, fields: &[&str]) -> Rc<TupleClass> {
    let made = || NamedClass {
        class: Rc::new(TupleClass { class, fields: fields.iter().map(|f| Symbol::new(f)).collect() }),
        defaults: Vec::new(),
    };
    MADE.with_borrow_mut(|all| all.entry(std::ptr::from_ref(class) as usize).or_insert_with(made).class.clone())
}

builtins! { NAMEDTUPLE, chapter "collections: named tuples", spaces ["collections"];
    /// A class of tuples whose items have names.
    ///
    /// >>> from collections import namedtuple
    /// >>> Point = namedtuple('Point', 'x y')
    /// >>> p = Point(1, y=2)
    /// >>> p, p.x + p.y, p._asdict()
    /// (Point(x=1, y=2), 3, {'x': 1, 'y': 2})
    fn namedtuple(cx, typename: String, field_names: Value, @kw rename: bool = false, @kw defaults: Value = Value::None, @kw module: Value = Value::None) -> Value {
        let mut names: Vec<String> = match text_of(&field_names) {
            Some(text) => text.replace(',', " ").split_whitespace().map(String::from).collect(),
            None => collect(cx, &field_names)?.iter().map(repr::str).collect(),
        };
        for i in 0..names.len() {
            let fault = fault_of(&names, i);
            match fault {
                Some(_) if rename => names[i] = format!("_{i}"),
                Some(message) => return Err(Error::value(message)),
                None => {}
            }
        }
        let defaults = if let Value::None = defaults { Vec::new() } else { collect(cx, &defaults)? };
        if defaults.len() > names.len() {
            return Err(Error::type_error("Got more default values than field names"));
        }
        let name = Symbol::new(&typename).as_str();
        let class: &'static Class = Box::leak(Box::new(Class::new(name, "__main__", BASES)));
        let fields = names.iter().map(|n| Symbol::new(n)).collect();
        let made = NamedClass { class: Rc::new(TupleClass { class, fields }), defaults };
        MADE.with_borrow_mut(|all| all.insert(std::ptr::from_ref(class) as usize, made));
        Ok(Value::Class(class))
    }
}

builtins! { NAMEDTUPLE_METHODS, chapter "collections.namedtuple", methods "namedtuple";
    /// Names and items as a dict.
    ///
    /// >>> from collections import namedtuple
    /// >>> namedtuple('P', 'x y')(1, 2)._asdict()
    /// {'x': 1, 'y': 2}
    fn _asdict(cx, @pos this: Rc<Tuple>) -> Value {
        let mut table = Table::default();
        for (field, item) in fields(&this).iter().zip(&this.items) {
            table.insert(Value::str(field.as_str()), item.clone())?;
        }
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }

    /// A copy with some items replaced.
    ///
    /// >>> from collections import namedtuple
    /// >>> namedtuple('P', 'x y')(1, 2)._replace(y=5)
    /// P(x=1, y=5)
    fn _replace(cx, @pos this: Rc<Tuple>, @kwargs changes: Rc<Dict>) -> Value {
        let mut items = this.items.to_vec();
        for (key, value) in changes.borrow().iter() {
            let name = repr::str(key);
            match fields(&this).iter().position(|f| f.as_str() == name) {
                Some(at) => items[at] = value.clone(),
                None => return Err(Error::value(format!("Got unexpected field names: ['{name}']"))),
            }
        }
        let made = Tuple { items: items.into(), class: this.class.clone() };
        Ok(Value::Tuple(Rc::new(made)))
    }

    /// The names of the items.
    ///
    /// >>> from collections import namedtuple
    /// >>> namedtuple('P', 'x y')(1, 2)._fields
    /// ('x', 'y')
    @property
    fn _fields(cx, @pos this: Rc<Tuple>) -> Value { Ok(field_tuple(fields(&this))) }
}

fn fields(tuple: &Tuple) -> &[Symbol] {
    tuple.class.as_ref().map_or(&[], |class| &class.fields)
}

fn field_tuple(fields: &[Symbol]) -> Value {
    Value::tuple(fields.iter().map(|f| Value::str(f.as_str())).collect::<Vec<_>>())
}

/// What is wrong with a field's name.
fn fault_of(names: &[String], at: usize) -> Option<String> {
    let name = &names[at];
    let mut chars = name.chars();
    let starts = chars.next().is_some_and(|c| c == '_' || c.is_alphabetic());
    if !starts || !chars.all(|c| c == '_' || c.is_alphanumeric()) {
        return Some(format!("Type names and field names must be valid identifiers: '{name}'"));
    }
    if crate::builtins::python::modules::string::KEYWORDS.contains(&name.as_str()) {
        return Some(format!("Type names and field names cannot be a keyword: '{name}'"));
    }
    if name.starts_with('_') {
        return Some(format!("Field names cannot start with an underscore: '{name}'"));
    }
    names[..at].contains(name).then(|| format!("Encountered duplicate field name: '{name}'"))
}

/// `Point(1, y=2)`
pub fn construct(named: &NamedClass, args: &Args) -> Result<Value> {
    let fields = &named.class.fields;
    let name = named.class.class.name;
    let mut items: Vec<Option<Value>> = args.positional.iter().cloned().map(Some).collect();
    if items.len() > fields.len() {
        let (takes, given) = (fields.len() + 1, items.len() + 1);
        return Err(Error::type_error(format!(
            "{name}.__new__() takes {takes} positional arguments but {given} were given"
        )));
    }
    items.resize(fields.len(), None);
    for (keyword, value) in args.keywords {
        match fields.iter().position(|f| f == keyword) {
            Some(at) if items[at].is_none() => items[at] = Some(value.clone()),
            Some(_) => {
                return Err(Error::type_error(format!(
                    "{name}.__new__() got multiple values for argument '{keyword}'"
                )));
            }
            None => {
                return Err(Error::type_error(format!(
                    "{name}.__new__() got an unexpected keyword argument '{keyword}'"
                )));
            }
        }
    }
    let first = fields.len() - named.defaults.len();
    for (slot, default) in items[first..].iter_mut().zip(&named.defaults) {
        slot.get_or_insert_with(|| default.clone());
    }
    let missing: Vec<String> =
        fields.iter().zip(&items).filter(|(_, item)| item.is_none()).map(|(f, _)| format!("'{f}'")).collect();
    if !missing.is_empty() {
        let noun = if missing.len() == 1 { "argument" } else { "arguments" };
        let list = match missing.as_slice() {
            [one] => one.clone(),
            [a, b] => format!("{a} and {b}"),
            [head @ .., last] => format!("{}, and {last}", head.join(", ")),
            [] => String::new(),
        };
        let n = missing.len();
        return Err(Error::type_error(format!("{name}.__new__() missing {n} required positional {noun}: {list}")));
    }
    let items: Vec<Value> = items.into_iter().flatten().collect();
    Ok(Value::Tuple(Rc::new(Tuple::named(items, named.class.clone()))))
}

/// Attributes of the class itself: `Point._fields`, `Point._make`.
pub fn class_attribute(class: &'static Class, name: &str) -> Option<Value> {
    let named = named_class(class)?;
    match name {
        "_fields" => Some(field_tuple(&named.class.fields)),
        "_field_defaults" => {
            let mut table = Table::default();
            let first = named.class.fields.len() - named.defaults.len();
            for (field, value) in named.class.fields[first..].iter().zip(&named.defaults) {
                table.insert(Value::str(field.as_str()), value.clone()).ok()?;
            }
            Some(Value::Dict(Rc::new(Dict::new(table))))
        }
        "_make" => Some(Value::object(Make(named))),
        _ => None,
    }
}

/// `Point._make`: makes a tuple from an iterable.
struct Make(NamedClass);

impl crate::value::NativeObject for Make {
    fn class(&self) -> &'static Class {
        &python::BUILTIN_FUNCTION
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        let [iterable] = args.positional else {
            return Err(Error::type_error(format!(
                "_make() takes 1 positional argument but {} were given",
                args.positional.len()
            )));
        };
        let items = collect(cx, iterable)?;
        let wanted = self.0.class.fields.len();
        if items.len() != wanted {
            return Err(Error::type_error(format!("Expected {wanted} arguments, got {}", items.len())));
        }
        construct(&self.0, &Args::positional(&items))
    }
}
