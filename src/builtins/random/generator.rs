//! `Generator`: uniform numbers, integers, choices, orders and vectors.

use super::integers::{self, unsupported};
use super::multivariate;
use super::objects::{Bits, Rng, Source};
use super::order;
use super::sample::{Real, Size, Variate, check_each, filled, output_shape};
use super::seeding;
use crate::pool::until_interrupted;
use crate::random::bits::{BitGenerator, DrawSingle};
use crate::random::bounded::Method;
use crate::random::continuous::{StandardExponential, StandardNormal, inverse_exponential};
use crate::random::gamma::{StandardGamma, StandardGammaF32};
use crate::random::{BitGen, check, hypergeometric, ziggurat};
use crate::tensor::{DType, Element, Kind, Order, Tensor, lanes};
use crate::value::class::exception;
use crate::value::convert::unboxed;
use crate::value::{Array, Error, Result, Value};
use std::rc::Rc;

builtins! { GENERATOR, chapter "Generator", methods "Generator";
    /// Uniform random numbers in [0, 1).
    ///
    /// >>> rng = np.random.default_rng(1)
    /// >>> rng.random(3)
    /// array([0.51182162, 0.9504637 , 0.14415961])
    /// >>> rng.random((2, 2), dtype=np.float32)
    /// array([[0.8229436, 0.9486494],
    ///        [0.2492286, 0.3118314]], dtype=float32)
    @see("uniform", "integers")
    fn random(cx, @pos generator: Rng, size: Size = Size(None), dtype: Value = Value::None, out: Value = Value::None) -> Value {
        let call = Call { name: "random", size, dtype, out };
        draw_floats(&generator, call, |bits, out| bits.fill_f64(out), |bits, out| bits.fill_f32(out))
    }

    /// Normal random numbers of mean 0 and standard deviation 1.
    ///
    /// >>> np.random.default_rng(1).standard_normal(3)
    /// array([0.34558419, 0.82161814, 0.33043708])
    @see("normal")
    fn standard_normal(cx, @pos generator: Rng, size: Size = Size(None), dtype: Value = Value::None,
                       out: Value = Value::None) -> Value {
        let call = Call { name: "standard_normal", size, dtype, out };
        draw_floats(
            &generator,
            call,
            |bits, out| bits.fill(&StandardNormal, out),
            |bits, out| bits.fill_single(&ziggurat::StandardNormalF32, out),
        )
    }

    /// Exponential random numbers of mean 1, by the ziggurat method or (`method="inv"`) by inversion.
    ///
    /// >>> np.random.default_rng(1).standard_exponential(3)
    /// array([1.07302903, 0.30845314, 5.37543687])
    @see("exponential")
    fn standard_exponential(cx, @pos generator: Rng, size: Size = Size(None), dtype: Value = Value::None,
                            method: String = "zig".to_string(), out: Value = Value::None) -> Value {
        let call = Call { name: "standard_exponential", size, dtype, out };
        if method == "zig" {
            return draw_floats(
                &generator,
                call,
                |bits, out| bits.fill(&StandardExponential, out),
                |bits, out| bits.fill_single(&ziggurat::StandardExponentialF32, out),
            );
        }
        draw_floats(
            &generator,
            call,
            |bits, out| out.iter_mut().for_each(|x| *x = inverse_exponential(bits)),
            |bits, out| out.iter_mut().for_each(|x| *x = ziggurat::inverse_exponential_f32(bits)),
        )
    }

    /// Gamma distributed numbers of scale 1.
    ///
    /// >>> np.random.default_rng(1).standard_gamma(2.0, size=3)
    /// array([2.15380748, 2.13069041, 3.12998886])
    @see("gamma")
    fn standard_gamma(cx, @pos generator: Rng, shape: Real, size: Size = Size(None), dtype: Value = Value::None,
                      out: Value = Value::None) -> Value {
        check_each("standard_gamma", std::slice::from_ref(&shape))?;
        let call = Call { name: "standard_gamma", size, dtype, out };
        let shapes = match shape {
            Real::One(shape) => {
                return draw_floats(
                    &generator,
                    call,
                    |bits, out| bits.fill(&StandardGamma { shape }, out),
                    |bits, out| bits.fill_single(&StandardGammaF32 { shape: shape as f32 }, out),
                );
            }
            Real::Many(shapes) => shapes,
        };
        gammas(&generator, call, &shapes)
    }

    /// Random integers from `low` up to `high`, which is left out unless `endpoint` is true; from 0 if only one is given.
    ///
    /// >>> rng = np.random.default_rng(1)
    /// >>> rng.integers(10, size=5)
    /// array([4, 5, 7, 9, 0])
    /// >>> rng.integers(1, 6, size=4, endpoint=True, dtype=np.int8)
    /// array([6, 4, 6, 1], dtype=int8)
    @see("random", "choice")
    fn integers(cx, @pos generator: Rng, low: Value, high: Value = Value::None, size: Size = Size(None),
                dtype: Value = Value::dtype(DType::INT64), endpoint: bool = false) -> Value {
        let method = Method::Lemire;
        let request = integers::Request { low, high, size, dtype, closed: endpoint, method, name: "integers" };
        integers::integers(cx, &generator, request)
    }

    /// Random bytes.
    ///
    /// >>> np.random.default_rng(1).bytes(4)
    /// b'\xff\xe4"y'
    fn bytes(cx, @pos generator: Rng, length: i64) -> Value { random_bytes(&generator, length) }

    /// A random choice among the numbers below `a`, or among the items of `a` along an axis; `p` are their probabilities.
    ///
    /// >>> rng = np.random.default_rng(1)
    /// >>> rng.choice(['a', 'b', 'c'], size=4)
    /// array(['b', 'b', 'c', 'c'], dtype='<U1')
    /// >>> rng.choice(5, size=3, replace=False)
    /// array([3, 0, 4])
    @see("integers", "shuffle", "permutation")
    fn choice(cx, @pos generator: Rng, a: Value, size: Size = Size(None), replace: bool = true, p: Value = Value::None,
              axis: isize = 0, shuffle: bool = true) -> Value {
        order::choose(cx, &generator, order::Request { a, size, replace, p, axis, shuffle, legacy: false })
    }

    /// Brings a list, or the sub-arrays of an array along an axis, into random order, in place.
    ///
    /// >>> a = np.arange(6)
    /// >>> np.random.default_rng(1).shuffle(a); a
    /// array([4, 0, 2, 1, 5, 3])
    @see("permutation", "permuted")
    fn shuffle(cx, @pos generator: Rng, x: Value, axis: isize = 0) -> () { order::shuffle(&generator, &x, axis) }

    /// The numbers below `x`, or a copy of `x`, in random order.
    ///
    /// >>> np.random.default_rng(1).permutation(6)
    /// array([4, 0, 2, 1, 5, 3])
    @see("shuffle", "permuted")
    fn permutation(cx, @pos generator: Rng, x: Value, axis: isize = 0) -> Value {
        order::permutation(cx, &generator, &x, axis, false)
    }

    /// A copy of `x` with each line along `axis` in a random order of its own.
    ///
    /// >>> np.random.default_rng(1).permuted([[1, 2, 3], [4, 5, 6]], axis=1)
    /// array([[1, 2, 3],
    ///        [6, 4, 5]])
    @see("permutation", "shuffle")
    fn permuted(cx, @pos generator: Rng, x: Value, @kw axis: Option<isize> = None, @kw out: Value = Value::None) -> Value {
        order::permuted(cx, &generator, &x, axis, &out)
    }

    /// How many of `nsample` items taken from `ngood` good and `nbad` bad ones are good.
    ///
    /// >>> np.random.default_rng(1).hypergeometric(10, 5, 6, size=3)
    /// array([4, 6, 4])
    @see("multivariate_hypergeometric", "binomial")
    fn hypergeometric(cx, @pos generator: Rng, ngood: Real, nbad: Real, nsample: Real, size: Size = Size(None)) -> Value {
        urn(&generator, [ngood, nbad, nsample], size)
    }

    /// How often each of several outcomes of probabilities `pvals` happens in `n` trials.
    ///
    /// >>> np.random.default_rng(1).multinomial(20, [1/6] * 6)
    /// array([3, 6, 1, 6, 1, 3])
    @see("binomial", "multivariate_hypergeometric")
    fn multinomial(cx, @pos generator: Rng, n: Value, pvals: Value, size: Size = Size(None)) -> Value {
        multivariate::multinomial(cx, &generator, &n, &pvals, size)
    }

    /// Vectors of positive numbers whose sum is 1.
    ///
    /// >>> np.random.default_rng(1).dirichlet([2, 3, 5])
    /// array([0.17502526, 0.26357574, 0.561399  ])
    @see("beta", "multinomial")
    fn dirichlet(cx, @pos generator: Rng, alpha: Value, size: Size = Size(None)) -> Value {
        multivariate::dirichlet(cx, &generator, &alpha, size, false)
    }

    /// How many items of each colour are among `nsample` taken from `colors[i]` items of colour i each.
    ///
    /// >>> np.random.default_rng(1).multivariate_hypergeometric([16, 8, 4], 6, size=2)
    /// array([[2, 2, 2],
    ///        [5, 1, 0]])
    @see("hypergeometric")
    fn multivariate_hypergeometric(cx, @pos generator: Rng, colors: Value, nsample: i64, size: Size = Size(None),
                                   method: String = "marginals".to_string()) -> Value {
        multivariate::multivariate_hypergeometric(cx, &generator, &colors, nsample, size, &method)
    }

    /// Normally distributed vectors of a mean and a covariance matrix.
    ///
    /// >>> np.random.default_rng(1).multivariate_normal([0, 5], [[1, 0.5], [0.5, 2]]).round(4)
    /// array([0.8724, 5.1944])
    @see("normal")
    fn multivariate_normal(cx, @pos generator: Rng, mean: Value, cov: Value, size: Size = Size(None),
                           check_valid: String = "warn".to_string(), tol: f64 = 1e-8,
                           @kw method: String = "svd".to_string()) -> Value {
        let (check_valid, method) = (check_valid.as_str(), method.as_str());
        let request = multivariate::Normal { mean: &mean, cov: &cov, size, check_valid, tol, method };
        multivariate::multivariate_normal(cx, &generator, request)
    }

    /// New generators that are independent of this one and of each other.
    ///
    /// >>> [child.integers(10) for child in np.random.default_rng(1).spawn(2)]
    /// [np.int64(0), np.int64(9)]
    fn spawn(cx, @pos generator: Rng, n_children: Value) -> Vec<Value> {
        let object = generator.object();
        let bits = Value::Object(object.bit_generator.clone());
        let bits = <Bits as crate::value::FromValue>::from_value(cx, &bits)?;
        super::bit_generator::spawn(&bits, &n_children)?.iter().map(seeding::generator_of).collect()
    }

    /// The bit generator that the numbers come from.
    ///
    /// >>> np.random.default_rng(1).bit_generator.state['bit_generator']
    /// 'PCG64'
    @property
    fn bit_generator(cx, @pos generator: Rng) -> Value {
        Ok(Value::Object(generator.object().bit_generator.clone()))
    }
}

