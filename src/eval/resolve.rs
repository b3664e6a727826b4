//! Syntax tree → evaluation tree: names become slots, cells or globals, literals become values.

mod expr;
mod stmt;

use super::code::*;
use super::globals::{GlobalSlot, Globals, ModuleId};
use super::scope::{Origin, ScopeId, Scopes, analyse};
use crate::builtins;
use crate::source::{Source, SourceId};
use crate::symbol::Symbol;
use crate::syntax::ast;
use crate::value::Value;
use std::collections::HashMap;
use std::rc::Rc;

/// How a text is to be read.
pub struct Options<'a> {
    pub module: ModuleId,
    /// Expression statements at the top level show their values.
    pub prompt: bool,
    /// Names that have a value of their own in this text, where it does not bind them: the caller's locals of `eval`.
    pub fixed: &'a HashMap<Symbol, Value>,
}

/// Resolves a whole text that the parser has found right.
pub fn resolve(block: &ast::Block, source: &Source, globals: &mut Globals, options: &Options) -> Code {
    let (scopes, frames) = (analyse(block), Vec::new());
    let mut resolver = Resolver { globals, options, source: source.id, scopes, frames, at: Scopes::MODULE };
    resolver.frame(Scopes::MODULE, "<module>", None, None, |resolver| resolver.block(block)).0
}

struct Resolver<'a> {
    globals: &'a mut Globals,
    options: &'a Options<'a>,
    source: SourceId,
    scopes: Scopes,
    /// The frames being built, outermost first.
    frames: Vec<FrameBuilder>,
    at: ScopeId,
}

/// Slots and cells of a frame being built.
struct FrameBuilder {
    scope: ScopeId,
    qualified_name: Rc<str>,
    locals: Vec<Symbol>,
    slots: HashMap<(ScopeId, Symbol), Slot>,
    cells: Vec<Symbol>,
    cell_slots: HashMap<(ScopeId, Symbol), CellSlot>,
    own_cells: usize,
}

impl FrameBuilder {
    fn add_slot(&mut self, scope: ScopeId, name: Symbol) -> Slot {
        let slot = self.locals.len() as Slot;
        self.locals.push(name);
        self.slots.insert((scope, name), slot);
        slot
    }
}

