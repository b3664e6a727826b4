//! Python's module `fractions`: exact fractions as numbers.

use crate::builtins::attribute;
use crate::builtins::python::functions::Fallback;
use crate::builtins::python::receiver::{text_of, type_name};
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::format::owned_to_big;
use crate::value::iter::collect;
use crate::value::number::{Number, floor_div_rem};
use crate::value::object::{BinaryOp, CompareOp, UnaryOp, method};
use crate::value::{Args, Context, Error, NativeObject, Result, Value, ops, repr, text};
use dashu_int::IBig;
use dashu_int::ops::{BitTest, Gcd, UnsignedAbs};
use std::any::Any;
use std::cmp::Ordering;

pub static FRACTION: Class = Class::new("Fraction", "fractions", &[&python::OBJECT]);

/// A fraction in lowest terms; the denominator is positive.
#[derive(Clone, PartialEq, Eq)]
pub struct Fraction {
    numerator: IBig,
    denominator: IBig,
}

builtins! { FRACTION_CONSTRUCTOR, chapter "fractions", spaces ["constructors"];
    /// A fraction from numerator and denominator, from a number, or from text.
    ///
    /// >>> from fractions import Fraction
    /// >>> Fraction(6, 4), Fraction('0.125'), Fraction(0.5) + Fraction(1, 3)
    /// (Fraction(3, 2), Fraction(1, 8), Fraction(5, 6))
    fn Fraction(cx, numerator: Value = Value::Int(0), denominator: Option<Fallback> = None) -> Value {
        let Some(denominator) = denominator else { return exact(cx, &numerator).map(Value::object) };
        let part = |value: &Value| match Fraction::of(value) {
            Some(fraction) => Ok(fraction),
            None => Err(Error::type_error("both arguments should be Rational instances")),
        };
        let (n, d) = (part(&numerator)?, part(&denominator.0)?);
        n.divided(&d).map(Value::object).map_err(|_| zero_denominator(&n.numerator))
    }
}

builtins! { FRACTION_METHODS, chapter "fractions.Fraction", methods "Fraction";
    /// The fraction that a float is exactly.
    ///
    /// >>> from fractions import Fraction
    /// >>> Fraction.from_float(0.375)
    /// Fraction(3, 8)
    @static
    fn from_float(cx, @pos f: Value) -> Value {
        match &f {
            Value::Object(_) | Value::Str(_) => {
                let message = format!("Fraction.from_float() only takes floats, not {} ({})", repr::repr(&f), type_name(&f));
                Err(Error::type_error(message))
            }
            number => parse(number).map(Value::object),
        }
    }

    /// The fraction that a decimal number is exactly.
    ///
    /// >>> from decimal import Decimal
    /// >>> from fractions import Fraction
    /// >>> Fraction.from_decimal(Decimal('0.35'))
    /// Fraction(7, 20)
    @static
    fn from_decimal(cx, @pos dec: Value) -> Value { cx.call(&Value::Class(&FRACTION), &[dec], &[]) }
}

fn zero_denominator(numerator: &IBig) -> Error {
    Error::zero_division(format!("Fraction({numerator}, 0)"))
}

/// The fraction that a text or number is; of objects such as decimals, by their own account.
fn exact(cx: &mut dyn Context, value: &Value) -> Result<Fraction> {
    if let Value::Object(_) = value
        && Fraction::of(value).is_none()
        && let Ok(method) = attribute(cx, value, Symbol::new("as_integer_ratio"))
    {
        let parts = cx.call(&method, &[], &[])?;
        if let [n, d] = collect(cx, &parts)?.as_slice() {
            return parse(n)?.divided(&parse(d)?);
        }
    }
    parse(value)
}

fn parse(value: &Value) -> Result<Fraction> {
    if let Some(fraction) = Fraction::of(value) {
        return Ok(fraction);
    }
    if let Some(text) = text_of(value) {
        let shown = crate::value::repr::repr(&Value::str(text.as_str()));
        return match parse_text(text.trim()) {
            Some(result) => result,
            None => Err(Error::value(format!("Invalid literal for Fraction: {shown}"))),
        };
    }
    match Number::of_any(value) {
        Some(Number::Float(f)) => {
            let (n, d) = text::as_integer_ratio(f)?;
            Ok(Fraction { numerator: owned_to_big(n), denominator: owned_to_big(d) })
        }
        _ => Err(Error::type_error("argument should be a string or a Rational instance")),
    }
}

