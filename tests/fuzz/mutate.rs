//! Recorded programs → programs with a few characters, pieces or arguments changed.

use super::{CASES, Random};

/// Programs that neither read nor write files and end soon.
pub fn seeds() -> Vec<String> {
    let program = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok()?["x"].as_str().map(String::from);
    let tame = |p: &String| {
        !["open", "save", "file", "os.", "txt", "sleep", "input", "memmap"].iter().any(|word| p.contains(word))
    };
    let found: Vec<String> = CASES.lines().skip(1).filter_map(program).filter(tame).collect();
    assert!(found.len() > 10_000);
    found
}

const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    ";",
    "=",
    "==",
    "-",
    "**",
    "//",
    "@",
    "~",
    ".",
    "...",
    "'",
    "\"",
    "f'",
    "\\",
    "\n",
    "\n    ",
    " for ",
    " in ",
    " if ",
    " else ",
    "lambda ",
    "not ",
    "def f():",
    "None",
    "-1",
    "0",
    "1e308",
    "nan",
    "True",
    "[]",
    "np.",
    "axis=",
    "dtype='U3'",
    "[::-1]",
    "[..., None]",
    ".T",
    ".shape",
    "\t",
    "λ",
    "\0",
    "0x",
    "1_0",
    "{x!r}",
    ".reshape(2, 3, 4)",
    ".astype('M8[s]')",
    ".astype(object)",
    ".astype('S0')",
    "[::-3, None, ..., ()]",
    "[-1:-9:-2]",
    "[[], ]",
    "[[True, False, True]]",
    "[1, 2; 3, 4]",
    "np.empty((0, 3, 0))",
    "np.zeros((2, 0), 'i1')",
    "np.ones((1, 1, 1, 3), 'c8')",
    "np.zeros(3, 'i4, (2,)f8, U3')",
    "np.array(None)",
    "np.nan * 1j",
    "2**70",
    "-2**63",
    "1 << 200",
    "range(9)[::-2]",
    "f'{x:>+#020_.3e}'",
    "'{:{}}'.format(1, '<9')",
    "'%-+08.3f' % ",
    "format(3, '010,d')",
    "axis=(0, -1)",
    "axis=-9",
    "out=a",
    "where=t",
    "keepdims=1",
    "order='F'",
    "initial=None",
    "key=lambda q: -q",
    "*[1, 2]",
    "**{'axis': 1}",
    "(lambda *p, **k: (p, k))",
    "[i for i in ",
    "{**{}, 'k': ",
    "x := ",
    "slice(None, None, -1)",
    "b'\\xff'",
    "'\\N{DIGIT ONE}'",
    "try:\n    ",
    "\nfinally:\n    ",
    "while x:\n    ",
    "return ",
    "del ",
    "global x\n",
];

pub fn mutate(random: &mut Random, seeds: &[String]) -> String {
    let mut text: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
    for _ in 0..1 + random.below(4) {
        let at = random.below(text.len() + 1);
        match random.below(6) {
            0 if at < text.len() => {
                text.remove(at);
            }
            1 => text.splice(at..at, PIECES[random.below(PIECES.len())].chars()).for_each(drop),
            2 if at < text.len() => text[at] = char::from(32 + random.below(95) as u8),
            3 => {
                let other: Vec<char> = seeds[random.below(seeds.len())].chars().collect();
                let (from, to) = (random.below(other.len()), random.below(other.len()));
                text.splice(at..at, other[from.min(to)..from.max(to)].iter().copied()).for_each(drop);
            }
            4 if at < text.len() => {
                let end = (at + random.below(8)).min(text.len());
                text.drain(at..end);
            }
            _ if at + 1 < text.len() => text.swap(at, at + 1),
            _ => {}
        }
    }
    // No long numbers: they ask for much memory or time, rightly.
    let mut digits = 0;
    text.retain(|c| {
        digits = if c.is_ascii_digit() { digits + 1 } else { 0 };
        digits <= 3
    });
    text.into_iter().collect()
}
