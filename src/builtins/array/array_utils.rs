//! `np.lib.array_utils` and other small parts of `np.lib`: axes by number, the memory an array spans, versions of NumPy.

use super::argument::{IntTuple, Source};
use crate::symbol::Symbol;
use crate::tensor::shape::normalize_axis;
use crate::value::class::{Class, exception, python::OBJECT};
use crate::value::convert::Ints;
use crate::value::object::{CompareOp, NativeObject};
use crate::value::{Context, Error, Result, Value};
use std::any::Any;
use std::cmp::Ordering;

builtins! { ARRAY_UTILS, chapter "Tools for arrays", spaces ["np.lib.array_utils"];
    /// An axis counted from the front. AxisError where the array has no such axis.
    ///
    /// >>> np.lib.array_utils.normalize_axis_index(-1, 3)
    /// 2
    fn normalize_axis_index(cx, axis: isize, ndim: usize, msg_prefix: Option<String> = None) -> usize {
        from_front(axis, ndim, msg_prefix.as_deref())
    }

    /// Axes counted from the front, as a tuple. ValueError where one occurs twice.
    ///
    /// >>> np.lib.array_utils.normalize_axis_tuple((0, -1), 3)
    /// (0, 2)
    fn normalize_axis_tuple(cx, axis: Ints, ndim: usize, argname: Option<String> = None, allow_duplicate: bool = false) -> IntTuple {
        let axes = axis.0.iter().map(|&i| from_front(i as isize, ndim, argname.as_deref())).collect::<Result<Vec<_>>>()?;
        if !allow_duplicate && (1..axes.len()).any(|i| axes[..i].contains(&axes[i])) {
            return Err(Error::value(match argname {
                Some(name) => format!("repeated axis in `{name}` argument"),
                None => "repeated axis".to_string(),
            }));
        }
        Ok(IntTuple::of(&axes))
    }

    /// The addresses of an array's first byte and of the one after its last.
    ///
    /// >>> low, high = np.lib.array_utils.byte_bounds(np.eye(2, dtype='f'))
    /// >>> high - low
    /// 16
    fn byte_bounds(cx, a: Source) -> (i64, i64) {
        let start = a.as_ptr() as i64;
        let (mut low, mut high) = (start, start);
        for (&n, &stride) in a.shape().iter().zip(a.strides()) {
            let reach = stride as i64 * n.saturating_sub(1) as i64;
            if reach < 0 { low += reach } else { high += reach }
        }
        Ok((low, high + a.itemsize() as i64))
    }
}

fn from_front(axis: isize, ndim: usize, prefix: Option<&str>) -> Result<usize> {
    normalize_axis(axis, ndim).map_err(|error| match prefix {
        Some(prefix) => exception::AXIS_ERROR.error(format!("{prefix}: {}", Error::from(error).message())),
        None => error.into(),
    })
}

pub static NUMPY_VERSION: Class = Class::new("NumpyVersion", "numpy.lib", &[&OBJECT]);

builtins! { VERSION_CONSTRUCTOR, chapter "Tools for arrays", spaces ["constructors.numpy"];
    /// A version of NumPy, which compares with others and with their texts.
    ///
    /// >>> np.lib.NumpyVersion(np.__version__) >= '2.0.0'
    /// True
    fn NumpyVersion(cx, vstring: String) -> Value { Version::parse(&vstring).map(Value::object) }
}

/// `np.lib.NumpyVersion`
struct Version {
    text: String,
    numbers: [u32; 3],
    /// `rc1`, `a2`, `b3`, or `final`.
    pre_release: String,
    is_development: bool,
}

impl Version {
    /// `major.minor.bugfix` and what follows. ValueError for a text of another form.
    fn parse(text: &str) -> Result<Version> {
        let invalid = || Error::value("Not a valid numpy version string");
        let mut numbers = [0; 3];
        let mut rest = text;
        for (i, number) in numbers.iter_mut().enumerate() {
            if i > 0 {
                rest = rest.strip_prefix('.').ok_or_else(invalid)?;
            }
            let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
            *number = rest[..digits].parse().map_err(|_| invalid())?;
            rest = &rest[digits..];
        }
        let mut pre_release = "final".to_string();
        for kind in ["a", "b", "rc"] {
            if let Some(tail) = rest.strip_prefix(kind)
                && let Some(digit) = tail.chars().next().filter(char::is_ascii_digit)
            {
                pre_release = format!("{kind}{digit}");
            }
        }
        Ok(Version { text: text.to_string(), numbers, pre_release, is_development: rest.contains(".dev") })
    }

    fn order(&self, other: &Version) -> Ordering {
        let rank = |v: &Version| v.pre_release == "final";
        self.numbers
            .cmp(&other.numbers)
            .then_with(|| rank(self).cmp(&rank(other)))
            .then_with(|| self.pre_release.cmp(&other.pre_release))
            .then_with(|| other.is_development.cmp(&self.is_development))
    }
}

impl NativeObject for Version {
    fn class(&self) -> &'static Class {
        &NUMPY_VERSION
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        let [major, minor, bugfix] = self.numbers;
        Ok(match name.as_str() {
            "vstring" => Some(Value::str(&*self.text)),
            "version" => Some(Value::str(format!("{major}.{minor}.{bugfix}"))),
            "major" => Some(Value::Int(major.into())),
            "minor" => Some(Value::Int(minor.into())),
            "bugfix" => Some(Value::Int(bugfix.into())),
            "pre_release" => Some(Value::str(&*self.pre_release)),
            "is_devversion" => Some(Value::bool(self.is_development)),
            _ => None,
        })
    }

    fn compare(&self, _: &mut dyn Context, op: CompareOp, other: &Value) -> Result<Option<Value>> {
        let order = match other {
            Value::Str(text) => self.order(&Version::parse(text.as_str())?),
            Value::Object(object) if let Some(version) = object.downcast::<Version>() => self.order(version),
            _ => return Err(Error::value("Invalid object to compare with NumpyVersion.")),
        };
        Ok(Some(Value::bool(op.holds(Some(order)))))
    }

    fn repr(&self) -> String {
        format!("NumpyVersion({})", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered() {
        let order = |a: &str, b: &str| Version::parse(a).unwrap().order(&Version::parse(b).unwrap());
        assert_eq!(order("1.10.0", "1.9.0"), Ordering::Greater);
        assert_eq!(order("1.8.0b2", "1.8.0rc1"), Ordering::Less);
        assert_eq!(order("1.8.0rc1", "1.8.0"), Ordering::Less);
        assert_eq!(order("1.10.0.dev-abc", "1.10.0"), Ordering::Less);
        assert!(Version::parse("x").is_err());
    }
}
