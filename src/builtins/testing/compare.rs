//! Two arrays held against each other: where they differ, by how much, and NumPy's account of it.

use super::message::Report;
use crate::builtins::array::argument::numpy;
use crate::symbol::Symbol;
use crate::tensor::iterate::{NdIndex, Offsets};
use crate::tensor::{DType, Kind, Scalar, Tensor};
use crate::value::class::exception;
use crate::value::compare::compare;
use crate::value::context::FloatAction;
use crate::value::convert::FromValue;
use crate::value::object::{BinaryOp, CompareOp};
use crate::value::ops::{binary, truth};
use crate::value::{Context, Result, Value, item, repr};

/// What is asked of two arrays.
pub struct Question<'a> {
    /// Decides element by element; may raise.
    pub holds: &'a mut dyn FnMut(&mut dyn Context, &Value, &Value) -> Result<Value>,
    pub report: Report<'a>,
    /// Whether NaN (NaT) in the same places is taken for equal, and the same of infinities.
    pub equal_nan: bool,
    pub equal_inf: bool,
    /// Whether shapes must agree without broadcasting, and dtypes too.
    pub strict: bool,
}

/// Arrays as they were given, for the account of differences.
struct Sides<'a> {
    x: &'a Value,
    y: &'a Value,
}

impl Question<'_> {
    /// Raises AssertionError where an element does not hold.
    pub fn ask(&mut self, cx: &mut dyn Context, x: &Value, y: &Value) -> Result<()> {
        let (x, y) = (as_array(cx, x)?, as_array(cx, y)?);
        let (left, right) = (Tensor::from_value(cx, &x)?, Tensor::from_value(cx, &y)?);
        self.check_shapes(cx, &x, &y, &left, &right)?;
        let flagged = self.flagged(cx, &x, &y, left.dtype().kind, right.dtype().kind)?;
        let (mut a, mut b) = (x.clone(), y.clone());
        if flagged.ndim() > 0 {
            let kept = numpy(cx, "logical_not", &[Value::array(flagged.clone())])?;
            (a, b) = (selected(cx, &x, &kept)?, selected(cx, &y, &kept)?);
            if Tensor::from_value(cx, &a)?.is_empty() {
                return Ok(());
            }
        } else if matches!(flagged.first(), Scalar::Bool(true)) {
            return Ok(());
        }
        let answer = (self.holds)(cx, &a, &b)?;
        let answers = Tensor::from_value(cx, &answer)?;
        let answers = crate::tensor::cast::as_dtype(&answers, DType::BOOL)?;
        if truths(&answers).all(|holds| holds) {
            return Ok(());
        }
        let plain = matches!(answer, Value::Bool(_));
        let mut remarks = remarks(cx, &Sides { x: &x, y: &y }, &answers, &flagged, self.report.names, plain)?;
        sized(cx, &a, &b, &answers, &mut remarks)?;
        let message = format!("{}\n{}", self.report.message, remarks.join("\n"));
        Err(Report { message: &message, ..self.report }.error(cx, [&x, &y]))
    }

    fn fail(&self, cx: &mut dyn Context, reason: &str, x: &Value, y: &Value) -> crate::value::Error {
        let message = format!("{}\n{reason}", self.report.message);
        Report { message: &message, ..self.report }.error(cx, [x, y])
    }

    fn check_shapes(&self, cx: &mut dyn Context, x: &Value, y: &Value, a: &Tensor, b: &Tensor) -> Result<()> {
        let same = a.shape() == b.shape();
        let fits = if self.strict { same && a.dtype() == b.dtype() } else { a.ndim() == 0 || b.ndim() == 0 || same };
        if fits {
            return Ok(());
        }
        use crate::tensor::format::dtype_str;
        use crate::tensor::shape::tuple_text;
        let reason = if same {
            format!("(dtypes {}, {} mismatch)", dtype_str(a.dtype()), dtype_str(b.dtype()))
        } else {
            format!("(shapes {}, {} mismatch)", tuple_text(a.shape()), tuple_text(b.shape()))
        };
        Err(self.fail(cx, &reason, x, y))
    }

    /// Where both are NaN, NaT or infinite, which settles those elements; AssertionError where only one of them is.
    fn flagged(&self, cx: &mut dyn Context, x: &Value, y: &Value, a: Kind, b: Kind) -> Result<Tensor> {
        let mut flagged = Tensor::scalar(false)?;
        let times = |k: Kind| matches!(k, Kind::DateTime { .. } | Kind::TimeDelta { .. });
        if a.is_numeric() && b.is_numeric() {
            if self.equal_nan {
                flagged = self.same_places(cx, x, y, "nan", |cx, v| numpy(cx, "isnan", std::slice::from_ref(v)))?;
            }
            if self.equal_inf {
                let known = numpy(cx, "logical_not", &[Value::array(flagged.clone())])?;
                let infinite = self.same_places(cx, x, y, "inf", |cx, v| {
                    let found = numpy(cx, "isinf", std::slice::from_ref(v))?;
                    numpy(cx, "logical_and", &[found, known.clone()])
                })?;
                self.check_infinities(cx, x, y, &infinite)?;
                let both = numpy(cx, "logical_or", &[Value::array(flagged), Value::array(infinite)])?;
                flagged = Tensor::from_value(cx, &both)?;
            }
        } else if times(a) && times(b) && self.equal_nan && std::mem::discriminant(&a) == std::mem::discriminant(&b) {
            flagged = self.same_places(cx, x, y, "NaT", |cx, v| numpy(cx, "isnat", std::slice::from_ref(v)))?;
        }
        Ok(flagged)
    }

    fn same_places(
        &self,
        cx: &mut dyn Context,
        x: &Value,
        y: &Value,
        name: &str,
        find: impl Fn(&mut dyn Context, &Value) -> Result<Value>,
    ) -> Result<Tensor> {
        let (in_x, in_y) = (find(cx, x)?, find(cx, y)?);
        if differ(cx, &in_x, &in_y)? {
            return Err(self.fail(cx, &format!("{name} location mismatch:"), x, y));
        }
        let (in_x, in_y) = (Tensor::from_value(cx, &in_x)?, Tensor::from_value(cx, &in_y)?);
        Ok(if in_x.ndim() == 0 { in_x } else { in_y })
    }

    fn check_infinities(&self, cx: &mut dyn Context, x: &Value, y: &Value, mask: &Tensor) -> Result<()> {
        if !truths(mask).any(|infinite| infinite) {
            return Ok(());
        }
        let (mut a, mut b) = (x.clone(), y.clone());
        if mask.ndim() > 0 {
            let mask = Value::array(mask.clone());
            (a, b) = (selected(cx, x, &mask)?, selected(cx, y, &mask)?);
        }
        if differ(cx, &a, &b)? { Err(self.fail(cx, "inf values mismatch:", &a, &b)) } else { Ok(()) }
    }
}

