//! Numbers as exact fractions of one denominator: what `statistics` computes with, rounded once at the end.

use super::decimal::methods::DECIMAL;
use super::fractions::FRACTION;
use super::math_integers::integer_root;
use crate::builtins::attribute;
use crate::builtins::python::receiver::type_name;
use crate::symbol::Symbol;
use crate::value::class::{Class, class_of, numpy, python};
use crate::value::format::owned_to_big;
use crate::value::iter::collect;
use crate::value::number::Number;
use crate::value::object::BinaryOp;
use crate::value::{Context, Error, Result, Value, ops, text};
use dashu_int::IBig;
use dashu_int::ops::{BitTest, Gcd};

/// A fraction; the denominator is positive.
pub struct Ratio {
    numerator: IBig,
    denominator: IBig,
}

impl Ratio {
    fn of(cx: &mut dyn Context, value: &Value) -> Result<Ratio> {
        let (numerator, denominator) = match (value, Number::of_any(value)) {
            (Value::Object(_), _) => {
                let ratio = attribute(cx, value, Symbol::new("as_integer_ratio"))?;
                let parts = cx.call(&ratio, &[], &[])?;
                match collect(cx, &parts)?.as_slice() {
                    [n, d] => (whole(n), whole(d)),
                    _ => (IBig::ZERO, IBig::ONE),
                }
            }
            (_, Some(Number::Int(i))) => (IBig::from(i), IBig::ONE),
            (_, Some(Number::Big(i))) => (i, IBig::ONE),
            (_, Some(Number::Float(f))) => {
                let (n, d) = text::as_integer_ratio(f)?;
                (owned_to_big(n), owned_to_big(d))
            }
            _ => {
                let name = type_name(value);
                return Err(Error::type_error(format!("can't convert type '{name}' to numerator/denominator")));
            }
        };
        Ok(Ratio { numerator, denominator })
    }

    /// The quotient by a count.
    pub fn over(self, n: usize) -> Ratio {
        Ratio { numerator: self.numerator, denominator: self.denominator * IBig::from(n) }
    }

    /// The quotient of two ratios of which the second is not zero.
    pub fn divided(self, by: &Ratio) -> Ratio {
        let (numerator, denominator) = (self.numerator * &by.denominator, self.denominator * &by.numerator);
        if denominator < IBig::ZERO {
            return Ratio { numerator: -numerator, denominator: -denominator };
        }
        Ratio { numerator, denominator }
    }

    pub fn is_zero(&self) -> bool {
        self.numerator == IBig::ZERO
    }

    pub fn to_float(&self) -> f64 {
        let (n, d) = (Value::int(self.numerator.clone()), Value::int(self.denominator.clone()));
        match ops::plain_binary(BinaryOp::Div, &n, &d) {
            Ok(Value::Float(f)) => f.get(),
            _ => f64::NAN,
        }
    }

    /// The square root, rounded once: that of an integer with enough bits, the rest remembered in the last one.
    pub fn root(&self) -> f64 {
        if self.numerator <= IBig::ZERO {
            return 0.0;
        }
        let shift = (self.numerator.bit_len() as i64 - self.denominator.bit_len() as i64 - 109).div_euclid(2);
        let (n, d) = if shift >= 0 {
            (self.numerator.clone(), &self.denominator << (2 * shift) as usize)
        } else {
            (&self.numerator << (-2 * shift) as usize, self.denominator.clone())
        };
        let root = integer_root(&(&n / &d));
        let root = if &root * &root * &d == n { root } else { root | IBig::ONE };
        let (numerator, denominator) =
            if shift >= 0 { (root << shift as usize, IBig::ONE) } else { (root, IBig::ONE << (-shift) as usize) };
        Ratio { numerator, denominator }.to_float()
    }

    /// As a number of the class: a whole one stays an int, decimals are divided in the current context.
    pub fn of_class(&self, cx: &mut dyn Context, class: &'static Class) -> Result<Value> {
        let (n, d) = (Value::int(self.numerator.clone()), Value::int(self.denominator.clone()));
        if class.is_subclass(&python::INT) && &self.numerator % &self.denominator == IBig::ZERO {
            return Ok(Value::int(&self.numerator / &self.denominator));
        }
        match class {
            class if std::ptr::eq(class, &FRACTION) => cx.call(&Value::Class(class), &[n, d], &[]),
            class if std::ptr::eq(class, &DECIMAL) => {
                // In lowest terms, so that zeros behind the point do not count.
                let common = Gcd::gcd(&self.numerator, &self.denominator);
                let part = |part: &IBig| Value::int(part / IBig::from(common.clone()));
                let n = cx.call(&Value::Class(class), &[part(&self.numerator)], &[])?;
                let d = cx.call(&Value::Class(class), &[part(&self.denominator)], &[])?;
                ops::binary(cx, BinaryOp::Div, &n, &d)
            }
            class if class.is_subclass(&numpy::INTEGER) => {
                let towards_zero = Value::int(&self.numerator / &self.denominator);
                cx.call(&Value::Class(class), &[towards_zero], &[])
            }
            class if class.is_subclass(&numpy::GENERIC) => {
                cx.call(&Value::Class(class), &[Value::float(self.to_float())], &[])
            }
            _ => Ok(Value::float(self.to_float())),
        }
    }

