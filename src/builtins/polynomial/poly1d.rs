//! `np.poly1d`: a polynomial by its coefficients, highest power first, as a value with operators.

use super::{argument, one_variable};
use crate::polynomial::descending;
use crate::polynomial::series::zeros;
use crate::symbol::Symbol;
use crate::tensor::calc::Calc;
use crate::tensor::reduce::{Axes, Reduction};
use crate::tensor::{Scalar, Tensor, ufunc};
use crate::value::class::{Class, python};
use crate::value::convert::{to_index, unboxed};
use crate::value::number::Number;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp};
use crate::value::text::format_float;
use crate::value::{
    Args, Array, Context, Error, FromValue, NativeObject, Object, Result, Value, elementwise, item, iter, ops, repr,
};
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

pub static POLY1D: Class = Class::new("poly1d", "numpy", &[&python::OBJECT]);

/// A polynomial of one variable.
pub struct Poly1d {
    coefficients: RefCell<Rc<Array>>,
    /// The variable's name.
    variable: String,
}

builtins! { POLY1D_CONSTRUCTOR, chapter "Polynomials", spaces ["constructors.numpy"];
    /// A polynomial by its coefficients, highest power first; with `r`, by its roots.
    ///
    /// >>> p = np.poly1d([1, 2, 3])
    /// >>> p(2), p.order
    /// (np.int64(11), 2)
    /// >>> np.poly1d([1, 2], True)
    /// poly1d([ 1., -3.,  2.])
    fn poly1d(cx, c_or_r: Value, r: bool = false, variable: Option<String> = None) -> Value {
        if let Some(known) = Poly1d::of(&c_or_r) {
            let coefficients = RefCell::new(known.coefficients.borrow().clone());
            let variable = variable.unwrap_or_else(|| known.variable.clone());
            return Ok(Value::object(Poly1d { coefficients, variable }));
        }
        let mut given = Tensor::from_value(cx, &c_or_r)?;
        if r {
            given = match descending::from_roots(&given)? {
                Some(coefficients) => coefficients,
                None => Tensor::vector(&[1.0])?,
            };
        }
        let coefficients = Value::array(descending::coefficients(&given)?);
        new(coefficients, variable.unwrap_or_else(|| "x".to_string()))
    }
}

fn new(coefficients: Value, variable: String) -> Result<Value> {
    match coefficients {
        Value::Array(array) => Ok(Value::object(Poly1d { coefficients: RefCell::new(array), variable })),
        _ => Err(Error::value("Polynomial must be 1d only.")),
    }
}

/// The polynomial in x with these coefficients.
pub fn poly1d(coefficients: &Tensor) -> Result<Value> {
    new(Value::array(descending::coefficients(coefficients)?), "x".to_string())
}

/// A `poly1d` as an argument.
pub struct This(Rc<Object>);

impl FromValue for This {
    const ACCEPTS: &'static str = "poly1d";

    fn from_value(_: &mut dyn Context, value: &Value) -> Result<This> {
        match value {
            Value::Object(object) if object.downcast::<Poly1d>().is_some() => Ok(This(object.clone())),
            _ => Err(Error::type_error("a poly1d is required")),
        }
    }
}

impl std::ops::Deref for This {
    type Target = Poly1d;

    fn deref(&self) -> &Poly1d {
        match self.0.downcast() {
            Some(polynomial) => polynomial,
            None => unreachable!("`from_value` has looked"),
        }
    }
}

impl Poly1d {
    /// The polynomial that a value is.
    pub fn of(value: &Value) -> Option<&Poly1d> {
        match value {
            Value::Object(object) => object.downcast(),
            _ => None,
        }
    }

    pub fn array(&self) -> Value {
        Value::Array(self.coefficients.borrow().clone())
    }

    pub fn tensor(&self) -> Tensor {
        self.coefficients.borrow().tensor()
    }

    pub fn variable(&self) -> &str {
        &self.variable
    }

    pub fn order(&self) -> i64 {
        self.tensor().size() as i64 - 1
    }

    /// `p.coeffs = value`: only what it is already.
    fn set_coefficients(&self, value: &Value) -> Result<bool> {
        let same = matches!(value, Value::Array(array) if Rc::ptr_eq(array, &self.coefficients.borrow()));
        if same { Ok(true) } else { Err(Error::attribute("Cannot set attribute")) }
    }

    fn power(&self, exponent: &Value) -> Result<Value> {
        let whole = if is_scalar(exponent) { argument::whole(exponent)? } else { None };
        let n = whole.and_then(|n| usize::try_from(n).ok());
        let n = n.ok_or_else(|| Error::value("Power to non-negative integers only."))?;
        to_index(exponent)?;
        let own = self.tensor();
        let one = Tensor::vector(&[1i64])?;
        let product = (0..n).try_fold(one, |product, _| descending::product(&own, &product))?;
        poly1d(&product)
    }

