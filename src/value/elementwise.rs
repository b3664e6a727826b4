//! Operators where an array or a NumPy scalar takes part: the values become operands of a ufunc, its flags become warnings.

use super::class::{class_of, exception};
use super::context::FloatAction;
use super::convert::{FromValue, unboxed};
use super::object::{BinaryOp, CompareOp, UnaryOp};
use super::{Array, Context, Error, Result, Value, subclass};
use super::{boxed, chararray};
use crate::tensor::flags::Flags;
use crate::tensor::promote::{Casting, can_cast};
use crate::tensor::ufunc::{self, CallOptions, Ufunc};
use crate::tensor::{DType, ErrorKind, Kind, Operand, Scalar, Tensor};
use std::rc::Rc;

/// Whether NumPy's rules take over: an array or a NumPy scalar.
#[inline]
pub fn is_operand(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::NpFloat(_) | Value::NpInt(_) | Value::NpBool(_) | Value::Scalar(_))
}

/// The hot scalars, float64 and int64, where nothing has to be warned about. `None`: take the long way.
#[inline]
pub fn float_scalars(op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
    let (x, y) = match (a, b) {
        (Value::NpFloat(x), Value::NpFloat(y) | Value::Float(y)) | (Value::Float(x), Value::NpFloat(y)) => {
            (x.get(), y.get())
        }
        (Value::NpFloat(x), Value::Int(y) | Value::NpInt(y)) => (x.get(), *y as f64),
        (Value::Int(x) | Value::NpInt(x), Value::NpFloat(y)) => (*x as f64, y.get()),
        (Value::NpInt(x), Value::NpInt(y) | Value::Int(y)) | (Value::Int(x), Value::NpInt(y)) => {
            return int_scalars(op, *x, *y);
        }
        _ => return None,
    };
    let result = match op {
        BinaryOp::Add => x + y,
        BinaryOp::Sub => x - y,
        BinaryOp::Mul => x * y,
        BinaryOp::Div => x / y,
        _ => return None,
    };
    // A finite normal result of these four raises no flag that anybody hears of (underflow is checked the long way).
    (result.is_normal() || (result == 0.0 && !matches!(op, BinaryOp::Mul | BinaryOp::Div)))
        .then(|| Value::np_float(result))
}

fn int_scalars(op: BinaryOp, x: i64, y: i64) -> Option<Value> {
    Some(Value::NpInt(match op {
        BinaryOp::Add => x.checked_add(y)?,
        BinaryOp::Sub => x.checked_sub(y)?,
        BinaryOp::Mul => x.checked_mul(y)?,
        BinaryOp::FloorDiv if y != 0 => x.checked_div(y)? - i64::from(x % y != 0 && (x < 0) != (y < 0)),
        BinaryOp::Mod if y != 0 => {
            let r = x.checked_rem(y)?;
            if r != 0 && (r < 0) != (y < 0) { r + y } else { r }
        }
        BinaryOp::Div if y != 0 => return Some(Value::np_float(x as f64 / y as f64)),
        BinaryOp::BitAnd => x & y,
        BinaryOp::BitOr => x | y,
        BinaryOp::BitXor => x ^ y,
        _ => return None,
    }))
}

/// The ufunc behind `array op other`; `None` for `@`. As in NumPy, powers with a few Python numbers are other functions.
pub fn ufunc_of(op: BinaryOp, dtype: Option<Kind>, other: &Value) -> Option<&'static Ufunc> {
    let number = dtype.filter(|kind| kind.is_numeric() && *kind != Kind::Bool);
    Some(match (op, other) {
        (BinaryOp::Pow, Value::Int(2)) if dtype.is_some_and(Kind::is_numeric) => &ufunc::SQUARE,
        (BinaryOp::Pow, Value::Int(-1)) if number.is_some_and(Kind::is_inexact) => &ufunc::RECIPROCAL,
        (BinaryOp::Pow, Value::Float(f)) if f.get() == 0.5 && number.is_some_and(Kind::is_inexact) => &ufunc::SQRT,
        _ => return operator_ufunc(op),
    })
}

