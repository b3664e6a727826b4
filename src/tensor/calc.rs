//! Arithmetic on tensors with Rust's own operators: a `Calc` carries a value, or the first error, and what was raised so
//! far, so that a formula can be written as one. Operations on large arrays are written down and run block by block when
//! their value is needed, as the evaluator does with expressions.

mod state;
mod weak;

use super::assign;
use super::cast;
use super::dtype::DType;
use super::error::Result;
use super::flags::Flags;
use super::promote::{self, Casting};
use super::reduce::{self, Axes, Reduction, Request};
use super::scalar::{Operand, Scalar};
use super::tensor::{Order, Tensor};
use super::ufunc::pending::Operation;
use super::ufunc::{self, CallOptions, Ufunc};
use smallvec::SmallVec;
use state::{Held, State, Written, reduced_pending, written_down};
use std::cell::RefCell;
use std::ops::{Add, Div, Mul, Neg, Sub};

/// A tensor, a scalar or a Python number on its way through a formula. A copy of what is not computed yet has it computed
/// first, so that nothing is computed twice.
pub struct Calc(RefCell<Result<State>>);

impl Clone for Calc {
    fn clone(&self) -> Calc {
        Calc::new(self.settle())
    }
}

/// Flags that were raised by one operation on the way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Raised {
    pub flags: Flags,
    /// The ufunc, or `cast`.
    pub operation: &'static str,
    /// Whether scalars were computed.
    pub scalar: bool,
}

/// Everything raised on the way, each once, in order.
#[derive(Clone, Default)]
pub struct Trace(Vec<Raised>);

impl Trace {
    pub fn all(&self) -> &[Raised] {
        &self.0
    }

    fn union(&self) -> Flags {
        self.0.iter().fold(Flags::NONE, |all, raised| all | raised.flags)
    }

    fn add(&mut self, flags: Flags, operation: &'static str, scalar: bool) {
        let raised = Raised { flags, operation, scalar };
        if !flags.is_empty() && !self.0.contains(&raised) {
            self.0.push(raised);
        }
    }

    /// Takes over what another value raised.
    pub fn extend(&mut self, other: &Trace) {
        for raised in &other.0 {
            self.add(raised.flags, raised.operation, raised.scalar);
        }
    }
}

impl From<&Tensor> for Calc {
    fn from(tensor: &Tensor) -> Calc {
        Calc::from(Operand::Tensor(tensor.clone()))
    }
}

impl From<Operand> for Calc {
    fn from(operand: Operand) -> Calc {
        Calc::new(Ok((operand, Trace::default())))
    }
}

impl From<f64> for Calc {
    fn from(number: f64) -> Calc {
        Calc::from(Operand::WeakFloat(number))
    }
}

impl From<i32> for Calc {
    fn from(number: i32) -> Calc {
        Calc::from(Operand::WeakInt(i128::from(number)))
    }
}

impl From<&Calc> for Calc {
    fn from(calc: &Calc) -> Calc {
        calc.clone()
    }
}

impl From<Result<Tensor>> for Calc {
    fn from(result: Result<Tensor>) -> Calc {
        Calc::new(result.map(|tensor| (Operand::Tensor(tensor), Trace::default())))
    }
}

impl Calc {
    fn new(value: Result<(Operand, Trace)>) -> Calc {
        Calc(RefCell::new(value.map(State::from)))
    }

    fn state(self) -> Result<State> {
        self.0.into_inner()
    }

    fn settled(self) -> Result<(Operand, Trace)> {
        self.state()?.settled()
    }

    /// The value where it lies, computed now if it was not yet.
    fn settle(&self) -> Result<(Operand, Trace)> {
        let mut place = self.0.borrow_mut();
        let empty = Ok(State::from((Operand::WeakInt(0), Trace::default())));
        let settled = std::mem::replace(&mut *place, empty).and_then(State::settled);
        *place = settled.clone().map(State::from);
        settled
    }

    /// The value, as a tensor, and the flags raised on the way.
    pub fn value(self) -> Result<(Tensor, Flags)> {
        self.traced().map(|(tensor, trace)| (tensor, trace.union()))
    }

