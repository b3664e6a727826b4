//! Tables of text: lines → fields, and fields that are all numbers → a matrix, in one pass.

use crate::tensor::{Error, Result, Tensor};

/// How a table is laid out.
#[derive(Clone, Default)]
pub struct Layout<'a> {
    /// Between fields; `None`: any blanks.
    pub delimiter: Option<&'a str>,
    /// What starts a comment.
    pub comments: Vec<String>,
    pub skip_rows: usize,
    pub max_rows: Option<usize>,
    /// What encloses fields that contain delimiters.
    pub quote: Option<char>,
    /// Which fields of a row to take, negative ones from the end; `None`: all.
    pub columns: Option<Vec<i64>>,
}

impl Layout<'_> {
    /// The rows of a text that are not empty, without comments.
    pub fn lines<'t>(&'t self, text: &'t str) -> impl Iterator<Item = &'t str> {
        // With quotes, what looks like a comment may be in one.
        let strip = move |line| if self.quote.is_some() { line } else { self.without_comment(line) };
        let lines = text.lines().skip(self.skip_rows).map(strip);
        let blank = |line: &&str| if self.delimiter.is_none() { line.trim().is_empty() } else { line.is_empty() };
        lines.filter(move |line| !blank(line)).take(self.max_rows.unwrap_or(usize::MAX))
    }

    fn without_comment<'t>(&self, line: &'t str) -> &'t str {
        let starts = self.comments.iter().filter_map(|mark| line.find(mark.as_str()));
        let line = starts.min().map_or(line, |at| &line[..at]);
        line.strip_suffix('\r').unwrap_or(line)
    }

    /// The fields of one row.
    pub fn fields<'t>(&self, line: &'t str, into: &mut Vec<&'t str>) {
        into.clear();
        match self.delimiter {
            None => into.extend(line.split_whitespace()),
            Some(delimiter) if delimiter.len() == 1 => {
                let byte = delimiter.as_bytes()[0];
                let mut start = 0;
                for (at, &b) in line.as_bytes().iter().enumerate() {
                    if b == byte {
                        into.push(&line[start..at]);
                        start = at + 1;
                    }
                }
                into.push(&line[start..]);
            }
            Some(delimiter) => into.extend(line.split(delimiter)),
        }
    }

    /// The fields of one row in which `quote` may enclose delimiters and comment marks; two quotes stand for one. An
    /// unquoted comment ends the row.
    pub fn quoted_fields(&self, line: &str, quote: char) -> Vec<String> {
        let (mut fields, mut field) = (Vec::new(), String::new());
        let (mut inside, mut started) = (false, false);
        let mut rest = line.strip_suffix('\r').unwrap_or(line);
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            if inside {
                match (c == quote, after.strip_prefix(quote)) {
                    (true, Some(more)) => {
                        field.push(quote);
                        rest = more;
                        continue;
                    }
                    (true, None) => inside = false,
                    _ => field.push(c),
                }
                rest = after;
                continue;
            }
            if self.comments.iter().any(|mark| rest.starts_with(mark.as_str())) {
                break;
            }
            match self.delimiter {
                Some(delimiter) if rest.starts_with(delimiter) => {
                    fields.push(std::mem::take(&mut field));
                    started = true;
                    rest = &rest[delimiter.len()..];
                    continue;
                }
                None if c.is_whitespace() => {
                    if started {
                        fields.push(std::mem::take(&mut field));
                    }
                    started = false;
                }
                _ if c == quote && field.trim().is_empty() => {
                    (inside, started) = (true, true);
                    field.clear();
                }
                _ => {
                    started = true;
                    field.push(c);
                }
            }
            rest = after;
        }
        if started {
            fields.push(field);
        }
        fields
    }

    /// The places of the wanted columns in a row of `count` fields. ValueError where there is no such column.
    pub fn places(&self, count: usize, row: usize) -> Result<Option<Vec<usize>>> {
        let Some(columns) = &self.columns else { return Ok(None) };
        let place = |&column: &i64| {
            let at = if column < 0 { column + count as i64 } else { column };
            usize::try_from(at).ok().filter(|&at| at < count).ok_or_else(|| {
                Error::value(format!("invalid column index {column} at row {} with {count} columns", row + 1))
            })
        };
        columns.iter().map(place).collect::<Result<Vec<_>>>().map(Some)
    }
}

/// `could not convert string 'x' to float64 at row 1, column 2.`
pub fn not_converted(field: &str, dtype: &str, row: usize, column: usize) -> Error {
    let shown = crate::tensor::format::str_repr(field);
    Error::value(format!("could not convert string {shown} to {dtype} at row {row}, column {}.", column + 1))
}

pub fn columns_changed(from: usize, to: usize, row: usize) -> Error {
    Error::value(format!(
        "the number of columns changed from {from} to {to} at row {}; use `usecols` to select a subset and avoid this error",
        row + 1
    ))
}

/// A table of float64: a matrix of its rows.
pub fn floats(text: &str, layout: &Layout) -> Result<Tensor> {
    let mut numbers: Vec<f64> = Vec::with_capacity(text.len() / 8);
    let (mut width, mut rows) = (None, 0);
    let mut fields = Vec::new();
    for line in layout.lines(text) {
        layout.fields(line, &mut fields);
        let parse = |field: &str, column: usize| {
            let trimmed = field.trim();
            parse_float(trimmed).ok_or_else(|| not_converted(field, "float64", rows, column))
        };
        let count = match layout.places(fields.len(), rows)? {
            Some(places) => {
                for &at in &places {
                    numbers.push(parse(fields[at], at)?);
                }
                places.len()
            }
            None => {
                if let Some(width) = width
                    && width != fields.len()
                {
                    return Err(columns_changed(width, fields.len(), rows));
                }
                for (column, field) in fields.iter().enumerate() {
                    numbers.push(parse(field, column)?);
                }
                fields.len()
            }
        };
        width = Some(count);
        rows += 1;
        if rows % 4096 == 0 && crate::pool::interrupted() {
            return Err(Error::interrupt());
        }
    }
    Tensor::from_vec(&[rows, width.unwrap_or(1)], numbers)
}

/// A float as C reads it: digits, point, exponent, `inf`, `nan`.
pub fn parse_float(text: &str) -> Option<f64> {
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_name_row_and_column() {
        let layout = Layout::default();
        assert_eq!(
            floats("1 2\n3 x", &layout).unwrap_err().message,
            "could not convert string 'x' to float64 at row 1, column 2."
        );
        let changed =
            "the number of columns changed from 2 to 1 at row 2; use `usecols` to select a subset and avoid this error";
        assert_eq!(floats("1 2\n3", &layout).unwrap_err().message, changed);
    }

    #[test]
    fn columns_and_comments() {
        let layout =
            Layout { delimiter: Some(","), comments: vec!["#".into()], columns: Some(vec![-1]), ..Layout::default() };
        assert_eq!(floats("# head\n1,2 # x\n3,4\n", &layout).unwrap().to_vec::<f64>().unwrap(), [2.0, 4.0]);
    }
}
