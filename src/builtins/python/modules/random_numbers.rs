//! Python's module `random`: CPython's streams, number for number (Mersenne Twister, seeded by an int's words).

use super::random_stream::Stream;
use crate::builtins::python::functions::length;
use crate::builtins::python::receiver::check_size;
use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::value::class::{Class, exception, python};
use crate::value::convert::to_float;
use crate::value::iter::collect;
use crate::value::number::Number;
use crate::value::object::method;
use crate::value::watch::Watch;
use crate::value::{Args, Builtin, Context, Error, FromValue, List, NativeObject, Result, Value, item};
use dashu_int::IBig;
use dashu_int::ops::UnsignedAbs;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;

/// The session's stream.
pub fn stream(cx: &mut dyn Context) -> &mut Stream {
    cx.state().extension::<Stream>()
}

builtins! { RANDOM, chapter "random", spaces ["random"];
    /// Starts the stream again from a seed.
    ///
    /// >>> import random
    /// >>> random.seed(42); random.random()
    /// 0.6394267984578837
    fn seed(cx, a: Value = Value::None, version: i64 = 2) -> () {
        let seeded = if version == 1 { Stream::seeded_as_python_2(&a)? } else { Stream::seeded(&a)? };
        *stream(cx) = seeded;
        Ok(())
    }

    /// The state of the stream, for `setstate`.
    ///
    /// >>> import random
    /// >>> random.seed(42); state = random.getstate(); first = random.random()
    /// >>> random.setstate(state); random.random() == first
    /// True
    fn getstate(cx) -> Value { Ok(stream(cx).state()) }

    /// Puts the stream into a state that `getstate` gave.
    ///
    /// >>> import random
    /// >>> random.setstate(random.getstate())
    fn setstate(cx, state: Value) -> () {
        let restored = Stream::restored(cx, &state)?;
        *stream(cx) = restored;
        Ok(())
    }

    /// A float in [0, 1).
    ///
    /// >>> import random
    /// >>> 0 <= random.random() < 1
    /// True
    fn random(cx) -> f64 { Ok(stream(cx).random()) }

    /// A float between `a` and `b`.
    ///
    /// >>> import random
    /// >>> random.seed(1); random.uniform(1, 2)
    /// 1.134364244112401
    fn uniform(cx, a: f64, b: f64) -> f64 { Ok(a + (b - a) * stream(cx).random()) }

    /// An integer from `a` to `b`, both included.
    ///
    /// >>> import random
    /// >>> random.seed(1); [random.randint(1, 6) for i in range(5)]
    /// [2, 5, 1, 3, 1]
    fn randint(cx, a: Value, b: Value) -> Value {
        let (a, b) = (whole(cx, &a, "arg 1")?, whole(cx, &b, "stop")?);
        draw(cx, a, Some(b + IBig::ONE), IBig::ONE)
    }

    /// An integer of `range(start, stop, step)`.
    ///
    /// >>> import random
    /// >>> random.seed(1); random.randrange(0, 100, 5)
    /// 20
    fn randrange(cx, start: Value, stop: Value = Value::None, step: Value = Value::Int(1)) -> Value {
        let start = whole(cx, &start, "arg 1")?;
        let stop = if let Value::None = stop { None } else { Some(whole(cx, &stop, "stop")?) };
        let step = whole(cx, &step, "step")?;
        draw(cx, start, stop, step)
    }

    /// An integer with so many random bits.
    ///
    /// >>> import random
    /// >>> random.seed(1); random.getrandbits(10)
    /// 137
    fn getrandbits(cx, @pos k: i64) -> Value {
        match usize::try_from(k) {
            Ok(k) if k <= 1 << 32 => Ok(Value::int(stream(cx).bits(k))),
            Ok(_) => Err(Error::overflow("Python int too large to convert to C int")),
            Err(_) => Err(Error::value("number of bits must be non-negative")),
        }
    }

    /// So many random bytes.
    ///
    /// >>> import random
    /// >>> len(random.randbytes(3))
    /// 3
    fn randbytes(cx, n: i64) -> Value {
        let n = usize::try_from(n).map_err(|_| Error::value("number of bits must be non-negative"))?;
        check_size(n.saturating_mul(8))?;
        let mut bytes = stream(cx).bits(8 * n).unsigned_abs().to_le_bytes().to_vec();
        bytes.resize(n, 0);
        Ok(Value::bytes(bytes))
    }

    /// One item of a sequence.
    ///
    /// >>> import random
    /// >>> random.seed(1); random.choice('abcdef')
    /// 'b'
    fn choice(cx, seq: Value) -> Value {
        let n = length(&seq)?;
        if n == 0 {
            return Err(Error::index("Cannot choose from an empty sequence"));
        }
        let at = stream(cx).index(n);
        item::get_item(cx, &seq, &Value::Int(at as i64))
    }

    /// `k` items, each drawn from all; with weights, in their proportion.
    ///
    /// >>> import random
    /// >>> random.seed(1); random.choices('ab', weights=[1, 9], k=4)
    /// ['b', 'b', 'b', 'b']
    fn choices(cx, population: Value, weights: Value = Value::None, @kw cum_weights: Value = Value::None, @kw k: usize = 1) -> Value {
        let n = length(&population)?;
        let mut sums: Vec<f64> = Vec::new();
        match (&weights, &cum_weights) {
            (Value::None, Value::None) => {}
            (weights, _) if Number::of_any(weights).is_some() => {
                let k = crate::value::repr::repr(weights);
                return Err(Error::type_error(format!("The number of choices must be a keyword argument: k={k}")));
            }
            (Value::None, sums_given) => {
                for item in collect(cx, sums_given)? {
                    sums.push(to_float(&item)?);
                }
            }
            (weights, Value::None) => {
                let mut sum = 0.0;
                for item in collect(cx, weights)? {
                    sum += to_float(&item)?;
                    sums.push(sum);
                }
            }
            _ => return Err(Error::type_error("Cannot specify both weights and cumulative weights")),
        }
        let weighted = !sums.is_empty();
        if weighted && sums.len() != n {
            return Err(Error::value("The number of weights does not match the population"));
        }
        if n == 0 {
            return Err(Error::index("list index out of range"));
        }
        check_size(k.saturating_mul(16))?;
        let total = sums.last().copied().unwrap_or(n as f64);
        if weighted && total <= 0.0 {
            return Err(Error::value("Total of weights must be greater than zero"));
        }
        if !total.is_finite() {
            return Err(Error::value("Total of weights must be finite"));
        }
        let mut chosen = Vec::with_capacity(k);
        for _ in 0..k {
            let x = stream(cx).random() * total;
            let at = if weighted { sums[..n - 1].partition_point(|s| *s <= x) } else { x.floor() as usize };
            chosen.push(item::get_item(cx, &population, &Value::Int(at as i64))?);
        }
        Ok(Value::list(chosen))
    }

    /// `k` different items.
    ///
    /// >>> import random
    /// >>> random.seed(42); random.sample(range(100), 5)
    /// [81, 14, 3, 94, 35]
    fn sample(cx, population: Value, k: i64, @kw counts: Value = Value::None) -> Value {
        if let Value::Set(_) | Value::FrozenSet(_) | Value::Dict(_) = population {
            return Err(Error::type_error("Population must be a sequence.  For dicts or sets, use sorted(d)."));
        }
        let mut pool = collect(cx, &population)?;
        if !matches!(counts, Value::None) {
            let times: Vec<usize> = crate::value::FromValue::from_value(cx, &counts)?;
            if times.len() != pool.len() {
                return Err(Error::value("The number of counts does not match the population"));
            }
            pool = pool.into_iter().zip(times).flat_map(|(item, n)| std::iter::repeat_n(item, n)).collect();
        }
        let n = pool.len();
        let k = match usize::try_from(k) {
            Ok(k) if k <= n => k,
            _ => return Err(Error::value("Sample larger than population or is negative")),
        };
        // CPython draws from a shrinking pool, or remembers what it has drawn where that takes less memory.
        let mut limit = 21;
        if k > 5 {
            limit += 4usize.saturating_pow(((3 * k) as f64).log(4.0).ceil() as u32);
        }
        let mut chosen = Vec::with_capacity(k);
        if n <= limit {
            for i in 0..k {
                let at = stream(cx).index(n - i);
                chosen.push(pool[at].clone());
                pool[at] = pool[n - i - 1].clone();
            }
        } else {
            let mut drawn = std::collections::HashSet::new();
            for _ in 0..k {
                let mut at = stream(cx).index(n);
                while !drawn.insert(at) {
                    at = stream(cx).index(n);
                }
                chosen.push(pool[at].clone());
            }
        }
        Ok(Value::list(chosen))
    }

    /// Puts the items of a list (or the rows of an array) in random order.
    ///
    /// >>> import random
    /// >>> x = [1, 2, 3, 4, 5]
    /// >>> random.seed(1); random.shuffle(x); x
    /// [3, 4, 5, 1, 2]
    fn shuffle(cx, x: Value) -> () {
        let mut watch = Watch::default();
        for i in (1..length(&x)?).rev() {
            watch.step()?;
            let j = stream(cx).index(i + 1);
            swap(cx, &x, i, j)?;
        }
        Ok(())
    }

    /// A normal variate, two at a time.
    ///
    /// >>> import random
    /// >>> random.seed(42); random.gauss(0, 1)
    /// -0.14409032957792836
    fn gauss(cx, mu: f64 = 0.0, sigma: f64 = 1.0) -> f64 { Ok(mu + stream(cx).gauss() * sigma) }

    /// A normal variate.
    ///
    /// >>> import random
    /// >>> random.seed(42); random.normalvariate(0, 1)
    /// 0.2453263417078634
    fn normalvariate(cx, mu: f64 = 0.0, sigma: f64 = 1.0) -> f64 { Ok(mu + stream(cx).normal() * sigma) }

    /// e to the power of a normal variate.
    ///
    /// >>> import random
    /// >>> random.lognormvariate(0, 1) > 0
    /// True
    fn lognormvariate(cx, mu: f64, sigma: f64) -> f64 { Ok((mu + stream(cx).normal() * sigma).exp()) }

    /// An exponential variate with mean `1/lambd`.
    ///
    /// >>> import random
    /// >>> random.seed(42); random.expovariate(2)
    /// 0.5100301436374005
    fn expovariate(cx, lambd: f64) -> f64 {
        let drawn = 1.0 - stream(cx).random();
        nonzero(lambd)?;
        Ok(-drawn.ln() / lambd)
    }

    /// A gamma variate.
    ///
    /// >>> import random
    /// >>> random.gammavariate(2, 1) > 0
    /// True
    fn gammavariate(cx, alpha: f64, beta: f64) -> f64 {
        positive(alpha, beta)?;
        Ok(stream(cx).gamma(alpha, beta))
    }

    /// A beta variate.
    ///
    /// >>> import random
    /// >>> 0 < random.betavariate(2, 3) < 1
    /// True
    fn betavariate(cx, alpha: f64, beta: f64) -> f64 {
        positive(alpha, beta)?;
        let y = stream(cx).gamma(alpha, 1.0);
        Ok(if y != 0.0 { y / (y + stream(cx).gamma(beta, 1.0)) } else { 0.0 })
    }

    /// A variate of a triangle between `low` and `high` with its top at `mode`.
    ///
    /// >>> import random
    /// >>> 0 <= random.triangular() <= 1
    /// True
    fn triangular(cx, low: Value = Value::float(0.0), high: f64 = 1.0, mode: Option<f64> = None) -> Value {
        let (given, mut low, mut high) = (low.clone(), to_float(&low)?, high);
        let mut u = stream(cx).random();
        let mut c = mode.map_or(0.5, |mode| (mode - low) / (high - low));
        if high == low && mode.is_some() {
            return Ok(given);
        }
        if u > c {
            (u, c) = (1.0 - u, 1.0 - c);
            std::mem::swap(&mut low, &mut high);
        }
        Ok(Value::float(low + (high - low) * (u * c).sqrt()))
    }

    /// An angle around `mu`, the closer the larger `kappa` is.
    ///
    /// >>> import random
    /// >>> random.seed(42); random.vonmisesvariate(0, 4)
    /// 5.535325158587151
    fn vonmisesvariate(cx, mu: f64, kappa: f64) -> f64 { Ok(stream(cx).angle(mu, kappa)) }

    /// A Pareto variate.
    ///
    /// >>> import random
    /// >>> random.paretovariate(3) >= 1
    /// True
    fn paretovariate(cx, alpha: f64) -> f64 {
        let drawn = 1.0 - stream(cx).random();
        nonzero(alpha)?;
        Ok(drawn.powf(-1.0 / alpha))
    }

    /// A Weibull variate.
    ///
    /// >>> import random
    /// >>> random.weibullvariate(1, 2) >= 0
    /// True
    fn weibullvariate(cx, alpha: f64, beta: f64) -> f64 {
        let u = 1.0 - stream(cx).random();
        nonzero(beta)?;
        Ok(alpha * (-u.ln()).powf(1.0 / beta))
    }
}

