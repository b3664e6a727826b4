//! Names of characters, for `\N{…}`: letters, digits and the signs of mathematics and everyday text.

/// The character of a Unicode name, in any case; `None` for a name that is not known here.
pub fn character(name: &str) -> Option<char> {
    let name = name.to_ascii_uppercase();
    let letter = |prefix: &str| name.strip_prefix(prefix);
    if let Some(rest) = letter("LATIN CAPITAL LETTER ") {
        return latin(rest);
    }
    if let Some(rest) = letter("LATIN SMALL LETTER ") {
        return latin(rest).map(|c| c.to_ascii_lowercase());
    }
    if let Some(rest) = letter("GREEK CAPITAL LETTER ") {
        return greek(rest, 0x391);
    }
    if let Some(rest) = letter("GREEK SMALL LETTER ") {
        return if rest == "FINAL SIGMA" { Some('ς') } else { greek(rest, 0x3B1) };
    }
    if let Some(rest) = letter("DIGIT ") {
        let digit = DIGITS.iter().position(|digit| *digit == rest)?;
        return char::from_digit(digit as u32, 10);
    }
    SIGNS.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

fn latin(rest: &str) -> Option<char> {
    let mut chars = rest.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if c.is_ascii_uppercase() => Some(c),
        _ => None,
    }
}

/// The alphabet in the order of the code points; between rho and sigma lies the final sigma's place.
fn greek(rest: &str, alpha: u32) -> Option<char> {
    const LETTERS: [&str; 25] = [
        "ALPHA", "BETA", "GAMMA", "DELTA", "EPSILON", "ZETA", "ETA", "THETA", "IOTA", "KAPPA", "LAMDA", "MU", "NU",
        "XI", "OMICRON", "PI", "RHO", "", "SIGMA", "TAU", "UPSILON", "PHI", "CHI", "PSI", "OMEGA",
    ];
    let rest = if rest == "LAMBDA" { "LAMDA" } else { rest };
    let index = LETTERS.iter().position(|letter| !letter.is_empty() && *letter == rest)?;
    char::from_u32(alpha + index as u32)
}

const DIGITS: [&str; 10] = ["ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE"];

const SIGNS: [(&str, char); 62] = [
    ("SPACE", ' '),
    ("NO-BREAK SPACE", '\u{A0}'),
    ("EXCLAMATION MARK", '!'),
    ("QUOTATION MARK", '"'),
    ("NUMBER SIGN", '#'),
    ("DOLLAR SIGN", '$'),
    ("PERCENT SIGN", '%'),
    ("AMPERSAND", '&'),
    ("APOSTROPHE", '\''),
    ("ASTERISK", '*'),
    ("PLUS SIGN", '+'),
    ("COMMA", ','),
    ("HYPHEN-MINUS", '-'),
    ("FULL STOP", '.'),
    ("SOLIDUS", '/'),
    ("COLON", ':'),
    ("SEMICOLON", ';'),
    ("LESS-THAN SIGN", '<'),
    ("EQUALS SIGN", '='),
    ("GREATER-THAN SIGN", '>'),
    ("QUESTION MARK", '?'),
    ("COMMERCIAL AT", '@'),
    ("LOW LINE", '_'),
    ("VERTICAL LINE", '|'),
    ("TILDE", '~'),
    ("POUND SIGN", '£'),
    ("YEN SIGN", '¥'),
    ("SECTION SIGN", '§'),
    ("COPYRIGHT SIGN", '©'),
    ("DEGREE SIGN", '°'),
    ("PLUS-MINUS SIGN", '±'),
    ("SUPERSCRIPT TWO", '²'),
    ("SUPERSCRIPT THREE", '³'),
    ("MICRO SIGN", 'µ'),
    ("MIDDLE DOT", '·'),
    ("MULTIPLICATION SIGN", '×'),
    ("DIVISION SIGN", '÷'),
    ("EN DASH", '–'),
    ("EM DASH", '—'),
    ("LEFT SINGLE QUOTATION MARK", '‘'),
    ("RIGHT SINGLE QUOTATION MARK", '’'),
    ("LEFT DOUBLE QUOTATION MARK", '“'),
    ("RIGHT DOUBLE QUOTATION MARK", '”'),
    ("BULLET", '•'),
    ("HORIZONTAL ELLIPSIS", '…'),
    ("EURO SIGN", '€'),
    ("ANGSTROM SIGN", 'Å'),
    ("LEFTWARDS ARROW", '←'),
    ("UPWARDS ARROW", '↑'),
    ("RIGHTWARDS ARROW", '→'),
    ("DOWNWARDS ARROW", '↓'),
    ("PARTIAL DIFFERENTIAL", '∂'),
    ("NABLA", '∇'),
    ("ELEMENT OF", '∈'),
    ("N-ARY SUMMATION", '∑'),
    ("SQUARE ROOT", '√'),
    ("INFINITY", '∞'),
    ("INTEGRAL", '∫'),
    ("ALMOST EQUAL TO", '≈'),
    ("NOT EQUAL TO", '≠'),
    ("LESS-THAN OR EQUAL TO", '≤'),
    ("GREATER-THAN OR EQUAL TO", '≥'),
];

#[cfg(test)]
mod tests {
    use super::character;

    #[test]
    fn names() {
        assert_eq!(character("GREEK SMALL LETTER OMEGA"), Some('ω'));
        assert_eq!(character("greek capital letter sigma"), Some('Σ'));
        assert_eq!(character("LATIN SMALL LETTER Q"), Some('q'));
        assert_eq!(character("DIGIT SEVEN"), Some('7'));
        assert_eq!(character("BULLET"), Some('•'));
        assert_eq!(character("NO SUCH NAME"), None);
    }
}
