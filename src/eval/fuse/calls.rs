//! Calls in a region: ufuncs and the library's choices and conversions are written down, reductions end a program,
//! everything else is called with values.

use super::{Applied, Arguments, Fusion, Lazy, Site};
use crate::builtins::math::ufunc::ufunc_of;
use crate::builtins::{self, registry};
use crate::eval::Interp;
use crate::eval::code::*;
use crate::eval::raised::Run;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::tensor::{DType, ufunc};
use crate::value::class::numpy;
use crate::value::{Builtin, FromValue, Value};
use smallvec::{SmallVec, smallvec};

/// Arguments given by name, evaluated.
pub(super) type Named = SmallVec<[(Symbol, Value); 2]>;

/// A call whose callee is known.
#[derive(Clone, Copy)]
pub(super) struct Callee<'a> {
    pub value: &'a Value,
    pub node: &'a Call,
    pub span: Span,
}

impl Interp {
    pub(super) fn lazy_call(&mut self, fusion: &mut Fusion, node: &Call, span: Span) -> Run<Lazy> {
        if node.spread {
            return self.unknown(fusion, |interp| interp.call_spread(node, span)).map(Lazy::Value);
        }
        let ExprKind::Attribute(attribute) = &node.callee.kind else {
            let callee = self.lazy(fusion, &node.callee)?;
            let callee = self.settle(fusion, callee)?;
            return self.lazy_callee(fusion, Callee { value: &callee, node, span });
        };
        let receiver = self.lazy(fusion, &attribute.value)?;
        let method = match fusion.value(&receiver) {
            None => registry().method(&numpy::NDARRAY, attribute.name),
            Some(Value::Array(array)) if std::ptr::eq(array.class(), &numpy::NDARRAY) => {
                registry().method(&numpy::NDARRAY, attribute.name)
            }
            Some(_) => None,
        };
        if let Some(item) = method.filter(|item| takes_part(item)) {
            let value = Value::Builtin(item);
            let mut arguments: Arguments = SmallVec::new();
            arguments.push(receiver);
            return self.lazy_builtin(fusion, item, arguments, Callee { value: &value, node, span });
        }
        let receiver = self.settle(fusion, receiver)?;
        if let Value::Module(_) = receiver {
            let callee = self.attribute_of(&receiver, attribute.name, attribute.name_span)?;
            return self.lazy_callee(fusion, Callee { value: &callee, node, span });
        }
        self.unknown(fusion, |interp| interp.call_method_of(receiver, node, attribute, span)).map(Lazy::Value)
    }

    fn lazy_callee(&mut self, fusion: &mut Fusion, callee: Callee) -> Run<Lazy> {
        let Callee { value, node, span } = callee;
        if let Some(u) = ufunc_of(value).filter(|u| u.nout == 1 && u.nin == node.positional.len()) {
            let mut arguments = self.lazy_arguments(fusion, node, SmallVec::new())?;
            if let [(Some(name), target)] = &*node.keywords
                && name.as_str() == "out"
            {
                let target = self.lazy(fusion, target)?;
                let target = self.settle(fusion, target)?;
                return self.ufunc_into(fusion, u, arguments, target, callee).map(Lazy::Value);
            }
            if node.keywords.is_empty()
                && let Some(lazy) = self.write_down(fusion, Applied::Ufunc(u), &mut arguments, span)?
            {
                return Ok(lazy);
            }
            return self.call_settled(fusion, callee, arguments, None);
        }
        if let Value::Builtin(item) = value {
            if takes_part(item) {
                return self.lazy_builtin(fusion, item, SmallVec::new(), callee);
            }
            if let Some(numpys) = shared(item) {
                return self.lazy_shared(fusion, &numpys, callee);
            }
        }
        self.unknown(fusion, |interp| interp.call_evaluated(value, node, span)).map(Lazy::Value)
    }

    /// One of the names that Python and NumPy share: NumPy's where the first argument is an array.
    fn lazy_shared(&mut self, fusion: &mut Fusion, numpys: &Value, callee: Callee) -> Run<Lazy> {
        let mut arguments = self.lazy_arguments(fusion, callee.node, SmallVec::new())?;
        let first = arguments.first().map(|first| fusion.value(first));
        let array = matches!(first, Some(None | Some(Value::Array(_))));
        match (array, numpys) {
            (true, Value::Builtin(item)) => {
                self.apply_builtin(fusion, item, arguments, Callee { value: numpys, ..callee })
            }
            (true, numpys) if let Some(u) = ufunc_of(numpys).filter(|u| u.nin == arguments.len()) => {
                let applied = Applied::Ufunc(u);
                if callee.node.keywords.is_empty()
                    && let Some(lazy) = self.write_down(fusion, applied, &mut arguments, callee.span)?
                {
                    return Ok(lazy);
                }
                self.call_settled(fusion, callee, arguments, None)
            }
            _ => self.call_settled(fusion, callee, arguments, None),
        }
    }

    fn lazy_arguments(&mut self, fusion: &mut Fusion, node: &Call, mut first: Arguments) -> Run<Arguments> {
        for item in &node.positional {
            first.push(self.lazy(fusion, &item.value)?);
        }
        Ok(first)
    }

    fn named(&mut self, fusion: &mut Fusion, node: &Call) -> Run<Named> {
        let mut named = Named::new();
        for (name, value) in &node.keywords {
            let Some(name) = name else { continue };
            let value = self.lazy(fusion, value)?;
            named.push((*name, self.settle(fusion, value)?));
        }
        Ok(named)
    }

