//! Members of the polynomial modules that are no functions: classes, and the series 0, 1 and x with their domain.

use super::class::{FAMILIES, Family};
use crate::tensor::Tensor;
use crate::value::Value;
use crate::value::class::Class;

/// `(namespace, name, value)`
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = vec![("np", "poly1d", Value::Class(&super::poly1d::POLY1D))];
    for (family, (space, names)) in FAMILIES.iter().copied().zip(NAMES) {
        let class: &'static Class = &family.class;
        all.push(("np.polynomial", class.name, Value::Class(class)));
        all.push((space, class.name, Value::Class(class)));
        let series = [Some(family.basis.domain().to_vec()), None, None, fractional(family)];
        let whole: [&[i64]; 4] = [&[], &[0], &[1], if class.name == "Laguerre" { &[1, -1] } else { &[0, 1] }];
        for ((name, floats), whole) in names.iter().zip(series).zip(whole) {
            let array = match floats {
                Some(floats) => Tensor::vector(&floats),
                None => Tensor::vector(whole),
            };
            all.extend(array.map(|array| (*space, *name, Value::array(array))));
        }
    }
    all
}

/// The series x, where it is not made of integers.
fn fractional(family: &Family) -> Option<Vec<f64>> {
    (family.class.name == "Hermite").then(|| vec![0.0, 0.5])
}

/// The namespace of each class; domain, 0, 1 and x there.
const NAMES: &[(&str, [&str; 4])] = &[
    ("np.polynomial.polynomial", ["polydomain", "polyzero", "polyone", "polyx"]),
    ("np.polynomial.chebyshev", ["chebdomain", "chebzero", "chebone", "chebx"]),
    ("np.polynomial.legendre", ["legdomain", "legzero", "legone", "legx"]),
    ("np.polynomial.laguerre", ["lagdomain", "lagzero", "lagone", "lagx"]),
    ("np.polynomial.hermite", ["hermdomain", "hermzero", "hermone", "hermx"]),
    ("np.polynomial.hermite_e", ["hermedomain", "hermezero", "hermeone", "hermex"]),
];
