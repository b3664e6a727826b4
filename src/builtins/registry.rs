//! Finds library items: by namespace and name (`np.linalg`, `inv`), by class and name (`list`, `append`); makes the modules.

use super::chapters::{self, constants};
use crate::symbol::Symbol;
use crate::value::bind::bind;
use crate::value::class::{self, Class, class_of};
use crate::value::{Args, Builtin, Context, Error, Module, Result, Value};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::rc::Rc;

/// All library items of the thread, found by name.
pub struct Registry {
    /// Namespace → name → value.
    spaces: FxHashMap<&'static str, FxHashMap<Symbol, Value>>,
    /// Class name → method or attribute → item.
    methods: FxHashMap<&'static str, FxHashMap<Symbol, &'static Builtin>>,
    modules: RefCell<FxHashMap<String, Rc<Module>>>,
    /// What `method` found before, by the class's address and the name.
    found: RefCell<FxHashMap<(usize, Symbol), Option<&'static Builtin>>>,
    /// What `constructor` found before, by the class's address.
    constructors: RefCell<FxHashMap<usize, Option<&'static Builtin>>>,
}

thread_local! {
    static REGISTRY: &'static Registry = Box::leak(Box::new(Registry::build()));
}

/// The thread's registry, built on first use.
pub fn registry() -> &'static Registry {
    REGISTRY.with(|r| *r)
}

/// Modules under other names.
const MODULE_ALIASES: &[(&str, &str)] = &[("numpy", "np"), ("numpy.exceptions", "np.exceptions"), ("numpy.core", "np")];

impl Registry {
    fn build() -> Registry {
        crate::value::boxed::install();
        let mut registry = Registry {
            spaces: FxHashMap::default(),
            methods: FxHashMap::default(),
            modules: RefCell::default(),
            found: RefCell::default(),
            constructors: RefCell::default(),
        };
        let items = chapters::all().map(|chapter| chapter.items.len()).sum();
        Symbol::reserve(items);
        for chapter in chapters::all() {
            for item in chapter.items {
                registry.add(item);
            }
        }
        for (space, name, value) in constants() {
            registry.spaces.entry(space).or_default().insert(Symbol::of_static(name), value);
        }
        registry
    }

    fn add(&mut self, item: &'static Builtin) {
        let names = || std::iter::once(&item.name).chain(item.attribute("alias").unwrap_or(&[]));
        if let Some(class) = item.class {
            let methods = self.methods.entry(class).or_default();
            methods.extend(names().map(|name| (Symbol::of_static(name), item)));
            return;
        }
        for space in item.attribute("space").unwrap_or(item.spaces) {
            let members = self.spaces.entry(space).or_default();
            members.extend(names().map(|name| (Symbol::of_static(name), Value::Builtin(item))));
        }
        if item.has("method") {
            self.methods.entry("ndarray").or_default().entry(Symbol::of_static(item.name)).or_insert(item);
        }
        if item.has("chararray") {
            self.methods.entry("chararray").or_default().entry(Symbol::new(item.name)).or_insert(item);
        }
    }

    /// The member of a namespace.
    pub fn member(&self, space: &str, name: Symbol) -> Option<&Value> {
        self.spaces.get(space)?.get(&name)
    }

    /// All members of a namespace.
    pub fn members(&self, space: &str) -> impl Iterator<Item = (Symbol, &Value)> {
        self.spaces.get(space).into_iter().flatten().map(|(name, value)| (*name, value))
    }

    /// Methods and attributes of a class itself, without its bases'.
    pub fn methods(&self, class: &str) -> impl Iterator<Item = (Symbol, &'static Builtin)> {
        self.methods.get(class).into_iter().flatten().map(|(name, item)| (*name, *item))
    }

    /// A module that was asked for before, by its namespace.
    pub fn loaded(&self, space: &str) -> Option<Rc<Module>> {
        self.modules.borrow().get(space).cloned()
    }

