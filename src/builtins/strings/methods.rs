//! Functions that call a method of `str` or `bytes` for each word: `upper`, `split`, `encode`, `mod` …

use super::argument::{Elements, Words};
use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::tensor::{DType, Kind, Tensor};
use crate::value::class::class_of;
use crate::value::words::{each, filled, fitting, modulo};
use crate::value::{Args, Context, Error, Result, Value};

builtins! { STRING_METHODS, chapter "Strings: methods of each", spaces ["np.strings", "np.char"];
    /// Each word in capital letters.
    ///
    /// >>> np.strings.upper(['ab', 'Cd'])
    /// array(['AB', 'CD'], dtype='<U2')
    @chararray
    fn upper(cx, a: Words) -> Value { same_width(cx, &a, "upper", &[]) }

    /// Each word in small letters.
    ///
    /// >>> np.strings.lower(['AB', 'Cd'])
    /// array(['ab', 'cd'], dtype='<U2')
    @chararray
    fn lower(cx, a: Words) -> Value { same_width(cx, &a, "lower", &[]) }

    /// Each word with capital and small letters exchanged.
    ///
    /// >>> np.strings.swapcase(['aB', 'Cd'])
    /// array(['Ab', 'cD'], dtype='<U2')
    @chararray
    fn swapcase(cx, a: Words) -> Value { same_width(cx, &a, "swapcase", &[]) }

    /// Each word with a capital first letter and the others small.
    ///
    /// >>> np.strings.capitalize(['ab cd', 'EF'])
    /// array(['Ab cd', 'Ef'], dtype='<U5')
    @chararray
    fn capitalize(cx, a: Words) -> Value { same_width(cx, &a, "capitalize", &[]) }

    /// Each word with capital letters where words start in it.
    ///
    /// >>> np.strings.title(['ab cd', 'EF'])
    /// array(['Ab Cd', 'Ef'], dtype='<U5')
    @chararray
    fn title(cx, a: Words) -> Value { same_width(cx, &a, "title", &[]) }

    /// Each word with letters replaced by a table: of `str.maketrans` for text; for bytes 256 bytes, and bytes to drop.
    ///
    /// >>> np.strings.translate(['abc', 'cab'], str.maketrans('ab', 'xy'))
    /// array(['xyc', 'cxy'], dtype='<U3')
    @chararray
    fn translate(cx, a: Words, table: Elements, deletechars: Option<Elements> = None) -> Value {
        let mut args = vec![table.0];
        if let Some(Elements(dropped)) = deletechars.filter(|d| d.0.dtype() != DType::OBJECT && !is_wide(&a)) {
            args.push(dropped);
        }
        same_width(cx, &a, "translate", &args)
    }

    /// Each word as bytes in an encoding.
    ///
    /// >>> np.strings.encode(['é', 'b'])
    /// array([b'\xc3\xa9', b'b'], dtype='|S2')
    @chararray
    fn encode(cx, a: Words, encoding: Option<Value> = None, errors: Option<Value> = None) -> Value {
        let (shape, found) = coded(cx, &a, "encode", encoding, errors)?;
        fitting(&shape, &found, DType::native(Kind::Bytes(1))).map(Value::array)
    }

    /// Each word of bytes as text in an encoding.
    ///
    /// >>> np.strings.decode([b'\xc3\xa9', b'b'], 'utf-8')
    /// array(['é', 'b'], dtype='<U1')
    @chararray
    fn decode(cx, a: Words, encoding: Option<Value> = None, errors: Option<Value> = None) -> Value {
        let (shape, found) = coded(cx, &a, "decode", encoding, errors)?;
        fitting(&shape, &found, DType::native(Kind::Str(1))).map(Value::array)
    }

    /// `word % value` for each word: values put into `%d`, `%s` and the like.
    ///
    /// >>> np.strings.mod(['%d', 'n=%03d'], [1, 2])
    /// array(['1', 'n=002'], dtype='<U5')
    fn r#mod(cx, a: Words, values: Elements) -> Value {
        let words = a.tensor()?;
        let (shape, found) = modulo(cx, &words, &values.0)?;
        a.like(fitting(&shape, &found, words.dtype())?)
    }

    /// The letters of each word with a separator between them.
    ///
    /// >>> np.char.join('-', ['abc', 'xy'])
    /// array(['a-b-c', 'x-y'], dtype='<U5')
    @chararray
    @space("np.char")
    fn join(cx, sep: Words, seq: Elements) -> Value {
        let like = if matches!(seq.0.dtype().kind, Kind::Bytes(_)) { Kind::Bytes(1) } else { Kind::Str(1) };
        let (shape, found) = each(cx, &sep.tensor()?, &[seq.0], |cx, word, args| method(cx, word, "join", args))?;
        fitting(&shape, &found, DType::native(like)).map(Value::array)
    }

    /// A list for each word: its words, or its parts between separators.
    ///
    /// >>> np.char.split(['a b', 'c'])
    /// array([list(['a', 'b']), list(['c'])], dtype=object)
    @chararray
    @space("np.char")
    fn split(cx, a: Words, sep: Elements = no_element()?, maxsplit: Option<Elements> = None) -> Value { lists(cx, &a, "split", std::iter::once(sep).chain(maxsplit)) }

    /// As `split`, from the right.
    ///
    /// >>> np.char.rsplit(['a.b.c', 'd'], '.', 1)
    /// array([list(['a.b', 'c']), list(['d'])], dtype=object)
    @chararray
    @space("np.char")
    fn rsplit(cx, a: Words, sep: Elements = no_element()?, maxsplit: Option<Elements> = None) -> Value { lists(cx, &a, "rsplit", std::iter::once(sep).chain(maxsplit)) }

    /// A list of its lines for each word.
    ///
    /// >>> np.char.splitlines(['a\nb', 'c'])
    /// array([list(['a', 'b']), list(['c'])], dtype=object)
    @chararray
    @space("np.char")
    fn splitlines(cx, a: Words, keepends: Option<Elements> = None) -> Value { lists(cx, &a, "splitlines", keepends.into_iter()) }
}

