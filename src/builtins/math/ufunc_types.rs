//! The loops NumPy lists for a ufunc (`types`, `ntypes`), and `resolve_dtypes`: which loop given dtypes lead to.

use crate::tensor::promote::Casting;
use crate::tensor::ufunc::{self, Ufunc};
use crate::tensor::{DType, Kind, Operand, Tensor};
use crate::value::class::python;
use crate::value::{Error, Result, Value};

/// NumPy's registered loops, in its order. `efd` stands for `ee->e ff->f dd->d` of a binary ufunc, `efd:?` for `ee->? …`; what
/// has an arrow stands for itself. (The letters `q Q g G` are C types that are no types of their own here.)
const LOOPS: &[(&str, &str)] = &[
    ("absolute", "?bBhHiIlLqQefdgm F->f D->d G->g O"),
    ("arccos", "efdefdgFDGO"),
    ("arccosh", "efdefdgFDGO"),
    ("add", "?bBhHiIlLqQefdgFDG Mm->M m mM->M O"),
    ("arcsin", "efdefdgFDGO"),
    ("arcsinh", "efdefdgFDGO"),
    ("arctan", "efdefdgFDGO"),
    ("arctan2", "efdgO"),
    ("arctanh", "efdefdgFDGO"),
    ("bitwise_and", "?bBhHiIlLqQO"),
    ("bitwise_count", "b:B B hHiIlLqQ:B O"),
    ("invert", "?bBhHiIlLqQO"),
    ("left_shift", "bBhHiIlLqQO"),
    ("bitwise_or", "?bBhHiIlLqQO"),
    ("right_shift", "bBhHiIlLqQO"),
    ("bitwise_xor", "?bBhHiIlLqQO"),
    ("cbrt", "efdefdgO"),
    ("ceil", "?bBhHiIlLqQefdfdgO"),
    ("conjugate", "bBhHiIlLqQefdgFDGO"),
    ("copysign", "efdg"),
    ("cos", "efdgFDGO"),
    ("cosh", "efdefdgFDGO"),
    ("deg2rad", "efdgO"),
    ("degrees", "efdgO"),
    ("divide", "efdgFDG mq->m md->m mm->d O"),
    ("divmod", "bBhHiIlLqQefdg mm->qm"),
    ("equal", "? bBhHiIlLqQ:? qQ->? Qq->? efdgFDGMmO:? O"),
    ("exp", "efdfdgFDGO"),
    ("exp2", "efdefdgFDGO"),
    ("expm1", "efdefdgFDGO"),
    ("fabs", "efdgO"),
    ("float_power", "dgDG"),
    ("floor", "?bBhHiIlLqQefdfdgO"),
    ("floor_divide", "bBhHiIlLqQefdg mq->m md->m mm->q O"),
    ("fmax", "?bBhHiIlLqQefdgFDGmMO"),
    ("fmin", "?bBhHiIlLqQefdgFDGmMO"),
    ("fmod", "bBhHiIlLqQefdgO"),
    ("frexp", "e->ei f->fi d->di g->gi"),
    ("gcd", "bBhHiIlLqQO"),
    ("greater", "? bBhHiIlLqQ:? qQ->? Qq->? efdgFDGMmO:? O"),
    ("greater_equal", "? bBhHiIlLqQ:? qQ->? Qq->? efdgFDGMmO:? O"),
    ("heaviside", "efdg"),
    ("hypot", "efdgO"),
    ("isfinite", "? bBhHiIlLqQefdgFDGmM:?"),
    ("isinf", "? bBhHiIlLqQefdgFDGmM:?"),
    ("isnan", "? bBhHiIlLqQefdgFDGmM:?"),
    ("isnat", "Mm:?"),
    ("lcm", "bBhHiIlLqQO"),
    ("ldexp", "ei->e fi->f el->e fl->f di->d dl->d gi->g gl->g"),
    ("less", "? bBhHiIlLqQ:? qQ->? Qq->? efdgFDGMmO:? O"),
    ("less_equal", "? bBhHiIlLqQ:? qQ->? Qq->? efdgFDGMmO:? O"),
    ("log", "efdfdgFDGO"),
    ("log10", "efdefdgFDGO"),
    ("log1p", "efdefdgFDGO"),
    ("log2", "efdefdgFDGO"),
    ("logaddexp", "efdg"),
    ("logaddexp2", "efdg"),
    ("logical_and", "? bBhHiIlLqQefdgFDG:? O"),
    ("logical_not", "? bBhHiIlLqQefdgFDG:? O"),
    ("logical_or", "? bBhHiIlLqQefdgFDG:? O"),
    ("logical_xor", "? bBhHiIlLqQefdgFDG:? O"),
    ("maximum", "?bBhHiIlLqQefdgFDGmMO"),
    ("minimum", "?bBhHiIlLqQefdgFDGmMO"),
    ("remainder", "bBhHiIlLqQefdgmO"),
    ("modf", "efdg"),
    ("multiply", "?bBhHiIlLqQefdgFDG mq->m qm->m md->m dm->m O"),
    ("negative", "bBhHiIlLqQefdgmFDGO"),
    ("nextafter", "efdg"),
    ("not_equal", "? bBhHiIlLqQ:? qQ->? Qq->? efdgFDGMmO:? O"),
    ("positive", "bBhHiIlLqQefdgmFDGO"),
    ("power", "bBhHiIlLqQefdefdgFDGO"),
    ("rad2deg", "efdgO"),
    ("radians", "efdgO"),
    ("reciprocal", "bBhHiIlLqQefdgFDGO"),
    ("rint", "efdfdgFDGO"),
    ("sign", "bBhHiIlLqQefdgFDGmO"),
    ("signbit", "efdg:?"),
    ("sin", "efdgFDGO"),
    ("sinh", "efdefdgFDGO"),
    ("spacing", "efdg"),
    ("sqrt", "efdfdgFDGO"),
    ("square", "bBhHiIlLqQefdgFDGO"),
    ("subtract", "bBhHiIlLqQefdgFDG Mm->M m MM->m O"),
    ("tan", "efdefdgFDGO"),
    ("tanh", "efdefdgFDGO"),
    ("trunc", "?bBhHiIlLqQefdfdgO"),
];