    /// The value, as a tensor, and what each operation raised.
    pub fn traced(self) -> Result<(Tensor, Trace)> {
        let (operand, trace) = self.settled()?;
        Ok((tensor_of(operand)?, trace))
    }

    /// The value alone.
    pub fn tensor(self) -> Result<Tensor> {
        self.value().map(|(tensor, _)| tensor)
    }

    /// Stores the value into `target`, which it broadcasts to, with any cast: element by element as it is computed where
    /// that is possible.
    pub fn store(self, target: &Tensor) -> Result<Trace> {
        let State { value, mut trace } = self.state()?;
        match value {
            Held::Pending(pending)
                if pending.shape() == target.shape()
                    && pending.dtype() == target.dtype()
                    && pending.may_write_to(target) =>
            {
                let raised = pending.finish()?.run_into(target)?;
                raised.iter().for_each(|&((), name, flags)| trace.add(flags, name, false));
                Ok(trace)
            }
            value => {
                let (operand, trace) = State { value, trace }.settled()?;
                assign::assign(target, &tensor_of(operand)?)?;
                Ok(trace)
            }
        }
    }

    /// The value as it is, where there was no error.
    pub fn operand(&self) -> Option<Operand> {
        self.settle().ok().map(|(operand, _)| operand)
    }

    /// The dtype of the value; of a Python number the one it gets where nothing stronger is near.
    pub fn dtype(&self) -> DType {
        match self.0.borrow().as_ref().map(|state| &state.value) {
            Ok(Held::Value(operand)) => promote::default_operand_dtype(operand),
            Ok(Held::Pending(pending)) => pending.dtype(),
            Err(_) => DType::FLOAT64,
        }
    }

    pub fn unary(self, u: &'static Ufunc) -> Calc {
        let state = match self.state() {
            Ok(state) => state,
            Err(error) => return Calc::new(Err(error)),
        };
        match written_down(Operation::Ufunc(u), u.name, vec![state]) {
            Ok(Written::Pending(state)) => Calc(RefCell::new(Ok(state))),
            Ok(Written::No(mut states)) => {
                Calc::new(states.remove(0).settled().and_then(|(a, trace)| unary(u, a, trace)))
            }
            Err(error) => Calc::new(Err(error)),
        }
    }

    pub fn binary(self, u: &'static Ufunc, other: impl Into<Calc>) -> Calc {
        let states = self.state().and_then(|a| Ok(vec![a, other.into().state()?]));
        match states.and_then(|states| written_down(Operation::Ufunc(u), u.name, states)) {
            Ok(Written::Pending(state)) => Calc(RefCell::new(Ok(state))),
            Ok(Written::No(mut states)) => {
                let second = states.remove(1).settled();
                Calc::new(states.remove(0).settled().and_then(|a| binary(u, a, second?)))
            }
            Err(error) => Calc::new(Err(error)),
        }
    }

    /// The value where the condition holds, else `other`'s.
    pub fn choose(condition: Calc, value: impl Into<Calc>, other: impl Into<Calc>) -> Calc {
        let states = condition.state().and_then(|c| Ok(vec![c, value.into().state()?, other.into().state()?]));
        match states.and_then(|states| written_down(Operation::Where, "where", states)) {
            Ok(Written::Pending(state)) => Calc(RefCell::new(Ok(state))),
            Ok(Written::No(states)) => Calc::new(choose(states)),
            Err(error) => Calc::new(Err(error)),
        }
    }

    /// A view or copy of the tensor.
    pub fn map(self, change: impl FnOnce(&Tensor) -> Result<Tensor>) -> Calc {
        Calc::new(self.traced().and_then(|(tensor, trace)| Ok((Operand::Tensor(change(&tensor)?), trace))))
    }

    /// The value stored into an array of a dtype: any cast is allowed.
    pub fn cast(self, dtype: DType) -> Calc {
        Calc::new(self.settled().and_then(|(value, mut trace)| {
            let strong = matches!(value, Operand::Tensor(_) | Operand::Scalar(_));
            if strong && promote::default_operand_dtype(&value) == dtype {
                return Ok((value, trace));
            }
            let scalar = !matches!(value, Operand::Tensor(_));
            let (result, flags) = cast::cast(&tensor_of(value)?, dtype, Order::K)?;
            trace.add(flags, "cast", scalar);
            Ok((settled(result, scalar), trace))
        }))
    }

