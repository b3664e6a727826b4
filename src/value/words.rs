//! Arrays of text, word by word: a function of values applied to each, and its results as an array.

use super::boxed;
use super::item::scalar_value;
use super::object::BinaryOp;
use super::ops;
use super::{Context, Error, Result, Value};
use crate::tensor::iterate::Offsets;
use crate::tensor::view::common_shape;
use crate::tensor::{DType, Kind, Scalar, Tensor};
use crate::value::watch::Watch;

/// `visit(word, arguments)` for all words, with the arguments broadcast to them: the common shape and what it gave.
pub fn each(
    cx: &mut dyn Context,
    words: &Tensor,
    args: &[Tensor],
    mut visit: impl FnMut(&mut dyn Context, &Value, &[Value]) -> Result<Value>,
) -> Result<(Vec<usize>, Vec<Value>)> {
    if !matches!(words.dtype().kind, Kind::Str(_) | Kind::Bytes(_)) {
        return Err(Error::type_error("string operation on non-string array"));
    }
    let shapes: Vec<&[usize]> = std::iter::once(words).chain(args).map(Tensor::shape).collect();
    let shape = common_shape(&shapes)?.to_vec();
    let mut places = Vec::with_capacity(args.len() + 1);
    for t in std::iter::once(words).chain(args) {
        let seen = t.broadcast_to(&shape)?;
        places.push((Offsets::new(seen.shape(), seen.strides()), seen));
    }
    let mut found = Vec::with_capacity(shape.iter().product());
    let mut watch = Watch::default();
    for _ in 0..shape.iter().product() {
        let mut given = places.iter_mut().map(|(at, t)| scalar_value(t.scalar_at(at.next().unwrap_or(0))));
        let word = given.next().unwrap_or_default();
        watch.step()?;
        let args: Vec<Value> = given.collect();
        found.push(visit(cx, &as_python(&word).unwrap_or(word), &args)?);
    }
    Ok((shape, found))
}

/// NumPy's str or bytes as Python's; `None` for any other value.
pub fn as_python(word: &Value) -> Option<Value> {
    let Value::Scalar(scalar) = word else { return None };
    match &**scalar {
        Scalar::Str(text) => Some(Value::str(&**text)),
        Scalar::Bytes(bytes) => Some(Value::bytes(&**bytes)),
        _ => None,
    }
}

/// Values in a new array: texts, or objects for the dtype `object`.
pub fn filled(shape: &[usize], found: &[Value], dtype: DType) -> Result<Tensor> {
    let result = Tensor::zeros(shape, dtype)?;
    let places = Offsets::new(result.shape(), result.strides());
    let mut watch = Watch::default();
    for (at, value) in places.zip(found) {
        watch.step()?;
        let scalar = match value {
            Value::Str(text) => Scalar::Str(text.as_str().into()),
            Value::Bytes(bytes) => Scalar::Bytes((*bytes.data).into()),
            other => Scalar::Object(boxed::item(other.clone())),
        };
        result.set_scalar(at, &scalar)?;
    }
    Ok(result)
}

/// Texts in an array as wide as the longest of them; without any, of the dtype `like`.
pub fn fitting(shape: &[usize], found: &[Value], like: DType) -> Result<Tensor> {
    let length = |value: &Value| match value {
        Value::Str(text) => text.char_count(),
        Value::Bytes(bytes) => bytes.data.len(),
        _ => 0,
    };
    let longest = found.iter().map(length).max().map(|n| n.max(1) as u32);
    let dtype = match (longest, like.kind) {
        (Some(n), Kind::Bytes(_)) => DType::native(Kind::Bytes(n)),
        (Some(n), _) => DType::native(Kind::Str(n)),
        (None, _) => like,
    };
    filled(shape, found, dtype)
}

/// `word % value` for each word: the common shape and the texts.
pub fn modulo(cx: &mut dyn Context, words: &Tensor, values: &Tensor) -> Result<(Vec<usize>, Vec<Value>)> {
    each(cx, words, std::slice::from_ref(values), |cx, word, args| {
        let value = args.first().cloned().unwrap_or_default();
        ops::binary(cx, BinaryOp::Mod, word, &value)
    })
}
