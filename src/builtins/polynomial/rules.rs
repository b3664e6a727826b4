//! Conversion from and to powers, quadratures; what only powers and only Chebyshev series have.

use super::argument::{self, as_int, coefficients};
use super::class::{Family, ends, make};
use super::family::{conversions, example};
use crate::polynomial::quadrature::{self, Weight};
use crate::polynomial::series::map_parameters;
use crate::polynomial::{Basis, Chebyshev, Hermite, HermiteE, Laguerre, Legendre, basis, evaluate};
use crate::tensor::{Kind, Operand, Tensor};
use crate::value::{Context, Error, FromValue, Result, Value, iter};

conversions! { CHEBYSHEV_RULES, chapter "Chebyshev series", space "np.polynomial.chebyshev", import "from numpy.polynomial.chebyshev import ", basis Chebyshev;
    to_powers = cheb2poly "array([-2.,  2.,  6.])";
    from_powers = poly2cheb "array([2.5, 2. , 1.5])";
    gauss = chebgauss "(array([ 0.70710678, -0.70710678]), array([1.57079633, 1.57079633]))";
    weight = chebweight "np.float64(1.0327955589886444)";
}

conversions! { LEGENDRE_RULES, chapter "Legendre series", space "np.polynomial.legendre", import "from numpy.polynomial.legendre import ", basis Legendre;
    to_powers = leg2poly "array([-0.5,  2. ,  4.5])";
    from_powers = poly2leg "array([2., 2., 2.])";
    gauss = leggauss "(array([-0.57735027,  0.57735027]), array([1., 1.]))";
    weight = legweight "1.0";
}

conversions! { LAGUERRE_RULES, chapter "Laguerre series", space "np.polynomial.laguerre", import "from numpy.polynomial.laguerre import ", basis Laguerre;
    to_powers = lag2poly "array([ 6. , -8. ,  1.5])";
    from_powers = poly2lag "array([  9., -14.,   6.])";
    gauss = laggauss "(array([0.58578644, 3.41421356]), array([0.85355339, 0.14644661]))";
    weight = lagweight "np.float64(0.7788007830714049)";
}

conversions! { HERMITE_RULES, chapter "Hermite series", space "np.polynomial.hermite", import "from numpy.polynomial.hermite import ", basis Hermite;
    to_powers = herm2poly "array([-5.,  4., 12.])";
    from_powers = poly2herm "array([2.5 , 1.  , 0.75])";
    gauss = hermgauss "(array([-0.70710678,  0.70710678]), array([0.88622693, 0.88622693]))";
    weight = hermweight "np.float64(0.9394130628134758)";
}

conversions! { HERMITE_E_RULES, chapter "Hermite series of probability", space "np.polynomial.hermite_e", import "from numpy.polynomial.hermite_e import ", basis HermiteE;
    to_powers = herme2poly "array([-2.,  2.,  3.])";
    from_powers = poly2herme "array([4., 2., 3.])";
    gauss = hermegauss "(array([-1.,  1.]), array([1.25331414, 1.25331414]))";
    weight = hermeweight "np.float64(0.9692332344763441)";
}

builtins! { POWER_ROOTS, chapter "Power series", spaces ["np.polynomial.polynomial"];
    /// The values at points of the polynomial with given roots and leading coefficient 1.
    ///
    /// >>> from numpy.polynomial.polynomial import polyvalfromroots
    /// >>> polyvalfromroots([0, 1, 2], [0, 2])
    /// array([-0., -1.,  0.])
    fn polyvalfromroots(cx, x: Operand, r: Tensor, tensor: bool = true) -> Value {
        argument::value(cx, evaluate::from_roots(&x, &r, tensor)?)
    }
}

