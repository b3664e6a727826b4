//! Elementwise functions over arrays of words, with the widths of results and the errors that NumPy's string ufuncs have.

use super::layout;
use super::letter::Letter;
use super::search;
use super::words::{Output, Words, exact_width, integers_seen_in, letters, width, with_width};
use crate::tensor::cast;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::format::dtype_repr;
use crate::tensor::promote::{Casting, can_cast, default_operand_dtype, dtype_class, operand_class};
use crate::tensor::scalar::Operand;
use crate::tensor::shape::{self, Dims};
use crate::tensor::tensor::Tensor;
use crate::tensor::view::common_shape;
use std::cmp::Ordering;

/// Operands of a function that takes text first, all of one kind, and int64 after it.
struct Operands {
    /// The kind of the text, with the width of the first operand.
    dtype: DType,
    words: Vec<Tensor>,
    integers: Vec<Tensor>,
    shape: Dims,
}

impl Operands {
    /// UFuncTypeError, in the name of `function`, where an operand is nothing for it.
    fn of(function: &str, words: &[&Operand], integers: &[&Operand]) -> Result<Operands> {
        let all: Vec<&Operand> = words.iter().chain(integers).copied().collect();
        let kinds: Vec<Kind> = words.iter().map(|o| default_operand_dtype(o).kind).collect();
        let text = kinds.iter().all(|k| matches!(k, Kind::Str(_))) || kinds.iter().all(|k| matches!(k, Kind::Bytes(_)));
        if !text {
            return Err(no_loop(function, &all));
        }
        for (i, operand) in integers.iter().enumerate() {
            check_integer(function, words.len() + i, operand)?;
        }
        let words: Vec<Tensor> = words.iter().map(|o| as_tensor(o)).collect::<Result<_>>()?;
        let integers: Vec<Tensor> =
            integers.iter().map(|o| cast::as_dtype(&as_tensor(o)?, DType::INT64)).collect::<Result<_>>()?;
        let shapes: Vec<&[usize]> = words.iter().chain(&integers).map(Tensor::shape).collect();
        let shape = shape::broadcast_shapes(&shapes)?;
        Ok(Operands { dtype: words[0].dtype(), words, integers, shape })
    }

    fn count(&self) -> usize {
        self.shape.iter().product()
    }
}

fn as_tensor(operand: &Operand) -> Result<Tensor> {
    match operand {
        Operand::Tensor(t) => Ok(t.clone()),
        Operand::WeakInt(i) if i64::try_from(*i).is_err() => {
            Err(Error::overflow("Python int too large to convert to C long"))
        }
        other => cast::operand_to_tensor(other, default_operand_dtype(other)),
    }
}

fn no_loop(function: &str, operands: &[&Operand]) -> Error {
    let classes = match operands {
        [one] => dtype_class(default_operand_dtype(one)).to_string(),
        all => format!("({})", all.iter().map(|o| operand_class(o)).collect::<Vec<_>>().join(", ")),
    };
    Error::new(
        ErrorKind::UFuncType,
        format!("ufunc '{function}' did not contain a loop with signature matching types {classes} -> None"),
    )
}

fn check_integer(function: &str, place: usize, operand: &Operand) -> Result<()> {
    let from = default_operand_dtype(operand);
    if can_cast(from, DType::INT64, Casting::SameKind) {
        return Ok(());
    }
    Err(Error::new(
        ErrorKind::UFuncType,
        format!(
            "Cannot cast ufunc '{function}' input {place} from {} to dtype('int64') with casting rule 'same_kind'",
            dtype_repr(from)
        ),
    ))
}

/// `unsupported type float64 for operand 'width'`
fn require_integers(t: &Tensor, name: &str) -> Result<()> {
    if t.dtype().kind.is_integer() || matches!(t.dtype().kind, Kind::TimeDelta { .. }) {
        return Ok(());
    }
    let dtype = crate::tensor::format::dtype_str(t.dtype());
    Err(Error::type_error(format!("unsupported type {dtype} for operand '{name}'")))
}

fn no_maximum() -> Error {
    Error::value("zero-size array to reduction operation maximum which has no identity")
}

