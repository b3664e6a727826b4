//! Text of any length, `StringDType`: what its elements are, what stands for a missing one, and the way to words of one width
//! and back.

use crate::tensor::cast;
use crate::tensor::dtype::{DType, Kind};
use crate::tensor::engine::space;
use crate::tensor::error::{Error, Result};
use crate::tensor::iterate::Offsets;
use crate::tensor::lanes;
use crate::tensor::object::{self, Item, ItemRef};
use crate::tensor::scalar::Scalar;
use crate::tensor::tensor::{Order, Tensor};
use std::cell::RefCell;
use std::cmp::Ordering;
use std::num::NonZeroU32;

/// What tells one dtype of text of any length from another. The elements refer to the language's own texts, or to the
/// value that stands for a missing one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TextType {
    pub missing: Option<Missing>,
    /// Whether values of other kinds are written as their text.
    pub coerce: bool,
}

/// The value that stands for a missing text, by its number among those that dtypes were made with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Missing(NonZeroU32);

thread_local! {
    static VALUES: RefCell<Vec<ItemRef>> = const { RefCell::new(Vec::new()) };
}

impl Missing {
    /// The number of a value; values of one class that look the same have one.
    pub fn of(value: ItemRef) -> Missing {
        let same = |known: &ItemRef| known.type_name() == value.type_name() && known.repr() == value.repr();
        VALUES.with_borrow_mut(|all| {
            let place = all.iter().position(same).unwrap_or_else(|| {
                all.push(value.clone());
                all.len() - 1
            });
            Missing(u32::try_from(place).ok().and_then(|n| NonZeroU32::MIN.checked_add(n)).unwrap_or(NonZeroU32::MAX))
        })
    }

    pub fn value(self) -> ItemRef {
        let place = self.0.get() as usize - 1;
        VALUES.with_borrow(|all| all.get(place).cloned()).unwrap_or_else(object::none)
    }

    /// Whether it is not equal to itself, as NaN is not.
    pub fn is_nan(self) -> bool {
        is_nan(&*self.value())
    }
}

fn is_nan(item: &dyn Item) -> bool {
    item.to_scalar().and_then(|scalar| scalar.to_f64()).is_some_and(f64::is_nan)
}

impl TextType {
    /// `StringDType()`
    pub const PLAIN: TextType = TextType { missing: None, coerce: true };

    pub const fn dtype(self) -> DType {
        DType::native(Kind::Text(self))
    }

    /// `StringDType(na_object=nan, coerce=False)`
    pub fn repr(self) -> String {
        let missing = self.missing.map(|m| format!("na_object={}", m.value().repr()));
        let strict = (!self.coerce).then(|| "coerce=False".to_string());
        format!("StringDType({})", missing.into_iter().chain(strict).collect::<Vec<_>>().join(", "))
    }

    /// Whether an element stands for a missing text.
    pub fn is_missing(self, item: &dyn Item) -> bool {
        let Some(missing) = self.missing else { return false };
        let value = missing.value();
        value.type_name() == item.type_name()
            && (value.equals(item).unwrap_or(false) || is_nan(item) && is_nan(&*value))
            && !matches!(item.to_scalar(), Some(Scalar::Str(_)))
    }

    /// The dtype that elements of both can be stored in.
    pub fn common(self, other: TextType) -> Result<TextType> {
        let missing = match (self.missing, other.missing) {
            (Some(a), Some(b)) if a != b => {
                return Err(Error::type_error(format!(
                    "Cannot find common instance for incompatible dtypes '{}' and '{}'",
                    self.repr(),
                    other.repr()
                )));
            }
            (a, b) => a.or(b),
        };
        Ok(TextType { missing, coerce: self.coerce && other.coerce })
    }

    /// The element that a value is written as; `text` is how the value is written.
    ///
    /// # Errors
    /// ValueError for what is no text where nothing else may be written.
    pub fn element(self, value: &Scalar, text: impl FnOnce() -> Result<String>) -> Result<ItemRef> {
        let item = match value {
            Scalar::Object(item) => item.clone(),
            other => object::from_scalar(other.clone())?,
        };
        let is_text = matches!(item.to_scalar(), Some(Scalar::Str(_)));
        match self.missing {
            Some(missing) if self.is_missing(&*item) => Ok(missing.value()),
            _ if is_text && item.type_name() == "str" => Ok(item),
            _ if is_text || self.coerce => object::from_scalar(Scalar::Str(text()?.into())),
            _ => Err(Error::value("StringDType only allows string data when string coercion is disabled.")),
        }
    }

