//! What decimal arithmetic goes by: precision, rounding, limits of exponents, and which signals are errors; exact results →
//! results that fit.

use super::number::{Body, Decimal, digit_count, power_of_ten};
use crate::value::class::{Class, exception};
use crate::value::table::Table;
use crate::value::{Dict, Error, Result, Value, ops};
use dashu_int::UBig;
use std::cell::RefCell;
use std::rc::Rc;

macro_rules! conditions {
    ($($id:ident = $name:literal ($($base:expr),*);)*) => {
        $(static $id: Class = Class::new($name, "decimal", &[$($base),*]);)*
        /// The exceptions of the module.
        pub static CLASSES: &[&Class] = &[$(&$id),*];
    };
}

conditions! {
    DECIMAL_EXCEPTION = "DecimalException" (&exception::ARITHMETIC_ERROR);
    CLAMPED = "Clamped" (&DECIMAL_EXCEPTION);
    INVALID_OPERATION = "InvalidOperation" (&DECIMAL_EXCEPTION);
    DIVISION_BY_ZERO = "DivisionByZero" (&DECIMAL_EXCEPTION, &exception::ZERO_DIVISION_ERROR);
    INEXACT = "Inexact" (&DECIMAL_EXCEPTION);
    ROUNDED = "Rounded" (&DECIMAL_EXCEPTION);
    SUBNORMAL = "Subnormal" (&DECIMAL_EXCEPTION);
    OVERFLOW = "Overflow" (&INEXACT, &ROUNDED);
    UNDERFLOW = "Underflow" (&INEXACT, &ROUNDED, &SUBNORMAL);
    FLOAT_OPERATION = "FloatOperation" (&DECIMAL_EXCEPTION, &exception::TYPE_ERROR);
    CONVERSION_SYNTAX = "ConversionSyntax" (&INVALID_OPERATION);
    DIVISION_IMPOSSIBLE = "DivisionImpossible" (&INVALID_OPERATION);
    DIVISION_UNDEFINED = "DivisionUndefined" (&INVALID_OPERATION, &exception::ZERO_DIVISION_ERROR);
    INVALID_CONTEXT = "InvalidContext" (&INVALID_OPERATION);
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Signal {
    InvalidOperation,
    FloatOperation,
    DivisionByZero,
    Overflow,
    Underflow,
    Subnormal,
    Inexact,
    Rounded,
    Clamped,
}

impl Signal {
    pub const ALL: [Signal; 9] = [
        Signal::InvalidOperation,
        Signal::FloatOperation,
        Signal::DivisionByZero,
        Signal::Overflow,
        Signal::Subnormal,
        Signal::Underflow,
        Signal::Inexact,
        Signal::Rounded,
        Signal::Clamped,
    ];

    pub fn class(self) -> &'static Class {
        match self {
            Signal::InvalidOperation => &INVALID_OPERATION,
            Signal::FloatOperation => &FLOAT_OPERATION,
            Signal::DivisionByZero => &DIVISION_BY_ZERO,
            Signal::Overflow => &OVERFLOW,
            Signal::Underflow => &UNDERFLOW,
            Signal::Subnormal => &SUBNORMAL,
            Signal::Inexact => &INEXACT,
            Signal::Rounded => &ROUNDED,
            Signal::Clamped => &CLAMPED,
        }
    }

    fn value(self) -> Value {
        Value::Class(self.class())
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rounding {
    Ceiling,
    Down,
    Floor,
    HalfDown,
    HalfEven,
    HalfUp,
    Up,
    /// Away from zero where the last digit would be 0 or 5.
    ZeroFiveUp,
}

/// The ways of rounding by Python's names.
pub const ROUNDINGS: [(&str, Rounding); 8] = [
    ("ROUND_CEILING", Rounding::Ceiling),
    ("ROUND_DOWN", Rounding::Down),
    ("ROUND_FLOOR", Rounding::Floor),
    ("ROUND_HALF_DOWN", Rounding::HalfDown),
    ("ROUND_HALF_EVEN", Rounding::HalfEven),
    ("ROUND_HALF_UP", Rounding::HalfUp),
    ("ROUND_UP", Rounding::Up),
    ("ROUND_05UP", Rounding::ZeroFiveUp),
];

impl Rounding {
    pub fn named(name: &str) -> Result<Rounding> {
        let found = ROUNDINGS.iter().find(|(known, _)| *known == name).map(|(_, rounding)| *rounding);
        found.ok_or_else(|| {
            Error::type_error(
                "valid values for rounding are:\n  [ROUND_CEILING, ROUND_FLOOR, ROUND_UP, ROUND_DOWN,\n   \
                 ROUND_HALF_UP, ROUND_HALF_DOWN, ROUND_HALF_EVEN,\n   ROUND_05UP]",
            )
        })
    }

    pub fn name(self) -> &'static str {
        ROUNDINGS.iter().find(|(_, known)| *known == self).map_or("", |(name, _)| name)
    }

    /// Digits without the last `drop`, and whether anything was lost.
    pub fn without(self, digits: &UBig, drop: i64, negative: bool) -> (UBig, bool) {
        if drop <= 0 {
            return (digits.clone(), false);
        }
        if *digits == UBig::ZERO {
            return (UBig::ZERO, false);
        }
        // All digits and more go: it is as if there were a little after the point.
        let (divisor, digits) = match drop > digit_count(digits) + 1 {
            true => (UBig::from(10u8), UBig::ONE),
            false => (power_of_ten(drop), digits.clone()),
        };
        let (kept, rest) = (&digits / &divisor, &digits % &divisor);
        if rest == UBig::ZERO {
            return (kept, false);
        }
        let half = (&rest * UBig::from(2u8)).cmp(&divisor);
        let last = u8::try_from(&kept % UBig::from(10u8)).unwrap_or(0);
        let up = match self {
            Rounding::Ceiling => !negative,
            Rounding::Floor => negative,
            Rounding::Down => false,
            Rounding::Up => true,
            Rounding::HalfUp => half.is_ge(),
            Rounding::HalfDown => half.is_gt(),
            Rounding::HalfEven => half.is_gt() || half.is_eq() && last % 2 == 1,
            Rounding::ZeroFiveUp => last.is_multiple_of(5),
        };
        (if up { kept + UBig::ONE } else { kept }, true)
    }
}

#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    pub precision: i64,
    pub rounding: Rounding,
    pub emin: i64,
    pub emax: i64,
    pub capitals: bool,
    pub clamp: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        let (emin, emax) = (-999_999, 999_999);
        Settings { precision: 28, rounding: Rounding::HalfEven, emin, emax, capitals: true, clamp: false }
    }
}