    /// The method or attribute `name` of a class or of its bases, nearest first.
    pub fn method(&self, class: &'static Class, name: Symbol) -> Option<&'static Builtin> {
        let key = (class as *const Class as usize, name);
        if let Some(known) = self.found.borrow().get(&key) {
            return *known;
        }
        let found = self.search(class, name);
        self.found.borrow_mut().insert(key, found);
        found
    }

    fn search(&self, class: &'static Class, name: Symbol) -> Option<&'static Builtin> {
        if let Some(found) = self.methods.get(class.name).and_then(|m| m.get(&name)) {
            return Some(found);
        }
        class.bases.iter().find_map(|base| self.search(base, name))
    }
}

/// Namespaces whose members are there without a prefix, first come first served.
const BARE: &[&str] = &["bare", "builtins", "np", "np.linalg", "npl"];

/// A library value by namespace and name. The namespace `bare` stands for the names that need no prefix.
pub fn lookup(space: &str, name: Symbol) -> Option<Value> {
    let registry = registry();
    if space != "bare" {
        return registry.member(space, name).cloned();
    }
    if let Some(value) = BARE.iter().find_map(|space| registry.member(space, name)) {
        return Some(value.clone());
    }
    match name.as_str() {
        "np" | "numpy" => module("numpy").map(Value::Module),
        "npl" => module("npl").map(Value::Module),
        "linalg" | "random" | "fft" => module(&format!("numpy.{name}")).map(Value::Module),
        _ => None,
    }
}

/// Names that need no prefix, for completion and did-you-mean.
pub fn bare_names() -> impl Iterator<Item = &'static str> {
    let registry = registry();
    BARE.iter().flat_map(|space| registry.members(space)).map(|(name, _)| name.as_str())
}

/// A library module by its full name (`numpy.linalg`, `math`); `None` where there is no such module.
pub fn module(name: &str) -> Option<Rc<Module>> {
    let registry = registry();
    let alias = MODULE_ALIASES.iter().find(|(full, _)| *full == name).map(|(_, space)| *space);
    let space = match alias {
        Some(space) => space.to_string(),
        None => name.strip_prefix("numpy.").map_or_else(|| name.to_string(), |rest| format!("np.{rest}")),
    };
    if let Some(known) = registry.modules.borrow().get(&space) {
        return Some(known.clone());
    }
    if !registry.spaces.contains_key(space.as_str()) || matches!(space.as_str(), "bare") {
        return None;
    }
    let members: FxHashMap<Symbol, Value> = registry.members(&space).map(|(n, v)| (n, v.clone())).collect();
    let full = space.strip_prefix("np").map_or_else(|| space.clone(), |rest| format!("numpy{rest}"));
    let module =
        Rc::new(Module { name: Symbol::new(&full).as_str(), doc: String::new(), members: RefCell::new(members) });
    registry.modules.borrow_mut().insert(space.clone(), module.clone());
    // Submodules are members of their parent: `np.linalg`.
    let children: Vec<&str> = registry.spaces.keys().copied().collect();
    for child in children {
        if let Some(rest) = child.strip_prefix(space.as_str()).and_then(|r| r.strip_prefix('.'))
            && !rest.contains('.')
            && let Some(sub) = self::module(child)
        {
            module.set(Symbol::new(rest), Value::Module(sub));
        }
    }
    Some(module)
}

/// The library's method or attribute of a value, if there is one.
pub fn find_method(value: &Value, name: Symbol) -> Option<&'static Builtin> {
    let registry = registry();
    if let Value::Exception(e) = value {
        return registry.method(e.class, name).or_else(|| registry.method(&class::exception::BASE_EXCEPTION, name));
    }
    let class = class_of(value);
    registry.method(class, name).or_else(|| match value {
        Value::Tuple(_) => registry.method(&class::python::TUPLE, name),
        // NumPy's scalars have the methods of arrays.
        Value::NpBool(_) | Value::NpInt(_) | Value::NpFloat(_) | Value::Scalar(_) => {
            registry.method(&class::numpy::NDARRAY, name)
        }
        _ => None,
    })
}

/// Calls a library item.
pub fn call(item: &'static Builtin, cx: &mut dyn Context, args: &Args) -> Result<Value> {
    let mut bound = bind(item, args)?;
    (item.call)(cx, &mut bound.slots)
}

/// What makes values of a class: an item of the namespace `constructors`, or `constructors.numpy`, under the class's name.
fn maker(class: &'static Class) -> Option<Value> {
    let space = if class.module.starts_with("numpy") { "constructors.numpy" } else { "constructors" };
    registry().member(space, Symbol::new(class.name)).cloned()
}

/// The library function that makes values of a class, if it is one and the class is the library's own.
pub fn constructor(class: &'static Class) -> Option<&'static Builtin> {
    let key = class as *const Class as usize;
    if let Some(known) = registry().constructors.borrow().get(&key) {
        return *known;
    }
    let exception = class.is_subclass(&class::exception::BASE_EXCEPTION);
    let found = match maker(class) {
        Some(Value::Builtin(item))
            if !exception && super::python::modules::namedtuple::named_class(class).is_none() =>
        {
            Some(item)
        }
        _ => None,
    };
    registry().constructors.borrow_mut().insert(key, found);
    found
}

/// Calls a class: makes a value of it. Constructors are items of the namespace `constructors`, named after the class.
pub fn construct(cx: &mut dyn Context, class: &'static Class, args: &Args) -> Result<Value> {
    if class.is_subclass(&class::exception::BASE_EXCEPTION) {
        if !args.keywords.is_empty() {
            return Err(Error::type_error(format!("{}() takes no keyword arguments", class.name)));
        }
        return Ok(Value::Exception(Rc::new(crate::value::Exception::new(class, args.positional.to_vec()))));
    }
    if let Some(item) = constructor(class) {
        return call(item, cx, args);
    }
    // Classes that programs make may have any name.
    if let Some(named) = super::python::modules::namedtuple::named_class(class) {
        return super::python::modules::namedtuple::construct(&named, args);
    }
    match maker(class) {
        Some(Value::Object(object)) => object.call(cx, args),
        _ if class.is_subclass(&class::numpy::DTYPE) => super::array::dtype::of_class(class, args),
        _ if class.is_subclass(&class::numpy::GENERIC) => super::attribute::construct_scalar(cx, class, args),
        _ => Err(Error::type_error(format!("cannot create '{}' instances", class.qualified_name()))),
    }
}
