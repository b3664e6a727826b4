//! How arrays print: print options and `array2string`. User's formatters are called beforehand, for each element that
//! will be shown; the formatter then only looks up what they gave.

use crate::tensor::format::options::{
    Callback, Changes, FloatMode, Formatters, Legacy, PrintOptions, Sign, Threshold, current, replace, set,
};
use crate::tensor::format::{array_repr, array_str, array2string, scalar_repr};
use crate::tensor::{Scalar, Tensor};
use crate::value::class::{Class, python::OBJECT};
use crate::value::convert::{FromValue, to_index};
use crate::value::item::scalar_value;
use crate::value::object::NativeObject;
use crate::value::table::Table;
use crate::value::text::{self, Int};
use crate::value::{Array, Context, Dict, Error, Result, Value, class, repr};
use std::any::Any;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

builtins! { PRINTING, chapter "Printing arrays", spaces ["np"];
    /// Changes how arrays are printed.
    ///
    /// `precision` digits after the point; `suppress` avoids exponents; more than `threshold` elements are summarised to
    /// `edgeitems` at each end; `linewidth` columns.
    ///
    /// >>> np.set_printoptions(precision=3)
    /// >>> np.array([1/3, 2/3])
    /// array([0.333, 0.667])
    @see("get_printoptions", "printoptions", "array2string")
    fn set_printoptions(cx, precision: Value = Value::None, threshold: Value = Value::None, edgeitems: Value = Value::None,
                        linewidth: Value = Value::None, suppress: Value = Value::None, nanstr: Value = Value::None,
                        infstr: Value = Value::None, formatter: Value = Value::None, sign: Value = Value::None,
                        floatmode: Value = Value::None, @kw legacy: Value = Value::None, @kw override_repr: Value = Value::None) -> () {
        let given = [("precision", precision), ("threshold", threshold), ("edgeitems", edgeitems), ("linewidth", linewidth),
            ("suppress", suppress), ("nanstr", nanstr), ("infstr", infstr), ("formatter", formatter), ("sign", sign),
            ("floatmode", floatmode), ("legacy", legacy)];
        set(&changes(cx, &given)?);
        Ok(())
    }

    /// The current print options, as a dict.
    ///
    /// >>> np.get_printoptions()['edgeitems']
    /// 3
    @see("set_printoptions")
    fn get_printoptions(cx) -> Value { options_dict(&current()) }

    /// Print options for the duration of a `with` block.
    ///
    /// >>> with np.printoptions(precision=2):
    /// ...     print(np.array([1/3]))
    /// [0.33]
    @see("set_printoptions")
    fn printoptions(cx, precision: Value = Value::None, threshold: Value = Value::None, edgeitems: Value = Value::None,
                    linewidth: Value = Value::None, suppress: Value = Value::None, nanstr: Value = Value::None,
                    infstr: Value = Value::None, formatter: Value = Value::None, sign: Value = Value::None,
                    floatmode: Value = Value::None, @kw legacy: Value = Value::None, @kw override_repr: Value = Value::None) -> Value {
        let given = [("precision", precision), ("threshold", threshold), ("edgeitems", edgeitems), ("linewidth", linewidth),
            ("suppress", suppress), ("nanstr", nanstr), ("infstr", infstr), ("formatter", formatter), ("sign", sign),
            ("floatmode", floatmode), ("legacy", legacy)];
        let changes = changes(cx, &given)?;
        Ok(Value::object(Scope { changes, before: RefCell::default() }))
    }

    /// An array as a text, with print options for this one.
    ///
    /// >>> np.array2string(np.array([1.5, 2.25]), precision=1, separator=', ')
    /// '[1.5, 2.2]'
    @see("array_repr", "array_str")
    fn array2string(cx, a: Value, max_line_width: Value = Value::None, precision: Value = Value::None, suppress_small: Value = Value::None,
                    separator: String = " ".into(), prefix: String = String::new(), @kw formatter: Value = Value::None,
                    @kw threshold: Value = Value::None, @kw edgeitems: Value = Value::None, @kw sign: Value = Value::None,
                    @kw floatmode: Value = Value::None, @kw suffix: String = String::new(), @kw legacy: Value = Value::None) -> String {
        let tensor = match &a {
            Value::Array(array) => array.tensor(),
            // NumPy's scalars have a size and print like arrays without axes.
            other if other.as_scalar().is_some() => Tensor::from_value(cx, other)?,
            other => {
                let name = class::class_of(other).qualified_name();
                return Err(Error::attribute(format!("'{name}' object has no attribute 'size'")));
            }
        };
        let given = [("precision", precision), ("threshold", threshold), ("edgeitems", edgeitems), ("linewidth", max_line_width),
            ("suppress", suppress_small), ("formatter", formatter), ("sign", sign), ("floatmode", floatmode), ("legacy", legacy)];
        let changes = changes(cx, &given)?;
        prepare_with(cx, &a, &current().with(&changes))?;
        Ok(array2string(&tensor, &changes, &separator, &prefix, &suffix)?)
    }

    /// What `repr` shows for an array.
    ///
    /// >>> np.array_repr(np.array([1, 2]))
    /// 'array([1, 2])'
    @see("array_str", "array2string")
    fn array_repr(cx, arr: Value, max_line_width: Value = Value::None, precision: Value = Value::None, suppress_small: Value = Value::None) -> String {
        let array = Rc::<Array>::from_value(cx, &arr)?;
        let given = [("linewidth", max_line_width), ("precision", precision), ("suppress", suppress_small)];
        let changes = changes(cx, &given)?;
        prepare_with(cx, &arr, &current().with(&changes))?;
        let name = if array.class().name == "ndarray" { "array" } else { array.class().name };
        Ok(array_repr(&array.tensor(), name, &changes)?)
    }

    /// What `str` shows for an array.
    ///
    /// >>> np.array_str(np.array([1, 2]))
    /// '[1 2]'
    @see("array_repr", "array2string")
    fn array_str(cx, a: Value, max_line_width: Value = Value::None, precision: Value = Value::None, suppress_small: Value = Value::None) -> String {
        let array = Rc::<Array>::from_value(cx, &a)?;
        let given = [("linewidth", max_line_width), ("precision", precision), ("suppress", suppress_small)];
        let changes = changes(cx, &given)?;
        prepare_with(cx, &a, &current().with(&changes))?;
        Ok(array_str(&array.tensor(), &changes)?)
    }
}

