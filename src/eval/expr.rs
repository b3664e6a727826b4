//! Expressions: the dispatch over their kinds, displays, conditions, boolean operators.

use super::Interp;
use super::code::*;
use super::raised::Run;
use crate::builtins;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::value::class::class_of;
use crate::value::settable::SetTable;
use crate::value::table::Table;
use crate::value::{self, Dict, Error, Result, Set, Value, iter, ops};
use std::rc::Rc;

impl Interp {
    /// The value of an expression.
    #[inline(always)]
    pub(super) fn eval(&mut self, expr: &Expr) -> Run<Value> {
        (expr.run)(self, expr)
    }

    /// Whether an expression's value is true.
    #[inline(always)]
    pub(super) fn test(&mut self, expr: &Expr) -> Run<bool> {
        (expr.truth)(self, expr)
    }

    /// The kinds that are not worth a function of their own.
    #[inline(never)]
    pub(super) fn eval_rare(&mut self, expr: &Expr) -> Run<Value> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Tuple(items) => self.items(items).map(Value::tuple),
            ExprKind::List(items) => self.items(items).map(Value::list),
            ExprKind::Set(items) => self.set_display(items),
            ExprKind::Dict(items) => self.dict_display(items),
            ExprKind::Not(operand) => self.test(operand).map(|truth| Value::bool(!truth)),
            ExprKind::IfElse(node) => {
                let chosen = if self.test(&node.test)? { &node.then } else { &node.orelse };
                self.eval(chosen)
            }
            ExprKind::Matrix(rows) => self.matrix(rows, span),
            ExprKind::FString(parts) => self.fstring(parts),
            ExprKind::Chain(node) => self.chain(node, span),
            ExprKind::CompareChain(node) => self.compare_chain(node, span),
            ExprKind::Slice(node) => self.slice(node),
            ExprKind::Lambda(node) => self.make_function(node),
            ExprKind::Comprehension(node) => self.comprehension(node, span),
            ExprKind::Generator(node) => self.make_generator(node),
            ExprKind::Walrus(node) => {
                let value = self.eval(&node.value)?;
                self.assign(&node.target, value.clone())?;
                Ok(value)
            }
            // The others have functions of their own.
            _ => Ok(Value::None),
        }
    }

    #[inline]
    pub(super) fn truth(&mut self, value: &Value, span: Span) -> Run<bool> {
        match value {
            Value::Bool(b) | Value::NpBool(b) => Ok(b.get()),
            Value::Int(i) => Ok(*i != 0),
            Value::None => Ok(false),
            other => ops::truth(other).map_err(|error| self.at(super::advice::for_truth(error, other), span)),
        }
    }

    /// `a and b` or (`stop`) `a or b`: the first operand whose truth is `stop`, else the last.
    #[inline(never)]
    pub(super) fn short_circuit(&mut self, operands: &[Expr], stop: bool) -> Run<Value> {
        let Some((last, head)) = operands.split_last() else { return Ok(Value::None) };
        for operand in head {
            let value = self.eval(operand)?;
            let truth = self.truth(&value, operand.span);
            let truth = truth.map_err(|raised| super::advice::for_and_or(raised.into(), stop))?;
            if truth == stop {
                return Ok(value);
            }
        }
        self.eval(last)
    }

    /// The truth of [`Self::short_circuit`]'s value.
    pub(super) fn short_circuit_test(&mut self, operands: &[Expr], stop: bool) -> Run<bool> {
        for operand in operands {
            let truth = self.test(operand).map_err(|raised| super::advice::for_and_or(raised.into(), stop));
            if truth? == stop {
                return Ok(stop);
            }
        }
        Ok(!stop)
    }

    /// The items of a display, with starred ones unpacked.
    pub(super) fn items(&mut self, items: &[Item]) -> Run<Vec<Value>> {
        let mut values = Vec::with_capacity(items.len());
        for item in items {
            let value = self.eval(&item.value)?;
            if item.starred {
                let more =
                    iter::collect(self, &value).map_err(|error| self.at(star_error(error, &value), item.value.span));
                values.append(&mut more?);
            } else {
                values.push(value);
            }
        }
        Ok(values)
    }

    fn set_display(&mut self, items: &[Item]) -> Run<Value> {
        let mut table = SetTable::default();
        for item in items {
            let value = self.eval(&item.value)?;
            let span = item.value.span;
            if let (true, Value::Set(set) | Value::FrozenSet(set)) = (item.starred, &value) {
                table.merge(&set.borrow());
            } else if item.starred {
                let more = iter::collect(self, &value).map_err(|error| self.at(star_error(error, &value), span))?;
                for value in more {
                    table.insert(value).map_err(|error| self.at(error, span))?;
                }
            } else {
                table.insert(value).map_err(|error| self.at(error, span))?;
            }
        }
        // A display of three or more constants is a folded frozenset in CPython, laid out twice by the compiler and copied at
        // run time: that shows in the order.
        let folded = items.len() > 2 && items.iter().all(|i| !i.starred && matches!(i.value.kind, ExprKind::Const(_)));
        if folded {
            table = SetTable::from_keys(table.keys())?.copied();
        }
        Ok(Value::Set(Rc::new(Set::new(table))))
    }

    fn dict_display(&mut self, items: &[DictItem]) -> Run<Value> {
        let mut table = Table::with_capacity(items.len());
        for item in items {
            match item {
                DictItem::Pair(key, value) => {
                    let (key_span, key) = (key.span, self.eval(key)?);
                    let value = self.eval(value)?;
                    table.insert(key, value).map_err(|error| self.at(error, key_span))?;
                }
                DictItem::Spread(mapping) => {
                    let value = self.eval(mapping)?;
                    let pairs = self.mapping_items(&value).map_err(|error| self.at(error, mapping.span))?;
                    let Some(pairs) = pairs else {
                        let class = class_of(&value).qualified_name();
                        return Err(
                            self.at(Error::type_error(format!("'{class}' object is not a mapping")), mapping.span)
                        );
                    };
                    for (key, value) in pairs {
                        table.insert(key, value).map_err(|error| self.at(error, mapping.span))?;
                    }
                }
            }
        }
        Ok(Value::Dict(Rc::new(Dict::new(table))))
    }

    /// The items of a mapping: a dict, or anything with `keys` and `[]`. `None` for what is not a mapping.
    pub(super) fn mapping_items(&mut self, value: &Value) -> Result<Option<Vec<(Value, Value)>>> {
        if let Value::Dict(dict) = value {
            return Ok(Some(dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect()));
        }
        let Value::Object(_) = value else { return Ok(None) };
        let Ok(keys) = builtins::attribute(self, value, Symbol::new("keys")) else { return Ok(None) };
        let keys = value::Context::call(self, &keys, &[], &[])?;
        let mut pairs = Vec::new();
        for key in iter::collect(self, &keys)? {
            let item = value::item::get_item(self, value, &key)?;
            pairs.push((key, item));
        }
        Ok(Some(pairs))
    }

    /// NPL's `[1, 2; 3, 4]`: the library's array of the nested lists.
    fn matrix(&mut self, rows: &[Box<[Expr]>], span: Span) -> Run<Value> {
        let mut lists = Vec::with_capacity(rows.len());
        for row in rows {
            let row: Run<Vec<Value>> = row.iter().map(|item| self.eval(item)).collect();
            lists.push(Value::list(row?));
        }
        let Some(array) = builtins::lookup("np", Symbol::new("array")) else {
            return Err(self.at(Error::name("name 'array' is not defined"), span));
        };
        self.call_value(&array, &[Value::list(lists)], &[], span)
    }

    fn slice(&mut self, node: &Slice) -> Run<Value> {
        let [start, stop, step] = self.slice_bounds(node)?;
        Ok(Value::Slice(Rc::new(value::Slice { start, stop, step })))
    }
}

/// `*5` in a display.
fn star_error(error: Error, value: &Value) -> Error {
    not_iterable_after_star(error, value, || "Value".to_string())
}

/// `*5`: Python says it in other words than for a loop.
pub(super) fn not_iterable_after_star(error: Error, value: &Value, what: impl FnOnce() -> String) -> Error {
    let class = class_of(value).qualified_name();
    if error.message() == format!("'{class}' object is not iterable") {
        return Error::type_error(format!("{} after * must be an iterable, not {class}", what()));
    }
    error
}
