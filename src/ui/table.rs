//! Tables on the terminal.

use crate::session::Session;
use crate::value::Value;
use crate::value::class::class_of;
use comfy_table::{CellAlignment, Table, presets};

/// The bound names as a table: name, type, shape, dtype, bytes or value.
pub fn variables(session: &Session) -> String {
    let mut table = Table::new();
    table.load_preset(presets::UTF8_HORIZONTAL_ONLY).set_header(["name", "type", "shape", "dtype", "bytes", "value"]);
    let mut any = false;
    for (name, value) in session.bound_names() {
        if name.starts_with('_') || matches!(value, Value::Module(_)) {
            continue;
        }
        any = true;
        let class = class_of(&value).name.to_string();
        table.add_row(match &value {
            Value::Array(array) => {
                let tensor = array.tensor();
                let shape = crate::tensor::shape::tuple_text(tensor.shape());
                [name.to_string(), class, shape, tensor.dtype().name(), tensor.nbytes().to_string(), String::new()]
            }
            other => [name.to_string(), class, String::new(), String::new(), String::new(), short(other)],
        });
    }
    if let Some(bytes) = table.column_mut(4) {
        bytes.set_cell_alignment(CellAlignment::Right);
    }
    if any { format!("{table}\n") } else { "No names are bound yet.\n".to_string() }
}

/// Characters of a value that are shown: the table then fits 80 columns.
const SHOWN: usize = 30;

/// A value's repr on one line, the beginning of a long one.
fn short(value: &Value) -> String {
    let text = crate::value::repr::repr(value).replace('\n', " ");
    if text.chars().count() <= SHOWN { text } else { text.chars().take(SHOWN - 1).chain(['…']).collect() }
}