    /// `self op number` or, reflected, `number op self`, elementwise.
    fn with_scalar(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Value> {
        let own = self.array();
        let result = if reflected { ops::binary(cx, op, other, &own) } else { ops::binary(cx, op, &own, other) }?;
        poly1d(&Tensor::from_value(cx, &result)?)
    }

    /// The coefficient of a power; 0 of the same dtype where there is none.
    fn coefficient(&self, cx: &mut dyn Context, power: &Value) -> Result<Value> {
        let order = Value::Int(self.order());
        let place = ops::binary(cx, BinaryOp::Sub, &order, power)?;
        for (op, limit) in [(CompareOp::Gt, &order), (CompareOp::Lt, &Value::Int(0))] {
            if ops::truth(&ops::compare(cx, op, power, limit)?)? {
                return unboxed(zeros(&[], self.tensor().dtype())?);
            }
        }
        item::get_item(cx, &self.array(), &place)
    }

    fn set_coefficient(&self, cx: &mut dyn Context, power: &Value, value: &Value) -> Result<()> {
        let power = to_index(power)?;
        if power < 0 {
            return Err(Error::value("Does not support negative powers."));
        }
        let more = usize::try_from(power - self.order()).unwrap_or(0);
        if more > 0 {
            let own = self.tensor();
            let longer = Tensor::zeros(&[own.size() + more], own.dtype())?;
            crate::tensor::assign::assign(&longer.range(0, more, more + own.size()), &own)?;
            self.coefficients.replace(Rc::new(Array::new(longer)));
        }
        item::set_item(cx, &self.array(), &Value::Int(self.order() - power), value)
    }

    /// The terms in one line: `1 x**2 + 2 x + 3`.
    fn terms(&self) -> Result<String> {
        let all = Calc::parts(&self.tensor())?;
        let coefficients: Vec<Scalar> =
            all.iter().skip_while(|c| c.is_zero()).map(|c| Ok(c.clone().tensor()?.first())).collect::<Result<_>>()?;
        let mut text = "0".to_string();
        for (k, coefficient) in coefficients.iter().enumerate() {
            let number = number(coefficient)?;
            let variable = &self.variable;
            let term = match coefficients.len() - 1 - k {
                0 if number == "0" && k > 0 => String::new(),
                0 => number,
                _ if number == "0" => String::new(),
                1 => format!("{number} {variable}"),
                power => format!("{number} {variable}**{power}"),
            };
            if k == 0 {
                text = term;
            } else if let Some(positive) = term.strip_prefix('-') {
                text = format!("{text} - {positive}");
            } else if !term.is_empty() {
                text = format!("{text} + {term}");
            }
        }
        Ok(text)
    }
}

/// A coefficient with four digits: `2.5`, `3j`, `(1 + 2j)`.
fn number(coefficient: &Scalar) -> Result<String> {
    let four = |x: f64| format_float(x, ".4g", "float").map(|text| text.trim_end_matches(".0000").to_string());
    let (re, im) = match coefficient {
        Scalar::Complex64(z) => (f64::from(z.re), f64::from(z.im)),
        Scalar::Complex128(z) => (z.re, z.im),
        Scalar::Object(item) => match item.to_scalar() {
            Some(scalar) if !matches!(scalar, Scalar::Object(_)) => return number(&scalar),
            _ => return Ok(item.text()),
        },
        other => (other.to_f64().unwrap_or(f64::NAN), 0.0),
    };
    Ok(if im == 0.0 {
        four(re)?
    } else if re == 0.0 {
        format!("{}j", four(im)?)
    } else {
        format!("({} + {}j)", four(re)?, four(im)?)
    })
}

/// A line of terms as two: the powers above. Pairs of lines are kept to `WIDTH` characters.
fn raised(text: &str) -> String {
    const WIDTH: usize = 70;
    let (mut above, mut below) = (String::new(), String::new());
    let mut output = " ".to_string();
    let mut rest = text;
    while let Some(at) = rest.find("**") {
        let (part, tail) = (&rest[..at], &rest[at + 2..]);
        let digits = tail.bytes().take_while(u8::is_ascii_digit).count();
        let power = &tail[..digits];
        rest = &tail[digits..];
        let width = part.chars().count();
        let more_below = format!("{part}{}", " ".repeat(power.len().saturating_sub(1)));
        let more_above = format!("{}{power}", " ".repeat(width.saturating_sub(1)));
        let too_long = |line: &str, more: &str| line.chars().count() + more.chars().count() > WIDTH;
        if too_long(&below, &more_below) || too_long(&above, &more_above) {
            output += &format!("{above}\n{below}\n ");
            (above, below) = (more_above, more_below);
        } else {
            above += &more_above;
            below += &more_below;
        }
    }
    format!("{output}{above}\n{below}{rest}")
}

/// NumPy's `isscalar`.
fn is_scalar(value: &Value) -> bool {
    match value {
        Value::Str(_) | Value::Bytes(_) | Value::Scalar(_) => true,
        Value::Object(object) => object.to_float().is_some(),
        Value::Array(_) => false,
        other => Number::of_any(other).is_some(),
    }
}

impl NativeObject for Poly1d {
    fn class(&self) -> &'static Class {
        &POLY1D
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn set_attribute(&self, _: &mut dyn Context, name: Symbol, value: &Value) -> Result<bool> {
        match name.as_str() {
            "coeffs" | "c" | "coef" | "coefficients" => self.set_coefficients(value),
            "variable" | "order" | "o" | "roots" | "r" => {
                // Properties of two names are known by their last.
                let name = match name.as_str() {
                    "order" => "o",
                    "roots" => "r",
                    other => other,
                };
                Err(Error::attribute(format!("property '{name}' of 'poly1d' object has no setter")))
            }
            _ => Ok(false),
        }
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        let x = match (args.positional, args.keywords) {
            ([x], []) => x,
            ([], [(name, x)]) if name.as_str() == "val" => x,
            ([], []) => {
                return Err(Error::type_error("poly1d.__call__() missing 1 required positional argument: 'val'"));
            }
            _ => {
                let given = args.positional.len() + args.keywords.len() + 1;
                return Err(Error::type_error(format!(
                    "poly1d.__call__() takes 2 positional arguments but {given} were given"
                )));
            }
        };
        one_variable::value(cx, &self.tensor(), x)
    }

