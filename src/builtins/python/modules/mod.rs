//! The modules of Python's library: `math`, `time`, `sys`, `io`, `collections`, `itertools` …

pub mod byte_stream;
pub mod chain_map;
pub mod clocks;
pub mod cmath;
pub mod combinatorics;
pub mod contextlib;
pub mod copying;
pub mod counting;
pub mod csv;
mod date_parse;
pub mod dates;
pub mod decimal;
pub mod deque;
mod descriptors;
mod exact_data;
pub mod exit_stack;
pub mod files;
pub mod fractions;
pub mod functools;
pub mod gamma;
pub mod heaps;
mod iso_dates;
pub mod itertools;
pub mod json;
pub mod math;
pub mod math_integers;
pub mod namedtuple;
mod normal_dist;
pub mod operator;
pub mod os;
pub mod os_error;
pub mod os_path;
pub mod path_files;
pub mod pathlib;
pub mod paths;
pub mod pprint;
pub mod random_numbers;
mod random_stream;
pub mod re;
mod sha512;
pub mod standard_input;
pub mod stat;
pub mod statistics;
pub mod stream;
pub mod string;
pub mod sys;
pub mod tempfile;
pub mod template;
pub mod textwrap;
pub mod time;
pub mod timeit;
pub mod timespan;
pub mod typing;
pub mod walk;
pub mod warnings;

use crate::builtins::Chapter;
use crate::value::Value;

/// Every chapter of the modules.
pub static CHAPTERS: &[&Chapter] = &[
    &math::MATH,
    &math_integers::MATH_INTEGERS,
    &time::TIME,
    &time::STRUCT_TIME_CONSTRUCTOR,
    &sys::SYS,
    &sys::EXIT,
    &files::FILES,
    &files::STREAM_CONSTRUCTORS,
    &files::STREAM_METHODS,
    &files::STRING_IO_METHODS,
    &files::BYTES_IO_METHODS,
    &functools::FUNCTOOLS,
    &warnings::WARNINGS,
    &warnings::CATCH_WARNINGS,
    &itertools::ITERTOOLS,
    &itertools::CHAIN_CONSTRUCTOR,
    &itertools::CHAIN_METHODS,
    &combinatorics::COMBINATORICS,
    &counting::DICT_KINDS,
    &counting::COUNTER_METHODS,
    &counting::DEFAULTDICT_METHODS,
    &counting::ORDERED_DICT_METHODS,
    &chain_map::CHAIN_MAP_CONSTRUCTOR,
    &chain_map::CHAIN_MAP_METHODS,
    &deque::DEQUE_CONSTRUCTOR,
    &deque::DEQUE_METHODS,
    &namedtuple::NAMEDTUPLE,
    &namedtuple::NAMEDTUPLE_METHODS,
    &operator::OPERATOR,
    &copying::COPYING,
    &random_numbers::RANDOM,
    &random_numbers::RANDOM_CLASS,
    &statistics::STATISTICS,
    &normal_dist::NORMAL_DIST_CONSTRUCTOR,
    &normal_dist::NORMAL_DIST_METHODS,
    &json::JSON,
    &os::OS,
    &walk::OS_WALK,
    &stat::OS_STAT,
    &os_path::OS_PATH,
    &tempfile::TEMPFILE,
    &tempfile::TEMPFILE_CONSTRUCTORS,
    &tempfile::FOLDER_METHODS,
    &pathlib::PATHS,
    &pathlib::PURE_PATH_METHODS,
    &path_files::PATH_METHODS,
    &contextlib::CONTEXTLIB,
    &exit_stack::EXIT_STACK_CONSTRUCTOR,
    &exit_stack::EXIT_STACK_METHODS,
    &cmath::CMATH,
    &textwrap::TEXTWRAP,
    &textwrap::WRAPPER_CONSTRUCTOR,
    &textwrap::WRAPPER_METHODS,
    &typing::TYPING,
    &heaps::HEAPQ,
    &heaps::MERGE,
    &heaps::BISECT,
    &fractions::FRACTION_CONSTRUCTOR,
    &fractions::FRACTION_METHODS,
    &decimal::methods::DECIMAL_CONSTRUCTOR,
    &decimal::methods::DECIMAL_METHODS,
    &decimal::kinds::DECIMAL_KINDS,
    &decimal::module::DECIMAL_MODULE,
    &decimal::module::CONTEXT_CONSTRUCTOR,
    &decimal::module::CONTEXT_METHODS,
    &dates::DATES,
    &dates::DATE_METHODS,
    &dates::DATETIME_METHODS,
    &clocks::CLOCKS,
    &clocks::CLOCK_METHODS,
    &clocks::ZONE_METHODS,
    &timespan::TIMESPAN,
    &timespan::TIMESPAN_METHODS,
    &csv::CSV,
    &csv::write::CSV_WRITER_METHODS,
    &pprint::PPRINT,
    &pprint::PRINTER_CONSTRUCTOR,
    &pprint::PRINTER_METHODS,
    &timeit::TIMEIT,
    &timeit::TIMER_CONSTRUCTOR,
    &timeit::TIMER_METHODS,
    &re::RE,
    &re::PATTERN_METHODS,
    &re::MATCH_METHODS,
    &string::STRING,
    &template::TEMPLATE_CONSTRUCTOR,
    &template::TEMPLATE_METHODS,
    &string::KEYWORD,
];

/// Members of the modules that are no functions: `(module, name, value)`.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    use crate::value::dict_kinds::{COUNTER, DEFAULTDICT, ORDERED_DICT};
    let mut all = vec![
        ("collections", "Counter", Value::Class(&COUNTER)),
        ("collections", "defaultdict", Value::Class(&DEFAULTDICT)),
        ("collections", "OrderedDict", Value::Class(&ORDERED_DICT)),
        ("collections", "deque", Value::Class(&deque::DEQUE)),
        ("collections", "ChainMap", Value::Class(&chain_map::CHAIN_MAP)),
    ];
    let modules = [
        math::constants,
        cmath::constants,
        time::constants,
        sys::constants,
        files::constants,
        warnings::constants,
        itertools::constants,
        string::constants,
        textwrap::constants,
        template::constants,
        timeit::constants,
        pprint::constants,
        exit_stack::constants,
        random_numbers::constants,
        statistics::constants,
        json::constants,
        os::constants,
        os_path::constants,
        pathlib::constants,
        typing::constants,
        fractions::constants,
        decimal::constants,
        tempfile::constants,
        dates::constants,
        csv::constants,
        re::constants,
    ];
    all.extend(crate::value::abstracts::constants());
    all.extend(super::memoryview::constants());
    for more in modules {
        all.extend(more());
    }
    all
}
