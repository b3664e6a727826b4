//! Seeds: ints and sequences of ints → words, `SeedSequence` and the constructors of bit generators, `default_rng`.

use super::objects::{
    BIT_GENERATOR, BitGeneratorObject, GeneratorObject, RandomStateObject, SeedSequenceObject, downcast,
};
use crate::random::{BitGen, Kind, Mt19937, Philox, SeedSequence};
use crate::tensor::{DType, Kind as Element, Tensor, cast};
use crate::value::class::class_of;
use crate::value::convert::to_index;
use crate::value::iter::collect;
use crate::value::object::Object;
use crate::value::{Context, Error, Result, Value};
use dashu_int::{IBig, UBig};
use std::rc::Rc;

builtins! { CONSTRUCTORS, chapter "Random number generators", spaces ["constructors.numpy"];
    /// Spreads entropy over the states of generators.
    ///
    /// The entropy is an int, a sequence of ints, or (`None`) what the operating system gives.
    ///
    /// >>> np.random.SeedSequence(5).generate_state(3)
    /// array([  16823399, 2940995229, 2290007392], dtype=uint32)
    fn SeedSequence(cx, entropy: Value = Value::None, @kw spawn_key: Value = Value::None, @kw pool_size: usize = 4,
                    @kw n_children_spawned: i64 = 0) -> Value {
        let words = match &entropy {
            Value::None => None,
            other => Some(entropy_words(cx, other)?),
        };
        let key = match &spawn_key {
            Value::None => Vec::new(),
            other => sequence_words(cx, other, 0)?,
        };
        let children = u32::try_from(n_children_spawned).unwrap_or(0);
        let sequence = SeedSequence::with(words.as_deref(), &key, pool_size, children).map_err(Error::value)?;
        Ok(SeedSequenceObject::value(sequence, Some(entropy).filter(|e| !matches!(e, Value::None))))
    }

    /// The permuted congruential generator PCG XSL RR 128/64, which `default_rng` uses.
    ///
    /// >>> np.random.PCG64(3).random_raw()
    /// 1579948266424812280
    @see("default_rng")
    fn PCG64(cx, seed: Value = Value::None) -> Value { bit_generator(cx, Kind::Pcg64, &seed) }

    /// The permuted congruential generator PCG CM DXSM 128/64.
    ///
    /// >>> np.random.Generator(np.random.PCG64DXSM(3)).integers(10, size=4)
    /// array([9, 8, 8, 8])
    @see("PCG64")
    fn PCG64DXSM(cx, seed: Value = Value::None) -> Value { bit_generator(cx, Kind::Pcg64Dxsm, &seed) }

    /// The Mersenne Twister, which `RandomState` uses.
    ///
    /// >>> np.random.MT19937(3).random_raw(3)
    /// array([3843294716, 3633671190, 2134938238], dtype=uint64)
    @see("RandomState")
    fn MT19937(cx, seed: Value = Value::None) -> Value { bit_generator(cx, Kind::Mt19937, &seed) }

    /// The small fast chaotic generator SFC64.
    ///
    /// >>> np.random.Generator(np.random.SFC64(3)).integers(10, size=4)
    /// array([1, 6, 7, 8])
    @see("PCG64")
    fn SFC64(cx, seed: Value = Value::None) -> Value { bit_generator(cx, Kind::Sfc64, &seed) }

    /// The counter-based generator Philox 4×64. A `key` (and a `counter`) instead of a seed choose the stream themselves.
    ///
    /// >>> np.random.Generator(np.random.Philox(3)).integers(10, size=4)
    /// array([6, 0, 2, 1])
    @see("PCG64")
    fn Philox(cx, seed: Value = Value::None, counter: Value = Value::None, key: Value = Value::None) -> Value {
        if !matches!(seed, Value::None) && !matches!(key, Value::None) {
            return Err(Error::value("seed and key cannot be both used"));
        }
        let counter = match &counter {
            Value::None => [0; 4],
            other => digits::<4>(cx, other, "counter")?,
        };
        let seed_seq = seed_sequence(cx, &seed)?;
        let made = BitGeneratorObject::seeded(Kind::Philox, seed_seq)?;
        if let Some(object) = downcast::<BitGeneratorObject>(&made)
            && let BitGen::Philox(bits) = &mut *object.bits.borrow_mut()
        {
            let key = match &key {
                Value::None => bits.key,
                other => digits::<2>(cx, other, "key")?,
            };
            *bits = Philox::with_key(key, counter);
        }
        Ok(made)
    }

    /// The distributions on top of a bit generator.
    ///
    /// >>> np.random.Generator(np.random.PCG64(3)).random()
    /// 0.08564916714362436
    @see("default_rng")
    fn Generator(cx, bit_generator: Value) -> Value {
        match &bit_generator {
            Value::Object(object) if object.downcast::<BitGeneratorObject>().is_some() => {
                Ok(GeneratorObject::value(object.clone()))
            }
            other => {
                let class = class_of(other).qualified_name();
                Err(Error::attribute(format!("'{class}' object has no attribute 'capsule'")))
            }
        }
    }

    /// NumPy's older generator, whose streams never change.
    ///
    /// >>> np.random.RandomState(3).rand(2)
    /// array([0.5507979 , 0.70814782])
    @see("default_rng")
    fn RandomState(cx, seed: Value = Value::None) -> Value {
        if let Value::Object(object) = &seed
            && object.downcast::<BitGeneratorObject>().is_some()
        {
            return Ok(Value::object(RandomStateObject::new(object.clone())));
        }
        let bits = BitGen::Mt19937(legacy_twister(cx, &seed)?);
        let seed_seq = SeedSequenceObject::value(SeedSequence::fresh(), None);
        match BitGeneratorObject::value(bits, seed_seq) {
            Value::Object(object) => Ok(Value::object(RandomStateObject::new(object))),
            other => Ok(other),
        }
    }

    /// What all bit generators are instances of; not to be made itself.
    ///
    /// >>> isinstance(np.random.PCG64(1), np.random.BitGenerator)
    /// True
    fn BitGenerator(cx, seed: Value = Value::None) -> Value {
        Err(Error::new(
            &crate::value::class::exception::NOT_IMPLEMENTED_ERROR,
            "BitGenerator is a base class and cannot be instantized",
        ))
    }
}

