//! What this build is: `np.show_config`, `np.show_runtime`.

use crate::builtins::registry;
use crate::symbol::Symbol;
use crate::value::table::Table;
use crate::value::{Context, Dict, Result, Value};
use std::rc::Rc;

builtins! { ABOUT, chapter "Tools for arrays", spaces ["np"];
    /// What this program was built with: written out, or as a dict for `mode='dicts'`.
    ///
    /// >>> np.show_config(mode='dicts')['Build Dependencies']['lapack']['name']
    /// 'faer'
    fn show_config(cx, mode: String = "stdout".into()) -> Value {
        let found = config()?;
        if mode == "dicts" {
            return Ok(found);
        }
        written(cx, &found).map(|()| Value::None)
    }

    /// Writes out what this program runs on.
    ///
    /// >>> import contextlib, io
    /// >>> with contextlib.redirect_stdout(io.StringIO()) as out: np.show_runtime()
    /// >>> 'simd_extensions' in out.getvalue()
    /// True
    fn show_runtime(cx) -> () {
        let mut about = dict(&[("numpy_version", Value::str("2.4.6")), ("npl", Value::str(env!("CARGO_PKG_VERSION")))])?;
        let machine = dict(&[("system", Value::str(std::env::consts::OS)), ("machine", Value::str(std::env::consts::ARCH))])?;
        about.insert(Value::str("uname"), of(machine))?;
        let mut simd = Table::default();
        simd.insert(Value::str("simd_extensions"), simd_extensions()?)?;
        written(cx, &Value::list(vec![of(about), of(simd)]))
    }
}

fn dict(entries: &[(&str, Value)]) -> Result<Table> {
    let mut table = Table::default();
    for (key, value) in entries {
        table.insert(Value::str(*key), value.clone())?;
    }
    Ok(table)
}

fn of(table: Table) -> Value {
    Value::Dict(Rc::new(Dict::new(table)))
}

/// In the form that NumPy's has.
fn config() -> Result<Value> {
    let library = |name: &str| dict(&[("name", Value::str(name)), ("found", Value::bool(true))]).map(of);
    let endian = if cfg!(target_endian = "little") { "little" } else { "big" };
    let machine = dict(&[
        ("cpu", Value::str(std::env::consts::ARCH)),
        ("family", Value::str(std::env::consts::ARCH)),
        ("endian", Value::str(endian)),
        ("system", Value::str(std::env::consts::OS)),
    ])?;
    let compilers = dict(&[("rust", library("rustc")?)])?;
    let libraries = dict(&[("blas", library("own kernels, faer")?), ("lapack", library("faer")?)])?;
    Ok(of(dict(&[
        ("Compilers", of(compilers)),
        ("Machine Information", of(dict(&[("host", of(machine))])?)),
        ("Build Dependencies", of(libraries)),
        ("SIMD Extensions", simd_extensions()?),
    ])?))
}

/// The vector instructions that loops are compiled for, and which of them this machine has.
fn simd_extensions() -> Result<Value> {
    #[cfg(target_arch = "x86_64")]
    let known = [
        ("X86_V3", std::is_x86_feature_detected!("avx2") && std::is_x86_feature_detected!("fma")),
        ("X86_V4", std::is_x86_feature_detected!("avx512f") && std::is_x86_feature_detected!("avx512dq")),
    ];
    #[cfg(not(target_arch = "x86_64"))]
    let known: [(&str, bool); 0] = [];
    let those = |there: bool| {
        Value::list(known.iter().filter(|(_, found)| *found == there).map(|(name, _)| Value::str(*name)).collect())
    };
    Ok(of(dict(&[("found", those(true)), ("not found", those(false))])?))
}

fn written(cx: &mut dyn Context, value: &Value) -> Result<()> {
    let dumps = registry::lookup("json", Symbol::new("dumps")).unwrap_or_default();
    let text = cx.call(&dumps, std::slice::from_ref(value), &[(Symbol::new("indent"), Value::Int(2))])?;
    let print = registry::lookup("builtins", Symbol::new("print")).unwrap_or_default();
    cx.call(&print, &[text], &[]).map(drop)
}