fn as_length(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

/// How many letters each word has.
pub fn letter_counts(words: &Operand) -> Result<Tensor> {
    let operands = Operands::of("str_len", &[words], &[])?;
    letters!(operands.dtype.kind, T => {
        let lengths: Vec<i64> =
            Words::<T>::of(&operands.words[0])?.seen_in(&operands.shape).map(|word| word.len() as i64).collect();
        Tensor::from_vec(&operands.shape, lengths)
    }, else Err(no_loop("str_len", &[words])))
}

/// For which words the question `name` (`isalpha`, `istitle` …) is answered with yes; `None` where it is not one about this kind
/// of text.
pub fn satisfying(name: &str, t: &Tensor) -> Option<Result<Tensor>> {
    let narrow = matches!(t.dtype().kind, Kind::Bytes(_));
    if narrow && matches!(name, "isdecimal" | "isnumeric") {
        return None;
    }
    letters!(t.dtype().kind, T => {
        let test: fn(&[T]) -> bool = match name {
            "isalpha" => |w| search::all(w, T::is_alphabetic),
            "isdigit" => |w| search::all(w, T::is_digit),
            "isdecimal" => |w| search::all(w, T::is_decimal),
            "isnumeric" => |w| search::all(w, T::is_numeric),
            "isspace" => |w| search::all(w, T::is_space),
            "isalnum" => |w| search::all(w, |c| c.is_alphabetic() || c.is_numeric()),
            "islower" => search::is_lower,
            "isupper" => search::is_upper,
            "istitle" => search::is_title,
            _ => return None,
        };
        Some(Words::<T>::of(t).and_then(|words| {
            let answers: Vec<bool> = words.seen_in(t.shape()).map(test).collect();
            Tensor::from_vec(t.shape(), answers)
        }))
    }, else None)
}

/// Words compared letter by letter, where wanted without the white space at their ends.
pub fn compared(x: &Tensor, y: &Tensor, stripped: bool, holds: fn(Ordering) -> bool) -> Result<Tensor> {
    let shape = shape::broadcast_shapes(&[x.shape(), y.shape()])?;
    letters!(x.dtype().kind, T => {
        let (xs, ys) = (Words::<T>::of(x)?, Words::<T>::of(y)?);
        let cut = |word: &'_ [T]| if stripped { search::strip_end(word, T::is_space).len() } else { word.len() };
        let order = |(a, b): (&[T], &[T])| holds(a[..cut(a)].cmp(&b[..cut(b)]));
        let answers: Vec<bool> = xs.seen_in(&shape).zip(ys.seen_in(&shape)).map(order).collect();
        Tensor::from_vec(&shape, answers)
    }, else Err(Error::type_error("comparison of non-string arrays")))
}

/// Each word of `x` with that of `y` after it, both of one kind of text.
pub fn concatenated(x: &Tensor, y: &Tensor) -> Result<Tensor> {
    let shape = shape::broadcast_shapes(&[x.shape(), y.shape()])?;
    let dtype = with_width(x.dtype(), width(x.dtype()) + width(y.dtype()))?;
    letters!(x.dtype().kind, T => {
        let (xs, ys) = (Words::<T>::of(x)?, Words::<T>::of(y)?);
        let mut output = Output::<T>::new(shape.iter().product(), dtype)?;
        for (a, b) in xs.seen_in(&shape).zip(ys.seen_in(&shape)) {
            output.write(|out| {
                out.extend_from_slice(a);
                out.extend_from_slice(b);
            });
        }
        output.finish(&shape)
    }, else Err(Error::type_error("string operation on non-string array")))
}

/// `find`, `rfind`, `index`, `rindex`, `count`, `startswith`, `endswith`: where and how often a part stands in each word between
/// two places.
///
/// # Errors
/// ValueError of `index` and `rindex` where the part is not there.
pub fn located(function: &str, words: &Operand, part: &Operand, start: &Operand, end: &Operand) -> Result<Tensor> {
    let operands = Operands::of(function, &[words, part], &[start, end])?;
    let shape = &operands.shape;
    letters!(operands.dtype.kind, T => {
        let (words, parts) = (Words::<T>::of(&operands.words[0])?, Words::<T>::of(&operands.words[1])?);
        let starts = integers_seen_in(&operands.integers[0], shape)?;
        let ends = integers_seen_in(&operands.integers[1], shape)?;
        let seen = words.seen_in(shape).zip(parts.seen_in(shape)).zip(starts.zip(ends));
        let window = |word: &'_ [T], (start, end)| search::window(word.len(), start, end);
        if matches!(function, "startswith" | "endswith") {
            let starts = function == "startswith";
            let answers: Vec<bool> = seen
                .map(|((word, part), bounds)| {
                    let inside = window(word, bounds).map(|range| &word[range]);
                    inside.is_some_and(|word| if starts { word.starts_with(part) } else { word.ends_with(part) })
                })
                .collect();
            return Tensor::from_vec(shape, answers);
        }
        let mut answers: Vec<i64> = Vec::with_capacity(operands.count());
        for ((word, part), bounds) in seen {
            let inside = window(word, bounds).map(|range| (range.start, &word[range]));
            if function == "count" {
                answers.push(inside.map_or(0, |(_, word)| search::count(word, part) as i64));
                continue;
            }
            let last = function.starts_with('r');
            let place = inside.and_then(|(skipped, word)| {
                let found = if last { search::rfind(word, part) } else { search::find(word, part) };
                found.map(|at| (skipped + at) as i64)
            });
            match place {
                None if function.ends_with("index") => return Err(Error::value("substring not found")),
                place => answers.push(place.unwrap_or(-1)),
            }
        }
        Tensor::from_vec(shape, answers)
    }, else Err(no_loop(function, &[words, part, start, end])))
}

/// At which ends something happens to a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strip {
    Start,
    End,
    Both,
}

