//! Attributes and methods of `Polynomial` and its kin.

use super::argument::{self, FitRequest};
use super::class::{Family, MAX_POWER, SeriesObject, This, ends, make, wrapped};
use super::tools;
use crate::polynomial::calculus::{self, Integration};
use crate::polynomial::series::{self, as_series, map_parameters};
use crate::polynomial::{Series, basis, roots};
use crate::tensor::calc::Calc;
use crate::tensor::{Operand, Tensor, create};
use crate::value::{Context, Error, FromValue, Result, Value};

builtins! { SERIES_METHODS, chapter "Classes of polynomials", methods "ABCPolyBase";
    /// The coefficients, lowest degree first.
    ///
    /// >>> np.polynomial.Polynomial([1, 2, 3]).coef
    /// array([1., 2., 3.])
    @property
    fn coef(cx, @pos this: This) -> Value { Ok(this.coef.borrow().clone()) }

    /// The interval that is mapped to the window; a class has one, too.
    ///
    /// >>> np.polynomial.Polynomial([1, 2, 3], domain=[0, 2]).domain
    /// array([0., 2.])
    @property @class_property
    fn domain(cx, @pos this: Value) -> Value {
        match This::from_value(cx, &this) {
            Ok(this) => Ok(this.domain.borrow().clone()),
            Err(_) => <&Family>::from_value(cx, &this)?.interval("domain"),
        }
    }

    /// The interval on which the basis is used.
    ///
    /// >>> np.polynomial.Laguerre.window
    /// array([0., 1.])
    @property @class_property
    fn window(cx, @pos this: Value) -> Value {
        match This::from_value(cx, &this) {
            Ok(this) => Ok(this.window.borrow().clone()),
            Err(_) => <&Family>::from_value(cx, &this)?.interval("window"),
        }
    }

    /// The name of the variable.
    ///
    /// >>> np.polynomial.Polynomial([1, 2], symbol='t').symbol
    /// 't'
    @property
    fn symbol(cx, @pos this: This) -> String { Ok(this.symbol.to_string()) }

    /// The letter of the basis polynomials; `None` for powers.
    ///
    /// >>> np.polynomial.Chebyshev([1]).basis_name
    /// 'T'
    @property @class_property
    fn basis_name(cx, @pos this: &'static Family) -> Option<&'static str> { Ok(this.basis.symbol()) }

    /// The largest exponent of `**`.
    ///
    /// >>> np.polynomial.Polynomial.maxpower
    /// 100
    @property @class_property
    fn maxpower(cx, @pos this: Value) -> i64 { Ok(MAX_POWER as i64) }

    /// The degree: one less than the number of coefficients.
    ///
    /// >>> np.polynomial.Polynomial([1, 2, 0]).degree()
    /// 2
    fn degree(cx, @pos this: This) -> i64 { Ok(this.coef().size() as i64 - 1) }

    /// The same series again.
    ///
    /// >>> p = np.polynomial.Polynomial([1, 2])
    /// >>> p.copy() == p, p.copy() is p
    /// (True, False)
    fn copy(cx, @pos this: This) -> Value {
        let coef = as_series(&[this.coef()], false)?.remove(0);
        Ok(wrapped(&this, argument::coefficients(cx, coef)?))
    }

    /// Without small coefficients at the end: those of absolute value `tol` or less.
    ///
    /// >>> print(np.polynomial.Polynomial([1, 2, 0, 0]).trim())
    /// 1.0 + 2.0·x
    fn trim(cx, @pos this: This, tol: Operand = Operand::WeakInt(0)) -> Value {
        Ok(wrapped(&this, tools::trimmed(cx, &this.coef(), &tol)?))
    }

    /// The first `size` coefficients.
    ///
    /// >>> print(np.polynomial.Polynomial([1, 2, 3]).truncate(2))
    /// 1.0 + 2.0·x
    @see("cutdeg")
    fn truncate(cx, @pos this: This, size: Value) -> Value { truncated(cx, &this, argument::whole(&size)?) }

    /// The part up to degree `deg`.
    ///
    /// >>> print(np.polynomial.Polynomial([1, 2, 3]).cutdeg(1))
    /// 1.0 + 2.0·x
    @see("truncate")
    fn cutdeg(cx, @pos this: This, deg: Value) -> Value {
        truncated(cx, &this, argument::whole(&deg)?.and_then(|deg| deg.checked_add(1)))
    }

    /// The same polynomial in another basis, on another domain or window.
    ///
    /// >>> p = np.polynomial.Polynomial([1, 2, 3])
    /// >>> print(p.convert(kind=np.polynomial.Chebyshev))
    /// 2.5 + 2.0·T₁(x) + 1.5·T₂(x)
    @see("cast")
    fn convert(cx, @pos this: This, domain: Option<Value> = None, kind: Option<&'static Family> = None, window: Option<Value> = None) -> Value {
        let kind = kind.unwrap_or(this.family);
        converted(cx, &this, kind, [domain, window])
    }

    /// Offset and scale of the line that takes the domain to the window.
    ///
    /// >>> np.polynomial.Polynomial([1, 2], domain=[0, 4]).mapparms()
    /// (np.float64(-1.0), np.float64(0.5))
    fn mapparms(cx, @pos this: This) -> (Value, Value) {
        let (offset, scale) = this.parameters()?;
        Ok((argument::value(cx, offset)?, argument::value(cx, scale)?))
    }

    /// The `m`-th integral, from `lbnd`, with the integration constants `k`.
    ///
    /// >>> print(np.polynomial.Polynomial([1, 2, 3]).integ())
    /// 0.0 + 1.0·x + 1.0·x² + 1.0·x³
    @see("deriv")
    fn integ(cx, @pos this: This, m: Value = Value::Int(1), k: Option<Value> = None, lbnd: Option<Operand> = None) -> Value {
        let (offset, scale) = this.parameters()?;
        let lower = match lbnd {
            None => Operand::WeakInt(0),
            Some(lower) => operand(offset + &scale * Calc::from(lower))?,
        };
        let constants = argument::operands(cx, k.as_ref())?;
        let scale = operand(Calc::from(1.0) / scale)?;
        let times = argument::as_int(&m, "the order of integration")?;
        let how = Integration { times, constants: &constants, lower: &lower, scale: &scale, axis: 0 };
        let coef = calculus::integral(this.family.basis, &this.coef(), &how)?;
        Ok(wrapped(&this, argument::array(cx, coef)?))
    }

    /// The `m`-th derivative.
    ///
    /// >>> print(np.polynomial.Polynomial([1, 2, 3]).deriv())
    /// 2.0 + 6.0·x
    @see("integ")
    fn deriv(cx, @pos this: This, m: Value = Value::Int(1)) -> Value {
        let scale = operand(this.parameters()?.1)?;
        let times = argument::as_int(&m, "the order of derivation")?;
        let coef = calculus::derivative(this.family.basis, &this.coef(), times, &scale, 0)?;
        Ok(wrapped(&this, argument::array(cx, coef)?))
    }

    /// The roots, in the domain.
    ///
    /// >>> np.polynomial.Polynomial([-4, 0, 1]).roots()
    /// array([-2.,  2.])
    @see("fromroots")
    fn roots(cx, @pos this: This) -> Tensor {
        let found = roots::roots(this.family.basis, &this.coef())?;
        let (offset, scale) = map_parameters(&ends(&this.window())?, &ends(&this.domain())?);
        argument::array(cx, offset + scale * found)
    }

    /// `n` points of an interval, by default the domain, and the values there.
    ///
    /// >>> np.polynomial.Polynomial([1, 2]).linspace(3)
    /// (array([-1.,  0.,  1.]), array([-1.,  1.,  3.]))
    fn linspace(cx, @pos this: This, n: i64 = 100, domain: Option<Tensor> = None) -> (Value, Value) {
        let [start, stop] = ends(&domain.unwrap_or_else(|| this.domain()))?;
        let points = create::linspace(&operand(start)?, &operand(stop)?, n as isize, true, None, 0)?.samples;
        let points = Value::array(points);
        Ok((points.clone(), this.at(cx, &points)?))
    }

    /// Whether the coefficients are the same.
    ///
    /// >>> p = np.polynomial.Polynomial([1, 2])
    /// >>> p.has_samecoef(np.polynomial.Polynomial([1, 3]))
    /// np.False_
    fn has_samecoef(cx, @pos this: This, other: This) -> Value { this.same_coefficients(&other) }

    /// Whether the domains are the same.
    ///
    /// >>> p = np.polynomial.Polynomial([1, 2])
    /// >>> p.has_samedomain(np.polynomial.Polynomial([1, 3], domain=[0, 1]))
    /// np.False_
    fn has_samedomain(cx, @pos this: This, other: This) -> Value { this.same_domain(&other) }

    /// Whether the windows are the same.
    ///
    /// >>> p = np.polynomial.Polynomial([1, 2])
    /// >>> p.has_samewindow(p.deriv())
    /// np.True_
    fn has_samewindow(cx, @pos this: This, other: This) -> Value { this.same_window(&other) }

    /// Whether the classes are the same.
    ///
    /// >>> p = np.polynomial.Polynomial([1, 2])
    /// >>> p.has_sametype(np.polynomial.Chebyshev([1, 2])), p.has_sametype(3)
    /// (False, False)
    fn has_sametype(cx, @pos this: This, other: Value) -> bool {
        Ok(This::from_value(cx, &other).is_ok_and(|other| std::ptr::eq(other.family, this.family)))
    }

    /// The series of degree `deg` that fits points best in the sense of least squares.
    ///
    /// Its domain holds the points, where none is given. With `full`, also `[residuals, rank, singular values, rcond]`.
    ///
    /// >>> print(np.polynomial.Chebyshev.fit([0, 1, 2], [1, 3, 9], 2))
    /// 4.0 + 4.0·T₁((-1.0 + x)) + 1.0·T₂((-1.0 + x))
    @classmethod
    fn fit(cx, @pos class: &'static Family, x: Tensor, y: Tensor, deg: Tensor, domain: Option<Value> = None, rcond: Option<Value> = None,
           full: bool = false, w: Option<Tensor> = None, window: Option<Value> = None, symbol: Value = Value::str("x")) -> Value {
        let domain = match domain {
            None => Value::array(spanned(cx, &x)?),
            Some(given) if is_empty_list(&given) => class.interval("domain")?,
            Some(given) => given,
        };
        let window = window.map_or_else(|| class.interval("window"), Ok)?;
        let (from, to) = (Tensor::from_value(cx, &domain)?, Tensor::from_value(cx, &window)?);
        let (offset, scale) = map_parameters(&ends(&from)?, &ends(&to)?);
        let mapped = argument::array(cx, offset + scale * Calc::from(&x))?;
        let request = FitRequest { x: &mapped, y: &y, deg: &deg, rcond: rcond.as_ref(), w: w.as_ref(), full };
        let (coef, diagnostics) = argument::fit(cx, class.basis, &request)?;
        let series = make(cx, class, &coef, [Some(&domain), Some(&window)], &symbol)?;
        Ok(match diagnostics {
            Some(diagnostics) => Value::tuple([series, diagnostics]),
            None => series,
        })
    }

    /// The series with given roots. `domain`: `[]` for the class's own, `None` for the smallest that holds the roots.
    ///
    /// >>> print(np.polynomial.Polynomial.fromroots([1, 2]))
    /// 2.0 - 3.0·x + 1.0·x²
    @classmethod @see("roots")
    fn fromroots(cx, @pos class: &'static Family, roots: Tensor, domain: Value = Value::list(Vec::new()), window: Option<Value> = None,
                 symbol: Value = Value::str("x")) -> Value {
        let roots = argument::coefficients(cx, as_series(&[roots], false)?.remove(0))?;
        let domain = match domain {
            Value::None => Value::array(argument::array(cx, series::domain(&roots)?)?),
            given if is_empty_list(&given) => class.interval("domain")?,
            given => given,
        };
        let window = window.map_or_else(|| class.interval("window"), Ok)?;
        let (from, to) = (Tensor::from_value(cx, &domain)?, Tensor::from_value(cx, &window)?);
        let (offset, scale) = map_parameters(&ends(&from)?, &ends(&to)?);
        let mapped = argument::array(cx, offset + &scale * Calc::from(&roots))?;
        let power = scale.binary(&crate::tensor::ufunc::POWER, roots.size() as i32);
        let coef = argument::array(cx, roots::from_roots(class.basis, &mapped)? / power)?;
        make(cx, class, &coef, [Some(&domain), Some(&window)], &symbol)
    }

    /// The series whose value is its argument.
    ///
    /// >>> np.polynomial.Hermite.identity()
    /// Hermite([0. , 0.5], domain=[-1.,  1.], window=[-1.,  1.], symbol='x')
    @classmethod
    fn identity(cx, @pos class: &'static Family, domain: Option<Value> = None, window: Option<Value> = None, symbol: Value = Value::str("x")) -> Value {
        identity_of(cx, class, [domain, window], &symbol)
    }

    /// The basis polynomial of degree `deg`.
    ///
    /// >>> print(np.polynomial.Legendre.basis(2))
    /// 0.0 + 0.0·P₁(x) + 1.0·P₂(x)
    @classmethod
    fn basis(cx, @pos class: &'static Family, deg: Value, domain: Option<Value> = None, window: Option<Value> = None, symbol: Value = Value::str("x")) -> Value {
        let degree = argument::whole(&deg)?.and_then(|deg| usize::try_from(deg).ok());
        let degree = degree.ok_or_else(|| Error::value("deg must be non-negative integer"))?;
        let coef = Series::unit(degree)?.calc().tensor()?;
        let domain = domain.map_or_else(|| class.interval("domain"), Ok)?;
        let window = window.map_or_else(|| class.interval("window"), Ok)?;
        make(cx, class, &coef, [Some(&domain), Some(&window)], &symbol)
    }

    /// Another series in this basis.
    ///
    /// >>> T = np.polynomial.Chebyshev([1, 2, 3])
    /// >>> print(np.polynomial.Polynomial.cast(T))
    /// -2.0 + 2.0·x + 6.0·x²
    @classmethod @see("convert")
    fn cast(cx, @pos class: &'static Family, series: This, domain: Option<Value> = None, window: Option<Value> = None) -> Value {
        converted(cx, &series, class, [domain, window])
    }
}

fn is_empty_list(value: &Value) -> bool {
    matches!(value, Value::List(list) if list.is_empty())
}

/// A scalar as an operand, with its own dtype.
fn operand(calc: Calc) -> Result<Operand> {
    match calc.operand() {
        Some(operand) => Ok(operand),
        None => Ok(Operand::Tensor(calc.tensor()?)),
    }
}

fn truncated(cx: &mut dyn Context, this: &SeriesObject, size: Option<i64>) -> Result<Value> {
    let size = size.and_then(|size| usize::try_from(size).ok()).filter(|&size| size > 0);
    let size = size.ok_or_else(|| Error::value("size must be a positive integer"))?;
    let coef = Series::of(&this.coef())?;
    let coef = coef.part(0, size.min(coef.len()));
    Ok(wrapped(this, argument::coefficients(cx, coef)?))
}

fn identity_of(
    cx: &mut dyn Context,
    class: &'static Family,
    [domain, window]: [Option<Value>; 2],
    symbol: &Value,
) -> Result<Value> {
    let domain = domain.map_or_else(|| class.interval("domain"), Ok)?;
    let window = window.map_or_else(|| class.interval("window"), Ok)?;
    let (from, to) = (Tensor::from_value(cx, &window)?, Tensor::from_value(cx, &domain)?);
    let (offset, scale) = map_parameters(&ends(&from)?, &ends(&to)?);
    let coef = argument::array(cx, basis::line(class.basis, &offset, &scale))?;
    make(cx, class, &coef, [Some(&domain), Some(&window)], symbol)
}

/// The same polynomial in another basis: its value at the other basis's identity.
fn converted(
    cx: &mut dyn Context,
    this: &SeriesObject,
    kind: &'static Family,
    intervals: [Option<Value>; 2],
) -> Result<Value> {
    let identity = identity_of(cx, kind, intervals, &Value::str(&*this.symbol))?;
    this.at(cx, &identity)
}

/// The interval that holds all points, 2 long where they are one.
fn spanned(cx: &mut dyn Context, x: &Tensor) -> Result<Tensor> {
    let found = argument::array(cx, series::domain(x)?)?;
    let [low, high] = ends(&found)?;
    if !(&high - &low).is_zero() {
        return Ok(found);
    }
    Ok(Calc::rows(vec![low - 1, high + 1], found.dtype()).tensor()?)
}
