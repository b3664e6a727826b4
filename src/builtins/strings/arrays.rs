//! `np.char.chararray`: arrays of text whose elements have no white space at their ends, made by `np.char.array`.

use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::tensor::{DType, Kind, Order, Tensor, assign, cast, copy};
use crate::value::boxed::nested_list;
use crate::value::chararray::{is_chararray, of_characters};
use crate::value::class::numpy::CHARARRAY;
use crate::value::convert::Shape;
use crate::value::nested::to_tensor;
use crate::value::{Array, Context, Error, Result, Value};
use std::rc::Rc;

builtins! { CHARACTER_ARRAYS, chapter "Strings: numpy.char", spaces ["np.char"];
    /// An array of text with methods of its own: elements and comparisons ignore white space at the ends of words.
    ///
    /// >>> c = np.char.array(['a ', 'b'])
    /// >>> c == 'a', c.upper()
    /// (array([ True, False]), chararray(['A', 'B'], dtype='<U2'))
    @see("asarray")
    fn array(cx, obj: Value, itemsize: Option<i64> = None, copy: bool = true, unicode: Option<bool> = None, order: Option<Order> = None) -> Value {
        character_array(cx, &obj, itemsize, copy, unicode, order)
    }

    /// As `array`, without a copy where that is possible.
    ///
    /// >>> np.char.asarray(['ab', 'c']).find('b')
    /// array([ 1, -1])
    @see("array")
    fn asarray(cx, obj: Value, itemsize: Option<i64> = None, unicode: Option<bool> = None, order: Option<Order> = None) -> Value {
        character_array(cx, &obj, itemsize, false, unicode, order)
    }
}

builtins! { CHARARRAY_CONSTRUCTOR, chapter "Strings: numpy.char", spaces ["constructors.numpy"];
    /// An array of text of a shape, its elements not set; or on the memory of `buffer`.
    ///
    /// >>> c = np.char.chararray((2, 2), itemsize=3, unicode=True)
    /// >>> c[:] = 'ab '
    /// >>> c
    /// chararray([['ab', 'ab'],
    ///            ['ab', 'ab']], dtype='<U3')
    @short("takes no strides and offsets")
    fn chararray(cx, shape: Shape, itemsize: i64 = 1, unicode: bool = false, buffer: Value = Value::None, offset: i64 = 0,
                 strides: Value = Value::None, order: Option<Order> = None) -> Value {
        let dtype = text_dtype(unicode, itemsize)?;
        if !matches!(buffer, Value::None | Value::Str(_) | Value::Bytes(_)) || offset != 0 || !matches!(strides, Value::None) {
            return Err(Error::type_error("only text and bytes can be the buffer of a chararray here"));
        }
        let tensor = Tensor::zeros(&shape.0, dtype)?;
        match &buffer {
            Value::Bytes(bytes) => {
                let size = dtype.itemsize().max(1);
                if bytes.data.len() < tensor.size() * size {
                    return Err(Error::type_error("buffer is too small for requested array"));
                }
                for (i, word) in bytes.data.chunks_exact(size).take(tensor.size()).enumerate() {
                    tensor.set_scalar((i * size) as isize, &crate::tensor::Scalar::Bytes(word.into()))?;
                }
            }
            Value::Str(text) => {
                assign::fill(&tensor, &crate::tensor::Scalar::Str(text.as_str().into()))?;
            }
            _ => {}
        }
        Ok(of_characters(tensor))
    }
}

builtins! { CHARARRAY_METHODS, chapter "Strings: numpy.char", methods "chararray";
    /// Each word with a part replaced.
    ///
    /// >>> np.char.array(['ab', 'ba']).replace('a', 'x')
    /// chararray(['xb', 'bx'], dtype='<U2')
    fn replace(cx, @pos a: Value, old: Value, new: Value, count: Option<Value> = None) -> Value {
        of_module(cx, "replace", &[a.clone(), old.clone(), new.clone(), count.unwrap_or(Value::Int(-1))])
    }

    /// Whether all letters of each word are alphabetic.
    ///
    /// >>> np.char.array(['ab', 'a1']).isalpha()
    /// array([ True, False])
    fn isalpha(cx, @pos a: Value) -> Value { of_module(cx, "isalpha", std::slice::from_ref(&a)) }

    /// Whether all letters of each word are digits.
    ///
    /// >>> np.char.array(['42', 'a1']).isdigit()
    /// array([ True, False])
    fn isdigit(cx, @pos a: Value) -> Value { of_module(cx, "isdigit", std::slice::from_ref(&a)) }

    /// Whether each word is white space alone.
    ///
    /// >>> np.char.array([' ', 'a']).isspace()
    /// array([ True, False])
    fn isspace(cx, @pos a: Value) -> Value { of_module(cx, "isspace", std::slice::from_ref(&a)) }

    /// Whether all letters of each word are alphabetic or numeric.
    ///
    /// >>> np.char.array(['a1', '-']).isalnum()
    /// array([ True, False])
    fn isalnum(cx, @pos a: Value) -> Value { of_module(cx, "isalnum", std::slice::from_ref(&a)) }

    /// Whether each word has small letters and no capital ones.
    ///
    /// >>> np.char.array(['ab', 'Ab']).islower()
    /// array([ True, False])
    fn islower(cx, @pos a: Value) -> Value { of_module(cx, "islower", std::slice::from_ref(&a)) }

    /// Whether each word has capital letters and no small ones.
    ///
    /// >>> np.char.array(['AB', 'Ab']).isupper()
    /// array([ True, False])
    fn isupper(cx, @pos a: Value) -> Value { of_module(cx, "isupper", std::slice::from_ref(&a)) }

    /// Whether capital letters stand where words start and only there.
    ///
    /// >>> np.char.array(['Ab', 'AB']).istitle()
    /// array([ True, False])
    fn istitle(cx, @pos a: Value) -> Value { of_module(cx, "istitle", std::slice::from_ref(&a)) }

    /// Whether all letters of each word are decimal digits.
    ///
    /// >>> np.char.array(['42', 'a1']).isdecimal()
    /// array([ True, False])
    fn isdecimal(cx, @pos a: Value) -> Value { of_module(cx, "isdecimal", std::slice::from_ref(&a)) }

    /// Whether all letters of each word stand for numbers.
    ///
    /// >>> np.char.array(['½', 'a1']).isnumeric()
    /// array([ True, False])
    fn isnumeric(cx, @pos a: Value) -> Value { of_module(cx, "isnumeric", std::slice::from_ref(&a)) }
}

