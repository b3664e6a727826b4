//! Print options: what `np.set_printoptions` sets, kept per thread, and the checks of its arguments.

use crate::tensor::Tensor;
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::scalar::Scalar;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// How `precision` is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FloatMode {
    /// Exactly `precision` digits behind the point.
    Fixed,
    /// As many as each number needs.
    Unique,
    /// At most `precision`.
    MaxPrec,
    /// At most `precision`, the same number for all.
    MaxPrecEqual,
}

/// What stands in the sign's place of numbers that are not negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    Minus,
    Plus,
    Space,
}

/// The printing of an older NumPy, or of this one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Legacy {
    V1_13,
    V1_21,
    V1_25,
    V2_1,
    V2_2,
    /// `False`: no legacy.
    Off,
}

/// The number of elements from which on arrays are summarised; NumPy accepts floats (`inf`) too.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Threshold {
    Int(i64),
    Float(f64),
}

/// Formats one element.
pub type Callback = Rc<dyn Fn(&Scalar) -> Result<String>>;

/// The `formatter` option: callbacks by NumPy's key (`all`, `int_kind`, `float` …).
#[derive(Clone)]
pub struct Formatters {
    pub callbacks: Vec<(String, Callback)>,
    /// The caller's own object that the callbacks came from, to be given back by `get_printoptions`.
    pub source: Option<Rc<dyn Any>>,
}

#[derive(Clone)]
pub struct PrintOptions {
    pub precision: usize,
    pub threshold: Threshold,
    pub edgeitems: usize,
    pub linewidth: i64,
    pub suppress: bool,
    pub nanstr: Rc<str>,
    pub infstr: Rc<str>,
    pub sign: Sign,
    pub floatmode: FloatMode,
    pub formatter: Option<Formatters>,
    pub legacy: Legacy,
    /// Replaces `repr` of arrays altogether.
    pub override_repr: Option<Rc<dyn Fn(&Tensor) -> Result<String>>>,
}

/// New values for some options; `None` leaves one as it is.
#[derive(Clone, Default)]
pub struct Changes {
    pub precision: Option<usize>,
    pub threshold: Option<Threshold>,
    pub edgeitems: Option<usize>,
    pub linewidth: Option<i64>,
    pub suppress: Option<bool>,
    pub nanstr: Option<Rc<str>>,
    pub infstr: Option<Rc<str>>,
    pub sign: Option<Sign>,
    pub floatmode: Option<FloatMode>,
    pub formatter: Option<Formatters>,
    pub legacy: Option<Legacy>,
    pub override_repr: Option<Rc<dyn Fn(&Tensor) -> Result<String>>>,
}

impl Default for PrintOptions {
    fn default() -> PrintOptions {
        PrintOptions {
            precision: 8,
            threshold: Threshold::Int(1000),
            edgeitems: 3,
            linewidth: 75,
            suppress: false,
            nanstr: "nan".into(),
            infstr: "inf".into(),
            sign: Sign::Minus,
            floatmode: FloatMode::MaxPrec,
            formatter: None,
            legacy: Legacy::Off,
            override_repr: None,
        }
    }
}

thread_local! {
    static CURRENT: RefCell<Rc<PrintOptions>> = RefCell::default();
}

/// The thread's current options.
pub fn current() -> Rc<PrintOptions> {
    CURRENT.with_borrow(Rc::clone)
}

/// Makes `options` current and returns those before.
pub fn replace(options: Rc<PrintOptions>) -> Rc<PrintOptions> {
    CURRENT.replace(options)
}

/// `np.set_printoptions`: changes the current options; returns those before, for [`replace`] to restore.
pub fn set(changes: &Changes) -> Rc<PrintOptions> {
    let mut options = current().with(changes);
    // These two last until the next call only.
    options.formatter = changes.formatter.clone();
    options.override_repr = changes.override_repr.clone();
    if options.legacy == Legacy::V1_13 {
        options.sign = Sign::Minus;
    }
    replace(Rc::new(options))
}