/// A context: its settings, and two dicts from classes of signals to whether they were seen and whether they are errors.
#[derive(Clone)]
pub struct Environment {
    pub settings: Rc<RefCell<Settings>>,
    pub flags: Rc<Dict>,
    pub traps: Rc<Dict>,
}

fn table(set: &[Signal]) -> Rc<Dict> {
    let mut table = Table::default();
    for signal in Signal::ALL {
        // A class is always a key.
        let _ = table.insert(signal.value(), Value::bool(set.contains(&signal)));
    }
    Rc::new(Dict::new(table))
}

impl Environment {
    pub fn new(settings: Settings, traps: &[Signal]) -> Environment {
        Environment { settings: Rc::new(RefCell::new(settings)), flags: table(&[]), traps: table(traps) }
    }

    /// A context of its own with the same settings, flags and traps.
    pub fn copied(&self) -> Environment {
        let same = |dict: &Dict| table(&Signal::ALL.into_iter().filter(|&s| is_set(dict, s)).collect::<Vec<_>>());
        Environment {
            settings: Rc::new(RefCell::new(self.settings())),
            flags: same(&self.flags),
            traps: same(&self.traps),
        }
    }

    pub fn settings(&self) -> Settings {
        self.settings.borrow().clone()
    }

    pub fn precision(&self) -> i64 {
        self.settings.borrow().precision
    }

    /// The same rules with more digits or another rounding, for steps on the way to a result; without errors.
    pub fn inner(&self, precision: i64, rounding: Rounding) -> Environment {
        let settings = Settings { precision, rounding, emin: -(1 << 60), emax: 1 << 60, clamp: false, capitals: true };
        Environment::new(settings, &[])
    }

    pub fn set_all(dict: &Dict, value: bool) -> Result<()> {
        Signal::ALL.iter().try_for_each(|s| dict.borrow_mut().insert(s.value(), Value::bool(value)).map(drop))
    }

    /// Notes a signal; its error where it is trapped.
    pub fn flag(&self, signal: Signal) -> Result<()> {
        self.raise(signal, "", Decimal::nan()).map(drop)
    }

    /// `result`, or the error of a trapped signal, which names `condition` (the signal itself where that is empty).
    pub fn raise(&self, signal: Signal, condition: &str, result: Decimal) -> Result<Decimal> {
        self.raise_all(&[signal], condition, result)
    }

    fn raise_all(&self, signals: &[Signal], condition: &str, result: Decimal) -> Result<Decimal> {
        for signal in signals {
            self.flags.borrow_mut().insert(signal.value(), Value::bool(true))?;
        }
        let Some(trapped) = signals.iter().find(|s| is_set(&self.traps, **s)) else { return Ok(result) };
        let named = CLASSES.iter().find(|class| class.name == condition);
        let seen = match named {
            Some(class) => vec![Value::Class(class)],
            None => signals.iter().filter(|s| is_set(&self.traps, **s)).map(|s| s.value()).collect(),
        };
        Err(Error::with_args(trapped.class(), vec![Value::list(seen)]))
    }

