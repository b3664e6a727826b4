//! f-strings: texts and formatted values, joined.

use super::Interp;
use super::code::{FField, FPart};
use super::raised::Run;
use crate::syntax::ast::Conversion;
use crate::value::format::format_value;
use crate::value::text::escape_non_ascii;
use crate::value::{Value, repr};

impl Interp {
    #[inline(never)]
    pub(super) fn fstring(&mut self, parts: &[FPart]) -> Run<Value> {
        self.join(parts).map(Value::str)
    }

    fn join(&mut self, parts: &[FPart]) -> Run<String> {
        let mut joined = String::new();
        for part in parts {
            match part {
                FPart::Text(text) => joined.push_str(text),
                FPart::Field(field) => self.field(field, &mut joined)?,
            }
        }
        Ok(joined)
    }

    fn field(&mut self, field: &FField, joined: &mut String) -> Run<()> {
        let value = self.eval(&field.value)?;
        let mut conversion = field.conversion;
        if let Some(debug) = &field.debug {
            joined.push_str(debug);
            // `{x=}` shows the repr, unless a format or conversion asks for something else.
            if conversion.is_none() && field.spec.is_empty() {
                conversion = Some(Conversion::Repr);
            }
        }
        let value = match conversion {
            None => value,
            Some(Conversion::Str) => Value::str(repr::str(&value)),
            Some(Conversion::Repr) => Value::str(repr::repr(&value)),
            Some(Conversion::Ascii) => Value::str(escape_non_ascii(&repr::repr(&value))),
        };
        if field.spec.is_empty()
            && let Value::Str(text) = &value
        {
            joined.push_str(text.as_str());
            return Ok(());
        }
        let spec = self.join(&field.spec)?;
        self.span = field.value.span;
        let formatted = format_value(self, &value, &spec);
        joined.push_str(&formatted.map_err(|error| self.at(error, field.value.span))?);
        Ok(())
    }
}