impl PrintOptions {
    /// A copy with some options changed.
    pub fn with(&self, changes: &Changes) -> PrintOptions {
        let mut new = self.clone();
        macro_rules! take {
            ($($field:ident),*) => { $(if let Some(value) = &changes.$field { new.$field = value.clone(); })* };
        }
        take!(precision, threshold, edgeitems, linewidth, suppress, nanstr, infstr, sign, floatmode, legacy);
        if changes.formatter.is_some() {
            new.formatter = changes.formatter.clone();
        }
        if changes.override_repr.is_some() {
            new.override_repr = changes.override_repr.clone();
        }
        new
    }
}

impl Threshold {
    /// ValueError for NaN.
    pub fn float(value: f64) -> Result<Threshold> {
        if value.is_nan() {
            let message = "threshold must be non-NAN, try sys.maxsize for untruncated representation";
            return Err(Error::value(message));
        }
        Ok(Threshold::Float(value))
    }

    /// Whether an array of `size` elements is summarised.
    pub fn is_exceeded_by(self, size: usize) -> bool {
        match self {
            Threshold::Int(limit) => i64::try_from(size).is_ok_and(|size| size > limit),
            Threshold::Float(limit) => size as f64 > limit,
        }
    }
}

impl FloatMode {
    pub fn parse(text: &str) -> Result<FloatMode> {
        match text {
            "fixed" => Ok(FloatMode::Fixed),
            "unique" => Ok(FloatMode::Unique),
            "maxprec" => Ok(FloatMode::MaxPrec),
            "maxprec_equal" => Ok(FloatMode::MaxPrecEqual),
            _ => Err(Error::value(
                "floatmode option must be one of \"fixed\", \"unique\", \"maxprec\", \"maxprec_equal\"",
            )),
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            FloatMode::Fixed => "fixed",
            FloatMode::Unique => "unique",
            FloatMode::MaxPrec => "maxprec",
            FloatMode::MaxPrecEqual => "maxprec_equal",
        }
    }
}

impl Sign {
    pub fn parse(text: &str) -> Result<Sign> {
        match text {
            "-" => Ok(Sign::Minus),
            "+" => Ok(Sign::Plus),
            " " => Ok(Sign::Space),
            _ => Err(Error::value("sign option must be one of ' ', '+', or '-'")),
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Sign::Minus => "-",
            Sign::Plus => "+",
            Sign::Space => " ",
        }
    }
}

impl Legacy {
    /// KeyError for an unknown version, as NumPy ends up with.
    pub fn parse(text: &str) -> Result<Legacy> {
        match text {
            "1.13" => Ok(Legacy::V1_13),
            "1.21" => Ok(Legacy::V1_21),
            "1.25" => Ok(Legacy::V1_25),
            "2.1" => Ok(Legacy::V2_1),
            "2.2" => Ok(Legacy::V2_2),
            _ => Err(Error::new(ErrorKind::Key, format!("'{text}'"))),
        }
    }

    /// `None` stands for Python's `False`.
    pub const fn name(self) -> Option<&'static str> {
        match self {
            Legacy::V1_13 => Some("1.13"),
            Legacy::V1_21 => Some("1.21"),
            Legacy::V1_25 => Some("1.25"),
            Legacy::V2_1 => Some("2.1"),
            Legacy::V2_2 => Some("2.2"),
            Legacy::Off => None,
        }
    }
}

impl Formatters {
    /// The callback that applies to elements whose own key is `key`: the key itself, its group, `all`.
    pub(super) fn find(&self, key: &str) -> Option<&Callback> {
        let group = match key {
            "int" => "int_kind",
            "float" => "float_kind",
            "complexfloat" => "complex_kind",
            "numpystr" => "str_kind",
            _ => "",
        };
        let named = |name: &str| self.callbacks.iter().find(|(k, _)| k == name).map(|(_, f)| f);
        named(key).or_else(|| named(group)).or_else(|| named("all"))
    }
}