    /// An exact result as one that fits the precision and the limits.
    pub fn finish(&self, exact: Decimal) -> Result<Decimal> {
        let settings = self.settings();
        let Body::Finite { digits, exponent } = &exact.body else { return self.quiet(exact) };
        let (negative, mut exponent) = (exact.negative, *exponent);
        let tiny = settings.emin - settings.precision + 1;
        let top = settings.emax - settings.precision + 1;
        if *digits == UBig::ZERO {
            let most = if settings.clamp { top } else { settings.emax };
            let kept = exponent.clamp(tiny, most);
            let result = Decimal::finite(negative, UBig::ZERO, kept);
            return if kept == exponent { Ok(result) } else { self.raise(Signal::Clamped, "", result) };
        }
        let count = digit_count(digits);
        let fits = (exponent + count - settings.precision).max(tiny);
        let subnormal = exponent + count - 1 < settings.emin;
        let (mut kept, lost) = settings.rounding.without(digits, fits - exponent, negative);
        let shortened = fits > exponent;
        exponent = exponent.max(fits);
        if digit_count(&kept) > settings.precision {
            kept /= UBig::from(10u8);
            exponent += 1;
        }
        if exponent + digit_count(&kept) - 1 > settings.emax {
            let signals = [Signal::Overflow, Signal::Inexact, Signal::Rounded];
            return self.raise_all(&signals, "", largest(&settings, negative));
        }
        if settings.clamp && exponent > top {
            kept *= power_of_ten(exponent - top);
            exponent = top;
        }
        let result = Decimal::finite(negative, kept, exponent);
        let signals = [
            (subnormal && lost, Signal::Underflow),
            (subnormal, Signal::Subnormal),
            (lost, Signal::Inexact),
            (shortened, Signal::Rounded),
        ];
        let signals: Vec<Signal> = signals.into_iter().filter(|(seen, _)| *seen).map(|(_, s)| s).collect();
        self.raise_all(&signals, "", result)
    }

    /// A NaN as a result; InvalidOperation for one that signals.
    fn quiet(&self, value: Decimal) -> Result<Decimal> {
        match value.body {
            Body::NaN { signaling: true, payload } => {
                let quiet = Decimal { body: Body::NaN { signaling: false, payload }, ..value };
                self.raise(Signal::InvalidOperation, "", quiet)
            }
            _ => Ok(value),
        }
    }

    /// The result of an operation on a NaN, if one of the operands is one; signaling ones first.
    pub fn nan_of(&self, operands: &[&Decimal]) -> Option<Result<Decimal>> {
        let found = operands.iter().find(|d| d.is_signaling()).or_else(|| operands.iter().find(|d| d.is_nan()))?;
        Some(self.quiet((*found).clone()))
    }

    pub fn invalid(&self) -> Result<Decimal> {
        self.raise(Signal::InvalidOperation, "", Decimal::nan())
    }

    pub fn repr(&self) -> String {
        let s = self.settings();
        let named = |dict: &Dict| {
            let set: Vec<&str> = Signal::ALL.iter().filter(|s| is_set(dict, **s)).map(|s| s.class().name).collect();
            format!("[{}]", set.join(", "))
        };
        format!(
            "Context(prec={}, rounding={}, Emin={}, Emax={}, capitals={}, clamp={}, flags={}, traps={})",
            s.precision,
            s.rounding.name(),
            s.emin,
            s.emax,
            i64::from(s.capitals),
            i64::from(s.clamp),
            named(&self.flags),
            named(&self.traps)
        )
    }
}

fn is_set(dict: &Dict, signal: Signal) -> bool {
    let found = dict.borrow().get(&signal.value()).ok().flatten().cloned();
    found.is_some_and(|value| ops::truth(&value).unwrap_or(false))
}

/// What a number beyond the limits becomes.
fn largest(settings: &Settings, negative: bool) -> Decimal {
    let to_infinity = match settings.rounding {
        Rounding::Down | Rounding::ZeroFiveUp => false,
        Rounding::Ceiling => !negative,
        Rounding::Floor => negative,
        _ => true,
    };
    if to_infinity {
        return Decimal::infinite(negative);
    }
    let nines = power_of_ten(settings.precision) - UBig::ONE;
    Decimal::finite(negative, nines, settings.emax - settings.precision + 1)
}

thread_local! {
    static CURRENT: RefCell<Environment> = RefCell::new(Environment::new(
        Settings::default(),
        &[Signal::InvalidOperation, Signal::DivisionByZero, Signal::Overflow],
    ));
}

/// The context that operators go by.
pub fn current() -> Environment {
    CURRENT.with_borrow(Clone::clone)
}

pub fn set_current(environment: Environment) {
    CURRENT.set(environment);
}
