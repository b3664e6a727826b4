//! The objects of `np.random` as values: bit generators, the `Generator` and `RandomState` that draw from them, and seed
//! sequences.

use super::bit_state;
use crate::random::bits::Draw;
use crate::random::legacy;
use crate::random::{BitGen, Kind, Mt19937, SeedSequence};
use crate::symbol::Symbol;
use crate::value::class::Class;
use crate::value::object::{NativeObject, Object};
use crate::value::{Context, Error, FromValue, Result, Value};
use std::any::Any;
use std::cell::{Cell, Ref, RefCell, RefMut};
use std::rc::Rc;

pub static BIT_GENERATOR: Class = Class::new("BitGenerator", "numpy.random.bit_generator", &[]);
pub static PCG64: Class = Class::new("PCG64", "numpy.random._pcg64", &[&BIT_GENERATOR]);
pub static PCG64DXSM: Class = Class::new("PCG64DXSM", "numpy.random._pcg64", &[&BIT_GENERATOR]);
pub static MT19937: Class = Class::new("MT19937", "numpy.random._mt19937", &[&BIT_GENERATOR]);
pub static PHILOX: Class = Class::new("Philox", "numpy.random._philox", &[&BIT_GENERATOR]);
pub static SFC64: Class = Class::new("SFC64", "numpy.random._sfc64", &[&BIT_GENERATOR]);
pub static SEED_SEQUENCE: Class = Class::new("SeedSequence", "numpy.random.bit_generator", &[]);
pub static GENERATOR: Class = Class::new("Generator", "numpy.random._generator", &[]);
pub static RANDOM_STATE: Class = Class::new("RandomState", "numpy.random.mtrand", &[]);

/// The class of a kind of bit generator.
pub fn class_of_kind(kind: Kind) -> &'static Class {
    match kind {
        Kind::Pcg64 => &PCG64,
        Kind::Pcg64Dxsm => &PCG64DXSM,
        Kind::Mt19937 => &MT19937,
        Kind::Philox => &PHILOX,
        Kind::Sfc64 => &SFC64,
    }
}

/// A bit generator.
pub struct BitGeneratorObject {
    pub bits: RefCell<BitGen>,
    pub seed_seq: Value,
}

impl BitGeneratorObject {
    /// A bit generator of some kind as a value; `seed_seq` is a `SeedSequence` value.
    pub fn value(bits: BitGen, seed_seq: Value) -> Value {
        Value::object(BitGeneratorObject { bits: RefCell::new(bits), seed_seq })
    }

    /// A generator of the kind wanted, seeded from a sequence.
    pub fn seeded(kind: Kind, seed_seq: Value) -> Result<Value> {
        let bits = match downcast::<SeedSequenceObject>(&seed_seq) {
            Some(sequence) => BitGen::new(kind, &sequence.sequence.borrow()),
            None => return Err(Error::type_error("seed_seq must be a SeedSequence")),
        };
        Ok(BitGeneratorObject::value(bits, seed_seq))
    }
}

impl NativeObject for BitGeneratorObject {
    fn class(&self) -> &'static Class {
        class_of_kind(self.bits.borrow().kind())
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn set_attribute(&self, cx: &mut dyn Context, name: Symbol, value: &Value) -> Result<bool> {
        if name.as_str() != "state" {
            return Ok(false);
        }
        let state = bit_state::parse(cx, value, self.bits.borrow().kind())?;
        self.bits.replace(state);
        Ok(true)
    }
}

/// A `Generator`: distributions on top of a bit generator.
pub struct GeneratorObject {
    /// A [`BitGeneratorObject`].
    pub bit_generator: Rc<Object>,
}

impl GeneratorObject {
    pub fn value(bit_generator: Rc<Object>) -> Value {
        Value::object(GeneratorObject { bit_generator })
    }
}