/// `-3/4`, `0.125`, `1e-3`; `None` where it is none of these.
fn parse_text(text: &str) -> Option<Result<Fraction>> {
    let int = |digits: &str| match text::parse_int(digits, 10) {
        Ok(i) => Some(owned_to_big(i)),
        Err(_) => None,
    };
    if let Some((n, d)) = text.split_once('/') {
        let (n, d) = (int(n)?, int(d)?);
        return Some(if d == IBig::ZERO { Err(zero_denominator(&n)) } else { Ok(Fraction::new(n, d)) });
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let numerator = int(&format!("{whole}{decimals}"))?;
    let power = exponent.checked_sub(i32::try_from(decimals.len()).ok()?)?;
    if power.unsigned_abs() > 1 << 24 {
        return Some(Err(crate::value::class::exception::MEMORY_ERROR.error("")));
    }
    let ten = IBig::from(10).pow(power.unsigned_abs() as usize);
    Some(Ok(if power >= 0 { Fraction::new(numerator * ten, IBig::ONE) } else { Fraction::new(numerator, ten) }))
}

impl Fraction {
    /// Reduces to lowest terms. The denominator is not zero.
    fn new(numerator: IBig, denominator: IBig) -> Fraction {
        let (numerator, denominator) =
            if denominator < IBig::ZERO { (-numerator, -denominator) } else { (numerator, denominator) };
        if numerator == IBig::ZERO {
            return Fraction { numerator, denominator: IBig::ONE };
        }
        let common = IBig::from((&numerator).unsigned_abs().gcd((&denominator).unsigned_abs()));
        Fraction { numerator: numerator / &common, denominator: denominator / &common }
    }

    /// The fraction that a value is: an int or a fraction.
    fn of(value: &Value) -> Option<Fraction> {
        match value {
            Value::Object(object) => object.downcast::<Fraction>().cloned(),
            other => match Number::of_any(other)? {
                Number::Int(i) => Some(Fraction { numerator: IBig::from(i), denominator: IBig::ONE }),
                Number::Big(i) => Some(Fraction { numerator: i, denominator: IBig::ONE }),
                _ => None,
            },
        }
    }

    fn divided(&self, other: &Fraction) -> Result<Fraction> {
        if other.numerator == IBig::ZERO {
            return Err(Error::zero_division(format!("Fraction({}, 0)", &self.numerator * &other.denominator)));
        }
        Ok(Fraction::new(&self.numerator * &other.denominator, &self.denominator * &other.numerator))
    }

    fn floor(&self) -> IBig {
        floor_div_rem(self.numerator.clone(), self.denominator.clone()).0
    }

    fn as_float(&self) -> Result<f64> {
        let (n, d) = (Value::int(self.numerator.clone()), Value::int(self.denominator.clone()));
        match ops::plain_binary(BinaryOp::Div, &n, &d)? {
            Value::Float(f) => Ok(f.get()),
            _ => Ok(f64::NAN),
        }
    }

    fn calculate(&self, op: BinaryOp, other: &Fraction) -> Option<Result<Value>> {
        let (a, b, c, d) = (&self.numerator, &self.denominator, &other.numerator, &other.denominator);
        let fraction = |n: IBig, d: IBig| Ok(Value::object(Fraction::new(n, d)));
        Some(match op {
            BinaryOp::Add => fraction(a * d + c * b, b * d),
            BinaryOp::Sub => fraction(a * d - c * b, b * d),
            BinaryOp::Mul => fraction(a * c, b * d),
            BinaryOp::Div => self.divided(other).map(Value::object),
            BinaryOp::FloorDiv => self.divided(other).map(|q| Value::int(q.floor())),
            BinaryOp::Mod => self.divided(other).map(|q| {
                let whole = q.floor();
                Value::object(Fraction::new(a * d - whole * c * b, b * d))
            }),
            BinaryOp::Pow => return self.power(other),
            _ => return None,
        })
    }

    fn power(&self, other: &Fraction) -> Option<Result<Value>> {
        if other.denominator != IBig::ONE {
            let (x, y) = (self.as_float(), other.as_float());
            return Some(x.and_then(|x| Ok(Value::float(x.powf(y?)))));
        }
        let too_big = || Some(Err(crate::value::class::exception::MEMORY_ERROR.error("")));
        let Ok(n) = usize::try_from(other.numerator.clone().unsigned_abs()) else { return too_big() };
        let bits = self.numerator.bit_len().max(self.denominator.bit_len());
        if bits > 1 && bits.saturating_mul(n) > 1 << 32 {
            return too_big();
        }
        let (a, b) = (self.numerator.pow(n), self.denominator.pow(n));
        if other.numerator >= IBig::ZERO {
            return Some(Ok(Value::object(Fraction::new(a, b))));
        }
        Some(if a == IBig::ZERO { Err(zero_denominator(&b)) } else { Ok(Value::object(Fraction::new(b, a))) })
    }

    fn order(&self, other: &Fraction) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }

    /// The nearest whole number, halves to the even one.
    fn round(&self) -> IBig {
        let (floor, rest) = floor_div_rem(self.numerator.clone(), self.denominator.clone());
        let twice = rest * IBig::from(2);
        let odd = &floor & IBig::ONE == IBig::ONE;
        if twice > self.denominator || (twice == self.denominator && odd) { floor + IBig::ONE } else { floor }
    }

    /// The nearest fraction whose denominator is not greater than a limit, by continued fractions.
    fn limited(&self, most: &IBig) -> Fraction {
        if self.denominator <= *most {
            return self.clone();
        }
        let (mut p, mut q) = ((IBig::ZERO, IBig::ONE), (IBig::ONE, IBig::ZERO));
        let (mut n, mut d) = (self.numerator.clone(), self.denominator.clone());
        loop {
            let (a, rest) = floor_div_rem(n.clone(), d.clone());
            let next = &q.0 + &a * &q.1;
            if next > *most {
                break;
            }
            p = (p.1.clone(), p.0 + &a * p.1);
            q = (q.1, next);
            (n, d) = (d, rest);
        }
        let k = (most - &q.0) / &q.1;
        let first = Fraction::new(&p.0 + &k * &p.1, &q.0 + &k * &q.1);
        let second = Fraction::new(p.1, q.1);
        let gap = |f: &Fraction| {
            let n = (&f.numerator * &self.denominator - &self.numerator * &f.denominator).unsigned_abs();
            Fraction::new(IBig::from(n), &f.denominator * &self.denominator)
        };
        if gap(&second).order(&gap(&first)).is_le() { second } else { first }
    }
}

