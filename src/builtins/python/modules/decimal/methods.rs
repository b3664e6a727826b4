//! What a Decimal answers: operators, comparison, formatting, and its methods as items of the library.

use super::arithmetic::{self, normalized, quantize, rescaled, square_root, whole};
use super::context::{Environment, Rounding, Settings, Signal, current};
use super::format::format;
use super::functions;
use super::module::DecimalContext;
use super::number::{Body, Decimal, power_of_ten};
use crate::builtins::python::modules::namedtuple::result_class;
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::number::Number;
use crate::value::object::{BinaryOp, CompareOp, UnaryOp, method};
use crate::value::{Args, Context, Error, IntoValue, NativeObject, Result, Tuple, Value, ops, repr};
use dashu_int::ops::Gcd;
use dashu_int::{IBig, UBig};
use std::any::Any;
use std::cmp::Ordering;
use std::rc::Rc;

pub static DECIMAL: Class = Class::new("Decimal", "decimal", &[&python::OBJECT]);
pub static DECIMAL_TUPLE: Class = Class::new("DecimalTuple", "decimal", &[&python::TUPLE]);

/// `rounding=` and `context=` of a method.
fn rules(rounding: Option<String>, context: Value) -> Result<(Rounding, Environment)> {
    let env = DecimalContext::environment_of(&context)?.unwrap_or_else(current);
    let rounding = match rounding {
        Some(name) => Rounding::named(&name)?,
        None => env.settings().rounding,
    };
    Ok((rounding, env))
}

pub(super) fn env_of(context: &Value) -> Result<Environment> {
    Ok(DecimalContext::environment_of(context)?.unwrap_or_else(current))
}

builtins! { DECIMAL_CONSTRUCTOR, chapter "decimal", spaces ["constructors"];
    /// A decimal number from text, an int, a float (exactly), or a tuple of sign, digits and exponent.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('0.1') + Decimal('0.2'), Decimal(1) / 3
    /// (Decimal('0.3'), Decimal('0.3333333333333333333333333333'))
    fn Decimal(cx, value: Value = Value::Int(0), context: Value = Value::None) -> Decimal {
        super::number::convert(&value, &env_of(&context)?)
    }
}

