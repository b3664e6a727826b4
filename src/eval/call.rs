//! Calls: of the user's functions with arguments straight on the stack, of library functions and methods, of anything else.

use super::Interp;
use super::code::*;
use super::expr::not_iterable_after_star;
use super::function::Closure;
use crate::builtins;
use crate::diagnostic::TraceFrame;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::value::bind::bind;
use crate::value::class::class_of;
use crate::value::{Args, Bound, Builtin, Error, Function, Param, ParamKind, Result, Value, iter};
use smallvec::SmallVec;
use std::rc::Rc;

type Positional = SmallVec<[Value; 6]>;
type Keywords = SmallVec<[(Symbol, Value); 4]>;

impl Interp {
    pub(super) fn call_node(&mut self, node: &Call, span: Span) -> Result<Value> {
        if node.spread {
            return self.call_spread(node, span);
        }
        if let ExprKind::Attribute(attribute) = &node.callee.kind {
            return self.call_method(node, attribute, span);
        }
        let callee = self.eval(&node.callee)?;
        self.call_evaluated(&callee, node, span)
    }

    #[inline(always)]
    fn call_evaluated(&mut self, callee: &Value, node: &Call, span: Span) -> Result<Value> {
        match callee {
            Value::Function(function) if node.keywords.is_empty() => {
                let base = self.stack.len();
                for item in &node.positional {
                    match self.eval(&item.value) {
                        Ok(value) => self.stack.push(Some(value)),
                        Err(error) => return Err(self.drop_arguments(base, error)),
                    }
                }
                self.call_function(function, base, &[], span)
            }
            Value::Builtin(item) => self.call_builtin_node(item, None, node, span),
            other => self.call_other_node(other, node, span),
        }
    }

    #[cold]
    #[inline(never)]
    fn drop_arguments(&mut self, base: usize, error: Error) -> Error {
        self.stack.truncate(base);
        error
    }

    #[inline(never)]
    fn call_other_node(&mut self, callee: &Value, node: &Call, span: Span) -> Result<Value> {
        let mut positional = Positional::with_capacity(node.positional.len());
        for item in &node.positional {
            positional.push(self.eval(&item.value)?);
        }
        let keywords = self.keywords(node)?;
        self.call_value(callee, &positional, &keywords, span)
    }

    fn keywords(&mut self, node: &Call) -> Result<Keywords> {
        let mut keywords = Keywords::with_capacity(node.keywords.len());
        for (name, value) in &node.keywords {
            if let Some(name) = name {
                keywords.push((*name, self.eval(value)?));
            }
        }
        Ok(keywords)
    }

    /// A library function on the arguments of a call, with the receiver first if it is a method.
    #[inline(never)]
    fn call_builtin_node(
        &mut self,
        item: &'static Builtin,
        receiver: Option<Value>,
        node: &Call,
        span: Span,
    ) -> Result<Value> {
        let given = node.positional.len() + usize::from(receiver.is_some());
        if node.keywords.is_empty() && fits(item, given) {
            let mut bound = Bound { slots: SmallVec::new() };
            bound.slots.extend(receiver.map(Some));
            for argument in &node.positional {
                bound.slots.push(Some(self.eval(&argument.value)?));
            }
            bound.slots.resize_with(item.params.len(), || None);
            self.check_interrupt(span)?;
            self.span = span;
            return (item.call)(self, &mut bound).map_err(|error| self.at(error, span));
        }
        let mut positional = Positional::new();
        positional.extend(receiver);
        for argument in &node.positional {
            positional.push(self.eval(&argument.value)?);
        }
        let keywords = self.keywords(node)?;
        self.call_builtin(item, &Args { positional: &positional, keywords: &keywords }, span)
    }

    fn call_builtin(&mut self, item: &'static Builtin, args: &Args, span: Span) -> Result<Value> {
        self.check_interrupt(span)?;
        self.span = span;
        let result = bind(item, args).and_then(|mut bound| (item.call)(self, &mut bound));
        result.map_err(|error| self.at(error, span))
    }

