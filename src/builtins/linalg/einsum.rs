//! `einsum`: subscripts → labels of axes → sums of products, two operands at a time.

use super::einsum_path::{Order as Contraction, Path, Problem};
use crate::builtins::array::argument::Source;
use crate::builtins::array::out::{Out, finish};
use crate::linalg;
use crate::tensor::calc::Calc;
use crate::tensor::promote::promote_types;
use crate::tensor::reduce::{Axes, Reduction, Request, reduce};
use crate::tensor::shape::Dims;
use crate::tensor::{DType, Kind, Order, Strides, Tensor, cast};
use crate::value::convert::to_index;
use crate::value::iter::collect;
use crate::value::{Context, Error, FromValue, Result, Value};

builtins! { EINSUM, chapter "Einstein summation", spaces ["np"];
    /// Sums of products, by the names of axes.
    ///
    /// The same letter in two operands pairs their axes; a letter that the result does not have is summed.
    ///
    /// `'ij,jk->ik'` is the matrix product, `'ii'` the trace, `'ij->ji'` the transpose, `'...ij,...jk'` products of stacks.
    ///
    /// >>> np.einsum('ij,jk->ik', [[1, 2], [3, 4]], [[1, 0], [0, 1]])
    /// array([[1, 2],
    ///        [3, 4]])
    /// >>> np.einsum('ii', [[1, 2], [3, 4]])
    /// np.int64(5)
    @see("tensordot", "matmul")
    fn einsum(cx, @args operands: Vec<Value>, @kw out: Out = Out(None), @kw optimize: Value = Value::bool(false),
              @kw dtype: Option<DType> = None, @kw casting: String = "safe".to_string(), @kw order: String = "K".to_string()) -> Value {
        let (subscripts, arrays) = arguments(cx, &operands)?;
        let tensors: Vec<Tensor> = arrays.iter().map(|a| a.tensor.clone()).collect();
        let plan = Plan::parse(&subscripts, &tensors)?;
        if let ([only], None, None) = (arrays.as_slice(), dtype, &out.0) {
            let term = plan.term(0, &only.tensor)?;
            if term.labels.len() == plan.output.len() {
                return Ok(only.view(ordered(&term, &plan.output)?));
            }
        }
        // Without a path the operands are taken one after the other.
        let path = match tensors.len() {
            0..=2 => Path::new(),
            _ => match Contraction::from_value(cx, &optimize)? {
                Contraction::AtOnce => Path::new(),
                order => plan.problem(&tensors)?.path(&order),
            },
        };
        let result = plan.run(&tensors, dtype, &path)?;
        finish(cx, result, out)
    }

    /// The cheapest order found in which to contract several operands, as `optimize=` of `einsum` takes it, and a text on costs.
    ///
    /// `optimize` is `'greedy'`, `'optimal'` (which tries every order), `False` or `('greedy', largest intermediate)`.
    ///
    /// >>> a, b, c = np.ones((2, 2)), np.ones((2, 5)), np.ones((5, 2))
    /// >>> path, text = np.einsum_path('ij,jk,kl->il', a, b, c)
    /// >>> path
    /// ['einsum_path', (1, 2), (0, 1)]
    @see("einsum")
    fn einsum_path(cx, @args operands: Vec<Value>, @kw optimize: Value = Value::str("greedy"), @kw einsum_call: bool = false) -> Value {
        let order = Contraction::from_value(cx, &optimize)?;
        let (subscripts, arrays) = arguments(cx, &operands)?;
        let tensors: Vec<Tensor> = arrays.iter().map(|a| a.tensor.clone()).collect();
        let terms = subscripts.split("->").next().unwrap_or("").split(',').count();
        if terms != tensors.len() {
            return Err(Error::value("Number of einsum subscripts must be equal to the number of operands."));
        }
        let problem = Plan::parse(&subscripts, &tensors)?.problem(&tensors)?;
        let path = problem.path(&order);
        let report = problem.report(&path)?;
        let step = |places: &Vec<usize>| {
            Value::tuple(places.iter().map(|&p| Value::Int(p as i64)).collect::<Vec<_>>())
        };
        let mut steps = vec![Value::str("einsum_path")];
        steps.extend(path.iter().map(step));
        Ok(Value::tuple([Value::list(steps), Value::str(report)]))
    }
}

