//! `genfromtxt`: tables of text with names, missing values and columns of different types → arrays and records.

use super::source::read_text;
use super::text_read::{comment_marks, shaped};
use crate::pool::until_interrupted;
use crate::tensor::dtype::{Field, RecordType};
use crate::tensor::{DType, Kind, Tensor};
use crate::value::class::exception;
use crate::value::convert::to_index;
use crate::value::nested::{scalar_of, to_tensor};
use crate::value::{Context, Error, FromValue, Result, Value, repr};

builtins! { GENFROMTXT, chapter "Tables of text", spaces ["np"];
    /// Reads a table of text that may have names, gaps and columns of different types.
    ///
    /// `dtype=None` finds each column's type. `names=True` takes the names from the first line. Gaps and `missing_values`
    /// become `filling_values`, or NaN, −1, False.
    ///
    /// >>> np.genfromtxt(['1,,3', '4,5,6'], delimiter=',')
    /// array([[ 1., nan,  3.],
    ///        [ 4.,  5.,  6.]])
    /// >>> np.genfromtxt(['name,age', 'Ann,31', 'Bo,7'], delimiter=',', names=True, dtype=None)
    /// array([('Ann', 31), ('Bo',  7)],
    ///       dtype=[('name', '<U3'), ('age', '<i8')])
    @see("loadtxt", "savetxt")
    fn genfromtxt(cx, fname: Value, dtype: Value = Value::Class(&crate::value::class::python::FLOAT), comments: Value = Value::str("#"),
                  delimiter: Value = Value::None, skip_header: i64 = 0, skip_footer: i64 = 0, converters: Value = Value::None,
                  missing_values: Value = Value::None, filling_values: Value = Value::None, usecols: Value = Value::None,
                  names: Value = Value::None, excludelist: Value = Value::None, deletechars: Option<String> = None,
                  replace_space: String = "_".into(), autostrip: bool = false, case_sensitive: Value = Value::bool(true),
                  defaultfmt: String = "f%i".into(), unpack: bool = false, usemask: bool = false, loose: bool = true,
                  invalid_raise: bool = true, max_rows: Option<i64> = None, encoding: Value = Value::None, @kw ndmin: i64 = 0,
                  @kw like: Value = Value::None) -> Value {
        if usemask {
            return Err(Error::value("masked arrays are not in NPL: leave out usemask"));
        }
        if max_rows.is_some() && skip_footer > 0 {
            return Err(Error::value("The keywords 'skip_footer' and 'max_rows' can not be specified at the same time."));
        }
        let text = read_text(cx, &fname)?;
        let splitter = Splitter { cut: Cut::of(cx, &delimiter)?, comments: comment_marks(cx, &comments)?, autostrip };
        let naming = Naming { deletechars, replace_space, case: case_sensitive, exclude: exclude(cx, &excludelist)?, defaultfmt };
        let limits = Limits { skip_header: skip_header.max(0) as usize, skip_footer: skip_footer.max(0) as usize, max_rows, invalid_raise };
        let Some(table) = Table::read(cx, &text, &splitter, &naming, &limits, &names, &usecols)? else {
            let shown = if let Value::Str(path) = &fname { path.as_str().to_string() } else { repr::repr(&fname) };
            cx.warn(&exception::USER_WARNING, &format!("genfromtxt: Empty input file: \"{shown}\""))?;
            return Ok(Value::array(Tensor::zeros(&[0], DType::FLOAT64)?));
        };
        let gaps = Gaps { missing: &missing_values, filling: &filling_values, converters: &converters, loose };
        let result = table.convert(cx, &dtype, &naming, &gaps)?;
        shaped(result, ndmin.clamp(0, 2) as usize, unpack)
    }
}

/// How lines are cut into fields.
enum Cut {
    Blanks,
    At(String),
    Width(usize),
    Widths(Vec<usize>),
}

impl Cut {
    fn of(cx: &mut dyn Context, delimiter: &Value) -> Result<Cut> {
        Ok(match delimiter {
            Value::None => Cut::Blanks,
            Value::Str(text) => Cut::At(text.as_str().to_string()),
            Value::Bytes(bytes) => Cut::At(String::from_utf8_lossy(&bytes.data).into_owned()),
            Value::List(_) | Value::Tuple(_) => {
                Cut::Widths(Vec::<i64>::from_value(cx, delimiter)?.into_iter().map(|n| n.max(0) as usize).collect())
            }
            other => match to_index(other)? {
                0 => Cut::Blanks,
                n => Cut::Width(n.max(1) as usize),
            },
        })
    }
}

