//! What a formula has come to: a value, or operations on large arrays that are written down and have not run yet.

use super::{Trace, tensor_of};
use crate::tensor::error::Result;
use crate::tensor::reduce::fused::{self, Ending, Expression};
use crate::tensor::reduce::{Axes, Reduction};
use crate::tensor::scalar::Operand;
use crate::tensor::tensor::Tensor;
use crate::tensor::ufunc::pending::{self, LEAST, Operation, Part, Pending, Seen, Site};
use smallvec::SmallVec;

/// A value and what was raised on the way to it.
pub(super) struct State {
    pub value: Held,
    pub trace: Trace,
}

pub(super) enum Held {
    Value(Operand),
    /// Operations that have not run yet.
    Pending(Box<Pending<()>>),
}

impl State {
    pub fn settled(self) -> Result<(Operand, Trace)> {
        let State { value, mut trace } = self;
        match value {
            Held::Value(operand) => Ok((operand, trace)),
            Held::Pending(pending) => {
                let (tensor, raised) = pending.finish()?.run()?;
                raised.iter().for_each(|&((), name, flags)| trace.add(flags, name, false));
                Ok((Operand::Tensor(tensor), trace))
            }
        }
    }

    fn size(&self) -> usize {
        match &self.value {
            Held::Value(Operand::Tensor(tensor)) => tensor.size(),
            Held::Value(_) => 1,
            Held::Pending(pending) => pending.size(),
        }
    }

    fn seen(&self) -> Seen<'_, ()> {
        match &self.value {
            Held::Value(Operand::Tensor(tensor)) => Seen::Array(tensor),
            Held::Value(number) => Seen::Number(number),
            Held::Pending(pending) => Seen::Pending(pending),
        }
    }

    /// Whether it can take part in a program: an array of numbers with axes, or a number.
    fn is_plain(&self) -> bool {
        match &self.value {
            Held::Value(Operand::Tensor(tensor)) => tensor.dtype().kind.is_numeric() && tensor.ndim() > 0,
            Held::Value(_) | Held::Pending(_) => true,
        }
    }
}

impl From<(Operand, Trace)> for State {
    fn from((operand, trace): (Operand, Trace)) -> State {
        State { value: Held::Value(operand), trace }
    }
}

/// What became of an operation.
pub(super) enum Written {
    Pending(State),
    /// It must run by itself, on these.
    No(Vec<State>),
}

/// Writes an operation on large arrays down.
pub(super) fn written_down(operation: Operation, name: &'static str, states: Vec<State>) -> Result<Written> {
    if states.iter().all(|state| state.size() < LEAST) || !states.iter().all(State::is_plain) {
        return Ok(Written::No(states));
    }
    let plan = pending::plan(operation, &states.iter().map(State::seen).collect::<SmallVec<[Seen<()>; 3]>>());
    let Some(plan) = plan else { return Ok(Written::No(states)) };
    let size: usize = plan.shape.iter().product();
    let mut whole = Trace::default();
    let mut parts: SmallVec<[Part<()>; 3]> = SmallVec::new();
    for state in states {
        // What is smaller than the result would be computed again for each row.
        let early = matches!(&state.value, Held::Pending(_)) && (plan.too_long || state.size() < size);
        let state = if early { State::from(state.settled()?) } else { state };
        whole.extend(&state.trace);
        parts.push(match state.value {
            Held::Pending(pending) => Part::Pending(pending),
            Held::Value(Operand::Tensor(tensor)) => Part::Array(tensor),
            Held::Value(_) => Part::Number,
        });
    }
    let pending = Pending::new(&plan.prepared, parts, &[], &plan.shape, Site { span: (), name })?;
    Ok(Written::Pending(State { value: Held::Pending(pending), trace: whole }))
}

/// The reduction of what is pending, without the array; else the array.
#[allow(clippy::type_complexity)]
pub(super) fn reduced_pending(
    op: Reduction,
    state: State,
    axes: &Axes,
    keepdims: bool,
) -> Result<Result<(Operand, Trace), (Tensor, Trace)>> {
    let State { value, mut trace } = state;
    let pending = match value {
        Held::Pending(pending) => pending,
        Held::Value(operand) => return Ok(Err((tensor_of(operand)?, trace))),
    };
    let ending = match op {
        Reduction::Sum => Ending::Sum,
        Reduction::Prod => Ending::Prod,
        Reduction::Min => Ending::Min,
        Reduction::Max => Ending::Max,
        Reduction::Any => Ending::Any,
        Reduction::All => Ending::All,
    };
    let ready = pending.finish()?;
    let strides = ready.strides();
    let expression = Expression { program: &ready.program, shape: &ready.shape, strides: &strides };
    if let Some(reduced) = fused::reduce(ending, &expression, axes, keepdims)? {
        ready.raisings(&reduced.raised).iter().for_each(|&((), name, flags)| trace.add(flags, name, false));
        return Ok(Ok((Operand::Tensor(reduced.result), trace)));
    }
    let (tensor, raised) = ready.run()?;
    raised.iter().for_each(|&((), name, flags)| trace.add(flags, name, false));
    Ok(Err((tensor, trace)))
}