/// `ufunc.types`: a text such as `dd->d` for each loop.
pub fn types(u: &Ufunc) -> Vec<String> {
    let spec = LOOPS.iter().find(|(name, _)| *name == u.name).map_or("", |(_, spec)| spec);
    let mut all = Vec::new();
    for token in spec.split_whitespace() {
        if token.contains("->") {
            all.push(token.to_string());
            continue;
        }
        let (letters, result) = token.split_once(':').unwrap_or((token, ""));
        for letter in letters.chars() {
            let same = |n: usize| letter.to_string().repeat(n);
            let outs = if result.is_empty() { same(u.nout) } else { result.to_string() };
            all.push(format!("{}->{outs}", same(u.nin)));
        }
    }
    all
}

/// `ufunc.resolve_dtypes(dtypes, signature=…, casting=…, reduction=…)`: the dtypes of the loop's arguments and results.
pub fn resolve_dtypes(
    u: &'static Ufunc,
    dtypes: &Value,
    signature: &Value,
    casting: Casting,
    reduction: bool,
) -> Result<Value> {
    let given = match dtypes {
        Value::Tuple(tuple) if tuple.items.len() == u.nin + u.nout => &tuple.items,
        _ => return Err(Error::type_error("resolve_dtypes: The dtypes must be a tuple of `ufunc.nargs` length.")),
    };
    let mut inputs = Vec::with_capacity(u.nin);
    for (at, value) in given[..u.nin].iter().enumerate() {
        // The first operand of a reduction is its result.
        let value =
            if reduction && at == 0 && matches!(value, Value::None) { given.get(1).unwrap_or(value) } else { value };
        inputs.push(operand(value)?);
    }
    let mut wanted = result_asked_for(u, signature)?;
    if let (true, None, Some(Operand::Tensor(array))) = (reduction, wanted, inputs.last()) {
        wanted = accumulator(u, array.dtype());
    }
    let found = ufunc::resolve(u, &inputs, wanted, casting)?;
    let all = found.ins[..u.nin].iter().chain(&found.outs[..u.nout]).map(|dtype| Value::dtype(*dtype));
    Ok(Value::tuple(all.collect::<Vec<_>>()))
}

/// An operand of a dtype; `int`, `float` and `complex` stand for Python's own numbers.
fn operand(value: &Value) -> Result<Operand> {
    match value {
        Value::DType(dtype) => Ok(Operand::Tensor(Tensor::zeros(&[0], dtype.of_array()?)?)),
        Value::Class(class) if *class == &python::INT => Ok(Operand::WeakInt(0)),
        Value::Class(class) if *class == &python::FLOAT => Ok(Operand::WeakFloat(0.0)),
        Value::Class(class) if *class == &python::COMPLEX => Ok(Operand::WeakComplex(Default::default())),
        Value::None => Err(Error::type_error("All input dtypes must be provided (except the first one in reductions)")),
        _ => Err(Error::type_error("Provided dtype must be a valid NumPy dtype, int, float, complex, or None.")),
    }
}

/// The result's dtype that a signature fixes, by its result or else by its arguments.
fn result_asked_for(u: &'static Ufunc, signature: &Value) -> Result<Option<DType>> {
    let Value::Tuple(parts) = signature else { return Ok(None) };
    let order = parts.items.iter().skip(u.nin).chain(parts.items.iter().take(u.nin));
    order.filter(|part| !matches!(part, Value::None)).map(crate::value::dtype::to_dtype).next().transpose()
}

/// Sums and products of small integers are taken in the widest ones.
fn accumulator(u: &Ufunc, dtype: DType) -> Option<DType> {
    let widens = matches!(u.name, "add" | "multiply");
    match dtype.kind {
        Kind::Bool | Kind::Int8 | Kind::Int16 | Kind::Int32 if widens => Some(DType::INT64),
        Kind::UInt8 | Kind::UInt16 | Kind::UInt32 if widens => Some(DType::native(Kind::UInt64)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ufunc_has_its_loops() {
        // NumPy lists none for those on text.
        for u in ufunc::ALL.iter().filter(|u| !u.is_textual()) {
            assert!(!types(u).is_empty(), "{}", u.name);
        }
        assert_eq!(types(&ufunc::ARCTAN2), ["ee->e", "ff->f", "dd->d", "gg->g", "OO->O"]);
        assert_eq!(types(&ufunc::SIGNBIT)[0], "e->?");
    }
}