    /// The value stored by `array op= …`, where `u` is the operation: UFuncTypeError where its kind does not fit.
    pub fn kept(self, u: &'static Ufunc, dtype: DType) -> Calc {
        let failed = self.0.borrow().is_err();
        match ufunc::check_output(u, 0, self.dtype(), dtype, Casting::SameKind) {
            Err(error) if !failed => Calc::new(Err(error)),
            _ => self.cast(dtype),
        }
    }

    pub fn sum(self, axes: &Axes, keepdims: bool) -> Calc {
        self.reduced(Reduction::Sum, axes, keepdims)
    }

    pub fn reduced(self, op: Reduction, axes: &Axes, keepdims: bool) -> Calc {
        Calc::new(self.state().and_then(|state| {
            let (tensor, mut trace) = match reduced_pending(op, state, axes, keepdims)? {
                Ok(reduced) => return Ok(reduced),
                Err(array) => array,
            };
            let request = Request { axes: axes.clone(), keepdims, ..Request::default() };
            let (result, flags) = reduce::reduce(op, &tensor, &request)?;
            trace.add(flags, "reduce", false);
            Ok((Operand::Tensor(result), trace))
        }))
    }

    pub fn sqrt(self) -> Calc {
        self.unary(&ufunc::SQRT)
    }

    pub fn conj(self) -> Calc {
        self.unary(&ufunc::CONJUGATE)
    }

    /// The value times 0: a zero of its dtype and shape, but NaN where it is not finite.
    pub fn vanished(&self) -> Calc {
        self.clone().binary(&ufunc::MULTIPLY, 0)
    }

    /// Whether it is a scalar equal to zero. Something that can't be compared is not.
    pub fn is_zero(&self) -> bool {
        let equal = self.clone().binary(&ufunc::EQUAL, 0).tensor();
        matches!(equal.map(|t| t.first()), Ok(Scalar::Bool(true)))
    }

    /// The value without what was raised.
    pub fn quiet(self) -> Calc {
        Calc::new(self.settled().map(|(value, _)| (value, Trace::default())))
    }

    /// The same value, with what others raised as well.
    pub fn after(self, others: &Trace) -> Calc {
        Calc::new(self.settled().map(|(value, mut trace)| {
            trace.extend(others);
            (value, trace)
        }))
    }

    /// A result of no dimensions as an element taken out of its array.
    pub fn taken(self) -> Calc {
        Calc::new(self.settled().map(|(value, trace)| match value {
            Operand::Tensor(tensor) if tensor.ndim() == 0 => (element(tensor.first()), trace),
            other => (other, trace),
        }))
    }

    /// Equal parts one after the other along a new first axis, in an array of `dtype`.
    pub fn rows(parts: Vec<Calc>, dtype: DType) -> Calc {
        let assemble = || {
            let mut trace = Trace::default();
            let mut result: Option<Tensor> = None;
            let count = parts.len();
            for (i, part) in parts.into_iter().enumerate() {
                let (part, raised) = part.cast(dtype).traced()?;
                trace.extend(&raised);
                let whole = match &result {
                    Some(whole) => whole,
                    None => {
                        let shape: Vec<usize> = std::iter::once(count).chain(part.shape().iter().copied()).collect();
                        result.insert(Tensor::zeros(&shape, dtype)?)
                    }
                };
                assign::assign(&whole.subarray(0, i), &part)?;
            }
            let whole = match result {
                Some(whole) => whole,
                None => Tensor::zeros(&[0], dtype)?,
            };
            Ok((Operand::Tensor(whole), trace))
        };
        Calc::new(assemble())
    }

    /// The parts of an array along its first axis; scalars where it has no other. What an object array holds comes out of
    /// it as Python's own numbers.
    ///
    /// # Errors
    /// MemoryError where there are more than memory holds: a broadcast array may have any number.
    pub fn parts(tensor: &Tensor) -> Result<Vec<Calc>> {
        let part = |i| {
            let part = tensor.subarray(0, i);
            Calc::from(if part.ndim() == 0 { element(part.first()) } else { Operand::Tensor(part) })
        };
        let count = tensor.shape().first().copied().unwrap_or(0);
        let mut parts = super::storage::reserved(count)?;
        parts.extend((0..count).map(part));
        Ok(parts)
    }
}

