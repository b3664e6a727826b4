//! The evaluation tree: the syntax tree with names resolved to slots, constants as values and special cases split off.
//! Made by `resolve`, walked by the rest of this folder.

use super::dispatch::{self, Eval, Exec, Test};
use super::globals::{GlobalSlot, ModuleId};
use crate::source::{SourceId, Span};
use crate::symbol::Symbol;
use crate::syntax::ast;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::subscript::bound;
use crate::value::{Builtin, Class, Value};
use std::cell::Cell;
use std::rc::Rc;

pub type Block = Box<[Stmt]>;

/// Index of a local name in the running frame.
pub type Slot = u32;
/// Index of a cell of the running frame: first those it owns, then those it was given.
pub type CellSlot = u32;

/// What runs in one frame: a module, a function or a generator expression.
pub struct Code {
    pub name: Symbol,
    /// `outer.<locals>.inner`, as errors about arguments show it.
    pub qualified_name: Rc<str>,
    pub doc: Option<Rc<str>>,
    pub source: SourceId,
    pub module: ModuleId,
    pub params: Params,
    /// Names by slot; parameters come first, comprehension variables are among them.
    pub locals: Vec<Symbol>,
    /// Names by cell; the first `own_cells` are made when the frame starts.
    pub cells: Vec<Symbol>,
    pub own_cells: usize,
    /// Parameters that are captured: from slot to cell when the frame starts.
    pub captured_params: Vec<(Slot, CellSlot)>,
    pub body: Block,
}

/// The parameters in the order of their slots: positional-only, positional, keyword-only, `*args`, `**kwargs`.
#[derive(Default)]
pub struct Params {
    pub positional_only: usize,
    /// Including the positional-only ones.
    pub positional: usize,
    pub keyword_only: usize,
    pub args: Option<Slot>,
    pub kwargs: Option<Slot>,
    /// Whether there are positional parameters only.
    pub plain: bool,
}

pub struct Stmt {
    pub kind: StmtKind,
    pub span: Span,
    /// What runs this kind of statement.
    pub run: Exec,
}

impl Stmt {
    pub fn new(kind: StmtKind, span: Span) -> Stmt {
        let run = dispatch::of_stmt(&kind);
        Stmt { kind, span, run }
    }
}

pub enum StmtKind {
    Expr(Expr),
    /// An expression statement at the prompt: its value is shown, unless `quiet`.
    Display {
        value: Expr,
        quiet: bool,
    },
    /// `name = value` where the name is an uncaptured local: the commonest assignment.
    SetLocal(Slot, Expr),
    SetGlobal(GlobalSlot, Expr),
    Assign(Box<Assign>),
    AugAssign(Box<AugAssign>),
    Del(Box<[Target]>),
    Pass,
    Break,
    Continue,
    Return(Option<Expr>),
    Raise(Box<Raise>),
    Assert(Box<Assert>),
    Import(Box<[Import]>),
    ImportFrom(Box<ImportFrom>),
    If(Box<If>),
    While(Box<While>),
    For(Box<For>),
    Def(Box<Def>),
    Try(Box<Try>),
    With(Box<With>),
}

pub struct Assign {
    pub targets: Box<[Target]>,
    pub value: Expr,
}

pub struct AugAssign {
    pub target: Target,
    pub op: BinaryOp,
    pub value: Expr,
    /// Whether evaluating the value can't bind the target.
    pub settled: bool,
}

pub struct Raise {
    pub exception: Option<Expr>,
    pub cause: Option<Expr>,
}

pub struct Assert {
    pub test: Expr,
    pub message: Option<Expr>,
}

/// `import path [as alias]`: without an alias, the first name of the path is bound.
pub struct Import {
    pub path: Vec<Symbol>,
    pub span: Span,
    pub aliased: bool,
    pub target: Target,
}

pub struct ImportFrom {
    pub path: Vec<Symbol>,
    pub level: u32,
    pub span: Span,
    /// Empty for `*`.
    pub names: Vec<(Symbol, Span, Target)>,
}

pub struct If {
    pub test: Expr,
    pub body: Block,
    pub orelse: Block,
}

pub struct While {
    pub test: Expr,
    pub body: Block,
    pub orelse: Block,
}

