//! `import`: modules of the library, and files of the program beside the script.

use super::Interp;
use super::code::{Import, ImportFrom};
use super::context::syntax_error;
use super::resolve;
use crate::builtins;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::value::class::exception;
use crate::value::similar::nearest;
use crate::value::{Error, Module, Result, Value, iter};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Modules that no file can stand in for: Python has them built in.
const BUILT_IN: &[&str] = &["sys", "builtins", "time", "math", "itertools", "npl", "numpy", "np"];

/// Modules of Python's library that may be there, for did-you-mean.
const KNOWN: &[&str] = &[
    "math",
    "cmath",
    "random",
    "statistics",
    "itertools",
    "functools",
    "operator",
    "collections",
    "string",
    "re",
    "time",
    "datetime",
    "json",
    "csv",
    "os",
    "os.path",
    "sys",
    "pathlib",
    "io",
    "warnings",
    "copy",
    "fractions",
    "decimal",
    "contextlib",
    "textwrap",
    "pprint",
    "timeit",
    "bisect",
    "heapq",
    "typing",
    "tempfile",
    "numbers",
    "collections.abc",
    "numpy",
    "numpy.linalg",
    "numpy.random",
    "numpy.fft",
    "numpy.polynomial",
    "npl",
];

/// Modules that programs often import and that NPL does not have, with what it has instead.
const ABSENT: &[(&str, &str)] = &[
    ("scipy", "`np.linalg`, `np.fft`, `np.polynomial`, `np.interp` and `np.random` are what comes nearest"),
    ("pandas", "`np.genfromtxt` reads tables with named columns, `np.rec` and `numpy.lib.recfunctions` work with them"),
    ("matplotlib", "nothing draws here: `np.savetxt` or `np.save` write what another program is to draw"),
    ("seaborn", "nothing draws here: `np.savetxt` or `np.save` write what another program is to draw"),
    ("sklearn", "`np.linalg.lstsq`, `np.linalg.svd` and `np.polyfit` fit models"),
    ("torch", "arrays are NumPy's"),
    ("jax", "arrays are NumPy's"),
    ("tensorflow", "arrays are NumPy's"),
    ("cupy", "arrays are NumPy's"),
    ("numba", "operations on large arrays run fused and on all cores as they are"),
    ("sympy", "`fractions` and `decimal` compute exactly"),
    ("mpmath", "`decimal` computes with any number of digits"),
    ("pickle", "`np.save`, `np.savez` and `json` keep data"),
    ("struct", "`np.frombuffer` with a record dtype, `int.to_bytes` and `memoryview` read and write bytes"),
    ("array", "`np.array` and `bytearray` hold numbers and bytes"),
    ("argparse", "`sys.argv` holds the arguments"),
    ("logging", "`print(…, file=sys.stderr)` and `warnings` tell what happens"),
    ("threading", "operations on large arrays use all cores by themselves"),
    ("multiprocessing", "operations on large arrays use all cores by themselves"),
    ("concurrent", "operations on large arrays use all cores by themselves"),
    ("asyncio", "programs run one statement after the other"),
    ("dataclasses", "there are no classes: `collections.namedtuple` makes records"),
    ("enum", "there are no classes: names for numbers are variables"),
    ("abc", "there are no classes"),
    ("unittest", "`np.testing` and `assert` check results"),
    ("pytest", "`np.testing` and `assert` check results"),
    ("doctest", "`npl doctest` runs the examples of a file"),
    ("shutil", "`os`, `pathlib` and `tempfile` work with files"),
    ("glob", "`pathlib.Path().glob` finds files"),
    ("subprocess", "no other programs are run"),
    ("urllib", "there is no network"),
    ("requests", "there is no network"),
    ("socket", "there is no network"),
    ("hashlib", "`hash` tells values apart"),
    ("sqlite3", "`csv`, `json` and `np.genfromtxt` read data"),
    ("zipfile", "`np.savez` and `np.load` write and read archives of arrays"),
    ("gzip", "`np.savez_compressed` writes compressed files"),
    ("inspect", "`help` and `dir` show what there is"),
    ("traceback", "errors show the place they come from"),
    ("gc", "memory is freed when the last name for it is gone"),
    ("ctypes", "no C code is called"),
    ("calendar", "`datetime.date` and `np.datetime64` know the calendar, `np.busday_count` its working days"),
    ("zoneinfo", "`datetime.timezone` has zones of a fixed offset"),
    ("pytz", "`datetime.timezone` has zones of a fixed offset"),
    ("dateutil", "`datetime` reads ISO texts and, by `strptime`, others"),
    ("secrets", "`os.urandom` gives bytes that nobody can guess"),
    ("uuid", "`os.urandom` gives bytes that nobody else has"),
    ("base64", "`bytes.hex` and `bytes.fromhex` write and read bytes as text"),
    ("platform", "`sys.platform` and `sys.version_info` say where a program runs"),
    ("types", "`type` gives the class of a value"),
    ("queue", "`collections.deque` and `heapq` are queues"),
    ("shlex", "`str.split` and `csv` part texts"),
    ("configparser", "`json` keeps settings"),
    ("tomllib", "`json` keeps settings"),
];