impl Strip {
    fn name(self, chosen: bool) -> &'static str {
        match (self, chosen) {
            (Strip::Start, false) => "_lstrip_whitespace",
            (Strip::End, false) => "_rstrip_whitespace",
            (Strip::Both, false) => "_strip_whitespace",
            (Strip::Start, true) => "_lstrip_chars",
            (Strip::End, true) => "_rstrip_chars",
            (Strip::Both, true) => "_strip_chars",
        }
    }
}

/// Words without white space, or without certain letters, at their ends; as wide as before.
pub fn stripped(words: &Operand, chars: Option<&Operand>, ends: Strip) -> Result<Tensor> {
    let function = ends.name(chars.is_some());
    let both: Vec<&Operand> = std::iter::once(words).chain(chars).collect();
    let operands = Operands::of(function, &both, &[])?;
    let shape = &operands.shape;
    letters!(operands.dtype.kind, T => {
        let words = Words::<T>::of(&operands.words[0])?;
        let chosen = operands.words.get(1).map(Words::<T>::of).transpose()?;
        let mut chosen = chosen.as_ref().map(|c| c.seen_in(shape));
        let mut output = Output::<T>::new(operands.count(), with_width(operands.dtype, width(operands.dtype))?)?;
        for word in words.seen_in(shape) {
            let chars = chosen.as_mut().and_then(|c| c.next());
            let drops = |letter: T| chars.map_or_else(|| letter.is_space(), |chars| chars.contains(&letter));
            let word = if ends == Strip::End { word } else { search::strip_start(word, drops) };
            output.push(if ends == Strip::Start { word } else { search::strip_end(word, drops) });
        }
        output.finish(shape)
    }, else Err(no_loop(function, &both)))
}

/// Words, each `times` in a row.
///
/// # Errors
/// TypeError for `times` that are no integers, OverflowError for results of absurd length.
pub fn multiplied(words: &Operand, times: &Tensor) -> Result<Tensor> {
    require_integers(times, "i")?;
    let lengths = letter_counts(words)?;
    let (words, times) = (as_tensor(words)?, cast::as_dtype(times, DType::INT64)?);
    let shape = shape::broadcast_shapes(&[words.shape(), times.shape()])?;
    let total = |(len, n): (i64, i64)| as_length(len).checked_mul(as_length(n)).filter(|&n| n <= isize::MAX as usize);
    let totals = integers_seen_in(&lengths, &shape)?.zip(integers_seen_in(&times, &shape)?).map(total);
    let longest = totals.collect::<Option<Vec<usize>>>();
    let longest = longest.ok_or_else(|| Error::overflow("Overflow encountered in string multiply"))?;
    let longest = longest.into_iter().max().ok_or_else(no_maximum)?;
    letters!(words.dtype().kind, T => {
        let mut output = Output::<T>::new(shape.iter().product(), with_width(words.dtype(), longest)?)?;
        for (word, n) in Words::<T>::of(&words)?.seen_in(&shape).zip(integers_seen_in(&times, &shape)?) {
            output.write(|out| (0..if word.is_empty() { 0 } else { n }).for_each(|_| out.extend_from_slice(word)));
        }
        output.finish(&shape)
    }, else Err(Error::type_error("string operation on non-string array")))
}