/// The subscripts and the operands, of either form of arguments.
fn arguments(cx: &mut dyn Context, operands: &[Value]) -> Result<(String, Vec<Source>)> {
    if operands.is_empty() {
        return Err(Error::value(
            "must specify the einstein sum subscripts string and at least one operand, or at least one operand and its corresponding subscripts list",
        ));
    }
    if let Value::Str(text) = &operands[0] {
        let arrays = operands[1..].iter().map(|v| Source::from_value(cx, v)).collect::<Result<_>>()?;
        return Ok((text.as_str().to_string(), arrays));
    }
    let mut arrays = Vec::new();
    let mut inputs = Vec::new();
    let pairs = operands.chunks_exact(2);
    let last = pairs.remainder().first();
    for pair in pairs {
        arrays.push(Source::from_value(cx, &pair[0])?);
        inputs.push(sublist(cx, &pair[1])?);
    }
    let mut text = inputs.join(",");
    if let Some(last) = last {
        text.push_str("->");
        text.push_str(&sublist(cx, last)?);
    }
    Ok((text, arrays))
}

/// A list of axis numbers and ellipses as letters.
fn sublist(cx: &mut dyn Context, value: &Value) -> Result<String> {
    let mut text = String::new();
    for item in collect(cx, value)? {
        if let Value::Ellipsis = item {
            text.push_str("...");
            continue;
        }
        let number = to_index(&item)
            .map_err(|_| Error::type_error("each subscript must be either an integer or an ellipsis"))?;
        let letter = match u8::try_from(number) {
            Ok(n @ 0..=25) => b'A' + n,
            Ok(n @ 26..=51) => b'a' + n - 26,
            _ => return Err(Error::value("subscript is not within the valid range [0, 52)")),
        };
        text.push(letter as char);
    }
    Ok(text)
}

/// The name of an axis: a letter, or the position, counted from the last, among those of an ellipsis.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Label {
    Letter(u8),
    Ellipsis(usize),
}

/// Which axis of which operand goes where.
struct Plan {
    inputs: Vec<Vec<Label>>,
    output: Vec<Label>,
}

/// An operand whose axes all have different labels.
#[derive(Clone)]
struct Term {
    tensor: Tensor,
    labels: Vec<Label>,
}

impl Plan {
    /// ValueError, in NumPy's words, for subscripts that don't fit the operands.
    fn parse(text: &str, operands: &[Tensor]) -> Result<Plan> {
        let text: String = text.chars().filter(|c| *c != ' ').collect();
        let (left, right) = match text.split_once("->") {
            Some((left, right)) => (left, Some(right)),
            None => (text.as_str(), None),
        };
        let terms: Vec<&str> = left.split(',').collect();
        if terms.len() != operands.len() {
            let what = if operands.len() < terms.len() { "more" } else { "fewer" };
            return Err(Error::value(format!(
                "{what} operands provided to einstein sum function than specified in the subscripts string"
            )));
        }
        let mut inputs = Vec::new();
        for (i, (term, operand)) in terms.iter().zip(operands).enumerate() {
            inputs.push(input_labels(term, operand.ndim(), i)?);
        }
        let width = inputs.iter().flatten().filter_map(|l| match l {
            Label::Ellipsis(k) => Some(k + 1),
            Label::Letter(_) => None,
        });
        let width = width.max().unwrap_or(0);
        let output = match right {
            Some(right) => output_labels(right, width, &inputs)?,
            None => implicit_labels(width, &inputs),
        };
        Ok(Plan { inputs, output })
    }

    /// Operand `i` with repeated labels made one axis: its diagonal.
    fn term(&self, i: usize, tensor: &Tensor) -> Result<Term> {
        let mut labels: Vec<Label> = Vec::new();
        let (mut shape, mut strides) = (Dims::new(), Strides::new());
        for (axis, label) in self.inputs[i].iter().enumerate() {
            let (dim, stride) = (tensor.shape()[axis], tensor.strides()[axis]);
            match labels.iter().position(|known| known == label) {
                None => {
                    labels.push(*label);
                    shape.push(dim);
                    strides.push(stride);
                }
                Some(at) if shape[at] == dim => strides[at] += stride,
                Some(at) if dim == 1 => debug_assert!(shape[at] > 1),
                Some(at) if shape[at] == 1 => {
                    shape[at] = dim;
                    strides[at] = stride;
                }
                Some(at) => {
                    let name = match label {
                        Label::Letter(letter) => *letter as char,
                        Label::Ellipsis(_) => '.',
                    };
                    return Err(Error::value(format!(
                        "dimensions in operand {i} for collapsing index '{name}' don't match ({} != {dim})",
                        shape[at]
                    )));
                }
            }
        }
        Ok(Term { tensor: tensor.with_geometry(tensor.offset(), shape, strides), labels })
    }

