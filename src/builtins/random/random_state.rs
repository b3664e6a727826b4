//! `RandomState`: NumPy's frozen streams; its methods are also the functions of `np.random`.

use super::bit_state;
use super::distributions::{LegacyHypergeometric, StandardExponential, StandardGamma, StandardNormal, Unit};
use super::generator::random_bytes;
use super::integers;
use super::multivariate;
use super::objects::{RandomStateObject, Source, State};
use super::order;
use super::sample::{Real, Size, sample};
use super::seeding;
use crate::random::bounded::Method;
use crate::random::{BitGen, BitGenerator, Kind};
use crate::tensor::{Tensor, lanes};
use crate::value::class::{exception, python};
use crate::value::convert::{to_float, to_index};
use crate::value::iter::collect;
use crate::value::{Context, Error, FromValue, Result, Value};

builtins! { RANDOM_STATE, chapter "RandomState", methods "RandomState";
    /// Starts the stream anew: the same seed gives the same numbers.
    ///
    /// >>> np.random.seed(0); np.random.rand(3)
    /// array([0.5488135 , 0.71518937, 0.60276338])
    @see("default_rng")
    fn seed(cx, @pos state: State, seed: Value = Value::None) -> () {
        if state.with_bits(|bits| bits.kind()) != Kind::Mt19937 {
            return Err(Error::type_error("can only re-seed a MT19937 BitGenerator"));
        }
        let fresh = seeding::legacy_twister(cx, &seed)?;
        state.with_bits(|bits| *bits = BitGen::Mt19937(fresh));
        state.object().spare.set(None);
        Ok(())
    }

    /// Uniform random numbers in [0, 1) as an array of the given dimensions.
    ///
    /// >>> np.random.seed(0); np.random.rand(2, 2)
    /// array([[0.5488135 , 0.71518937],
    ///        [0.60276338, 0.54488318]])
    @see("random_sample", "randn")
    fn rand(cx, @pos state: State, @args dims: Vec<Value>) -> Value {
        let size = dimensions(&dims)?;
        sample::<Unit, 0>(&state, [], size)
    }

    /// Normal random numbers of mean 0 and standard deviation 1 as an array of the given dimensions.
    ///
    /// >>> np.random.seed(0); np.random.randn(3)
    /// array([1.76405235, 0.40015721, 0.97873798])
    @see("standard_normal", "rand")
    fn randn(cx, @pos state: State, @args dims: Vec<Value>) -> Value {
        let size = dimensions(&dims)?;
        sample::<StandardNormal, 0>(&state, [], size)
    }

    /// Random integers from `low` up to, but without, `high`; from 0 if only one is given.
    ///
    /// >>> np.random.seed(0); np.random.randint(10, size=5)
    /// array([5, 0, 3, 3, 7])
    @see("random_integers", "choice")
    fn randint(cx, @pos state: State, low: Value, high: Value = Value::None, size: Size = Size(None),
               dtype: Value = Value::Class(&python::INT)) -> Value {
        let method = Method::Masked;
        integers::integers(cx, &state, integers::Request { low, high, size, dtype, closed: false, method, name: "randint" })
    }

    /// Random integers from `low` to `high`, both included; from 1 if only one is given. Deprecated.
    ///
    /// >>> np.random.seed(0); np.random.random_integers(6, size=4)  # doctest: +SKIP
    /// array([5, 6, 1, 4])
    @see("randint")
    fn random_integers(cx, @pos state: State, low: i64, high: Option<i64> = None, size: Size = Size(None)) -> Value {
        let (low, high) = high.map_or((1, low), |high| (low, high));
        let advice = format!("This function is deprecated. Please call randint({low}, {high} + 1) instead");
        cx.warn(&exception::DEPRECATION_WARNING, &advice)?;
        let dtype = Value::dtype(crate::tensor::DType::INT64);
        let (low, high, method) = (Value::Int(low), Value::Int(high), Method::Masked);
        integers::integers(cx, &state, integers::Request { low, high, size, dtype, closed: true, method, name: "randint" })
    }

    /// Uniform random numbers in [0, 1).
    ///
    /// >>> np.random.seed(0); np.random.random_sample(2)
    /// array([0.5488135 , 0.71518937])
    @see("rand", "uniform")
    fn random_sample(cx, @pos state: State, size: Size = Size(None)) -> Value { sample::<Unit, 0>(&state, [], size) }

    /// Uniform random numbers in [0, 1).
    ///
    /// >>> np.random.seed(0); np.random.random(2)
    /// array([0.5488135 , 0.71518937])
    @alias("ranf", "sample") @see("random_sample")
    fn random(cx, @pos state: State, size: Size = Size(None)) -> Value { sample::<Unit, 0>(&state, [], size) }

    /// Normal random numbers of mean 0 and standard deviation 1.
    ///
    /// >>> np.random.seed(0); np.random.standard_normal(3)
    /// array([1.76405235, 0.40015721, 0.97873798])
    @see("normal")
    fn standard_normal(cx, @pos state: State, size: Size = Size(None)) -> Value {
        sample::<StandardNormal, 0>(&state, [], size)
    }

    /// Exponential random numbers of mean 1.
    ///
    /// >>> np.random.seed(0); np.random.standard_exponential(3)
    /// array([0.79587451, 1.25593076, 0.92322315])
    @see("exponential")
    fn standard_exponential(cx, @pos state: State, size: Size = Size(None)) -> Value {
        sample::<StandardExponential, 0>(&state, [], size)
    }

    /// Gamma distributed numbers of scale 1.
    ///
    /// >>> np.random.seed(0); np.random.standard_gamma(2.0, size=3)
    /// array([5.13882958, 2.23848091, 5.42713227])
    @see("gamma")
    fn standard_gamma(cx, @pos state: State, shape: Real, size: Size = Size(None)) -> Value {
        sample::<StandardGamma, 1>(&state, [shape], size)
    }

    /// How many of `nsample` items taken from `ngood` good and `nbad` bad ones are good.
    ///
    /// >>> np.random.seed(0); np.random.hypergeometric(10, 5, 6, size=3)
    /// array([4, 3, 4])
    @see("binomial")
    fn hypergeometric(cx, @pos state: State, ngood: Real, nbad: Real, nsample: Real, size: Size = Size(None)) -> Value {
        sample::<LegacyHypergeometric, 3>(&state, [ngood, nbad, nsample], size)
    }

    /// Random bytes.
    ///
    /// >>> np.random.seed(0); np.random.bytes(4)
    /// b'\xac\n\x7f\x8c'
    fn bytes(cx, @pos state: State, length: i64) -> Value { random_bytes(&state, length) }

    /// A random choice among the numbers below `a`, or among the items of `a`; `p` are their probabilities.
    ///
    /// >>> np.random.seed(0); np.random.choice(['a', 'b', 'c'], size=4)
    /// array(['a', 'b', 'a', 'b'], dtype='<U1')
    @see("randint", "shuffle", "permutation")
    fn choice(cx, @pos state: State, a: Value, size: Size = Size(None), replace: bool = true, p: Value = Value::None) -> Value {
        let request = order::Request { a, size, replace, p, axis: 0, shuffle: true, legacy: true };
        order::choose(cx, &state, request)
    }

    /// Brings a list, or the sub-arrays of an array, into random order, in place.
    ///
    /// >>> np.random.seed(0); a = np.arange(6)
    /// >>> np.random.shuffle(a); a
    /// array([5, 2, 1, 3, 0, 4])
    @see("permutation")
    fn shuffle(cx, @pos state: State, x: Value) -> () { order::shuffle(&state, &x, 0) }

    /// The numbers below `x`, or a copy of `x`, in random order.
    ///
    /// >>> np.random.seed(0); np.random.permutation(6)
    /// array([5, 2, 1, 3, 0, 4])
    @see("shuffle")
    fn permutation(cx, @pos state: State, x: Value) -> Value { order::permutation(cx, &state, &x, 0, true) }

    /// How often each of several outcomes of probabilities `pvals` happens in `n` trials.
    ///
    /// >>> np.random.seed(0); np.random.multinomial(20, [1/6] * 6)
    /// array([3, 4, 4, 3, 3, 3])
    @see("binomial")
    fn multinomial(cx, @pos state: State, n: i64, pvals: Value, size: Size = Size(None)) -> Value {
        multivariate::legacy_multinomial(cx, &state, n, &pvals, size)
    }

    /// Vectors of positive numbers whose sum is 1.
    ///
    /// >>> np.random.seed(0); np.random.dirichlet([2, 3, 5])
    /// array([0.27793837, 0.18253726, 0.53952437])
    @see("beta", "multinomial")
    fn dirichlet(cx, @pos state: State, alpha: Value, size: Size = Size(None)) -> Value {
        multivariate::dirichlet(cx, &state, &alpha, size, true)
    }

    /// Normally distributed vectors of a mean and a covariance matrix.
    ///
    /// >>> np.random.seed(0); np.random.multivariate_normal([0, 5], [[1, 0.5], [0.5, 2]]).round(4)
    /// array([1.3321, 7.2849])
    @see("normal")
    fn multivariate_normal(cx, @pos state: State, mean: Value, cov: Value, size: Size = Size(None),
                           check_valid: String = "warn".to_string(), tol: f64 = 1e-8) -> Value {
        let (check_valid, method) = (check_valid.as_str(), "legacy");
        let request = multivariate::Normal { mean: &mean, cov: &cov, size, check_valid, tol, method };
        multivariate::multivariate_normal(cx, &state, request)
    }

    /// Random integers from 0 to the largest that fits.
    ///
    /// >>> np.random.RandomState(3).tomaxint(2)
    /// array([5080213989331141452, 6531510822865433409])
    @see("randint")
    fn tomaxint(cx, @pos state: State, size: Size = Size(None)) -> Value {
        let draw = |bits: &mut BitGen| (bits.next_u64() >> 1) as i64;
        match size.0 {
            None => Ok(Value::Int(state.with_bits(draw))),
            Some(shape) => Ok(Value::array(lanes::fresh::<i64>(&shape, |out| {
                state.with_bits(|bits| out.iter_mut().for_each(|slot| *slot = draw(bits)));
            })?)),
        }
    }

    /// The whole state: a tuple, or (`legacy=False`) a dict.
    ///
    /// >>> np.random.seed(0); np.random.get_state()[0]
    /// 'MT19937'
    @see("set_state")
    fn get_state(cx, @pos state: State, legacy: bool = true) -> Value {
        let spare = state.object().spare.get();
        let (has_gauss, gauss) = (Value::Int(spare.is_some().into()), Value::float(spare.unwrap_or(0.0)));
        let (twister, mut entries) = state.with_bits(|bits| -> Result<_> {
            let twister = match bits {
                BitGen::Mt19937(twister) => Some((Tensor::vector(&twister.key[..])?, twister.pos as i64)),
                _ => None,
            };
            Ok((twister, bit_state::entries(bits)?))
        })?;
        match twister {
            Some((key, pos)) if legacy => {
                let parts = vec![Value::str("MT19937"), Value::array(key), Value::Int(pos), has_gauss, gauss];
                return Ok(Value::tuple(parts));
            }
            None if legacy => {
                let text = "get_state and legacy can only be used with the MT19937 BitGenerator. To silence this warning, \
                            set `legacy` to False.";
                cx.warn(&exception::RUNTIME_WARNING, text)?;
            }
            _ => {}
        }
        entries.push(("has_gauss", has_gauss));
        entries.push(("gauss", gauss));
        bit_state::dict(entries)
    }

    /// Puts the stream where `get_state` found it.
    ///
    /// >>> np.random.seed(0); before = np.random.get_state(); a = np.random.rand()
    /// >>> np.random.set_state(before); np.random.rand() == a
    /// True
    @see("get_state")
    fn set_state(cx, @pos state: State, @pos new: Value) -> () { set_state(cx, &state, &new) }
}