pub fn as_array(cx: &mut dyn Context, value: &Value) -> Result<Value> {
    match value {
        Value::Array(_) => Ok(value.clone()),
        other => numpy(cx, "asarray", std::slice::from_ref(other)),
    }
}

/// `value[mask]`; a value without axes stays.
fn selected(cx: &mut dyn Context, value: &Value, mask: &Value) -> Result<Value> {
    match value {
        Value::Array(array) if array.ndim() > 0 => item::get_item(cx, value, mask),
        other => Ok(other.clone()),
    }
}

fn differ(cx: &mut dyn Context, x: &Value, y: &Value) -> Result<bool> {
    let same = compare(cx, CompareOp::Eq, x, y)?;
    let all = numpy(cx, "all", &[same])?;
    truth(&all).map(|all| !all)
}

fn truths(mask: &Tensor) -> impl Iterator<Item = bool> {
    Offsets::new(mask.shape(), mask.strides()).map(|at| matches!(mask.scalar_at(at), Scalar::Bool(true)))
}

/// How many elements are wrong, and which.
fn remarks(
    cx: &mut dyn Context,
    sides: &Sides,
    answers: &Tensor,
    flagged: &Tensor,
    names: [&str; 2],
    plain: bool,
) -> Result<Vec<String>> {
    let wrong = truths(answers).filter(|holds| !holds).count();
    let all = if flagged.ndim() > 0 { flagged.size() } else { answers.size() };
    let percent = Value::float(100.0 * wrong as f64 / all as f64);
    let percent = repr::str(&binary(cx, BinaryOp::Mod, &Value::str("%.3g"), &percent)?);
    let mut remarks = vec![format!("Mismatched elements: {wrong} / {all} ({percent}%)")];
    if plain || answers.ndim() == 0 {
        return Ok(remarks);
    }
    let places: Vec<Vec<usize>> = if flagged.ndim() > 0 {
        let kept = NdIndex::new(flagged.shape()).zip(truths(flagged)).filter(|(_, settled)| !settled);
        kept.zip(truths(answers)).filter(|(_, holds)| !holds).map(|((index, _), _)| index.to_vec()).collect()
    } else {
        let each = NdIndex::new(answers.shape()).zip(truths(answers));
        each.filter(|(_, holds)| !holds).map(|(index, _)| index.to_vec()).collect()
    };
    let mut lines = Vec::new();
    for place in places.iter().take(5) {
        let shown = place.iter().map(usize::to_string).collect::<Vec<_>>().join(", ");
        let (x, y) = (element(cx, sides.x, place)?, element(cx, sides.y, place)?);
        lines.push(format!(" [{shown}]: {x} ({}), {y} ({})", names[0], names[1]));
    }
    let title = match places.len() {
        1 => "Mismatch at index:",
        2..=5 => "Mismatch at indices:",
        _ => "First 5 mismatches are at indices:",
    };
    remarks.push(format!("{title}\n{}", lines.join("\n")));
    Ok(remarks)
}

