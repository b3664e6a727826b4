//! Open files by number, as `tempfile.mkstemp` gives them and `os.close` and `os.fdopen` take them.

use super::os_error::from_number;
use crate::value::Result;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::File;

thread_local! {
    /// The files that are open, with their paths.
    static OPEN: RefCell<HashMap<i64, (File, String)>> = RefCell::default();
}

/// Keeps a file open; its number.
pub fn keep(file: File, path: &str) -> i64 {
    OPEN.with_borrow_mut(|open| {
        // 0, 1 and 2 are the standard streams.
        let number = open.keys().max().map_or(3, |last| last + 1);
        open.insert(number, (file, path.to_string()));
        number
    })
}

/// Gives a file up; its path. OSError for a number that none has.
pub fn release(number: i64) -> Result<String> {
    let known = OPEN.with_borrow_mut(|open| open.remove(&number));
    known.map(|(_, path)| path).ok_or_else(|| from_number(9, None))
}