/// Words with the first `count` occurrences of `old` as `new`, all of them where that is negative; as wide as the longest result.
pub fn replaced(words: &Tensor, old: &Tensor, new: &Tensor, most: &Tensor) -> Result<Tensor> {
    require_integers(most, "count")?;
    let most = cast::as_dtype(most, DType::INT64)?;
    let operand = |t: &Tensor| Operand::Tensor(t.clone());
    let counts =
        located("count", &operand(words), &operand(old), &Operand::WeakInt(0), &Operand::WeakInt(i64::MAX.into()))?;
    let limited = shape::broadcast_shapes(&[counts.shape(), most.shape()])?;
    let fewer = |(found, most): (i64, i64)| if most < 0 { found } else { found.min(most) };
    let pairs = integers_seen_in(&counts, &limited)?.zip(integers_seen_in(&most, &limited)?);
    let counts = Tensor::from_vec(&limited, pairs.map(fewer).collect())?;
    letter_counts(&operand(new))?;
    let shape = shape::broadcast_shapes(&[&limited, new.shape()])?;
    letters!(words.dtype().kind, T => {
        let (all, olds, news) = (Words::<T>::of(words)?, Words::<T>::of(old)?, Words::<T>::of(new)?);
        let seen = || -> Result<_> {
            let texts = all.seen_in(&shape).zip(olds.seen_in(&shape)).zip(news.seen_in(&shape));
            Ok(texts.zip(integers_seen_in(&counts, &shape)?))
        };
        let size = |(((word, old), new), n): (((&[T], &[T]), &[T]), i64)| {
            as_length(word.len() as i64 + n * (new.len() as i64 - old.len() as i64))
        };
        let longest = seen()?.map(size).max().ok_or_else(no_maximum)?;
        let mut output = Output::<T>::new(shape.iter().product(), with_width(words.dtype(), longest)?)?;
        for (((word, old), new), n) in seen()? {
            output.write(|out| search::replace(word, old, new, as_length(n), out));
        }
        output.finish(&shape)
    }, else Err(Error::type_error("string operation on non-string array")))
}

/// Words with tabs as spaces. The results are as wide as NumPy makes them, which counts the bytes of other letters.
pub fn tabs_expanded(words: &Operand, size: &Operand) -> Result<Tensor> {
    let operands = Operands::of("_expandtabs_length", &[words], &[size])?;
    let shape = &operands.shape;
    letters!(operands.dtype.kind, T => {
        let words = Words::<T>::of(&operands.words[0])?;
        let mut longest = None;
        for (word, size) in words.seen_in(shape).zip(integers_seen_in(&operands.integers[0], shape)?) {
            let mut length = 0;
            layout::expand_tabs(word, size, |_, n| length += n);
            let others = word.iter().filter(|&&c| c != T::ascii(b'\t')).count();
            length += others * (size_of::<T>() - 1);
            longest = longest.max(Some(length));
        }
        let longest = longest.ok_or_else(no_maximum)?;
        let mut output = Output::<T>::new(operands.count(), with_width(operands.dtype, longest)?)?;
        for (word, size) in words.seen_in(shape).zip(integers_seen_in(&operands.integers[0], shape)?) {
            output.write(|out| layout::expand_tabs(word, size, |letter, n| out.extend(std::iter::repeat_n(letter, n))));
        }
        output.finish(shape)
    }, else Err(no_loop("_expandtabs_length", &[words, size])))
}

/// Where a word stands in a wider one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    Left,
    Right,
    Centre,
}

/// Words laid out in so many letters. Longer ones stay, and widen all results.
///
/// # Errors
/// TypeError for a width that is no integer or a fill of several letters.
pub fn justified(words: &Tensor, widths: &Tensor, fill: &Tensor, side: Side) -> Result<Tensor> {
    require_integers(widths, "width")?;
    let lengths = letter_counts(&Operand::Tensor(fill.clone()))?;
    if integers_seen_in(&lengths, fill.shape())?.any(|n| n != 1) {
        return Err(Error::type_error("The fill character must be exactly one character long"));
    }
    let fill = cast::as_dtype(fill, words.dtype())?;
    let widths = enough(words, widths)?;
    let shape = common_shape(&[words.shape(), widths.shape(), fill.shape()])?;
    letters!(words.dtype().kind, T => {
        let longest = integers_seen_in(&widths, widths.shape())?.max().ok_or_else(no_maximum)?;
        let mut output = Output::<T>::new(shape.iter().product(), with_width(words.dtype(), as_length(longest))?)?;
        let (all, fills) = (Words::<T>::of(words)?, Words::<T>::of(&fill)?);
        for ((word, fill), width) in all.seen_in(&shape).zip(fills.seen_in(&shape)).zip(integers_seen_in(&widths, &shape)?) {
            let width = as_length(width);
            let missing = width.saturating_sub(word.len());
            let left = match side {
                Side::Left => 0,
                Side::Right => missing,
                Side::Centre => layout::left_margin(word.len(), width),
            };
            let fill = fill.first().copied().unwrap_or(T::NUL);
            output.write(|out| layout::pad(word, left, missing - left, fill, out));
        }
        output.finish(&shape)
    }, else Err(Error::type_error("string operation on non-string array")))
}