    /// What the search for an order of contractions sees.
    fn problem(&self, operands: &[Tensor]) -> Result<Problem> {
        let taken: Vec<Label> = self.inputs.iter().flatten().copied().collect();
        let free: Vec<char> =
            ('a'..='z').chain('A'..='Z').rev().filter(|c| !taken.contains(&Label::Letter(*c as u8))).collect();
        let letter = |label: &Label| match label {
            Label::Letter(letter) => *letter as char,
            Label::Ellipsis(k) => free.get(*k).copied().unwrap_or('?'),
        };
        let inputs: Vec<Vec<(char, usize)>> = self
            .inputs
            .iter()
            .zip(operands)
            .map(|(labels, operand)| labels.iter().map(letter).zip(operand.shape().iter().copied()).collect())
            .collect();
        Problem::new(&inputs, &self.output.iter().map(letter).collect::<Vec<_>>())
    }

    /// The sums of products, in the common dtype of the operands or in `dtype`, contracted along a path.
    fn run(&self, operands: &[Tensor], dtype: Option<DType>, path: &Path) -> Result<Tensor> {
        let mut common = operands[0].dtype().to_native();
        for operand in &operands[1..] {
            common = promote_types(common, operand.dtype())?;
        }
        let common = dtype.unwrap_or(common);
        let mut terms = Vec::new();
        for (i, operand) in operands.iter().enumerate() {
            let term = self.term(i, operand)?;
            terms.push(Term { tensor: cast::as_dtype(&term.tensor, common)?, labels: term.labels });
        }
        self.check_dimensions(&terms, operands)?;
        for places in path {
            let mut places = places.clone();
            places.sort_unstable();
            if places.last().is_none_or(|last| *last >= terms.len()) {
                return Err(Error::index("pop index out of range"));
            }
            let mut chosen: Vec<Term> = places.iter().rev().map(|&at| terms.remove(at)).collect();
            let Some(mut result) = chosen.pop() else { continue };
            while let Some(next) = chosen.pop() {
                let needed = |label: &Label| {
                    self.output.contains(label) || terms.iter().chain(&chosen).any(|t| t.labels.contains(label))
                };
                result = combined(result, next, &needed)?;
            }
            terms.push(result);
        }
        let mut rest = terms.into_iter();
        let mut result = rest.next().ok_or_else(|| Error::value("no operands"))?;
        while let Some(next) = rest.next() {
            let needed =
                |label: &Label| self.output.contains(label) || rest.as_slice().iter().any(|t| t.labels.contains(label));
            result = combined(result, next, &needed)?;
        }
        let output = |label: &Label| self.output.contains(label);
        let result = summed(result, &output)?;
        ordered(&result, &self.output)
    }

    /// ValueError where two axes of one label have different lengths, neither of them 1.
    fn check_dimensions(&self, terms: &[Term], operands: &[Tensor]) -> Result<()> {
        let mut known: Vec<(Label, usize)> = Vec::new();
        for term in terms {
            for (label, &dim) in term.labels.iter().zip(term.tensor.shape()) {
                match known.iter_mut().find(|(l, _)| l == label) {
                    None => known.push((*label, dim)),
                    Some((_, length)) if *length == 1 => *length = dim,
                    Some((_, length)) if *length == dim || dim == 1 => {}
                    Some(_) => return Err(self.mismatch(operands)),
                }
            }
        }
        Ok(())
    }

    /// NumPy's message shows each operand's shape and how it lies along the axes of the whole sum.
    fn mismatch(&self, operands: &[Tensor]) -> Error {
        let mut all = self.output.clone();
        for label in self.inputs.iter().flatten() {
            if !all.contains(label) {
                all.push(*label);
            }
        }
        let tuple = |dims: &[String]| match dims {
            [one] => format!("({one},)"),
            many => format!("({})", many.join(",")),
        };
        let mut text = String::new();
        for (labels, operand) in self.inputs.iter().zip(operands) {
            let plain: Vec<String> = operand.shape().iter().map(usize::to_string).collect();
            let remapped: Vec<String> = all
                .iter()
                .map(|label| match labels.iter().position(|l| l == label) {
                    Some(at) => operand.shape()[at].to_string(),
                    None => "newaxis".to_string(),
                })
                .collect();
            let lead = remapped.iter().take_while(|dim| *dim == "newaxis").count();
            text.push_str(&format!("{}->{} ", tuple(&plain), tuple(&remapped[lead..])));
        }
        Error::value(format!(
            "operands could not be broadcast together with remapped shapes [original->remapped]: {text}"
        ))
    }
}

