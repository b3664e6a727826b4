//! Python's scoping: which names each module, function, comprehension and generator expression binds, and where each name
//! that it uses comes from. Syntax tree → `Scopes`.

mod walk;

use crate::symbol::Symbol;
use crate::syntax::ast::Block;
use std::collections::HashMap;

/// Index into [`Scopes`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ScopeId(usize);

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScopeKind {
    Module,
    Function,
    /// A list, set or dict comprehension: it runs in the frame around it.
    Comprehension,
    Generator,
}

/// How one scope uses one name.
#[derive(Clone, Copy, Default)]
struct Use {
    bound: bool,
    global: bool,
    nonlocal: bool,
}

struct Scope {
    kind: ScopeKind,
    parent: Option<ScopeId>,
    /// In the order of their first appearance.
    names: Vec<(Symbol, Use)>,
    index: HashMap<Symbol, usize>,
    /// Own names that a nested frame uses.
    captured: Vec<Symbol>,
    /// Names of enclosing frames that this frame (or one inside it) uses: whose they are and what.
    free: Vec<(ScopeId, Symbol)>,
}

/// Where a name comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Origin {
    Global,
    /// Bound in this scope, which may be the one that asks or one around it.
    Scope(ScopeId),
}

/// The scopes of one text.
pub struct Scopes {
    all: Vec<Scope>,
    /// By the address of the tree node that opens the scope.
    by_node: HashMap<usize, ScopeId>,
}

/// Analyses a whole text, which the parser has found free of violations of the scoping rules.
pub fn analyse(block: &Block) -> Scopes {
    let mut walker = walk::Walker::new();
    walker.module(block);
    let mut scopes = walker.finish();
    scopes.find_captures();
    scopes
}

impl Scopes {
    pub const MODULE: ScopeId = ScopeId(0);

    /// The scope that a node of the tree opens.
    pub fn of_node<T: ?Sized>(&self, node: &T) -> ScopeId {
        self.by_node.get(&address(node)).copied().unwrap_or(Scopes::MODULE)
    }

    /// The scope in whose frame this one runs: itself, but for comprehensions.
    pub fn frame_of(&self, scope: ScopeId) -> ScopeId {
        match (self.all[scope.0].kind, self.all[scope.0].parent) {
            (ScopeKind::Comprehension, Some(parent)) => self.frame_of(parent),
            _ => scope,
        }
    }

    pub fn origin(&self, scope: ScopeId, name: Symbol) -> Origin {
        let mut at = scope;
        loop {
            let here = &self.all[at.0];
            if here.kind == ScopeKind::Module {
                return Origin::Global;
            }
            match here.index.get(&name).map(|&i| here.names[i].1) {
                Some(used) if used.global => return Origin::Global,
                Some(used) if used.bound && !used.nonlocal => return Origin::Scope(at),
                _ => {}
            }
            match here.parent {
                Some(parent) => at = parent,
                None => return Origin::Global,
            }
        }
    }

    /// Names that the scope binds, in the order of their first appearance.
    pub fn bound(&self, scope: ScopeId) -> Vec<Symbol> {
        let own = |(_, used): &&(Symbol, Use)| used.bound && !used.global && !used.nonlocal;
        self.all[scope.0].names.iter().filter(own).map(|(name, _)| *name).collect()
    }

    pub fn is_captured(&self, scope: ScopeId, name: Symbol) -> bool {
        self.all[scope.0].captured.contains(&name)
    }

    /// What a frame takes from the frames around it.
    pub fn free(&self, frame: ScopeId) -> &[(ScopeId, Symbol)] {
        &self.all[frame.0].free
    }

    /// The scope around a frame, in whose frame it is made.
    pub fn parent(&self, scope: ScopeId) -> ScopeId {
        self.all[scope.0].parent.unwrap_or(Scopes::MODULE)
    }

    /// Names that nested frames take from a frame: its own and its comprehensions'.
    pub fn shared_of_frame(&self, frame: ScopeId) -> Vec<(ScopeId, Symbol)> {
        let inside = |i: &usize| self.frame_of(ScopeId(*i)) == frame;
        let shared = |i: usize| self.all[i].captured.iter().map(move |name| (ScopeId(i), *name));
        (frame.0..self.all.len()).filter(inside).flat_map(shared).collect()
    }

    fn find_captures(&mut self) {
        for i in 0..self.all.len() {
            for at in 0..self.all[i].names.len() {
                let name = self.all[i].names[at].0;
                if let Origin::Scope(owner) = self.origin(ScopeId(i), name) {
                    self.capture(ScopeId(i), owner, name);
                }
            }
        }
    }

    /// Makes `owner`'s name reach `user`'s frame through every frame between them.
    fn capture(&mut self, user: ScopeId, owner: ScopeId, name: Symbol) {
        let home = self.frame_of(owner);
        let mut frame = self.frame_of(user);
        if frame == home {
            return;
        }
        if !self.all[owner.0].captured.contains(&name) {
            self.all[owner.0].captured.push(name);
        }
        while frame != home {
            if !self.all[frame.0].free.contains(&(owner, name)) {
                self.all[frame.0].free.push((owner, name));
            }
            frame = self.frame_of(self.parent(frame));
        }
    }
}

fn address<T: ?Sized>(node: &T) -> usize {
    std::ptr::from_ref(node).cast::<()>() as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::syntax;
    use crate::syntax::ast::{Function, StmtKind};

    fn analysed(text: &str) -> (Scopes, Block) {
        let source = Sources::default().add("test", text);
        let parsed = syntax::parse(&source);
        assert!(parsed.diagnostics.is_empty());
        (analyse(&parsed.block), parsed.block)
    }

    fn function(block: &Block, at: usize) -> &Function {
        match &block[at].kind {
            StmtKind::Def(function) => function,
            _ => panic!("not a function"),
        }
    }

    #[test]
    fn an_inner_function_captures_and_the_one_between_passes_on() {
        let (scopes, block) =
            analysed("def f(a):\n  def g():\n    def h():\n      return a\n    return h\n  return g\n");
        let f = function(&block, 0);
        let (outer, a) = (scopes.of_node(f), Symbol::new("a"));
        assert!(scopes.is_captured(outer, a));
        let g = scopes.of_node(function(&f.body, 0));
        assert_eq!(scopes.free(g), [(outer, a)]);
        assert_eq!(scopes.origin(g, a), Origin::Scope(outer));
    }

    #[test]
    fn comprehensions_share_the_frame_and_walrus_binds_outside() {
        let (scopes, block) = analysed("def f(xs):\n  return [(y := x) for x in xs]\n");
        let f = scopes.of_node(function(&block, 0));
        assert_eq!(scopes.bound(f), [Symbol::new("xs"), Symbol::new("y")]);
        assert!(!scopes.is_captured(f, Symbol::new("xs")));
        assert!(scopes.free(f).is_empty());
    }

    #[test]
    fn global_skips_the_functions_between() {
        let (scopes, block) = analysed("def f():\n  global x\n  def g():\n    return x\n  x = 1\n");
        let f = function(&block, 0);
        let g = scopes.of_node(function(&f.body, 1));
        assert_eq!(scopes.origin(g, Symbol::new("x")), Origin::Global);
        assert!(scopes.bound(scopes.of_node(f)).iter().all(|name| name.as_str() == "g"));
    }
}