/// What [`ufunc_of`] must know of an array that is raised to a power.
#[inline]
fn power_kind(op: BinaryOp, a: &Value) -> Option<Kind> {
    match (op, a) {
        (BinaryOp::Pow, Value::Array(array)) => Some(array.dtype().kind),
        _ => None,
    }
}

/// The ufunc of an operator on any operands.
fn operator_ufunc(op: BinaryOp) -> Option<&'static Ufunc> {
    Some(match op {
        BinaryOp::Add => &ufunc::ADD,
        BinaryOp::Sub => &ufunc::SUBTRACT,
        BinaryOp::Mul => &ufunc::MULTIPLY,
        BinaryOp::Div => &ufunc::DIVIDE,
        BinaryOp::FloorDiv => &ufunc::FLOOR_DIVIDE,
        BinaryOp::Mod => &ufunc::REMAINDER,
        BinaryOp::Pow => &ufunc::POWER,
        BinaryOp::LeftShift => &ufunc::LEFT_SHIFT,
        BinaryOp::RightShift => &ufunc::RIGHT_SHIFT,
        BinaryOp::BitAnd => &ufunc::BITWISE_AND,
        BinaryOp::BitOr => &ufunc::BITWISE_OR,
        BinaryOp::BitXor => &ufunc::BITWISE_XOR,
        BinaryOp::MatMul => return None,
    })
}

/// The ufunc behind a comparison.
pub fn comparison(op: CompareOp) -> &'static Ufunc {
    match op {
        CompareOp::Eq => &ufunc::EQUAL,
        CompareOp::Ne => &ufunc::NOT_EQUAL,
        CompareOp::Lt => &ufunc::LESS,
        CompareOp::Le => &ufunc::LESS_EQUAL,
        CompareOp::Gt => &ufunc::GREATER,
        CompareOp::Ge => &ufunc::GREATER_EQUAL,
    }
}

/// What a value is to a ufunc: what is neither a number nor a sequence is one object. `None` for objects that answer operators
/// of their own.
fn operand(cx: &mut dyn Context, value: &Value) -> Result<Option<Operand>> {
    use Value::{
        BigInt, Builtin, Class, DType, Dict, Ellipsis, Exception, FrozenSet, Function, Method, Module, NotImplemented,
        Object, Set, Slice,
    };
    match value {
        Object(o) if o.class().module.starts_with("numpy") => Ok(Option::None),
        Object(o) if o.is_iterator() || o.len().is_some() => Ok(Option::None),
        BigInt(i) if i128::try_from(&**i).is_ok() => Operand::from_value(cx, value).map(Some),
        BigInt(_)
        | Value::None
        | Ellipsis
        | NotImplemented
        | Object(_)
        | Dict(_)
        | Set(_)
        | FrozenSet(_)
        | Slice(_)
        | Module(_)
        | Class(_)
        | Builtin(_)
        | Function(_)
        | Method(_)
        | Exception(_)
        | DType(_) => Ok(Some(Operand::Tensor(super::nested::object_tensor(value)?))),
        other => Operand::from_value(cx, other).map(Some),
    }
}