impl NativeObject for GeneratorObject {
    fn class(&self) -> &'static Class {
        &GENERATOR
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn repr(&self) -> String {
        format!("{} at {:#X}", self.text(), std::ptr::from_ref(self) as *const () as usize).replace("0X", "0x")
    }

    fn text(&self) -> String {
        format!("Generator({})", self.bit_generator.class().name)
    }
}

/// A `RandomState`: NumPy's frozen distributions on top of a bit generator.
pub struct RandomStateObject {
    /// A [`BitGeneratorObject`].
    pub bit_generator: RefCell<Rc<Object>>,
    /// The normal variate that the polar method left over.
    pub spare: Cell<Option<f64>>,
}

impl RandomStateObject {
    pub fn new(bit_generator: Rc<Object>) -> RandomStateObject {
        RandomStateObject { bit_generator: RefCell::new(bit_generator), spare: Cell::new(None) }
    }

    /// Over a freshly seeded Mersenne Twister.
    fn fresh() -> RandomStateObject {
        let sequence = SeedSequence::fresh();
        let bits = BitGen::Mt19937(Mt19937::new(&sequence));
        let seed_seq = SeedSequenceObject::value(sequence, None);
        let object = Object::new(BitGeneratorObject { bits: RefCell::new(bits), seed_seq });
        RandomStateObject::new(Rc::new(object))
    }
}

impl NativeObject for RandomStateObject {
    fn class(&self) -> &'static Class {
        &RANDOM_STATE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn repr(&self) -> String {
        format!("{} at {:#X}", self.text(), std::ptr::from_ref(self) as *const () as usize).replace("0X", "0x")
    }

    fn text(&self) -> String {
        format!("RandomState({})", self.bit_generator.borrow().class().name)
    }
}

/// Stands for the session's own `RandomState`, which the functions of the module `numpy.random` are methods of.
pub struct GlobalRandomState;

impl NativeObject for GlobalRandomState {
    fn class(&self) -> &'static Class {
        &RANDOM_STATE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn repr(&self) -> String {
        format!("{} at {:#X}", self.text(), std::ptr::from_ref(&RANDOM_STATE) as usize).replace("0X", "0x")
    }

    fn text(&self) -> String {
        "RandomState(MT19937)".to_string()
    }
}

/// The session's own `RandomState`.
pub struct Global(Rc<Object>);

impl Default for Global {
    fn default() -> Global {
        Global(Rc::new(Object::new(RandomStateObject::fresh())))
    }
}

/// A `SeedSequence`.
pub struct SeedSequenceObject {
    pub sequence: RefCell<SeedSequence>,
    /// As it was given, or an int of the words that were drawn.
    pub entropy: Value,
}

impl SeedSequenceObject {
    pub fn value(sequence: SeedSequence, entropy: Option<Value>) -> Value {
        let entropy = entropy.unwrap_or_else(|| super::seeding::int_of_words(sequence.entropy()));
        Value::object(SeedSequenceObject { sequence: RefCell::new(sequence), entropy })
    }
}

impl NativeObject for SeedSequenceObject {
    fn class(&self) -> &'static Class {
        &SEED_SEQUENCE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn repr(&self) -> String {
        let sequence = self.sequence.borrow();
        let mut lines = vec![format!("    entropy={},\n", crate::value::repr::repr(&self.entropy))];
        if !sequence.spawn_key().is_empty() {
            let key = super::seeding::spawn_key(&sequence);
            lines.push(format!("    spawn_key={},\n", crate::value::repr::repr(&key)));
        }
        if sequence.pool_size() != 4 {
            lines.push(format!("    pool_size={},\n", sequence.pool_size()));
        }
        if sequence.children_spawned() != 0 {
            lines.push(format!("    n_children_spawned={},\n", sequence.children_spawned()));
        }
        format!("SeedSequence(\n{})", lines.concat())
    }
}

/// The object of a value, where it is of that Rust type.
pub fn downcast<T: NativeObject>(value: &Value) -> Option<&T> {
    match value {
        Value::Object(object) => object.downcast::<T>(),
        _ => None,
    }
}

