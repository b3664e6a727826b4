//! `family!`: the functions that every basis has, defined once. A table gives their names and what each answers to the
//! example of its documentation.

/// A call of a documentation's example and its answer.
macro_rules! example {
    ($import:literal, $name:ident, $arguments:literal, $answer:literal) => {
        concat!(" >>> ", $import, stringify!($name), "\n >>> ", stringify!($name), $arguments, "\n ", $answer)
    };
}

macro_rules! family {
    ($id:ident, chapter $chapter:literal, space $space:literal, import $import:literal, basis $basis:ident, limit $limit:expr;
        line = $line:ident $line_answer:literal;
        add = $add:ident $add_answer:literal;
        sub = $sub:ident $sub_answer:literal;
        mulx = $mulx:ident $mulx_answer:literal;
        mul = $mul:ident $mul_answer:literal;
        div = $div:ident $div_answer:literal;
        pow = $pow:ident $pow_answer:literal;
        val = $val:ident $val_answer:literal;
        val2d = $val2d:ident $val2d_answer:literal;
        val3d = $val3d:ident $val3d_answer:literal;
        grid2d = $grid2d:ident $grid2d_answer:literal;
        grid3d = $grid3d:ident $grid3d_answer:literal;
        der = $der:ident $der_answer:literal;
        int = $int:ident $int_answer:literal;
        fromroots = $fromroots:ident $fromroots_answer:literal;
        vander = $vander:ident $vander_answer:literal;
        vander2d = $vander2d:ident $vander2d_answer:literal;
        vander3d = $vander3d:ident $vander3d_answer:literal;
        fit = $fit:ident $fit_answer:literal;
        trim = $trim:ident $trim_answer:literal;
        companion = $companion:ident $companion_answer:literal;
        roots = $roots:ident $roots_answer:literal;
    ) => {
        builtins! { $id, chapter $chapter, spaces [$space];
            /// The series of the straight line `off + scl*x`.
            ///
            #[doc = example!($import, $line, "(3, 2)", $line_answer)]
            fn $line(cx, off: Operand, scl: Operand) -> Value {
                argument::check_numbers(&[&off, &scl])?;
                argument::value(cx, basis::line(&$basis, &Calc::from(off), &Calc::from(scl)))
            }

            /// The sum of two series.
            ///
            #[doc = example!($import, $add, "([1, 2, 3], [3, 2, 1])", $add_answer)]
            fn $add(cx, c1: Tensor, c2: Tensor) -> Tensor {
                let c = as_series(&[c1, c2], true)?;
                coefficients(cx, series::add(&c[0], &c[1])?)
            }

            /// The difference of two series.
            ///
            #[doc = example!($import, $sub, "([1, 2, 3], [3, 2, 1])", $sub_answer)]
            fn $sub(cx, c1: Tensor, c2: Tensor) -> Tensor {
                let c = as_series(&[c1, c2], true)?;
                coefficients(cx, series::subtract(&c[0], &c[1])?)
            }

            /// The series times x.
            ///
            #[doc = example!($import, $mulx, "([1, 2, 3])", $mulx_answer)]
            fn $mulx(cx, c: Tensor) -> Tensor {
                let c = as_series(&[c], true)?;
                coefficients(cx, basis::multiply_x(&$basis, &c[0])?)
            }

            /// The product of two series.
            ///
            #[doc = example!($import, $mul, "([1, 2, 3], [3, 2, 1])", $mul_answer)]
            fn $mul(cx, c1: Tensor, c2: Tensor) -> Tensor {
                let c = as_series(&[c1, c2], true)?;
                coefficients(cx, basis::multiply(&$basis, &c[0], &c[1])?)
            }

            /// Quotient and remainder of two series.
            ///
            #[doc = example!($import, $div, "([1, 2, 3], [3, 2])", $div_answer)]
            fn $div(cx, c1: Tensor, c2: Tensor) -> (Tensor, Tensor) {
                let c = as_series(&[c1, c2], true)?;
                let (quotient, rest) = basis::divide(&$basis, &c[0], &c[1])?;
                Ok((coefficients(cx, quotient)?, coefficients(cx, rest)?))
            }

            /// A power of a series; an exponent above `maxpower` is an error.
            ///
            #[doc = example!($import, $pow, "([1, 2], 2)", $pow_answer)]
            fn $pow(cx, c: Tensor, pow: Value, maxpower: Option<f64> = $limit) -> Tensor {
                let c = as_series(&[c], true)?;
                coefficients(cx, basis::power(&$basis, &c[0], argument::exponent(&pow)?, maxpower)?)
            }

            /// The values of a series at points.
            ///
            /// For coefficients of several dimensions the first one counts; with `tensor`,
            /// each column of them is evaluated at every point, otherwise columns and points are broadcast.
            ///
            #[doc = example!($import, $val, "(2, [1, 2, 3])", $val_answer)]
            fn $val(cx, x: Value, c: Tensor, tensor: bool = true) -> Value { argument::at(cx, &$basis, &x, &c, tensor) }

            /// The values of a series of two variables at points.
            ///
            #[doc = example!($import, $val2d, "([1, 2], [3, 4], [[1, 2], [3, 4]])", $val2d_answer)]
            fn $val2d(cx, x: Tensor, y: Tensor, c: Tensor) -> Value {
                argument::value(cx, evaluate::at_points(&$basis, &[x, y], &c)?)
            }

            /// The values of a series of three variables at points.
            ///
            #[doc = example!($import, $val3d, "(1, 2, 3, [[[1, 2]], [[3, 4]]])", $val3d_answer)]
            fn $val3d(cx, x: Tensor, y: Tensor, z: Tensor, c: Tensor) -> Value {
                argument::value(cx, evaluate::at_points(&$basis, &[x, y, z], &c)?)
            }

            /// The values of a series of two variables on the grid of all pairs of coordinates.
            ///
            #[doc = example!($import, $grid2d, "([1, 2], [3, 4], [[1, 2], [3, 4]])", $grid2d_answer)]
            fn $grid2d(cx, x: Operand, y: Operand, c: Tensor) -> Value {
                argument::value(cx, evaluate::on_grid(&$basis, &[x, y], &c)?)
            }

            /// The values of a series of three variables on the grid of all triples of coordinates.
            ///
            #[doc = example!($import, $grid3d, "([1], [2], [3], [[[1, 2]], [[3, 4]]])", $grid3d_answer)]
            fn $grid3d(cx, x: Operand, y: Operand, z: Operand, c: Tensor) -> Value {
                argument::value(cx, evaluate::on_grid(&$basis, &[x, y, z], &c)?)
            }

            /// The `m`-th derivative of a series; before each step the coefficients are multiplied by `scl`.
            ///
            #[doc = example!($import, $der, "([1, 2, 3])", $der_answer)]
            fn $der(cx, c: Tensor, m: Value = Value::Int(1), scl: Operand = Operand::WeakInt(1), axis: Value = Value::Int(0)) -> Tensor {
                let (m, axis) = (as_int(&m, "the order of derivation")?, as_int(&axis, "the axis")?);
                argument::array(cx, calculus::derivative(&$basis, &c, m, &scl, axis as isize)?)
            }

            /// The `m`-th integral of a series from `lbnd`, with the integration constants `k`.
            ///
            /// Before each step the coefficients are multiplied by `scl`.
            ///
            #[doc = example!($import, $int, "([1, 2, 3])", $int_answer)]
            fn $int(cx, c: Tensor, m: Value = Value::Int(1), k: Option<Value> = None, lbnd: Operand = Operand::WeakInt(0),
                    scl: Operand = Operand::WeakInt(1), axis: Value = Value::Int(0)) -> Tensor {
                let constants = argument::operands(cx, k.as_ref())?;
                let (times, axis) = (as_int(&m, "the order of integration")?, as_int(&axis, "the axis")? as isize);
                let how = Integration { times, constants: &constants, lower: &lbnd, scale: &scl, axis };
                argument::array(cx, calculus::integral(&$basis, &c, &how)?)
            }

            /// The series that has the given roots.
            ///
            #[doc = example!($import, $fromroots, "([-1, 1])", $fromroots_answer)]
            fn $fromroots(cx, roots: Tensor) -> Tensor { argument::array(cx, roots::from_roots(&$basis, &roots)?) }

            /// The matrix of the basis polynomials up to a degree at points: one row a point.
            ///
            #[doc = example!($import, $vander, "([0, 2], 2)", $vander_answer)]
            fn $vander(cx, x: Tensor, deg: Value) -> Tensor {
                argument::array(cx, evaluate::vandermonde(&$basis, &x, argument::degree(&deg)?)?)
            }

            /// The matrix of the products of basis polynomials of two variables at points, up to two degrees.
            ///
            #[doc = example!($import, $vander2d, "([1], [2], [1, 1])", $vander2d_answer)]
            fn $vander2d(cx, x: Value, y: Value, deg: Value) -> Tensor {
                let (points, degrees) = argument::grid_degrees(cx, &[x, y], &deg)?;
                argument::array(cx, evaluate::vandermonde_nd(&$basis, &points, &degrees)?)
            }

            /// The matrix of the products of basis polynomials of three variables at points, up to three degrees.
            ///
            #[doc = example!($import, $vander3d, "([1], [2], [3], [1, 0, 1])", $vander3d_answer)]
            fn $vander3d(cx, x: Value, y: Value, z: Value, deg: Value) -> Tensor {
                let (points, degrees) = argument::grid_degrees(cx, &[x, y, z], &deg)?;
                argument::array(cx, evaluate::vandermonde_nd(&$basis, &points, &degrees)?)
            }

            /// The series of degree `deg` that fits points best in the sense of least squares.
            ///
            /// A list of degrees leaves the others out. `w` are weights of the points. With `full`, also residuals, rank, singular values and `rcond`.
            ///
            #[doc = example!($import, $fit, "([0, 1, 2, 3], [1, 3, 5, 7], 1).round(6)", $fit_answer)]
            fn $fit(cx, x: Tensor, y: Tensor, deg: Tensor, rcond: Option<Value> = None, full: bool = false, w: Option<Tensor> = None) -> Value {
                let request = FitRequest { x: &x, y: &y, deg: &deg, rcond: rcond.as_ref(), w: w.as_ref(), full };
                let (coef, diagnostics) = argument::fit(cx, &$basis, &request)?;
                Ok(match diagnostics {
                    Some(diagnostics) => Value::tuple([Value::array(coef), diagnostics]),
                    None => Value::array(coef),
                })
            }

            /// The coefficients without small ones at the end: those of absolute value `tol` or less.
            ///
            #[doc = example!($import, $trim, "([1, 2, 0])", $trim_answer)]
            fn $trim(cx, c: Tensor, tol: Operand = Operand::WeakInt(0)) -> Tensor { tools::trimmed(cx, &c, &tol) }

            /// The companion matrix, whose eigenvalues are the roots.
            ///
            #[doc = example!($import, $companion, "([1, 2, 1]).round(3)", $companion_answer)]
            fn $companion(cx, c: Tensor) -> Tensor { argument::array(cx, roots::companion(&$basis, &c)?) }

            /// The roots of a series.
            ///
            #[doc = example!($import, $roots, "([-4, 0, 1]).round(6)", $roots_answer)]
            fn $roots(cx, c: Tensor) -> Tensor { argument::array(cx, roots::roots(&$basis, &c)?) }
        }
    };
}

