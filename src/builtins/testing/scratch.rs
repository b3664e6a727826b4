//! What tests need around assertions: folders and files for a while, texts compared line by line, programs run and timed.

use crate::builtins::python::modules::paths::PathText;
use crate::builtins::python::modules::tempfile::{file_for_a_while, folder_for_a_while};
use crate::builtins::python::modules::warnings::catching;
use crate::value::class::exception::ASSERTION_ERROR;
use crate::value::{Dict, Value};
use std::rc::Rc;
use std::time::Instant;

builtins! { TEST_SCRATCH, chapter "Testing: files, texts and programs", spaces ["np.testing"];
    /// A folder for the statements of a `with`.
    ///
    /// >>> import os
    /// >>> with np.testing.tempdir() as d: print(os.path.isdir(d))
    /// True
    /// >>> os.path.exists(d)
    /// False
    fn tempdir(cx, suffix: Option<String> = None, prefix: Option<String> = None, dir: Option<PathText> = None) -> Value {
        folder_for_a_while(suffix, prefix, dir)
    }

    /// The path of an empty file for the statements of a `with`.
    ///
    /// >>> with np.testing.temppath(suffix='.npy') as path:
    /// ...     np.save(path, [1, 2])
    /// ...     np.load(path)
    /// array([1, 2])
    fn temppath(cx, suffix: Option<String> = None, prefix: Option<String> = None, dir: Option<PathText> = None) -> Value {
        file_for_a_while(suffix, prefix, dir)
    }

    /// Raises AssertionError, with the lines that differ, unless two texts are the same.
    ///
    /// >>> np.testing.assert_string_equal('abc', 'abc')
    /// >>> np.testing.assert_string_equal('abc', 'def')
    /// Traceback (most recent call last):
    ///     ...
    /// AssertionError: Differences in strings:
    /// - abc
    /// + def
    fn assert_string_equal(cx, actual: Value, desired: Value) -> () {
        let text = |value: &Value| match value {
            Value::Str(text) => Ok(text.as_str().to_string()),
            other => Err(ASSERTION_ERROR.error(format!("{:?}", crate::value::class::class_of(other)))),
        };
        let (actual, desired) = (text(&actual)?, text(&desired)?);
        if actual == desired {
            return Ok(());
        }
        let lines = |text: &str| text.lines().map(str::to_string).collect::<Vec<_>>();
        let shown = difference(&lines(&actual), &lines(&desired)).join("\n");
        Err(ASSERTION_ERROR.error(format!("Differences in strings:\n{shown}")))
    }

    /// Runs a program in the given names.
    ///
    /// >>> names = {}
    /// >>> np.testing.runstring('x = 1 + 1', names)
    fn runstring(cx, astr: String, dict: Option<Rc<Dict>> = None) -> () { cx.run_text(&astr, "<string>", false).map(drop) }

    /// How long a program takes when it runs several times, in seconds.
    ///
    /// >>> np.testing.measure('sum(range(10))', times=3) >= 0
    /// True
    fn measure(cx, code_str: String, times: i64 = 1, label: Option<String> = None) -> f64 {
        let start = Instant::now();
        for _ in 0..times {
            cx.run_text(&code_str, "<measure>", false)?;
        }
        Ok(0.01 * (start.elapsed().as_secs_f64() * 100.0).floor())
    }

    /// Whether the processor has Arm's scalable vectors: NumPy's own tests ask.
    ///
    /// >>> np.testing.check_support_sve()
    /// False
    fn check_support_sve(cx) -> bool { Ok(false) }
}

builtins! { CLEAR_AND_CATCH_CONSTRUCTOR, chapter "Testing: files, texts and programs", spaces ["constructors.numpy"];
    /// As `warnings.catch_warnings`: what was seen before is forgotten here anyway.
    ///
    /// >>> import warnings
    /// >>> with np.testing.clear_and_catch_warnings(record=True) as log: warnings.warn('oh')
    /// >>> len(log)
    /// 1
    fn clear_and_catch_warnings(cx, record: bool = false, modules: Value = Value::None) -> Value { Ok(catching(record, None)) }
}

/// The lines that only the first text has (`- `) and only the second (`+ `), where they stand: what is left of the longest
/// common sequence of lines.
fn difference(a: &[String], b: &[String]) -> Vec<String> {
    let mut common = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            common[i][j] = match a[i] == b[j] {
                true => common[i + 1][j + 1] + 1,
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut shown = Vec::new();
    while i < a.len() || j < b.len() {
        if i < a.len() && j < b.len() && a[i] == b[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == b.len() || i < a.len() && common[i + 1][j] >= common[i][j + 1] {
            shown.push(format!("- {}", a[i]));
            i += 1;
        } else {
            shown.push(format!("+ {}", b[j]));
            j += 1;
        }
    }
    shown
}

/// Names of the build that NumPy's tests look at: `(name, value)`.
pub fn build() -> [(&'static str, Value); 8] {
    [
        ("IS_INSTALLED", Value::bool(true)),
        ("IS_EDITABLE", Value::bool(false)),
        ("IS_MUSL", Value::bool(cfg!(target_env = "musl"))),
        ("HAS_REFCOUNT", Value::bool(false)),
        ("HAS_LAPACK64", Value::bool(false)),
        ("NOGIL_BUILD", Value::bool(false)),
        ("BLAS_SUPPORTS_FPE", Value::bool(true)),
        ("SkipTest", Value::Class(&super::SKIP_TEST)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differing_lines_stay() {
        let lines = |text: &str| text.lines().map(str::to_string).collect::<Vec<_>>();
        assert_eq!(difference(&lines("a\nb\nc"), &lines("a\nx\nc")), ["- b", "+ x"]);
        assert_eq!(difference(&lines("a"), &lines("a\nb")), ["+ b"]);
        assert!(difference(&lines("a\nb"), &lines("a\nb")).is_empty());
    }
}
