//! Containers that hold each other deeply are freed one after the other, not one inside the other: no depth overflows the
//! stack.

use std::any::Any;
use std::cell::{Cell, RefCell};

/// Containers that are freed inside each other; deeper ones wait.
const DEEPEST: u32 = 500;

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    /// Whether something waits.
    static LATE: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

/// Frees what a container held.
#[inline]
pub fn free<T: 'static>(contents: T) {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        return postpone(contents);
    }
    DEPTH.set(depth + 1);
    drop(contents);
    DEPTH.set(depth);
    if depth == 0 && LATE.get() {
        free_waiting();
    }
}

#[cold]
fn postpone<T: 'static>(contents: T) {
    let mut contents = Some(contents);
    // At the thread's end there may be no place to wait.
    let waits =
        WAITING.try_with(|waiting| waiting.borrow_mut().extend(contents.take().map(|c| Box::new(c) as Box<dyn Any>)));
    LATE.set(waits.is_ok());
    drop(contents);
}

#[cold]
fn free_waiting() {
    DEPTH.set(1);
    while let Ok(Some(contents)) = WAITING.try_with(|waiting| waiting.borrow_mut().pop()) {
        drop(contents);
    }
    LATE.set(false);
    DEPTH.set(0);
}

#[cfg(test)]
mod tests {
    use crate::value::table::Table;
    use crate::value::{Dict, Value};
    use std::rc::Rc;

    /// On the small stack of a test.
    #[test]
    fn depth_takes_no_stack() {
        let mut value = Value::None;
        for i in 0..300_000 {
            value = match i % 3 {
                0 => Value::list(vec![value, Value::Int(1)]),
                1 => Value::tuple([value]),
                _ => {
                    let mut table = Table::default();
                    table.insert(Value::Int(1), value).unwrap();
                    Value::Dict(Rc::new(Dict::new(table)))
                }
            };
        }
        drop(value);
    }
}
