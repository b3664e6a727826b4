//! Programs that write into arrays that exist: `a += b*c`, `x[i:j] = expr`, `np.add(a, b, out=c)`.

use super::Pending;
use super::calls::Callee;
use super::{Applied, Arguments, Fusion, LEAST, Lazy, Slot, Taken, is_plain};
use crate::eval::Interp;
use crate::eval::code::*;
use crate::eval::raised::Run;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::tensor::promote::{Casting, can_cast};
use crate::tensor::ufunc::Ufunc;
use crate::tensor::ufunc::pending::{Site, may_read_beside};
use crate::tensor::{DType, Tensor};
use crate::value::elementwise;
use crate::value::{Array, Value};
use smallvec::smallvec;
use std::rc::Rc;

impl Interp {
    /// `target op= value` on a large array, where `value` is itself an operation. `None`: nothing was evaluated.
    #[inline(never)]
    pub(in crate::eval) fn fused_in_place(
        &mut self,
        node: &AugAssign,
        current: &Value,
        target: &Rc<Array>,
        span: Span,
    ) -> Option<Run<Value>> {
        let operation = matches!(
            node.value.written().kind,
            ExprKind::Binary(_) | ExprKind::Unary(..) | ExprKind::Call(_) | ExprKind::Chain(_)
        );
        if !operation || target.borrow().size() < LEAST || !is_plain(target) || !target.is_writeable() {
            return None;
        }
        Some(self.walked(|interp, fusion| {
            let value = interp.lazy(fusion, &node.value)?;
            let function = elementwise::ufunc_of(node.op, None, &Value::None);
            if let Some(function) = function.filter(|_| fusion.is_pending(&value)) {
                let arguments = smallvec![Lazy::Value(current.clone()), value.again()];
                if interp.write_through(fusion, function, arguments, target, span)? {
                    return Ok(current.clone());
                }
            }
            let value = interp.settle(fusion, value)?;
            interp.operate_in_place(node.op, current, &value, span)
        }))
    }

    /// `function(…, out=target)` on arguments of which some may be pending.
    pub(super) fn ufunc_into(
        &mut self,
        fusion: &mut Fusion,
        function: &'static Ufunc,
        arguments: Arguments,
        target: Value,
        callee: Callee,
    ) -> Run<Value> {
        if let Value::Array(array) = &target
            && is_plain(array)
            && array.is_writeable()
            && arguments.iter().any(|argument| fusion.is_pending(argument))
        {
            let again = arguments.iter().map(Lazy::again).collect();
            if self.write_through(fusion, function, again, array, callee.span)? {
                return Ok(target);
            }
        }
        let named = smallvec![(Symbol::new("out"), target)];
        match self.call_settled(fusion, callee, arguments, Some(named))? {
            Lazy::Value(value) => Ok(value),
            pending => self.settle(fusion, pending),
        }
    }

    /// Computes an operation into `target`; false, with the arguments untouched, where it must run by itself.
    fn write_through(
        &mut self,
        fusion: &mut Fusion,
        function: &'static Ufunc,
        mut arguments: Arguments,
        target: &Rc<Array>,
        span: Span,
    ) -> Run<bool> {
        let tensor = target.tensor();
        let applied = Applied::Ufunc(function);
        let Some(plan) = fusion.plan(applied, &arguments).filter(|_| fusion.enabled) else { return Ok(false) };
        let whole = |argument: &Lazy| match argument {
            Lazy::Pending(i) => match fusion.slots.get(*i) {
                Some(Slot::Pending(pending)) => pending.shape() == tensor.shape() && pending.may_write_to(&tensor),
                _ => false,
            },
            Lazy::Value(Value::Array(array)) => may_read_beside(&array.borrow(), &tensor),
            Lazy::Value(_) => true,
        };
        if plan.too_long
            || plan.shape.as_slice() != tensor.shape()
            || !can_cast(plan.prepared.dtype(), tensor.dtype(), Casting::SameKind)
            || !tensor.dtype().is_native()
            || !arguments.iter().all(whole)
        {
            return Ok(false);
        }
        let Some(lazy) = self.write_down(fusion, applied, &mut arguments, span)? else { return Ok(false) };
        let Taken::Pending(pending) = fusion.take(lazy) else { return Ok(false) };
        self.compute_into(pending, &tensor, Site { span, name: function.name })?;
        Ok(true)
    }

    /// Runs what is pending into `target`, of its shape; `site` is where a cast is reported.
    fn compute_into(&mut self, pending: Box<Pending>, target: &Tensor, site: Site<Span>) -> Run<()> {
        let pending = if pending.dtype() == target.dtype() {
            pending
        } else {
            pending.cast(target.dtype(), site).map_err(|error| self.at(error.into(), site.span))?
        };
        let ready = pending.finish()?;
        let raised = ready.run_into(target).map_err(|error| self.at(error.into(), site.span))?;
        self.report_all(&raised)
    }

    /// `container[index] = region`, written straight into the slice where there is one.
    #[inline(never)]
    pub(in crate::eval) fn fused_assign(&mut self, region: &Region, target: &Target, node: &Subscript) -> Run<()> {
        self.walked(|interp, fusion| {
            let lazy = interp.lazy(fusion, &region.body)?;
            if fusion.is_pending(&lazy)
                && interp.is_harmless(&node.value)
                && interp.is_harmless(&node.index)
                && let Some(view) = interp.slice_of(node)
                && let Lazy::Pending(i) = lazy
                && let Some(Slot::Pending(pending)) = fusion.slots.get(i)
                && pending.shape() == view.shape()
                && pending.may_write_to(&view)
                && keeps_kind(pending.dtype(), view.dtype())
                && let Taken::Pending(pending) = fusion.take(lazy.again())
            {
                return interp.compute_into(pending, &view, Site { span: target.span, name: "cast" });
            }
            let value = interp.settle(fusion, lazy)?;
            interp.set_subscript(node, value, target.span)
        })
    }

    /// The view that a basic index makes of a plain array that may be written; `None` for anything else. Evaluating it
    /// twice changes nothing.
    fn slice_of(&mut self, node: &Subscript) -> Option<Tensor> {
        let Ok(Value::Array(container)) = self.eval(&node.value) else { return None };
        let span = node.value.span;
        let Ok(Value::Array(view)) = self.subscript(node, span) else { return None };
        let fits = is_plain(&container) && container.is_writeable() && is_plain(&view);
        let tensor = view.tensor();
        (fits && tensor.dtype().is_native() && tensor.shares_storage(&container.borrow())).then_some(tensor)
    }
}

/// Whether storing one dtype in another needs no more than a change of width.
fn keeps_kind(from: DType, to: DType) -> bool {
    from == to || (can_cast(from, to, Casting::SameKind) && !from.kind.is_complex())
}
