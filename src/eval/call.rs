//! Calls: of the user's functions with arguments straight on the stack, of library functions and methods, of anything else.

use super::Interp;
use super::code::*;
use super::expr::not_iterable_after_star;
use super::frame::toss;
use super::function::Closure;
use super::raised::{Raised, Run};
use crate::builtins;
use crate::diagnostic::TraceFrame;
use crate::source::Span;
use crate::symbol::Symbol;
use crate::value::bind::{Bound, bind, bind_method};
use crate::value::class::class_of;
use crate::value::function::{MOST_SLOTS, QUICK_ARGUMENTS, Quick};
use crate::value::{Args, Builtin, Class, Error, Function, Result, Value, iter};
use smallvec::SmallVec;
use std::rc::Rc;

type Positional = SmallVec<[Value; 6]>;
type Keywords = SmallVec<[(Symbol, Value); 4]>;
/// [`bind`] or [`bind_method`].
type Bind = fn(&'static Builtin, &Args) -> Result<Bound>;

impl Interp {
    /// `name(…)`, or a call of what an expression gives.
    #[inline(always)]
    pub(super) fn call_named(&mut self, node: &Call, span: Span) -> Run<Value> {
        match self.peek(&node.callee) {
            Some(Value::Function(function)) => {
                let function = function.clone();
                self.call_function_node(&function, node, span)
            }
            Some(Value::Builtin(item)) => {
                let item = *item;
                self.call_builtin_node(item, None, node, span)
            }
            Some(Value::Class(class)) => {
                let class = *class;
                self.call_class_node(class, node, span)
            }
            _ => {
                let callee = self.eval(&node.callee)?;
                self.call_evaluated(&callee, node, span)
            }
        }
    }

    #[inline(never)]
    pub(super) fn call_evaluated(&mut self, callee: &Value, node: &Call, span: Span) -> Run<Value> {
        match callee {
            Value::Function(function) => self.call_function_node(function, node, span),
            Value::Builtin(item) => self.call_builtin_node(item, None, node, span),
            Value::Class(class) => self.call_class_node(class, node, span),
            other => self.call_other_node(other, node, span),
        }
    }

    /// A user's function: its arguments are evaluated where its slots will be.
    #[inline(always)]
    fn call_function_node(&mut self, function: &Rc<Function>, node: &Call, span: Span) -> Run<Value> {
        let base = self.stack.len();
        for item in &node.positional {
            match self.eval(&item.value) {
                Ok(value) => self.stack.push(Some(value)),
                Err(raised) => return Err(self.drop_arguments(base, raised)),
            }
        }
        if node.keywords.is_empty() {
            return self.call_function(function, base, &[], span);
        }
        match self.keywords(node) {
            Ok(keywords) => self.call_function(function, base, &keywords, span),
            Err(raised) => Err(self.drop_arguments(base, raised)),
        }
    }

    #[cold]
    #[inline(never)]
    fn drop_arguments(&mut self, base: usize, raised: Raised) -> Raised {
        self.stack.truncate(base);
        raised
    }

    #[inline(never)]
    fn call_other_node(&mut self, callee: &Value, node: &Call, span: Span) -> Run<Value> {
        match &*node.positional {
            [a] if node.keywords.is_empty() => {
                let values = [self.eval(&a.value)?];
                self.call_value(callee, &values, &[], span)
            }
            [a, b] if node.keywords.is_empty() => {
                let values = [self.eval(&a.value)?, self.eval(&b.value)?];
                self.call_value(callee, &values, &[], span)
            }
            arguments => {
                let mut positional = Positional::with_capacity(arguments.len());
                for item in arguments {
                    positional.push(self.eval(&item.value)?);
                }
                let keywords = self.keywords(node)?;
                self.call_value(callee, &positional, &keywords, span)
            }
        }
    }

    #[inline(never)]
    fn keywords(&mut self, node: &Call) -> Run<Keywords> {
        let mut keywords = Keywords::with_capacity(node.keywords.len());
        for (name, value) in &node.keywords {
            if let Some(name) = name {
                keywords.push((*name, self.eval(value)?));
            }
        }
        Ok(keywords)
    }

    /// `int(x)`, `str(x)` …: the library function that makes values of the class.
    fn call_class_node(&mut self, class: &'static Class, node: &Call, span: Span) -> Run<Value> {
        let maker = match node.cache.get() {
            Some((known, maker)) if std::ptr::eq(known, class) => maker,
            _ => {
                let maker = builtins::constructor(class);
                node.cache.set(Some((class, maker)));
                maker
            }
        };
        match maker {
            Some(item @ Builtin { quick: Some(quick), .. })
                if node.keywords.is_empty() && node.positional.len() == 1 =>
            {
                self.call_quick_node(item, *quick, None, node, span)
            }
            Some(maker) => self.call_builtin_node(maker, None, node, span),
            None => self.call_other_node(&Value::Class(class), node, span),
        }
    }

    /// A library function on the arguments of a call, with the receiver first if it is a method.
    #[inline(never)]
    fn call_builtin_node(
        &mut self,
        item: &'static Builtin,
        receiver: Option<Value>,
        node: &Call,
        span: Span,
    ) -> Run<Value> {
        let given = node.positional.len() + usize::from(receiver.is_some());
        if let Some(quick) = item.quick
            && node.keywords.is_empty()
            && given <= QUICK_ARGUMENTS
        {
            return self.call_quick_node(item, quick, receiver, node, span);
        }
        if node.keywords.is_empty() && item.arity.fits(given) {
            return match item.params.len() {
                0..=3 => self.call_builtin_slots::<3>(item, receiver, node, span),
                4..=8 => self.call_builtin_slots::<8>(item, receiver, node, span),
                _ => self.call_builtin_slots::<MOST_SLOTS>(item, receiver, node, span),
            };
        }
        let bind = if receiver.is_some() { bind_method } else { bind };
        let mut positional = Positional::new();
        positional.extend(receiver);
        for argument in &node.positional {
            positional.push(self.eval(&argument.value)?);
        }
        let keywords = self.keywords(node)?;
        self.call_builtin(item, bind, &Args { positional: &positional, keywords: &keywords }, span)
    }

    /// A function that may have an answer without its arguments being bound: at most [`QUICK_ARGUMENTS`] of them, the
    /// receiver of a method among them.
    #[inline(never)]
    fn call_quick_node(
        &mut self,
        item: &'static Builtin,
        quick: Quick,
        receiver: Option<Value>,
        node: &Call,
        span: Span,
    ) -> Run<Value> {
        match (receiver, &*node.positional) {
            (None, [a]) => {
                let a = self.eval(&a.value)?;
                self.call_quick(item, quick, bind, [a, Value::None, Value::None], 1, span)
            }
            (Some(receiver), []) => {
                self.call_quick(item, quick, bind_method, [receiver, Value::None, Value::None], 1, span)
            }
            (Some(receiver), [a]) => {
                let a = self.eval(&a.value)?;
                self.call_quick(item, quick, bind_method, [receiver, a, Value::None], 2, span)
            }
            (Some(receiver), [a, b]) => {
                let a = self.eval(&a.value)?;
                let b = self.eval(&b.value)?;
                self.call_quick(item, quick, bind_method, [receiver, a, b], 3, span)
            }
            (receiver, arguments) => {
                let bind = if receiver.is_some() { bind_method } else { bind };
                let mut values: SmallVec<[Value; QUICK_ARGUMENTS]> = receiver.into_iter().collect();
                for argument in arguments {
                    values.push(self.eval(&argument.value)?);
                }
                match quick(&mut values) {
                    Some(found) => Ok(found),
                    None => self.call_plain(item, bind, values, span),
                }
            }
        }
    }

    /// Asks `quick` first; the first `given` of the values are the arguments.
    #[inline(always)]
    fn call_quick(
        &mut self,
        item: &'static Builtin,
        quick: Quick,
        bind: Bind,
        mut values: [Value; QUICK_ARGUMENTS],
        given: usize,
        span: Span,
    ) -> Run<Value> {
        let Some(found) = quick(&mut values[..given]) else {
            return self.call_plain(item, bind, values.into_iter().take(given), span);
        };
        let [a, b, c] = values;
        toss(a);
        toss(b);
        toss(c);
        Ok(found)
    }

    /// Positional arguments alone, at most [`QUICK_ARGUMENTS`].
    #[inline(never)]
    fn call_plain(
        &mut self,
        item: &'static Builtin,
        bind: Bind,
        values: impl IntoIterator<Item = Value, IntoIter: ExactSizeIterator>,
        span: Span,
    ) -> Run<Value> {
        let values = values.into_iter();
        if !item.arity.fits(values.len()) {
            let positional: SmallVec<[Value; QUICK_ARGUMENTS]> = values.collect();
            return self.call_builtin(item, bind, &Args::positional(&positional), span);
        }
        let mut slots = [const { None }; MOST_SLOTS];
        slots.iter_mut().zip(values).for_each(|(slot, value)| *slot = Some(value));
        self.check_interrupt(span)?;
        self.span = span;
        (item.call)(self, &mut slots[..item.params.len()]).map_err(|error| self.at(error, span))
    }

    /// Positional arguments straight into the slots of at most `N` parameters.
    #[inline(never)]
    fn call_builtin_slots<const N: usize>(
        &mut self,
        item: &'static Builtin,
        receiver: Option<Value>,
        node: &Call,
        span: Span,
    ) -> Run<Value> {
        let mut slots = [const { None }; N];
        let mut at = 0;
        if receiver.is_some() {
            slots[0] = receiver;
            at = 1;
        }
        for argument in &node.positional {
            slots[at] = Some(self.eval(&argument.value)?);
            at += 1;
        }
        self.span = span;
        let result = (item.call)(self, &mut slots[..item.params.len()]);
        // After Ctrl-C a library function may have stopped halfway: what it gave is not looked at.
        self.check_interrupt(span)?;
        match result {
            Ok(value) => Ok(value),
            Err(error) => Err(self.at(error, span)),
        }
    }

    fn call_builtin(&mut self, item: &'static Builtin, bind: Bind, args: &Args, span: Span) -> Run<Value> {
        self.span = span;
        let result = bind(item, args).and_then(|mut bound| (item.call)(self, &mut bound.slots));
        self.check_interrupt(span)?;
        result.map_err(|error| self.at(error, span))
    }

    /// `value.name(…)`: a library method is called without making a bound method first.
    #[inline(never)]
    pub(super) fn call_method(&mut self, node: &Call, span: Span) -> Run<Value> {
        let ExprKind::Attribute(attribute) = &node.callee.kind else { return self.call_named(node, span) };
        let receiver = self.eval(&attribute.value)?;
        self.call_method_of(receiver, node, attribute, span)
    }

    #[inline(always)]
    pub(super) fn call_method_of(
        &mut self,
        receiver: Value,
        node: &Call,
        attribute: &Attribute,
        span: Span,
    ) -> Run<Value> {
        match self.library_method(node, &receiver, attribute.name) {
            Some(method @ Builtin { quick: Some(quick), .. })
                if node.keywords.is_empty() && node.positional.len() < QUICK_ARGUMENTS =>
            {
                self.call_quick_node(method, *quick, Some(receiver), node, span)
            }
            Some(method) => self.call_builtin_node(method, Some(receiver), node, span),
            None => {
                let callee = self.attribute_of(&receiver, attribute.name, attribute.name_span)?;
                drop(receiver);
                self.call_evaluated(&callee, node, span)
            }
        }
    }

    #[inline(always)]
    fn library_method(&mut self, node: &Call, receiver: &Value, name: Symbol) -> Option<&'static Builtin> {
        if matches!(receiver, Value::Module(_) | Value::Class(_) | Value::Function(_)) {
            return None;
        }
        let class = class_of(receiver);
        match node.cache.get() {
            Some((known, method)) if std::ptr::eq(known, class) => method,
            _ => find_method(node, class, receiver, name),
        }
    }

    /// A call with `*` or `**` among its arguments.
    #[inline(never)]
    pub(super) fn call_spread(&mut self, node: &Call, span: Span) -> Run<Value> {
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
    ) -> Run<Value> {
        let args = Args { positional, keywords };
        match callee {
            Value::Function(function) => {
                let base = self.stack.len();
                self.stack.extend(positional.iter().cloned().map(Some));
                self.call_function(function, base, keywords, span)
            }
            Value::Builtin(item) => self.call_builtin(item, bind, &args, span),
            Value::Method(method) => {
                let mut with_receiver = Positional::with_capacity(positional.len() + 1);
                with_receiver.push(method.receiver.clone());
                with_receiver.extend(positional.iter().cloned());
                match &method.function {
                    Value::Builtin(item) => {
                        let args = Args { positional: &with_receiver, keywords };
                        self.call_builtin(item, bind_method, &args, span)
                    }
                    other => self.call_value(other, &with_receiver, keywords, span),
                }
            }
            Value::Class(class) => {
                self.span = span;
                let made = builtins::construct(self, class, &args);
                self.check_interrupt(span)?;
                made.map_err(|error| self.at(error, span))
            }
            Value::Object(object) if object.is_callable() => {
                self.span = span;
                let result = object.call(self, &args);
                self.check_interrupt(span)?;
                result.map_err(|error| self.at(error, span))
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
    ) -> Run<Value> {
        let Some(closure) = function.code.downcast_ref::<Closure>() else {
            let raised = self.at(Error::type_error("'function' object is not callable"), span);
            return Err(self.drop_arguments(base, raised));
        };
        let bound = keywords.is_empty() && self.take_defaults(closure, base);
        if !bound && let Err(error) = self.bind_arguments(closure, base, keywords) {
            let raised = self.at(error, span);
            return Err(self.drop_arguments(base, raised));
        }
        if let Err(raised) = self.check_interrupt(span).and_then(|()| self.descend()) {
            let raised = self.at(raised.into(), span);
            return Err(self.drop_arguments(base, raised));
        }
        let result = self.enter_frame(base, &closure.code, &closure.cells, Interp::function_body);
        self.depth -= 1;
        match result {
            Ok(value) => Ok(value),
            Err(raised) => Err(self.leave_function(raised, closure.code.name, span)),
        }
    }

    #[cold]
    #[inline(never)]
    fn leave_function(&self, raised: Raised, name: Symbol, span: Span) -> Raised {
        let error = Error::from(raised);
        let frame = TraceFrame { name: name.as_str().to_string(), place: self.place(span) };
        error.0.report.borrow_mut().trace.push(frame);
        error.into()
    }
}

#[cold]
#[inline(never)]
fn find_method(node: &Call, class: &'static Class, receiver: &Value, name: Symbol) -> Option<&'static Builtin> {
    let found = builtins::find_method(receiver, name);
    let bound = |item: &&Builtin| !["property", "static", "classmethod"].into_iter().any(|kind| item.has(kind));
    let method = found.filter(bound);
    node.cache.set(Some((class, method)));
    method
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