    /// `value.name(…)`: a library method is called without making a bound method first.
    #[inline(never)]
    fn call_method(&mut self, node: &Call, attribute: &Attribute, span: Span) -> Result<Value> {
        let receiver = self.eval(&attribute.value)?;
        match self.library_method(node, &receiver, attribute.name) {
            Some(method) => self.call_builtin_node(method, Some(receiver), node, span),
            None => {
                let callee = self.attribute_of(&receiver, attribute.name, attribute.name_span)?;
                drop(receiver);
                self.call_evaluated(&callee, node, span)
            }
        }
    }

    fn library_method(&mut self, node: &Call, receiver: &Value, name: Symbol) -> Option<&'static Builtin> {
        if matches!(receiver, Value::Module(_) | Value::Class(_) | Value::Function(_)) {
            return None;
        }
        let class = class_of(receiver);
        if let Some((known, method)) = node.method.get()
            && std::ptr::eq(known, class)
        {
            return method;
        }
        let found = builtins::find_method(receiver, name);
        let bound = |item: &&Builtin| !["property", "static", "classmethod"].into_iter().any(|kind| item.has(kind));
        let method = found.filter(bound);
        node.method.set(Some((class, method)));
        method
    }

    /// A call with `*` or `**` among its arguments.
    #[inline(never)]
    fn call_spread(&mut self, node: &Call, span: Span) -> Result<Value> {
        let callee = self.eval(&node.callee)?;
        let mut positional = Vec::new();
        for item in &node.positional {
            let value = self.eval(&item.value)?;
            if !item.starred {
                positional.push(value);
                continue;
            }
            match iter::collect(self, &value) {
                Ok(mut more) => positional.append(&mut more),
                Err(error) => {
                    let error =
                        not_iterable_after_star(error, &value, || format!("{} argument", function_text(&callee)));
                    return Err(self.at(error, item.value.span));
                }
            }
        }
        let mut keywords: Vec<(Symbol, Value)> = Vec::new();
        for (name, expr) in &node.keywords {
            let value = self.eval(expr)?;
            match name {
                Some(name) => add_keyword(&mut keywords, &callee, *name, value),
                None => self.spread_mapping(&mut keywords, &callee, &value),
            }
            .map_err(|error| self.at(error, expr.span))?;
        }
        self.call_value(&callee, &positional, &keywords, span)
    }

    fn spread_mapping(&mut self, keywords: &mut Vec<(Symbol, Value)>, callee: &Value, mapping: &Value) -> Result<()> {
        let Some(pairs) = self.mapping_items(mapping)? else {
            let class = class_of(mapping).qualified_name();
            let message = format!("{} argument after ** must be a mapping, not {class}", function_text(callee));
            return Err(Error::type_error(message));
        };
        for (key, value) in pairs {
            let Value::Str(name) = &key else { return Err(Error::type_error("keywords must be strings")) };
            add_keyword(keywords, callee, Symbol::new(name.as_str()), value)?;
        }
        Ok(())
    }

    /// Calls any value.
    #[inline(never)]
    pub(super) fn call_value(
        &mut self,
        callee: &Value,
        positional: &[Value],
        keywords: &[(Symbol, Value)],
        span: Span,
    ) -> Result<Value> {
        let args = Args { positional, keywords };
        match callee {
            Value::Function(function) => {
                let base = self.stack.len();
                self.stack.extend(positional.iter().cloned().map(Some));
                self.call_function(function, base, keywords, span)
            }
            Value::Builtin(item) => self.call_builtin(item, &args, span),
            Value::Method(method) => {
                let mut with_receiver = Positional::with_capacity(positional.len() + 1);
                with_receiver.push(method.receiver.clone());
                with_receiver.extend(positional.iter().cloned());
                self.call_value(&method.function, &with_receiver, keywords, span)
            }
            Value::Class(class) => {
                self.span = span;
                builtins::construct(self, class, &args).map_err(|error| self.at(error, span))
            }
            Value::Object(object) if object.is_callable() => {
                self.check_interrupt(span)?;
                self.span = span;
                object.call(self, &args).map_err(|error| self.at(error, span))
            }
            other => {
                let class = class_of(other).qualified_name();
                let error = Error::type_error(format!("'{class}' object is not callable"));
                let error = match other {
                    Value::Array(_) | Value::List(_) | Value::Tuple(_) | Value::Dict(_) => {
                        error.help("items are taken with square brackets: `x[i]`")
                    }
                    _ => error,
                };
                Err(self.at(error, span))
            }
        }
    }

    /// Calls a function whose positional arguments lie on the stack from `base` up.
    pub(super) fn call_function(
        &mut self,
        function: &Rc<Function>,
        base: usize,
        keywords: &[(Symbol, Value)],
        span: Span,
    ) -> Result<Value> {
        let Some(closure) = function.code.downcast_ref::<Closure>() else {
            let error = Error::type_error("'function' object is not callable");
            return Err(self.drop_arguments(base, error));
        };
        let params = &closure.code.params;
        let exact = self.stack.len() - base == params.positional && keywords.is_empty() && params.is_plain();
        if !exact && let Err(error) = self.bind_arguments(closure, base, keywords) {
            let error = self.at(error, span);
            return Err(self.drop_arguments(base, error));
        }
        if let Err(error) = self.check_interrupt(span).and_then(|()| self.descend()) {
            let error = self.at(error, span);
            return Err(self.drop_arguments(base, error));
        }
        let result = self.enter_frame(base, &closure.code, &closure.cells, Interp::function_body);
        self.depth -= 1;
        result.map_err(|error| self.leave_function(error, closure.code.name, span))
    }

    #[cold]
    #[inline(never)]
    fn leave_function(&self, error: Error, name: Symbol, span: Span) -> Error {
        let frame = TraceFrame { name: name.as_str().to_string(), place: self.place(span) };
        error.0.report.borrow_mut().trace.push(frame);
        error
    }
}