    fn iterate(&self, cx: &mut dyn Context) -> Result<Option<Value>> {
        Ok(Some(iter::iterate(cx, &self.array())?.into_value()))
    }

    fn len(&self) -> Option<usize> {
        usize::try_from(self.order()).ok()
    }

    fn get_item(&self, cx: &mut dyn Context, index: &Value) -> Result<Value> {
        self.coefficient(cx, index)
    }

    fn set_item(&self, cx: &mut dyn Context, index: &Value, value: &Value) -> Result<()> {
        self.set_coefficient(cx, index, value)
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if reflected && elementwise::is_operand(other) {
            // An array or a NumPy scalar on the left takes the polynomial for its coefficients.
            return ops::binary(cx, op, other, &self.array()).map(Some);
        }
        let scalar = is_scalar(other);
        match op {
            BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul | BinaryOp::Div => {}
            BinaryOp::Pow if !reflected => return self.power(other).map(Some),
            _ => return Ok(None),
        }
        if scalar && matches!(op, BinaryOp::Mul | BinaryOp::Div) {
            return self.with_scalar(cx, op, other, reflected).map(Some);
        }
        let other = match Poly1d::of(other) {
            Some(other) => other.tensor(),
            None => descending::coefficients(&Tensor::from_value(cx, other)?)?,
        };
        let own = self.tensor();
        let (a, b) = if reflected { (&other, &own) } else { (&own, &other) };
        let calc = match op {
            BinaryOp::Add => descending::combined(a, b, &ufunc::ADD)?,
            BinaryOp::Sub => descending::combined(a, b, &ufunc::SUBTRACT)?,
            BinaryOp::Mul => return poly1d(&descending::product(a, b)?).map(Some),
            _ => {
                let (quotient, rest) = descending::quotient(a, b)?;
                let (quotient, rest) = (argument::array(cx, quotient)?, argument::array(cx, rest)?);
                return Ok(Some(Value::tuple([poly1d(&quotient)?, poly1d(&rest)?])));
            }
        };
        poly1d(&argument::array(cx, calc)?).map(Some)
    }

    fn unary(&self, cx: &mut dyn Context, op: UnaryOp) -> Result<Option<Value>> {
        Ok(match op {
            UnaryOp::Plus => {
                let coefficients = RefCell::new(self.coefficients.borrow().clone());
                Some(Value::object(Poly1d { coefficients, variable: self.variable.clone() }))
            }
            UnaryOp::Minus => Some(poly1d(&argument::array(cx, -Calc::from(&self.tensor()))?)?),
            UnaryOp::Invert => None,
        })
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Some(other) = Poly1d::of(other) else { return Ok(None) };
        let (a, b) = (self.tensor(), other.tensor());
        let equal = if a.shape() == b.shape() {
            let equal = Calc::from(&a).binary(&ufunc::EQUAL, Calc::from(&b));
            unboxed(equal.reduced(Reduction::All, &Axes::All, false).tensor()?)?
        } else {
            Value::bool(false)
        };
        Ok(if op == CompareOp::Eq { Some(equal) } else { op.equality(ops::truth(&equal)?) })
    }

    fn to_tensor(&self) -> Option<Result<Tensor>> {
        Some(Ok(self.tensor()))
    }

    fn repr(&self) -> String {
        // Without `array(` and `)`.
        let text = repr::repr(&self.array());
        format!("poly1d({})", text.get(6..text.len() - 1).unwrap_or(""))
    }

    fn text(&self) -> String {
        self.terms().map_or_else(|error| format!("<{}>", error.message()), |terms| raised(&terms))
    }
}
