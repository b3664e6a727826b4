//! The table of universal functions.

use super::ops::{arithmetic::*, bits::*, compare::*, division::*, elementary::*, parts::*, power::*, time};
use super::{Identity, Loop, OnObjects as On, Rule, Ufunc, uniform_loops};
use crate::tensor::engine::lane::Truth;
use crate::tensor::object::ObjectOp;
use crate::tensor::{Complex32, Complex64, f16};

/// Loops of one function for groups of types: `loops!(binary Add [?] [ints] [floats])`.
macro_rules! loops {
    ($shape:ident $name:ident; $($group:tt)+) => { loops!(@munch $shape $name [] $($group)+) };
    (@munch $shape:ident $name:ident [$($done:ty),*]) => { &[$(Loop::$shape::<$name<$done>>()),*] };
    (@munch $shape:ident $name:ident [$($done:ty),*] bool $($rest:tt)*) => {
        loops!(@munch $shape $name [$($done,)* Truth] $($rest)*)
    };
    (@munch $shape:ident $name:ident [$($done:ty),*] ints $($rest:tt)*) => {
        loops!(@munch $shape $name [$($done,)* i8, u8, i16, u16, i32, u32, i64, u64] $($rest)*)
    };
    (@munch $shape:ident $name:ident [$($done:ty),*] floats $($rest:tt)*) => {
        loops!(@munch $shape $name [$($done,)* f16, f32, f64] $($rest)*)
    };
    (@munch $shape:ident $name:ident [$($done:ty),*] double $($rest:tt)*) => {
        loops!(@munch $shape $name [$($done,)* f64] $($rest)*)
    };
    (@munch $shape:ident $name:ident [$($done:ty),*] complex $($rest:tt)*) => {
        loops!(@munch $shape $name [$($done,)* Complex32, Complex64] $($rest)*)
    };
    (@munch $shape:ident $name:ident [$($done:ty),*] complex128 $($rest:tt)*) => {
        loops!(@munch $shape $name [$($done,)* Complex64] $($rest)*)
    };
}

/// Two lists of loops, one after the other.
const fn joined<const A: usize, const B: usize, const N: usize>(a: &[Loop; A], b: &[Loop; B]) -> [Loop; N] {
    assert!(A + B == N);
    let mut all = [a[0]; N];
    let mut i = 0;
    while i < N {
        all[i] = if i < A { a[i] } else { b[i - A] };
        i += 1;
    }
    all
}

/// As [`loops`], followed by more loops.
macro_rules! loops_and {
    ($shape:ident $name:ident; $($group:ident)+; $($more:expr),+ $(,)?) => {{
        const FIRST: &[Loop] = loops!($shape $name; $($group)+);
        const MORE: &[Loop] = &[$($more),+];
        const A: usize = FIRST.len();
        const B: usize = MORE.len();
        const ALL: [Loop; A + B] = joined(sized::<A>(FIRST), sized::<B>(MORE));
        &ALL
    }};
}

const fn sized<const N: usize>(list: &[Loop]) -> &[Loop; N] {
    match list.first_chunk() {
        Some(all) => all,
        None => panic!("a list shorter than itself"),
    }
}

/// A loop on ticks.
macro_rules! ticks {
    ($name:ident $a:literal $b:literal => $out:literal) => {
        Loop::binary::<time::$name>().timed([$a, $b], [$out, 0])
    };
    ($name:ident $a:literal => $out:literal) => {
        Loop::unary::<time::$name>().timed([$a, 0], [$out, 0])
    };
}

macro_rules! comparison_loops {
    ($name:ident, $signed:ident, $unsigned:ident) => {
        loops_and!(binary $name; bool ints floats complex;
            Loop::binary::<$signed>(),
            Loop::binary::<$unsigned>(),
            ticks!($name b'M' b'M' => b'?'),
            ticks!($name b'm' b'm' => b'?'))
    };
}

macro_rules! extreme_loops {
    ($name:ident) => {
        loops_and!(binary $name; bool ints floats complex; ticks!($name b'm' b'm' => b'm'), ticks!($name b'M' b'M' => b'M'))
    };
}

