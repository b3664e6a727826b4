//! Finds library items: by namespace and name (`np.linalg`, `inv`), by class and name (`list`, `append`); makes the modules.

use super::chapters::constants;
use super::index::{self, Owner};
use crate::symbol::Symbol;
use crate::value::bind::bind;
use crate::value::class::{self, Class, class_of};
use crate::value::function::Shelf;
use crate::value::{Args, Builtin, Context, Error, Module, Result, Value};
use rustc_hash::FxHashMap;
use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

/// Namespace → name → a member that is no function.
type Constants = FxHashMap<&'static str, FxHashMap<Symbol, Value>>;

/// What the thread has found of the library so far, beside the items themselves, which need no finding.
#[derive(Default)]
pub struct Registry {
    constants: OnceCell<Constants>,
    modules: RefCell<FxHashMap<String, Rc<Module>>>,
    /// What `method` found before, by the class's address and the name.
    found: RefCell<FxHashMap<(usize, Symbol), Option<&'static Builtin>>>,
    /// What `constructor` found before, by the class's address.
    constructors: RefCell<FxHashMap<usize, Option<&'static Builtin>>>,
}

thread_local! {
    static REGISTRY: &'static Registry = Box::leak(Box::default());
}

/// The thread's registry.
pub fn registry() -> &'static Registry {
    REGISTRY.with(|r| *r)
}

/// Modules under other names.
const MODULE_ALIASES: &[(&str, &str)] = &[("numpy", "np"), ("numpy.exceptions", "np.exceptions"), ("numpy.core", "np")];

impl Registry {
    fn constants(&self) -> &Constants {
        self.constants.get_or_init(|| {
            let mut all = Constants::default();
            for (space, name, value) in constants() {
                all.entry(space).or_default().insert(Symbol::of_static(name), value);
            }
            all
        })
    }

    fn constant(&self, space: &str, name: Symbol) -> Option<&Value> {
        self.constants().get(space)?.get(&name)
    }

    /// The member of a namespace.
    pub fn member(&self, space: &str, name: Symbol) -> Option<Value> {
        let item = index::find(Owner::Space(space), name.as_str()).map(Value::Builtin);
        item.or_else(|| self.constant(space, name).cloned())
    }

    /// All members of a namespace.
    pub fn members(&self, space: &'static str) -> impl Iterator<Item = (Symbol, Value)> {
        let items = index::members(Owner::Space(space));
        let items = items.map(|(name, item)| (Symbol::of_static(name), Value::Builtin(item)));
        let constants = self.constants().get(space).into_iter().flatten();
        items.chain(constants.map(|(name, value)| (*name, value.clone())))
    }

    /// The namespace of that name, if there is one.
    fn space(&self, name: &str) -> Option<&'static str> {
        let holder = |item: &Builtin| item.holders().iter().copied().find(|space| *space == name);
        let of_items = index::find(Owner::Space(name), "").and_then(holder);
        of_items.or_else(|| self.constants().get_key_value(name).map(|(space, _)| *space))
    }

    /// Every namespace, in order.
    fn spaces(&self) -> Vec<&'static str> {
        let mut all: Vec<&'static str> = index::spaces().chain(self.constants().keys().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Methods and attributes of a class itself, without its bases'.
    pub fn methods(&self, class: &'static str) -> impl Iterator<Item = (Symbol, &'static Builtin)> {
        index::members(Owner::Class(class)).map(|(name, item)| (Symbol::of_static(name), item))
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
        let found = search(class, name.as_str());
        self.found.borrow_mut().insert(key, found);
        found
    }
}

fn search(class: &'static Class, name: &str) -> Option<&'static Builtin> {
    let own = index::find(Owner::Class(class.name), name);
    own.or_else(|| class.bases.iter().find_map(|base| search(base, name)))
}

/// Namespaces whose members are there without a prefix, first come first served.
const BARE: &[&str] = &["bare", "builtins", "np", "np.linalg", "npl"];

/// A library value by namespace and name. The namespace `bare` stands for the names that need no prefix.
pub fn lookup(space: &str, name: Symbol) -> Option<Value> {
    let registry = registry();
    if space != "bare" {
        return registry.member(space, name);
    }
    // Functions first: no constant has the name of one, and most programs name functions only.
    if let Some(item) = BARE.iter().find_map(|space| index::find(Owner::Space(space), name.as_str())) {
        return Some(Value::Builtin(item));
    }
    if let Some(value) = BARE.iter().find_map(|space| registry.constant(space, name)) {
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
    if let Some(known) = registry.loaded(&space) {
        return Some(known);
    }
    let space = registry.space(&space).filter(|space| *space != "bare")?;
    let full = space.strip_prefix("np").map_or_else(|| space.to_string(), |rest| format!("numpy{rest}"));
    let module = Rc::new(Module::lazy(Symbol::new(&full).as_str(), Box::new(Space(space))));
    registry.modules.borrow_mut().insert(space.to_string(), module.clone());
    if space == "sys" {
        super::python::modules::sys::open(&module);
    }
    Some(module)
}

/// A namespace as the members of its module. Submodules are members of their parent: `np.linalg`.
struct Space(&'static str);

impl Shelf for Space {
    fn member(&self, name: Symbol) -> Option<Value> {
        let submodule = module(&format!("{}.{name}", self.0)).map(Value::Module);
        submodule.or_else(|| registry().member(self.0, name))
    }

    fn members(&self) -> Vec<(Symbol, Value)> {
        let mut all = Vec::new();
        for space in registry().spaces() {
            if let Some(rest) = space.strip_prefix(self.0).and_then(|rest| rest.strip_prefix('.'))
                && !rest.contains('.')
                && let Some(submodule) = module(space)
            {
                all.push((Symbol::new(rest), Value::Module(submodule)));
            }
        }
        all.extend(registry().members(self.0));
        all
    }
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
        // NumPy's scalars have the methods of arrays but for these.
        Value::NpBool(_) | Value::NpInt(_) | Value::NpFloat(_) | Value::Scalar(_)
            if !matches!(name.as_str(), "argpartition" | "dot" | "partition") =>
        {
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
    registry().member(space, Symbol::new(class.name))
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
        let given = args.positional.len();
        let coded = [&class::exception::UNICODE_ENCODE_ERROR, &class::exception::UNICODE_DECODE_ERROR];
        if coded.iter().any(|coded| class.is_subclass(coded)) && given != 5 {
            return Err(Error::type_error(format!("function takes exactly 5 arguments ({given} given)")));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_constant_has_the_name_of_a_function() {
        for (space, name, _) in constants() {
            // In a namespace before its own a function may hide it, as `divmod` of everything does NumPy's.
            let own = BARE.iter().position(|bare| *bare == space);
            for space in own.map_or(&[space][..], |at| &BARE[at..]) {
                assert!(index::find(Owner::Space(space), name).is_none(), "{name} is in {space} twice");
            }
        }
    }

    #[test]
    fn modules_hold_their_submodules() {
        let numpy = module("numpy").expect("NumPy's module");
        let linalg = numpy.get(Symbol::new("linalg"));
        assert!(matches!(&linalg, Some(Value::Module(module)) if module.name == "numpy.linalg"));
        assert!(numpy.members().iter().any(|(name, _)| name.as_str() == "random"));
        assert!(numpy.remove(Symbol::new("mean")) && numpy.get(Symbol::new("mean")).is_none());
        assert!(module("bare").is_none() && module("numpy.nothing").is_none());
    }
}