fn invalid(letter: char) -> Error {
    Error::value(format!("invalid subscript '{letter}' in einstein sum subscripts string, subscripts must be letters"))
}

/// A term as its letters before and after the ellipsis, if there is one.
fn split_ellipsis<'a>(term: &'a str, place: &str) -> Result<(&'a str, Option<&'a str>)> {
    let malformed = || {
        Error::value(format!(
            "einstein sum subscripts string contains a '.' that is not part of an ellipsis ('...') in {place}"
        ))
    };
    let (before, after) = match term.split_once("...") {
        Some((before, after)) => (before, Some(after)),
        None => (term, None),
    };
    if before.contains('.') || after.is_some_and(|after| after.contains('.')) {
        return Err(malformed());
    }
    for letter in before.chars().chain(after.unwrap_or("").chars()) {
        if !letter.is_ascii_alphabetic() {
            return Err(invalid(letter));
        }
    }
    Ok((before, after))
}

fn letters(text: &str) -> impl Iterator<Item = Label> + '_ {
    text.bytes().map(Label::Letter)
}

fn input_labels(term: &str, ndim: usize, operand: usize) -> Result<Vec<Label>> {
    let (before, after) = split_ellipsis(term, &format!("operand {operand}"))?;
    let named = before.len() + after.map_or(0, str::len);
    if named > ndim {
        return Err(Error::value(format!(
            "einstein sum subscripts string contains too many subscripts for operand {operand}"
        )));
    }
    let Some(after) = after else {
        if named < ndim {
            return Err(Error::value(
                "operand has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to \
                 broadcast the extra dimensions.",
            ));
        }
        return Ok(letters(before).collect());
    };
    let ellipsis = (0..ndim - named).rev().map(Label::Ellipsis);
    Ok(letters(before).chain(ellipsis).chain(letters(after)).collect())
}

fn output_labels(term: &str, width: usize, inputs: &[Vec<Label>]) -> Result<Vec<Label>> {
    let (before, after) = split_ellipsis(term, "the output")?;
    let mut labels: Vec<Label> = letters(before).collect();
    match after {
        Some(after) => {
            labels.extend((0..width).rev().map(Label::Ellipsis));
            labels.extend(letters(after));
        }
        None if width > 0 => {
            return Err(Error::value(
                "output has more dimensions than subscripts given in einstein sum, but no '...' ellipsis provided to \
                 broadcast the extra dimensions.",
            ));
        }
        None => {}
    }
    for (i, label) in labels.iter().enumerate() {
        if let Label::Letter(letter) = label {
            let name = *letter as char;
            if labels[..i].contains(label) {
                return Err(Error::value(format!(
                    "einstein sum subscripts string includes output subscript '{name}' multiple times"
                )));
            }
            if !inputs.iter().flatten().any(|l| l == label) {
                return Err(Error::value(format!(
                    "einstein sum subscripts string included output subscript '{name}' which never appeared in an input"
                )));
            }
        }
    }
    Ok(labels)
}

/// Without `->`: the axes of ellipses, then the letters that occur once, in alphabetical order.
fn implicit_labels(width: usize, inputs: &[Vec<Label>]) -> Vec<Label> {
    let mut counts = [0usize; 128];
    for label in inputs.iter().flatten() {
        if let Label::Letter(letter) = label {
            counts[usize::from(*letter & 127)] += 1;
        }
    }
    let once = (0u8..128).filter(|&letter| counts[usize::from(letter)] == 1).map(Label::Letter);
    (0..width).rev().map(Label::Ellipsis).chain(once).collect()
}