impl NativeObject for Fraction {
    fn class(&self) -> &'static Class {
        &FRACTION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let method = |what| {
            let fraction = self.clone();
            Some(method(move |_, args| fraction.run(what, args)))
        };
        Ok(match name.as_str() {
            "numerator" => Some(Value::int(self.numerator.clone())),
            "denominator" => Some(Value::int(self.denominator.clone())),
            "real" => Some(Value::object(self.clone())),
            "imag" => Some(Value::Int(0)),
            "limit_denominator" => method(What::Limit),
            "as_integer_ratio" => method(What::Ratio),
            "conjugate" => method(What::Same),
            "__floor__" => method(What::Floor),
            "__ceil__" => method(What::Ceil),
            "__trunc__" | "__int__" => method(What::Trunc),
            "__round__" => method(What::Round),
            "__abs__" => method(What::Abs),
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        ["numerator", "denominator", "limit_denominator", "as_integer_ratio", "real", "imag"].map(String::from).to_vec()
    }

    fn binary(&self, cx: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        if let Some(other) = Fraction::of(other) {
            let result = if reflected { other.calculate(op, self) } else { self.calculate(op, &other) };
            return result.transpose();
        }
        match Number::of(other) {
            Some(Number::Float(_) | Number::Complex(_)) => {
                let own = Value::float(self.as_float()?);
                let result =
                    if reflected { ops::binary(cx, op, other, &own) } else { ops::binary(cx, op, &own, other) };
                result.map(Some)
            }
            _ => Ok(None),
        }
    }

    fn unary(&self, _: &mut dyn Context, op: UnaryOp) -> Result<Option<Value>> {
        Ok(match op {
            UnaryOp::Plus => Some(Value::object(self.clone())),
            UnaryOp::Minus => Some(Value::object(Fraction {
                numerator: -self.numerator.clone(),
                denominator: self.denominator.clone(),
            })),
            UnaryOp::Invert => None,
        })
    }

    fn compare(&self, cx: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let exact = match Number::of_any(other) {
            Some(Number::Float(f)) if f.is_finite() => Some(parse(other)?),
            Some(Number::Float(_)) => {
                return ops::compare(cx, op, &Value::float(self.as_float()?), other).map(Some);
            }
            _ => Fraction::of(other),
        };
        let Some(other) = exact else { return Ok(None) };
        let order = self.order(&other);
        Ok(Some(Value::bool(op.holds(Some(order)))))
    }

    fn hash(&self) -> Option<u64> {
        if self.denominator == IBig::ONE {
            return crate::value::hash::hash(&Value::int(self.numerator.clone())).ok();
        }
        crate::value::hash::hash(&Value::float(self.as_float().ok()?)).ok()
    }

    fn equals(&self, other: &Value) -> bool {
        parse(other).is_ok_and(|other| other == *self)
    }

    fn to_float(&self) -> Option<Result<f64>> {
        Some(self.as_float())
    }

    fn truth(&self) -> Result<bool> {
        Ok(self.numerator != IBig::ZERO)
    }

    fn repr(&self) -> String {
        format!("Fraction({}, {})", self.numerator, self.denominator)
    }

    fn text(&self) -> String {
        if self.denominator == IBig::ONE {
            self.numerator.to_string()
        } else {
            format!("{}/{}", self.numerator, self.denominator)
        }
    }
}

#[derive(Clone, Copy)]
enum What {
    Limit,
    Ratio,
    Same,
    Floor,
    Ceil,
    Trunc,
    Round,
    Abs,
}

impl Fraction {
    /// Calls one of its methods.
    fn run(&self, what: What, args: &Args) -> Result<Value> {
        let fraction = self;
        let first = args.positional.first().or_else(|| args.keywords.first().map(|(_, value)| value));
        let ceiling = || {
            let floor = fraction.floor();
            if fraction.denominator == IBig::ONE { floor } else { floor + IBig::ONE }
        };
        Ok(match what {
            What::Limit => {
                let most = match first {
                    Some(value) => Fraction::of(value).map(|f| f.numerator),
                    None => Some(IBig::from(1_000_000)),
                };
                match most {
                    Some(most) if most >= IBig::ONE => Value::object(fraction.limited(&most)),
                    _ => return Err(Error::value("max_denominator should be at least 1")),
                }
            }
            What::Ratio => {
                Value::tuple([Value::int(fraction.numerator.clone()), Value::int(fraction.denominator.clone())])
            }
            What::Same => Value::object(fraction.clone()),
            What::Floor => Value::int(fraction.floor()),
            What::Ceil => Value::int(ceiling()),
            What::Trunc => Value::int(if fraction.numerator < IBig::ZERO { ceiling() } else { fraction.floor() }),
            What::Round => match first.and_then(Fraction::of) {
                None => Value::int(fraction.round()),
                Some(places) => {
                    let places = i64::try_from(&places.numerator).unwrap_or(0).clamp(-1000, 1000);
                    let ten = IBig::from(10).pow(places.unsigned_abs() as usize);
                    let unit = if places >= 0 { Fraction::new(IBig::ONE, ten) } else { Fraction::new(ten, IBig::ONE) };
                    let whole = fraction.divided(&unit)?.round();
                    Value::object(Fraction::new(whole * &unit.numerator, unit.denominator))
                }
            },
            What::Abs => Value::object(Fraction {
                numerator: IBig::from(fraction.numerator.clone().unsigned_abs()),
                denominator: fraction.denominator.clone(),
            }),
        })
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("fractions", "Fraction", Value::Class(&FRACTION))]
}
