//! Python's modules `string` and `keyword`: sets of characters, and the words that can't be names.

use crate::value::{Value, repr};

/// Python's keywords.
pub const KEYWORDS: &[&str] = &[
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

builtins! { STRING, chapter "string", spaces ["string"];
    /// The words of a text with capital letters at their starts.
    ///
    /// >>> import string
    /// >>> string.capwords('hello  wORLD')
    /// 'Hello World'
    fn capwords(cx, s: String, sep: Option<String> = None) -> String {
        let capital = |word: &str| {
            let mut chars = word.chars();
            chars.next().map_or(String::new(), |c| c.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase())
        };
        Ok(match sep {
            Some(sep) => s.split(sep.as_str()).map(capital).collect::<Vec<_>>().join(&sep),
            None => s.split_whitespace().map(capital).collect::<Vec<_>>().join(" "),
        })
    }
}

builtins! { KEYWORD, chapter "keyword", spaces ["keyword"];
    /// Whether a word is one of Python's keywords.
    ///
    /// >>> import keyword
    /// >>> keyword.iskeyword('lambda'), keyword.iskeyword('x')
    /// (True, False)
    fn iskeyword(cx, @pos word: Value) -> bool { Ok(KEYWORDS.contains(&repr::str(&word).as_str())) }
}

/// Members of the modules that are no functions.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let lower = "abcdefghijklmnopqrstuvwxyz";
    let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    let space = " \t\n\r\x0b\x0c";
    let texts = [
        ("ascii_lowercase", lower.to_string()),
        ("ascii_uppercase", upper.to_string()),
        ("ascii_letters", format!("{lower}{upper}")),
        ("digits", "0123456789".to_string()),
        ("hexdigits", "0123456789abcdefABCDEF".to_string()),
        ("octdigits", "01234567".to_string()),
        ("punctuation", punctuation.to_string()),
        ("whitespace", space.to_string()),
        ("printable", format!("0123456789{lower}{upper}{punctuation}{space}")),
    ];
    let mut all: Vec<_> = texts.into_iter().map(|(name, text)| ("string", name, Value::str(text))).collect();
    all.push(("keyword", "kwlist", Value::list(KEYWORDS.iter().map(|k| Value::str(*k)).collect())));
    all
}