macro_rules! ufuncs {
    ($($constant:ident $name:literal $nin:literal $nout:literal $identity:expr, $rule:ident, $object:expr, $loops:expr;)*) => {
        $(
            pub static $constant: Ufunc = Ufunc {
                name: $name,
                nin: $nin,
                nout: $nout,
                identity: $identity,
                loops: $loops,
                uniform: uniform_loops($loops),
                rule: Rule::$rule,
                object: $object,
            };
        )*

        /// All of them.
        pub static ALL: &[&Ufunc] = &[$(&$constant),*];
    };
}

const NONE: Identity = Identity::None;

ufuncs! {
    ADD "add" 2 1 Identity::Int(0), Uniform, On::Operator(ObjectOp::Add),
        loops_and!(binary Add; bool ints floats complex;
            ticks!(Add b'M' b'm' => b'M'), ticks!(Add b'm' b'm' => b'm'), ticks!(Add b'm' b'M' => b'M'));
    SUBTRACT "subtract" 2 1 NONE, Uniform, On::Operator(ObjectOp::Subtract),
        loops_and!(binary Subtract; ints floats complex;
            ticks!(Subtract b'M' b'm' => b'M'), ticks!(Subtract b'm' b'm' => b'm'), ticks!(Subtract b'M' b'M' => b'm'));
    MULTIPLY "multiply" 2 1 Identity::Int(1), Uniform, On::Operator(ObjectOp::Multiply),
        loops_and!(binary Multiply; bool ints floats complex;
            ticks!(MultiplyInt b'm' b'l' => b'm'), ticks!(MultiplyFloat b'm' b'd' => b'm'),
            ticks!(IntMultiply b'l' b'm' => b'm'), ticks!(FloatMultiply b'd' b'm' => b'm'));
    DIVIDE "divide" 2 1 NONE, Divide, On::Operator(ObjectOp::Divide),
        loops_and!(binary Divide; floats complex;
            ticks!(DivideInt b'm' b'l' => b'm'), ticks!(DivideFloat b'm' b'd' => b'm'), ticks!(Ratio b'm' b'm' => b'd'));
    FLOOR_DIVIDE "floor_divide" 2 1 NONE, General, On::Operator(ObjectOp::FloorDivide),
        loops_and!(binary FloorDivide; ints floats;
            ticks!(DivideInt b'm' b'l' => b'm'), ticks!(DivideFloat b'm' b'd' => b'm'),
            ticks!(FloorRatio b'm' b'm' => b'l'));
    REMAINDER "remainder" 2 1 NONE, General, On::Operator(ObjectOp::Remainder),
        loops_and!(binary Remainder; ints floats; ticks!(Remainder b'm' b'm' => b'm'));
    DIVMOD "divmod" 2 2 NONE, General, On::Nothing,
        loops_and!(pair Divmod; ints floats; Loop::pair::<time::Divmod>().timed([b'm', b'm'], [b'l', b'm']));
    FMOD "fmod" 2 1 NONE, General, On::Method, loops!(binary Fmod; ints floats);
    POWER "power" 2 1 NONE, General, On::Operator(ObjectOp::Power), loops!(binary Power; ints floats complex);
    FLOAT_POWER "float_power" 2 1 NONE, General, On::Nothing, loops!(binary Power; double complex128);
    NEGATIVE "negative" 1 1 NONE, Uniform, On::Negative,
        loops_and!(unary Negative; ints floats complex; ticks!(Negative b'm' => b'm'));
    POSITIVE "positive" 1 1 NONE, Uniform, On::Positive,
        loops_and!(unary Positive; ints floats complex; Loop::unary::<Positive<i64>>().timed([b'm', 0], [b'm', 0]));
    ABSOLUTE "absolute" 1 1 NONE, Uniform, On::Absolute,
        loops_and!(unary Absolute; bool ints floats complex; ticks!(Absolute b'm' => b'm'));
    FABS "fabs" 1 1 NONE, General, On::Method, loops!(unary Fabs; floats);
    SIGN "sign" 1 1 NONE, Uniform, On::Sign,
        loops_and!(unary Sign; ints floats complex; ticks!(Sign b'm' => b'm'));
    RINT "rint" 1 1 NONE, General, On::Method, loops!(unary Rint; floats complex);
    FLOOR "floor" 1 1 NONE, General, On::Method, loops!(unary Floor; bool ints floats);
    CEIL "ceil" 1 1 NONE, General, On::Method, loops!(unary Ceil; bool ints floats);
    TRUNC "trunc" 1 1 NONE, General, On::Method, loops!(unary Trunc; bool ints floats);
    SQRT "sqrt" 1 1 NONE, General, On::Method, loops!(unary Sqrt; floats complex);
    CBRT "cbrt" 1 1 NONE, General, On::Method, loops!(unary Cbrt; floats);
    SQUARE "square" 1 1 NONE, General, On::Square, loops!(unary Square; ints floats complex);
    RECIPROCAL "reciprocal" 1 1 NONE, General, On::Reciprocal, loops!(unary Reciprocal; ints floats complex);
    EXP "exp" 1 1 NONE, General, On::Method, loops!(unary Exp; floats complex);
    EXP2 "exp2" 1 1 NONE, General, On::Method, loops!(unary Exp2; floats complex);
    EXPM1 "expm1" 1 1 NONE, General, On::Method, loops!(unary Expm1; floats complex);
    LOG "log" 1 1 NONE, General, On::Method, loops!(unary Log; floats complex);
    LOG2 "log2" 1 1 NONE, General, On::Method, loops!(unary Log2; floats complex);
    LOG10 "log10" 1 1 NONE, General, On::Method, loops!(unary Log10; floats complex);
    LOG1P "log1p" 1 1 NONE, General, On::Method, loops!(unary Log1p; floats complex);
    SIN "sin" 1 1 NONE, General, On::Method, loops!(unary Sin; floats complex);
    COS "cos" 1 1 NONE, General, On::Method, loops!(unary Cos; floats complex);
    TAN "tan" 1 1 NONE, General, On::Method, loops!(unary Tan; floats complex);
    ARCSIN "arcsin" 1 1 NONE, General, On::Method, loops!(unary Arcsin; floats complex);
    ARCCOS "arccos" 1 1 NONE, General, On::Method, loops!(unary Arccos; floats complex);
    ARCTAN "arctan" 1 1 NONE, General, On::Method, loops!(unary Arctan; floats complex);
    ARCTAN2 "arctan2" 2 1 NONE, General, On::Method, loops!(binary Arctan2; floats);
    HYPOT "hypot" 2 1 Identity::Int(0), General, On::Method, loops!(binary Hypot; floats);
    SINH "sinh" 1 1 NONE, General, On::Method, loops!(unary Sinh; floats complex);
    COSH "cosh" 1 1 NONE, General, On::Method, loops!(unary Cosh; floats complex);
    TANH "tanh" 1 1 NONE, General, On::Method, loops!(unary Tanh; floats complex);
    ARCSINH "arcsinh" 1 1 NONE, General, On::Method, loops!(unary Arcsinh; floats complex);
    ARCCOSH "arccosh" 1 1 NONE, General, On::Method, loops!(unary Arccosh; floats complex);
    ARCTANH "arctanh" 1 1 NONE, General, On::Method, loops!(unary Arctanh; floats complex);
    DEG2RAD "deg2rad" 1 1 NONE, General, On::Method, loops!(unary Deg2rad; floats);
    RADIANS "radians" 1 1 NONE, General, On::Method, loops!(unary Deg2rad; floats);
    RAD2DEG "rad2deg" 1 1 NONE, General, On::Method, loops!(unary Rad2deg; floats);
    DEGREES "degrees" 1 1 NONE, General, On::Method, loops!(unary Rad2deg; floats);
    LOGADDEXP "logaddexp" 2 1 Identity::Float(f64::NEG_INFINITY), General, On::Nothing, loops!(binary Logaddexp; floats);
    LOGADDEXP2 "logaddexp2" 2 1 Identity::Float(f64::NEG_INFINITY), General, On::Nothing,
        loops!(binary Logaddexp2; floats);
    MAXIMUM "maximum" 2 1 NONE, Uniform, On::Maximum, extreme_loops!(Maximum);
    MINIMUM "minimum" 2 1 NONE, Uniform, On::Minimum, extreme_loops!(Minimum);
    FMAX "fmax" 2 1 NONE, Uniform, On::Maximum, extreme_loops!(Fmax);
    FMIN "fmin" 2 1 NONE, Uniform, On::Minimum, extreme_loops!(Fmin);
    GREATER "greater" 2 1 NONE, Comparison, On::Greater,
        comparison_loops!(Greater, GreaterSignedUnsigned, GreaterUnsignedSigned);
    GREATER_EQUAL "greater_equal" 2 1 NONE, Comparison, On::GreaterEqual,
        comparison_loops!(GreaterEqual, GreaterEqualSignedUnsigned, GreaterEqualUnsignedSigned);
    LESS "less" 2 1 NONE, Comparison, On::Less, comparison_loops!(Less, LessSignedUnsigned, LessUnsignedSigned);
    LESS_EQUAL "less_equal" 2 1 NONE, Comparison, On::LessEqual,
        comparison_loops!(LessEqual, LessEqualSignedUnsigned, LessEqualUnsignedSigned);
    EQUAL "equal" 2 1 NONE, Comparison, On::Equal, comparison_loops!(Equal, EqualSignedUnsigned, EqualUnsignedSigned);
    NOT_EQUAL "not_equal" 2 1 NONE, Comparison, On::NotEqual,
        comparison_loops!(NotEqual, NotEqualSignedUnsigned, NotEqualUnsignedSigned);
    LOGICAL_AND "logical_and" 2 1 Identity::Bool(true), Logical, On::And,
        loops!(binary LogicalAnd; bool ints floats complex);
    LOGICAL_OR "logical_or" 2 1 Identity::Bool(false), Logical, On::Or, loops!(binary LogicalOr; bool ints floats complex);
    LOGICAL_XOR "logical_xor" 2 1 Identity::Bool(false), Logical, On::Xor,
        loops!(binary LogicalXor; bool ints floats complex);
    LOGICAL_NOT "logical_not" 1 1 NONE, General, On::Not, loops!(unary LogicalNot; bool ints floats complex);
    BITWISE_AND "bitwise_and" 2 1 Identity::Int(-1), General, On::Operator(ObjectOp::BitAnd),
        loops!(binary BitwiseAnd; bool ints);
    BITWISE_OR "bitwise_or" 2 1 Identity::Int(0), General, On::Operator(ObjectOp::BitOr),
        loops!(binary BitwiseOr; bool ints);
    BITWISE_XOR "bitwise_xor" 2 1 Identity::Int(0), General, On::Operator(ObjectOp::BitXor),
        loops!(binary BitwiseXor; bool ints);
    INVERT "invert" 1 1 NONE, General, On::Invert, loops!(unary Invert; bool ints);
    LEFT_SHIFT "left_shift" 2 1 NONE, General, On::Operator(ObjectOp::LeftShift), loops!(binary LeftShift; ints);
    RIGHT_SHIFT "right_shift" 2 1 NONE, General, On::Operator(ObjectOp::RightShift), loops!(binary RightShift; ints);
    BITWISE_COUNT "bitwise_count" 1 1 NONE, General, On::Method, loops!(unary BitwiseCount; ints);
    ISFINITE "isfinite" 1 1 NONE, General, On::Nothing,
        loops_and!(unary Isfinite; bool ints floats complex;
            ticks!(Isfinite b'm' => b'?'), ticks!(Isfinite b'M' => b'?'));
    ISINF "isinf" 1 1 NONE, General, On::Nothing,
        loops_and!(unary Isinf; bool ints floats complex; ticks!(Never b'm' => b'?'), ticks!(Never b'M' => b'?'));
    ISNAN "isnan" 1 1 NONE, General, On::Nothing,
        loops_and!(unary Isnan; bool ints floats complex; ticks!(Isnat b'm' => b'?'), ticks!(Isnat b'M' => b'?'));
    ISNAT "isnat" 1 1 NONE, Isnat, On::Nothing, &[ticks!(Isnat b'M' => b'?'), ticks!(Isnat b'm' => b'?')];
    SIGNBIT "signbit" 1 1 NONE, General, On::Nothing, loops!(unary Signbit; floats);
    COPYSIGN "copysign" 2 1 NONE, General, On::Nothing, loops!(binary Copysign; floats);
    NEXTAFTER "nextafter" 2 1 NONE, General, On::Nothing, loops!(binary Nextafter; floats);
    SPACING "spacing" 1 1 NONE, General, On::Nothing, loops!(unary Spacing; floats);
    MODF "modf" 1 2 NONE, General, On::Nothing, loops!(split Modf; floats);
    FREXP "frexp" 1 2 NONE, General, On::Nothing, loops!(split Frexp; floats);
    LDEXP "ldexp" 2 1 NONE, General, On::Nothing,
        &[
            Loop::binary::<Ldexp<f16, i32>>(),
            Loop::binary::<Ldexp<f32, i32>>(),
            Loop::binary::<Ldexp<f16, i64>>(),
            Loop::binary::<Ldexp<f32, i64>>(),
            Loop::binary::<Ldexp<f64, i32>>(),
            Loop::binary::<Ldexp<f64, i64>>(),
        ];
    HEAVISIDE "heaviside" 2 1 NONE, General, On::Nothing, loops!(binary Heaviside; floats);
    GCD "gcd" 2 1 Identity::Int(0), Uniform, On::Method, loops!(binary Gcd; ints);
    LCM "lcm" 2 1 NONE, Uniform, On::Method, loops!(binary Lcm; ints);
    CONJUGATE "conjugate" 1 1 NONE, General, On::Method, loops!(unary Conjugate; ints floats complex);
    ISALPHA "isalpha" 1 1 NONE, Text, On::Nothing, &[];
    ISDIGIT "isdigit" 1 1 NONE, Text, On::Nothing, &[];
    ISSPACE "isspace" 1 1 NONE, Text, On::Nothing, &[];
    ISALNUM "isalnum" 1 1 NONE, Text, On::Nothing, &[];
    ISLOWER "islower" 1 1 NONE, Text, On::Nothing, &[];
    ISUPPER "isupper" 1 1 NONE, Text, On::Nothing, &[];
    ISTITLE "istitle" 1 1 NONE, Text, On::Nothing, &[];
    ISDECIMAL "isdecimal" 1 1 NONE, Text, On::Nothing, &[];
    ISNUMERIC "isnumeric" 1 1 NONE, Text, On::Nothing, &[];
    STR_LEN "str_len" 1 1 NONE, Text, On::Nothing, &[];
}

