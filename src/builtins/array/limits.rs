//! The limits of number types: `finfo` and `iinfo`.

use crate::symbol::Symbol;
use crate::tensor::cast::{as_dtype, integer_bounds};
use crate::tensor::{DType, Kind, Tensor};
use crate::value::class::{Class, python::OBJECT, scalar_class};
use crate::value::convert::unboxed;
use crate::value::dtype::{kind_char, to_dtype};
use crate::value::object::{CompareOp, NativeObject};
use crate::value::{Context, Error, Result, Value, repr};
use std::any::Any;

builtins! { LIMITS, chapter "Limits of number types", spaces ["np"];
    /// The limits of a floating-point type: `eps`, `max`, `min`, `tiny`, `resolution`, `precision`.
    ///
    /// >>> np.finfo(np.float32).eps
    /// np.float32(1.1920929e-07)
    /// >>> np.finfo(float)
    /// finfo(resolution=1e-15, min=-1.7976931348623157e+308, max=1.7976931348623157e+308, dtype=float64)
    @see("iinfo")
    fn finfo(cx, dtype: Value) -> Value {
        let found = type_argument(&dtype)?;
        let kind = match found.kind {
            Kind::Float16 => Kind::Float16,
            Kind::Float32 | Kind::Complex64 => Kind::Float32,
            Kind::Float64 | Kind::Complex128 => Kind::Float64,
            other => return Err(Error::value(format!("data type {:?} not inexact", scalar_class(other)))),
        };
        Ok(Value::object(FloatLimits { kind }))
    }

    /// The limits of an integer type: `min`, `max`, `bits`.
    ///
    /// >>> np.iinfo(np.int8)
    /// iinfo(min=-128, max=127, dtype=int8)
    /// >>> np.iinfo(np.uint16).max
    /// 65535
    @see("finfo")
    fn iinfo(cx, r#type: Value) -> Value {
        let kind = type_argument(&r#type)?.kind;
        if !kind.is_integer() {
            return Err(Error::value(format!("Invalid integer data type '{}'.", kind_char(kind))));
        }
        Ok(Value::object(IntLimits { kind }))
    }
}

/// A type, or the type of a number or an array.
fn type_argument(value: &Value) -> Result<DType> {
    match value {
        Value::Array(array) => Ok(array.dtype()),
        Value::Int(_) => Ok(DType::INT64),
        Value::Float(_) => Ok(DType::FLOAT64),
        Value::Complex(_) => Ok(DType::COMPLEX128),
        other => match other.as_scalar() {
            Some(scalar) => Ok(scalar.dtype()),
            None => to_dtype(other),
        },
    }
}

static FINFO: Class = Class::new("finfo", "numpy", &[&OBJECT]);
static IINFO: Class = Class::new("iinfo", "numpy", &[&OBJECT]);

struct FloatLimits {
    kind: Kind,
}

impl FloatLimits {
    /// Bits of the fraction, bits of the exponent, decimal digits that survive.
    fn sizes(&self) -> (i32, i32, i32) {
        match self.kind {
            Kind::Float16 => (10, 5, 3),
            Kind::Float32 => (23, 8, 6),
            _ => (52, 11, 15),
        }
    }

    /// A number as a scalar of this type.
    fn scalar(&self, value: f64) -> Result<Value> {
        unboxed(as_dtype(&Tensor::scalar(value)?, DType::native(self.kind))?)
    }

    fn get(&self, name: &str) -> Option<Result<Value>> {
        let (fraction, exponent, precision) = self.sizes();
        let bias = (1 << (exponent - 1)) - 1;
        // 2^n, also for subnormal numbers.
        let power = |n: i32| f64::from_bits(if n >= -1022 { ((n + 1023) as u64) << 52 } else { 1u64 << (n + 1074) });
        let max = (2.0 - power(-fraction)) * power(bias);
        let int = |n: i32| Some(Ok(Value::Int(n as i64)));
        match name {
            "bits" => int(1 + exponent + fraction),
            "eps" => Some(self.scalar(power(-fraction))),
            "epsneg" => Some(self.scalar(power(-fraction - 1))),
            "iexp" | "nexp" => int(exponent),
            "machep" => int(-fraction),
            "negep" => int(-fraction - 1),
            "nmant" => int(fraction),
            "max" => Some(self.scalar(max)),
            "min" => Some(self.scalar(-max)),
            "maxexp" => int(bias + 1),
            "minexp" => int(1 - bias),
            "precision" => int(precision),
            "resolution" => Some(self.scalar(format!("1e-{precision}").parse().unwrap_or(0.0))),
            "smallest_normal" | "tiny" => Some(self.scalar(power(1 - bias))),
            "smallest_subnormal" => Some(self.scalar(power(1 - bias - fraction))),
            "dtype" => Some(Ok(Value::dtype(DType::native(self.kind)))),
            _ => None,
        }
    }

    fn show(&self, name: &str) -> String {
        match self.get(name) {
            Some(Ok(value)) => repr::str(&value),
            _ => String::new(),
        }
    }
}

impl NativeObject for FloatLimits {
    fn class(&self) -> &'static Class {
        &FINFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        self.get(name.as_str()).transpose()
    }

    fn attribute_names(&self) -> Vec<String> {
        let names = [
            "bits",
            "dtype",
            "eps",
            "epsneg",
            "iexp",
            "machep",
            "max",
            "maxexp",
            "min",
            "minexp",
            "negep",
            "nexp",
            "nmant",
            "precision",
            "resolution",
            "smallest_normal",
            "smallest_subnormal",
            "tiny",
        ];
        names.map(String::from).to_vec()
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Value::Object(other) = other else { return Ok(None) };
        let Some(other) = other.downcast::<FloatLimits>() else { return Ok(None) };
        Ok(op.equality(self.kind == other.kind))
    }

    fn repr(&self) -> String {
        let [resolution, min, max] = ["resolution", "min", "max"].map(|name| self.show(name));
        format!("finfo(resolution={resolution}, min={min}, max={max}, dtype={})", DType::native(self.kind).name())
    }

    fn text(&self) -> String {
        let line = "-".repeat(63);
        let show = |name| self.show(name);
        format!(
            "Machine parameters for {}\n{line}\nprecision = {}   resolution = {}\nmachep = {}   eps =        {}\nnegep =  {}   \
             epsneg =     {}\nminexp = {}   tiny =       {}\nmaxexp = {}   max =        {}\nnexp =   {}   min =        \
             -max\nsmallest_normal = {}   smallest_subnormal = {}\n{line}\n",
            DType::native(self.kind).name(),
            show("precision"),
            show("resolution"),
            show("machep"),
            show("eps"),
            show("negep"),
            show("epsneg"),
            show("minexp"),
            show("tiny"),
            show("maxexp"),
            show("max"),
            show("nexp"),
            show("smallest_normal"),
            show("smallest_subnormal"),
        )
    }
}