/// `a op b`; `None` where one of the values is nothing to NumPy.
pub fn binary(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Result<Option<Value>> {
    if let Some(result) = subclass::binary(cx, op, a, b) {
        return result;
    }
    // Python's complex numbers take NumPy's float64 for a float, which it is.
    if let (Value::Complex(_), Value::NpFloat(x)) = (a, b)
        && let Some(result) = super::number::binary(op, a, &Value::Float(*x))
    {
        return result.map(Some);
    }
    let Some(function) = ufunc_of(op, power_kind(op, a), b) else { return matmul(cx, a, b).map(Some) };
    if function.nin == 1 {
        let x = Operand::from_value(cx, a)?;
        return call(cx, function, &[x]).map(Some);
    }
    if let Some(result) = small(function, a, b) {
        return Ok(Some(result));
    }
    if (chararray::is_chararray(a) || chararray::is_chararray(b))
        && let Some(result) = chararray::binary(cx, op, a, b)?
    {
        return Ok(Some(result));
    }
    if let Some(result) = sequence_repeat(op, a, b).or_else(|| texts(op, a, b)) {
        return result.map(Some);
    }
    // NumPy's complex scalars have no such operators.
    if matches!(op, BinaryOp::FloorDiv | BinaryOp::Mod) && is_complex(a, b) {
        return Ok(None);
    }
    if matches!(a, Value::Str(_) | Value::Bytes(_)) && op == BinaryOp::Mod {
        return Ok(None);
    }
    let (Some(x), Some(y)) = (operand(cx, a)?, operand(cx, b)?) else { return Ok(None) };
    let result = call(cx, function, &[x, y])?;
    Ok(Some(subclass::noted(result, [a, b])))
}

/// `a op b` of small arrays with each other or with a number; as [`small`].
#[inline]
pub fn small_binary(op: BinaryOp, a: &Value, b: &Value) -> Option<Value> {
    let Some(function) = ufunc_of(op, power_kind(op, a), b) else { return small_product(a, b) };
    if function.nin == 1 { small_call(function, std::slice::from_ref(a)) } else { small(function, a, b) }
}

/// Elements of the operands up to which a product is tried without further ado: where it fails, it is tried again for the words.
const SMALL_PRODUCT: usize = 4096;

/// `a @ b` of small arrays; as [`small`].
#[inline(never)]
fn small_product(a: &Value, b: &Value) -> Option<Value> {
    let (Value::Array(x), Value::Array(y)) = (a, b) else { return None };
    let (x, y) = (x.borrow(), y.borrow());
    let fits = |t: &Tensor| t.is_plain() && t.dtype().kind.is_numeric() && t.size() <= SMALL_PRODUCT;
    if !fits(&x) || !fits(&y) {
        return None;
    }
    crate::linalg::matmul(&x, &y).ok().map(boxed)
}

/// `a op b` elementwise for small arrays with each other or with a number; as [`small`].
#[inline]
pub fn small_compare(op: CompareOp, a: &Value, b: &Value) -> Option<Value> {
    small(comparison(op), a, b)
}

/// A function of small arrays with each other or with a number, read where they lie; `None` where it takes the long way,
/// also where there is something to warn of.
#[inline]
pub fn small(function: &'static Ufunc, a: &Value, b: &Value) -> Option<Value> {
    let number = |value: &Value| match value {
        Value::Float(f) => Some(Operand::WeakFloat(f.get())),
        Value::Int(i) => Some(Operand::WeakInt(*i as i128)),
        Value::NpFloat(f) => Some(Operand::Scalar(Scalar::Float64(f.get()))),
        Value::NpInt(i) => Some(Operand::Scalar(Scalar::Int64(*i))),
        _ => None,
    };
    let tensor = match (a, b) {
        (Value::Array(x), Value::Array(y)) => ufunc::small_arrays(function, &x.borrow(), &y.borrow()),
        (Value::Array(x), y) => ufunc::small_array_and_number(function, &x.borrow(), &number(y)?, false),
        (x, Value::Array(y)) => ufunc::small_array_and_number(function, &y.borrow(), &number(x)?, true),
        _ => None,
    }?;
    Some(boxed(tensor))
}

/// A function of one small array or of doubles; as [`small`].
#[inline]
pub fn small_call(function: &'static Ufunc, values: &[Value]) -> Option<Value> {
    let double = |value: &Value| match value {
        Value::Float(f) | Value::NpFloat(f) => Some(f.get()),
        _ => None,
    };
    match values {
        [Value::Array(array)] => ufunc::small_array(function, &array.borrow()).map(boxed),
        [x] => ufunc::of_doubles(function, &[double(x)?]).map(super::item::scalar_value),
        [a, b] if matches!(a, Value::Array(_)) || matches!(b, Value::Array(_)) => small(function, a, b),
        [x, y] => ufunc::of_doubles(function, &[double(x)?, double(y)?]).map(super::item::scalar_value),
        _ => None,
    }
}

/// A result: a scalar where it has no axes.
#[inline]
fn boxed(tensor: Tensor) -> Value {
    if tensor.ndim() == 0 { super::item::scalar_value(tensor.first()) } else { Value::array(tensor) }
}

/// Whether one of two scalars is NumPy's complex number, of a type that holds the other.
fn is_complex(a: &Value, b: &Value) -> bool {
    let complex = |v: &Value| v.as_scalar().map(|s| s.dtype()).filter(|dtype| dtype.kind.is_complex());
    let holds = |dtype: DType, other: &Value| match other.as_scalar() {
        Some(scalar) => can_cast(scalar.dtype(), dtype, Casting::Safe),
        None => super::number::Number::of(other).is_some(),
    };
    complex(a).is_some_and(|dtype| holds(dtype, b)) || complex(b).is_some_and(|dtype| holds(dtype, a))
}

/// `[1, 2] * np.int64(3)`: an integer scalar repeats a list, other numbers do not; an array multiplies the elements.
fn sequence_repeat(op: BinaryOp, a: &Value, b: &Value) -> Option<Result<Value>> {
    let is_sequence = |v: &Value| matches!(v, Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Bytes(_));
    let (sequence, times) = match (is_sequence(a), is_sequence(b)) {
        (true, false) => (a, b),
        (false, true) => (b, a),
        _ => return None,
    };
    times.as_scalar().filter(|scalar| op == BinaryOp::Mul && scalar.dtype().kind.is_numeric())?;
    Some(match super::convert::to_index(times) {
        Ok(times) => super::ops::plain_binary(BinaryOp::Mul, sequence, &Value::Int(times)),
        Err(_) => {
            let name = class_of(times).qualified_name();
            Err(Error::type_error(format!("can't multiply sequence by non-int of type '{name}'")))
        }
    })
}

/// Sums and products of NumPy's texts with anything but arrays: what Python's texts give. `None` where none takes part.
fn texts(op: BinaryOp, a: &Value, b: &Value) -> Option<Result<Value>> {
    if !matches!(op, BinaryOp::Add | BinaryOp::Mul) {
        return None;
    }
    let many = |v: &Value| matches!(v, Value::Array(_) | Value::List(_) | Value::Tuple(_));
    let (x, y) = (super::words::as_python(a), super::words::as_python(b));
    if many(a) || many(b) || x.is_none() && y.is_none() {
        return None;
    }
    Some(super::ops::plain_binary(op, &x.unwrap_or_else(|| a.clone()), &y.unwrap_or_else(|| b.clone())))
}

/// `a op b` for elements of object arrays that are NumPy scalars; `None` for anything else.
pub fn plain(op: BinaryOp, a: &Value, b: &Value) -> Option<Result<Value>> {
    if !(is_operand(a) || is_operand(b)) {
        return None;
    }
    let weak = |v: &Value| match v {
        Value::Bool(b) => Some(Operand::WeakBool(b.get())),
        Value::Int(i) => Some(Operand::WeakInt(*i as i128)),
        Value::Float(f) => Some(Operand::WeakFloat(f.get())),
        Value::Complex(z) => Some(Operand::WeakComplex(**z)),
        Value::Array(a) => Some(Operand::Tensor(a.tensor())),
        other => other.as_scalar().map(Operand::Scalar),
    };
    let (x, y) = (weak(a)?, weak(b)?);
    let result = ufunc::call(operator_ufunc(op)?, &[x, y], &CallOptions::default());
    Some(result.map_err(Error::from).and_then(|(mut outputs, _)| match outputs.pop() {
        Some(tensor) => unboxed(tensor),
        None => Ok(Value::None),
    }))
}

fn call(cx: &mut dyn Context, function: &'static Ufunc, inputs: &[Operand]) -> Result<Value> {
    let scalars = inputs.iter().all(|input| !matches!(input, Operand::Tensor(_)));
    let direct = match inputs {
        [x, y] if scalars => ufunc::scalar_binary(function, x, y).transpose()?,
        [Operand::Scalar(x)] => ufunc::scalar_unary(function, x),
        _ => None,
    };
    if let Some((result, flags)) = direct {
        report(cx, flags, function.name, true)?;
        return Ok(super::item::scalar_value(result));
    }
    let (mut outputs, flags) = ufunc::call(function, inputs, &CallOptions::default())?;
    report(cx, flags, function.name, scalars)?;
    match outputs.pop() {
        Some(tensor) => unboxed(tensor),
        None => Ok(Value::None),
    }
}

/// Answers floating-point flags as `np.errstate` says: a warning, an exception, or nothing. `scalar`: scalars were
/// computed, which NumPy's messages say.
pub fn report(cx: &mut dyn Context, flags: Flags, operation: &str, scalar: bool) -> Result<()> {
    if flags.is_empty() {
        return Ok(());
    }
    let operation = if scalar && operation != "cast" { format!("scalar {operation}") } else { operation.to_string() };
    for (flag, message) in flags.warnings(&operation) {
        let state = &cx.state().errstate;
        let action = match flag {
            Flags::DIVIDE => state.divide,
            Flags::OVERFLOW => state.over,
            Flags::UNDERFLOW => state.under,
            _ => state.invalid,
        };
        match action {
            FloatAction::Ignore => {}
            FloatAction::Raise => return Err(exception::FLOATING_POINT_ERROR.error(message)),
            FloatAction::Print => eprintln!("Warning: {message}"),
            FloatAction::Warn => cx.warn(&exception::RUNTIME_WARNING, &message)?,
            FloatAction::Call | FloatAction::Log => hand_over(cx, action, flags, &message)?,
        }
    }
    if flags.contains(Flags::IMAGINARY_DROPPED) {
        cx.warn(&exception::COMPLEX_WARNING, "Casting complex values to real discards the imaginary part")?;
    }
    Ok(())
}

/// Tells the session's error handler of `message`, which begins with what went wrong.
fn hand_over(cx: &mut dyn Context, action: FloatAction, flags: Flags, message: &str) -> Result<()> {
    let handler = cx.state().error_handler.clone();
    let (trouble, operation) = message.split_once(" encountered in ").unwrap_or((message, ""));
    let missing = matches!(handler.object, Value::None);
    if action == FloatAction::Call {
        if missing {
            return Err(exception::NAME_ERROR
                .error(format!("python callback specified for {trouble} (in  {operation}) but no function found.")));
        }
        let arguments = [Value::str(trouble), Value::Int(i64::from(flags.bits() & 15))];
        return cx.call(&handler.object, &arguments, &[]).map(drop);
    }
    match handler.write {
        Some(write) => cx.call(&write, &[Value::str(format!("Warning: {message}\n"))], &[]).map(drop),
        None if missing => Err(exception::NAME_ERROR
            .error(format!("log specified for {trouble} (in {operation}) but no object with write method found."))),
        None => {
            let class = class_of(&handler.object).qualified_name();
            Err(Error::attribute(format!("'{class}' object has no attribute 'write'")))
        }
    }
}

/// `a op b` elementwise; `None` where one of the values is nothing to NumPy.
pub fn compare(cx: &mut dyn Context, op: CompareOp, a: &Value, b: &Value) -> Result<Option<Value>> {
    let equality = matches!(op, CompareOp::Eq | CompareOp::Ne);
    let scalars = !matches!(a, Value::Array(_)) && !matches!(b, Value::Array(_));
    let text = |v: &Value| matches!(v, Value::Str(_) | Value::Bytes(_));
    let comparable = is_numeric(a) && is_numeric(b) || is_number(a) && text(b) || text(a) && is_number(b);
    if scalars && !comparable {
        return match (boxed::time_as_python(a), boxed::time_as_python(b)) {
            (Some(a), None) if is_own(b) => super::compare::compare(cx, op, &a, b).map(Some),
            (None, Some(b)) if is_own(a) => super::compare::compare(cx, op, a, &b).map(Some),
            _ => Ok(None),
        };
    }
    if let Some(result) = subclass::compare(cx, op, a, b) {
        return result;
    }
    if chararray::is_chararray(a) || chararray::is_chararray(b) {
        return chararray::compare(cx, op, a, b).map(Some);
    }
    if equality && let Some(answer) = never_equal(op, a, b) {
        return answer.map(|tensor| Some(Value::array(tensor)));
    }
    if let Some(result) = small_compare(op, a, b) {
        return Ok(Some(result));
    }
    let (Some(x), Some(y)) = (operand(cx, a)?, operand(cx, b)?) else {
        if equality && let Value::Array(array) = if matches!(a, Value::Array(_)) { a } else { b } {
            return all(&array.tensor(), op == CompareOp::Ne).map(|tensor| Some(Value::array(tensor)));
        }
        return Ok(None);
    };
    // What is none of NumPy's leaves the comparison to the other side.
    let (op, x, y) = if is_operand(a) { (op, x, y) } else { (op.swapped(), y, x) };
    match ufunc::call(comparison(op), &[x.clone(), y.clone()], &CallOptions::default()) {
        Ok((mut outputs, flags)) => {
            report(cx, flags, comparison(op).name, scalars)?;
            outputs.pop().map(unboxed).transpose()
        }
        // Arrays of kinds that can't be compared are unequal everywhere.
        Err(error) if equality && error.kind == ErrorKind::UFuncType => {
            let shape = |o: &Operand| match o {
                Operand::Tensor(t) => t.shape().to_vec(),
                _ => Vec::new(),
            };
            let shape = crate::tensor::shape::broadcast_shapes(&[&shape(&x), &shape(&y)])?;
            let like = Tensor::zeros(&shape, crate::tensor::DType::BOOL)?;
            let answer = all(&like, op == CompareOp::Ne)?;
            if scalars { unboxed(answer).map(Some) } else { Ok(Some(Value::array(answer))) }
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether a value is an object of Python's.
fn is_own(value: &Value) -> bool {
    matches!(value, Value::Object(object) if !object.class().module.starts_with("numpy"))
}

/// A number of NumPy's own.
fn is_number(value: &Value) -> bool {
    match value {
        Value::NpInt(_) | Value::NpFloat(_) | Value::NpBool(_) => true,
        Value::Scalar(scalar) => scalar.dtype().kind.is_numeric(),
        _ => false,
    }
}

fn is_numeric(value: &Value) -> bool {
    match value {
        Value::Scalar(s) => s.dtype().kind.is_numeric() || matches!(**s, Scalar::DateTime(..) | Scalar::TimeDelta(..)),
        Value::List(_) | Value::Tuple(_) | Value::Range(_) => true,
        other => super::number::Number::of_any(other).is_some(),
    }
}

/// `array == None` compares element by element with an object; a text with numbers is never equal.
fn never_equal(op: CompareOp, a: &Value, b: &Value) -> Option<Result<Tensor>> {
    let ((Value::Array(array), other) | (other, Value::Array(array))) = (a, b) else { return None };
    let kind = array.dtype().kind;
    matches!(other, Value::None).then_some(())?;
    (!matches!(kind, Kind::Object)).then(|| all(&array.tensor(), op == CompareOp::Ne))
}

fn all(like: &Tensor, value: bool) -> Result<Tensor> {
    let result = Tensor::zeros(like.shape(), crate::tensor::DType::BOOL)?;
    if value {
        crate::tensor::assign::fill(&result, &Scalar::Bool(true))?;
    }
    Ok(result)
}

/// The ufunc behind a sign or `~`.
pub fn sign(op: UnaryOp) -> &'static Ufunc {
    match op {
        UnaryOp::Plus => &ufunc::POSITIVE,
        UnaryOp::Minus => &ufunc::NEGATIVE,
        UnaryOp::Invert => &ufunc::INVERT,
    }
}

pub fn unary(cx: &mut dyn Context, op: UnaryOp, value: &Value) -> Result<Value> {
    let function = sign(op);
    match value {
        Value::NpFloat(f) if op == UnaryOp::Minus => Ok(Value::np_float(-f.get())),
        _ => {
            if let Some(result) = small_call(function, std::slice::from_ref(value)) {
                return Ok(result);
            }
            let x = Operand::from_value(cx, value)?;
            subclass::finished(call(cx, function, &[x])?, std::slice::from_ref(value))
        }
    }
}

/// `array op= b`: into the array's own memory.
pub fn inplace(cx: &mut dyn Context, op: BinaryOp, a: &Value, b: &Value) -> Result<Value> {
    let Value::Array(target) = a else { return super::ops::binary(cx, op, a, b) };
    if let Some(result) = subclass::inplace(cx, op, target, b) {
        return result.map(|()| a.clone());
    }
    let Some(function) = ufunc_of(op, Some(target.dtype().kind), b) else {
        if target.ndim() > 0 && matches!(b, Value::Array(b) if b.ndim() == 1) {
            return Err(Error::value(
                "inplace matrix multiplication requires the first operand to have at least one and the second at least two dimensions.",
            ));
        }
        let product = matmul(cx, a, b)?;
        return match &product {
            Value::Array(result) if result.borrow().shape() == target.borrow().shape() => {
                check_writeable(target)?;
                let flags = crate::tensor::assign::assign(&target.tensor(), &result.tensor())?;
                report(cx, flags, "cast", false)?;
                Ok(a.clone())
            }
            _ => Ok(product),
        };
    };
    check_writeable(target)?;
    // A small result is made first and then copied, which needs no look at how the operands overlap.
    if let Some(Value::Array(result)) = small(function, a, b) {
        let (target, result) = (target.borrow(), result.borrow());
        if target.dtype() == result.dtype() && target.shape() == result.shape() {
            crate::tensor::copy::copy_elements(&target, &result)?;
            return Ok(a.clone());
        }
    }
    let Some(y) = operand(cx, b)? else {
        let (x, y) = (class_of(a).qualified_name(), class_of(b).qualified_name());
        return Err(Error::type_error(format!("unsupported operand type(s) for {}=: '{x}' and '{y}'", op.symbol())));
    };
    let out = [Some(target.tensor())];
    let options = CallOptions { out: &out, casting: Casting::SameKind, ..CallOptions::default() };
    let inputs = [Operand::Tensor(target.tensor()), y];
    let (_, flags) = ufunc::call(function, &inputs[..function.nin], &options)?;
    report(cx, flags, function.name, false)?;
    Ok(a.clone())
}

/// ValueError where the array's memory must not be written.
pub fn check_writeable(array: &Rc<Array>) -> Result<()> {
    if array.is_writeable() { Ok(()) } else { Err(Error::value("output array is read-only")) }
}

/// `a @ b`.
pub fn matmul(cx: &mut dyn Context, a: &Value, b: &Value) -> Result<Value> {
    if !matches!(a, Value::Array(_) | Value::List(_) | Value::Tuple(_))
        || !matches!(b, Value::Array(_) | Value::List(_) | Value::Tuple(_))
    {
        if is_operand(a) && is_operand(b) || matches!((a, b), (Value::Array(_), _) | (_, Value::Array(_))) {
            if let (Ok(x), Ok(y)) = (Tensor::from_value(cx, a), Tensor::from_value(cx, b)) {
                return unboxed(crate::linalg::matmul(&x, &y)?);
            }
            let position = usize::from(matches!(a, Value::Array(_)));
            return Err(Error::value(format!(
                "matmul: Input operand {position} does not have enough dimensions (has 0, gufunc core with signature (n?,k),(k,m?)->(n?,m?) requires 1)"
            )));
        }
        let (x, y) = (class_of(a).qualified_name(), class_of(b).qualified_name());
        return Err(Error::type_error(format!("unsupported operand type(s) for @: '{x}' and '{y}'")));
    }
    let (x, y) = (Tensor::from_value(cx, a)?, Tensor::from_value(cx, b)?);
    unboxed(crate::linalg::matmul(&x, &y)?)
}

/// The truth of one element.
pub fn scalar_truth(scalar: &Scalar) -> Result<bool> {
    Ok(match scalar {
        Scalar::Str(s) => !s.is_empty(),
        Scalar::Bytes(b) => !b.is_empty(),
        Scalar::Object(item) => item.truth()?,
        Scalar::DateTime(t, ..) | Scalar::TimeDelta(t, ..) => *t != 0,
        Scalar::Record(_) => true,
        number => match super::number::Number::of_any(&Value::scalar(number.clone())) {
            Some(super::number::Number::Int(i)) => i != 0,
            Some(super::number::Number::Float(f)) => f != 0.0,
            Some(super::number::Number::Complex(z)) => z.re != 0.0 || z.im != 0.0,
            _ => true,
        },
    })
}

/// Whether any element is true.
pub fn any(value: &Value) -> Result<bool> {
    match value {
        Value::Array(array) => Ok(crate::tensor::index::count_nonzero(&array.tensor())? > 0),
        other => super::ops::truth(other),
    }
}
