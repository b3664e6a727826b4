//! Methods of bit generators and of seed sequences.

use super::bit_state;
use super::objects::{BitGeneratorObject, Bits, SeedSequenceObject, Seeds, downcast};
use super::sample::Size;
use super::seeding;
use crate::random::BitGenerator;
use crate::random::{BitGen, Kind, SeedSequence};
use crate::tensor::storage::reserved;
use crate::tensor::{DType, Tensor, lanes};
use crate::value::convert::to_index;
use crate::value::{Context, Error, Result, Value};
use dashu_int::IBig;

builtins! { BIT_GENERATOR, chapter "Bit generators", methods "BitGenerator";
    /// The generator's own output words, not made into numbers of a distribution.
    ///
    /// >>> np.random.PCG64(3).random_raw(3)
    /// array([ 1579948266424812280,  4368382809143759861, 14780904992460893238],
    ///       dtype=uint64)
    fn random_raw(cx, @pos bits: Bits, size: Size = Size(None), output: bool = true) -> Value {
        let mut source = bits.object().bits.borrow_mut();
        if !output {
            for _ in 0..size.0.as_ref().map_or(1, |shape| shape.iter().product()) {
                source.next_raw();
            }
            return Ok(Value::None);
        }
        match size.0 {
            None => Ok(Value::int(IBig::from(source.next_raw()))),
            Some(shape) => Ok(Value::array(lanes::fresh::<u64>(&shape, |out| {
                out.iter_mut().for_each(|word| *word = source.next_raw());
            })?)),
        }
    }

    /// New bit generators that are independent of this one and of each other.
    ///
    /// >>> [child.random_raw() for child in np.random.PCG64(3).spawn(2)]
    /// [9986507369235738759, 1850873042092917132]
    fn spawn(cx, @pos bits: Bits, n_children: Value) -> Vec<Value> { spawn(&bits, &n_children) }

    /// The seed sequence that the generator was seeded with.
    ///
    /// >>> np.random.PCG64(3).seed_seq.entropy
    /// 3
    @property
    fn seed_seq(cx, @pos bits: Bits) -> Value { Ok(bits.object().seed_seq.clone()) }

    /// The whole state as a dict; setting it puts the generator there.
    ///
    /// >>> bits = np.random.PCG64(3)
    /// >>> before = bits.state
    /// >>> a = bits.random_raw(); bits.state = before; bits.random_raw() == a
    /// True
    @property
    fn state(cx, @pos bits: Bits) -> Value { bit_state::dict(bit_state::entries(&bits.object().bits.borrow())?) }
}

builtins! { PCG64, chapter "Bit generators", methods "PCG64";
    /// A copy that is so far ahead that the two never overlap.
    ///
    /// >>> np.random.PCG64(3).jumped().random_raw()
    /// 10544546797981829216
    fn jumped(cx, @pos bits: Bits, jumps: Value = Value::Int(1)) -> Value { jumped(&bits, &jumps) }

    /// Moves ahead as if `delta` words had been drawn.
    ///
    /// >>> np.random.PCG64(3).advance(2).random_raw()
    /// 14780904992460893238
    fn advance(cx, @pos bits: Value, delta: Value) -> Value { advance(cx, bits, &delta) }
}

builtins! { PCG64DXSM, chapter "Bit generators", methods "PCG64DXSM";
    /// A copy that is so far ahead that the two never overlap.
    ///
    /// >>> np.random.PCG64DXSM(3).jumped().random_raw()
    /// 12318485077510200366
    fn jumped(cx, @pos bits: Bits, jumps: Value = Value::Int(1)) -> Value { jumped(&bits, &jumps) }

    /// Moves ahead as if `delta` words had been drawn.
    ///
    /// >>> np.random.PCG64DXSM(3).advance(2).random_raw()
    /// 5051462807961377274
    fn advance(cx, @pos bits: Value, delta: Value) -> Value { advance(cx, bits, &delta) }
}

builtins! { PHILOX, chapter "Bit generators", methods "Philox";
    /// A copy that is so far ahead that the two never overlap.
    ///
    /// >>> np.random.Philox(3).jumped().random_raw()
    /// 17312933434830151976
    fn jumped(cx, @pos bits: Bits, jumps: Value = Value::Int(1)) -> Value { jumped(&bits, &jumps) }

    /// Moves the counter ahead by `delta` blocks of four words.
    ///
    /// >>> np.random.Philox(3).advance(2).random_raw()
    /// 17197575738653456065
    fn advance(cx, @pos bits: Value, delta: Value) -> Value { advance(cx, bits, &delta) }
}

builtins! { MT19937, chapter "Bit generators", methods "MT19937";
    /// A copy that is so far ahead that the two never overlap.
    ///
    /// >>> np.random.MT19937(3).jumped().random_raw()
    /// 1619001565
    fn jumped(cx, @pos bits: Bits, jumps: Value = Value::Int(1)) -> Value { jumped(&bits, &jumps) }
}