/// Other names of the same functions.
pub const ALIASES: &[(&str, &str)] = &[
    ("abs", "absolute"),
    ("acos", "arccos"),
    ("acosh", "arccosh"),
    ("asin", "arcsin"),
    ("asinh", "arcsinh"),
    ("atan", "arctan"),
    ("atan2", "arctan2"),
    ("atanh", "arctanh"),
    ("bitwise_invert", "invert"),
    ("bitwise_left_shift", "left_shift"),
    ("bitwise_not", "invert"),
    ("bitwise_right_shift", "right_shift"),
    ("conj", "conjugate"),
    ("mod", "remainder"),
    ("pow", "power"),
    ("true_divide", "divide"),
];

/// The function of that name, or of one of its other names in NumPy.
pub fn by_name(name: &str) -> Option<&'static Ufunc> {
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, real)| real);
    ALL.iter().copied().find(|u| u.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_loops() {
        assert!(std::ptr::eq(by_name("true_divide").unwrap(), &DIVIDE));
        assert!(by_name("nonsense").is_none());
        let types: Vec<u8> = ADD.loops.iter().map(|l| l.ins[0]).collect();
        assert_eq!(types, b"?bBhHiIlLefdFDMmm");
        assert_eq!(FREXP.loops[2].outs, *b"di");
        assert_eq!(ALL.len(), 96);
    }
}
