//! Attributes and methods of `np.poly1d`.

use super::argument;
use super::poly1d::{This, poly1d};
use crate::polynomial::descending;
use crate::tensor::Tensor;
use crate::value::Value;

builtins! { POLY1D_METHODS, chapter "Polynomials", methods "poly1d";
    /// The coefficients, highest power first.
    ///
    /// >>> np.poly1d([1, 2, 3]).coeffs
    /// array([1, 2, 3])
    @property @alias("c", "coef", "coefficients")
    fn coeffs(cx, @pos this: This) -> Value { Ok(this.array()) }

    /// The degree.
    ///
    /// >>> np.poly1d([1, 2, 3]).order
    /// 2
    @property @alias("o")
    fn order(cx, @pos this: This) -> i64 { Ok(this.order()) }

    /// The roots.
    ///
    /// >>> np.poly1d([1, -3, 2]).roots
    /// array([2., 1.])
    @property @alias("r")
    fn roots(cx, @pos this: This) -> Tensor { Ok(descending::roots(&this.tensor())?) }

    /// The name of the variable.
    ///
    /// >>> print(np.poly1d([1, 2, 3], variable='t'))
    ///    2
    /// 1 t + 2 t + 3
    @property
    fn variable(cx, @pos this: This) -> String { Ok(this.variable().to_string()) }

    /// The `m`-th derivative.
    ///
    /// >>> np.poly1d([1, 1, 1]).deriv()
    /// poly1d([2, 1])
    @see("integ")
    fn deriv(cx, @pos this: This, m: i64 = 1) -> Value {
        poly1d(&argument::array(cx, descending::derivative(&this.tensor(), m)?)?)
    }

    /// The `m`-th integral, with `k` as its constants.
    ///
    /// >>> np.poly1d([2, 1]).integ(k=5)
    /// poly1d([1., 1., 5.])
    @see("deriv")
    fn integ(cx, @pos this: This, m: i64 = 1, k: Option<Tensor> = None) -> Value {
        let k = match k {
            Some(k) => k,
            None => Tensor::scalar(0i64)?,
        };
        poly1d(&argument::array(cx, descending::integral(&this.tensor(), m, Some(&k))?)?)
    }
}