    /// The order of two elements; missing ones that are like NaN come last.
    pub fn order(self, a: &dyn Item, b: &dyn Item) -> Result<Ordering> {
        match (self.is_missing(a), self.is_missing(b)) {
            (false, false) => Ok(a.order(b)?.unwrap_or(Ordering::Equal)),
            _ if !self.missing.is_some_and(Missing::is_nan) => {
                Err(Error::value("Cannot compare null that is not a nan-like value"))
            }
            (x, y) => Ok(x.cmp(&y)),
        }
    }
}

/// An array's words in one width, and which of them are missing.
pub struct Fixed {
    /// `<U`; as they were for an array that has no text of any length.
    pub words: Tensor,
    /// A bool array; `None` where nothing is missing.
    pub missing: Option<Tensor>,
    /// `None` for an array that has no text of any length.
    pub text: Option<TextType>,
}

impl Fixed {
    pub fn of(t: &Tensor) -> Result<Fixed> {
        let Kind::Text(text) = t.dtype().kind else {
            return Ok(Fixed { words: t.clone(), missing: None, text: None });
        };
        let items = lanes::objects(t)?;
        let missing: Vec<bool> = items.iter().map(|item| text.is_missing(&**item)).collect();
        let any = missing.contains(&true);
        let words: Vec<String> =
            items.iter().zip(&missing).map(|(item, gone)| if *gone { String::new() } else { item.text() }).collect();
        let longest = words.iter().map(|word| word.chars().count()).max().unwrap_or(0).max(1);
        let words_as_items = words.into_iter().map(|word| object::from_scalar(Scalar::Str(word.into())));
        let objects = lanes::references(t.shape(), &words_as_items.collect::<Result<Vec<_>>>()?, DType::OBJECT)?;
        let width = u32::try_from(longest).unwrap_or(u32::MAX);
        let words = cast::cast(&objects, DType::native(Kind::Str(width)), Order::C)?.0;
        let missing = if any { Some(Tensor::from_vec(t.shape(), missing)?) } else { None };
        Ok(Fixed { words, missing, text: Some(text) })
    }

    /// The error of `function` where something is missing that it has no answer for.
    pub fn refuse_missing(&self, message: impl FnOnce() -> String) -> Result<()> {
        if self.missing.is_some() { Err(Error::value(message())) } else { Ok(()) }
    }
}