/// The widths asked for, or the lengths of the words where these are greater.
fn enough(words: &Tensor, widths: &Tensor) -> Result<Tensor> {
    let lengths = letter_counts(&Operand::Tensor(words.clone()))?;
    let shape = shape::broadcast_shapes(&[lengths.shape(), widths.shape()])?;
    let pairs = integers_seen_in(&lengths, &shape)?.zip(integers_seen_in(widths, &shape)?);
    Tensor::from_vec(&shape, pairs.map(|(len, width)| len.max(width)).collect())
}

/// Words with zeros after their sign up to a width.
pub fn zero_filled(words: &Tensor, widths: &Tensor) -> Result<Tensor> {
    require_integers(widths, "width")?;
    let widths = enough(words, widths)?;
    let shape = widths.shape();
    letters!(words.dtype().kind, T => {
        let longest = integers_seen_in(&widths, shape)?.max().ok_or_else(no_maximum)?;
        let mut output = Output::<T>::new(widths.size(), with_width(words.dtype(), as_length(longest))?)?;
        for (word, width) in Words::<T>::of(words)?.seen_in(shape).zip(integers_seen_in(&widths, shape)?) {
            output.write(|out| layout::zero_fill(word, as_length(width), out));
        }
        output.finish(shape)
    }, else Err(Error::type_error("string operation on non-string array")))
}

/// What stands before a separator, the separator, and what stands after it: at its first place in each word, or at its last.
///
/// # Errors
/// ValueError for an empty separator.
pub fn partitioned(words: &Tensor, sep: &Tensor, last: bool) -> Result<[Tensor; 3]> {
    let sep = cast::as_dtype(sep, words.dtype())?;
    let (words, sep) = (Operand::Tensor(words.clone()), Operand::Tensor(sep));
    let (start, end) = (Operand::WeakInt(0), Operand::WeakInt(i64::MAX.into()));
    let operands = Operands::of(if last { "rfind" } else { "find" }, &[&words, &sep], &[&start, &end])?;
    let shape = &operands.shape;
    letters!(operands.dtype.kind, T => {
        let (words, seps) = (Words::<T>::of(&operands.words[0])?, Words::<T>::of(&operands.words[1])?);
        let mut found: Vec<[&[T]; 3]> = Vec::with_capacity(operands.count());
        let mut none = true;
        for (word, sep) in words.seen_in(shape).zip(seps.seen_in(shape)) {
            if sep.is_empty() {
                return Err(Error::value("empty separator"));
            }
            found.push(match if last { search::rfind(word, sep) } else { search::find(word, sep) } {
                Some(at) => {
                    none = false;
                    [&word[..at], sep, &word[at + sep.len()..]]
                }
                None if last => [&[], &[], word],
                None => [word, &[], &[]],
            });
        }
        let separators = seps.seen_in(operands.words[1].shape()).map(<[T]>::len).max().unwrap_or(0);
        let part = |k: usize| -> Result<Tensor> {
            let longest = found.iter().map(|parts| parts[k].len()).max().ok_or_else(no_maximum)?;
            let width = match k {
                1 if none => 1,
                1 => separators,
                _ => longest,
            };
            let mut output = Output::<T>::new(found.len(), exact_width(operands.dtype, width)?)?;
            found.iter().for_each(|parts| output.push(parts[k]));
            output.finish(shape)
        };
        Ok([part(0)?, part(1)?, part(2)?])
    }, else Err(no_loop("find", &[&words, &sep, &start, &end])))
}