fn unary(u: &'static Ufunc, a: Operand, mut trace: Trace) -> Result<(Operand, Trace)> {
    if let Some(number) = weak::unary(u, &a) {
        return Ok((number, trace));
    }
    if let Operand::Scalar(scalar) = &a
        && let Some((result, flags)) = ufunc::scalar_unary(u, scalar)
    {
        trace.add(flags, u.name, true);
        return Ok((Operand::Scalar(result), trace));
    }
    let scalar = !matches!(a, Operand::Tensor(_));
    let (mut results, flags) = ufunc::call(u, &[a], &CallOptions::default())?;
    // Functions are not said to be those of scalars, as operators are.
    trace.add(flags, u.name, scalar && std::ptr::eq(u, &ufunc::NEGATIVE));
    Ok((settled(results.remove(0), scalar), trace))
}

fn binary(
    u: &'static Ufunc,
    (a, mut trace): (Operand, Trace),
    (b, more): (Operand, Trace),
) -> Result<(Operand, Trace)> {
    trace.extend(&more);
    if let Some(number) = weak::binary(u, &a, &b) {
        return Ok((number, trace));
    }
    let scalar = !matches!(a, Operand::Tensor(_)) && !matches!(b, Operand::Tensor(_));
    if scalar && let Some(result) = ufunc::scalar_binary(u, &a, &b) {
        let (result, flags) = result?;
        trace.add(flags, u.name, true);
        return Ok((Operand::Scalar(result), trace));
    }
    let (mut results, flags) = ufunc::call(u, &[a, b], &CallOptions::default())?;
    trace.add(flags, u.name, scalar);
    Ok((settled(results.remove(0), scalar), trace))
}

fn choose(states: Vec<State>) -> Result<(Operand, Trace)> {
    let mut trace = Trace::default();
    let mut operands: SmallVec<[Operand; 3]> = SmallVec::new();
    for state in states {
        let (operand, raised) = state.settled()?;
        trace.extend(&raised);
        operands.push(operand);
    }
    let (result, flags) = ufunc::where_(&operands[0], &operands[1], &operands[2])?;
    trace.add(flags, "where", false);
    Ok((Operand::Tensor(result), trace))
}

/// An element that was taken out of its array.
fn element(scalar: Scalar) -> Operand {
    let Scalar::Object(item) = &scalar else { return Operand::Scalar(scalar) };
    match (item.type_name().as_str(), item.to_scalar()) {
        ("int", Some(Scalar::Int64(i))) => Operand::WeakInt(i128::from(i)),
        ("float", Some(Scalar::Float64(f))) => Operand::WeakFloat(f),
        ("complex", Some(Scalar::Complex128(z))) => Operand::WeakComplex(z),
        _ => Operand::Scalar(scalar),
    }
}

/// A result of scalars is a scalar.
fn settled(result: Tensor, scalar: bool) -> Operand {
    if scalar && result.ndim() == 0 { Operand::Scalar(result.first()) } else { Operand::Tensor(result) }
}

fn tensor_of(operand: Operand) -> Result<Tensor> {
    match operand {
        Operand::Tensor(tensor) => Ok(tensor),
        other => cast::operand_to_tensor(&other, promote::default_operand_dtype(&other)),
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $ufunc:ident;)*) => {$(
        impl<T: Into<Calc>> $trait<T> for Calc {
            type Output = Calc;

            fn $method(self, other: T) -> Calc {
                self.binary(&ufunc::$ufunc, other)
            }
        }

        impl<T: Into<Calc>> $trait<T> for &Calc {
            type Output = Calc;

            fn $method(self, other: T) -> Calc {
                self.clone().binary(&ufunc::$ufunc, other)
            }
        }
    )*};
}

operators! {
    Add add ADD;
    Sub sub SUBTRACT;
    Mul mul MULTIPLY;
    Div div DIVIDE;
}

impl Neg for Calc {
    type Output = Calc;

    fn neg(self) -> Calc {
        self.unary(&ufunc::NEGATIVE)
    }
}
