//! Reductions of what is pending: they end its program, without the array that they reduce.

use super::calls::{Callee, Named};
use super::{Arguments, Fusion, Lazy, Ready, Taken};
use crate::eval::Interp;
use crate::eval::raised::Run;
use crate::tensor::reduce::Axes as TensorAxes;
use crate::tensor::reduce::fused::{self, Ending, Expression};
use crate::value::axis::Axes;
use crate::value::convert::unboxed;
use crate::value::elementwise::report;
use crate::value::{Builtin, FromValue, Value};

/// What was asked for.
struct Given {
    axes: TensorAxes,
    keepdims: bool,
    ddof: Option<f64>,
}

impl Interp {
    /// The reduction's value; `None` where it must run on an array, which then is the first argument.
    pub(super) fn lazy_reduction(
        &mut self,
        fusion: &mut Fusion,
        item: &'static Builtin,
        arguments: &mut Arguments,
        named: &Named,
        callee: Callee,
    ) -> Run<Option<Value>> {
        let Some(first) = arguments.first().filter(|first| fusion.is_pending(first)) else { return Ok(None) };
        let Some(Given { axes, keepdims, ddof }) = self.given(fusion, item, arguments, named) else { return Ok(None) };
        let Some(ending) = Ending::by_name(item.name, ddof) else { return Ok(None) };
        let Taken::Pending(pending) = fusion.take(first.again()) else { return Ok(None) };
        let ready = pending.finish()?;
        let strides = ready.strides();
        let expression = Expression { program: &ready.program, shape: &ready.shape, strides: &strides };
        let reduced = fused::reduce(ending, &expression, &axes, keepdims);
        let reduced = reduced.map_err(|error| self.at(error.into(), callee.span))?;
        let Some(reduced) = reduced else {
            arguments[0] = Lazy::Value(Value::array(self.run(&ready)?));
            return Ok(None);
        };
        self.report_reduced(&ready, &reduced)?;
        self.span = callee.span;
        let scalar = reduced.result.ndim() == 0;
        report(self, reduced.flags, "divide", scalar).map_err(|error| self.at(error, callee.span))?;
        Ok(Some(unboxed(reduced.result)?))
    }

    fn report_reduced(&mut self, ready: &Ready, reduced: &fused::Reduced) -> Run<()> {
        self.report_all(&ready.raisings(&reduced.raised))
    }

    /// The arguments of a call besides the array; `None` where anything else is given, or something wrong.
    fn given(
        &mut self,
        fusion: &Fusion,
        item: &'static Builtin,
        arguments: &Arguments,
        named: &Named,
    ) -> Option<Given> {
        let (mut axes, mut keepdims, mut ddof) = (TensorAxes::All, false, None);
        let positional = arguments.iter().enumerate().skip(1).map(|(i, argument)| {
            let name = item.params.get(i).map_or("", |param| param.name);
            (name, fusion.value(argument).cloned())
        });
        let named = named.iter().map(|(name, value)| (name.as_str(), Some(value.clone())));
        let given: Vec<(&str, Option<Value>)> = positional.chain(named).collect();
        for (i, (name, value)) in given.iter().enumerate() {
            if given[..i].iter().any(|(earlier, _)| earlier == name) {
                return None;
            }
            match (*name, value.as_ref()?) {
                ("axis", value) => {
                    let list = Axes::from_value(self, value).ok()?;
                    axes = list.0.map_or(TensorAxes::All, |list| TensorAxes::list(&list));
                }
                ("keepdims", Value::Bool(keep)) => keepdims = keep.get(),
                ("ddof", Value::Int(_) | Value::Float(_)) => ddof = f64::from_value(self, value.as_ref()?).ok(),
                _ => return None,
            }
        }
        Some(Given { axes, keepdims, ddof })
    }
}
