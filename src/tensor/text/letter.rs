//! What kind of letter a code point or a byte is, as Python's `isalpha`, `isspace` … see it.

use crate::tensor::Element;

/// A unit of text: a code point of `<U` (4 bytes), or a byte of `S`, of which only ASCII has a meaning.
pub trait Letter: Element + Ord {
    const NUL: Self;

    fn ascii(byte: u8) -> Self;
    fn is_space(self) -> bool;
    fn is_alphabetic(self) -> bool;
    fn is_decimal(self) -> bool;
    fn is_digit(self) -> bool;
    fn is_numeric(self) -> bool;
    fn is_lowercase(self) -> bool;
    fn is_uppercase(self) -> bool;
}

impl Letter for u8 {
    const NUL: u8 = 0;

    fn ascii(byte: u8) -> u8 {
        byte
    }

    /// ASCII's white space with the vertical tab.
    fn is_space(self) -> bool {
        self.is_ascii_whitespace() || self == 0x0b
    }

    fn is_alphabetic(self) -> bool {
        self.is_ascii_alphabetic()
    }

    fn is_decimal(self) -> bool {
        self.is_ascii_digit()
    }

    fn is_digit(self) -> bool {
        self.is_ascii_digit()
    }

    fn is_numeric(self) -> bool {
        self.is_ascii_digit()
    }

    fn is_lowercase(self) -> bool {
        self.is_ascii_lowercase()
    }

    fn is_uppercase(self) -> bool {
        self.is_ascii_uppercase()
    }
}

/// A test of a code point: of none that is no character.
fn of_char(code: u32, test: impl Fn(char) -> bool) -> bool {
    char::from_u32(code).is_some_and(test)
}

impl Letter for u32 {
    const NUL: u32 = 0;

    fn ascii(byte: u8) -> u32 {
        u32::from(byte)
    }

    fn is_space(self) -> bool {
        of_char(self, is_space)
    }

    fn is_alphabetic(self) -> bool {
        of_char(self, is_alphabetic)
    }

    fn is_decimal(self) -> bool {
        of_char(self, |c| decimal_digit(c).is_some())
    }

    fn is_digit(self) -> bool {
        of_char(self, is_digit)
    }

    fn is_numeric(self) -> bool {
        of_char(self, is_numeric)
    }

    fn is_lowercase(self) -> bool {
        of_char(self, char::is_lowercase)
    }

    fn is_uppercase(self) -> bool {
        of_char(self, char::is_uppercase)
    }
}

/// What Python's `str.split()` takes for white space: Unicode's, and the four information separators.
pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\x1c'..='\x1f')
}

/// Letters of any script.
pub fn is_alphabetic(c: char) -> bool {
    c.is_alphabetic() && !c.is_numeric()
}

/// Decimal digits, and digits raised, lowered or in circles.
pub fn is_digit(c: char) -> bool {
    decimal_digit(c).is_some()
        || matches!(c, '²' | '³' | '¹' | '⁰' | '⁴'..='⁹' | '₀'..='₉' | '①'..='⑨' | '⑴'..='⑼' | '⒈'..='⒐' | '⓪' | '⓵'..='⓽' | '⓿')
        || matches!(c, '❶'..='❾' | '➀'..='➈' | '➊'..='➒' | '🄀'..='🄊')
}

/// Characters of a numeric category, and the ideographs that are numbers.
pub fn is_numeric(c: char) -> bool {
    c.is_numeric() || "〇一二三四五六七八九十百千万億兆零壹贰叁肆伍陆柒捌玖拾佰仟".contains(c)
}

/// Zeros of the scripts that have decimal digits of their own, beyond ASCII (Unicode 14, category Nd).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0, 0xf20,
    0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0,
    0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0,
    0x11450, 0x114d0, 0x11650, 0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0,
    0x16b50, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The value of a decimal digit of any script.
pub fn decimal_digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let code = c as u32;
    let before = ZEROS.partition_point(|&zero| zero <= code);
    let value = code - ZEROS.get(before.checked_sub(1)?)?;
    (value < 10).then_some(value)
}