builtins! { DEFAULT, chapter "Random number generators", spaces ["np.random"];
    /// A new generator of random numbers.
    ///
    /// The same `seed` (an int, or a sequence of ints) always gives the same numbers; without one they differ each time.
    ///
    /// >>> rng = np.random.default_rng(42)
    /// >>> rng.integers(1, 7, size=5)
    /// array([1, 5, 4, 3, 3])
    /// >>> rng.normal(size=2)
    /// array([ 0.94056472, -1.95103519])
    @see("Generator", "RandomState")
    fn default_rng(cx, seed: Value = Value::None) -> Value {
        if let Value::Object(object) = &seed {
            if object.downcast::<GeneratorObject>().is_some() {
                return Ok(seed);
            }
            if object.downcast::<BitGeneratorObject>().is_some() {
                return Ok(GeneratorObject::value(object.clone()));
            }
            if let Some(state) = object.downcast::<RandomStateObject>() {
                return Ok(GeneratorObject::value(state.bit_generator.borrow().clone()));
            }
        }
        generator_of(&bit_generator(cx, Kind::Pcg64, &seed)?)
    }
}

/// A `Generator` over a bit generator's value.
pub fn generator_of(bits: &Value) -> Result<Value> {
    match bits {
        Value::Object(object) => Ok(GeneratorObject::value(object.clone())),
        _ => Err(Error::type_error("a bit generator is required")),
    }
}

/// A bit generator of the kind wanted from any seed.
fn bit_generator(cx: &mut dyn Context, kind: Kind, seed: &Value) -> Result<Value> {
    BitGeneratorObject::seeded(kind, seed_sequence(cx, seed)?)
}

/// A `SeedSequence` itself, or one of any seed.
fn seed_sequence(cx: &mut dyn Context, seed: &Value) -> Result<Value> {
    if downcast::<SeedSequenceObject>(seed).is_some() {
        return Ok(seed.clone());
    }
    Ok(match seed {
        Value::None => SeedSequenceObject::value(SeedSequence::fresh(), None),
        other => SeedSequenceObject::value(SeedSequence::new(&entropy_words(cx, other)?), Some(other.clone())),
    })
}

/// The words of entropy: of an int, or of a sequence of ints one after the other.
fn entropy_words(cx: &mut dyn Context, value: &Value) -> Result<Vec<u32>> {
    match value {
        Value::Int(_) | Value::BigInt(_) | Value::Bool(_) | Value::NpInt(_) => int_words(value),
        Value::List(_) | Value::Tuple(_) | Value::Range(_) | Value::Array(_) => sequence_words(cx, value, 0),
        Value::Scalar(s) if s.dtype().kind.is_integer() => int_words(value),
        other => {
            let text = crate::value::repr::str(other);
            Err(Error::type_error(format!("SeedSequence expects int or sequence of ints for entropy not {text}")))
        }
    }
}

/// The words of all numbers of a sequence; `depth` sequences hold it. RecursionError where it holds itself.
fn sequence_words(cx: &mut dyn Context, value: &Value, depth: usize) -> Result<Vec<u32>> {
    if depth > 200 {
        return Err(crate::value::class::exception::RECURSION_ERROR.error("maximum recursion depth exceeded"));
    }
    let mut words = Vec::new();
    match value {
        Value::List(_) | Value::Tuple(_) | Value::Range(_) => {
            for item in collect(cx, value)? {
                words.extend(sequence_words(cx, &item, depth + 1)?);
            }
        }
        Value::Array(array) if array.ndim() > 0 => {
            for item in collect(cx, value)? {
                words.extend(sequence_words(cx, &item, depth + 1)?);
            }
        }
        other => words = int_words(other)?,
    }
    Ok(words)
}