/// What draws random numbers: a `Generator` or a `RandomState`.
pub trait Source {
    /// Fills `out` with draws of one distribution.
    fn fill<D: Draw>(&self, distribution: &D, out: &mut [D::Output]);

    /// Changes the bit generator's state.
    fn with_bits<R>(&self, work: impl FnOnce(&mut BitGen) -> R) -> R;
}

fn bits_of(object: &Object) -> Option<RefMut<'_, BitGen>> {
    object.downcast::<BitGeneratorObject>().map(|b| b.bits.borrow_mut())
}

fn not_random(wanted: &str, value: &Value) -> Error {
    let class = crate::value::class::class_of(value).qualified_name();
    Error::type_error(format!("descriptor requires a '{wanted}' object but received a '{class}'"))
}

macro_rules! receivers {
    ($($(#[$doc:meta])* $name:ident $object:ident $word:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(Rc<Object>);

        impl FromValue for $name {
            const ACCEPTS: &'static str = $word;

            fn from_value(_: &mut dyn Context, value: &Value) -> Result<$name> {
                match value {
                    Value::Object(object) if object.downcast::<$object>().is_some() => Ok($name(object.clone())),
                    other => Err(not_random($word, other)),
                }
            }
        }

        impl $name {
            pub fn object(&self) -> &$object {
                match self.0.downcast::<$object>() {
                    Some(object) => object,
                    None => unreachable!("checked when it was made"),
                }
            }
        }
    )*};
}

receivers! {
    /// A `Generator` as a receiver.
    Rng GeneratorObject "Generator";
    /// A bit generator as a receiver.
    Bits BitGeneratorObject "BitGenerator";
    /// A `SeedSequence` as a receiver.
    Seeds SeedSequenceObject "SeedSequence";
}

impl Source for Rng {
    fn fill<D: Draw>(&self, distribution: &D, out: &mut [D::Output]) {
        if let Some(mut bits) = bits_of(&self.object().bit_generator) {
            bits.fill(distribution, out);
        }
    }

    fn with_bits<R>(&self, work: impl FnOnce(&mut BitGen) -> R) -> R {
        match bits_of(&self.object().bit_generator) {
            Some(mut bits) => work(&mut bits),
            None => unreachable!("a Generator holds a bit generator"),
        }
    }
}

/// A `RandomState` as a receiver; the session's own one where the receiver is [`GlobalRandomState`].
#[derive(Clone)]
pub struct State(Rc<Object>);

impl FromValue for State {
    const ACCEPTS: &'static str = "RandomState";

    fn from_value(cx: &mut dyn Context, value: &Value) -> Result<State> {
        match value {
            Value::Object(object) if object.downcast::<GlobalRandomState>().is_some() => {
                Ok(State(cx.state().extension::<Global>().0.clone()))
            }
            Value::Object(object) if object.downcast::<RandomStateObject>().is_some() => Ok(State(object.clone())),
            other => Err(not_random("RandomState", other)),
        }
    }
}

impl State {
    pub fn object(&self) -> &RandomStateObject {
        match self.0.downcast::<RandomStateObject>() {
            Some(object) => object,
            None => unreachable!("checked when it was made"),
        }
    }

    /// The bit generator's object.
    pub fn bit_generator(&self) -> Ref<'_, Rc<Object>> {
        self.object().bit_generator.borrow()
    }
}

impl Source for State {
    fn fill<D: Draw>(&self, distribution: &D, out: &mut [D::Output]) {
        let mut spare = self.object().spare.get();
        self.with_bits(|bits| legacy::fill(bits, &mut spare, distribution, out));
        self.object().spare.set(spare);
    }

    fn with_bits<R>(&self, work: impl FnOnce(&mut BitGen) -> R) -> R {
        match bits_of(&self.bit_generator()) {
            Some(mut bits) => work(&mut bits),
            None => unreachable!("a RandomState holds a bit generator"),
        }
    }
}
