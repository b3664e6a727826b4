//! `Polynomial`, `Chebyshev`, `Legendre` …: a series with its domain, window and symbol as a value with operators.

use super::argument::{self, composed, variable};
use super::series_text;
use crate::polynomial::series::{self, as_series, map_parameters};
use crate::polynomial::{self, Basis, Series, Term, basis, evaluate};
use crate::symbol::Symbol;
use crate::tensor::calc::Calc;
use crate::tensor::reduce::{Axes, Reduction};
use crate::tensor::{Order, Tensor, copy, ufunc};
use crate::value::class::{Class, class_of, exception, python};
use crate::value::convert::unboxed;
use crate::value::number::Number;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::{Args, Context, Error, FromValue, NativeObject, Object, Result, Value, iter};
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

/// What the six classes have in common.
pub static ABC_POLY_BASE: Class = Class::new("ABCPolyBase", "numpy.polynomial._polybase", &[&python::OBJECT]);

/// A basis and the class of its series.
pub struct Family {
    pub class: Class,
    pub basis: &'static dyn Basis,
}

macro_rules! families {
    ($($id:ident = $name:ident in $module:literal with $basis:expr;)*) => {
        $(pub static $id: Family = Family {
            class: Class::new(stringify!($name), concat!("numpy.polynomial.", $module), &[&ABC_POLY_BASE]),
            basis: &$basis,
        };)*
        /// Every class.
        pub static FAMILIES: &[&Family] = &[$(&$id),*];
    };
}

families! {
    POLYNOMIAL = Polynomial in "polynomial" with polynomial::Power;
    CHEBYSHEV = Chebyshev in "chebyshev" with polynomial::Chebyshev;
    LEGENDRE = Legendre in "legendre" with polynomial::Legendre;
    LAGUERRE = Laguerre in "laguerre" with polynomial::Laguerre;
    HERMITE = Hermite in "hermite" with polynomial::Hermite;
    HERMITE_E = HermiteE in "hermite_e" with polynomial::HermiteE;
}

/// The largest exponent of the operator `**`.
pub const MAX_POWER: f64 = 100.0;

thread_local! {
    /// The array that is a class's `domain` and `window` where none is given, by the class's name.
    static DOMAINS: RefCell<HashMap<(&'static str, &'static str), Value>> = RefCell::default();
}

impl Family {
    /// The class attribute `domain` or `window`.
    pub fn interval(&'static self, attribute: &'static str) -> Result<Value> {
        let known = DOMAINS.with_borrow(|all| all.get(&(self.class.name, attribute)).cloned());
        match known {
            Some(known) => Ok(known),
            None => {
                let made = Value::array(Tensor::vector(&self.basis.domain())?);
                DOMAINS.with_borrow_mut(|all| all.insert((self.class.name, attribute), made.clone()));
                Ok(made)
            }
        }
    }
}

/// A class of series as an argument.
impl FromValue for &'static Family {
    const ACCEPTS: &'static str = "polynomial class";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<&'static Family> {
        let class = match value {
            Value::Class(class) => class,
            other => class_of(other),
        };
        let found = FAMILIES.iter().copied().find(|family| std::ptr::eq(&family.class, class));
        found.ok_or_else(|| Error::type_error(format!("'{}' is no polynomial class", class.qualified_name())))
    }
}

/// A series with its domain, window and symbol.
pub struct SeriesObject {
    pub family: &'static Family,
    /// Always arrays.
    pub coef: RefCell<Value>,
    pub domain: RefCell<Value>,
    pub window: RefCell<Value>,
    pub symbol: Rc<str>,
}

/// A series object as an argument.
pub struct This(Rc<Object>);

impl FromValue for This {
    const ACCEPTS: &'static str = "polynomial";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<This> {
        match value {
            Value::Object(object) if object.downcast::<SeriesObject>().is_some() => Ok(This(object.clone())),
            other => {
                let name = class_of(other).qualified_name();
                Err(Error::attribute(format!("'{name}' object has no attribute 'coef'")))
            }
        }
    }
}

