//! Python's module `random`: CPython's streams, number for number (Mersenne Twister, seeded by an int's words).

use crate::builtins::python::functions::length;
use crate::builtins::python::receiver::{bytes_like, check_size, text_of};
use crate::builtins::registry;
use crate::random::Mt19937;
use crate::random::bits::BitGenerator;
use crate::symbol::Symbol;
use crate::value::class::{Class, python};
use crate::value::convert::to_float;
use crate::value::iter::collect;
use crate::value::number::Number;
use crate::value::watch::Watch;
use crate::value::{Args, Builtin, Context, Error, List, NativeObject, Result, Value, item};
use dashu_int::ops::{BitTest, UnsignedAbs};
use dashu_int::{IBig, UBig};
use std::any::Any;
use std::cell::RefCell;
use std::f64::consts::{E, TAU};
use std::rc::Rc;

/// A stream of random numbers: the generator and the second normal variate that `gauss` keeps.
struct Stream {
    bits: Mt19937,
    kept: Option<f64>,
}

impl Default for Stream {
    fn default() -> Stream {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let nanos = now.as_nanos();
        Stream { bits: Mt19937::from_words(&[nanos as u32, (nanos >> 32) as u32, std::process::id()]), kept: None }
    }
}

impl Stream {
    fn random(&mut self) -> f64 {
        self.bits.next_f64()
    }

    fn bits(&mut self, count: usize) -> IBig {
        let words = (0..count.div_ceil(32)).map(|i| {
            let left = count - 32 * i;
            let word = self.bits.next_u32();
            if left < 32 { word >> (32 - left) } else { word }
        });
        let bytes: Vec<u8> = words.flat_map(u32::to_le_bytes).collect();
        IBig::from(UBig::from_le_bytes(&bytes))
    }

    /// Below `n`, which is positive: bits are drawn until they make a number in range.
    fn below(&mut self, n: &IBig) -> IBig {
        let count = n.bit_len();
        loop {
            let drawn = self.bits(count);
            if drawn < *n {
                return drawn;
            }
        }
    }

    fn index(&mut self, n: usize) -> usize {
        usize::try_from(&self.below(&IBig::from(n))).unwrap_or(0)
    }

    fn normal(&mut self) -> f64 {
        // Kinderman and Monahan's ratio of uniforms (ACM TOMS 3, 1977).
        let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
        loop {
            let u1 = self.random();
            let u2 = 1.0 - self.random();
            let z = magic * (u1 - 0.5) / u2;
            if z * z / 4.0 <= -u2.ln() {
                return z;
            }
        }
    }

    fn gamma(&mut self, alpha: f64, beta: f64) -> f64 {
        if alpha.is_nan() || alpha.is_infinite() {
            return alpha;
        }
        if alpha > 1.0 {
            // R. C. H. Cheng, Applied Statistics 26 (1977).
            let ainv = (2.0 * alpha - 1.0).sqrt();
            let bbb = alpha - 4f64.ln();
            let ccc = alpha + ainv;
            loop {
                let u1 = self.random();
                if !(1e-7 < u1 && u1 < 0.9999999) {
                    continue;
                }
                let u2 = 1.0 - self.random();
                let v = (u1 / (1.0 - u1)).ln() / ainv;
                let x = alpha * v.exp();
                let z = u1 * u1 * u2;
                let r = bbb + ccc * v - x;
                if r + 1.0 + 4.5f64.ln() - 4.5 * z >= 0.0 || r >= z.ln() {
                    return x * beta;
                }
            }
        }
        if alpha == 1.0 {
            return -(1.0 - self.random()).ln() * beta;
        }
        // Ahrens and Dieter, Computing 12 (1974), algorithm GS.
        loop {
            let b = (E + alpha) / E;
            let p = b * self.random();
            let x = if p <= 1.0 { p.powf(1.0 / alpha) } else { -((b - p) / alpha).ln() };
            let u = self.random();
            if if p > 1.0 { u <= x.powf(alpha - 1.0) } else { u <= (-x).exp() } {
                return x * beta;
            }
        }
    }
}

fn stream(cx: &mut dyn Context) -> &mut Stream {
    cx.state().extension::<Stream>()
}

