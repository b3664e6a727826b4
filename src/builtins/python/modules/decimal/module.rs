//! The module's contexts as objects, and its functions: `getcontext`, `setcontext`, `localcontext`.

use super::arithmetic;
use super::context::{CLASSES, Environment, ROUNDINGS, Rounding, Settings, Signal, current, set_current};
use super::functions;
use super::methods::{DECIMAL, DECIMAL_TUPLE};
use super::number::{Decimal, convert};
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::convert::to_index;
use crate::value::iter::collect;
use crate::value::{Context, Dict, Error, FromValue, NativeObject, Object, Result, Value};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

static CONTEXT: Class = Class::new("Context", "decimal", &[&python::OBJECT]);
static MANAGER: Class = Class::new("ContextManager", "decimal", &[&python::OBJECT]);

/// A context as a value.
pub struct DecimalContext(Environment);

impl DecimalContext {
    /// The rules of a context; `None` for None.
    pub fn environment_of(value: &Value) -> Result<Option<Environment>> {
        match value {
            Value::None => Ok(None),
            Value::Object(object) if let Some(context) = object.downcast::<DecimalContext>() => {
                Ok(Some(context.0.clone()))
            }
            _ => Err(Error::type_error("optional argument must be a context")),
        }
    }
}

/// A context as the receiver of a method.
pub struct ContextObject(Rc<Object>);

impl std::ops::Deref for ContextObject {
    type Target = Environment;

    fn deref(&self) -> &Environment {
        match self.0.downcast::<DecimalContext>() {
            Some(context) => &context.0,
            None => unreachable!("a ContextObject is made of a context"),
        }
    }
}

impl FromValue for ContextObject {
    const ACCEPTS: &'static str = "Context";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<ContextObject> {
        match value {
            Value::Object(object) if object.downcast::<DecimalContext>().is_some() => Ok(ContextObject(object.clone())),
            _ => Err(Error::type_error("argument must be a context")),
        }
    }
}

fn object(environment: Environment) -> Value {
    Value::object(DecimalContext(environment))
}

builtins! { DECIMAL_MODULE, chapter "decimal", spaces ["decimal"];
    /// The context that operators go by.
    ///
    /// >>> from decimal import Decimal, getcontext
    /// >>> getcontext().prec = 5; Decimal(1) / 7
    /// Decimal('0.14286')
    /// >>> getcontext().prec = 28
    fn getcontext(cx) -> Value { Ok(object(current())) }

    /// Makes a context the one that operators go by.
    ///
    /// >>> from decimal import Context, Decimal, getcontext, setcontext
    /// >>> old = getcontext(); setcontext(Context(prec=3)); Decimal(1) / 3
    /// Decimal('0.333')
    /// >>> setcontext(old)
    fn setcontext(cx, context: ContextObject) -> () {
        set_current(context.clone());
        Ok(())
    }

    /// A context of its own for the statements of a `with`.
    ///
    /// >>> from decimal import Decimal, localcontext
    /// >>> with localcontext() as c:
    /// ...     c.prec = 6
    /// ...     Decimal(2) / 3
    /// Decimal('0.666667')
    fn localcontext(cx, ctx: Value = Value::None, @kwargs settings: Rc<Dict>) -> Value {
        let environment = DecimalContext::environment_of(&ctx)?.unwrap_or_else(current).copied();
        let given: Vec<(Value, Value)> = settings.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        for (name, value) in &given {
            set(cx, &environment, &crate::value::repr::str(name), value)?;
        }
        Ok(Value::object(Manager { environment, saved: RefCell::default() }))
    }
}