struct Splitter {
    cut: Cut,
    comments: Vec<String>,
    autostrip: bool,
}

impl Splitter {
    fn split(&self, line: &str) -> Vec<String> {
        let starts = self.comments.iter().filter_map(|mark| line.find(mark.as_str()));
        let line = starts.min().map_or(line, |at| &line[..at]);
        let fields: Vec<String> = match &self.cut {
            Cut::Blanks => line.split_whitespace().map(String::from).collect(),
            Cut::At(delimiter) => {
                let line = line.trim_matches([' ', '\r', '\n']);
                if line.is_empty() { Vec::new() } else { line.split(delimiter.as_str()).map(String::from).collect() }
            }
            Cut::Width(width) => {
                let chars: Vec<char> = line.trim_matches(['\r', '\n']).chars().collect();
                chars.chunks(*width).map(|part| part.iter().collect()).collect()
            }
            Cut::Widths(widths) => {
                let chars: Vec<char> = line.trim_matches(['\r', '\n']).chars().collect();
                if chars.is_empty() {
                    return Vec::new();
                }
                let mut start = 0;
                let cut = |&width: &usize| {
                    let end = (start + width).min(chars.len());
                    let part = chars[start.min(end)..end].iter().collect();
                    start += width;
                    part
                };
                widths.iter().map(cut).collect()
            }
        };
        if self.autostrip { fields.into_iter().map(|f| f.trim().to_string()).collect() } else { fields }
    }
}

/// How texts become names of fields.
struct Naming {
    deletechars: Option<String>,
    replace_space: String,
    case: Value,
    exclude: Vec<String>,
    defaultfmt: String,
}

/// What NumPy takes out of names.
const DELETED: &str = r"~!@#$%^&*()-=+~\|]}[{';: /?.>,<";

impl Naming {
    fn valid(&self, names: Vec<String>) -> Vec<String> {
        let deleted = self.deletechars.as_deref().unwrap_or(DELETED);
        let mut found: Vec<String> = Vec::with_capacity(names.len());
        let mut seen: Vec<(String, usize)> = Vec::new();
        let mut empty = 0;
        for name in names {
            let cased = match &self.case {
                Value::Str(mode) if mode.as_str().starts_with('u') => name.to_uppercase(),
                Value::Str(mode) if mode.as_str().starts_with('l') => name.to_lowercase(),
                Value::Bool(b) if !b.get() => name.to_uppercase(),
                _ => name,
            };
            let spaced = cased.trim().replace(' ', &self.replace_space);
            let mut item: String = spaced.chars().filter(|c| *c != '"' && !deleted.contains(*c)).collect();
            if item.is_empty() {
                item = self.default(empty);
                empty += 1;
            } else if self.exclude.contains(&item) {
                item.push('_');
            }
            match seen.iter_mut().find(|(known, _)| *known == item) {
                Some((_, count)) => {
                    found.push(format!("{item}_{count}"));
                    *count += 1;
                }
                None => {
                    seen.push((item.clone(), 1));
                    found.push(item);
                }
            }
        }
        found
    }

    fn default(&self, column: usize) -> String {
        self.defaultfmt.replace("%i", &column.to_string()).replace("%d", &column.to_string())
    }
}

/// Names that get an underscore.
fn exclude(cx: &mut dyn Context, value: &Value) -> Result<Vec<String>> {
    let mut all: Vec<String> = ["return", "file", "print"].map(String::from).to_vec();
    if !matches!(value, Value::None) {
        all.extend(Vec::<String>::from_value(cx, value)?);
    }
    Ok(all)
}

struct Limits {
    skip_header: usize,
    skip_footer: usize,
    max_rows: Option<i64>,
    invalid_raise: bool,
}

/// The rows of a table, their wanted columns alone.
struct Table {
    rows: Vec<Vec<String>>,
    /// Names of the columns that were taken, where there are any.
    names: Option<Vec<String>>,
    /// The places of those columns in the file.
    columns: Vec<usize>,
    /// How many columns the file has.
    width: usize,
}

