//! The order of values that compare without errors: only ints, only texts, only floats without NaN, or tuples of such.

use super::Value;
use std::cmp::Ordering;

/// Kinds of values that have a total order among themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Int,
    Float,
    Text,
}

fn kind(value: &Value) -> Option<Kind> {
    match value {
        Value::Int(_) => Some(Kind::Int),
        Value::Float(f) if !f.get().is_nan() => Some(Kind::Float),
        Value::Str(_) => Some(Kind::Text),
        _ => None,
    }
}

/// Whether all values are of one kind.
fn one_kind<'a>(mut values: impl Iterator<Item = &'a Value>) -> bool {
    let Some(first) = values.next() else { return true };
    let wanted = kind(first);
    wanted.is_some() && values.all(|value| kind(value) == wanted)
}

/// Whether [`plain`] orders these values as Python's `<` does.
pub fn all_plain<'a>(values: impl Iterator<Item = &'a Value> + Clone) -> bool {
    let mut tuples = Vec::new();
    for value in values.clone() {
        match value {
            Value::Tuple(tuple) => tuples.push(&*tuple.items),
            _ if tuples.is_empty() => return one_kind(values),
            _ => return false,
        }
    }
    let width = tuples.iter().map(|items| items.len()).max().unwrap_or(0);
    (0..width).all(|column| one_kind(tuples.iter().filter_map(|items| items.get(column))))
}

/// The order of two values for which [`all_plain`] holds.
pub fn plain(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Int(a), Value::Int(b)) => a.cmp(b),
        (Value::Float(a), Value::Float(b)) => a.get().partial_cmp(&b.get()).unwrap_or(Ordering::Equal),
        (Value::Str(a), Value::Str(b)) => a.as_str().cmp(b.as_str()),
        (Value::Tuple(a), Value::Tuple(b)) => {
            let items = a.items.iter().zip(&b.items).map(|(a, b)| plain(a, b));
            items.into_iter().find(|order| order.is_ne()).unwrap_or(a.items.len().cmp(&b.items.len()))
        }
        _ => Ordering::Equal,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tuples_are_plain_column_by_column() {
        let pair = |a: Value, b: Value| Value::tuple([a, b]);
        let (one, two) = (pair(Value::Int(1), Value::str("b")), pair(Value::Int(1), Value::str("a")));
        assert!(all_plain([&one, &two].into_iter()));
        assert_eq!(plain(&one, &two), Ordering::Greater);
        assert!(!all_plain([&one, &pair(Value::Int(1), Value::Int(2))].into_iter()));
        assert!(!all_plain([&one, &Value::Int(1)].into_iter()));
        assert!(!all_plain([&Value::float(1.0), &Value::float(f64::NAN)].into_iter()));
        assert!(all_plain([&Value::float(1.0), &Value::float(-0.0)].into_iter()));
    }
}
