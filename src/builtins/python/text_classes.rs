//! Methods of str that ask what kind of characters it is made of: `isalpha`, `isdigit`, `isidentifier` …

use crate::tensor::text::letter::{decimal_digit, is_alphabetic, is_digit, is_numeric, is_space};
use crate::value::Str;
use std::rc::Rc;

builtins! { TEXT_CLASSES, chapter "str: classes of characters", methods "str";
    /// Whether all characters are letters.
    ///
    /// >>> 'abcé'.isalpha(), 'a1'.isalpha(), ''.isalpha()
    /// (True, False, False)
    fn isalpha(cx, @pos this: Rc<Str>) -> bool { Ok(all(&this, is_alphabetic)) }

    /// Whether all characters are decimal digits.
    ///
    /// >>> '42'.isdecimal(), '4²'.isdecimal()
    /// (True, False)
    fn isdecimal(cx, @pos this: Rc<Str>) -> bool { Ok(all(&this, |c| decimal_digit(c).is_some())) }

    /// Whether all characters are digits, raised ones too.
    ///
    /// >>> '4²'.isdigit(), '½'.isdigit()
    /// (True, False)
    fn isdigit(cx, @pos this: Rc<Str>) -> bool { Ok(all(&this, is_digit)) }

    /// Whether all characters stand for numbers.
    ///
    /// >>> '½Ⅷ'.isnumeric(), '-1'.isnumeric()
    /// (True, False)
    fn isnumeric(cx, @pos this: Rc<Str>) -> bool { Ok(all(&this, is_numeric)) }

    /// Whether all characters are letters or stand for numbers.
    ///
    /// >>> 'a1'.isalnum(), 'a 1'.isalnum()
    /// (True, False)
    fn isalnum(cx, @pos this: Rc<Str>) -> bool { Ok(all(&this, |c| is_alphabetic(c) || is_numeric(c))) }

    /// Whether all characters are ASCII.
    ///
    /// >>> 'abc'.isascii(), 'é'.isascii(), ''.isascii()
    /// (True, False, True)
    fn isascii(cx, @pos this: Rc<Str>) -> bool { Ok(this.as_str().is_ascii()) }

    /// Whether all characters are white space.
    ///
    /// >>> ' \t\n'.isspace()
    /// True
    fn isspace(cx, @pos this: Rc<Str>) -> bool { Ok(all(&this, is_space)) }

    /// Whether there are capital letters and no small ones.
    ///
    /// >>> 'A1'.isupper(), '1'.isupper()
    /// (True, False)
    fn isupper(cx, @pos this: Rc<Str>) -> bool {
        let text = this.as_str();
        Ok(text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase))
    }

    /// Whether there are small letters and no capital ones.
    ///
    /// >>> 'a1'.islower()
    /// True
    fn islower(cx, @pos this: Rc<Str>) -> bool {
        let text = this.as_str();
        Ok(text.chars().any(char::is_lowercase) && !text.chars().any(char::is_uppercase))
    }

    /// Whether capital letters stand at the starts of words and only there.
    ///
    /// >>> 'Hello World'.istitle(), 'Hello world'.istitle()
    /// (True, False)
    fn istitle(cx, @pos this: Rc<Str>) -> bool {
        let (mut inside, mut some) = (false, false);
        for c in this.as_str().chars() {
            let cased = c.is_uppercase() || c.is_lowercase();
            if cased && c.is_uppercase() == inside {
                return Ok(false);
            }
            some |= cased;
            inside = cased;
        }
        Ok(some)
    }

    /// Whether it could be a name.
    ///
    /// >>> 'x_1'.isidentifier(), '1x'.isidentifier()
    /// (True, False)
    fn isidentifier(cx, @pos this: Rc<Str>) -> bool {
        Ok(is_identifier(this.as_str()))
    }

    /// Whether `repr` shows all characters as they are.
    ///
    /// >>> 'a b'.isprintable(), 'a\n'.isprintable()
    /// (True, False)
    fn isprintable(cx, @pos this: Rc<Str>) -> bool { Ok(this.as_str().chars().all(crate::value::text::is_printable)) }
}

fn all(text: &Str, test: impl Fn(char) -> bool) -> bool {
    !text.as_str().is_empty() && text.as_str().chars().all(test)
}

/// Whether a text could be a name.
pub fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    let starts = chars.next().is_some_and(|c| c == '_' || is_alphabetic(c));
    starts && chars.all(|c| c == '_' || c.is_alphanumeric())
}
