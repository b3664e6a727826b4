//! Expressions run as one program give what one operation at a time gives: bits, dtypes, shapes, layouts, warnings and
//! errors. Random programs from fixed seeds; `NPL_FUSION_CASES` sets how many.

use npl::diagnostic::Diagnostic;
use npl::session::{Mode, Options, Outcome, Session};
use npl::source::Sources;
use npl::value::Value;
use std::cell::RefCell;
use std::rc::Rc;

/// A small generator of its own (Vigna's splitmix64), so that cases stay what they are.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % n as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

const DTYPES: &[&str] = &[
    "float64",
    "float64",
    "float64",
    "float32",
    "float32",
    "int64",
    "int32",
    "uint8",
    "bool",
    "complex128",
    "float16",
];

/// Arrays of several layouts that broadcast to 64 × 72.
fn arrays(dice: &mut Dice) -> String {
    let mut text =
        String::from("import numpy as np\nrng = np.random.default_rng(7)\ndef touch():\n    x[3] = 1\n    return 2\n");
    for name in ["x", "y", "z", "w"] {
        let dtype = dice.pick(DTYPES);
        let shape = dice.pick(&["64, 72", "64, 72", "64, 72", "72", "64, 1", "1, 72"]);
        text += &format!("{name} = (rng.random(({shape},)) * 9 - 3).astype(np.{dtype})\n");
        match dice.roll(7) {
            0 => text += &format!("{name} = np.asfortranarray({name})\n"),
            1 => text += &format!("{name} = {name}[..., ::-1]\n"),
            2 => text += &format!("{name} = np.repeat({name}, 2, axis=-1)[..., ::2]\n"),
            3 if dtype.starts_with("float") => text += &format!("{name}[..., 5] = np.nan; {name}[..., 7] = np.inf\n"),
            4 => text += &format!("{name}[..., 3] = 0\n"),
            _ => {}
        }
    }
    text + "a = rng.random(5000); b = rng.random(5000) - .5\n"
}

fn leaf(dice: &mut Dice) -> String {
    match dice.roll(14) {
        0 => dice.pick(&["2", "-1", "0", "3", "7"]).into(),
        1 => dice.pick(&["0.5", "2.5", "-1e-3", "1e300"]).into(),
        2 => dice.pick(&["np.float32(2)", "np.int8(3)", "True", "1j", "np.float64(0.1)"]).into(),
        3 => dice.pick(&["x[:, ::-1]", "y[..., :]", "z.T.T", "touch()", "x[0]", "x.mean(axis=0)", "x.shape[0]"]).into(),
        _ => dice.pick(&["x", "y", "z", "w"]).into(),
    }
}

fn expression(dice: &mut Dice, depth: usize) -> String {
    if depth == 0 {
        return leaf(dice);
    }
    let part = |dice: &mut Dice| {
        let less = 1 + dice.roll(2);
        expression(dice, depth.saturating_sub(less))
    };
    match dice.roll(16) {
        0..=6 => {
            let op = dice.pick(&["+", "-", "*", "/", "+", "*", "//", "%", "<", ">=", "==", "&", "|", "**"]);
            format!("({} {op} {})", part(dice), part(dice))
        }
        7 => format!("({} ** {})", part(dice), dice.pick(&["2", "0.5", "-1", "2.0", "3"])),
        8 => format!("(-{})", part(dice)),
        9 | 10 => {
            let function = dice.pick(&["sqrt", "exp", "abs", "floor", "sign", "log", "isnan", "square", "sin"]);
            format!("np.{function}({})", part(dice))
        }
        11 => format!("np.{}({}, {})", dice.pick(&["maximum", "hypot", "add", "logical_and"]), part(dice), part(dice)),
        12 => format!("np.where({} > 1, {}, {})", part(dice), part(dice), part(dice)),
        13 => format!("np.clip({}, -1, 2)", part(dice)),
        14 => format!("({}).astype(np.{})", part(dice), dice.pick(&["float32", "int32", "float64"])),
        _ => {
            let name = dice.pick(&["sum", "mean", "max", "min", "any", "all", "argmax", "prod", "std", "var"]);
            let axis = dice.pick(&["", "axis=0, keepdims=True", "axis=-1, keepdims=True", "axis=0"]);
            let axis = if name == "argmax" { "" } else { axis };
            let ddof =
                if matches!(name, "std" | "var") { dice.pick(&["", "ddof=1", "ddof=0.5", "ddof=5000"]) } else { "" };
            let comma = if axis.is_empty() || ddof.is_empty() { "" } else { ", " };
            format!("({}).{name}({axis}{comma}{ddof})", part(dice))
        }
    }
}