/// The files imported by a session.
#[derive(Default)]
pub struct Imports {
    loaded: HashMap<PathBuf, Rc<Module>>,
    /// Files whose first statements are still running.
    unfinished: Vec<Rc<Module>>,
}

impl Imports {
    /// Whether a module is still being imported.
    pub fn is_unfinished(&self, module: &Rc<Module>) -> bool {
        self.unfinished.iter().any(|other| Rc::ptr_eq(other, module))
    }
}

impl Interp {
    pub(super) fn import(&mut self, node: &Import) -> Result<()> {
        let mut module = None;
        for depth in 1..=node.path.len() {
            module = Some(self.load(&node.path[..depth], node.span)?);
        }
        let module = match (node.aliased, &node.path[..]) {
            (false, [_, _, ..]) => self.load(&node.path[..1], node.span)?,
            (_, _) => match module {
                Some(module) => module,
                None => return Ok(()),
            },
        };
        Ok(self.assign(&node.target, Value::Module(module))?)
    }

    pub(super) fn import_from(&mut self, node: &ImportFrom) -> Result<()> {
        if node.level > 0 {
            let error = Error::new(&exception::IMPORT_ERROR, "attempted relative import with no known parent package");
            return Err(self.placed(error, node.span));
        }
        let mut module = None;
        for depth in 1..=node.path.len() {
            module = Some(self.load(&node.path[..depth], node.span)?);
        }
        let Some(module) = module else { return Ok(()) };
        if node.names.is_empty() {
            return self.import_star(&module, node.span);
        }
        for (name, span, target) in &node.names {
            let value = self.imported_name(&module, node, *name, *span)?;
            self.assign(target, value)?;
        }
        Ok(())
    }

