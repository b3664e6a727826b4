//! Fusion: a region of elementwise operations on large arrays → one program, run when its value is needed.
//!
//! The region is walked in Python's order. Leaves are evaluated as they are met; operations on large arrays are written
//! down ([`Pending`]) instead of run. Whatever is pending is computed before anything that could notice: a leaf that may
//! run the user's code or write memory, an operation that can fail by its values, the end of the expression. What does
//! not fit runs one operation at a time, as everywhere else, and so do its errors.

mod calls;
mod reduce;
pub mod region;
mod target;
mod walk;

use super::Interp;
use super::code::{Hint, Region};
use crate::eval::raised::{Raised, Run};
use crate::eval::warning::HeldWarning;
use crate::source::Span;
use crate::tensor::ufunc::Ufunc;
use crate::tensor::ufunc::pending::{self, LEAST, Operation, Plan, Seen, Site};
use crate::tensor::{DType, Operand, Scalar, Tensor};
use crate::value::class::numpy;
use crate::value::context::FloatAction;
use crate::value::elementwise::report;
use crate::value::warning::WarningFilters;
use crate::value::{Array, Value};
use smallvec::SmallVec;

type Pending = pending::Pending<Span>;
type Part = pending::Part<Span>;
type Ready = pending::Ready<Span>;
type Raisings = pending::Raisings<Span>;

/// A value, or the number of an operation that is pending.
enum Lazy {
    Value(Value),
    Pending(usize),
}

type Arguments = SmallVec<[Lazy; 3]>;

/// The walk over one region.
struct Fusion {
    /// What was pending so far, in the order in which it was met.
    slots: Vec<Slot>,
    /// Warnings can't become errors in the midst of a program.
    enabled: bool,
}

enum Slot {
    Pending(Box<Pending>),
    /// Computed before its operation's turn came.
    Value(Value),
    Taken,
}