/// Conversion from and to powers, and Gauss's quadrature, of the bases that are not powers.
macro_rules! conversions {
    ($id:ident, chapter $chapter:literal, space $space:literal, import $import:literal, basis $basis:ident;
        to_powers = $to_powers:ident $to_answer:literal;
        from_powers = $from_powers:ident $from_answer:literal;
        gauss = $gauss:ident $gauss_answer:literal;
        weight = $weight:ident $weight_answer:literal;
    ) => {
        builtins! { $id, chapter $chapter, spaces [$space];
            /// The coefficients of the same polynomial in powers of x.
            ///
            #[doc = example!($import, $to_powers, "([1, 2, 3])", $to_answer)]
            fn $to_powers(cx, c: Tensor) -> Tensor { coefficients(cx, basis::to_powers(&$basis, &c)?) }

            /// The series of a polynomial that is given in powers of x.
            ///
            #[doc = example!($import, $from_powers, "([1, 2, 3])", $from_answer)]
            fn $from_powers(cx, pol: Tensor) -> Tensor { coefficients(cx, basis::from_powers(&$basis, &pol)?) }

            /// The points and weights of the Gauss quadrature with `deg` points.
            ///
            #[doc = example!($import, $gauss, "(2)", $gauss_answer)]
            fn $gauss(cx, deg: Value) -> (Tensor, Tensor) {
                let (points, weights) = Weight::$basis.rule(as_int(&deg, "deg")?)?;
                Ok((argument::array(cx, points)?, argument::array(cx, weights)?))
            }

            /// The weight function for which the polynomials of the basis are orthogonal.
            ///
            #[doc = example!($import, $weight, "(0.25)", $weight_answer)]
            fn $weight(cx, x: Operand) -> Value { argument::value(cx, Weight::$basis.at(&x)) }
        }
    };
}

pub(super) use {conversions, example, family};
