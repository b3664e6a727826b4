//! What a failed assertion says: the header, the user's own message, and both sides.

use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::value::class::exception::ASSERTION_ERROR;
use crate::value::ops::truth;
use crate::value::{Context, Error, Result, Value, repr};

/// How the sides of a failed assertion are shown.
pub struct Report<'a> {
    pub header: &'a str,
    /// What the caller of the assertion has to say.
    pub message: &'a str,
    pub verbose: bool,
    pub names: [&'a str; 2],
    /// Digits of the numbers in arrays.
    pub precision: i64,
}

impl<'a> Report<'a> {
    pub fn new(header: &'a str, message: &'a str, verbose: bool) -> Report<'a> {
        Report { header, message, verbose, names: ["ACTUAL", "DESIRED"], precision: 8 }
    }

    /// The text over both values.
    pub fn text(&self, cx: &mut dyn Context, values: [&Value; 2]) -> Result<String> {
        let mut lines = vec![format!("\n{}", self.header)];
        if !self.message.is_empty() {
            let room = 79_usize.saturating_sub(self.header.chars().count());
            if !self.message.contains('\n') && self.message.chars().count() < room {
                lines[0] = format!("{} {}", lines[0], self.message);
            } else {
                lines.push(self.message.to_string());
            }
        }
        if self.verbose {
            for (name, value) in self.names.iter().zip(values) {
                lines.push(format!(" {name}: {}", self.shown(cx, value)?));
            }
        }
        Ok(lines.join("\n"))
    }

    fn shown(&self, cx: &mut dyn Context, value: &Value) -> Result<String> {
        let text = match value {
            Value::Array(_) => {
                let function = registry::lookup("np", Symbol::new("array_repr")).unwrap_or_default();
                let precision = (Symbol::new("precision"), Value::Int(self.precision));
                repr::str(&cx.call(&function, std::slice::from_ref(value), &[precision])?)
            }
            other => repr::repr(other),
        };
        if text.matches('\n').count() <= 3 {
            return Ok(text);
        }
        let first: Vec<&str> = text.lines().take(3).collect();
        Ok(format!("{}...", first.join("\n")))
    }

    /// The AssertionError with that text.
    pub fn error(&self, cx: &mut dyn Context, values: [&Value; 2]) -> Error {
        match self.text(cx, values) {
            Ok(text) => ASSERTION_ERROR.error(text),
            Err(error) => error,
        }
    }
}

builtins! { TEST_MESSAGES, chapter "Testing: messages", spaces ["np.testing"];
    /// The text that assertions raise: a header, a message, and the values under their names.
    ///
    /// >>> np.testing.build_err_msg([1, 2], 'not so')
    /// '\nItems are not equal: not so\n ACTUAL: 1\n DESIRED: 2'
    fn build_err_msg(cx, arrays: Vec<Value>, err_msg: Value, header: String = "Items are not equal:".into(), verbose: bool = true,
                     names: Vec<String> = vec!["ACTUAL".into(), "DESIRED".into()], precision: i64 = 8) -> String {
        let message = repr::str(&err_msg);
        let (Some(first), Some(second)) = (arrays.first(), arrays.get(1)) else {
            return Err(Error::index("list index out of range"));
        };
        let names = [names.first().map_or("", String::as_str), names.get(1).map_or("", String::as_str)];
        Report { header: &header, message: &message, verbose, names, precision }.text(cx, [first, second])
    }

    /// Raises AssertionError unless a condition holds; also where `assert` is switched off.
    ///
    /// >>> np.testing.assert_(1 < 2)
    fn assert_(cx, val: Value, msg: Value = Value::str("")) -> () {
        if truth(&val)? {
            return Ok(());
        }
        let message = match &msg {
            Value::Function(_) | Value::Builtin(_) | Value::Method(_) => cx.call(&msg, &[], &[])?,
            other => other.clone(),
        };
        Err(Error::with_args(&ASSERTION_ERROR, vec![message]))
    }

    /// Raises AssertionError with both values written at length, unless they are equal.
    ///
    /// >>> np.testing.print_assert_equal('the sum', [1, 2], [1, 2])
    fn print_assert_equal(cx, test_string: String, actual: Value, desired: Value) -> () {
        if crate::value::compare::equal(cx, &actual, &desired)? {
            return Ok(());
        }
        let (actual, desired) = (repr::repr(&actual), repr::repr(&desired));
        Err(ASSERTION_ERROR.error(format!("{test_string} failed\nACTUAL: \n{actual}\nDESIRED: \n{desired}\n")))
    }
}