/// Words in an array of text of any length; missing where one of the masks, broadcast to them, is true.
pub fn variable(words: &Tensor, text: TextType, masks: &[&Tensor]) -> Result<Tensor> {
    let result = cast::as_dtype(words, text.dtype())?;
    let Some(missing) = text.missing else { return Ok(result) };
    for mask in masks {
        let strides = space::broadcast_strides(mask.shape(), mask.strides(), result.shape());
        let strides = strides.ok_or_else(|| Error::value("operands could not be broadcast together"))?;
        for (to, from) in Offsets::new(result.shape(), result.strides()).zip(Offsets::new(result.shape(), &strides)) {
            if let Scalar::Bool(true) = mask.scalar_at(from) {
                result.set_scalar(to, &Scalar::Object(missing.value()))?;
            }
        }
    }
    Ok(result)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::any::Any;
    use std::rc::Rc;

    /// The values of a language of texts and floats.
    struct Held(Scalar);

    fn unsupported<T>() -> Result<T> {
        Err(Error::type_error("unsupported operand"))
    }

    impl Item for Held {
        fn binary(&self, _: object::ObjectOp, _: &dyn Item) -> Result<ItemRef> {
            unsupported()
        }
        fn negative(&self) -> Result<ItemRef> {
            unsupported()
        }
        fn absolute(&self) -> Result<ItemRef> {
            unsupported()
        }
        fn invert(&self) -> Result<ItemRef> {
            unsupported()
        }
        fn equals(&self, other: &dyn Item) -> Result<bool> {
            Ok(self.repr() == other.repr() && !is_nan(self))
        }
        fn order(&self, other: &dyn Item) -> Result<Option<Ordering>> {
            Ok(Some(self.text().cmp(&other.text())))
        }
        fn truth(&self) -> Result<bool> {
            Ok(!self.text().is_empty())
        }
        fn repr(&self) -> String {
            self.text()
        }
        fn text(&self) -> String {
            match &self.0 {
                Scalar::Str(text) => text.to_string(),
                other => other.to_f64().map_or_else(String::new, |x| x.to_string()),
            }
        }
        fn to_scalar(&self) -> Option<Scalar> {
            Some(self.0.clone())
        }
        fn as_any(&self) -> &dyn Any {
            self
        }
        fn type_name(&self) -> String {
            if let Scalar::Str(_) = self.0 { "str".into() } else { "float".into() }
        }
    }

    fn nan() -> Scalar {
        object::set_boxing(object::Boxing { scalar: |s| Rc::new(Held(s)), int: |_| object::none() });
        Scalar::Float64(f64::NAN)
    }

    fn texts(words: &[&str], text: TextType) -> Tensor {
        let t = Tensor::zeros(&[words.len()], text.dtype()).unwrap();
        for (i, word) in words.iter().enumerate() {
            let value = if *word == "-" { nan() } else { Scalar::Str((*word).into()) };
            t.set_scalar(16 * i as isize, &value).unwrap();
        }
        t
    }

    fn shown(t: &Tensor) -> Vec<String> {
        lanes::objects(t).unwrap().iter().map(|item| item.text()).collect()
    }

    #[test]
    fn texts_of_any_length_and_missing_ones() {
        let missing = object::from_scalar(nan()).unwrap();
        let text = TextType { missing: Some(Missing::of(missing.clone())), coerce: true };
        assert_eq!((text.missing, text.repr().as_str()), (Some(Missing::of(missing)), "StringDType(na_object=NaN)"));
        let t = texts(&["a longer one", "-", "b"], text);
        let fixed = Fixed::of(&t).unwrap();
        assert_eq!(fixed.words.dtype(), DType::native(Kind::Str(12)));
        let mask = fixed.missing.unwrap();
        assert_eq!(mask.to_vec::<bool>().unwrap(), [false, true, false]);
        assert_eq!(shown(&variable(&fixed.words, text, &[&mask]).unwrap()), ["a longer one", "NaN", "b"]);
        let sorted = crate::tensor::sort::sort(&texts(&["-", "b", "a"], text), None).unwrap();
        assert_eq!(shown(&sorted), ["a", "b", "NaN"]);
        assert!(cast::cast(&t, DType::FLOAT64, Order::C).is_err());
    }

    #[test]
    fn copies_hold_references_of_their_own() {
        nan();
        let t = texts(&["x", "y"], TextType::PLAIN);
        let copy = crate::tensor::copy::copied(&t, Order::C).unwrap();
        t.set_scalar(0, &Scalar::Float64(1.5)).unwrap();
        drop(t);
        assert_eq!(shown(&copy), ["x", "y"]);
        let strict = TextType { coerce: false, ..TextType::PLAIN };
        assert!(copy.with_dtype(strict.dtype()).set_scalar(0, &Scalar::Float64(1.5)).is_err());
        let other = TextType { missing: Some(Missing::of(object::none())), ..TextType::PLAIN };
        assert_eq!(TextType::PLAIN.common(other).unwrap(), other);
    }

    #[test]
    fn references_are_never_made_of_bytes() {
        use crate::tensor::dtype::{Field, RecordType};
        let bytes = Tensor::zeros(&[32], DType::UINT8).unwrap();
        assert!(bytes.view_as(DType::OBJECT).is_err() && bytes.view_as(TextType::PLAIN.dtype()).is_err());
        let (shape, strides) = ([2].into_iter().collect(), [16].into_iter().collect());
        assert!(Tensor::from_parts(bytes.storage().clone(), 0, shape, strides, DType::OBJECT).is_err());
        let field = Field { name: "a".into(), title: None, dtype: DType::OBJECT, shape: Vec::new(), offset: 0 };
        let record = DType::record(RecordType { fields: vec![field], itemsize: 16, aligned: false });
        assert!(Tensor::zeros(&[1], record).is_err());
    }
}