builtins! { RANDOM_CLASS, chapter "random.Random", spaces ["constructors"];
    /// A stream of its own, with the functions of the module as methods.
    ///
    /// >>> import random
    /// >>> rng = random.Random(42)
    /// >>> rng.random(), rng.randint(1, 6)
    /// (0.6394267984578837, 1)
    fn Random(cx, x: Value = Value::None) -> Value {
        let stream = Rc::new(RefCell::new(Stream::seeded(&x)?));
        Ok(Value::object(Generator { stream }))
    }
}

/// An argument of `randrange`: an int, or for now a float that is whole.
fn whole(cx: &mut dyn Context, value: &Value, name: &str) -> Result<IBig> {
    let Value::Float(float) = value else { return IBig::from_value(cx, value) };
    match IBig::try_from(float.get()) {
        Ok(whole) if float.get().fract() == 0.0 => {
            let message = "non-integer arguments to randrange() have been deprecated since Python 3.10 and will be removed \
                           in a subsequent version";
            cx.warn(&exception::DEPRECATION_WARNING, message)?;
            Ok(whole)
        }
        _ => Err(Error::value(format!("non-integer {name} for randrange()"))),
    }
}

fn positive(alpha: f64, beta: f64) -> Result<()> {
    if alpha <= 0.0 || beta <= 0.0 {
        return Err(Error::value("gammavariate: alpha and beta must be > 0.0"));
    }
    Ok(())
}

