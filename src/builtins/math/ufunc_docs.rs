//! The documentation of ufuncs: one line that says what each computes, and an example.

/// The documentation of a ufunc as library functions have it: a summary, a blank line, an example.
pub fn doc(name: &str) -> &'static str {
    DOCS.iter().find(|(known, _)| *known == name).map_or("", |(_, doc)| doc)
}

/// By name, in the order of the reference.
pub static DOCS: &[(&str, &str)] = &[
    (
        "add",
        r#"Sum, element by element.

>>> np.add([1, 2], 3)
array([4, 5])
"#,
    ),
    (
        "subtract",
        r#"Difference, element by element.

>>> np.subtract([5, 2], [1, 2])
array([4, 0])
"#,
    ),
    (
        "multiply",
        r#"Product, element by element.

>>> np.multiply([1, 2, 3], [2, 0.5, 0])
array([2., 1., 0.])
"#,
    ),
    (
        "divide",
        r#"Quotient, element by element; always a float.

>>> np.divide([1, 2, 3], 2)
array([0.5, 1. , 1.5])
"#,
    ),
    (
        "floor_divide",
        r#"Quotient rounded down to a whole number.

>>> np.floor_divide([7, -7], 2)
array([ 3, -4])
"#,
    ),
    (
        "remainder",
        r#"Remainder with the divisor's sign; fits `floor_divide`.

>>> np.remainder([7, -7], 3)
array([1, 2])
"#,
    ),
    (
        "divmod",
        r#"`floor_divide` and `remainder` at once.

>>> np.divmod([7, -7], 3)
(array([ 2, -3]), array([1, 2]))
"#,
    ),
    (
        "fmod",
        r#"Remainder with the dividend's sign, as in C.

>>> np.fmod([7, -7], 3)
array([ 1, -1])
"#,
    ),
    (
        "power",
        r#"First argument raised to the second.

>>> np.power([1, 2, 3], 2)
array([1, 4, 9])
"#,
    ),
    (
        "float_power",
        r#"Power in float64 or complex128, also of integers.

>>> np.float_power([1, 2, 3], -1)
array([1.        , 0.5       , 0.33333333])
"#,
    ),
    (
        "negative",
        r#"The number with its sign turned.

>>> np.negative([1, -2])
array([-1,  2])
"#,
    ),
    (
        "positive",
        r#"The number itself, as a copy.

>>> np.positive([1, -2])
array([ 1, -2])
"#,
    ),
    (
        "absolute",
        r#"Absolute value; of a complex number its modulus.

>>> np.absolute([-1.5, 2]), np.abs(3 + 4j)
(array([1.5, 2. ]), np.float64(5.0))
"#,
    ),
    (
        "fabs",
        r#"Absolute value as a float.

>>> np.fabs([-1, 2])
array([1., 2.])
"#,
    ),
    (
        "sign",
        r#"-1, 0 or 1 by the sign; of a complex number z / |z|.

>>> np.sign([-5., 0., 4.5])
array([-1.,  0.,  1.])
"#,
    ),
    (
        "rint",
        r#"Rounded to the nearest whole number, halves to the even one.

>>> np.rint([0.5, 1.5, -2.3])
array([ 0.,  2., -2.])
"#,
    ),
    (
        "floor",
        r#"Rounded down.

>>> np.floor([-1.7, 0.2])
array([-2.,  0.])
"#,
    ),
    (
        "ceil",
        r#"Rounded up.

>>> np.ceil([-1.7, 0.2])
array([-1.,  1.])
"#,
    ),
    (
        "trunc",
        r#"Rounded towards zero.

>>> np.trunc([-1.7, 1.7])
array([-1.,  1.])
"#,
    ),
    (
        "sqrt",
        r#"Square root that is not negative.

>>> np.sqrt([1, 4, 9])
array([1., 2., 3.])
"#,
    ),
    (
        "cbrt",
        r#"Cube root, also of negative numbers.

>>> np.cbrt([1, 8, -27])
array([ 1.,  2., -3.])
"#,
    ),
    (
        "square",
        r#"The number times itself.

>>> np.square([1, -2, 3])
array([1, 4, 9])
"#,
    ),
    (
        "reciprocal",
        r#"One over the number.

>>> np.reciprocal([1., 2., 4.])
array([1.  , 0.5 , 0.25])
"#,
    ),
    (
        "exp",
        r#"e raised to the number.

>>> np.exp([0, 1])
array([1.        , 2.71828183])
"#,
    ),
    (
        "exp2",
        r#"2 raised to the number.

>>> np.exp2([2, 3])
array([4., 8.])
"#,
    ),
    (
        "expm1",
        r#"exp(x) - 1, accurate also near 0.

>>> np.expm1(1e-10)
np.float64(1.00000000005e-10)
"#,
    ),
    (
        "log",
        r#"Natural logarithm.

>>> np.log([1, np.e])
array([0., 1.])
"#,
    ),
    (
        "log2",
        r#"Logarithm to base 2.

>>> np.log2([1, 8])
array([0., 3.])
"#,
    ),
    (
        "log10",
        r#"Logarithm to base 10.

>>> np.log10([1, 1000])
array([0., 3.])
"#,
    ),
    (
        "log1p",
        r#"log(1 + x), accurate also near 0.

>>> np.log1p(1e-10)
np.float64(9.999999999500001e-11)
"#,
    ),
    (
        "sin",
        r#"Sine of an angle in radians.

>>> np.sin([0, np.pi / 2])
array([0., 1.])
"#,
    ),
    (
        "cos",
        r#"Cosine of an angle in radians.

>>> np.cos([0, np.pi])
array([ 1., -1.])
"#,
    ),
    (
        "tan",
        r#"Tangent of an angle in radians.

>>> np.tan([0, 0.5])
array([0.        , 0.54630249])
"#,
    ),
    (
        "arcsin",
        r#"Angle whose sine is the number, between -pi/2 and pi/2.

>>> np.arcsin([0, 1])
array([0.        , 1.57079633])
"#,
    ),
    (
        "arccos",
        r#"Angle whose cosine is the number, between 0 and pi.

>>> np.arccos([1, -1])
array([0.        , 3.14159265])
"#,
    ),
    (
        "arctan",
        r#"Angle whose tangent is the number, between -pi/2 and pi/2.

>>> np.arctan([0, 1])
array([0.        , 0.78539816])
"#,
    ),
    (
        "arctan2",
        r#"Angle of the point (x2, x1), by the signs of both.

>>> np.arctan2([1, -1], [-1, -1])
array([ 2.35619449, -2.35619449])
"#,
    ),
    (
        "hypot",
        r#"Length of the hypotenuse, without overflow on the way.

>>> np.hypot([3, 5], [4, 12])
array([ 5., 13.])
"#,
    ),
    (
        "sinh",
        r#"Hyperbolic sine.

>>> np.sinh([0, 1])
array([0.        , 1.17520119])
"#,
    ),
    (
        "cosh",
        r#"Hyperbolic cosine.

>>> np.cosh([0, 1])
array([1.        , 1.54308063])
"#,
    ),
    (
        "tanh",
        r#"Hyperbolic tangent.

>>> np.tanh([0, 1])
array([0.        , 0.76159416])
"#,
    ),
    (
        "arcsinh",
        r#"Inverse of the hyperbolic sine.

>>> np.arcsinh([0, 1])
array([0.        , 0.88137359])
"#,
    ),
    (
        "arccosh",
        r#"Inverse of the hyperbolic cosine.

>>> np.arccosh([1, 2])
array([0.       , 1.3169579])
"#,
    ),
    (
        "arctanh",
        r#"Inverse of the hyperbolic tangent.

>>> np.arctanh([0, 0.5])
array([0.        , 0.54930614])
"#,
    ),
    (
        "deg2rad",
        r#"Degrees to radians.

>>> np.deg2rad(180)
np.float64(3.141592653589793)
"#,
    ),
    (
        "rad2deg",
        r#"Radians to degrees.

>>> np.rad2deg(np.pi)
np.float64(180.0)
"#,
    ),
    (
        "degrees",
        r#"Radians to degrees.

>>> np.degrees(np.pi)
np.float64(180.0)
"#,
    ),
    (
        "radians",
        r#"Degrees to radians.

>>> np.radians(180)
np.float64(3.141592653589793)
"#,
    ),
    (
        "logaddexp",
        r#"log(exp(x1) + exp(x2)), without overflow on the way.

>>> np.logaddexp(1000., 1000.)
np.float64(1000.6931471805599)
"#,
    ),
    (
        "logaddexp2",
        r#"log2(2**x1 + 2**x2), without overflow on the way.

>>> np.logaddexp2(3., 3.)
np.float64(4.0)
"#,
    ),
    (
        "maximum",
        r#"The larger of two numbers; NaN if there is one.

>>> np.maximum([1, 5], [4, 2])
array([4, 5])
"#,
    ),
    (
        "minimum",
        r#"The smaller of two numbers; NaN if there is one.

>>> np.minimum([1, 5], [4, 2])
array([1, 2])
"#,
    ),
    (
        "fmax",
        r#"The larger of two numbers; a NaN counts as missing.

>>> np.fmax([1, np.nan], [0, 2])
array([1., 2.])
"#,
    ),
    (
        "fmin",
        r#"The smaller of two numbers; a NaN counts as missing.

>>> np.fmin([1, np.nan], [0, 2])
array([0., 2.])
"#,
    ),
    (
        "greater",
        r#"Whether the first is greater than the second.

>>> np.greater([4, 2], 2)
array([ True, False])
"#,
    ),
    (
        "greater_equal",
        r#"Whether the first is greater than the second, or equal.

>>> np.greater_equal([4, 2], 2)
array([ True,  True])
"#,
    ),
    (
        "less",
        r#"Whether the first is less than the second.

>>> np.less([1, 2], 2)
array([ True, False])
"#,
    ),
    (
        "less_equal",
        r#"Whether the first is less than the second, or equal.

>>> np.less_equal([1, 2], 2)
array([ True,  True])
"#,
    ),
    (
        "equal",
        r#"Whether the two are equal.

>>> np.equal([0, 1], [0., 2.])
array([ True, False])
"#,
    ),
    (
        "not_equal",
        r#"Whether the two differ.

>>> np.not_equal([0, 1], [0., 2.])
array([False,  True])
"#,
    ),
    (
        "logical_and",
        r#"Whether both are true.

>>> np.logical_and([1, 0], [True, True])
array([ True, False])
"#,
    ),
    (
        "logical_or",
        r#"Whether at least one is true.

>>> np.logical_or([1, 0], [False, False])
array([ True, False])
"#,
    ),
    (
        "logical_xor",
        r#"Whether exactly one is true.

>>> np.logical_xor([1, 0], [True, True])
array([False,  True])
"#,
    ),
    (
        "logical_not",
        r#"Whether it is false.

>>> np.logical_not([1, 0])
array([False,  True])
"#,
    ),
    (
        "bitwise_and",
        r#"Bits that are set in both.

>>> np.bitwise_and(14, 13)
np.int64(12)
"#,
    ),
    (
        "bitwise_or",
        r#"Bits that are set in at least one.

>>> np.bitwise_or(8, 5)
np.int64(13)
"#,
    ),
    (
        "bitwise_xor",
        r#"Bits that are set in exactly one.

>>> np.bitwise_xor(6, 3)
np.int64(5)
"#,
    ),
    (
        "invert",
        r#"All bits turned; of a bool its negation.

>>> np.invert([0, 5])
array([-1, -6])
"#,
    ),
    (
        "left_shift",
        r#"Bits moved to the left: times a power of two.

>>> np.left_shift(5, [1, 2])
array([10, 20])
"#,
    ),
    (
        "right_shift",
        r#"Bits moved to the right: divided by a power of two, rounded down.

>>> np.right_shift(20, [1, 2])
array([10,  5])
"#,
    ),
    (
        "bitwise_count",
        r#"How many bits of the absolute value are set.

>>> np.bitwise_count([7, 8])
array([3, 1], dtype=uint8)
"#,
    ),
    (
        "isfinite",
        r#"Whether it is neither infinite nor NaN.

>>> np.isfinite([1., np.inf, np.nan])
array([ True, False, False])
"#,
    ),
    (
        "isinf",
        r#"Whether it is an infinity.

>>> np.isinf([1., np.inf, np.nan])
array([False,  True, False])
"#,
    ),
    (
        "isnan",
        r#"Whether it is NaN.

>>> np.isnan([1., np.inf, np.nan])
array([False, False,  True])
"#,
    ),
    (
        "isnat",
        r#"Whether it is not a time (NaT).

>>> np.isnat(np.array(['2020-01-01', 'NaT'], dtype='M8[D]'))
array([False,  True])
"#,
    ),
    (
        "signbit",
        r#"Whether the sign is negative, also of -0.0.

>>> np.signbit([-0.0, 1.0])
array([ True, False])
"#,
    ),
    (
        "copysign",
        r#"The first number with the sign of the second.

>>> np.copysign([1., 2.], [-0.0, 3.])
array([-1.,  2.])
"#,
    ),
    (
        "nextafter",
        r#"The next number after the first in the direction of the second.

>>> np.nextafter(1., 2.)
np.float64(1.0000000000000002)
"#,
    ),
    (
        "spacing",
        r#"The distance to the next number of larger magnitude.

>>> np.spacing(1.)
np.float64(2.220446049250313e-16)
"#,
    ),
    (
        "modf",
        r#"Fractional and whole part, both with the number's sign.

>>> np.modf([1.5, -0.25])
(array([ 0.5 , -0.25]), array([ 1., -0.]))
"#,
    ),
    (
        "frexp",
        r#"Mantissa and exponent of two: x = mantissa * 2**exponent.

>>> np.frexp([8., 3.])
(array([0.5 , 0.75]), array([4, 2], dtype=int32))
"#,
    ),
    (
        "ldexp",
        r#"x1 * 2**x2.

>>> np.ldexp([0.5, 0.75], [4, 2])
array([8., 3.])
"#,
    ),
    (
        "heaviside",
        r#"0 for negative numbers, 1 for positive ones, the second argument at 0.

>>> np.heaviside([-1.5, 0, 2.0], 0.5)
array([0. , 0.5, 1. ])
"#,
    ),
    (
        "gcd",
        r#"Greatest common divisor.

>>> np.gcd([12, 18], 8)
array([4, 2])
"#,
    ),
    (
        "lcm",
        r#"Least common multiple.

>>> np.lcm([4, 6], 10)
array([20, 30])
"#,
    ),
    (
        "conjugate",
        r#"The complex conjugate.

>>> np.conjugate([1 + 2j, 3])
array([1.-2.j, 3.-0.j])
"#,
    ),
    (
        "matmul",
        r#"Matrix product.

>>> np.matmul([[1, 2], [3, 4]], [1, 1])
array([3, 7])
"#,
    ),
    (
        "isalpha",
        r#"Whether all letters of each word are alphabetic.

>>> np.strings.isalpha(['ab', 'a1', ''])
array([ True, False, False])
"#,
    ),
    (
        "isdigit",
        r#"Whether all letters of each word are digits, raised ones too.

>>> np.strings.isdigit(['42', '4a', ''])
array([ True, False, False])
"#,
    ),
    (
        "isspace",
        r#"Whether each word is white space alone.

>>> np.strings.isspace([' \t', ' a', ''])
array([ True, False, False])
"#,
    ),
    (
        "isalnum",
        r#"Whether all letters of each word are alphabetic or numeric.

>>> np.strings.isalnum(['a1', 'a 1'])
array([ True, False])
"#,
    ),
    (
        "islower",
        r#"Whether each word has small letters and no capital ones.

>>> np.strings.islower(['ab1', 'Ab', '1'])
array([ True, False, False])
"#,
    ),
    (
        "isupper",
        r#"Whether each word has capital letters and no small ones.

>>> np.strings.isupper(['AB1', 'Ab', '1'])
array([ True, False, False])
"#,
    ),
    (
        "istitle",
        r#"Whether capital letters stand where words start and only there.

>>> np.strings.istitle(['Ab Cd', 'Ab cd'])
array([ True, False])
"#,
    ),
    (
        "isdecimal",
        r#"Whether all letters of each word are decimal digits; not for bytes.

>>> np.strings.isdecimal(['42', '4²'])
array([ True, False])
"#,
    ),
    (
        "isnumeric",
        r#"Whether all letters of each word stand for numbers; not for bytes.

>>> np.strings.isnumeric(['½', 'a'])
array([ True, False])
"#,
    ),
    (
        "str_len",
        r#"How many letters each word has.

>>> np.strings.str_len(['ab', 'é', ''])
array([2, 1, 0])
"#,
    ),
];
