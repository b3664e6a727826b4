//! Global names as slots: one for each name that a module of the session uses; a slot without a value falls through to
//! the library.

use crate::symbol::Symbol;
use crate::value::{Module, Value};
use std::collections::HashMap;
use std::rc::Rc;

/// Index of a global name of one module among those of all modules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GlobalSlot(pub u32);

/// The session itself (0), or an imported file.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default, Debug)]
pub struct ModuleId(pub u32);

/// The global names of all modules of a session.
#[derive(Default)]
pub struct Globals {
    slots: Vec<Global>,
    modules: Vec<Names>,
}

struct Global {
    value: Option<Value>,
    /// What the library has under this name.
    library: Option<Value>,
    name: Symbol,
    module: ModuleId,
}

struct Names {
    slots: HashMap<Symbol, GlobalSlot>,
    /// In the order in which they were first met.
    order: Vec<GlobalSlot>,
    /// The module object of an imported file, which shows the same names.
    object: Option<Rc<Module>>,
}

impl Globals {
    /// A new module without names; `object` is kept equal to its names.
    pub fn add_module(&mut self, object: Option<Rc<Module>>) -> ModuleId {
        self.modules.push(Names { slots: HashMap::new(), order: Vec::new(), object });
        ModuleId(self.modules.len() as u32 - 1)
    }

    /// The slot of a name, made on first use; `library` says what the library has under it.
    pub fn slot(&mut self, module: ModuleId, name: Symbol, library: impl FnOnce() -> Option<Value>) -> GlobalSlot {
        let names = &mut self.modules[module.0 as usize];
        if let Some(&slot) = names.slots.get(&name) {
            return slot;
        }
        let slot = GlobalSlot(self.slots.len() as u32);
        names.slots.insert(name, slot);
        names.order.push(slot);
        self.slots.push(Global { value: None, library: library(), name, module });
        slot
    }

    /// The slot of a name that has been met before.
    pub fn find(&self, module: ModuleId, name: Symbol) -> Option<GlobalSlot> {
        self.modules.get(module.0 as usize)?.slots.get(&name).copied()
    }

    /// The value of a name: the program's, else the library's.
    #[inline(always)]
    pub fn get(&self, slot: GlobalSlot) -> Option<&Value> {
        let global = self.slots.get(slot.0 as usize)?;
        match &global.value {
            Some(value) => Some(value),
            None => global.library.as_ref(),
        }
    }

    #[inline(always)]
    pub fn set(&mut self, slot: GlobalSlot, value: Value) {
        let global = &mut self.slots[slot.0 as usize];
        // Modules of imported files show the same names; the session itself (0) has no object.
        if global.module.0 != 0
            && let Some(object) = &self.modules[global.module.0 as usize].object
        {
            object.set(global.name, value.clone());
        }
        super::frame::put(&mut global.value, value);
    }

    /// Unbinds a name: the library's is seen again. What it was bound to.
    pub fn remove(&mut self, slot: GlobalSlot) -> Option<Value> {
        let global = &mut self.slots[slot.0 as usize];
        if let Some(object) = &self.modules[global.module.0 as usize].object {
            object.remove(global.name);
        }
        global.value.take()
    }

    /// Sets what is seen while the program has no value of its own under this name.
    pub fn set_library(&mut self, slot: GlobalSlot, value: Value) {
        self.slots[slot.0 as usize].library = Some(value);
    }

    pub fn name(&self, slot: GlobalSlot) -> Symbol {
        self.slots[slot.0 as usize].name
    }

    /// The bound names of a module with their values, in the order in which they were first met.
    pub fn bound(&self, module: ModuleId) -> Vec<(Symbol, Value)> {
        let Some(names) = self.modules.get(module.0 as usize) else { return Vec::new() };
        let entry = |slot: &GlobalSlot| {
            let global = &self.slots[slot.0 as usize];
            global.value.clone().map(|value| (global.name, value))
        };
        names.order.iter().filter_map(entry).collect()
    }

    /// The imported file's module that `object` is.
    pub fn module_of(&self, object: &Rc<Module>) -> Option<ModuleId> {
        let is = |names: &Names| names.object.as_ref().is_some_and(|o| Rc::ptr_eq(o, object));
        self.modules.iter().position(is).map(|i| ModuleId(i as u32))
    }
}
