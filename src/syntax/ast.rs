//! The syntax tree: what a program text says, every node with its span, names interned, literals decoded, nothing resolved.

use crate::source::Span;
use crate::symbol::Symbol;
use std::rc::Rc;

/// A sequence of statements: a module, or the body of a compound statement.
pub type Block = Vec<Stmt>;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ident {
    pub name: Symbol,
    pub span: Span,
}

#[derive(Debug)]
pub struct Stmt {
    pub kind: StmtKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum StmtKind {
    /// An expression statement. `quiet`: a `;` ends its line, which hides the result at the prompt.
    Expr {
        value: Expr,
        quiet: bool,
    },
    /// `a = b = value`: targets from left to right. Targets are Name, Attribute, Subscript, Starred, Tuple or List.
    Assign {
        targets: Vec<Expr>,
        value: Expr,
    },
    /// `target op= value`
    AugAssign {
        target: Expr,
        op: BinaryOp,
        op_span: Span,
        value: Expr,
    },
    /// `target: annotation [= value]`: the annotation is checked for syntax and dropped.
    AnnAssign {
        target: Expr,
        value: Option<Expr>,
    },
    Del(Vec<Expr>),
    Pass,
    Break,
    Continue,
    Return(Option<Expr>),
    Raise {
        exception: Option<Expr>,
        cause: Option<Expr>,
    },
    Assert {
        test: Expr,
        message: Option<Expr>,
    },
    Global(Vec<Ident>),
    Nonlocal(Vec<Ident>),
    /// `import a.b as c, d`
    Import(Vec<ImportName>),
    ImportFrom {
        module: Vec<Ident>,
        level: u32,
        names: ImportNames,
    },
    /// `elif` is an `If` alone in `orelse`.
    If {
        test: Expr,
        body: Block,
        orelse: Block,
    },
    While {
        test: Expr,
        body: Block,
        orelse: Block,
    },
    For {
        target: Expr,
        iter: Expr,
        body: Block,
        orelse: Block,
    },
    Def(Rc<Function>),
    Try {
        body: Block,
        handlers: Vec<Handler>,
        orelse: Block,
        finally: Block,
    },
    With {
        items: Vec<WithItem>,
        body: Block,
    },
}

#[derive(Debug)]
pub struct ImportName {
    /// The dotted path, at least one name.
    pub path: Vec<Ident>,
    pub alias: Option<Ident>,
}

#[derive(Debug)]
pub enum ImportNames {
    Star(Span),
    /// `name [as alias]`
    Names(Vec<(Ident, Option<Ident>)>),
}

#[derive(Debug)]
pub struct Handler {
    /// `None` for a bare `except:`.
    pub class: Option<Expr>,
    pub name: Option<Ident>,
    pub body: Block,
    pub span: Span,
}

#[derive(Debug)]
pub struct WithItem {
    pub context: Expr,
    pub target: Option<Expr>,
}

/// A `def` (or a lambda, whose body is one `Return`).
#[derive(Debug)]
pub struct Function {
    /// The name; `<lambda>` for a lambda.
    pub name: Ident,
    pub params: Params,
    pub body: Block,
    /// The first statement's text if it is a plain string: the docstring.
    pub doc: Option<Rc<str>>,
    pub span: Span,
}

/// `positional_only, /, positional, *args, keyword_only, **kwargs`
#[derive(Debug, Default)]
pub struct Params {
    pub positional_only: Vec<Param>,
    pub positional: Vec<Param>,
    pub args: Option<Ident>,
    pub keyword_only: Vec<Param>,
    pub kwargs: Option<Ident>,
}

#[derive(Debug)]
pub struct Param {
    pub name: Ident,
    pub default: Option<Expr>,
}

#[derive(Debug)]
pub struct Expr {
    pub kind: ExprKind,
    pub span: Span,
}

#[derive(Debug)]
pub enum ExprKind {
    None,
    True,
    False,
    Ellipsis,
    /// An integer that fits in 64 bits.
    Int(i64),
    /// A longer integer: its digits without `_` and prefix, and the radix they are in (2, 8, 10, 16).
    BigInt {
        digits: Box<str>,
        radix: u32,
    },
    Float(f64),
    /// `2j`: the imaginary part.
    Imaginary(f64),
    /// Implicitly joined literals are one.
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    FString(Vec<FPart>),
    Name(Symbol),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Set(Vec<Expr>),
    Dict(Vec<DictItem>),
    /// NPL's `[1, 2; 3, 4]`: rows from top to bottom. The parser has checked that they are equally long.
    Matrix(Vec<Vec<Expr>>),
    Unary {
        op: UnaryOp,
        operand: Box<Expr>,
    },
    Binary {
        op: BinaryOp,
        op_span: Span,
        left: Box<Expr>,
        right: Box<Expr>,
    },
    /// `a and b and c`, flat; at least two operands.
    And(Vec<Expr>),
    Or(Vec<Expr>),
    /// `a < b <= c`: the first operand, then (operator, operand) pairs; at least one.
    Compare {
        first: Box<Expr>,
        rest: Vec<(CompareOp, Span, Expr)>,
    },
    /// `then if test else orelse`
    IfElse {
        test: Box<Expr>,
        then: Box<Expr>,
        orelse: Box<Expr>,
    },
    Call {
        callee: Box<Expr>,
        args: Vec<Arg>,
    },
    Attribute {
        value: Box<Expr>,
        name: Ident,
    },
    /// `value[index]`; several subscripts are a Tuple; slices are Slice nodes (only ever inside a Subscript).
    Subscript {
        value: Box<Expr>,
        index: Box<Expr>,
    },
    Slice {
        start: Option<Box<Expr>>,
        stop: Option<Box<Expr>>,
        step: Option<Box<Expr>>,
    },
    Lambda(Rc<Function>),
    ListComp {
        element: Box<Expr>,
        clauses: Vec<Clause>,
    },
    SetComp {
        element: Box<Expr>,
        clauses: Vec<Clause>,
    },
    DictComp {
        key: Box<Expr>,
        value: Box<Expr>,
        clauses: Vec<Clause>,
    },
    Generator {
        element: Box<Expr>,
        clauses: Vec<Clause>,
    },
    /// `name := value`
    Walrus {
        target: Ident,
        value: Box<Expr>,
    },
    /// `*value` in a display, a subscript or an assignment target (in a call it is [`Arg::Star`]).
    Starred(Box<Expr>),
}

#[derive(Debug)]
pub enum DictItem {
    Pair(Expr, Expr),
    /// `**mapping`
    Spread(Expr),
}

#[derive(Debug)]
pub enum Arg {
    Positional(Expr),
    Keyword(Ident, Expr),
    Star(Expr),
    DoubleStar(Expr),
}

/// One `for target in iter if cond if cond` of a comprehension.
#[derive(Debug)]
pub struct Clause {
    pub target: Expr,
    pub iter: Expr,
    pub conditions: Vec<Expr>,
}

#[derive(Debug)]
pub enum FPart {
    Text(Rc<str>),
    Field(Box<FField>),
}

/// `{value!conversion:spec}`; for `{value=}` the source text including `=` and the spaces around it is in `debug`.
#[derive(Debug)]
pub struct FField {
    pub value: Expr,
    pub debug: Option<Rc<str>>,
    pub conversion: Option<Conversion>,
    /// Empty when there is none. Fields may nest.
    pub spec: Vec<FPart>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Conversion {
    Str,
    Repr,
    Ascii,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum UnaryOp {
    Plus,
    Minus,
    Invert,
    Not,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LeftShift,
    RightShift,
    BitAnd,
    BitOr,
    BitXor,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CompareOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Is,
    IsNot,
    In,
    NotIn,
}