fn nonzero(divisor: f64) -> Result<()> {
    if divisor == 0.0 { Err(Error::zero_division("float division by zero")) } else { Ok(()) }
}

fn draw(cx: &mut dyn Context, start: IBig, stop: Option<IBig>, step: IBig) -> Result<Value> {
    let one = stop.is_none();
    let (start, stop) = match stop {
        Some(stop) => (start, stop),
        None => (IBig::ZERO, start),
    };
    let width = &stop - &start;
    let count = match &step {
        step if *step == IBig::ZERO => return Err(Error::value("zero step for randrange()")),
        step if *step == IBig::ONE => width.clone(),
        step if *step > IBig::ZERO => (&width + step - IBig::ONE) / step,
        step => (&width + step + IBig::ONE) / step,
    };
    if count <= IBig::ZERO || (step > IBig::ZERO) != (width > IBig::ZERO) {
        return Err(Error::value(match (one, step == IBig::ONE) {
            (true, _) => "empty range for randrange()".to_string(),
            (_, true) => format!("empty range for randrange() ({start}, {stop}, {width})"),
            _ => format!("empty range for randrange() ({start}, {stop}, {step})"),
        }));
    }
    let drawn = stream(cx).below(&count);
    Ok(Value::int(start + step * drawn))
}

fn swap(cx: &mut dyn Context, x: &Value, i: usize, j: usize) -> Result<()> {
    if let Value::List(list) = x {
        let list: &List = list;
        if i.max(j) < list.len() {
            list.borrow_mut().swap(i, j);
        }
        return Ok(());
    }
    let (i, j) = (Value::Int(i as i64), Value::Int(j as i64));
    let (a, b) = (item::get_item(cx, x, &i)?, item::get_item(cx, x, &j)?);
    item::set_item(cx, x, &i, &b)?;
    item::set_item(cx, x, &j, &a)
}

static RANDOM_OBJECT: Class = Class::new("Random", "random", &[&python::OBJECT]);

/// `random.Random(seed)`
struct Generator {
    stream: Rc<RefCell<Stream>>,
}

impl NativeObject for Generator {
    fn class(&self) -> &'static Class {
        &RANDOM_OBJECT
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn attribute(&self, _: &mut dyn Context, name: Symbol) -> Result<Option<Value>> {
        Ok(match registry::lookup("random", name) {
            Some(Value::Builtin(function)) => {
                let stream = self.stream.clone();
                Some(method(move |cx, args| on_stream(&stream, function, cx, args)))
            }
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        registry::registry().members("random").map(|(name, _)| name.to_string()).collect()
    }
}

/// Calls a function of the module on a stream of its own.
fn on_stream(own: &RefCell<Stream>, function: &'static Builtin, cx: &mut dyn Context, args: &Args) -> Result<Value> {
    // The module's functions use the session's stream: lend them this one.
    let exchange = |cx: &mut dyn Context| std::mem::swap(stream(cx), &mut *own.borrow_mut());
    exchange(cx);
    let result = registry::call(function, cx, args);
    exchange(cx);
    result
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("random", "Random", Value::Class(&RANDOM_OBJECT))]
}