builtins! { RANDOM, chapter "random", spaces ["random"];
    /// Starts the stream again from a seed.
    ///
    /// >>> import random
    /// >>> random.seed(42); random.random()
    /// 0.6394267984578837
    fn seed(cx, a: Value = Value::None, version: i64 = 2) -> () {
        let seeded = seeded(&a)?;
        *stream(cx) = seeded;
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
    fn randint(cx, a: IBig, b: IBig) -> Value { draw(cx, a, Some(b + IBig::ONE), IBig::ONE) }

    /// An integer of `range(start, stop, step)`.
    ///
    /// >>> import random
    /// >>> random.seed(1); random.randrange(0, 100, 5)
    /// 20
    fn randrange(cx, start: IBig, stop: Option<IBig> = None, step: IBig = IBig::ONE) -> Value { draw(cx, start, stop, step) }

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
    fn randbytes(cx, n: usize) -> Value {
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
    fn gauss(cx, mu: f64 = 0.0, sigma: f64 = 1.0) -> f64 {
        let stream = stream(cx);
        let z = match stream.kept.take() {
            Some(z) => z,
            None => {
                let angle = stream.random() * TAU;
                let radius = (-2.0 * (1.0 - stream.random()).ln()).sqrt();
                stream.kept = Some(angle.sin() * radius);
                angle.cos() * radius
            }
        };
        Ok(mu + z * sigma)
    }

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
        nonzero(lambd)?;
        Ok(-(1.0 - stream(cx).random()).ln() / lambd)
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
    fn triangular(cx, low: f64 = 0.0, high: f64 = 1.0, mode: Option<f64> = None) -> f64 {
        let mut u = stream(cx).random();
        let mut c = mode.map_or(0.5, |mode| (mode - low) / (high - low));
        if high == low && mode.is_some() {
            return Ok(low);
        }
        let (mut low, mut high) = (low, high);
        if u > c {
            (u, c) = (1.0 - u, 1.0 - c);
            std::mem::swap(&mut low, &mut high);
        }
        Ok(low + (high - low) * (u * c).sqrt())
    }

    /// A Pareto variate.
    ///
    /// >>> import random
    /// >>> random.paretovariate(3) >= 1
    /// True
    fn paretovariate(cx, alpha: f64) -> f64 {
        nonzero(alpha)?;
        Ok((1.0 - stream(cx).random()).powf(-1.0 / alpha))
    }

    /// A Weibull variate.
    ///
    /// >>> import random
    /// >>> random.weibullvariate(1, 2) >= 0
    /// True
    fn weibullvariate(cx, alpha: f64, beta: f64) -> f64 {
        nonzero(beta)?;
        let u = 1.0 - stream(cx).random();
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
        let stream = Rc::new(RefCell::new(seeded(&x)?));
        Ok(Value::object(Generator { stream }))
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

fn seeded(seed: &Value) -> Result<Stream> {
    let number = match seed {
        Value::None => return Ok(Stream::default()),
        seed => match Number::of_any(seed) {
            Some(Number::Int(i)) => IBig::from(i).unsigned_abs(),
            Some(Number::Big(i)) => i.unsigned_abs(),
            _ if matches!(seed, Value::Float(_)) || text_of(seed).is_some() || bytes_like(seed).is_some() => {
                UBig::from(crate::value::hash::hash(seed)?)
            }
            _ => {
                let message = "The only supported seed types are: None,\nint, float, str, bytes, and bytearray.";
                return Err(Error::type_error(message));
            }
        },
    };
    let bytes = number.to_le_bytes();
    let word = |chunk: &[u8]| chunk.iter().rev().fold(0u32, |word, byte| word << 8 | *byte as u32);
    let words: Vec<u32> = bytes.chunks(4).map(word).collect();
    Ok(Stream { bits: Mt19937::from_words(&words), kept: None })
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

/// A function of the module, on a stream of its own.
struct Drawing {
    stream: Rc<RefCell<Stream>>,
    function: &'static Builtin,
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
            Some(Value::Builtin(function)) => Some(Value::object(Drawing { stream: self.stream.clone(), function })),
            _ => None,
        })
    }

    fn attribute_names(&self) -> Vec<String> {
        registry::registry().members("random").map(|(name, _)| name.to_string()).collect()
    }
}

impl NativeObject for Drawing {
    fn class(&self) -> &'static Class {
        &python::METHOD
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_callable(&self) -> bool {
        true
    }

    fn call(&self, cx: &mut dyn Context, args: &Args) -> Result<Value> {
        // The module's functions use the session's stream: lend them this one.
        let exchange = |cx: &mut dyn Context| std::mem::swap(stream(cx), &mut *self.stream.borrow_mut());
        exchange(cx);
        let result = registry::call(self.function, cx, args);
        exchange(cx);
        result
    }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    vec![("random", "Random", Value::Class(&RANDOM_OBJECT))]
}