/// The size that `rand(2, 3)` gives in its arguments; none for `rand()`.
fn dimensions(dims: &[Value]) -> Result<Size> {
    if dims.is_empty() {
        return Ok(Size(None));
    }
    let dim = |value: &Value| -> Result<usize> {
        usize::try_from(to_index(value)?).map_err(|_| Error::value("negative dimensions are not allowed"))
    };
    Ok(Size(Some(dims.iter().map(dim).collect::<Result<_>>()?)))
}

fn set_state(cx: &mut dyn Context, state: &State, new: &Value) -> Result<()> {
    let kind = state.with_bits(|bits| bits.kind());
    let (bits, spare) = match new {
        Value::Dict(dict) => {
            let gauss = |key: &str| -> Result<f64> {
                let found = dict.borrow().get(&Value::str(key))?.cloned();
                found.map_or(Ok(0.0), |value| to_float(&value))
            };
            let spare = (gauss("has_gauss")? != 0.0).then_some(gauss("gauss")?);
            (bit_state::parse(cx, new, kind)?, spare)
        }
        Value::Tuple(_) | Value::List(_) => {
            let parts = collect(cx, new)?;
            let name = match parts.first() {
                Some(name @ Value::Str(_)) => String::from_value(cx, name)?,
                _ => String::new(),
            };
            if name != "MT19937" || kind != Kind::Mt19937 {
                return Err(Error::value("set_state can only be used with legacy MT19937 state instances."));
            }
            let (key, pos) = match parts.as_slice() {
                [_, key, pos, ..] => (key, to_index(pos)?),
                _ => return Err(Error::index("tuple index out of range")),
            };
            let spare = match parts.as_slice() {
                [_, _, _, has, gauss, ..] if to_index(has)? != 0 => Some(to_float(gauss)?),
                _ => None,
            };
            (BitGen::Mt19937(bit_state::twister(cx, key, pos)?), spare)
        }
        _ => return Err(Error::type_error("state must be a dict or a tuple.")),
    };
    state.with_bits(|old| *old = bits);
    state.object().spare.set(spare);
    Ok(())
}

builtins! { GLOBAL, chapter "Random number generators", spaces ["np.random"];
    /// The bit generator of the functions of `np.random`.
    ///
    /// >>> np.random.get_bit_generator().state['bit_generator']
    /// 'MT19937'
    @see("set_bit_generator")
    fn get_bit_generator(cx) -> Value {
        let state = State::from_value(cx, &Value::object(super::objects::GlobalRandomState))?;
        let object = state.bit_generator().clone();
        Ok(Value::Object(object))
    }

    /// Makes the functions of `np.random` draw from another bit generator.
    ///
    /// >>> before = np.random.get_bit_generator()
    /// >>> np.random.set_bit_generator(np.random.PCG64(1)); np.random.rand()
    /// 0.5118216247002567
    /// >>> np.random.set_bit_generator(before)
    @see("get_bit_generator")
    fn set_bit_generator(cx, bitgen: Value) -> () {
        let new = seeding::bit_generator_object(&bitgen)?;
        let state = State::from_value(cx, &Value::object(super::objects::GlobalRandomState))?;
        let object: &RandomStateObject = state.object();
        object.bit_generator.replace(new);
        object.spare.set(None);
        Ok(())
    }
}