/// Whether positional arguments can go straight into the first slots, and the parameters after them have defaults.
#[inline]
fn fits(item: &Builtin, given: usize) -> bool {
    let plain = |param: &Param| matches!(param.kind, ParamKind::Positional | ParamKind::PositionalOnly);
    let optional =
        |param: &Param| param.default.is_some() && !matches!(param.kind, ParamKind::Args | ParamKind::Kwargs);
    match item.params.split_at_checked(given) {
        Some((filled, rest)) => filled.iter().all(plain) && rest.iter().all(optional),
        None => false,
    }
}

fn add_keyword(keywords: &mut Vec<(Symbol, Value)>, callee: &Value, name: Symbol, value: Value) -> Result<()> {
    if keywords.iter().any(|(known, _)| *known == name) {
        let message = format!("{} got multiple values for keyword argument '{name}'", function_text(callee));
        return Err(Error::type_error(message));
    }
    keywords.push((name, value));
    Ok(())
}

/// How CPython names a callable in errors about `*` and `**`.
fn function_text(callee: &Value) -> String {
    match callee {
        Value::Function(function) => match function.code.downcast_ref::<Closure>() {
            Some(closure) => format!("__main__.{}()", closure.code.qualified_name),
            None => format!("{}()", function.name),
        },
        Value::Builtin(item) => match item.spaces.first() {
            Some(space) if space.starts_with("np") => format!("numpy{}.{}()", &space[2..], item.name),
            Some(space) if *space != "builtins" && *space != "bare" => format!("{space}.{}()", item.name),
            _ => format!("{}()", item.name),
        },
        Value::Class(class) => class.qualified_name(),
        other => format!("{} object", class_of(other).qualified_name()),
    }
}