builtins! { DECIMAL_METHODS, chapter "decimal.Decimal", methods "Decimal";
    /// The number with as many digits after the point as another.
    ///
    /// >>> from decimal import Decimal, ROUND_HALF_UP
    /// >>> Decimal('2.675').quantize(Decimal('0.01')), Decimal('2.665').quantize(Decimal('0.01'), rounding=ROUND_HALF_UP)
    /// (Decimal('2.68'), Decimal('2.67'))
    fn quantize(cx, @pos this: Decimal, exp: Decimal, rounding: Option<String> = None, context: Value = Value::None) -> Decimal {
        let (rounding, env) = rules(rounding, context)?;
        quantize(&this, &exp, rounding, &env)
    }

    /// The square root.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(2).sqrt()
    /// Decimal('1.414213562373095048801688724')
    fn sqrt(cx, @pos this: Decimal, context: Value = Value::None) -> Decimal { square_root(&this, &env_of(&context)?) }

    /// The exponential function.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(1).exp()
    /// Decimal('2.718281828459045235360287471')
    fn exp(cx, @pos this: Decimal, context: Value = Value::None) -> Decimal { functions::exp(&this, &env_of(&context)?) }

    /// The natural logarithm.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(10).ln()
    /// Decimal('2.302585092994045684017991455')
    fn ln(cx, @pos this: Decimal, context: Value = Value::None) -> Decimal { functions::log(&this, false, &env_of(&context)?) }

    /// The logarithm to base ten.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(1000).log10(), Decimal(2).log10()
    /// (Decimal('3'), Decimal('0.3010299956639811952137388947'))
    fn log10(cx, @pos this: Decimal, context: Value = Value::None) -> Decimal { functions::log(&this, true, &env_of(&context)?) }

    /// The number without zeros at the end of its digits.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.500').normalize(), Decimal('300').normalize()
    /// (Decimal('1.5'), Decimal('3E+2'))
    fn normalize(cx, @pos this: Decimal, context: Value = Value::None) -> Decimal { normalized(&this, &env_of(&context)?) }

    /// The nearest whole number.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('2.5').to_integral_value(), Decimal('-1.2').to_integral_value(rounding='ROUND_FLOOR')
    /// (Decimal('2'), Decimal('-2'))
    @alias("to_integral", "to_integral_exact")
    fn to_integral_value(cx, @pos this: Decimal, rounding: Option<String> = None, context: Value = Value::None) -> Decimal {
        let (rounding, env) = rules(rounding, context)?;
        whole(&this, rounding, &env)
    }

    /// Sign, digits and exponent.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('-1.50').as_tuple()
    /// DecimalTuple(sign=1, digits=(1, 5, 0), exponent=-2)
    fn as_tuple(cx, @pos this: Decimal) -> Value { tuple_of(&this) }

    /// Numerator and denominator in lowest terms.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('-3.14').as_integer_ratio()
    /// (-157, 50)
    fn as_integer_ratio(cx, @pos this: Decimal) -> (Value, Value) { ratio(&this) }

    /// The exponent of the first digit.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('123.4').adjusted()
    /// 2
    fn adjusted(cx, @pos this: Decimal) -> i64 { Ok(this.adjusted()) }

    /// -1, 0 or 1 as it is less than, equal to or greater than another; NaN with a NaN.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('2.1').compare(Decimal('2'))
    /// Decimal('1')
    fn compare(cx, @pos this: Decimal, other: Decimal, context: Value = Value::None) -> Decimal {
        let env = env_of(&context)?;
        match this.order(&other) {
            Some(order) => Ok(Decimal::of_int(&IBig::from(order as i8))),
            None => env.nan_of(&[&this, &other]).unwrap_or_else(|| Ok(Decimal::nan())),
        }
    }

    /// The greater of two numbers; the other one where one is NaN.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(1).max(Decimal('1.5'))
    /// Decimal('1.5')
    fn max(cx, @pos this: Decimal, other: Decimal, context: Value = Value::None) -> Decimal { chosen(&this, &other, Ordering::Less, &env_of(&context)?) }

    /// The lesser of two numbers; the other one where one is NaN.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(1).min(Decimal('1.5'))
    /// Decimal('1')
    fn min(cx, @pos this: Decimal, other: Decimal, context: Value = Value::None) -> Decimal { chosen(&this, &other, Ordering::Greater, &env_of(&context)?) }

    /// `self * other + third` with one rounding.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(2).fma(3, 5)
    /// Decimal('11')
    fn fma(cx, @pos this: Decimal, other: Decimal, third: Decimal, context: Value = Value::None) -> Decimal {
        let env = env_of(&context)?;
        let exact = env.inner(1 << 30, Rounding::HalfEven);
        arithmetic::add(&arithmetic::multiply(&this, &other, &exact)?, &third, &env)
    }

    /// The number times a power of ten.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').scaleb(2)
    /// Decimal('1.5E+2')
    fn scaleb(cx, @pos this: Decimal, other: Decimal, context: Value = Value::None) -> Decimal {
        let env = env_of(&context)?;
        let by = i64::try_from(&other.truncated()?).unwrap_or(i64::MAX >> 8);
        match this.body {
            Body::Finite { digits, exponent } => env.finish(Decimal::finite(this.negative, digits, exponent.saturating_add(by))),
            _ => Ok(this.clone()),
        }
    }

    /// What is left of a division whose quotient is rounded to the nearest whole number.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(18).remainder_near(Decimal(10))
    /// Decimal('-2')
    fn remainder_near(cx, @pos this: Decimal, other: Decimal, context: Value = Value::None) -> Decimal {
        let env = env_of(&context)?;
        let exact = env.inner(1 << 20, Rounding::HalfEven);
        let quotient = whole(&arithmetic::divide(&this, &other, &env.inner(env.precision() + 20, Rounding::HalfEven))?, Rounding::HalfEven, &env)?;
        arithmetic::add(&this, &arithmetic::multiply(&quotient, &other, &exact)?.negated(), &env)
    }

    /// The number without its sign.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('-1.5').copy_abs()
    /// Decimal('1.5')
    fn copy_abs(cx, @pos this: Decimal) -> Decimal { Ok(this.abs()) }

    /// The number with the other sign.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').copy_negate()
    /// Decimal('-1.5')
    fn copy_negate(cx, @pos this: Decimal) -> Decimal { Ok(this.negated()) }

    /// The number with the sign of another.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').copy_sign(Decimal(-2))
    /// Decimal('-1.5')
    fn copy_sign(cx, @pos this: Decimal, other: Decimal) -> Decimal { Ok(Decimal { negative: other.negative, body: this.body.clone() }) }

    /// The number itself.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').conjugate()
    /// Decimal('1.5')
    @alias("canonical")
    fn conjugate(cx, @pos this: Decimal) -> Decimal { Ok(this) }

    /// Whether it is NaN.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('NaN').is_nan()
    /// True
    fn is_nan(cx, @pos this: Decimal) -> bool { Ok(this.is_nan()) }

    /// Whether it is a NaN that does not signal.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('sNaN').is_qnan()
    /// False
    fn is_qnan(cx, @pos this: Decimal) -> bool { Ok(this.is_nan() && !this.is_signaling()) }

    /// Whether it is a NaN that signals.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('sNaN').is_snan()
    /// True
    fn is_snan(cx, @pos this: Decimal) -> bool { Ok(this.is_signaling()) }

    /// Whether it is infinite.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('-Infinity').is_infinite()
    /// True
    fn is_infinite(cx, @pos this: Decimal) -> bool { Ok(this.is_infinite()) }

    /// Whether it is neither infinite nor NaN.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal(1).is_finite()
    /// True
    fn is_finite(cx, @pos this: Decimal) -> bool { Ok(this.parts().is_some()) }

    /// Whether it has a minus sign.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('-0').is_signed()
    /// True
    fn is_signed(cx, @pos this: Decimal) -> bool { Ok(this.negative) }

    /// Whether it is zero.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('0.00').is_zero()
    /// True
    fn is_zero(cx, @pos this: Decimal) -> bool { Ok(this.is_zero()) }

    /// Whether both have the same exponent, or are both infinite or both NaN.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.23').same_quantum(Decimal('9.99'))
    /// True
    fn same_quantum(cx, @pos this: Decimal, other: Decimal) -> bool {
        Ok(match (this.parts(), other.parts()) {
            (Some((_, e)), Some((_, f))) => e == f,
            (None, None) => this.is_nan() == other.is_nan(),
            _ => false,
        })
    }

    /// The text with an exponent that is a multiple of three.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('123E+3').to_eng_string()
    /// '123E+3'
    fn to_eng_string(cx, @pos this: Decimal, context: Value = Value::None) -> String { Ok(this.written(true, true)) }

    /// The exact decimal of a float.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal.from_float(0.5)
    /// Decimal('0.5')
    @static
    fn from_float(cx, @pos f: Value) -> Decimal {
        match (Decimal::of(&f), Number::of_any(&f)) {
            (Some(decimal), _) => Ok(decimal),
            (None, Some(Number::Float(x))) => Decimal::of_float(x),
            _ => Err(Error::type_error("argument must be int or float")),
        }
    }

    /// The real part: the number itself.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').real
    /// Decimal('1.5')
    @property
    fn real(cx, @pos this: Decimal) -> Decimal { Ok(this) }

    /// The imaginary part: zero.
    ///
    /// >>> from decimal import Decimal
    /// >>> Decimal('1.5').imag
    /// Decimal('0')
    @property
    fn imag(cx, @pos this: Decimal) -> Decimal { Ok(Decimal::finite(false, UBig::ZERO, 0)) }
}

