//! `np.fromregex`: what a regular expression finds in a text → an array of records.

use super::source::{path_of, read_text};
use crate::builtins::attribute;
use crate::builtins::registry::lookup;
use crate::symbol::Symbol;
use crate::tensor::{DType, Kind, Tensor};
use crate::value::nested::to_tensor;
use crate::value::{Context, Error, Result, Value};

builtins! { FROMREGEX, chapter "Tables of text", spaces ["np"];
    /// Records of the groups that a regular expression finds in a file, a field for each group.
    ///
    /// >>> import io
    /// >>> np.fromregex(io.StringIO('1312 foo, 1534 bar'), r'(\d+) (\w+)', [('num', int), ('key', 'U3')])
    /// array([(1312, 'foo'), (1534, 'bar')],
    ///       dtype=[('num', '<i8'), ('key', '<U3')])
    @see("loadtxt", "genfromtxt")
    fn fromregex(cx, file: Value, regexp: Value, dtype: DType, encoding: Value = Value::None) -> Tensor {
        let Kind::Record(layout) = dtype.kind else {
            return Err(Error::type_error("dtype must be a structured datatype."));
        };
        let content = content(cx, &file)?;
        let pattern = matching(&regexp, &content);
        let findall = lookup("re", Symbol::new("findall")).ok_or_else(|| Error::value("there is no module 're'"))?;
        let found = cx.call(&findall, &[pattern, content], &[])?;
        let single = matches!(&found, Value::List(items) if !matches!(items.get(0), None | Some(Value::Tuple(_))));
        match layout.fields.first() {
            Some(first) if single => Ok(to_tensor(cx, &found, Some(first.dtype))?.with_dtype(dtype)),
            _ => to_tensor(cx, &found, Some(dtype)),
        }
    }
}

/// The text of a path, or what an open file gives.
fn content(cx: &mut dyn Context, file: &Value) -> Result<Value> {
    if path_of(cx, file)?.is_some() {
        return read_text(cx, file).map(Value::str);
    }
    let read = attribute(cx, file, Symbol::new("read"))?;
    cx.call(&read, &[], &[])
}

/// The expression as text for text, as bytes for bytes.
fn matching(regexp: &Value, content: &Value) -> Value {
    match (regexp, content) {
        (Value::Str(text), Value::Bytes(_)) => {
            Value::bytes(text.as_str().chars().map(|c| c as u8).collect::<Vec<u8>>())
        }
        (Value::Bytes(bytes), Value::Str(_)) => Value::str(bytes.data.iter().map(|&b| b as char).collect::<String>()),
        (other, _) => other.clone(),
    }
}