/// The size, dtype and output array of a call.
struct Call {
    name: &'static str,
    size: Size,
    dtype: Value,
    out: Value,
}

impl Call {
    /// Whether single precision is wanted. TypeError for other dtypes.
    fn is_single(&self) -> Result<bool> {
        let dtype = match &self.dtype {
            Value::None => DType::FLOAT64,
            other => crate::value::dtype::to_dtype(other)?,
        };
        match dtype.kind {
            Kind::Float64 => Ok(false),
            Kind::Float32 => Ok(true),
            _ => Err(unsupported(dtype, self.name)),
        }
    }

    /// The output array, checked against dtype and size.
    fn output(&self, wanted: DType) -> Result<Option<Rc<Array>>> {
        let unfit =
            || Error::value("Supplied output array must be contiguous, writable, aligned, and in machine byte-order.");
        let array = match &self.out {
            Value::None => return Ok(None),
            Value::Array(array) => array.clone(),
            _ => return Err(unfit()),
        };
        let tensor = array.tensor();
        let contiguous = tensor.is_c_contiguous() || tensor.is_f_contiguous();
        if !contiguous || !array.is_writeable() || !tensor.is_aligned() {
            return Err(unfit());
        }
        if tensor.dtype() != wanted {
            let name = |dtype: DType| crate::value::repr::str(&Value::dtype(dtype));
            let (wanted, found) = (name(wanted), name(tensor.dtype()));
            return Err(Error::type_error(format!(
                "Supplied output array has the wrong type. Expected {wanted}, got {found}"
            )));
        }
        if self.size.0.as_ref().is_some_and(|size| size[..] != *tensor.shape()) {
            return Err(Error::value("size must match out.shape when used together"));
        }
        Ok(Some(array))
    }
}