pub struct For {
    pub target: Target,
    pub iter: Expr,
    pub body: Block,
    pub orelse: Block,
}

pub struct Def {
    pub target: Target,
    pub function: MakeFunction,
}

pub struct Try {
    pub body: Block,
    pub handlers: Vec<Handler>,
    pub orelse: Block,
    pub finally: Block,
}

pub struct Handler {
    pub class: Option<Expr>,
    pub target: Option<Target>,
    pub body: Block,
}

pub struct With {
    pub context: Expr,
    pub target: Option<Target>,
    /// Several items are nested `With`s.
    pub body: Block,
}

/// Where a value goes.
pub struct Target {
    pub kind: TargetKind,
    pub span: Span,
}

pub enum TargetKind {
    Local(Slot),
    Cell(CellSlot),
    Global(GlobalSlot),
    Attribute(Box<Attribute>),
    Subscript(Box<Subscript>),
    Unpack(Box<Unpack>),
}

/// `a, *b, c = …`
pub struct Unpack {
    pub targets: Box<[Target]>,
    pub starred: Option<usize>,
}

pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
    /// What evaluates this kind of expression.
    pub run: Eval,
    /// What tells whether its value is true.
    pub truth: Test,
}

pub enum ExprKind {
    Const(Value),
    Local(Slot),
    Cell(CellSlot),
    Global(GlobalSlot),
    Tuple(Box<[Item]>),
    List(Box<[Item]>),
    Set(Box<[Item]>),
    Dict(Box<[DictItem]>),
    Matrix(Box<[Box<[Expr]>]>),
    FString(Box<[FPart]>),
    Not(Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Binary(Box<Binary>),
    /// A long left-associative chain, evaluated without recursion.
    Chain(Box<Chain>),
    And(Box<[Expr]>),
    Or(Box<[Expr]>),
    Compare(Box<Compare>),
    CompareChain(Box<CompareChain>),
    IfElse(Box<IfElse>),
    Call(Box<Call>),
    Attribute(Box<Attribute>),
    Subscript(Box<Subscript>),
    Slice(Box<Slice>),
    Lambda(Box<MakeFunction>),
    Comprehension(Box<Comprehension>),
    Generator(Box<MakeGenerator>),
    Walrus(Box<Walrus>),
    /// Elementwise operations that meet in one expression: run at once where they are about large arrays.
    Fused(Box<Region>),
}

impl Expr {
    pub fn new(kind: ExprKind, span: Span) -> Expr {
        let (run, truth) = dispatch::of_expr(&kind);
        Expr { kind, span, run, truth }
    }

    /// The expression as it is written, without the mark of a region.
    pub fn written(&self) -> &Expr {
        match &self.kind {
            ExprKind::Fused(region) => &region.body,
            _ => self,
        }
    }

    /// Whether its value can be looked at where it lies, without evaluating anything.
    #[inline(always)]
    pub fn is_simple(&self) -> bool {
        matches!(self.kind, ExprKind::Local(_) | ExprKind::Const(_) | ExprKind::Global(_))
    }
}

impl Expr {
    /// Whether it consists of operators on names and constants only: evaluating it can't bind a name.
    #[inline]
    pub fn is_arithmetic(&self) -> bool {
        let part = |expr: &Expr| expr.is_simple() || expr.is_arithmetic();
        match &self.kind {
            ExprKind::Binary(node) => part(&node.left) && part(&node.right),
            ExprKind::Unary(_, operand) => part(operand),
            _ => false,
        }
    }
}

/// An item of a display, with or without a star.
pub struct Item {
    pub starred: bool,
    pub value: Expr,
}

pub enum DictItem {
    Pair(Expr, Expr),
    Spread(Expr),
}

pub struct Binary {
    pub op: BinaryOp,
    pub left: Expr,
    pub right: Expr,
}

pub struct Chain {
    pub first: Expr,
    pub rest: Box<[(BinaryOp, Expr)]>,
}

/// Python's comparison operators, sorted by how they are evaluated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Comparison {
    Rich(CompareOp),
    Is,
    IsNot,
    In,
    NotIn,
}

