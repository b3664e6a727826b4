//! `savetxt`: an array → a table of text.

use super::source::write_text;
use crate::tensor::{Kind, Tensor};
use crate::value::class::exception;
use crate::value::item::scalar_value;
use crate::value::percent::format_str;
use crate::value::{Context, Error, FromValue, Result, Value, repr};
use std::fmt::Write;

builtins! { SAVETXT, chapter "Tables of text", spaces ["np"];
    /// Writes a vector or a matrix as a table of text.
    ///
    /// >>> import sys
    /// >>> np.savetxt(sys.stdout, [[1, 2.5], [3, 4]], fmt='%.1f', delimiter=',', header='a,b')
    /// # a,b
    /// 1.0,2.5
    /// 3.0,4.0
    @see("loadtxt", "save")
    fn savetxt(cx, fname: Value, X: Tensor, fmt: Value = Value::str("%.18e"), delimiter: String = " ".into(), newline: String = "\n".into(),
               header: String = String::new(), footer: String = String::new(), comments: String = "# ".into(),
               encoding: Value = Value::None) -> () {
        let mut text = String::new();
        let comment = |text: &mut String, line: &str| {
            let lines = line.replace('\n', &format!("\n{comments}"));
            write!(text, "{comments}{lines}{newline}").unwrap_or(());
        };
        if !header.is_empty() {
            comment(&mut text, &header);
        }
        write_rows(cx, &mut text, &X, &fmt, &delimiter, &newline)?;
        if !footer.is_empty() {
            comment(&mut text, &footer);
        }
        write_text(cx, &fname, text)
    }
}

fn write_rows(
    cx: &mut dyn Context,
    text: &mut String,
    x: &Tensor,
    fmt: &Value,
    delimiter: &str,
    newline: &str,
) -> Result<()> {
    if !(1..=2).contains(&x.ndim()) {
        return Err(Error::value(format!("Expected 1D or 2D array, got {}D array instead", x.ndim())));
    }
    let record = matches!(x.dtype().kind, Kind::Record(_));
    let rows = if x.ndim() == 1 && !record { x.expand_dims(&[1])? } else { x.clone() };
    let columns = match x.dtype().kind {
        Kind::Record(layout) => layout.fields.len(),
        _ => rows.shape()[1],
    };
    let complex = x.dtype().kind.is_complex();
    let template = template(cx, fmt, columns, complex, delimiter)?;
    for i in 0..rows.shape()[0] {
        crate::value::watch::check()?;
        let row = rows.subarray(0, i);
        let values = row_values(&row, complex)?;
        let line = format_str(cx, &template, &Value::tuple(values)).map_err(|error| {
            if !error.is(&exception::TYPE_ERROR) {
                return error;
            }
            let dtype = crate::tensor::format::dtype_str(x.dtype());
            Error::type_error(format!("Mismatch between array dtype ('{dtype}') and format specifier ('{template}')"))
        })?;
        let line = repr::str(&line);
        text.push_str(&if complex { line.replace("+-", "-") } else { line });
        text.push_str(newline);
    }
    Ok(())
}

/// The values of one row: real and imaginary parts of complex ones, fields of records.
fn row_values(row: &Tensor, complex: bool) -> Result<Vec<Value>> {
    if let Kind::Record(layout) = row.dtype().kind {
        let field = |name: &str| crate::value::convert::unboxed(crate::value::record::field(row, name)?);
        return layout.fields.iter().map(|f| field(&f.name)).collect();
    }
    let stride = row.strides().first().copied().unwrap_or(0);
    let mut values = Vec::with_capacity(row.size() * 2);
    for i in 0..row.size() {
        let value = scalar_value(row.scalar_at(i as isize * stride));
        match crate::value::number::Number::of_any(&value) {
            Some(crate::value::number::Number::Complex(z)) if complex => {
                values.extend([Value::float(z.re), Value::float(z.im)])
            }
            _ => values.push(value),
        }
    }
    Ok(values)
}

/// The format of one row.
fn template(cx: &mut dyn Context, fmt: &Value, columns: usize, complex: bool, delimiter: &str) -> Result<String> {
    if let Value::List(_) | Value::Tuple(_) = fmt {
        let formats = Vec::<String>::from_value(cx, fmt)?;
        if formats.len() != columns {
            return Err(Error::attribute(format!("fmt has wrong shape.  {}", repr::str(fmt))));
        }
        return Ok(formats.join(delimiter));
    }
    let Value::Str(one) = fmt else {
        return Err(Error::value(format!("invalid fmt: {}", repr::repr(fmt))));
    };
    let one = one.as_str();
    let count = one.matches('%').count();
    let wanted = if complex { 2 * columns } else { columns };
    match count {
        1 if complex => Ok(vec![format!(" ({one}+{one}j)"); columns].join(delimiter)),
        1 => Ok(vec![one.to_string(); columns].join(delimiter)),
        n if n != wanted => Err(Error::value(format!("fmt has wrong number of % formats:  {one}"))),
        _ => Ok(one.to_string()),
    }
}