/// What is applied to arguments.
#[derive(Clone, Copy)]
enum Applied {
    Ufunc(&'static Ufunc),
    /// One of the two steps of `clip`.
    Clip(&'static Ufunc),
    Where,
}

impl Interp {
    /// The value of a region.
    #[inline(always)]
    pub(super) fn region(&mut self, region: &Region) -> Run<Value> {
        if self.is_about_arrays(region) { self.fused(region) } else { self.eval(&region.body) }
    }

    /// Whether one of the region's names is an array large enough to look closer.
    #[inline(always)]
    pub(super) fn is_about_arrays(&self, region: &Region) -> bool {
        region.hints.iter().any(|hint| {
            let value = match hint {
                Hint::Local(slot) => self.stack.get(self.frame.base + *slot as usize).and_then(Option::as_ref),
                Hint::Global(slot) => self.globals.get(*slot),
            };
            matches!(value, Some(Value::Array(array)) if is_large(array))
        })
    }

    #[inline(never)]
    fn fused(&mut self, region: &Region) -> Run<Value> {
        self.walked(|interp, fusion| {
            let lazy = interp.lazy(fusion, &region.body)?;
            interp.settle(fusion, lazy)
        })
    }

    /// A walk; after an error what is still pending is computed for its warnings.
    fn walked<T>(&mut self, walk: impl FnOnce(&mut Interp, &mut Fusion) -> Run<T>) -> Run<T> {
        let mut fusion = Fusion { slots: Vec::new(), enabled: self.may_fuse() };
        let result = walk(self, &mut fusion);
        if result.is_err() {
            self.flush(&mut fusion)?;
        }
        result
    }

    /// Whether floating-point trouble ends in nothing worse than a warning.
    fn may_fuse(&mut self) -> bool {
        let calm = |action| matches!(action, FloatAction::Warn | FloatAction::Ignore);
        let state = &self.state.errstate;
        self.state.fuse
            && calm(state.divide)
            && calm(state.over)
            && calm(state.under)
            && calm(state.invalid)
            && !self.state.extension::<WarningFilters>().can_raise()
    }

    /// Runs what may warn while operations that come before it, those in the first `before` slots, are pending: if it does
    /// warn, they are computed and warn first.
    fn in_turn<T>(
        &mut self,
        fusion: &mut Fusion,
        before: usize,
        run: impl FnOnce(&mut Interp, &mut Fusion) -> Run<T>,
    ) -> Run<T> {
        let before = before.min(fusion.slots.len());
        if !fusion.slots[..before].iter().any(|slot| matches!(slot, Slot::Pending(_))) {
            return run(self, fusion);
        }
        let outer = self.held.replace(Vec::new());
        let result = run(self, fusion);
        let held = std::mem::replace(&mut self.held, outer).unwrap_or_default();
        if !held.is_empty() {
            self.flush_before(fusion, before)?;
        }
        for HeldWarning { place, category, message } in held {
            self.issue_warning_at(place, category, &message).map_err(|error| self.at(error, place.span))?;
        }
        result
    }

    /// Computes everything that is pending, in order.
    fn flush(&mut self, fusion: &mut Fusion) -> Run<()> {
        self.flush_before(fusion, fusion.slots.len())
    }

    /// Computes what is pending in the first slots, in order.
    fn flush_before(&mut self, fusion: &mut Fusion, before: usize) -> Run<()> {
        for i in 0..before.min(fusion.slots.len()) {
            let Slot::Pending(_) = fusion.slots[i] else { continue };
            let Slot::Pending(pending) = std::mem::replace(&mut fusion.slots[i], Slot::Taken) else { continue };
            match self.compute(*pending) {
                Ok(tensor) => fusion.slots[i] = Slot::Value(Value::array(tensor)),
                Err(error) => {
                    // One operation at a time would not have come further.
                    fusion.slots.clear();
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// After a leaf that may have done anything.
    fn after_unknown(&mut self, fusion: &mut Fusion) {
        fusion.enabled = self.may_fuse();
    }

    /// The value itself.
    fn settle(&mut self, fusion: &mut Fusion, lazy: Lazy) -> Run<Value> {
        let before = if let Lazy::Pending(i) = lazy { i } else { 0 };
        match fusion.take(lazy) {
            Taken::Value(value) => Ok(value),
            Taken::Pending(pending) => {
                self.in_turn(fusion, before, |interp, _| interp.compute(*pending).map(Value::array))
            }
        }
    }

    /// Runs what is pending into a new array.
    fn compute(&mut self, pending: Pending) -> Run<Tensor> {
        let ready = pending.finish()?;
        self.run(&ready)
    }

    fn run(&mut self, ready: &Ready) -> Run<Tensor> {
        let (tensor, raised) = ready.run().map_err(|error| self.at_last(ready, error))?;
        self.report_all(&raised)?;
        Ok(tensor)
    }

    /// An error of the run itself (no memory, an interrupt) belongs to the whole.
    fn at_last(&self, ready: &Ready, error: crate::tensor::Error) -> Raised {
        self.at(error.into(), ready.span())
    }

    fn report_all(&mut self, raised: &Raisings) -> Run<()> {
        for &(span, name, flags) in raised {
            self.span = span;
            report(self, flags, name, false).map_err(|error| self.at(error, span))?;
        }
        Ok(())
    }

    /// Writes an operation down. `None` where it must run by itself, on the settled arguments.
    fn write_down(
        &mut self,
        fusion: &mut Fusion,
        applied: Applied,
        arguments: &mut Arguments,
        span: Span,
    ) -> Run<Option<Lazy>> {
        if !fusion.enabled || !fusion.may_hold(arguments) {
            return Ok(None);
        }
        let Some(plan) = fusion.plan(applied, arguments) else { return Ok(None) };
        // What is smaller than the result would be computed again for each row: it comes first, into its own array.
        let size: usize = plan.shape.iter().product();
        // Its warnings wait until it is the turn of those of this operation, for something before it may be pending.
        let mut early: SmallVec<[Raisings; 3]> = SmallVec::new();
        for argument in arguments.iter_mut() {
            let mut raised = Raisings::new();
            if let Lazy::Pending(i) = argument
                && matches!(&fusion.slots[*i], Slot::Pending(pending) if plan.too_long || pending.size() < size)
            {
                let pending = std::mem::replace(argument, Lazy::Value(Value::None));
                if let Taken::Pending(pending) = fusion.take(pending) {
                    let ready = pending.finish()?;
                    let (tensor, flags) = ready.run().map_err(|error| self.at_last(&ready, error))?;
                    (*argument, raised) = (Lazy::Value(Value::array(tensor)), flags);
                }
            }
            early.push(raised);
        }
        let parts: SmallVec<[Part; 3]> = arguments.drain(..).map(|argument| fusion.part(argument)).collect();
        let site = Site { span, name: applied.name() };
        let pending = Pending::new(&plan.prepared, parts, &early, &plan.shape, site);
        let pending = pending.map_err(|error| self.at(error.into(), span))?;
        Ok(Some(fusion.keep(pending)))
    }
}

impl Lazy {
    /// The same, to be looked at.
    fn again(&self) -> Lazy {
        match self {
            Lazy::Value(value) => Lazy::Value(value.clone()),
            Lazy::Pending(i) => Lazy::Pending(*i),
        }
    }
}

enum Taken {
    Value(Value),
    Pending(Box<Pending>),
}

impl Applied {
    fn name(self) -> &'static str {
        match self {
            Applied::Ufunc(u) => u.name,
            Applied::Clip(_) => "clip",
            Applied::Where => "where",
        }
    }
}

impl Fusion {
    fn keep(&mut self, pending: Box<Pending>) -> Lazy {
        self.slots.push(Slot::Pending(pending));
        Lazy::Pending(self.slots.len() - 1)
    }

    fn take(&mut self, lazy: Lazy) -> Taken {
        let slot = match lazy {
            Lazy::Value(value) => return Taken::Value(value),
            Lazy::Pending(i) => self.slots.get_mut(i).map(|slot| std::mem::replace(slot, Slot::Taken)),
        };
        match slot {
            Some(Slot::Pending(pending)) => Taken::Pending(pending),
            Some(Slot::Value(value)) => Taken::Value(value),
            _ => Taken::Value(Value::None),
        }
    }

    /// Whether it is pending still.
    fn is_pending(&self, lazy: &Lazy) -> bool {
        matches!(lazy, Lazy::Pending(i) if matches!(self.slots.get(*i), Some(Slot::Pending(_))))
    }

    /// The dtype of an array, or of what will be one.
    fn dtype(&self, lazy: &Lazy) -> Option<DType> {
        match self.borrowed(lazy)? {
            Borrowed::Pending(pending) => Some(pending.dtype()),
            Borrowed::Array(tensor) => Some(tensor.dtype()),
            Borrowed::Number(_) => None,
        }
    }

    /// The value of an argument that is computed already.
    fn value<'a>(&'a self, lazy: &'a Lazy) -> Option<&'a Value> {
        match lazy {
            Lazy::Value(value) => Some(value),
            Lazy::Pending(i) => match self.slots.get(*i) {
                Some(Slot::Value(value)) => Some(value),
                _ => None,
            },
        }
    }

    /// Whether all arguments are large arrays and numbers, with an array among them.
    fn may_hold(&self, arguments: &Arguments) -> bool {
        let mut array = false;
        let all = arguments.iter().all(|argument| match self.value(argument) {
            None => {
                array = true;
                true
            }
            Some(Value::Array(found)) => {
                array = true;
                is_plain(found)
            }
            Some(value) => number(value).is_some(),
        });
        all && array
    }

    /// The operation with its loop and shape; `None` where it must run by itself.
    fn plan(&self, applied: Applied, arguments: &Arguments) -> Option<Plan> {
        let borrowed: SmallVec<[Borrowed; 3]> = arguments.iter().map(|a| self.borrowed(a)).collect::<Option<_>>()?;
        let seen: SmallVec<[Seen<Span>; 3]> = borrowed.iter().map(Borrowed::seen).collect();
        let operation = match applied {
            Applied::Ufunc(u) | Applied::Clip(u) => Operation::Ufunc(u),
            Applied::Where => Operation::Where,
        };
        pending::plan(operation, &seen)
    }

    fn borrowed<'a>(&'a self, lazy: &'a Lazy) -> Option<Borrowed<'a>> {
        if let Lazy::Pending(i) = lazy
            && let Some(Slot::Pending(pending)) = self.slots.get(*i)
        {
            return Some(Borrowed::Pending(pending));
        }
        match self.value(lazy)? {
            Value::Array(array) => Some(Borrowed::Array(array.borrow())),
            value => number(value).map(Borrowed::Number),
        }
    }

    fn part(&mut self, lazy: Lazy) -> Part {
        match self.take(lazy) {
            Taken::Pending(pending) => Part::Pending(pending),
            Taken::Value(Value::Array(array)) => Part::Array(array.tensor()),
            Taken::Value(_) => Part::Number,
        }
    }
}

/// An argument, looked at before anything is taken.
enum Borrowed<'a> {
    Pending(&'a Pending),
    Array(std::cell::Ref<'a, Tensor>),
    Number(Operand),
}

impl Borrowed<'_> {
    fn seen(&self) -> Seen<'_, Span> {
        match self {
            Borrowed::Pending(pending) => Seen::Pending(pending),
            Borrowed::Array(tensor) => Seen::Array(tensor),
            Borrowed::Number(operand) => Seen::Number(operand),
        }
    }
}

/// An array of numbers with axes and elements, of no other class.
fn is_plain(array: &Array) -> bool {
    let tensor = array.borrow();
    std::ptr::eq(array.class(), &numpy::NDARRAY)
        && tensor.dtype().kind.is_numeric()
        && tensor.ndim() > 0
        && !tensor.is_empty()
}

#[inline]
fn is_large(array: &Array) -> bool {
    array.borrow().size() >= LEAST
}

/// A number as an operand; `None` for any other value.
fn number(value: &Value) -> Option<Operand> {
    Some(match value {
        Value::Float(f) => Operand::WeakFloat(f.get()),
        Value::Int(i) => Operand::WeakInt(i128::from(*i)),
        Value::Bool(b) => Operand::WeakBool(b.get()),
        Value::Complex(z) => Operand::WeakComplex(**z),
        Value::NpFloat(f) => Operand::Scalar(Scalar::Float64(f.get())),
        Value::NpInt(i) => Operand::Scalar(Scalar::Int64(*i)),
        Value::NpBool(b) => Operand::Scalar(Scalar::Bool(b.get())),
        Value::Scalar(scalar) if scalar.dtype().kind.is_numeric() => Operand::Scalar((**scalar).clone()),
        _ => return None,
    })
}