builtins! { CHEBYSHEV_POINTS, chapter "Chebyshev series", spaces ["np.polynomial.chebyshev"];
    /// Chebyshev's points of the first kind: the zeros of the polynomial of degree `npts`.
    ///
    /// >>> from numpy.polynomial.chebyshev import chebpts1
    /// >>> chebpts1(3).round(6)
    /// array([-0.866025,  0.      ,  0.866025])
    fn chebpts1(cx, npts: Value) -> Tensor {
        argument::array(cx, quadrature::points_first(points(&npts, 1)?)?)
    }

    /// Chebyshev's points of the second kind: the extrema of the polynomial of degree `npts - 1`.
    ///
    /// >>> from numpy.polynomial.chebyshev import chebpts2
    /// >>> chebpts2(4).round(6)
    /// array([-1. , -0.5,  0.5,  1. ])
    fn chebpts2(cx, npts: Value) -> Tensor {
        argument::array(cx, quadrature::points_second(points(&npts, 2)?)?)
    }

    /// The Chebyshev series that agrees with a function at Chebyshev's points of the first kind.
    ///
    /// >>> from numpy.polynomial.chebyshev import chebinterpolate
    /// >>> chebinterpolate(lambda x: x*x, 2).round(6) + 0
    /// array([0.5, 0. , 0.5])
    fn chebinterpolate(cx, func: Value, deg: Tensor, args: Option<Value> = None) -> Tensor {
        interpolated(cx, &func, &deg, args.as_ref(), None)
    }
}

builtins! { CHEBYSHEV_METHODS, chapter "Classes of polynomials", methods "Chebyshev";
    /// The series of degree `deg` that agrees with a function at Chebyshev's points of the domain.
    ///
    /// >>> np.polynomial.Chebyshev.interpolate(lambda x: x**2, 2, domain=[0, 2]).coef.round(6)
    /// array([1.5, 2. , 0.5])
    @classmethod
    fn interpolate(cx, @pos class: &'static Family, func: Value, deg: Tensor, domain: Option<Value> = None, args: Option<Value> = None) -> Value {
        let domain = domain.map_or_else(|| class.interval("domain"), Ok)?;
        let interval = Tensor::from_value(cx, &domain)?;
        let coef = interpolated(cx, &func, &deg, args.as_ref(), Some(&interval))?;
        make(cx, class, &coef, [Some(&domain), None], &Value::str("x"))
    }
}

/// The coefficients of the Chebyshev series that agrees with a function at the points of `domain`.
fn interpolated(
    cx: &mut dyn Context,
    func: &Value,
    deg: &Tensor,
    args: Option<&Value>,
    domain: Option<&Tensor>,
) -> Result<Tensor> {
    let is_int = deg.dtype().kind.is_integer() && deg.dtype().kind != Kind::Bool;
    if deg.ndim() > 0 || !is_int || deg.is_empty() {
        return Err(Error::type_error("deg must be an int"));
    }
    let degree = usize::try_from(as_int(&crate::value::convert::unboxed(deg.clone())?, "deg")?);
    let degree = degree.map_err(|_| Error::value("expected deg >= 0"))?;
    let mut points = quadrature::points_first(degree + 1)?;
    if let Some(domain) = domain {
        let window = Tensor::vector(&Chebyshev.domain())?;
        let (offset, scale) = map_parameters(&ends(&window)?, &ends(domain)?);
        points = offset + scale * points;
    }
    let mut arguments = vec![Value::array(argument::array(cx, points)?)];
    if let Some(more) = args {
        arguments.extend(iter::collect(cx, more)?);
    }
    let values = cx.call(func, &arguments, &[])?;
    let values = Tensor::from_value(cx, &values)?;
    argument::array(cx, quadrature::interpolation(&values, degree)?)
}

/// A number of points.
fn points(npts: &Value, least: usize) -> Result<usize> {
    let count = argument::whole(npts)?.ok_or_else(|| Error::value("npts must be integer"))?;
    let count = usize::try_from(count).ok().filter(|&n| n >= least);
    count.ok_or_else(|| Error::value(format!("npts must be >= {least}")))
}