impl std::ops::Deref for This {
    type Target = SeriesObject;

    fn deref(&self) -> &SeriesObject {
        match self.0.downcast() {
            Some(series) => series,
            None => unreachable!("`from_value` has looked"),
        }
    }
}

/// The tensor of an attribute.
fn tensor(slot: &RefCell<Value>) -> Tensor {
    match &*slot.borrow() {
        Value::Array(array) => array.tensor(),
        _ => unreachable!("the attributes of a series are arrays"),
    }
}

/// A series like another with other coefficients.
pub fn wrapped(like: &SeriesObject, coef: Tensor) -> Value {
    let copied = |slot: &RefCell<Value>| {
        let tensor = tensor(slot);
        RefCell::new(Value::array(copy::copied(&tensor, Order::C).unwrap_or(tensor)))
    };
    Value::object(SeriesObject {
        family: like.family,
        coef: RefCell::new(Value::array(coef)),
        domain: copied(&like.domain),
        window: copied(&like.window),
        symbol: like.symbol.clone(),
    })
}

/// A new series. ValueError and TypeError in NumPy's words for anything that can't be one.
pub fn make(
    cx: &mut dyn Context,
    family: &'static Family,
    coef: &Tensor,
    [domain, window]: [Option<&Value>; 2],
    symbol: &Value,
) -> Result<Value> {
    let coef = untrimmed(coef)?;
    let mut interval = |given: Option<&Value>, name: &'static str, title: &str| -> Result<Value> {
        let Some(given) = given else { return family.interval(name) };
        let ends = untrimmed(&Tensor::from_value(cx, given)?)?;
        if ends.size() != 2 {
            return Err(Error::value(format!("{title} has wrong number of elements.")));
        }
        Ok(Value::array(ends))
    };
    let domain = interval(domain, "domain", "Domain")?;
    let window = interval(window, "window", "Window")?;
    let Value::Str(symbol) = symbol else { return Err(Error::type_error("Symbol must be a non-empty string")) };
    let identifier = crate::builtins::python::text_classes::is_identifier(symbol.as_str());
    if !identifier {
        return Err(Error::value("Symbol string must be a valid Python identifier"));
    }
    Ok(Value::object(SeriesObject {
        family,
        coef: RefCell::new(Value::array(coef)),
        domain: RefCell::new(domain),
        window: RefCell::new(window),
        symbol: symbol.as_str().into(),
    }))
}

/// A new array of coefficients in an inexact dtype.
fn untrimmed(array: &Tensor) -> Result<Tensor> {
    Ok(as_series(std::slice::from_ref(array), false)?.remove(0).calc().tensor()?)
}

/// The two ends of an interval.
pub fn ends(interval: &Tensor) -> Result<[Calc; 2]> {
    match <[Calc; 2]>::try_from(Calc::parts(interval)?) {
        Ok(ends) => Ok(ends),
        Err(_) => Err(Error::value("Domain has wrong number of elements.")),
    }
}

/// Whether two arrays are equal everywhere.
fn all_equal(a: &Tensor, b: &Tensor) -> Result<Value> {
    let equal = Calc::from(a).binary(&ufunc::EQUAL, Calc::from(b));
    unboxed(equal.reduced(Reduction::All, &Axes::All, false).tensor()?)
}

impl SeriesObject {
    pub fn coef(&self) -> Tensor {
        tensor(&self.coef)
    }

    pub fn domain(&self) -> Tensor {
        tensor(&self.domain)
    }

    pub fn window(&self) -> Tensor {
        tensor(&self.window)
    }

    pub fn series(&self) -> crate::tensor::Result<Series> {
        Series::of(&self.coef())
    }

    /// Offset and scale of the line from the domain to the window.
    pub fn parameters(&self) -> Result<(Calc, Calc)> {
        Ok(map_parameters(&ends(&self.domain())?, &ends(&self.window())?))
    }

