//! What a program text is made of: the kinds of token (a logos lexer gives the plain ones, the driver in `lexer` adds
//! layout and the parts of strings), the token itself, and the classes that a highlighter wants.

use crate::source::Span;
use logos::Logos;

/// A token's kind. Those without a pattern are made by the driver.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
#[logos(skip r"[ \t\x0C]+")]
#[repr(u8)]
pub enum Kind {
    /// The driver reads on where a character outside ASCII follows: logos recurses through those in a debug build.
    #[regex(r"[A-Za-z_][A-Za-z0-9_]*")]
    #[regex(r"[\p{XID_Start}--\p{ASCII}]")]
    Name,
    /// The first character of a number; the driver scans the rest.
    #[regex(r"[0-9]")]
    #[regex(r"\.[0-9]")]
    Number,
    /// A string's prefix and opening quote; the driver scans the rest.
    #[regex(r#"[A-Za-z]?[A-Za-z]?("""|'''|"|')"#)]
    Str,
    Bytes,
    FStart,
    FText,
    FEnd,
    /// `{` and `}` around a field of an f-string, `:` before its specification, `=` that shows its source, `!`.
    FOpen,
    FClose,
    FColon,
    FEqual,
    #[token("!")]
    Bang,

    #[regex(r"\r\n|\n|\r")]
    Newline,
    Indent,
    Dedent,
    /// The driver takes the rest of the line.
    #[token("#")]
    Comment,
    #[regex(r"\\(\r\n|\n|\r)")]
    Joined,
    #[token("\\")]
    Backslash,
    /// A number or string that was reported already: parses as an expression.
    Bad,

    #[token("False")]
    False,
    #[token("None")]
    None,
    #[token("True")]
    True,
    #[token("and")]
    And,
    #[token("as")]
    As,
    #[token("assert")]
    Assert,
    #[token("async")]
    Async,
    #[token("await")]
    Await,
    #[token("break")]
    Break,
    #[token("class")]
    Class,
    #[token("continue")]
    Continue,
    #[token("def")]
    Def,
    #[token("del")]
    Del,
    #[token("elif")]
    Elif,
    #[token("else")]
    Else,
    #[token("except")]
    Except,
    #[token("finally")]
    Finally,
    #[token("for")]
    For,
    #[token("from")]
    From,
    #[token("global")]
    Global,
    #[token("if")]
    If,
    #[token("import")]
    Import,
    #[token("in")]
    In,
    #[token("is")]
    Is,
    #[token("lambda")]
    Lambda,
    #[token("nonlocal")]
    Nonlocal,
    #[token("not")]
    Not,
    #[token("or")]
    Or,
    #[token("pass")]
    Pass,
    #[token("raise")]
    Raise,
    #[token("return")]
    Return,
    #[token("try")]
    Try,
    #[token("while")]
    While,
    #[token("with")]
    With,
    #[token("yield")]
    Yield,

    #[token("(")]
    ParenOpen,
    #[token(")")]
    ParenClose,
    #[token("[")]
    BracketOpen,
    #[token("]")]
    BracketClose,
    #[token("{")]
    BraceOpen,
    #[token("}")]
    BraceClose,
    #[token(",")]
    Comma,
    #[token(":")]
    Colon,
    #[token(";")]
    Semicolon,
    #[token(".")]
    Dot,
    #[token("...")]
    Ellipsis,
    #[token("->")]
    Arrow,
    #[token(":=")]
    Walrus,
    #[token("=")]
    Equal,
    #[token("@")]
    At,
    #[token("+")]
    Plus,
    #[token("-")]
    Minus,
    #[token("*")]
    Star,
    #[token("/")]
    Slash,
    #[token("//")]
    DoubleSlash,
    #[token("%")]
    Percent,
    #[token("**")]
    DoubleStar,
    #[token("<<")]
    LeftShift,
    #[token(">>")]
    RightShift,
    #[token("&")]
    Ampersand,
    #[token("|")]
    Bar,
    #[token("^")]
    Caret,
    #[token("~")]
    Tilde,
    #[token("<")]
    Less,
    #[token("<=")]
    LessEqual,
    #[token(">")]
    Greater,
    #[token(">=")]
    GreaterEqual,
    #[token("==")]
    EqualEqual,
    #[token("!=")]
    NotEqual,
    #[token("+=")]
    PlusEqual,
    #[token("-=")]
    MinusEqual,
    #[token("*=")]
    StarEqual,
    #[token("/=")]
    SlashEqual,
    #[token("//=")]
    DoubleSlashEqual,
    #[token("%=")]
    PercentEqual,
    #[token("**=")]
    DoubleStarEqual,
    #[token("@=")]
    AtEqual,
    #[token("<<=")]
    LeftShiftEqual,
    #[token(">>=")]
    RightShiftEqual,
    #[token("&=")]
    AmpersandEqual,
    #[token("|=")]
    BarEqual,
    #[token("^=")]
    CaretEqual,
    /// The end of the text; the driver puts one at the end.
    End,
}

