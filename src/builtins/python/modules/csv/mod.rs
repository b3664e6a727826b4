//! Python's module `csv`: lines of separated fields → lists or dicts, and back.

pub mod dialect;
pub mod read;
pub mod write;

use crate::builtins::python::iterators::Source;
use crate::value::class::{Class, exception};
use crate::value::iter::{collect, iterate};
use crate::value::{Dict, Error, Value};
use dialect::{Dialect, Dialects, QUOTINGS};
use read::{DictReader, FieldLimit, Reader};
use std::cell::RefCell;
use std::rc::Rc;
use write::{Columns, Writer};

static CSV_ERROR: Class = Class::new("Error", "_csv", &[&exception::EXCEPTION]);

builtins! { CSV, chapter "csv", spaces ["csv"];
    /// The rows of a file or of any iterable of lines, as lists of strs.
    ///
    /// >>> import csv
    /// >>> list(csv.reader(['a,b', '1,"x, y"']))
    /// [['a', 'b'], ['1', 'x, y']]
    /// >>> list(csv.reader(['1;2.5'], delimiter=';', quoting=csv.QUOTE_NONNUMERIC))
    /// [[1.0, 2.5]]
    fn reader(cx, @pos csvfile: Value, dialect: Value = Value::None, @kwargs fmtparams: Rc<Dict>) -> Value {
        let lines = Source::new(iterate(cx, &csvfile)?);
        Ok(Value::object(Reader::new(lines, Dialect::of(cx, &dialect, &fmtparams)?)))
    }

    /// An object that writes rows to a file.
    ///
    /// >>> import csv, io
    /// >>> f = io.StringIO()
    /// >>> csv.writer(f).writerow(['a', 'x, y', 1.5])
    /// 14
    /// >>> f.getvalue()
    /// 'a,"x, y",1.5\r\n'
    fn writer(cx, @pos csvfile: Value, dialect: Value = Value::None, @kwargs fmtparams: Rc<Dict>) -> Value {
        let dialect = Dialect::of(cx, &dialect, &fmtparams)?;
        Ok(Value::object(Writer::new(cx, csvfile, dialect, None)?))
    }

    /// The rows as dicts; the first line has the names.
    ///
    /// >>> import csv
    /// >>> list(csv.DictReader(['a,b', '1,2']))
    /// [{'a': '1', 'b': '2'}]
    fn DictReader(cx, f: Value, fieldnames: Value = Value::None, restkey: Value = Value::None, restval: Value = Value::None,
                  dialect: Value = Value::None, @kwargs fmtparams: Rc<Dict>) -> Value {
        let lines = Source::new(iterate(cx, &f)?);
        let rows = Reader::new(lines, Dialect::of(cx, &dialect, &fmtparams)?);
        let names = if let Value::None = fieldnames { None } else { Some(collect(cx, &fieldnames)?) };
        Ok(Value::object(DictReader { rows, names: RefCell::new(names), rest_key: restkey, rest_value: restval }))
    }

    /// An object that writes dicts as rows to a file.
    ///
    /// >>> import csv, io
    /// >>> f = io.StringIO()
    /// >>> w = csv.DictWriter(f, ['a', 'b'], lineterminator='\n')
    /// >>> w.writeheader(), w.writerow({'b': 2, 'a': 1})
    /// (4, 4)
    /// >>> print(f.getvalue(), end='')
    /// a,b
    /// 1,2
    fn DictWriter(cx, f: Value, fieldnames: Value, restval: Value = Value::str(""), extrasaction: String = "raise".into(),
                  dialect: Value = Value::None, @kwargs fmtparams: Rc<Dict>) -> Value {
        let ignore_extra = match extrasaction.to_lowercase().as_str() {
            "raise" => false,
            "ignore" => true,
            _ => {
                return Err(Error::value(format!("extrasaction ({extrasaction}) must be 'raise' or 'ignore'")));
            }
        };
        let columns = Columns { names: collect(cx, &fieldnames)?, rest: restval, ignore_extra };
        let dialect = Dialect::of(cx, &dialect, &fmtparams)?;
        Ok(Value::object(Writer::new(cx, f, dialect, Some(columns))?))
    }

    /// How many characters a field may have that is read; sets another limit if one is given.
    ///
    /// >>> import csv
    /// >>> csv.field_size_limit(), csv.field_size_limit(10**6), csv.field_size_limit()
    /// (131072, 131072, 1000000)
    fn field_size_limit(cx, @pos limit: Option<i64> = None) -> i64 {
        let current = &mut cx.state().extension::<FieldLimit>().0;
        Ok(std::mem::replace(current, limit.unwrap_or(*current)))
    }

    /// The names of all dialects.
    ///
    /// >>> import csv
    /// >>> csv.list_dialects()
    /// ['excel', 'excel-tab', 'unix']
    fn list_dialects(cx) -> Value { Ok(Value::list(Dialects::names(cx))) }

    /// The dialect of a name.
    ///
    /// >>> import csv
    /// >>> csv.get_dialect('excel-tab').delimiter
    /// '\t'
    fn get_dialect(cx, @pos name: String) -> Value { Dialects::find(cx, &name).map(Value::object) }

    /// Gives a dialect a name.
    ///
    /// >>> import csv
    /// >>> csv.register_dialect('pipes', delimiter='|')
    /// >>> list(csv.reader(['a|b'], 'pipes'))
    /// [['a', 'b']]
    /// >>> csv.unregister_dialect('pipes')
    fn register_dialect(cx, @pos name: String, dialect: Value = Value::None, @kwargs fmtparams: Rc<Dict>) -> () {
        let dialect = Dialect::of(cx, &dialect, &fmtparams)?;
        Dialects::register(cx, &name, dialect);
        Ok(())
    }

    /// Forgets the dialect of a name.
    ///
    /// >>> import csv
    /// >>> csv.register_dialect('pipes', delimiter='|')
    /// >>> csv.unregister_dialect('pipes')
    fn unregister_dialect(cx, @pos name: String) -> () { Dialects::remove(cx, &name) }
}

/// Members of the module that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut all = vec![
        ("csv", "Error", Value::Class(&CSV_ERROR)),
        ("csv", "excel", Value::object(Dialect::excel())),
        ("csv", "excel_tab", Value::object(Dialect::excel_tab())),
        ("csv", "unix_dialect", Value::object(Dialect::unix())),
    ];
    all.extend(QUOTINGS.map(|(name, quoting)| ("csv", name, Value::Int(quoting as i64))));
    all
}