    /// The value at a variable; a series where that is one.
    pub fn at(&self, cx: &mut dyn Context, x: &Value) -> Result<Value> {
        let term = self.value(variable(cx, x)?)?;
        composed(cx, term, x)
    }

    fn value(&self, x: Term) -> Result<Term> {
        let (offset, scale) = self.parameters()?;
        let x = Term::Number(offset) + Term::Number(scale) * x;
        Ok(evaluate::value(self.family.basis, &x, &self.coef(), true)?)
    }

    pub fn same_coefficients(&self, other: &SeriesObject) -> Result<Value> {
        let (a, b) = (self.coef(), other.coef());
        if a.size() == b.size() { all_equal(&a, &b) } else { Ok(Value::bool(false)) }
    }

    pub fn same_domain(&self, other: &SeriesObject) -> Result<Value> {
        all_equal(&self.domain(), &other.domain())
    }

    pub fn same_window(&self, other: &SeriesObject) -> Result<Value> {
        all_equal(&self.window(), &other.window())
    }

    /// What `self == other` gives: the first comparison that says no.
    fn equality(&self, other: &SeriesObject) -> Result<Value> {
        if !std::ptr::eq(self.family, other.family) {
            return Ok(Value::bool(false));
        }
        for part in [Self::same_domain, Self::same_window, Self::same_coefficients] {
            let answer = part(self, other)?;
            if !crate::value::ops::truth(&answer)? {
                return Ok(answer);
            }
        }
        Ok(Value::bool(self.symbol == other.symbol))
    }

    /// The coefficients of the other operand. TypeError and ValueError for series that don't go with this one.
    fn operand(&self, cx: &mut dyn Context, other: &Value) -> Result<Tensor> {
        let series = match other {
            Value::Object(object) => object.downcast::<SeriesObject>(),
            _ => None,
        };
        let Some(series) = series else { return Tensor::from_value(cx, other) };
        let is = |answer: Value| crate::value::ops::truth(&answer);
        if !std::ptr::eq(self.family, series.family) {
            Err(Error::type_error("Polynomial types differ"))
        } else if !is(self.same_domain(series)?)? {
            Err(Error::type_error("Domains differ"))
        } else if !is(self.same_window(series)?)? {
            Err(Error::type_error("Windows differ"))
        } else if self.symbol != series.symbol {
            Err(Error::value("Polynomial symbols differ"))
        } else {
            Ok(series.coef())
        }
    }

    /// The coefficients of `a op b`.
    fn calculate(&self, op: BinaryOp, a: &Tensor, b: &Tensor) -> Result<Calc> {
        let both = as_series(&[a.clone(), b.clone()], true)?;
        let (a, b) = (&both[0], &both[1]);
        let basis = self.family.basis;
        let result = match op {
            BinaryOp::Add => series::add(a, b)?,
            BinaryOp::Sub => series::subtract(a, b)?,
            BinaryOp::Mul => basis::multiply(basis, a, b)?,
            BinaryOp::Mod => basis::divide(basis, a, b)?.1,
            _ => basis::divide(basis, a, b)?.0,
        };
        let (tensor, trace) = result.calc().traced()?;
        Ok(Calc::from(&tensor).after(&trace))
    }

    fn divided(&self, cx: &mut dyn Context, other: &Value) -> Result<Option<Value>> {
        let number = match other {
            Value::Bool(_) => false,
            Value::Object(object) => object.to_float().is_some(),
            other => Number::of_any(other).is_some(),
        };
        if !number {
            let (own, name) = (type_text(&self.family.class), type_text(class_of(other)));
            return Err(Error::type_error(format!("unsupported types for true division: '{own}', '{name}'")));
        }
        self.binary(cx, BinaryOp::FloorDiv, other, false)
    }
}

/// `<class 'numpy.polynomial.polynomial.Polynomial'>`
pub fn type_text(class: &Class) -> String {
    format!("{class:?}")
}