    fn lazy_builtin(
        &mut self,
        fusion: &mut Fusion,
        item: &'static Builtin,
        receiver: Arguments,
        callee: Callee,
    ) -> Run<Lazy> {
        let arguments = self.lazy_arguments(fusion, callee.node, receiver)?;
        self.apply_builtin(fusion, item, arguments, callee)
    }

    fn apply_builtin(
        &mut self,
        fusion: &mut Fusion,
        item: &'static Builtin,
        mut arguments: Arguments,
        callee: Callee,
    ) -> Run<Lazy> {
        let named = self.named(fusion, callee.node)?;
        let written = match (item.name, arguments.len()) {
            ("where", 3) if named.is_empty() => self.lazy_where(fusion, &mut arguments, callee.span)?,
            ("clip", 3) if named.is_empty() => self.lazy_clip(fusion, &mut arguments, callee.span)?,
            ("astype", 2) if named.is_empty() && item.class.is_some() => {
                self.lazy_astype(fusion, &mut arguments, callee.span)?
            }
            ("where" | "clip" | "astype", _) => None,
            _ => {
                let before = if let Some(Lazy::Pending(i)) = arguments.first() { *i } else { 0 };
                self.in_turn(fusion, before, |interp, fusion| {
                    interp.lazy_reduction(fusion, item, &mut arguments, &named, callee)
                })?
                .map(Lazy::Value)
            }
        };
        match written {
            Some(lazy) => Ok(lazy),
            None => self.call_settled(fusion, callee, arguments, Some(named)),
        }
    }

    /// Calls the callee with values.
    pub(super) fn call_settled(
        &mut self,
        fusion: &mut Fusion,
        callee: Callee,
        arguments: Arguments,
        named: Option<Named>,
    ) -> Run<Lazy> {
        let mut values: SmallVec<[Value; 6]> = SmallVec::new();
        for argument in arguments {
            values.push(self.settle(fusion, argument)?);
        }
        let named = match named {
            Some(named) => named,
            None => self.named(fusion, callee.node)?,
        };
        self.unknown(fusion, |interp| interp.call_value(callee.value, &values, &named, callee.span)).map(Lazy::Value)
    }

    fn lazy_where(&mut self, fusion: &mut Fusion, arguments: &mut Arguments, span: Span) -> Run<Option<Lazy>> {
        match fusion.dtype(&arguments[0]) {
            Some(DType::BOOL) => self.write_down(fusion, Applied::Where, arguments, span),
            _ => Ok(None),
        }
    }

    /// Between two numbers that leave the dtype as it is: no less than the lower one, then no more than the upper one.
    fn lazy_clip(&mut self, fusion: &mut Fusion, arguments: &mut Arguments, span: Span) -> Run<Option<Lazy>> {
        let steps = [Applied::Clip(&ufunc::MAXIMUM), Applied::Clip(&ufunc::MINIMUM)];
        let dtype = fusion.dtype(&arguments[0]);
        let keeps_dtype = |(applied, bound): (&Applied, &Lazy)| {
            let Some(bound @ (Value::Int(_) | Value::Float(_))) = fusion.value(bound) else { return false };
            let both: Arguments = smallvec![arguments[0].again(), Lazy::Value(bound.clone())];
            let plan = fusion.plan(*applied, &both);
            plan.is_some_and(|plan| Some(plan.prepared.dtype()) == dtype && plan.prepared.flags.is_empty())
        };
        if !fusion.is_pending(&arguments[0]) || !steps.iter().zip(&arguments[1..]).all(keeps_dtype) {
            return Ok(None);
        }
        for (applied, bound) in steps.into_iter().zip(arguments.drain(1..).collect::<Arguments>()) {
            arguments.push(bound);
            match self.write_down(fusion, applied, arguments, span)? {
                Some(lazy) => *arguments = smallvec![lazy],
                None => return Ok(None),
            }
        }
        Ok(arguments.pop())
    }

    fn lazy_astype(&mut self, fusion: &mut Fusion, arguments: &mut Arguments, span: Span) -> Run<Option<Lazy>> {
        let Some(value) = fusion.value(&arguments[1]).filter(|_| fusion.is_pending(&arguments[0])).cloned() else {
            return Ok(None);
        };
        let Ok(dtype) = DType::from_value(self, &value) else { return Ok(None) };
        if !dtype.kind.is_numeric() || !dtype.is_native() {
            return Ok(None);
        }
        arguments.truncate(1);
        let Some(lazy) = arguments.pop() else { return Ok(None) };
        let super::Taken::Pending(pending) = fusion.take(lazy) else { return Ok(None) };
        let pending = pending.cast(dtype, Site { span, name: "cast" }).map_err(|error| self.at(error.into(), span))?;
        Ok(Some(fusion.keep(pending)))
    }
}

/// Whether a library function can be a part of a program, or its end.
fn takes_part(item: &Builtin) -> bool {
    const NAMES: &[&str] = &[
        "where",
        "clip",
        "astype",
        "sum",
        "prod",
        "mean",
        "std",
        "var",
        "min",
        "max",
        "any",
        "all",
        "argmin",
        "argmax",
        "count_nonzero",
    ];
    NAMES.contains(&item.name) && (item.spaces == ["np"] || item.class == Some("ndarray"))
}

/// NumPy's function behind a name that it shares with Python.
fn shared(item: &Builtin) -> Option<Value> {
    if item.spaces != ["bare"] {
        return None;
    }
    let numpys = builtins::lookup("np", Symbol::new(item.name))?;
    match &numpys {
        Value::Builtin(item) => takes_part(item),
        other => ufunc_of(other).is_some_and(|u| u.nout == 1),
    }
    .then_some(numpys)
}