    /// The square root, a decimal for decimals and a float for any other class.
    pub fn root_of_class(&self, cx: &mut dyn Context, class: &'static Class) -> Result<Value> {
        if !std::ptr::eq(class, &DECIMAL) {
            return Ok(Value::float(self.root()));
        }
        let square = self.of_class(cx, class)?;
        let root = attribute(cx, &square, Symbol::new("sqrt"))?;
        cx.call(&root, &[], &[])
    }
}

fn whole(value: &Value) -> IBig {
    match Number::of_any(value) {
        Some(Number::Int(i)) => IBig::from(i),
        Some(Number::Big(i)) => i,
        _ => IBig::ZERO,
    }
}

/// The class of what is computed from numbers of two classes. TypeError where neither may stand for the other.
fn common_class(a: &'static Class, b: &'static Class) -> Result<&'static Class> {
    let (is_int, is_float) =
        (|c: &'static Class| c.is_subclass(&python::INT), |c: &'static Class| c.is_subclass(&python::FLOAT));
    if is_int(b) || b.is_subclass(a) && !is_int(a) {
        return Ok(if is_int(b) { a } else { b });
    }
    if is_int(a) || is_float(b) && std::ptr::eq(a, &FRACTION) {
        return Ok(b);
    }
    if a.is_subclass(b) || is_float(a) && std::ptr::eq(b, &FRACTION) {
        return Ok(a);
    }
    Err(Error::type_error(format!("don't know how to coerce {} and {}", a.name, b.name)))
}

/// Numbers as exact fractions of one denominator.
pub struct Data {
    numerators: Vec<IBig>,
    denominator: IBig,
    /// The class of results.
    pub class: &'static Class,
    /// A sum that is not finite, where some number is not.
    special: Option<f64>,
}

impl Data {
    pub fn of(cx: &mut dyn Context, items: &[Value]) -> Result<Data> {
        let (mut ratios, mut special, mut class) = (Vec::with_capacity(items.len()), None, &python::INT);
        for item in items {
            match Number::of_any(item) {
                Some(Number::Float(f)) if !f.is_finite() => special = Some(special.unwrap_or(0.0) + f),
                _ => ratios.push(Ratio::of(cx, item)?),
            }
            class = common_class(class, class_of(item))?;
        }
        // Denominators of floats are powers of two: the largest is the common one.
        let mut denominator = ratios.iter().map(|r| &r.denominator).max().cloned().unwrap_or(IBig::ONE);
        for ratio in &ratios {
            if &denominator % &ratio.denominator != IBig::ZERO {
                let common = IBig::from(Gcd::gcd(&denominator, &ratio.denominator));
                denominator = denominator * &ratio.denominator / common;
            }
        }
        let numerators = ratios.iter().map(|r| &r.numerator * (&denominator / &r.denominator)).collect();
        Ok(Data { numerators, denominator, class, special })
    }

    pub fn count(&self) -> usize {
        self.numerators.len() + usize::from(self.special.is_some())
    }

    pub fn sum(&self) -> Ratio {
        Ratio {
            numerator: self.numerators.iter().fold(IBig::ZERO, |a, b| a + b),
            denominator: self.denominator.clone(),
        }
    }

    /// The sum of squared differences from the mean: (n·Σx² − (Σx)²) / n.
    pub fn squares(&self) -> Ratio {
        let n = self.count();
        let sum = self.sum().numerator;
        let squares = self.numerators.iter().fold(IBig::ZERO, |a, b| a + b * b);
        let numerator = squares * IBig::from(n) - &sum * &sum;
        Ratio { numerator, denominator: &self.denominator * &self.denominator * IBig::from(n) }
    }

    /// A number computed from these, in their class.
    pub fn result(&self, cx: &mut dyn Context, ratio: &Ratio) -> Result<Value> {
        match self.special {
            Some(special) => Ok(Value::float(special)),
            None => ratio.of_class(cx, self.class),
        }
    }
}
