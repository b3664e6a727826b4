//! Python's module `itertools`: products, permutations and combinations.

use crate::builtins::python::receiver::check_size;
use crate::value::class::{Class, exception, python};
use crate::value::iter::collect;
use crate::value::{Context, Result, Value};
use std::cell::RefCell;

builtins! { COMBINATORICS, chapter "itertools: combinations", spaces ["itertools"];
    /// All tuples with one item of each iterable.
    ///
    /// >>> from itertools import product
    /// >>> list(product([1, 2], 'ab')), len(list(product([0, 1], repeat=3)))
    /// ([(1, 'a'), (1, 'b'), (2, 'a'), (2, 'b')], 8)
    fn product(cx, @args iterables: Vec<Value>, @kw repeat: usize = 1) -> Value {
        let mut pools = Vec::new();
        for iterable in &iterables {
            pools.push(collect(cx, iterable)?);
        }
        let total: usize = pools.iter().map(|pool| pool.len() + 1).sum();
        check_size(total.saturating_mul(repeat).saturating_mul(16))?;
        let all: Vec<Vec<Value>> = (0..repeat).flat_map(|_| pools.iter().cloned()).collect();
        let sizes: Vec<usize> = all.iter().map(Vec::len).collect();
        let empty = sizes.contains(&0);
        let step = move |at: &mut Vec<usize>| {
            for i in (0..at.len()).rev() {
                at[i] += 1;
                if at[i] < sizes[i] {
                    return true;
                }
                at[i] = 0;
            }
            false
        };
        let places = vec![0; all.len()];
        let choose = move |at: &[usize]| at.iter().zip(&all).map(|(i, pool)| pool[*i].clone()).collect();
        Ok(Value::object(Places::new(&PRODUCT, (!empty).then_some(places), step, choose)))
    }

    /// All orders of `r` of the items.
    ///
    /// >>> from itertools import permutations
    /// >>> list(permutations([1, 2, 3], 2))
    /// [(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2)]
    fn permutations(cx, iterable: Value, r: Option<usize> = None) -> Value {
        let pool = collect(cx, &iterable)?;
        let (n, r) = (pool.len(), r.unwrap_or(pool.len()));
        let step = move |at: &mut Vec<usize>| next_permutation(at, n, r);
        let choose = move |at: &[usize]| at[..r].iter().map(|i| pool[*i].clone()).collect();
        Ok(Value::object(Places::new(&PERMUTATIONS, (r <= n).then(|| (0..n).collect()), step, choose)))
    }

    /// All choices of `r` of the items, in their order.
    ///
    /// >>> from itertools import combinations
    /// >>> list(combinations('abc', 2))
    /// [('a', 'b'), ('a', 'c'), ('b', 'c')]
    fn combinations(cx, iterable: Value, r: usize) -> Value {
        let pool = collect(cx, &iterable)?;
        let n = pool.len();
        let step = move |at: &mut Vec<usize>| {
            let Some(i) = (0..r).rev().find(|&i| at[i] != i + n - r) else { return false };
            at[i] += 1;
            for j in i + 1..r {
                at[j] = at[j - 1] + 1;
            }
            true
        };
        let choose = move |at: &[usize]| at.iter().map(|i| pool[*i].clone()).collect();
        Ok(Value::object(Places::new(&COMBINATIONS, (r <= n).then(|| (0..r).collect()), step, choose)))
    }

    /// All choices of `r` of the items, where each may be chosen again.
    ///
    /// >>> from itertools import combinations_with_replacement
    /// >>> list(combinations_with_replacement('ab', 2))
    /// [('a', 'a'), ('a', 'b'), ('b', 'b')]
    fn combinations_with_replacement(cx, iterable: Value, r: usize) -> Value {
        let pool = collect(cx, &iterable)?;
        let n = pool.len();
        let step = move |at: &mut Vec<usize>| {
            let Some(i) = (0..r).rev().find(|&i| at[i] + 1 < n) else { return false };
            let value = at[i] + 1;
            at[i..].fill(value);
            true
        };
        let choose = move |at: &[usize]| at.iter().map(|i| pool[*i].clone()).collect();
        check_size(r.saturating_mul(8))?;
        let first = (n > 0 || r == 0).then(|| vec![0; r]);
        Ok(Value::object(Places::new(&COMBINATIONS_AGAIN, first, step, choose)))
    }
}

static PRODUCT: Class = Class::new("product", "itertools", &[&python::OBJECT]);
static PERMUTATIONS: Class = Class::new("permutations", "itertools", &[&python::OBJECT]);
static COMBINATIONS: Class = Class::new("combinations", "itertools", &[&python::OBJECT]);
static COMBINATIONS_AGAIN: Class = Class::new("combinations_with_replacement", "itertools", &[&python::OBJECT]);

/// Moves places on to the next ones; false at the end.
type Advance = Box<dyn Fn(&mut Vec<usize>) -> bool>;

/// Tuples chosen by places that move on by a rule.
struct Places {
    class: &'static Class,
    at: RefCell<Option<Vec<usize>>>,
    advance: Advance,
    choose: Box<dyn Fn(&[usize]) -> Vec<Value>>,
}

impl Places {
    fn new(
        class: &'static Class,
        first: Option<Vec<usize>>,
        advance: impl Fn(&mut Vec<usize>) -> bool + 'static,
        choose: impl Fn(&[usize]) -> Vec<Value> + 'static,
    ) -> Places {
        Places { class, at: RefCell::new(first), advance: Box::new(advance), choose: Box::new(choose) }
    }
}

impl crate::value::NativeObject for Places {
    fn class(&self) -> &'static Class {
        self.class
    }

    fn as_any(&self) -> &dyn std::any::Any {
        self
    }

    fn is_iterator(&self) -> bool {
        true
    }

    fn next(&self, _: &mut dyn Context) -> Result<Option<Value>> {
        if crate::pool::interrupted() {
            return Err(exception::KEYBOARD_INTERRUPT.error(""));
        }
        let mut at = self.at.borrow_mut();
        let Some(places) = at.as_mut() else { return Ok(None) };
        let chosen = (self.choose)(places);
        if !(self.advance)(places) {
            *at = None;
        }
        Ok(Some(Value::tuple(chosen)))
    }
}

/// The next order of the first `r` of `n` places, in lexicographic order.
fn next_permutation(at: &mut [usize], n: usize, r: usize) -> bool {
    // The places behind the first r count as sorted downwards, so that each choice comes once.
    at[r..].reverse();
    let Some(i) = (1..n).rev().find(|&i| at[i - 1] < at[i]).map(|i| i - 1) else { return false };
    let Some(j) = (i + 1..n).rev().find(|&j| at[j] > at[i]) else { return false };
    at.swap(i, j);
    at[i + 1..].reverse();
    true
}
