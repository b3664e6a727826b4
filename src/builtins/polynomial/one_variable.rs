//! Polynomials as lists of coefficients, highest power first: `polyfit`, `polyval`, `roots` …; `poly1d` where one is given.

use super::argument::{self, diagnostics, whole};
use super::poly1d::{Poly1d, poly1d};
use crate::polynomial::descending;
use crate::tensor::calc::Calc;
use crate::tensor::{Tensor, ufunc};
use crate::value::class::exception;
use crate::value::convert::unboxed;
use crate::value::object::BinaryOp;
use crate::value::{Context, Error, FromValue, Result, Value, ops};

builtins! { POLYNOMIAL, chapter "Polynomials", spaces ["np"];
    /// Coefficients of the polynomial of degree `deg` that fits points best in the sense of least squares.
    ///
    /// `w` are weights of the points. With `full`, also residuals, rank, singular values and `rcond`; with `cov`, the covariance matrix, which
    /// `cov='unscaled'` does not scale by the residuals' variance.
    ///
    /// >>> np.polyfit([0, 1, 2, 3], [1, 3, 5, 7], 1).round(6)
    /// array([2., 1.])
    @see("polyval", "roots")
    fn polyfit(cx, x: Tensor, y: Tensor, deg: Value, rcond: Option<Value> = None, full: bool = false, w: Option<Tensor> = None,
               cov: Value = Value::bool(false)) -> Value {
        let order = usize::try_from(whole_part(&deg)?).map_err(|_| Error::value("expected deg >= 0"))?.saturating_add(1);
        let limit = rcond.as_ref().map(|value| f64::from_value(cx, value)).transpose()?;
        let fitted = descending::fit(&x, &y, order, limit, w.as_ref())?;
        let coefficients = Value::array(argument::array(cx, fitted.fit.coefficients.clone())?);
        if full {
            let mut all = vec![coefficients];
            all.extend(diagnostics(&fitted.fit, rcond.as_ref())?);
            return Ok(Value::tuple(all));
        }
        if fitted.fit.is_poor {
            cx.warn(&exception::RANK_WARNING, "Polyfit may be poorly conditioned")?;
        }
        if !ops::truth(&cov)? {
            return Ok(coefficients);
        }
        let scaled = !matches!(&cov, Value::Str(text) if text.as_str() == "unscaled");
        let covariance = argument::array(cx, fitted.covariance(scaled)?)?;
        Ok(Value::tuple([coefficients, Value::array(covariance)]))
    }

    /// The values of a polynomial at points, by Horner's rule; a polynomial, where x is one.
    ///
    /// >>> np.polyval([3, 0, 1], 5)
    /// np.int64(76)
    /// >>> np.polyval([3, 0, 1], np.poly1d([1, 1]))
    /// poly1d([3, 6, 4])
    @see("polyfit")
    fn polyval(cx, p: Tensor, x: Value) -> Value { value(cx, &p, &x) }

    /// The roots of a polynomial: the eigenvalues of its companion matrix.
    ///
    /// >>> np.roots([1, -3, 2])
    /// array([2., 1.])
    @see("poly", "polyval")
    fn roots(cx, p: Value) -> Tensor { Ok(descending::roots(&sequence(cx, &p)?)?) }

    /// The coefficients of the polynomial with given roots, or with a square matrix's eigenvalues as roots.
    ///
    /// >>> np.poly([2, 1])
    /// array([ 1., -3.,  2.])
    @see("roots")
    fn poly(cx, seq_of_zeros: Value) -> Value {
        let zeros = sequence(cx, &seq_of_zeros)?;
        Ok(descending::from_roots(&zeros)?.map_or(Value::float(1.0), Value::array))
    }

    /// The product of two polynomials.
    ///
    /// >>> np.polymul([1, 2], [1, 3])
    /// array([1, 5, 6])
    @see("polyadd", "polydiv")
    fn polymul(cx, a1: Value, a2: Value) -> Value {
        let (a, b) = (Tensor::from_value(cx, &a1)?, Tensor::from_value(cx, &a2)?);
        like([&a1, &a2], descending::product(&a, &b)?)
    }

    /// Quotient and remainder of two polynomials.
    ///
    /// >>> np.polydiv([3.0, 5.0, 2.0], [2.0, 1.0])
    /// (array([1.5 , 1.75]), array([0.25]))
    @see("polymul")
    fn polydiv(cx, u: Value, v: Value) -> (Value, Value) { quotient(cx, &u, &v) }

    /// The sum of two polynomials.
    ///
    /// >>> np.polyadd([1, 2], [9, 5, 4])
    /// array([9, 6, 6])
    @see("polysub", "polymul")
    fn polyadd(cx, a1: Value, a2: Value) -> Value { combined(cx, &a1, &a2, &ufunc::ADD) }

    /// The difference of two polynomials.
    ///
    /// >>> np.polysub([2, 10, -2], [3, 10, -4])
    /// array([-1,  0,  2])
    @see("polyadd")
    fn polysub(cx, a1: Value, a2: Value) -> Value { combined(cx, &a1, &a2, &ufunc::SUBTRACT) }

    /// The coefficients of the `m`-th derivative.
    ///
    /// >>> np.polyder([1, 1, 1, 1])
    /// array([3, 2, 1])
    @see("polyint")
    fn polyder(cx, p: Value, m: Value = Value::Int(1)) -> Value {
        let times = whole_part(&m)?;
        let coefficients = Tensor::from_value(cx, &p)?;
        let result = argument::array(cx, descending::derivative(&coefficients, times)?)?;
        like([&p, &p], result)
    }

    /// The coefficients of the `m`-th integral, with `k` as its constants, one or as many as `m`.
    ///
    /// >>> np.polyint([3, 2, 1])
    /// array([1., 1., 1., 0.])
    @see("polyder")
    fn polyint(cx, p: Value, m: Value = Value::Int(1), k: Option<Tensor> = None) -> Value {
        let times = whole_part(&m)?;
        let coefficients = Tensor::from_value(cx, &p)?;
        let result = argument::array(cx, descending::integral(&coefficients, times, k.as_ref())?)?;
        like([&p, &p], result)
    }
}

