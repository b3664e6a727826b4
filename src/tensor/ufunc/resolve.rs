//! Operand types → the loop that runs and the dtypes of its arguments and results, by NumPy's rules and in its words.

use super::{Loop, Rule, Ufunc, times};
use crate::tensor::dtype::{Category, DType, Kind};
use crate::tensor::engine::lane::{code_of, kind_of};
use crate::tensor::error::{Error, ErrorKind, Result};
use crate::tensor::format::dtype_repr;
use crate::tensor::promote::{
    Casting, Weak, can_cast, default_operand_dtype, dtype_class, operand_class, result_type, strong_dtype,
};
use crate::tensor::scalar::Operand;

/// Which loop, and what its arguments are cast to.
#[derive(Clone, Copy)]
pub struct Resolution {
    pub chosen: &'static Loop,
    pub ins: [DType; 2],
    pub outs: [DType; 2],
}

impl Resolution {
    /// A loop on numbers: its letters say all.
    pub(super) fn of_numbers(chosen: &'static Loop) -> Resolution {
        let dtype = |code: u8| DType::native(kind_of(code).unwrap_or(Kind::Bool));
        Resolution { chosen, ins: chosen.ins.map(dtype), outs: chosen.outs.map(dtype) }
    }
}

/// The loop for operands that are numbers or times. `dtype` is what the caller asks the result to be.
pub fn resolve(u: &'static Ufunc, operands: &[Operand], dtype: Option<DType>, casting: Casting) -> Result<Resolution> {
    let timed =
        |o: &Operand| strong_dtype(o).is_some_and(|d| matches!(d.kind, Kind::DateTime { .. } | Kind::TimeDelta { .. }));
    if operands.iter().any(timed) && u.rule != Rule::Logical {
        return times::resolve(u, operands);
    }
    check_bool(u, operands)?;
    let found = match dtype {
        Some(wanted) => loop_with_result(u, operands, wanted)?,
        None => default_loop(u, operands)?,
    };
    let resolution = Resolution::of_numbers(found);
    check_inputs(u, operands, &resolution, casting)?;
    Ok(resolution)
}