impl Resolver<'_> {
    /// Builds the code of one frame; also the cells that the frame around it must give.
    fn frame(
        &mut self,
        scope: ScopeId,
        name: &str,
        params: Option<&ast::Params>,
        doc: Option<Rc<str>>,
        body: impl FnOnce(&mut Self) -> Block,
    ) -> (Code, Box<[CellSlot]>) {
        let qualified_name = match self.frames.last() {
            Some(outer) if outer.scope != Scopes::MODULE => format!("{}.<locals>.{name}", outer.qualified_name).into(),
            _ => Rc::from(name),
        };
        let (locals, cells) = (Vec::new(), Vec::new());
        let (slots, cell_slots) = (HashMap::new(), HashMap::new());
        let mut builder = FrameBuilder { scope, qualified_name, locals, slots, cells, cell_slots, own_cells: 0 };
        let params_of = params.map_or_else(Params::default, |params| add_params(&mut builder, params));
        for owned in self.scopes.shared_of_frame(scope) {
            builder.cell_slots.insert(owned, builder.cells.len() as CellSlot);
            builder.cells.push(owned.1);
        }
        builder.own_cells = builder.cells.len();
        for &free in self.scopes.free(scope) {
            builder.cell_slots.insert(free, builder.cells.len() as CellSlot);
            builder.cells.push(free.1);
        }
        for bound in self.scopes.bound(scope) {
            let known = builder.slots.contains_key(&(scope, bound));
            if scope != Scopes::MODULE && !known && !self.scopes.is_captured(scope, bound) {
                builder.add_slot(scope, bound);
            }
        }
        let captured =
            |(slot, name): (usize, &Symbol)| builder.cell_slots.get(&(scope, *name)).map(|&cell| (slot as Slot, cell));
        let param_count = params_of.slots();
        let captured_params = builder.locals.iter().enumerate().take(param_count).filter_map(captured).collect();

        let outer = std::mem::replace(&mut self.at, scope);
        self.frames.push(builder);
        let body = body(self);
        let builder = self.frames.pop();
        self.at = outer;
        let Some(builder) = builder else { unreachable!("the frame pushed above") };
        let captures = self.scopes.free(scope).to_vec();
        let captures = captures.into_iter().map(|(owner, name)| self.cell(owner, name)).collect();
        let code = Code {
            name: Symbol::new(name),
            qualified_name: builder.qualified_name,
            doc,
            source: self.source,
            module: self.options.module,
            params: params_of,
            locals: builder.locals,
            cells: builder.cells,
            own_cells: builder.own_cells,
            captured_params,
            body,
        };
        (code, captures)
    }

    fn builder(&mut self) -> &mut FrameBuilder {
        match self.frames.last_mut() {
            Some(builder) => builder,
            None => unreachable!("names are resolved inside a frame"),
        }
    }

    /// The running frame's cell for a name of `owner`.
    fn cell(&mut self, owner: ScopeId, name: Symbol) -> CellSlot {
        self.builder().cell_slots.get(&(owner, name)).copied().unwrap_or(0)
    }

    fn global(&mut self, name: Symbol) -> GlobalSlot {
        self.globals.slot(self.options.module, name, || builtins::lookup("bare", name))
    }

    /// A name that is read.
    fn name(&mut self, name: Symbol) -> ExprKind {
        match self.scopes.origin(self.at, name) {
            Origin::Global => match self.options.fixed.get(&name) {
                Some(value) => ExprKind::Const(value.clone()),
                None => ExprKind::Global(self.global(name)),
            },
            Origin::Scope(owner) if self.scopes.is_captured(owner, name) => ExprKind::Cell(self.cell(owner, name)),
            Origin::Scope(owner) => ExprKind::Local(self.slot(owner, name)),
        }
    }

    /// A name that is written.
    fn name_target(&mut self, name: Symbol) -> TargetKind {
        match self.scopes.origin(self.at, name) {
            Origin::Global => TargetKind::Global(self.global(name)),
            Origin::Scope(owner) if self.scopes.is_captured(owner, name) => TargetKind::Cell(self.cell(owner, name)),
            Origin::Scope(owner) => TargetKind::Local(self.slot(owner, name)),
        }
    }

    fn slot(&mut self, owner: ScopeId, name: Symbol) -> Slot {
        let builder = self.builder();
        match builder.slots.get(&(owner, name)) {
            Some(&slot) => slot,
            None => builder.add_slot(owner, name),
        }
    }

    /// A `def` or lambda, without the name that it is bound to.
    fn function(&mut self, function: &ast::Function) -> MakeFunction {
        let params = &function.params;
        let positional = || params.positional_only.iter().chain(&params.positional);
        let defaults = positional().filter_map(|param| param.default.as_ref());
        let defaults = defaults.map(|default| self.expr(default)).collect();
        let keyword_defaults = params.keyword_only.iter().map(|param| param.default.as_ref());
        let keyword_defaults = keyword_defaults.map(|default| default.map(|default| self.expr(default))).collect();
        let scope = self.scopes.of_node(function);
        let name = function.name.name.as_str();
        let (code, captures) =
            self.frame(scope, name, Some(params), function.doc.clone(), |resolver| resolver.block(&function.body));
        MakeFunction { code: Rc::new(code), defaults, keyword_defaults, captures }
    }
}

impl Params {
    /// How many slots the parameters take.
    pub fn slots(&self) -> usize {
        self.positional + self.keyword_only + usize::from(self.args.is_some()) + usize::from(self.kwargs.is_some())
    }
}

fn add_params(builder: &mut FrameBuilder, params: &ast::Params) -> Params {
    let scope = builder.scope;
    let all = params.positional_only.iter().chain(&params.positional).chain(&params.keyword_only);
    for param in all {
        builder.add_slot(scope, param.name.name);
    }
    let args = params.args.map(|ident| builder.add_slot(scope, ident.name));
    let kwargs = params.kwargs.map(|ident| builder.add_slot(scope, ident.name));
    Params {
        positional_only: params.positional_only.len(),
        positional: params.positional_only.len() + params.positional.len(),
        keyword_only: params.keyword_only.len(),
        args,
        kwargs,
        plain: params.keyword_only.is_empty() && args.is_none() && kwargs.is_none(),
    }
}