/// The array of a sequence. NumPy's words for a number: it looks for arrays among the items.
fn sequence(cx: &mut dyn Context, value: &Value) -> Result<Tensor> {
    let array = Tensor::from_value(cx, value)?;
    if array.ndim() == 0 {
        return Err(Error::type_error("dispatcher for __array_function__ did not return an iterable"));
    }
    Ok(array)
}

/// Python's `int(value)` of a number.
fn whole_part(value: &Value) -> Result<i64> {
    match whole(value)? {
        Some(whole) => Ok(whole),
        None => Ok(crate::value::convert::to_float(value)?.trunc() as i64),
    }
}

/// A polynomial where one of the arguments is one, otherwise the array.
fn like(arguments: [&Value; 2], coefficients: Tensor) -> Result<Value> {
    if arguments.into_iter().any(|argument| Poly1d::of(argument).is_some()) {
        return poly1d(&coefficients);
    }
    unboxed(coefficients)
}

fn combined(cx: &mut dyn Context, a: &Value, b: &Value, u: &'static ufunc::Ufunc) -> Result<Value> {
    let (x, y) = (Tensor::from_value(cx, a)?, Tensor::from_value(cx, b)?);
    let result = argument::array(cx, descending::combined(&x, &y, u)?)?;
    like([a, b], result)
}

/// `polydiv`
pub fn quotient(cx: &mut dyn Context, u: &Value, v: &Value) -> Result<(Value, Value)> {
    let (x, y) = (Tensor::from_value(cx, u)?, Tensor::from_value(cx, v)?);
    let (quotient, rest) = descending::quotient(&x, &y)?;
    let (quotient, rest) = (argument::array(cx, quotient)?, argument::array(cx, rest)?);
    Ok((like([u, v], quotient)?, like([u, v], rest)?))
}

/// `polyval`
pub fn value(cx: &mut dyn Context, p: &Tensor, x: &Value) -> Result<Value> {
    if Poly1d::of(x).is_none() {
        let x = Tensor::from_value(cx, x)?;
        let value = descending::value(p, &x)?;
        // Without coefficients nothing is computed, and zeros stay an array.
        return if p.is_empty() { argument::array(cx, value).map(Value::array) } else { argument::value(cx, value) };
    }
    let mut value = Value::Int(0);
    for c in Calc::parts(p)? {
        let c = argument::value(cx, c)?;
        let product = ops::binary(cx, BinaryOp::Mul, &value, x)?;
        value = ops::binary(cx, BinaryOp::Add, &product, &c)?;
    }
    Ok(value)
}