impl Table {
    /// `None` for a text without a line.
    fn read(
        cx: &mut dyn Context,
        text: &str,
        splitter: &Splitter,
        naming: &Naming,
        limits: &Limits,
        names: &Value,
        usecols: &Value,
    ) -> Result<Option<Table>> {
        let mut lines = text.lines().enumerate().skip(limits.skip_header);
        let from_first_line = matches!(names, Value::Bool(b) if b.get());
        // The first line with fields says how many columns there are.
        let (mut first, mut first_line) = (Vec::new(), None);
        for (number, line) in lines.by_ref() {
            let line =
                match splitter.comments.iter().find_map(|mark| line.find(mark.as_str()).map(|at| at + mark.len())) {
                    Some(at) if from_first_line => &line[at..],
                    _ => line,
                };
            first = splitter.split(line);
            if !first.is_empty() {
                first_line = Some((number, line));
                break;
            }
        }
        let Some(first_line) = first_line else { return Ok(None) };
        let all_names = match names {
            Value::None => None,
            Value::Bool(b) if !b.get() => None,
            Value::Bool(_) => Some(naming.valid(first.iter().map(|n| n.trim().to_string()).collect())),
            Value::Str(list) => Some(naming.valid(list.as_str().split(',').map(|n| n.trim().to_string()).collect())),
            other => Some(naming.valid(Vec::<String>::from_value(cx, other)?)),
        };
        let width = first.len();
        let columns = wanted_columns(cx, usecols, all_names.as_deref(), width)?;
        let mut rows = Vec::new();
        let mut invalid: Vec<(usize, usize)> = Vec::new();
        let head = (!from_first_line).then_some(first_line);
        for (number, line) in until_interrupted(head.into_iter().chain(lines)) {
            let fields = splitter.split(line);
            if fields.is_empty() {
                continue;
            }
            let picked = match &columns {
                Some(columns) => columns.iter().map(|&at| fields.get(at).cloned()).collect::<Option<Vec<_>>>(),
                None => (fields.len() == width).then(|| fields.clone()),
            };
            match picked {
                Some(row) => rows.push(row),
                None => {
                    invalid.push((number + 1, fields.len()));
                    continue;
                }
            }
            if limits.max_rows.is_some_and(|max| rows.len() as i64 >= max) {
                break;
            }
        }
        let columns = columns.unwrap_or_else(|| (0..width).collect());
        rows.truncate(rows.len().saturating_sub(limits.skip_footer));
        report_invalid(cx, &invalid, columns.len(), limits.invalid_raise)?;
        let names = all_names.map(|all| pick_names(naming, all, &columns, width));
        Ok(Some(Table { rows, names, columns, width }))
    }

    /// The place among the taken columns that a dict's key means: a name or a column of the file.
    fn place(&self, key: &Value) -> Option<usize> {
        if let Value::Str(name) = key {
            return self.names.as_ref()?.iter().position(|known| known == name.as_str());
        }
        let i = to_index(key).ok()?;
        let at = if i < 0 { i + self.width as i64 } else { i };
        self.columns.iter().position(|&column| column as i64 == at)
    }

    /// What a dict, a list or one value says about column `column`.
    fn option(&self, value: &Value, column: usize) -> Option<Value> {
        match value {
            Value::None => None,
            Value::Dict(dict) => {
                let entries: Vec<(Value, Value)> = dict.borrow().iter().map(|(k, v)| (k.clone(), v.clone())).collect();
                entries.into_iter().find(|(key, _)| self.place(key) == Some(column)).map(|(_, value)| value)
            }
            Value::List(list) => list.get(column),
            Value::Tuple(tuple) => tuple.items.get(column).cloned(),
            one => Some(one.clone()),
        }
    }