/// What a name goes on with.
#[derive(Logos, Clone, Copy, PartialEq, Eq, Debug)]
pub enum NamePart {
    #[regex(r"[A-Za-z0-9_]+")]
    Ascii,
    #[regex(r"[\p{XID_Continue}--\p{ASCII}]")]
    Other,
}

/// The words that cannot be names.
pub const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

impl Kind {
    /// One of [`KEYWORDS`].
    pub fn is_keyword(self) -> bool {
        (Kind::False as u8..=Kind::Yield as u8).contains(&(self as u8))
    }

    /// Can an expression begin with it?
    pub fn starts_expression(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Name | Number
                | Str
                | Bytes
                | FStart
                | Bad
                | False
                | None
                | True
                | Lambda
                | Not
                | ParenOpen
                | BracketOpen
                | BraceOpen
                | Ellipsis
                | Plus
                | Minus
                | Tilde
        )
    }

    /// Can an expression end with it?
    pub fn ends_expression(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Name | Number
                | Str
                | Bytes
                | FEnd
                | Bad
                | False
                | None
                | True
                | ParenClose
                | BracketClose
                | BraceClose
                | Ellipsis
        )
    }

    /// Begins a compound statement or one of its clauses.
    pub fn opens_block(self) -> bool {
        use Kind::*;
        matches!(self, If | Elif | Else | While | For | Def | Try | Except | Finally | With | Class | Async)
    }

    /// Can stand only at the start of a statement, so that an open bracket before it was forgotten.
    pub fn starts_statement_only(self) -> bool {
        use Kind::*;
        matches!(
            self,
            Assert
                | Break
                | Class
                | Continue
                | Def
                | Del
                | Elif
                | Except
                | Finally
                | Global
                | Import
                | Nonlocal
                | Pass
                | Raise
                | Return
                | Try
                | While
                | With
        )
    }
}

/// A token as the grammar sees it: its kind, and an index into the names (for a name) or the literals (for a number
/// or text). Tokens of the same kind are equal.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    pub kind: Kind,
    pub value: u32,
}

impl PartialEq for Token {
    fn eq(&self, other: &Token) -> bool {
        self.kind == other.kind
    }
}

/// What a highlighter paints.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TokenClass {
    Keyword,
    Name,
    Number,
    String,
    Comment,
    Operator,
    Bracket,
    /// `,` `:` `;` `.` `->`
    Punctuation,
    Error,
}

/// The class of a kind; `None` for what has no text of its own (layout).
pub fn class_of(kind: Kind) -> Option<TokenClass> {
    use Kind::*;
    Some(match kind {
        Newline | Indent | Dedent | Joined | End => return Option::None,
        Comment => TokenClass::Comment,
        Number => TokenClass::Number,
        Str | Bytes | FStart | FText | FEnd => TokenClass::String,
        Name => TokenClass::Name,
        Bad | Backslash => TokenClass::Error,
        ParenOpen | ParenClose | BracketOpen | BracketClose | BraceOpen | BraceClose | FOpen | FClose => {
            TokenClass::Bracket
        }
        Comma | Colon | Semicolon | Dot | Arrow | FColon => TokenClass::Punctuation,
        _ if kind.is_keyword() => TokenClass::Keyword,
        _ => TokenClass::Operator,
    })
}

/// A token's value that is not in its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Int(i64),
    BigInt { digits: Box<str>, radix: u32 },
    Float(f64),
    Imaginary(f64),
    Str(std::rc::Rc<str>),
    Bytes(std::rc::Rc<[u8]>),
}

/// A token and its place.
pub type Spanned = (Token, Span);