builtins! { CONTEXT_CONSTRUCTOR, chapter "decimal", spaces ["constructors"];
    /// Rules for decimal arithmetic; what is not given is as in the default context.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5).divide(1, 3)
    /// Decimal('0.33333')
    fn Context(cx, prec: Value = Value::None, rounding: Value = Value::None, Emin: Value = Value::None, Emax: Value = Value::None,
               capitals: Value = Value::None, clamp: Value = Value::None, flags: Value = Value::None, traps: Value = Value::None) -> Value {
        let traps_known = [Signal::InvalidOperation, Signal::DivisionByZero, Signal::Overflow];
        let environment = Environment::new(Settings::default(), &traps_known);
        let given = [("prec", prec), ("rounding", rounding), ("Emin", Emin), ("Emax", Emax), ("capitals", capitals),
                     ("clamp", clamp), ("flags", flags), ("traps", traps)];
        for (name, value) in given.iter().filter(|(_, value)| !matches!(value, Value::None)) {
            set(cx, &environment, name, value)?;
        }
        Ok(object(environment))
    }
}

builtins! { CONTEXT_METHODS, chapter "decimal.Context", methods "Context";
    /// A context of its own with the same rules.
    ///
    /// >>> from decimal import getcontext
    /// >>> getcontext().copy().prec
    /// 28
    fn copy(cx, @pos this: ContextObject) -> Value { Ok(object(this.copied())) }

    /// Forgets all signals that were seen.
    ///
    /// >>> from decimal import Inexact, getcontext
    /// >>> getcontext().clear_flags(); getcontext().flags[Inexact]
    /// False
    fn clear_flags(cx, @pos this: ContextObject) -> () { Environment::set_all(&this.flags, false) }

    /// Makes no signal an error.
    ///
    /// >>> from decimal import Context
    /// >>> c = Context(); c.clear_traps(); c.divide(1, 0)
    /// Decimal('Infinity')
    fn clear_traps(cx, @pos this: ContextObject) -> () { Environment::set_all(&this.traps, false) }

    /// A decimal from a value, rounded by the context.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=3).create_decimal('1.2345')
    /// Decimal('1.23')
    fn create_decimal(cx, @pos this: ContextObject, @pos num: Value = Value::Int(0)) -> Decimal {
        this.finish(convert(&num, &this)?)
    }

    /// The sum.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=2).add(100, 23)
    /// Decimal('1.2E+2')
    fn add(cx, @pos this: ContextObject, a: Decimal, b: Decimal) -> Decimal { arithmetic::add(&a, &b, &this) }

    /// The difference.
    ///
    /// >>> from decimal import Context
    /// >>> Context().subtract(3, 5)
    /// Decimal('-2')
    fn subtract(cx, @pos this: ContextObject, a: Decimal, b: Decimal) -> Decimal { arithmetic::add(&a, &b.negated(), &this) }

    /// The product.
    ///
    /// >>> from decimal import Context
    /// >>> Context().multiply(3, 5)
    /// Decimal('15')
    fn multiply(cx, @pos this: ContextObject, a: Decimal, b: Decimal) -> Decimal { arithmetic::multiply(&a, &b, &this) }

    /// The quotient.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=4).divide(2, 3)
    /// Decimal('0.6667')
    fn divide(cx, @pos this: ContextObject, a: Decimal, b: Decimal) -> Decimal { arithmetic::divide(&a, &b, &this) }

    /// The exponent of the last digit that the smallest numbers have.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5, Emin=-10).Etiny()
    /// -14
    fn Etiny(cx, @pos this: ContextObject) -> i64 { Ok(this.settings().emin - this.precision() + 1) }

    /// The exponent of the last digit that the largest numbers have.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5, Emax=10).Etop()
    /// 6
    fn Etop(cx, @pos this: ContextObject) -> i64 { Ok(this.settings().emax - this.precision() + 1) }

    /// Ten.
    ///
    /// >>> from decimal import Context
    /// >>> Context().radix()
    /// Decimal('10')
    fn radix(cx, @pos this: ContextObject) -> Decimal { Ok(Decimal::finite(false, dashu_int::UBig::from(10u8), 0)) }

    /// A float as a decimal number, rounded by the context.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5).create_decimal_from_float(0.1)
    /// Decimal('0.10000')
    fn create_decimal_from_float(cx, @pos this: ContextObject, @pos f: f64) -> Decimal { this.finish(Decimal::of_float(f)?) }

    /// A power.
    ///
    /// >>> from decimal import Context
    /// >>> Context().power(2, 10)
    /// Decimal('1024')
    fn power(cx, @pos this: ContextObject, a: Decimal, b: Decimal) -> Decimal { functions::power(&a, &b, &this) }

    /// The square root.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5).sqrt(2)
    /// Decimal('1.4142')
    fn sqrt(cx, @pos this: ContextObject, a: Decimal) -> Decimal { arithmetic::square_root(&a, &this) }

    /// The exponential function.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5).exp(1)
    /// Decimal('2.7183')
    fn exp(cx, @pos this: ContextObject, a: Decimal) -> Decimal { functions::exp(&a, &this) }

    /// The natural logarithm.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5).ln(2)
    /// Decimal('0.69315')
    fn ln(cx, @pos this: ContextObject, a: Decimal) -> Decimal { functions::log(&a, false, &this) }

    /// The logarithm to base ten.
    ///
    /// >>> from decimal import Context
    /// >>> Context(prec=5).log10(2)
    /// Decimal('0.30103')
    fn log10(cx, @pos this: ContextObject, a: Decimal) -> Decimal { functions::log(&a, true, &this) }

    /// The number rounded by the context.
    ///
    /// >>> from decimal import Context, Decimal
    /// >>> Context(prec=2).plus(Decimal('1.25'))
    /// Decimal('1.2')
    fn plus(cx, @pos this: ContextObject, a: Decimal) -> Decimal { this.finish(a) }

    /// The number with as many digits after the point as another.
    ///
    /// >>> from decimal import Context, Decimal
    /// >>> Context().quantize(Decimal('1.25'), Decimal('0.1'))
    /// Decimal('1.2')
    fn quantize(cx, @pos this: ContextObject, a: Decimal, b: Decimal) -> Decimal {
        arithmetic::quantize(&a, &b, this.settings().rounding, &this)
    }
}