/// The one of two numbers that does not stand in `loses` to the other.
fn chosen(a: &Decimal, b: &Decimal, loses: Ordering, env: &Environment) -> Result<Decimal> {
    match (a.order(b), a.is_nan(), b.is_nan()) {
        (Some(order), ..) => env.finish(if order == loses { b.clone() } else { a.clone() }),
        (_, true, false) if !a.is_signaling() => env.finish(b.clone()),
        (_, false, true) if !b.is_signaling() => env.finish(a.clone()),
        _ => env.nan_of(&[a, b]).unwrap_or_else(|| Ok(Decimal::nan())),
    }
}

fn tuple_of(this: &Decimal) -> Result<Value> {
    let (digits, exponent) = match &this.body {
        Body::Finite { digits, exponent } => (digits.to_string(), Value::Int(*exponent)),
        Body::Infinite => ("0".to_string(), Value::str("F")),
        Body::NaN { signaling, payload } => (payload.clone(), Value::str(if *signaling { "N" } else { "n" })),
    };
    let digits: Vec<Value> = digits.bytes().map(|b| Value::Int(i64::from(b - b'0'))).collect();
    let items = [Value::Int(i64::from(this.negative)), Value::tuple(digits), exponent];
    let class = result_class(&DECIMAL_TUPLE, &["sign", "digits", "exponent"]);
    Ok(Value::Tuple(Rc::new(Tuple::named(items, class))))
}