/// `with np.printoptions(…)`
struct Scope {
    changes: Changes,
    before: RefCell<Option<Rc<PrintOptions>>>,
}

static SCOPE: Class = Class::new("_GeneratorContextManager", "contextlib", &[&OBJECT]);

impl NativeObject for Scope {
    fn class(&self) -> &'static Class {
        &SCOPE
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn enter(&self, _: &mut dyn Context, _: &Value) -> Result<Value> {
        self.before.replace(Some(set(&self.changes)));
        options_dict(&current())
    }

    fn exit(&self, _: &mut dyn Context, _: Option<&Error>) -> Result<bool> {
        if let Some(before) = self.before.take() {
            replace(before);
        }
        Ok(false)
    }
}

/// Options by NumPy's names as changes; `None` leaves an option as it is.
fn changes(cx: &mut dyn Context, given: &[(&str, Value)]) -> Result<Changes> {
    let mut changes = Changes::default();
    for (name, value) in given {
        if matches!(value, Value::None) {
            continue;
        }
        match *name {
            "precision" => {
                let n = to_index(value).map_err(|_| Error::type_error("precision must be an integer"))?;
                changes.precision = Some(n.max(0) as usize);
            }
            "threshold" => changes.threshold = Some(threshold(value)?),
            "edgeitems" => changes.edgeitems = Some(to_index(value)?.max(0) as usize),
            "linewidth" => changes.linewidth = Some(crate::value::convert::to_float(value)? as i64),
            "suppress" => changes.suppress = Some(bool::from_value(cx, value)?),
            "nanstr" => changes.nanstr = Some(repr::str(value).into()),
            "infstr" => changes.infstr = Some(repr::str(value).into()),
            "sign" => changes.sign = Some(Sign::parse(&repr::str(value))?),
            "floatmode" => changes.floatmode = Some(FloatMode::parse(&repr::str(value))?),
            "legacy" => {
                changes.legacy = Some(match value {
                    Value::Bool(b) if !b.get() => Legacy::Off,
                    other => Legacy::parse(&repr::str(other))?,
                });
            }
            _ => changes.formatter = Some(formatters(value)?),
        }
    }
    Ok(changes)
}

fn threshold(value: &Value) -> Result<Threshold> {
    if let Ok(n) = to_index(value) {
        return Ok(Threshold::Int(n));
    }
    match crate::value::convert::to_float(value) {
        Ok(f) => Ok(Threshold::float(f)?),
        Err(_) => Err(Error::type_error("threshold must be numeric")),
    }
}

/// The callbacks of `formatter={'float': f, …}`: they look up what `prepare` had the functions say.
fn formatters(value: &Value) -> Result<Formatters> {
    let Value::Dict(dict) = value else {
        let name = class::class_of(value).qualified_name();
        return Err(Error::attribute(format!("'{name}' object has no attribute 'keys'")));
    };
    let entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    let mut callbacks: Vec<(String, Callback)> = Vec::with_capacity(entries.len());
    for (key, function) in &entries {
        if matches!(function, Value::None) {
            continue;
        }
        let name = repr::str(key);
        let kind = name.clone();
        let callback: Callback = Rc::new(move |scalar: &Scalar| {
            let said = SAID.with_borrow(|said| said.get(&(kind.clone(), key_of(scalar))).cloned());
            match said {
                Some(text) => Ok(text),
                None => crate::tensor::format::scalar_str(scalar),
            }
        });
        callbacks.push((name, callback));
    }
    Ok(Formatters { callbacks, source: Some(Rc::new(value.clone())) })
}