/// Floats of either precision: one number, a new array, or the output array filled.
fn draw_floats(
    generator: &Rng,
    call: Call,
    mut double: impl FnMut(&mut BitGen, &mut [f64]),
    mut single: impl FnMut(&mut BitGen, &mut [f32]),
) -> Result<Value> {
    if call.is_single()? {
        return deliver::<f32>(call, DType::FLOAT32, f64::from, |out| generator.with_bits(|bits| single(bits, out)));
    }
    deliver::<f64>(call, DType::FLOAT64, |x| x, |out| generator.with_bits(|bits| double(bits, out)))
}

fn deliver<T: Element + Copy + Default>(
    call: Call,
    dtype: DType,
    float: impl Fn(T) -> f64,
    mut fill: impl FnMut(&mut [T]),
) -> Result<Value> {
    if let Some(array) = call.output(dtype)? {
        let target = array.tensor();
        let drawn = lanes::fresh::<T>(&[target.size()], |out| fill(out))?;
        let in_memory_order = if target.is_c_contiguous() { target } else { target.transpose() };
        crate::tensor::assign::assign(&in_memory_order, &drawn.reshaped(in_memory_order.shape(), Order::C)?)?;
        return Ok(Value::Array(array));
    }
    match call.size.0 {
        None => {
            let mut one = [T::default()];
            fill(&mut one);
            Ok(float(one[0]).single())
        }
        Some(shape) => filled::<T>(&shape, fill),
    }
}