/// A limit of a context: an int between two others.
fn within(value: &Value, low: i64, high: i64, name: &str) -> Result<i64> {
    let n = to_index(value)?;
    if (low..=high).contains(&n) {
        Ok(n)
    } else {
        Err(Error::value(format!("valid range for {name} is [{low}, {high}]")))
    }
}

/// Sets one of a context's rules.
fn set(cx: &mut dyn Context, environment: &Environment, name: &str, value: &Value) -> Result<()> {
    const MOST: i64 = 999_999_999_999_999_999;
    let settings = &environment.settings;
    match name {
        "prec" => settings.borrow_mut().precision = within(value, 1, MOST, "prec")?,
        "Emin" => settings.borrow_mut().emin = within(value, -MOST, 0, "Emin")?,
        "Emax" => settings.borrow_mut().emax = within(value, 0, MOST, "Emax")?,
        "capitals" => settings.borrow_mut().capitals = within(value, 0, 1, "capitals")? == 1,
        "clamp" => settings.borrow_mut().clamp = within(value, 0, 1, "clamp")? == 1,
        "rounding" => settings.borrow_mut().rounding = Rounding::named(&crate::value::repr::str(value))?,
        "flags" => set_signals(cx, &environment.flags, value)?,
        "traps" => set_signals(cx, &environment.traps, value)?,
        _ => return Err(Error::type_error(format!("'{name}' is an invalid keyword argument for this function"))),
    }
    Ok(())
}

/// The signals of a list are set, all others not; a dict says it of each.
fn set_signals(cx: &mut dyn Context, dict: &Dict, value: &Value) -> Result<()> {
    if let Value::Dict(given) = value {
        let all: Vec<(Value, Value)> = given.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
        return all.into_iter().try_for_each(|(k, v)| dict.borrow_mut().insert(k, v).map(drop));
    }
    Environment::set_all(dict, false)?;
    for class in collect(cx, value)? {
        dict.borrow_mut().insert(class, Value::bool(true))?;
    }
    Ok(())
}