fn statement(dice: &mut Dice) -> String {
    let depth = 2 + dice.roll(3);
    let value = expression(dice, depth);
    match dice.roll(9) {
        0 => format!("r = x; r {}= {value}", dice.pick(&["+", "-", "*", "/"])),
        1 => format!("r = np.zeros((64, 72)); r[:, :] = {value}"),
        2 => format!("r = a; r[1:] = r[:-1] * {} + b[1:]", dice.pick(&["2", "0.5"])),
        3 => format!("r = a; r[::2] += r[1::2] * b[::2] - {}", dice.pick(&["1", "r[0]"])),
        4 => format!("r = np.add({value}, y * 2, out=np.zeros((64, 72)))"),
        5 => {
            let name = dice.pick(&["sum()", "std(axis=0)", "var(axis=-1)", "std()", "prod(axis=1)", "var()", "prod()"]);
            format!("r = [{value}, (x * 0.01 + {value}).{name}][1]")
        }
        _ => format!("r = {value}"),
    }
}

/// What a program leaves: `r` in bytes with its dtype, shape and strides, the arrays it may have changed, its warnings.
fn outcome(text: &str, fuse: bool) -> (Vec<String>, Vec<Vec<u8>>) {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let warned = seen.clone();
    let on_warning = move |warning: &Diagnostic, _: &Sources| {
        let places: Vec<_> = warning.labels.iter().map(|label| label.place.span).collect();
        warned.borrow_mut().push(format!("{} {} {places:?}", warning.class, warning.message));
    };
    let options =
        Options { fuse, out: Box::new(std::io::sink()), on_warning: Box::new(on_warning), ..Options::default() };
    let mut session = Session::new(options);
    match session.run("case", text, Mode::Script) {
        Outcome::Error(errors) => {
            seen.borrow_mut().extend(errors.iter().map(|e| format!("{} {} {:?}", e.class, e.message, e.labels.len())));
        }
        Outcome::Done | Outcome::Exit { .. } => {}
    }
    let warnings = seen.borrow().clone();
    let show = "def bits(v):\n    return np.ascontiguousarray(v).view(np.uint8).copy()\nrb = bits(r); xb = bits(x); ab = bits(a)\n\
                v = np.asarray(r); about = str((str(v.dtype), v.shape, v.strides, str(type(r))))\n";
    let shown = session.run("show", show, Mode::Script);
    let mut texts = warnings;
    let mut bytes = Vec::new();
    texts.push(format!("{}", matches!(shown, Outcome::Done)));
    for (name, value) in session.bound_names() {
        match (name, &value) {
            ("rb" | "xb" | "ab", Value::Array(array)) => bytes.extend(array.borrow().to_vec::<u8>()),
            ("about", Value::Str(text)) => texts.push(text.as_str().to_string()),
            _ => {}
        }
    }
    (texts, bytes)
}

#[test]
fn one_program_gives_what_its_operations_give() {
    let cases = std::env::var("NPL_FUSION_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    for seed in 0..cases {
        let mut dice = Dice(seed);
        let text = arrays(&mut dice) + &statement(&mut dice) + "\n";
        let (plain, fused) = (outcome(&text, false), outcome(&text, true));
        assert_eq!(plain.0, fused.0, "seed {seed}:\n{text}");
        assert!(plain.1 == fused.1, "other bits, seed {seed}:\n{text}");
    }
}

#[test]
fn threads_change_no_bit() {
    let text = "import numpy as np\nrng = np.random.default_rng(1)\na = rng.random(300_001); b = rng.random(300_001)\n\
                X = rng.random((70_001, 3)); x = np.zeros(3)\n\
                r = np.concatenate([2*a + b*a - 1, [np.mean((a - b)**2), (a*b).sum(), (a > b).sum(), (a - b).max(),\n\
                    (a - b).std(), (2*a*b).var(), (a/a + 0*b).prod()], (X*2).std(axis=0), (X - 1).var(axis=1),\n\
                    ((X - X.mean(axis=0))**2).sum(axis=1), ((X*2)**2).sum(axis=0)])\n";
    let plain = outcome(text, false);
    for threads in [1, 2, 5] {
        npl::pool::set_threads(threads);
        assert!(outcome(text, true).1 == plain.1, "{threads} threads");
    }
}