thread_local! {
    /// What the user's formatters said for elements of the array that is to be printed.
    static SAID: RefCell<HashMap<(String, String), String>> = RefCell::default();
}

fn key_of(scalar: &Scalar) -> String {
    scalar_repr(scalar).unwrap_or_default()
}

/// Has the user's formatters, where there are any, format the elements of an array that will be shown: to be called
/// before an array is printed. ValueError for an integer with more digits than Python writes.
pub fn prepare(cx: &mut dyn Context, value: &Value) -> Result<()> {
    if let Value::BigInt(i) = value {
        text::int_text(Int::Big(i))?;
    }
    let options = current();
    if options.formatter.is_none() {
        return Ok(());
    }
    prepare_with(cx, value, &options)
}

fn prepare_with(cx: &mut dyn Context, value: &Value, options: &PrintOptions) -> Result<()> {
    let (Value::Array(array), Some(formatters)) = (value, &options.formatter) else { return Ok(()) };
    let Some(functions) = formatters.source.as_ref().and_then(|s| s.downcast_ref::<Value>()) else { return Ok(()) };
    let Value::Dict(dict) = functions else { return Ok(()) };
    let entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    SAID.with_borrow_mut(HashMap::clear);
    let tensor = array.tensor();
    let edge = options.threshold.is_exceeded_by(tensor.size()).then_some(options.edgeitems.max(1));
    let mut shown = Vec::new();
    collect_shown(&tensor, edge, &mut shown);
    for (key, function) in entries {
        let name = repr::str(&key);
        if matches!(function, Value::None) || !applies(&name, &tensor) {
            continue;
        }
        for scalar in &shown {
            let place = (name.clone(), key_of(scalar));
            if SAID.with_borrow(|said| said.contains_key(&place)) {
                continue;
            }
            let text = cx.call(&function, &[scalar_value(scalar.clone())], &[])?;
            SAID.with_borrow_mut(|said| said.insert(place, repr::str(&text)));
        }
    }
    Ok(())
}

/// Whether a formatter's key is for elements of this kind.
fn applies(key: &str, tensor: &Tensor) -> bool {
    let kind = crate::value::dtype::kind_char(tensor.dtype().kind);
    match key {
        "all" => true,
        "bool" => kind == 'b',
        "int" | "int_kind" => matches!(kind, 'i' | 'u'),
        "float" | "float_kind" | "longfloat" => kind == 'f',
        "complexfloat" | "complex_kind" | "longcomplexfloat" => kind == 'c',
        "datetime" => kind == 'M',
        "timedelta" => kind == 'm',
        "object" => kind == 'O',
        "void" => kind == 'V',
        "numpystr" | "str_kind" => matches!(kind, 'U' | 'S'),
        _ => false,
    }
}

/// The elements that a (summarised) print shows.
fn collect_shown(tensor: &Tensor, edge: Option<usize>, into: &mut Vec<Scalar>) {
    let Some(&n) = tensor.shape().first() else {
        into.push(tensor.first());
        return;
    };
    match edge {
        Some(edge) if 2 * edge < n => {
            (0..edge).chain(n - edge..n).for_each(|i| collect_shown(&tensor.subarray(0, i), Some(edge), into));
        }
        edge => (0..n).for_each(|i| collect_shown(&tensor.subarray(0, i), edge, into)),
    }
}

/// The options as the dict that `np.get_printoptions` gives.
fn options_dict(options: &PrintOptions) -> Result<Value> {
    let formatter = options.formatter.as_ref().and_then(|f| f.source.as_ref()?.downcast_ref::<Value>().cloned());
    let entries = [
        ("edgeitems", Value::Int(options.edgeitems as i64)),
        (
            "threshold",
            match options.threshold {
                Threshold::Int(n) => Value::Int(n),
                Threshold::Float(f) => Value::float(f),
            },
        ),
        ("floatmode", Value::str(options.floatmode.name())),
        ("precision", Value::Int(options.precision as i64)),
        ("suppress", Value::bool(options.suppress)),
        ("linewidth", Value::Int(options.linewidth)),
        ("nanstr", Value::str(&*options.nanstr)),
        ("infstr", Value::str(&*options.infstr)),
        ("sign", Value::str(options.sign.name())),
        ("formatter", formatter.unwrap_or_default()),
        ("legacy", options.legacy.name().map_or(Value::bool(false), Value::str)),
        ("override_repr", Value::None),
    ];
    let mut table = Table::default();
    for (name, value) in entries {
        table.insert(Value::str(name), value)?;
    }
    Ok(Value::Dict(Rc::new(Dict::new(table))))
}
