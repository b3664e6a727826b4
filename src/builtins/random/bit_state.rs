//! The state of a bit generator ↔ the dict that `.state` shows.

use super::objects::class_of_kind;
use crate::random::bits::HalfWord;
use crate::random::pcg64::Lcg128;
use crate::random::{BitGen, Kind, Mt19937, Pcg64, Pcg64Dxsm, Philox, Sfc64};
use crate::tensor::{DType, Tensor, cast};
use crate::value::table::Table;
use crate::value::{Context, Dict, Error, FromValue, Result, Value};
use dashu_int::IBig;
use std::rc::Rc;

/// A dict with text keys.
pub fn dict(entries: Vec<(&str, Value)>) -> Result<Value> {
    let mut table = Table::default();
    for (key, value) in entries {
        table.insert(Value::str(key), value)?;
    }
    Ok(Value::Dict(Rc::new(Dict::new(table))))
}

fn words(data: &[u64]) -> Result<Value> {
    Ok(Value::array(Tensor::vector(data)?))
}

fn wide(number: u128) -> Value {
    Value::int(IBig::from(number))
}

/// The entries of the dict of a state.
pub fn entries(bits: &BitGen) -> Result<Vec<(&'static str, Value)>> {
    let lcg = |lcg: &Lcg128| dict(vec![("state", wide(lcg.state)), ("inc", wide(lcg.inc))]);
    let mut all = vec![("bit_generator", Value::str(bits.kind().name()))];
    let half = match bits {
        BitGen::Pcg64(b) => {
            all.push(("state", lcg(&b.lcg)?));
            b.half
        }
        BitGen::Pcg64Dxsm(b) => {
            all.push(("state", lcg(&b.lcg)?));
            b.half
        }
        BitGen::Mt19937(b) => {
            let key = Value::array(Tensor::vector(&b.key[..])?);
            all.push(("state", dict(vec![("key", key), ("pos", Value::Int(b.pos as i64))])?));
            return Ok(all);
        }
        BitGen::Philox(b) => {
            all.push(("state", dict(vec![("counter", words(&b.counter)?), ("key", words(&b.key)?)])?));
            all.push(("buffer", words(&b.buffer)?));
            all.push(("buffer_pos", Value::Int(b.buffer_pos as i64)));
            b.half
        }
        BitGen::Sfc64(b) => {
            all.push(("state", dict(vec![("state", words(&b.state)?)])?));
            b.half
        }
    };
    all.push(("has_uint32", Value::Int(half.kept.into())));
    all.push(("uinteger", Value::Int(half.word.into())));
    Ok(all)
}

/// One entry of a dict. KeyError where there is none.
pub fn entry(state: &Value, key: &str) -> Result<Value> {
    let name = Value::str(key);
    match state {
        Value::Dict(dict) => match dict.borrow().get(&name)? {
            Some(found) => Ok(found.clone()),
            None => Err(Error::key(name)),
        },
        _ => Err(Error::type_error("state must be a dict")),
    }
}

fn number(state: &Value, key: &str) -> Result<u128> {
    let found = entry(state, key)?;
    let int = match &found {
        Value::BigInt(big) => (**big).clone(),
        other => IBig::from(crate::value::convert::to_index(other)?),
    };
    u128::try_from(&int).map_err(|_| Error::overflow("can't convert negative int to unsigned"))
}

/// `N` words of an array.
fn words_of<const N: usize>(cx: &mut dyn Context, value: &Value) -> Result<[u64; N]> {
    let tensor = cast::as_dtype(&Tensor::from_value(cx, value)?, DType::UINT64)?;
    let found = tensor.to_vec::<u64>().unwrap_or_default();
    found.try_into().map_err(|_| Error::value("state has the wrong number of words"))
}

/// The register of a Mersenne Twister from its key and position.
pub fn twister(cx: &mut dyn Context, key: &Value, pos: i64) -> Result<Mt19937> {
    let words = words_of::<624>(cx, key)?;
    let pos = usize::try_from(pos).unwrap_or(usize::MAX).min(624);
    Ok(Mt19937 { key: Box::new(words.map(|word| word as u32)), pos })
}

/// The generator of a state's dict. ValueError where it belongs to another kind, TypeError where it is no dict.
pub fn parse(cx: &mut dyn Context, state: &Value, kind: Kind) -> Result<BitGen> {
    if !matches!(state, Value::Dict(_)) {
        return Err(Error::type_error("state must be a dict"));
    }
    let name = String::from_value(cx, &entry(state, "bit_generator")?)?;
    if name != kind.name() {
        let class = class_of_kind(kind).name;
        return Err(Error::value(format!("state must be for a {class} RNG")));
    }
    let inner = entry(state, "state")?;
    if kind == Kind::Mt19937 {
        let pos = number(&inner, "pos")? as i64;
        return Ok(BitGen::Mt19937(twister(cx, &entry(&inner, "key")?, pos)?));
    }
    let half = HalfWord { kept: number(state, "has_uint32")? != 0, word: number(state, "uinteger")? as u32 };
    let lcg = || -> Result<Lcg128> { Ok(Lcg128 { state: number(&inner, "state")?, inc: number(&inner, "inc")? }) };
    Ok(match kind {
        Kind::Pcg64 => BitGen::Pcg64(Pcg64 { lcg: lcg()?, half }),
        Kind::Pcg64Dxsm => BitGen::Pcg64Dxsm(Pcg64Dxsm { lcg: lcg()?, half }),
        Kind::Philox => BitGen::Philox(Philox {
            counter: words_of(cx, &entry(&inner, "counter")?)?,
            key: words_of(cx, &entry(&inner, "key")?)?,
            buffer: words_of(cx, &entry(state, "buffer")?)?,
            buffer_pos: (number(state, "buffer_pos")? as usize).min(4),
            half,
        }),
        _ => BitGen::Sfc64(Sfc64 { state: words_of(cx, &entry(&inner, "state")?)?, half }),
    })
}