/// Gamma variates of a shape parameter for each place.
fn gammas(generator: &Rng, call: Call, shapes: &Tensor) -> Result<Value> {
    let single = call.is_single()?;
    let output = call.output(if single { DType::FLOAT32 } else { DType::FLOAT64 })?;
    let size = match &output {
        Some(array) => Size(Some(array.borrow().shape().to_vec())),
        None => call.size,
    };
    let shape = output_shape(&size, &[shapes.shape()])?;
    let parameters = shapes.broadcast_to(&shape)?.to_vec::<f64>().unwrap_or_default();
    let drawn = generator.with_bits(|bits| -> Result<Tensor> {
        Ok(if single {
            lanes::fresh::<f32>(&shape, |out| {
                for (slot, &a) in out.iter_mut().zip(&parameters) {
                    *slot = StandardGammaF32 { shape: a as f32 }.draw(bits);
                }
            })?
        } else {
            lanes::fresh::<f64>(&shape, |out| {
                for (slot, &a) in out.iter_mut().zip(&parameters) {
                    *slot = crate::random::gamma::standard_gamma(bits, a);
                }
            })?
        })
    })?;
    match output {
        Some(array) => {
            crate::tensor::assign::assign(&array.tensor(), &drawn)?;
            Ok(Value::Array(array))
        }
        None => Ok(Value::array(drawn)),
    }
}

/// Hypergeometric variates of numbers or arrays of them.
fn urn(generator: &Rng, parameters: [Real; 3], size: Size) -> Result<Value> {
    let shapes: Vec<&[usize]> = parameters.iter().map(Real::shape).collect();
    let shape = output_shape(&size, &shapes)?;
    let mut columns = Vec::with_capacity(3);
    for parameter in &parameters {
        columns.push(parameter.spread(&shape)?);
    }
    let counts = |i: usize| [0, 1, 2].map(|k: usize| columns[k].at(i) as i64);
    let single = parameters.iter().all(|p| matches!(p, Real::One(_)));
    let places: usize = shape.iter().product();
    for i in 0..if single { places.min(1) } else { places } {
        let [good, bad, sample] = counts(i);
        check::hypergeometric(good, bad, sample, false).map_err(Error::value)?;
    }
    let drawn = lanes::fresh::<i64>(&shape, |out| {
        generator.with_bits(|bits| {
            for (i, slot) in until_interrupted(out.iter_mut().enumerate()) {
                let [good, bad, sample] = counts(i);
                *slot = hypergeometric::hypergeometric(bits, good, bad, sample);
            }
        });
    })?;
    match unboxed(drawn.clone())? {
        Value::NpInt(one) if single && size.0.is_none() => Ok(Value::Int(one)),
        _ => Ok(Value::array(drawn)),
    }
}

/// `length` random bytes, from 32-bit draws.
pub fn random_bytes(source: &impl Source, length: i64) -> Result<Value> {
    let length = usize::try_from(length).map_err(|_| Error::value("negative dimensions are not allowed"))?;
    let mut bytes = Vec::new();
    let out_of_memory = |_| Error::new(&exception::MEMORY_ERROR, "");
    bytes.try_reserve_exact(length.next_multiple_of(4)).map_err(out_of_memory)?;
    source.with_bits(|bits| {
        let mut watch = crate::value::watch::Watch::default();
        while bytes.len() < length {
            watch.step()?;
            bytes.extend_from_slice(&bits.next_u32().to_le_bytes());
        }
        Ok::<(), Error>(())
    })?;
    bytes.truncate(length);
    Ok(Value::bytes(bytes))
}