impl NativeObject for DecimalContext {
    fn class(&self) -> &'static Class {
        &CONTEXT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let s = self.0.settings();
        Ok(Some(match name.as_str() {
            "prec" => Value::Int(s.precision),
            "rounding" => Value::str(s.rounding.name()),
            "Emin" => Value::Int(s.emin),
            "Emax" => Value::Int(s.emax),
            "capitals" => Value::Int(i64::from(s.capitals)),
            "clamp" => Value::Int(i64::from(s.clamp)),
            "flags" => Value::Dict(self.0.flags.clone()),
            "traps" => Value::Dict(self.0.traps.clone()),
            _ => return Ok(super::context_methods::shared(&self.0, name)),
        }))
    }

    fn set_attribute(&self, cx: &mut dyn Context, name: Symbol, value: &Value) -> Result<bool> {
        match name.as_str() {
            "prec" | "rounding" | "Emin" | "Emax" | "capitals" | "clamp" | "flags" | "traps" => {
                set(cx, &self.0, name.as_str(), value).map(|()| true)
            }
            _ => Ok(false),
        }
    }

    fn attribute_names(&self) -> Vec<String> {
        ["prec", "rounding", "Emin", "Emax", "capitals", "clamp", "flags", "traps"].map(String::from).to_vec()
    }

    fn repr(&self) -> String {
        self.0.repr()
    }
}

/// What `localcontext` gives.
struct Manager {
    environment: Environment,
    saved: RefCell<Vec<Environment>>,
}

impl NativeObject for Manager {
    fn class(&self) -> &'static Class {
        &MANAGER
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, _: &mut dyn Context, _: &Value) -> Result<Value> {
        self.saved.borrow_mut().push(current());
        set_current(self.environment.clone());
        Ok(object(self.environment.clone()))
    }

    fn exit(&self, _: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        if let Some(saved) = self.saved.borrow_mut().pop() {
            set_current(saved);
        }
        Ok(false)
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = vec![
        ("decimal", "Decimal", Value::Class(&DECIMAL)),
        ("decimal", "Context", Value::Class(&CONTEXT)),
        ("decimal", "MAX_PREC", Value::Int(999_999_999_999_999_999)),
        ("decimal", "MAX_EMAX", Value::Int(999_999_999_999_999_999)),
        ("decimal", "MIN_EMIN", Value::Int(-999_999_999_999_999_999)),
        ("decimal", "MIN_ETINY", Value::Int(-1_999_999_999_999_999_997)),
        ("decimal", "HAVE_THREADS", Value::bool(false)),
        ("decimal", "HAVE_CONTEXTVAR", Value::bool(false)),
        ("decimal", "DecimalTuple", Value::Class(&DECIMAL_TUPLE)),
    ];
    all.extend(ROUNDINGS.map(|(name, _)| ("decimal", name, Value::str(name))));
    let hidden = ["ConversionSyntax", "DivisionImpossible", "DivisionUndefined", "InvalidContext"];
    let public = CLASSES.iter().filter(|class| !hidden.contains(&class.name));
    all.extend(public.map(|class| ("decimal", class.name, Value::Class(class))));
    let nine = Settings { precision: 9, rounding: Rounding::HalfUp, ..Settings::default() };
    let basic =
        [Signal::InvalidOperation, Signal::DivisionByZero, Signal::Overflow, Signal::Underflow, Signal::Clamped];
    all.push(("decimal", "BasicContext", object(Environment::new(nine.clone(), &basic))));
    let extended = Settings { rounding: Rounding::HalfEven, ..nine };
    all.push(("decimal", "ExtendedContext", object(Environment::new(extended, &[]))));
    let usual = [Signal::InvalidOperation, Signal::DivisionByZero, Signal::Overflow];
    all.push(("decimal", "DefaultContext", object(Environment::new(Settings::default(), &usual))));
    all
}
