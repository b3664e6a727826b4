//! Python's module `string`: templates with `$name`.

use crate::builtins::python::dict_methods::update;
use crate::builtins::python::receiver::{Receiver, This};
use crate::value::class::{Class, exception, python};
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, NativeObject, Result, Value, item, repr};
use std::any::Any;
use std::rc::Rc;

static TEMPLATE: Class = Class::new("Template", "string", &[&python::OBJECT]);

/// `string.Template`
struct Template {
    text: Rc<str>,
}

/// What stands at a place of a template.
enum Piece<'a> {
    Text(&'a str),
    /// A name, and how it is written.
    Name(&'a str, &'a str),
    /// `$` before anything else, so many bytes behind the start.
    Invalid(usize),
}

builtins! { TEMPLATE_CONSTRUCTOR, chapter "string: Template", spaces ["constructors"];
    /// A text with places for values.
    ///
    /// >>> from string import Template
    /// >>> Template('$who costs $$${price}').substitute(who='tea', price=3)
    /// 'tea costs $3'
    fn Template(cx, template: String) -> Value { Ok(Value::object(Template { text: template.into() })) }
}

builtins! { TEMPLATE_METHODS, chapter "string.Template", methods "Template";
    /// The text with values in its places. KeyError for a name that has none.
    ///
    /// >>> from string import Template
    /// >>> Template('$a + $b').substitute({'a': 1}, b=2)
    /// '1 + 2'
    fn substitute(cx, @pos this: This<Template>, @pos mapping: Value = Value::None, @kwargs keywords: Rc<Dict>) -> String {
        this.filled(cx, &mapping, &keywords, true)
    }

    /// The text with values in its places; names that have none stay.
    ///
    /// >>> from string import Template
    /// >>> Template('$a + $b').safe_substitute(a=1)
    /// '1 + $b'
    fn safe_substitute(cx, @pos this: This<Template>, @pos mapping: Value = Value::None, @kwargs keywords: Rc<Dict>) -> String {
        this.filled(cx, &mapping, &keywords, false)
    }

    /// The names in the text, each once.
    ///
    /// >>> from string import Template
    /// >>> Template('$a + $b + $a').get_identifiers()
    /// ['a', 'b']
    fn get_identifiers(cx, @pos this: This<Template>) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for piece in this.pieces() {
            match piece {
                Piece::Name(name, _) if !names.iter().any(|known| known == name) => names.push(name.into()),
                _ => {}
            }
        }
        Ok(names)
    }

    /// Whether every `$` is one of a place or of `$$`.
    ///
    /// >>> from string import Template
    /// >>> Template('$a').is_valid(), Template('5 $').is_valid()
    /// (True, False)
    fn is_valid(cx, @pos this: This<Template>) -> bool { Ok(!this.pieces().iter().any(|piece| matches!(piece, Piece::Invalid(_)))) }

    /// The text.
    ///
    /// >>> from string import Template
    /// >>> Template('$a').template
    /// '$a'
    @property
    fn template(cx, @pos this: This<Template>) -> String { Ok(this.text.to_string()) }
}

/// The length of the name that a text begins with.
fn name_length(text: &str) -> usize {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_';
    if !text.starts_with(is_letter) {
        return 0;
    }
    text.find(|c: char| !is_letter(c) && !c.is_ascii_digit()).unwrap_or(text.len())
}

impl Template {
    fn pieces(&self) -> Vec<Piece<'_>> {
        let (text, mut pieces, mut at) = (&*self.text, Vec::new(), 0);
        while let Some(dollar) = text[at..].find('$').map(|found| at + found) {
            pieces.push(Piece::Text(&text[at..dollar]));
            let rest = &text[dollar + 1..];
            let braced = rest.strip_prefix('{');
            let inner = braced.unwrap_or(rest);
            let length = name_length(inner);
            let closed = braced.is_none() || inner[length..].starts_with('}');
            at = match length {
                0 if rest.starts_with('$') => {
                    pieces.push(Piece::Text("$"));
                    dollar + 2
                }
                length if length > 0 && closed => {
                    let end = dollar + 1 + length + if braced.is_some() { 2 } else { 0 };
                    pieces.push(Piece::Name(&inner[..length], &text[dollar..end]));
                    end
                }
                _ => {
                    pieces.push(Piece::Invalid(dollar + 1));
                    dollar + 1
                }
            };
        }
        pieces.push(Piece::Text(&text[at..]));
        pieces
    }

    fn filled(&self, cx: &mut dyn Context, mapping: &Value, keywords: &Rc<Dict>, strict: bool) -> Result<String> {
        let values = Dict::new(Table::default());
        if !matches!(mapping, Value::None) {
            update(cx, &values, mapping)?;
        }
        update(cx, &values, &Value::Dict(keywords.clone()))?;
        let values = Value::Dict(Rc::new(values));
        let mut out = String::new();
        for piece in self.pieces() {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Name(name, written) => match item::get_item(cx, &values, &Value::str(name)) {
                    Ok(value) => out.push_str(&repr::str(&value)),
                    Err(error) if !strict && error.is(&exception::KEY_ERROR) => out.push_str(written),
                    Err(error) => return Err(error),
                },
                Piece::Invalid(at) if strict => return Err(self.invalid(at)),
                Piece::Invalid(_) => out.push('$'),
            }
        }
        Ok(out)
    }

    fn invalid(&self, at: usize) -> Error {
        let before = &self.text[..at];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|c| *c != '\n').count();
        Error::value(format!("Invalid placeholder in string: line {line}, col {column}"))
    }
}

impl Receiver for Template {
    const CLASS: &'static str = "Template";
}

impl NativeObject for Template {
    fn class(&self) -> &'static Class {
        &TEMPLATE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("string", "Template", Value::Class(&TEMPLATE))]
}