/// The function of `numpy.strings` of that name.
fn of_module(cx: &mut dyn Context, name: &str, args: &[Value]) -> Result<Value> {
    let function = registry::lookup("np.strings", Symbol::new(name)).unwrap_or_default();
    cx.call(&function, args, &[])
}

fn text_dtype(unicode: bool, itemsize: i64) -> Result<DType> {
    let n = u32::try_from(itemsize).map_err(|_| Error::value("invalid itemsize"))?;
    Ok(DType::native(if unicode { Kind::Str(n) } else { Kind::Bytes(n) }))
}

fn character_array(
    cx: &mut dyn Context,
    obj: &Value,
    itemsize: Option<i64>,
    copied: bool,
    unicode: Option<bool>,
    order: Option<Order>,
) -> Result<Value> {
    if let Value::Str(_) | Value::Bytes(_) = obj {
        return of_one_text(obj, itemsize, unicode);
    }
    let array = match obj {
        Value::List(_) | Value::Tuple(_) => Value::array(to_tensor(cx, obj, None)?),
        other => other.clone(),
    };
    let tensor = to_tensor(cx, &array, None)?;
    let (Value::Array(given), Kind::Str(n) | Kind::Bytes(n)) = (&array, tensor.dtype().kind) else {
        let unicode = unicode.unwrap_or(false);
        // Without a size, the texts of the elements decide, not what their dtype could hold.
        let elements = if itemsize.is_none() { nested_list(tensor) } else { array };
        let words = to_tensor(cx, &elements, Some(text_dtype(unicode, itemsize.unwrap_or(0))?))?;
        return Ok(of_characters(words));
    };
    let unicode = unicode.unwrap_or(matches!(tensor.dtype().kind, Kind::Str(_)));
    let wanted = text_dtype(unicode, itemsize.unwrap_or(i64::from(n)))?;
    let order = order.unwrap_or(Order::K);
    if !copied && wanted == tensor.dtype() {
        let view =
            if is_chararray(&array) { return Ok(array) } else { Array::view_as(given.tensor(), &array, &CHARARRAY) };
        return Ok(Value::Array(Rc::new(view)));
    }
    let tensor =
        if wanted == tensor.dtype() { copy::copied(&tensor, order)? } else { cast::cast(&tensor, wanted, order)?.0 };
    Ok(of_characters(tensor))
}

/// As many elements as the text has room for, each of them the text's beginning.
fn of_one_text(text: &Value, itemsize: Option<i64>, unicode: Option<bool>) -> Result<Value> {
    let (length, word) = match text {
        Value::Str(s) => (s.char_count(), crate::tensor::Scalar::Str(s.as_str().into())),
        Value::Bytes(b) => (b.data.len(), crate::tensor::Scalar::Bytes((*b.data).into())),
        _ => (0, crate::tensor::Scalar::Bool(false)),
    };
    let size = itemsize.unwrap_or(length as i64);
    if size == 0 {
        return Err(Error::zero_division("integer division or modulo by zero"));
    }
    let dtype = text_dtype(unicode.unwrap_or(matches!(text, Value::Str(_))), size)?;
    let tensor = Tensor::zeros(&[length / size.unsigned_abs() as usize], dtype)?;
    if let (Value::Bytes(bytes), Kind::Bytes(_)) = (text, dtype.kind) {
        for (i, part) in bytes.data.chunks_exact(dtype.itemsize()).enumerate() {
            tensor.set_scalar((i * dtype.itemsize()) as isize, &crate::tensor::Scalar::Bytes(part.into()))?;
        }
    } else {
        assign::fill(&tensor, &word)?;
    }
    Ok(of_characters(tensor))
}