pub struct Compare {
    pub op: Comparison,
    pub left: Expr,
    pub right: Expr,
}

pub struct CompareChain {
    pub first: Expr,
    pub rest: Box<[(Comparison, Expr)]>,
}

pub struct IfElse {
    pub test: Expr,
    pub then: Expr,
    pub orelse: Expr,
}

pub struct Call {
    pub callee: Expr,
    /// Positional arguments and `*iterables`.
    pub positional: Box<[Item]>,
    /// `name=value`, or `**mapping` where the name is missing.
    pub keywords: Box<[(Option<Symbol>, Expr)]>,
    /// Whether there is any `*` or `**`.
    pub spread: bool,
    pub cache: ItemCache,
}

/// For a method: the class of the last receiver and the library's method found for it; for a class: itself and its
/// constructor.
pub type ItemCache = Cell<Option<(&'static Class, Option<&'static Builtin>)>>;

pub struct Attribute {
    pub value: Expr,
    pub name: Symbol,
    pub name_span: Span,
    /// The class of the last array whose attribute this was, and the library's attribute found for it.
    pub property: ItemCache,
}

pub struct Subscript {
    pub value: Expr,
    pub index: Expr,
}

pub struct Slice {
    pub start: Option<Expr>,
    pub stop: Option<Expr>,
    pub step: Option<Expr>,
    /// The three of them where they are written as integers, or not at all.
    pub constant: Option<[Option<isize>; 3]>,
}

impl Slice {
    pub fn new(start: Option<Expr>, stop: Option<Expr>, step: Option<Expr>) -> Slice {
        let written = |expr: &Option<Expr>| match expr {
            None => Some(None),
            Some(Expr { kind: ExprKind::Const(value), .. }) => bound(value),
            Some(_) => None,
        };
        let all = || Some([written(&start)?, written(&stop)?, written(&step)?]);
        Slice { constant: all(), start, stop, step }
    }
}

/// A `def` or lambda: evaluated, it makes a function.
pub struct MakeFunction {
    pub code: Rc<Code>,
    /// Of the last positional parameters.
    pub defaults: Box<[Expr]>,
    /// One for each keyword-only parameter.
    pub keyword_defaults: Box<[Option<Expr>]>,
    /// Cells of the enclosing frame that the function gets.
    pub captures: Box<[CellSlot]>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ComprehensionKind {
    List,
    Set,
    Dict,
}

/// A list, set or dict comprehension: it runs in the frame around it, on slots of its own.
pub struct Comprehension {
    pub kind: ComprehensionKind,
    pub element: Expr,
    /// The value of a dict comprehension's pair; its key is the element.
    pub value: Option<Expr>,
    pub clauses: Box<[Clause]>,
    /// Slots to empty at the end, so that the last items don't live on.
    pub slots: Box<[Slot]>,
    /// Captured variables: each run gets new cells for them.
    pub cells: Box<[CellSlot]>,
}

pub struct Clause {
    pub target: Target,
    pub iter: Expr,
    pub conditions: Box<[Expr]>,
}

/// A generator expression: the first iterable is evaluated at once, in the frame around it.
pub struct MakeGenerator {
    pub first: Expr,
    pub body: Rc<GeneratorBody>,
    pub captures: Box<[CellSlot]>,
}

pub struct GeneratorBody {
    pub code: Rc<Code>,
    pub element: Expr,
    /// The first clause's `iter` is not used: see [`MakeGenerator::first`].
    pub clauses: Box<[Clause]>,
}

pub struct Walrus {
    pub target: Target,
    pub value: Expr,
}

/// An expression of elementwise operations; no operand of them is a region of its own.
pub struct Region {
    pub operations: usize,
    /// Where arrays may be found before anything is evaluated.
    pub hints: Box<[Hint]>,
    pub body: Expr,
}

/// A name whose value tells whether a region is about arrays.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Hint {
    Local(Slot),
    Global(GlobalSlot),
}

pub enum FPart {
    Text(Rc<str>),
    Field(Box<FField>),
}

pub struct FField {
    pub value: Expr,
    pub debug: Option<Rc<str>>,
    pub conversion: Option<ast::Conversion>,
    pub spec: Box<[FPart]>,
}