fn no_element() -> Result<Elements> {
    crate::value::nested::object_tensor(&Value::None).map(Elements)
}

fn is_wide(a: &Words) -> bool {
    a.tensor().is_ok_and(|t| matches!(t.dtype().kind, Kind::Str(_)))
}

fn method(cx: &mut dyn Context, word: &Value, name: &str, args: &[Value]) -> Result<Value> {
    let Some(item) = registry::find_method(word, Symbol::new(name)) else {
        let class = class_of(word).name;
        return Err(Error::attribute(format!("type object '{class}' has no attribute '{name}'")));
    };
    let mut all = vec![word.clone()];
    all.extend_from_slice(args);
    registry::call(item, cx, &Args::positional(&all))
}

/// A method's results in an array of the words' own dtype; longer ones are cut off.
fn same_width(cx: &mut dyn Context, a: &Words, name: &str, args: &[Tensor]) -> Result<Value> {
    let (shape, found) = each(cx, &a.tensor()?, args, |cx, word, args| method(cx, word, name, args))?;
    let dtype = a.tensor()?.dtype();
    a.like(if a.is_any_length() { fitting(&shape, &found, dtype)? } else { filled(&shape, &found, dtype)? })
}

fn coded(
    cx: &mut dyn Context,
    a: &Words,
    name: &str,
    encoding: Option<Value>,
    errors: Option<Value>,
) -> Result<(Vec<usize>, Vec<Value>)> {
    let args = [encoding, errors].into_iter().map_while(|arg| arg);
    let args: Vec<Tensor> = args.map(|arg| crate::value::nested::to_tensor(cx, &arg, None)).collect::<Result<_>>()?;
    each(cx, &a.tensor()?, &args, |cx, word, args| method(cx, word, name, args))
}

fn lists(cx: &mut dyn Context, a: &Words, name: &str, args: impl Iterator<Item = Elements>) -> Result<Value> {
    let args: Vec<Tensor> = args.map(|e| e.0).collect();
    let (shape, found) = each(cx, &a.tensor()?, &args, |cx, word, args| method(cx, word, name, args))?;
    filled(&shape, &found, DType::OBJECT).map(Value::array)
}