/// The 32-bit words of a non-negative int, lowest first.
fn int_words(value: &Value) -> Result<Vec<u32>> {
    let number = match value {
        Value::BigInt(big) => (**big).clone(),
        other => match to_index(other) {
            Ok(small) => IBig::from(small),
            Err(error) if error.is(&crate::value::class::exception::TYPE_ERROR) => {
                return Err(Error::type_error("seed must be integer"));
            }
            Err(error) => return Err(error),
        },
    };
    let number = UBig::try_from(number).map_err(|_| Error::value("expected non-negative integer"))?;
    let bytes = number.to_le_bytes();
    let word = |chunk: &[u8]| chunk.iter().rev().fold(0u32, |word, &byte| word << 8 | u32::from(byte));
    let words: Vec<u32> = bytes.chunks(4).map(word).collect();
    Ok(if words.is_empty() { vec![0] } else { words })
}

/// The int that has these words, lowest first.
pub fn int_of_words(words: &[u32]) -> Value {
    let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    Value::int(IBig::from(UBig::from_le_bytes(&bytes)))
}

/// The spawn key of a sequence as a tuple. Its words stand for themselves: children are counted below 2³².
pub fn spawn_key(sequence: &SeedSequence) -> Value {
    Value::tuple(sequence.spawn_key().iter().map(|&word| Value::Int(word.into())).collect::<Vec<_>>())
}

/// `N` 64-bit digits of an int, lowest first, or of a sequence.
pub fn digits<const N: usize>(cx: &mut dyn Context, value: &Value, name: &str) -> Result<[u64; N]> {
    let too_large = || Error::value(format!("{name} must be positive and less than 2**{}.", 64 * N));
    if matches!(value, Value::List(_) | Value::Tuple(_) | Value::Array(_)) {
        let tensor = cast::as_dtype(&crate::value::nested::to_tensor(cx, value, None)?, DType::UINT64)?;
        let found = tensor.to_vec::<u64>().unwrap_or_default();
        return found
            .try_into()
            .map_err(|_| Error::value(format!("{name} must have {N} elements when using array form")));
    }
    let words = int_words(value)
        .map_err(|error| if error.is(&crate::value::class::exception::TYPE_ERROR) { error } else { too_large() })?;
    if words.len() > 2 * N {
        return Err(too_large());
    }
    let word = |i: usize| u64::from(words.get(i).copied().unwrap_or(0));
    Ok(std::array::from_fn(|i| word(2 * i) | word(2 * i + 1) << 32))
}

/// The Mersenne Twister that `RandomState(seed)` starts with.
pub fn legacy_twister(cx: &mut dyn Context, seed: &Value) -> Result<Mt19937> {
    let out_of_range = || Error::value("Seed must be between 0 and 2**32 - 1");
    if let Value::None = seed {
        return Ok(Mt19937::new(&SeedSequence::fresh()));
    }
    if let Value::BigInt(_) = seed {
        return Err(out_of_range());
    }
    if let Ok(word) = to_index(seed) {
        return u32::try_from(word).map(Mt19937::from_word).map_err(|_| out_of_range());
    }
    let tensor = crate::value::nested::to_tensor(cx, seed, None)?;
    if tensor.is_empty() {
        return Err(Error::value("Seed must be non-empty"));
    }
    if !tensor.dtype().kind.is_integer() && tensor.dtype().kind != Element::Bool {
        let what = if tensor.ndim() == 0 { "scalar" } else { "array data" };
        let from = crate::value::repr::repr(&Value::dtype(tensor.dtype()));
        return Err(Error::type_error(format!(
            "Cannot cast {what} from {from} to dtype('int64') according to the rule 'safe'"
        )));
    }
    if tensor.ndim() != 1 {
        return Err(Error::value("Seed array must be 1-d"));
    }
    let numbers: Vec<i64> = integers(&tensor)?;
    let words: std::result::Result<Vec<u32>, _> = numbers.into_iter().map(u32::try_from).collect();
    Ok(Mt19937::from_words(&words.map_err(|_| out_of_range())?))
}

fn integers(tensor: &Tensor) -> Result<Vec<i64>> {
    Ok(cast::as_dtype(tensor, DType::INT64)?.to_vec::<i64>().unwrap_or_default())
}

/// The bit generator object of a value. TypeError where it is none.
pub fn bit_generator_object(value: &Value) -> Result<Rc<Object>> {
    match value {
        Value::Object(object) if object.class().is_subclass(&BIT_GENERATOR) => Ok(object.clone()),
        other => {
            let class = class_of(other).qualified_name();
            Err(Error::attribute(format!("'{class}' object has no attribute 'capsule'")))
        }
    }
}