/// The loop that NumPy takes where nobody asks for a result type.
fn default_loop(u: &'static Ufunc, operands: &[Operand]) -> Result<&'static Loop> {
    if u.rule == Rule::Isnat {
        return Err(Error::type_error(format!(
            "ufunc '{}' is only defined for np.datetime64 and np.timedelta64.",
            u.name
        )));
    }
    if let Some(found) = exact(u, operands) {
        return Ok(found);
    }
    if u.loops.iter().any(|l| l.ins[1] != 0 && l.ins[0] != l.ins[1] && !l.is_timed()) && u.rule == Rule::General {
        let alone = operands.iter().all(|o| strong_dtype(o).is_none());
        let fits = |l: &&Loop| {
            let each = |(o, &code): (&Operand, &u8)| fits_loop(o, code, alone);
            !l.is_timed() && operands.iter().zip(&l.ins).all(each)
        };
        return u.loops.iter().find(fits).ok_or_else(|| unsupported(u, operands));
    }
    let mut common = result_type(operands).map_err(|_| unsupported(u, operands))?;
    if u.rule == Rule::Divide && common.kind.category() < Category::Float {
        common = DType::FLOAT64;
    }
    uniform_loop(u, common).ok_or_else(|| unsupported(u, operands))
}

/// The loop whose types are exactly the operands' own.
fn exact(u: &'static Ufunc, operands: &[Operand]) -> Option<&'static Loop> {
    let mut ins = [0; 2];
    for (code, operand) in ins.iter_mut().zip(operands) {
        *code = code_of(strong_dtype(operand)?.kind)?;
    }
    u.exact_loop(ins)
}

/// The first loop on one type to which `common` can be cast.
fn uniform_loop(u: &'static Ufunc, common: DType) -> Option<&'static Loop> {
    let fits = |l: &&Loop| {
        let uniform = l.ins[1] == 0 || l.ins[0] == l.ins[1];
        uniform && !l.is_timed() && kind_of(l.ins[0]).is_some_and(|k| can_cast(common, DType::native(k), Casting::Safe))
    };
    u.loops.iter().find(fits)
}

/// Whether the operand can be cast safely to a loop's type; a Python int that is not `alone` fits any number.
fn fits_loop(operand: &Operand, code: u8, alone: bool) -> bool {
    let Some(kind) = kind_of(code) else { return false };
    match (strong_dtype(operand), Weak::of(operand)) {
        (Some(dtype), _) => can_cast(dtype, DType::native(kind), Casting::Safe),
        (None, Weak::Int) if !alone => kind.category() >= Category::Unsigned && kind.is_numeric(),
        (None, _) => can_cast(default_operand_dtype(operand), DType::native(kind), Casting::Safe),
    }
}

/// The loop whose result is what `dtype=` asks for.
fn loop_with_result(u: &'static Ufunc, operands: &[Operand], wanted: DType) -> Result<&'static Loop> {
    let no_match = || {
        Error::type_error(format!(
            "No loop matching the specified signature and casting was found for ufunc {}",
            u.name
        ))
    };
    let code = code_of(wanted.kind).ok_or_else(no_match)?;
    if let Ok(found) = default_loop(u, operands)
        && found.outs[0] == code
    {
        return Ok(found);
    }
    let gives = |l: &&Loop| l.outs[0] == code && !l.is_timed();
    let same = u.loops.iter().find(|l| gives(l) && l.ins[0] == code && (l.ins[1] == 0 || l.ins[1] == code));
    same.or_else(|| u.loops.iter().find(gives)).ok_or_else(no_match)
}

/// What NumPy refuses to do with bools.
fn check_bool(u: &Ufunc, operands: &[Operand]) -> Result<()> {
    let is_bool = |o: &Operand| strong_dtype(o).is_some_and(|d| d.kind == Kind::Bool);
    if !operands.iter().all(is_bool) || u.loops.first().is_some_and(|l| l.ins[0] == b'?') {
        return Ok(());
    }
    match u.name {
        "subtract" => Err(Error::type_error(
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the \
             logical_xor function instead.",
        )),
        "negative" => Err(Error::type_error(
            "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not \
             function instead.",
        )),
        _ if u.rule == Rule::Uniform => Err(unsupported(u, operands)),
        _ => Ok(()),
    }
}

/// The TypeError for operands without a loop, in the words of the function's resolver.
pub(super) fn unsupported(u: &Ufunc, operands: &[Operand]) -> Error {
    let classes = |operands: &[Operand]| match operands {
        [one] => dtype_class(default_operand_dtype(one)).to_string(),
        all => format!("({})", all.iter().map(operand_class).collect::<Vec<_>>().join(", ")),
    };
    let flexible = |o: &Operand| {
        let kind = default_operand_dtype(o).kind;
        matches!(kind, Kind::Str(_) | Kind::Bytes(_) | Kind::Void(_) | Kind::Record(_))
    };
    let text = match u.rule {
        Rule::Uniform if u.nin == 2 && operands.iter().any(flexible) => {
            let reprs: Vec<String> = operands.iter().map(|o| dtype_repr(default_operand_dtype(o))).collect();
            format!("({})", reprs.join(", "))
        }
        Rule::Uniform | Rule::Comparison | Rule::Text => classes(operands),
        _ => return u.not_supported(),
    };
    u.no_loop(format!("did not contain a loop with signature matching types {text} -> None"))
}

/// UFuncTypeError where an argument may not be cast to what the loop takes.
pub(super) fn check_inputs(u: &Ufunc, operands: &[Operand], resolution: &Resolution, casting: Casting) -> Result<()> {
    for (i, (operand, &to)) in operands.iter().zip(&resolution.ins).enumerate() {
        let from = match strong_dtype(operand) {
            Some(dtype) => dtype,
            // A Python number takes on the loop's type, but for one of a higher kind.
            None => {
                let own = default_operand_dtype(operand);
                if own.kind.category() <= to.kind.category() || to.kind.category() == Category::Other {
                    continue;
                }
                if Weak::of(operand) == Weak::Int && to.kind.is_numeric() {
                    continue;
                }
                own
            }
        };
        if !can_cast(from, to, casting) {
            let which = if u.nin == 1 { "input".to_string() } else { format!("input {i}") };
            return Err(casting_error(u, &which, from, to, casting));
        }
    }
    Ok(())
}

/// UFuncTypeError where a result may not be cast to the array given for it.
pub fn check_output(u: &Ufunc, k: usize, from: DType, to: DType, casting: Casting) -> Result<()> {
    if can_cast(from, to, casting) {
        return Ok(());
    }
    let which = if u.nout == 1 { "output".to_string() } else { format!("output {k}") };
    Err(casting_error(u, &which, from, to, casting))
}

fn casting_error(u: &Ufunc, which: &str, from: DType, to: DType, casting: Casting) -> Error {
    Error::new(
        ErrorKind::UFuncType,
        format!(
            "Cannot cast ufunc '{}' {which} from {} to {} with casting rule '{}'",
            u.name,
            dtype_repr(from),
            dtype_repr(to),
            casting.name()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tensor::scalar::Scalar;
    use crate::tensor::ufunc::by_name;

    fn types(name: &str, operands: &[Operand]) -> String {
        let resolution = resolve(by_name(name).unwrap(), operands, None, Casting::SameKind);
        match resolution {
            Ok(r) => r.chosen.ins.iter().chain(&r.chosen.outs).filter(|&&c| c != 0).map(|&c| c as char).collect(),
            Err(e) => e.message,
        }
    }

    fn of(code: char) -> Operand {
        let one = Scalar::Int8(1);
        let dtype = DType::native(kind_of(code as u8).unwrap());
        let t = crate::tensor::Tensor::zeros(&[1], dtype).unwrap();
        t.set_scalar(0, &one).unwrap();
        Operand::Tensor(t)
    }

    #[test]
    fn loops_as_numpy_chooses_them() {
        assert_eq!(types("add", &[of('?'), of('?')]), "???");
        assert_eq!(types("add", &[of('l'), of('L')]), "ddd");
        assert_eq!(types("divide", &[of('b'), of('b')]), "ddd");
        assert_eq!(types("divide", &[of('f'), Operand::WeakInt(2)]), "fff");
        assert_eq!(types("sqrt", &[of('b')]), "ee");
        assert_eq!(types("sqrt", &[of('i')]), "dd");
        assert_eq!(types("arctan2", &[of('b'), of('b')]), "eee");
        assert_eq!(types("floor", &[of('l')]), "ll");
        assert_eq!(types("power", &[of('?'), of('?')]), "bbb");
        assert_eq!(types("float_power", &[of('l'), Operand::WeakInt(-1)]), "ddd");
        assert_eq!(types("ldexp", &[of('d'), Operand::WeakInt(2)]), "did");
        assert_eq!(types("ldexp", &[of('f'), of('b')]), "fif");
        assert_eq!(types("less", &[of('l'), of('L')]), "lL?");
        assert_eq!(types("logical_and", &[of('l'), of('d')]), "dd?");
        assert_eq!(types("isfinite", &[of('D')]), "D?");
    }

    #[test]
    fn refusals() {
        assert!(types("subtract", &[of('?'), of('?')]).starts_with("numpy boolean subtract"));
        assert_eq!(
            types("sign", &[of('?')]),
            "ufunc 'sign' did not contain a loop with signature matching types <class 'numpy.dtypes.BoolDType'> -> None"
        );
        assert_eq!(
            types("bitwise_and", &[of('d'), of('l')]),
            "ufunc 'bitwise_and' not supported for the input types, and the inputs could not be safely coerced to any \
             supported types according to the casting rule ''safe''"
        );
        assert_eq!(
            types("gcd", &[of('d'), of('d')]),
            "ufunc 'gcd' did not contain a loop with signature matching types (<class 'numpy.dtypes.Float64DType'>, \
             <class 'numpy.dtypes.Float64DType'>) -> None"
        );
        assert!(types("ldexp", &[of('d'), of('L')]).contains("not supported"));
        let add = by_name("add").unwrap();
        let error = resolve(add, &[of('l'), Operand::WeakFloat(1.5)], Some(DType::INT64), Casting::SameKind);
        assert_eq!(
            error.err().unwrap().message,
            "Cannot cast ufunc 'add' input 1 from dtype('float64') to dtype('int64') with casting rule 'same_kind'"
        );
    }
}
