//! The constructors of the classes of series.

use super::class::{self, make};
use crate::tensor::Tensor;
use crate::value::Value;

macro_rules! constructors {
    ($($name:ident, $family:ident, $doc:literal, $answer:literal;)*) => {
        builtins! { SERIES_CONSTRUCTORS, chapter "Classes of polynomials", spaces ["constructors.numpy"];
            $(
                #[doc = $doc]
                ///
                #[doc = concat!(" >>> np.polynomial.", stringify!($name), "([1, 2, 3])(2)\n ", $answer)]
                fn $name(cx, coef: Tensor, domain: Option<Value> = None, window: Option<Value> = None, symbol: Value = Value::str("x")) -> Value {
                    make(cx, &class::$family, &coef, [domain.as_ref(), window.as_ref()], &symbol)
                }
            )*
        }
    };
}

constructors! {
    Polynomial, POLYNOMIAL, " A polynomial by its coefficients in powers of x, lowest degree first.", "np.float64(17.0)";
    Chebyshev, CHEBYSHEV, " A polynomial by its coefficients in Chebyshev polynomials.", "np.float64(26.0)";
    Legendre, LEGENDRE, " A polynomial by its coefficients in Legendre polynomials.", "np.float64(21.5)";
    Laguerre, LAGUERRE, " A polynomial by its coefficients in Laguerre polynomials.", "np.float64(-4.0)";
    Hermite, HERMITE, " A polynomial by its coefficients in the Hermite polynomials of physics.", "np.float64(51.0)";
    HermiteE, HERMITE_E, " A polynomial by its coefficients in the Hermite polynomials of probability theory.", "np.float64(14.0)";
}