    fn convert(&self, cx: &mut dyn Context, dtype: &Value, naming: &Naming, gaps: &Gaps) -> Result<Tensor> {
        let given = match dtype {
            Value::None => None,
            other => Some(crate::value::dtype::to_dtype(other)?),
        };
        let n = self.columns.len();
        if let Some(DType { kind: Kind::Record(record), .. }) = given {
            let fields = record.fields.iter().enumerate().map(|(i, field)| {
                let name = self.names.as_ref().and_then(|names| names.get(i)).unwrap_or(&field.name).clone();
                Field { name, ..field.clone() }
            });
            let layout = RecordType { fields: fields.collect(), itemsize: record.itemsize, aligned: record.aligned };
            let kinds: Vec<DType> = layout.fields.iter().map(|f| f.dtype).collect();
            if kinds.len() != n {
                return Err(Error::value(format!("the dtype has {} fields, the table {n} columns", kinds.len())));
            }
            return self.records(cx, DType::record(layout), &kinds, gaps);
        }
        let kinds = (0..n).map(|i| self.column_type(cx, given, i, gaps)).collect::<Result<Vec<_>>>()?;
        let same = kinds.iter().all(|k| k.kind == kinds[0].kind || is_text(*k) && is_text(kinds[0]));
        match (&self.names, kinds.first()) {
            (None, Some(&kind)) if given.is_some() || same => {
                let mut rows = Vec::with_capacity(self.rows.len());
                for row in until_interrupted(self.rows.iter()) {
                    let items = row.iter().enumerate().map(|(i, field)| self.element(cx, field, kinds[i], i, gaps));
                    rows.push(Value::list(items.collect::<Result<_>>()?));
                }
                let target = if given.is_none() && is_text(kind) { DType::native(Kind::Str(0)) } else { kind };
                to_tensor(cx, &Value::list(rows), Some(target))
            }
            _ => {
                let names = self.names.clone().unwrap_or_else(|| (0..n).map(|i| naming.default(i)).collect());
                let mut offset = 0;
                let fields = names.into_iter().zip(&kinds).map(|(name, &dtype)| {
                    let at = offset;
                    offset += dtype.itemsize();
                    Field { name, title: None, dtype, shape: Vec::new(), offset: at }
                });
                let fields: Vec<Field> = fields.collect();
                let layout = RecordType { fields, itemsize: offset, aligned: false };
                self.records(cx, DType::record(layout), &kinds, gaps)
            }
        }
    }

    fn records(&self, cx: &mut dyn Context, dtype: DType, kinds: &[DType], gaps: &Gaps) -> Result<Tensor> {
        let mut rows = Vec::with_capacity(self.rows.len());
        for row in until_interrupted(self.rows.iter()) {
            let items = row.iter().enumerate().map(|(i, field)| self.element(cx, field, kinds[i], i, gaps));
            rows.push(Value::tuple(items.collect::<Result<Vec<_>>>()?));
        }
        to_tensor(cx, &Value::list(rows), Some(dtype))
    }

    /// A column's dtype: the given one, or the narrowest that holds every field.
    fn column_type(&self, cx: &mut dyn Context, given: Option<DType>, column: usize, gaps: &Gaps) -> Result<DType> {
        let longest = || self.rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(1) as u32;
        match given {
            Some(DType { kind: Kind::Str(0), .. }) => return Ok(DType::native(Kind::Str(longest()))),
            Some(DType { kind: Kind::Bytes(0), .. }) => return Ok(DType::native(Kind::Bytes(longest()))),
            Some(dtype) => return Ok(dtype),
            None => {}
        }
        if let Some(function) =
            self.option(gaps.converters, column).filter(|_| matches!(gaps.converters, Value::Dict(_)))
        {
            let Some(row) = self.rows.first() else { return Ok(DType::FLOAT64) };
            let value = cx.call(&function, &[Value::str(row[column].as_str())], &[])?;
            return Ok(to_tensor(cx, &value, None)?.dtype());
        }
        let mut level = Level::Bool;
        for row in until_interrupted(self.rows.iter()) {
            let field = row[column].trim();
            if !self.is_missing(cx, field, column, gaps)? {
                level = level.max(Level::of(field));
            }
        }
        Ok(match level {
            Level::Bool => DType::BOOL,
            Level::Int => DType::INT64,
            Level::Float => DType::FLOAT64,
            Level::Complex => DType::COMPLEX128,
            Level::Text => DType::native(Kind::Str(longest())),
        })
    }

    /// Whether a field is a gap: empty, or one of the column's missing values.
    fn is_missing(&self, cx: &mut dyn Context, field: &str, column: usize, gaps: &Gaps) -> Result<bool> {
        if field.is_empty() {
            return Ok(true);
        }
        let said = match self.option(gaps.missing, column) {
            None => return Ok(false),
            Some(Value::Str(list)) => list.as_str().split(',').map(|m| m.trim().to_string()).collect(),
            Some(Value::Bytes(one)) => vec![String::from_utf8_lossy(&one.data).into_owned()],
            Some(many @ (Value::List(_) | Value::Tuple(_))) => Vec::<String>::from_value(cx, &many)?,
            Some(other) => vec![repr::str(&other)],
        };
        Ok(said.iter().any(|m| m == field))
    }

    fn element(&self, cx: &mut dyn Context, field: &str, dtype: DType, column: usize, gaps: &Gaps) -> Result<Value> {
        if let Some(function) = self.option(gaps.converters, column) {
            return cx.call(&function, &[Value::str(field)], &[]);
        }
        let fill = |table: &Table| table.option(gaps.filling, column).unwrap_or_else(|| default_fill(dtype.kind));
        if is_text(dtype) {
            return Ok(Value::str(field));
        }
        let trimmed = field.trim();
        if self.is_missing(cx, trimmed, column, gaps)? {
            return Ok(fill(self));
        }
        match parsed(cx, trimmed, dtype) {
            Some(value) => Ok(value),
            None if gaps.loose => Ok(fill(self)),
            None => Err(Error::value(format!("Cannot convert string {}", crate::value::text::str_repr(trimmed)))),
        }
    }
}