/// The term summed over the axes that nobody needs.
fn summed(term: Term, needed: &dyn Fn(&Label) -> bool) -> Result<Term> {
    let axes: Vec<isize> =
        term.labels.iter().enumerate().filter(|(_, l)| !needed(l)).map(|(axis, _)| axis as isize).collect();
    if axes.is_empty() {
        return Ok(term);
    }
    let dtype = term.tensor.dtype();
    let (how, sum_dtype) =
        if dtype.kind == Kind::Bool { (Reduction::Any, None) } else { (Reduction::Sum, Some(dtype)) };
    let mut axes_of_sum = Axes::All;
    if axes.len() < term.labels.len() {
        axes_of_sum = Axes::List(axes.iter().copied().collect());
    }
    let (tensor, _) =
        reduce(how, &term.tensor, &Request { axes: axes_of_sum, dtype: sum_dtype, ..Request::default() })?;
    let labels = term.labels.into_iter().filter(|l| needed(l)).collect();
    Ok(Term { tensor, labels })
}

/// A term without those of its axes of length 1 that the other term has longer.
fn without_broadcast(term: Term, other: &Term) -> Result<Term> {
    let longer =
        |label: &Label| other.labels.iter().position(|l| l == label).is_some_and(|at| other.tensor.shape()[at] != 1);
    let drop: Vec<isize> = (0..term.labels.len())
        .filter(|&i| term.tensor.shape()[i] == 1 && longer(&term.labels[i]))
        .map(|i| i as isize)
        .collect();
    if drop.is_empty() {
        return Ok(term);
    }
    let tensor = term.tensor.squeeze(Some(&drop))?;
    let labels = term.labels.iter().enumerate().filter(|(i, _)| !drop.contains(&(*i as isize))).map(|(_, l)| *l);
    Ok(Term { tensor, labels: labels.collect() })
}

/// The axes of a term in the order of some labels, which it has all.
fn ordered(term: &Term, labels: &[Label]) -> Result<Tensor> {
    let axes: Vec<isize> =
        labels.iter().filter_map(|label| term.labels.iter().position(|l| l == label)).map(|i| i as isize).collect();
    Ok(term.tensor.permute(&axes)?)
}

/// The product of two terms, summed over the labels that nobody needs any more.
fn combined(a: Term, b: Term, needed: &dyn Fn(&Label) -> bool) -> Result<Term> {
    let b = without_broadcast(b, &a)?;
    let a = without_broadcast(a, &b)?;
    let a = {
        let other = &b;
        summed(a, &|l| needed(l) || other.labels.contains(l))?
    };
    let b = {
        let other = &a;
        summed(b, &|l| needed(l) || other.labels.contains(l))?
    };
    let shared = |l: &&Label| b.labels.contains(l);
    let batch: Vec<Label> = a.labels.iter().filter(shared).filter(|l| needed(l)).copied().collect();
    let common: Vec<Label> = a.labels.iter().filter(shared).filter(|l| !needed(l)).copied().collect();
    let only_a: Vec<Label> = a.labels.iter().filter(|l| !shared(l)).copied().collect();
    let only_b: Vec<Label> = b.labels.iter().filter(|l| !a.labels.contains(l)).copied().collect();
    let length = |term: &Term, labels: &[Label]| -> usize {
        labels.iter().filter_map(|l| term.labels.iter().position(|m| m == l)).map(|i| term.tensor.shape()[i]).product()
    };
    let dims = |term: &Term, labels: &[Label]| -> Vec<usize> {
        labels.iter().filter_map(|l| term.labels.iter().position(|m| m == l)).map(|i| term.tensor.shape()[i]).collect()
    };
    let left = ordered(&a, &[batch.clone(), only_a.clone(), common.clone()].concat())?;
    let right = ordered(&b, &[batch.clone(), common.clone(), only_b.clone()].concat())?;
    let shape = [dims(&a, &batch), dims(&a, &only_a), dims(&b, &only_b)].concat();
    let labels = [batch.clone(), only_a.clone(), only_b.clone()].concat();
    let tensor = if common.is_empty() {
        let spread = [dims(&a, &batch), vec![1; only_a.len()], dims(&b, &only_b)].concat();
        let wide = [dims(&a, &batch), dims(&a, &only_a), vec![1; only_b.len()]].concat();
        (Calc::from(&left.reshaped(&wide, Order::C)?) * &Calc::from(&right.reshaped(&spread, Order::C)?)).tensor()?
    } else {
        let (n, m, k, p) = (length(&a, &batch), length(&a, &only_a), length(&a, &common), length(&b, &only_b));
        let product = linalg::matmul(&left.reshaped(&[n, m, k], Order::C)?, &right.reshaped(&[n, k, p], Order::C)?)?;
        product.reshaped(&shape, Order::C)?
    };
    Ok(Term { tensor, labels })
}