fn ratio(this: &Decimal) -> Result<(Value, Value)> {
    let (digits, exponent) = match &this.body {
        Body::Finite { digits, exponent } => (digits.clone(), *exponent),
        Body::Infinite => return Err(Error::overflow("cannot convert Infinity to integer ratio")),
        Body::NaN { .. } => return Err(Error::value("cannot convert NaN to integer ratio")),
    };
    let (n, d) =
        if exponent >= 0 { (digits * power_of_ten(exponent), UBig::ONE) } else { (digits, power_of_ten(-exponent)) };
    let common = if n == UBig::ZERO { d.clone() } else { (&n).gcd(&d) };
    let numerator = IBig::from(&n / &common);
    let numerator = if this.negative { -numerator } else { numerator };
    Ok((Value::int(numerator), Value::int(IBig::from(d / common))))
}

impl NativeObject for Decimal {
    fn class(&self) -> &'static Class {
        &DECIMAL
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let known = ["__floor__", "__ceil__", "__trunc__", "__int__", "__round__", "__abs__"];
        let name = known.into_iter().find(|known| *known == name.as_str());
        let decimal = self.clone();
        Ok(name.map(|name| method(move |_, args| special(&decimal, name, args))))
    }

    fn binary(&self, _: &mut dyn Context, op: BinaryOp, other: &Value, reflected: bool) -> Result<Option<Value>> {
        let Some(other) = Decimal::of(other) else { return Ok(None) };
        let (a, b) = if reflected { (&other, self) } else { (self, &other) };
        let env = current();
        Ok(Some(match op {
            BinaryOp::Add => arithmetic::add(a, b, &env)?.into_value(),
            BinaryOp::Sub => {
                let negated = if b.is_nan() { b.clone() } else { b.negated() };
                arithmetic::add(a, &negated, &env)?.into_value()
            }
            BinaryOp::Mul => arithmetic::multiply(a, b, &env)?.into_value(),
            BinaryOp::Div => arithmetic::divide(a, b, &env)?.into_value(),
            BinaryOp::FloorDiv => arithmetic::div_rem(a, b, &env)?.0.into_value(),
            BinaryOp::Mod => arithmetic::div_rem(a, b, &env)?.1.into_value(),
            BinaryOp::Pow => functions::power(a, b, &env)?.into_value(),
            _ => return Ok(None),
        }))
    }

    fn unary(&self, _: &mut dyn Context, op: UnaryOp) -> Result<Option<Value>> {
        let env = current();
        if let Some(nan) = env.nan_of(&[self]) {
            return nan.map(|nan| Some(nan.into_value()));
        }
        // Zero loses its sign.
        let unsigned = |d: Decimal| if d.is_zero() && env.settings().rounding != Rounding::Floor { d.abs() } else { d };
        Ok(match op {
            UnaryOp::Plus => Some(env.finish(unsigned(self.clone()))?.into_value()),
            UnaryOp::Minus => Some(env.finish(unsigned(self.negated()))?.into_value()),
            UnaryOp::Invert => None,
        })
    }

    fn compare(&self, cx: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let other = match (Decimal::of(other), other) {
            (Some(decimal), _) => decimal,
            (None, Value::Float(f) | Value::NpFloat(f)) => {
                let mixed = current().flag(Signal::FloatOperation);
                // Equality may be asked of any two values.
                if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
                    mixed?;
                }
                Decimal::of_float(f.get())?
            }
            (None, Value::Object(object)) if object.class().name == "Fraction" => {
                let (n, d) = ratio(self)?;
                let quotient =
                    crate::builtins::registry::lookup("fractions", Symbol::new("Fraction")).unwrap_or_default();
                let own = cx.call(&quotient, &[n, d], &[])?;
                return ops::compare(cx, op, &own, other).map(Some);
            }
            _ => return Ok(None),
        };
        let order = self.order(&other);
        if order.is_none() && !matches!(op, CompareOp::Eq | CompareOp::Ne) {
            current().invalid()?;
        }
        Ok(Some(Value::bool(op.holds(order))))
    }

    fn hash(&self) -> Option<u64> {
        let (digits, exponent) = self.parts()?;
        let whole = (0..400).contains(&exponent) || digits % power_of_ten((-exponent).clamp(0, 400)) == UBig::ZERO;
        let same = if whole { Value::int(self.truncated().ok()?) } else { Value::float(self.to_f64()) };
        crate::value::hash::hash(&same).ok()
    }

    fn equals(&self, other: &Value) -> bool {
        let other = match (Decimal::of(other), Number::of_any(other)) {
            (Some(decimal), _) => Some(decimal),
            (None, Some(Number::Float(x))) => Decimal::of_float(x).ok(),
            _ => None,
        };
        other.is_some_and(|other| self.order(&other) == Some(Ordering::Equal))
    }

    fn to_float(&self) -> Option<Result<f64>> {
        Some(if self.is_signaling() {
            Err(Error::value("cannot convert signaling NaN to float"))
        } else {
            Ok(self.to_f64())
        })
    }

    fn truth(&self) -> Result<bool> {
        Ok(!self.is_zero())
    }

    fn format(&self, _: &mut dyn Context, spec: &str) -> Option<Result<String>> {
        Some(if spec.is_empty() { Ok(self.text()) } else { format(self, spec) })
    }

    fn repr(&self) -> String {
        format!("Decimal({})", repr::repr(&Value::str(NativeObject::text(self))))
    }

    fn text(&self) -> String {
        let Settings { capitals, .. } = current().settings();
        self.written(capitals, false)
    }
}

/// What `math.floor`, `round`, `int` … call.
fn special(decimal: &Decimal, name: &str, args: &Args) -> Result<Value> {
    let env = current();
    let to_int = |rounding| Ok(Value::int(rescaled_whole(decimal, rounding).truncated()?));
    match (name, args.positional.first()) {
        ("__floor__", _) => to_int(Rounding::Floor),
        ("__ceil__", _) => to_int(Rounding::Ceiling),
        ("__trunc__" | "__int__", _) => to_int(Rounding::Down),
        ("__round__", None | Some(Value::None)) => to_int(Rounding::HalfEven),
        ("__round__", Some(places)) => {
            let places = crate::value::convert::to_index(places)?;
            let pattern = Decimal::finite(false, UBig::ONE, -places);
            quantize(decimal, &pattern, env.settings().rounding, &env).map(IntoValue::into_value)
        }
        _ => env.finish(decimal.abs()).map(IntoValue::into_value),
    }
}

fn rescaled_whole(decimal: &Decimal, rounding: Rounding) -> Decimal {
    match decimal.parts() {
        Some((_, exponent)) if exponent < 0 => rescaled(decimal, 0, rounding),
        _ => decimal.clone(),
    }
}