fn element(cx: &mut dyn Context, array: &Value, place: &[usize]) -> Result<String> {
    let found = match array {
        Value::Array(a) if a.ndim() > 0 => {
            let index: Vec<Value> = place.iter().map(|&i| Value::Int(i as i64)).collect();
            item::get_item(cx, array, &Value::tuple(index))?
        }
        other => other.clone(),
    };
    Ok(repr::str(&found))
}

/// Adds the greatest differences, where elements can be subtracted; quietly.
fn sized(cx: &mut dyn Context, x: &Value, y: &Value, answers: &Tensor, remarks: &mut Vec<String>) -> Result<()> {
    let saved = cx.state().errstate.clone();
    let quiet = &mut cx.state().errstate;
    (quiet.divide, quiet.over, quiet.under, quiet.invalid) =
        (FloatAction::Ignore, FloatAction::Ignore, FloatAction::Ignore, FloatAction::Ignore);
    let result = differences(cx, x, y, answers, remarks);
    cx.state().errstate = saved;
    match result {
        Err(error) if error.is(&exception::TYPE_ERROR) => Ok(()),
        other => other,
    }
}

fn differences(cx: &mut dyn Context, x: &Value, y: &Value, answers: &Tensor, remarks: &mut Vec<String>) -> Result<()> {
    let mut error = absolute_difference(cx, x, y)?;
    let unsigned = |v: &Value| matches!(v, Value::Array(a) if matches!(a.dtype().kind, Kind::UInt8 | Kind::UInt16 | Kind::UInt32 | Kind::UInt64));
    if unsigned(x) {
        let other = absolute_difference(cx, y, x)?;
        error = numpy(cx, "minimum", &[error, other])?;
    }
    let error = as_array(cx, &error)?;
    let objects = matches!(&error, Value::Array(a) if a.dtype() == DType::OBJECT);
    let mut remark = |cx: &mut dyn Context, kind: &str, value: &Value| -> Result<()> {
        let text = if objects {
            repr::str(value)
        } else {
            repr::str(&numpy(cx, "array2string", std::slice::from_ref(value))?)
        };
        remarks.push(format!("Max {kind} difference among violations: {text}"));
        Ok(())
    };
    let invalid = numpy(cx, "logical_not", &[Value::array(answers.clone())])?;
    let reduced = item::get_item(cx, &error, &invalid)?;
    let greatest = numpy(cx, "max", &[reduced])?;
    remark(cx, "absolute", &greatest)?;
    let nonzero = compare(cx, CompareOp::Ne, y, &Value::Int(0))?;
    let counted = numpy(cx, "logical_and", &[invalid, nonzero])?;
    let any = numpy(cx, "any", std::slice::from_ref(&counted))?;
    let greatest = if truth(&any)? {
        let errors = item::get_item(cx, &error, &counted)?;
        let shape = crate::builtins::attribute(cx, &error, Symbol::new("shape"))?;
        let wide = numpy(cx, "broadcast_to", &[y.clone(), shape])?;
        let sizes = item::get_item(cx, &wide, &counted)?;
        let sizes = numpy(cx, "abs", &[sizes])?;
        let ratios = binary(cx, BinaryOp::Div, &errors, &sizes)?;
        numpy(cx, "max", &[ratios])?
    } else {
        Value::array(Tensor::scalar(f64::INFINITY)?)
    };
    remark(cx, "relative", &greatest)
}

fn absolute_difference(cx: &mut dyn Context, x: &Value, y: &Value) -> Result<Value> {
    let difference = binary(cx, BinaryOp::Sub, x, y)?;
    numpy(cx, "abs", &[difference])
}