/// `word[start:stop:step]` of each word; as wide as before.
///
/// # Errors
/// TypeError for a step that is no integer, ValueError for a step of zero.
pub fn sliced(words: &Operand, start: Option<&Operand>, stop: Option<&Operand>, step: &Tensor) -> Result<Tensor> {
    require_integers(step, "step")?;
    if integers_seen_in(step, step.shape())?.any(|step| step == 0) {
        return Err(Error::value("slice step cannot be zero"));
    }
    // What is not given depends on the direction.
    let end = |forward: i64, backward: i64| -> Result<Operand> {
        let ends = integers_seen_in(step, step.shape())?.map(|step| if step < 0 { backward } else { forward });
        Tensor::from_vec(step.shape(), ends.collect()).map(Operand::Tensor)
    };
    let start = start.map_or_else(|| end(0, i64::MAX), |o| Ok(o.clone()))?;
    let stop = stop.map_or_else(|| end(i64::MAX, i64::MIN), |o| Ok(o.clone()))?;
    let step = Operand::Tensor(step.clone());
    let operands = Operands::of("_slice", &[words], &[&start, &stop, &step])?;
    let shape = &operands.shape;
    letters!(operands.dtype.kind, T => {
        let mut output = Output::<T>::new(operands.count(), with_width(operands.dtype, width(operands.dtype))?)?;
        let bounds = |k: usize| integers_seen_in(&operands.integers[k], shape);
        let bounds = bounds(0)?.zip(bounds(1)?).zip(bounds(2)?);
        for (word, ((start, stop), step)) in Words::<T>::of(&operands.words[0])?.seen_in(shape).zip(bounds) {
            output.write(|out| layout::slice(word, start, stop, step, out));
        }
        output.finish(shape)
    }, else Err(no_loop("_slice", &[words, &start, &stop, &step])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::Scalar;

    fn text(words: &[&str]) -> Tensor {
        let longest = words.iter().map(|w| w.chars().count()).max().unwrap_or(0);
        let t = Tensor::zeros(&[words.len()], DType::native(Kind::Str(longest as u32))).unwrap();
        for (i, word) in words.iter().enumerate() {
            t.set_scalar((i * 4 * longest) as isize, &Scalar::Str((*word).into())).unwrap();
        }
        t
    }

    fn shown(t: &Tensor) -> Vec<String> {
        let each = crate::tensor::iterate::Offsets::new(t.shape(), t.strides());
        each.map(|at| if let Scalar::Str(s) = t.scalar_at(at) { s.to_string() } else { String::new() }).collect()
    }

    #[test]
    fn widths_and_words() {
        let words = text(&["abc", "hello", ""]);
        let operand = Operand::Tensor(words.clone());
        let twice = multiplied(&operand, &Tensor::vector(&[2i64]).unwrap()).unwrap();
        assert_eq!((twice.dtype(), shown(&twice)[1].as_str()), (DType::native(Kind::Str(10)), "hellohello"));
        let centred = justified(&words, &Tensor::scalar(4i64).unwrap(), &text(&["*"]), Side::Centre).unwrap();
        assert_eq!(shown(&centred), ["abc*", "hello", "****"]);
        let [before, sep, after] = partitioned(&words, &text(&["l"]), true).unwrap();
        assert_eq!(
            (shown(&before), shown(&sep), shown(&after)),
            (
                vec!["".into(), "hel".into(), "".into()],
                vec!["".into(), "l".into(), "".into()],
                vec!["abc".into(), "o".into(), "".into()]
            )
        );
        let minus = Tensor::scalar(-1i64).unwrap();
        assert_eq!(shown(&sliced(&operand, None, None, &minus).unwrap()), ["cba", "olleh", ""]);
        let size = |n| Operand::WeakInt(n);
        assert_eq!(
            tabs_expanded(&Operand::Tensor(text(&["a\tb"])), &size(8)).unwrap().dtype(),
            DType::native(Kind::Str(15))
        );
    }

    #[test]
    fn errors_in_numpys_words() {
        let words = Operand::Tensor(text(&["abc"]));
        let (zero, end) = (Operand::WeakInt(0), Operand::WeakFloat(2.0));
        let error = located("find", &words, &Operand::WeakInt(1), &zero, &zero).unwrap_err();
        assert_eq!(
            error.message,
            "ufunc 'find' did not contain a loop with signature matching types (<class 'numpy.dtypes.StrDType'>, <class \
             'numpy.dtypes._PyLongDType'>, <class 'numpy.dtypes._PyLongDType'>, <class 'numpy.dtypes._PyLongDType'>) -> None"
        );
        let error = located("find", &words, &words, &zero, &end).unwrap_err();
        assert!(error.message.starts_with("Cannot cast ufunc 'find' input 3 from dtype('float64')"));
        assert_eq!(
            located("index", &words, &Operand::Tensor(text(&["x"])), &zero, &Operand::WeakInt(9)).unwrap_err().message,
            "substring not found"
        );
    }
}