impl NativeObject for SeriesObject {
    fn class(&self) -> &'static Class {
        &self.family.class
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn set_attribute(&self, cx: &mut dyn Context, name: Symbol, value: &Value) -> Result<bool> {
        let slot = match name.as_str() {
            "coef" => &self.coef,
            "domain" => &self.domain,
            "window" => &self.window,
            "symbol" => {
                let class = self.family.class.name;
                return Err(Error::attribute(format!("property 'symbol' of '{class}' object has no setter")));
            }
            _ => return Ok(false),
        };
        let new = match value {
            Value::Array(_) => value.clone(),
            other => Value::array(Tensor::from_value(cx, other)?),
        };
        slot.replace(new);
        Ok(true)
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        match (args.positional, args.keywords) {
            ([x], []) => self.at(cx, x),
            ([], [(name, x)]) if name.as_str() == "arg" => self.at(cx, x),
            ([], []) => Err(Error::type_error("ABCPolyBase.__call__() missing 1 required positional argument: 'arg'")),
            _ => Err(Error::type_error(format!(
                "ABCPolyBase.__call__() takes 2 positional arguments but {} were given",
                args.positional.len() + args.keywords.len() + 1
            ))),
        }
    }

    fn iterate(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        let coef = self.coef.borrow().clone();
        Ok(Some(iter::iterate(cx, &coef)?.into_value()))
    }

    fn len(&self) -> Option<usize> {
        Some(self.coef().size())
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        match op {
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::FloorDiv | BinaryOp::Mod => {}
            BinaryOp::Div if !reflected => return self.divided(cx, other),
            BinaryOp::Pow if !reflected => {
                let c = as_series(&[self.coef()], true)?;
                let n = argument::exponent(other)?;
                let power = basis::power(self.family.basis, &c[0], n, Some(MAX_POWER))?;
                return Ok(Some(wrapped(self, argument::coefficients(cx, power)?)));
            }
            _ => return Ok(None),
        }
        let series = matches!(other, Value::Object(object) if object.downcast::<SeriesObject>().is_some());
        let other = match self.operand(cx, other) {
            Ok(other) => other,
            Err(error) if series => return Err(error),
            Err(_) => return Ok(None),
        };
        let own = self.coef();
        let (a, b) = if reflected { (&other, &own) } else { (&own, &other) };
        // What can't be calculated is left to the other operand, as NumPy does.
        match self.calculate(op, a, b) {
            Ok(result) => Ok(Some(wrapped(self, argument::array(cx, result)?))),
            Err(error) if error.is(&exception::ZERO_DIVISION_ERROR) || error.is(&exception::KEYBOARD_INTERRUPT) => {
                Err(error)
            }
            Err(_) => Ok(None),
        }
    }

    fn unary(&self, cx: &mut dyn Context, op: UnaryOp) -> Result<Option<Value>> {
        Ok(match op {
            UnaryOp::Plus => Some(wrapped(self, self.coef())),
            UnaryOp::Minus => Some(wrapped(self, argument::array(cx, -Calc::from(&self.coef()))?)),
            UnaryOp::Invert => None,
        })
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let equality = match other {
            Value::Object(object) => match object.downcast::<SeriesObject>() {
                Some(other) => self.equality(other)?,
                None => Value::bool(false),
            },
            _ => Value::bool(false),
        };
        Ok(if op == CompareOp::Eq { Some(equality) } else { op.equality(crate::value::ops::truth(&equality)?) })
    }

    fn format(&self, _: &mut dyn Context, spec: &str) -> Option<Result<String>> {
        Some(match spec {
            "" => Ok(self.text()),
            "ascii" => series_text::text(self, false),
            "unicode" => series_text::text(self, true),
            other => Err(Error::value(format!(
                "Unsupported format string '{other}' passed to {}.__format__. Valid options are 'ascii' and 'unicode'",
                type_text(&self.family.class)
            ))),
        })
    }

    fn repr(&self) -> String {
        series_text::repr(self)
    }

    fn text(&self) -> String {
        series_text::text(self, series_text::is_unicode()).unwrap_or_else(|error| format!("<{}>", error.message()))
    }
}
