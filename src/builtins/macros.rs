//! `builtins!`: one item a library function. The item is the only place where its name, parameters, documentation and
//! implementation stand; binding, help, completion, reference pages and example tests are derived from it.

/// A chapter of the library.
///
/// ```ignore
/// builtins! { REDUCE, chapter "reduce", spaces ["np"];
///     /// Arithmetic mean along an axis.
///     ///
///     /// >>> mean([[1, 2], [3, 4]], axis=0)
///     /// array([2., 3.])
///     @method @see("sum", "median")
///     fn mean(cx, a: Tensor, axis: Axes = Axes(None), @kw keepdims: bool = false) -> Unboxed { … }
/// }
/// ```
///
/// The body is an expression of type `Result<ReturnType>`. Attributes: `@method` (also a method of arrays, with the first
/// parameter as the receiver), `@chararray` (the same of `np.char.chararray`), `@property` (an attribute, not called), `@alias("amax")`, `@see("…")`, `@space("np.linalg")`
/// (instead of the chapter's), `@beyond("…")` and `@short("…")` (what it does beyond NumPy's function, or
/// lacks), `@keeps` (of a matrix it makes a matrix), `@reduces` (the same, with the reduced axes kept; a single number where
/// `axis` is not given), `@classmethod` (gets the class as its receiver), `@class_property` (a property that the class
/// has, too). Before a parameter: `@pos` positional-only, `@kw` keyword-only, `@args` for `*args` (a
/// `Vec<Value>`), `@kwargs` for `**kwargs` (an `Rc<Dict>` value). `methods "list"` instead of `spaces […]` makes a chapter of
/// methods and attributes of one class. `quick (f)` before `fn`: `f` is asked first where a call has few positional arguments.
#[macro_export]
macro_rules! builtins {
    ($id:ident, chapter $chapter:literal, spaces [$($space:literal),* $(,)?]; $($items:tt)*) => {
        $crate::builtins! { @items $id, $chapter, (&[$($space),*]), (None); $($items)* }
    };
    ($id:ident, chapter $chapter:literal, methods $class:literal; $($items:tt)*) => {
        $crate::builtins! { @items $id, $chapter, (&[]), (Some($class)); $($items)* }
    };
    (@items $id:ident, $chapter:literal, ($spaces:expr), ($class:expr);
        $(
            $(#[doc = $doc:expr])*
            $(@ $attribute:ident $(( $($value:literal),* $(,)? ))?)*
            $(quick ($quick:expr))?
            fn $name:ident ( $cx:ident $(, $(@ $kind:ident)? $param:ident : $ty:ty $(= $default:expr)?)* $(,)? ) -> $ret:ty $body:block
        )*
    ) => {
        pub static $id: $crate::builtins::Chapter = $crate::builtins::Chapter {
            name: $chapter,
            items: &[$(
                $crate::value::Builtin {
                    name: $crate::value::bind::plain(stringify!($name)),
                    chapter: $chapter,
                    spaces: $spaces,
                    class: $class,
                    doc: concat!($($doc, "\n"),*),
                    params: const { &$crate::builtins!(@params $($(@ $kind)? $param : $ty $(= $default)?),*) },
                    arity: const { $crate::value::function::Arity::of(
                        &$crate::builtins!(@params $($(@ $kind)? $param : $ty $(= $default)?),*)
                    ) },
                    quick: $crate::builtins!(@quick $($quick)?),
                    attributes: &[$((stringify!($attribute), &[$($($value),*)?])),*],
                    call: {
                        #[allow(unused_variables, unused_mut, non_snake_case)]
                        fn run(
                            $cx: &mut dyn $crate::value::Context,
                            slots: &mut [Option<$crate::value::Value>],
                        ) -> $crate::value::Result<$crate::value::Value> {
                            $crate::builtins!(
                                @matrix $cx, slots, run, ($($(@ $kind)? $param : $ty $(= $default)?),*); $($attribute)*
                            );
                            let mut slots = slots.iter_mut();
                            $(
                                let $param: $ty = match slots.next().and_then(Option::take) {
                                    Some(value) => <$ty as $crate::value::FromValue>::take($cx, value)?,
                                    None => $crate::builtins!(@otherwise $param $($default)?),
                                };
                            )*
                            let mut body = move || -> $crate::value::Result<$ret> { $body };
                            body().map($crate::value::IntoValue::into_value)
                        }
                        run
                    },
                }
            ),*],
        };
    };
    (@params $($(@ $kind:ident)? $param:ident : $ty:ty $(= $default:expr)?),*) => {
        [$(
            $crate::value::Param {
                name: $crate::value::bind::plain(stringify!($param)),
                kind: $crate::builtins!(@kind $($kind)?),
                default: $crate::builtins!(@default $($default)?),
                accepts: <$ty as $crate::value::FromValue>::ACCEPTS,
            }
        ),*]
    };
    (@matrix $cx:ident, $slots:ident, $run:ident, ($($params:tt)*);) => {};
    (@matrix $cx:ident, $slots:ident, $run:ident, ($($params:tt)*); keeps $($rest:ident)*) => {
        if let Some(result) = $crate::builtins::array::matrix::keep($cx, $slots, $run) {
            return result;
        }
    };
    (@matrix $cx:ident, $slots:ident, $run:ident, ($($params:tt)*); reduces $($rest:ident)*) => {
        if let Some(result) =
            $crate::builtins::array::matrix::reduce($cx, $slots, $run, const { &$crate::builtins!(@params $($params)*) })
        {
            return result;
        }
    };
    (@matrix $cx:ident, $slots:ident, $run:ident, ($($params:tt)*); $other:ident $($rest:ident)*) => {
        $crate::builtins!(@matrix $cx, $slots, $run, ($($params)*); $($rest)*)
    };
    (@quick) => { None };
    (@quick $quick:expr) => { Some($quick) };
    (@kind) => { $crate::value::ParamKind::Positional };
    (@kind pos) => { $crate::value::ParamKind::PositionalOnly };
    (@kind kw) => { $crate::value::ParamKind::KeywordOnly };
    (@kind args) => { $crate::value::ParamKind::Args };
    (@kind kwargs) => { $crate::value::ParamKind::Kwargs };
    (@default) => { None };
    (@default $default:expr) => { Some(stringify!($default)) };
    (@otherwise $param:ident) => {
        // `bind` has filled every required slot.
        unreachable!(concat!("parameter ", stringify!($param), " is bound"))
    };
    (@otherwise $param:ident $default:expr) => { $default };
}