    fn imported_name(&mut self, module: &Rc<Module>, node: &ImportFrom, name: Symbol, span: Span) -> Result<Value> {
        if let Some(value) = module.get(name) {
            return Ok(value);
        }
        let path = [&node.path[..], &[name]].concat();
        if let Some(submodule) = self.find(&path)? {
            return Ok(Value::Module(submodule));
        }
        let whole = module.name;
        let file = module.get(Symbol::new("__file__")).map(|file| crate::value::repr::str(&file));
        let unfinished = self.imports.is_unfinished(module);
        let part = if unfinished { "partially initialized module " } else { "" };
        let why = if unfinished { "most likely due to a circular import) (" } else { "" };
        let place = file.unwrap_or_else(|| "unknown location".to_string());
        let message = format!("cannot import name '{name}' from {part}'{whole}' ({why}{place})");
        let error = Error::new(&exception::IMPORT_ERROR, message);
        let members = module.members();
        let error = match nearest(name.as_str(), members.iter().map(|(member, _)| member.as_str())) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => error,
        };
        Err(self.placed(error, span))
    }

    /// `from module import *`: what `__all__` says, else the names without a leading `_`.
    fn import_star(&mut self, module: &Rc<Module>, span: Span) -> Result<()> {
        let listed = module.get(Symbol::new("__all__"));
        let names: Vec<Symbol> = match listed {
            Some(list) => {
                let names = iter::collect(self, &list).map_err(|error| self.placed(error, span))?;
                names
                    .iter()
                    .filter_map(|name| match name {
                        Value::Str(name) => Some(Symbol::new(name.as_str())),
                        _ => None,
                    })
                    .collect()
            }
            None => {
                let names = module.members().into_iter().map(|(name, _)| name);
                names.filter(|name| !name.as_str().starts_with('_')).collect()
            }
        };
        let into = self.module();
        for name in names {
            let Some(value) = module.get(name) else {
                let message = format!("module '{}' has no attribute '{name}'", module.name);
                return Err(self.placed(Error::attribute(message), span));
            };
            let slot = self.globals.slot(into, name, || builtins::lookup("bare", name));
            self.globals.set(slot, value);
        }
        Ok(())
    }

    /// The module of a dotted path. ModuleNotFoundError where there is none.
    fn load(&mut self, path: &[Symbol], span: Span) -> Result<Rc<Module>> {
        match self.find(path).map_err(|error| self.placed(error, span))? {
            Some(module) => Ok(module),
            None => Err(self.placed(self.not_found(path), span)),
        }
    }

    fn find(&mut self, path: &[Symbol]) -> Result<Option<Rc<Module>>> {
        let name = dotted(path);
        if let Some(known) = self.state.modules.get(&name) {
            return Ok(Some(known.clone()));
        }
        if !BUILT_IN.contains(&name.as_str())
            && let Some(file) = self.find_file(path)
        {
            return self.load_file(&name, &file).map(Some);
        }
        Ok(builtins::module(&name))
    }

    fn find_file(&self, path: &[Symbol]) -> Option<PathBuf> {
        let relative: PathBuf = path.iter().map(|part| part.as_str()).collect();
        let candidates = self
            .state
            .import_path
            .iter()
            .flat_map(|folder| ["npl", "py"].map(|extension| folder.join(&relative).with_extension(extension)));
        candidates.into_iter().find(|file| file.is_file())
    }

    /// Runs a file as a module of its own.
    fn load_file(&mut self, name: &str, file: &Path) -> Result<Rc<Module>> {
        if let Some(known) = self.imports.loaded.get(file) {
            return Ok(known.clone());
        }
        let text = std::fs::read_to_string(file).map_err(|error| {
            Error::new(&exception::IMPORT_ERROR, format!("cannot read '{}': {error}", file.display()))
        })?;
        let source = self.sources.add(file.display().to_string(), text);
        let module = Rc::new(Module::new(Symbol::new(name).as_str()));
        let id = self.globals.add_module(Some(module.clone()));
        for (key, value) in [("__name__", name.to_string()), ("__file__", file.display().to_string())] {
            let slot = self.globals.slot(id, Symbol::new(key), || None);
            self.globals.set(slot, Value::str(value));
        }
        let fixed = HashMap::new();
        let options = resolve::Options { module: id, prompt: false, fixed: &fixed };
        let code = self.compile_in(&source, options).map_err(|diagnostics| syntax_error(&diagnostics))?;

        self.imports.loaded.insert(file.to_path_buf(), module.clone());
        self.state.modules.insert(name.to_string(), module.clone());
        self.imports.unfinished.push(module.clone());
        let result = self.run_module(Rc::new(code));
        self.imports.unfinished.retain(|other| !Rc::ptr_eq(other, &module));
        if let Err(error) = result {
            self.imports.loaded.remove(file);
            self.state.modules.remove(name);
            return Err(error);
        }
        Ok(module)
    }

    fn not_found(&self, path: &[Symbol]) -> Error {
        let name = dotted(path);
        let message = match path {
            [parents @ .., _] if !parents.is_empty() && builtins::module(&dotted(&parents[..1])).is_none() => {
                format!("No module named '{name}'; '{}' is not a package", dotted(parents))
            }
            _ => format!("No module named '{name}'"),
        };
        let error = Error::new(&exception::MODULE_NOT_FOUND_ERROR, message);
        let top = path.first().map_or("", |first| first.as_str());
        if let Some((_, instead)) = ABSENT.iter().find(|(known, _)| *known == top) {
            return error.help(format!(
                "NPL has NumPy and the parts of Python's library that go with it, but not `{top}`: {instead}"
            ));
        }
        let there = KNOWN.iter().copied().filter(|known| builtins::module(known).is_some());
        match nearest(&name, there) {
            Some(near) => error.help(format!("did you mean `{near}`?")),
            None => {
                let folders: Vec<String> =
                    self.state.import_path.iter().map(|folder| folder.display().to_string()).collect();
                match folders.as_slice() {
                    [] => error,
                    some => error.help(format!("neither in the library nor as `{name}.npl` in {}", some.join(", "))),
                }
            }
        }
    }
}

fn dotted(path: &[Symbol]) -> String {
    path.iter().map(|part| part.as_str()).collect::<Vec<_>>().join(".")
}