builtins! { SEED_SEQUENCE, chapter "Bit generators", methods "SeedSequence";
    /// `n_words` words for seeding a generator.
    ///
    /// >>> np.random.SeedSequence(5).generate_state(2, np.uint64)
    /// array([12631478326263854183,  4464650224815488352], dtype=uint64)
    fn generate_state(cx, @pos seeds: Seeds, n_words: usize, dtype: DType = DType::UINT32) -> Tensor {
        let sequence = seeds.object().sequence.borrow();
        drop(reserved::<u64>(n_words)?);
        match dtype {
            DType::UINT32 => Ok(Tensor::vector(&sequence.generate_u32(n_words))?),
            DType::UINT64 => Ok(Tensor::vector(&sequence.generate_u64(n_words))?),
            _ => Err(Error::value("only support uint32 or uint64")),
        }
    }

    /// Sequences for independent generators.
    ///
    /// >>> np.random.SeedSequence(5).spawn(2)[1].spawn_key
    /// (1,)
    fn spawn(cx, @pos seeds: Seeds, n_children: Value) -> Vec<Value> { children(seeds.object(), &n_children) }

    /// The entropy given, or drawn from the operating system.
    ///
    /// >>> np.random.SeedSequence([1, 2]).entropy
    /// [1, 2]
    @property
    fn entropy(cx, @pos seeds: Seeds) -> Value { Ok(seeds.object().entropy.clone()) }

    /// The place in the tree of spawned sequences.
    ///
    /// >>> np.random.SeedSequence(5).spawn_key
    /// ()
    @property
    fn spawn_key(cx, @pos seeds: Seeds) -> Value { Ok(seeding::spawn_key(&seeds.object().sequence.borrow())) }

    /// Words in the pool.
    ///
    /// >>> np.random.SeedSequence(5).pool_size
    /// 4
    @property
    fn pool_size(cx, @pos seeds: Seeds) -> usize { Ok(seeds.object().sequence.borrow().pool_size()) }

    /// The mixed words.
    ///
    /// >>> np.random.SeedSequence(5).pool
    /// array([3796452898, 2853238308, 2603912251,  320455997], dtype=uint32)
    @property
    fn pool(cx, @pos seeds: Seeds) -> Tensor { Ok(Tensor::vector(seeds.object().sequence.borrow().pool())?) }

    /// How many sequences were spawned from this one.
    ///
    /// >>> np.random.SeedSequence(5).n_children_spawned
    /// 0
    @property
    fn n_children_spawned(cx, @pos seeds: Seeds) -> i64 {
        Ok(seeds.object().sequence.borrow().children_spawned().into())
    }

    /// What makes an equal sequence.
    ///
    /// >>> np.random.SeedSequence(5).state
    /// {'entropy': 5, 'spawn_key': (), 'pool_size': 4, 'n_children_spawned': 0}
    @property
    fn state(cx, @pos seeds: Seeds) -> Value {
        let object = seeds.object();
        let sequence = object.sequence.borrow();
        bit_state::dict(vec![
            ("entropy", object.entropy.clone()),
            ("spawn_key", seeding::spawn_key(&sequence)),
            ("pool_size", Value::Int(sequence.pool_size() as i64)),
            ("n_children_spawned", Value::Int(sequence.children_spawned().into())),
        ])
    }
}

/// The number of children wanted, as 32 bits.
fn child_count(value: &Value) -> Result<u32> {
    let count = to_index(value).map_err(|_| Error::type_error("an integer is required"))?;
    u32::try_from(count).map_err(|_| {
        let what = if count < 0 {
            "can't convert negative value to uint32_t"
        } else {
            "value too large to convert to uint32_t"
        };
        Error::overflow(what)
    })
}

/// Bytes that a spawned sequence takes, with its pool and its entropy.
const CHILD: usize = 256;

/// The next children of a seed sequence.
fn children(object: &SeedSequenceObject, count: &Value) -> Result<Vec<Value>> {
    let count = child_count(count)?;
    drop(reserved::<[u8; CHILD]>(count as usize)?);
    let spawned: Vec<SeedSequence> = object.sequence.borrow_mut().spawn(count);
    Ok(spawned.into_iter().map(|child| SeedSequenceObject::value(child, Some(object.entropy.clone()))).collect())
}

/// Bit generators of the same kind from children of the seed sequence.
pub fn spawn(bits: &Bits, count: &Value) -> Result<Vec<Value>> {
    let object = bits.object();
    let kind = object.bits.borrow().kind();
    let Some(sequence) = downcast::<SeedSequenceObject>(&object.seed_seq) else {
        return Err(Error::type_error("The underlying SeedSequence does not implement spawning."));
    };
    children(sequence, count)?.into_iter().map(|child| BitGeneratorObject::seeded(kind, child)).collect()
}

fn jumped(bits: &Bits, jumps: &Value) -> Result<Value> {
    let object = bits.object();
    let ahead = object.bits.borrow().jumped(to_index(jumps)?.max(0) as u128);
    match ahead {
        Some(ahead) => Ok(BitGeneratorObject::value(ahead, object.seed_seq.clone())),
        None => Err(Error::attribute("SFC64 cannot jump")),
    }
}

/// Moves a bit generator ahead; negative numbers move back around the whole period.
fn advance(cx: &mut dyn Context, bits: Value, delta: &Value) -> Result<Value> {
    let Some(object) = downcast::<BitGeneratorObject>(&bits) else {
        return Err(Error::type_error("a bit generator is required"));
    };
    let wide = object.bits.borrow().kind() == Kind::Philox;
    let delta = match delta {
        Value::BigInt(big) => (**big).clone(),
        other => IBig::from(to_index(other)?),
    };
    let period = IBig::from(1) << if wide { 256 } else { 128 };
    let wrapped = if delta < IBig::from(0) { delta + &period } else { delta };
    let digits = seeding::digits::<4>(cx, &Value::int(wrapped), "delta")?;
    BitGen::advance(&mut object.bits.borrow_mut(), digits);
    Ok(bits)
}