struct IntLimits {
    kind: Kind,
}

impl IntLimits {
    fn bounds(&self) -> (i128, i128) {
        integer_bounds(self.kind).unwrap_or((0, 0))
    }
}

impl NativeObject for IntLimits {
    fn class(&self) -> &'static Class {
        &IINFO
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let bits = 8 * self.kind.itemsize();
        Ok(Some(match name.as_str() {
            "min" => Value::int(self.bounds().0.into()),
            "max" => Value::int(self.bounds().1.into()),
            "bits" => Value::Int(bits as i64),
            "kind" => Value::str(kind_char(self.kind).to_string()),
            "key" => Value::str(format!("{}{bits}", kind_char(self.kind))),
            "dtype" => Value::dtype(DType::native(self.kind)),
            _ => return Ok(None),
        }))
    }

    fn attribute_names(&self) -> Vec<String> {
        ["bits", "dtype", "key", "kind", "max", "min"].map(String::from).to_vec()
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let Value::Object(other) = other else { return Ok(None) };
        let Some(other) = other.downcast::<IntLimits>() else { return Ok(None) };
        Ok(op.equality(self.kind == other.kind))
    }

    fn repr(&self) -> String {
        let (min, max) = self.bounds();
        format!("iinfo(min={min}, max={max}, dtype={})", DType::native(self.kind).name())
    }

    fn text(&self) -> String {
        let line = "-".repeat(63);
        let (min, max) = self.bounds();
        format!(
            "Machine parameters for {}\n{line}\nmin = {min}\nmax = {max}\n{line}\n",
            DType::native(self.kind).name()
        )
    }
}
