//! What the ufuncs compute for one element of each type.

pub mod arithmetic;
pub mod bits;
pub mod compare;
pub mod complex;
pub mod division;
pub mod elementary;
pub mod parts;
pub mod power;
pub mod time;

/// A function of one element for several types: `unary! { /// … Name { vector [types] |x, flags| value; … } }`.
///
/// `vector` compiles the loop for the widest registers, `hardware` also takes the processor's flags, `plain` neither.
/// `-> Type` names the result's type where it is not the argument's. In the body `T` is the argument's type.
macro_rules! unary {
    ($(#[$doc:meta])* $name:ident { $($how:ident [$($ty:ty),+] $(-> $out:ty)? : |$x:ident, $flags:ident| $body:expr;)+ }) => {
        $(#[$doc])*
        pub struct $name<T>(std::marker::PhantomData<T>);
        $($crate::tensor::ufunc::ops::unary_types!($name $how [$($ty),+] ($($out)?) |$x, $flags| $body);)+
    };
}

macro_rules! unary_types {
    ($name:ident $how:ident [$($ty:ty),+] $out:tt |$x:ident, $flags:ident| $body:expr) => {
        $($crate::tensor::ufunc::ops::unary_type!($name $how $ty, $out, |$x, $flags| $body);)+
    };
}

macro_rules! unary_type {
    ($name:ident $how:ident $ty:ty, (), |$x:ident, $flags:ident| $body:expr) => {
        $crate::tensor::ufunc::ops::unary_type!($name $how $ty, ($ty), |$x, $flags| $body);
    };
    ($name:ident $how:ident $ty:ty, ($out:ty), |$x:ident, $flags:ident| $body:expr) => {
        impl $crate::tensor::engine::kernel::Unary for $name<$ty> {
            type A = $ty;
            type Out = $out;
            const VECTOR: bool = $crate::tensor::ufunc::ops::how!(vector $how);
            const HARDWARE: bool = $crate::tensor::ufunc::ops::how!(hardware $how);
            #[inline(always)]
            #[allow(unused_variables, clippy::unnecessary_cast)]
            fn apply($x: $ty, $flags: &mut $crate::tensor::flags::Flags) -> $out {
                #[allow(dead_code)]
                type T = $ty;
                $body
            }
        }
    };
}

/// As [`unary`], for two elements of one type.
macro_rules! binary {
    ($(#[$doc:meta])* $name:ident { $($how:ident [$($ty:ty),+] $(-> $out:ty)? : |$x:ident, $y:ident, $flags:ident| $body:expr;)+ }) => {
        $(#[$doc])*
        pub struct $name<T>(std::marker::PhantomData<T>);
        $($crate::tensor::ufunc::ops::binary_types!($name $how [$($ty),+] ($($out)?) |$x, $y, $flags| $body);)+
    };
}

macro_rules! binary_types {
    ($name:ident $how:ident [$($ty:ty),+] $out:tt |$x:ident, $y:ident, $flags:ident| $body:expr) => {
        $($crate::tensor::ufunc::ops::binary_type!($name $how $ty, $out, |$x, $y, $flags| $body);)+
    };
}

macro_rules! binary_type {
    ($name:ident $how:ident $ty:ty, (), |$x:ident, $y:ident, $flags:ident| $body:expr) => {
        $crate::tensor::ufunc::ops::binary_type!($name $how $ty, ($ty), |$x, $y, $flags| $body);
    };
    ($name:ident $how:ident $ty:ty, ($out:ty), |$x:ident, $y:ident, $flags:ident| $body:expr) => {
        impl $crate::tensor::engine::kernel::Binary for $name<$ty> {
            type A = $ty;
            type B = $ty;
            type Out = $out;
            const VECTOR: bool = $crate::tensor::ufunc::ops::how!(vector $how);
            const HARDWARE: bool = $crate::tensor::ufunc::ops::how!(hardware $how);
            #[inline(always)]
            #[allow(unused_variables, clippy::unnecessary_cast)]
            fn apply($x: $ty, $y: $ty, $flags: &mut $crate::tensor::flags::Flags) -> $out {
                #[allow(dead_code)]
                type T = $ty;
                $body
            }
        }
    };
}

macro_rules! how {
    (vector vector) => {
        true
    };
    (vector hardware) => {
        true
    };
    (vector $other:ident) => {
        false
    };
    (hardware hardware) => {
        true
    };
    (hardware $other:ident) => {
        false
    };
}

pub(crate) use {binary, binary_type, binary_types, how, unary, unary_type, unary_types};