/// What stands for fields that are no values.
struct Gaps<'a> {
    missing: &'a Value,
    filling: &'a Value,
    converters: &'a Value,
    loose: bool,
}

/// Types that `dtype=None` tries, narrowest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Bool,
    Int,
    Float,
    Complex,
    Text,
}

impl Level {
    fn of(field: &str) -> Level {
        if is_bool(field).is_some() {
            Level::Bool
        } else if field.parse::<i64>().is_ok() {
            Level::Int
        } else if field.parse::<f64>().is_ok() {
            Level::Float
        } else if field.ends_with('j') && field[..field.len() - 1].chars().all(|c| "+-.eE0123456789".contains(c)) {
            Level::Complex
        } else {
            Level::Text
        }
    }
}

fn is_bool(field: &str) -> Option<bool> {
    match field.to_ascii_uppercase().as_str() {
        "TRUE" => Some(true),
        "FALSE" => Some(false),
        _ => None,
    }
}

fn is_text(dtype: DType) -> bool {
    matches!(dtype.kind, Kind::Str(_) | Kind::Bytes(_))
}

fn default_fill(kind: Kind) -> Value {
    match kind {
        Kind::Bool => Value::bool(false),
        kind if kind.is_integer() => Value::Int(-1),
        kind if kind.is_complex() => Value::complex(f64::NAN, 0.0),
        Kind::DateTime { .. } | Kind::TimeDelta { .. } => Value::str("NaT"),
        Kind::Object => Value::str("???"),
        _ => Value::float(f64::NAN),
    }
}

fn parsed(cx: &mut dyn Context, field: &str, dtype: DType) -> Option<Value> {
    match dtype.kind {
        Kind::Bool => is_bool(field).map(Value::bool),
        kind if kind.is_integer() => field.parse::<i128>().ok().map(|i| Value::int(i.into())),
        kind if kind.is_float() => field.parse::<f64>().ok().map(Value::float),
        Kind::Object => Some(Value::str(field)),
        _ => scalar_of(cx, Some(&Value::str(field)), dtype).ok(),
    }
}

/// `usecols=`: columns by number or name, one or several; `None` for all.
fn wanted_columns(
    cx: &mut dyn Context,
    usecols: &Value,
    names: Option<&[String]>,
    width: usize,
) -> Result<Option<Vec<usize>>> {
    let items = match usecols {
        Value::None => return Ok(None),
        Value::Str(list) => list.as_str().split(',').map(|n| Value::str(n.trim())).collect(),
        Value::Int(_) => vec![usecols.clone()],
        other => crate::value::iter::collect(cx, other)?,
    };
    let column = |item: &Value| -> Result<usize> {
        if let Value::Str(name) = item {
            let found = names.and_then(|names| names.iter().position(|known| known == name.as_str()));
            return found.ok_or_else(|| Error::value(format!("'{}' is not in list", name.as_str())));
        }
        let i = to_index(item)?;
        Ok(if i < 0 { (i + width as i64).max(0) as usize } else { i as usize })
    };
    items.iter().map(column).collect::<Result<Vec<_>>>().map(Some)
}

/// The names of the taken columns: all names may be given, or those of the taken ones alone.
fn pick_names(naming: &Naming, all: Vec<String>, columns: &[usize], width: usize) -> Vec<String> {
    let mut names = if all.len() == width || all.len() > columns.len() {
        columns.iter().filter_map(|&at| all.get(at).cloned()).collect()
    } else {
        all
    };
    for i in names.len()..columns.len() {
        names.push(naming.default(i));
    }
    names
}

fn report_invalid(cx: &mut dyn Context, invalid: &[(usize, usize)], width: usize, raise: bool) -> Result<()> {
    if invalid.is_empty() {
        return Ok(());
    }
    let lines = invalid.iter().map(|(line, got)| format!("    Line #{line} (got {got} columns instead of {width})"));
    let message = format!("Some errors were detected !\n{}", lines.collect::<Vec<_>>().join("\n"));
    if raise { Err(Error::value(message)) } else { cx.warn(&exception::USER_WARNING, &message) }
}
