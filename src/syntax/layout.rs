//! Columns of lines → INDENT and DEDENT, with Python's rules for tabs, and every error of indentation. The grammar
//! gets balanced blocks whatever the text looks like.

use super::error;
use super::token::Kind;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// CPython's limit of nested blocks.
const MAX_LEVELS: usize = 100;

/// How far a line is indented: with tabs to columns of 8, and with tabs as one column. Where the two disagree about
/// which of two lines is deeper, the text would change its meaning with the tab width.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Column {
    pub wide: u32,
    pub narrow: u32,
}

impl Column {
    /// The column after the white space at the start of `text`, and the length of that.
    pub fn of(text: &str) -> (Column, usize) {
        let mut column = Column::default();
        let len = text.bytes().take_while(|byte| column.step(*byte)).count();
        (column, len)
    }

    fn step(&mut self, byte: u8) -> bool {
        match byte {
            b' ' => {
                self.wide += 1;
                self.narrow += 1;
            }
            b'\t' => {
                self.wide = (self.wide / 8 + 1) * 8;
                self.narrow += 1;
            }
            0x0C => *self = Column::default(),
            _ => return false,
        }
        true
    }
}

/// What may follow a logical line.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Follow {
    /// A line at the same depth or less.
    Statement,
    /// An indented block must follow this header.
    Block { header: Kind, span: Span, line: usize },
    /// A block may follow: the header is wrong in another way, and that is reported elsewhere.
    MaybeBlock,
}

struct Level {
    column: Column,
    /// An unexpected indent: reported, and no block for the grammar.
    phantom: bool,
}

/// The open blocks.
pub struct Layout {
    levels: Vec<Level>,
}

impl Layout {
    pub fn new() -> Layout {
        Layout { levels: vec![Level { column: Column::default(), phantom: false }] }
    }

    pub fn top(&self) -> Column {
        self.levels.last().map_or(Column::default(), |level| level.column)
    }

    /// The limit is reached: nothing more can be read with sense.
    pub fn is_too_deep(&self) -> bool {
        self.levels.len() > MAX_LEVELS
    }

    /// A logical line begins at `column` with the token at `place`. `emit` gets INDENT and DEDENT.
    pub fn line(
        &mut self,
        column: Column,
        place: Span,
        follow: Follow,
        emit: &mut dyn FnMut(Kind),
        report: &mut dyn FnMut(Diagnostic),
    ) {
        let top = self.top();
        if column.wide > top.wide {
            if column.narrow <= top.narrow {
                report(tab_error(place));
            }
            let phantom = follow == Follow::Statement;
            if self.levels.len() == MAX_LEVELS {
                report(error::at("IndentationError", place, "too many levels of indentation"));
            } else if phantom {
                report(
                    error::at("IndentationError", place, "unexpected indent")
                        .help("this line is further to the right than the one above, which opens no block"),
                );
            }
            if !phantom {
                emit(Kind::Indent);
            }
            self.levels.push(Level { column, phantom });
            return;
        }
        self.missing_block(place, follow, emit, report);
        if column.wide == top.wide {
            if column.narrow != top.narrow {
                report(tab_error(place));
            }
            return;
        }
        self.dedent(column, place, emit, report);
    }

    fn dedent(&mut self, column: Column, place: Span, emit: &mut dyn FnMut(Kind), report: &mut dyn FnMut(Diagnostic)) {
        while self.levels.len() > 1 && column.wide < self.top().wide {
            let under = self.levels[self.levels.len() - 2].column;
            if under.wide < column.wide {
                // Between two levels: the line stays in the inner block, whose column is now this line's.
                let open: Vec<String> = self.levels.iter().map(|level| level.column.wide.to_string()).collect();
                report(
                    error::at("IndentationError", place, "unindent does not match any outer indentation level")
                        .help(format!("the blocks that are open here begin at columns {}", open.join(", "))),
                );
                if let Some(level) = self.levels.last_mut() {
                    level.column = column;
                }
                return;
            }
            if let Some(level) = self.levels.pop()
                && !level.phantom
            {
                emit(Kind::Dedent);
            }
        }
        if self.top().narrow != column.narrow {
            report(tab_error(place));
        }
    }

    /// The text ends.
    pub fn end(&mut self, place: Span, follow: Follow, emit: &mut dyn FnMut(Kind), report: &mut dyn FnMut(Diagnostic)) {
        self.missing_block(place, follow, emit, report);
        while self.levels.len() > 1 {
            if let Some(level) = self.levels.pop()
                && !level.phantom
            {
                emit(Kind::Dedent);
            }
        }
    }

    /// A header was not followed by a deeper line: the grammar gets an empty block.
    fn missing_block(
        &self,
        place: Span,
        follow: Follow,
        emit: &mut dyn FnMut(Kind),
        report: &mut dyn FnMut(Diagnostic),
    ) {
        if let Follow::Block { header, span, line } = follow {
            let what = match header {
                Kind::Def => "function definition".to_string(),
                Kind::Class => "class definition".to_string(),
                _ => format!("'{}' statement", error::text_of(header)),
            };
            report(
                error::at("IndentationError", place, format!("expected an indented block after {what} on line {line}"))
                    .label(error::place(span), "this needs a block")
                    .help("indent the lines that belong to it, or write `pass` if nothing is to be done"),
            );
            emit(Kind::Indent);
            emit(Kind::Dedent);
        }
    }
}

fn tab_error(place: Span) -> Diagnostic {
    error::at("TabError", place, "inconsistent use of tabs and spaces in indentation")
        .help("indent with spaces only: four for each level")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns() {
        assert_eq!(Column::of("  \tx").0, Column { wide: 8, narrow: 3 });
        assert_eq!(Column::of("\t x").0, Column { wide: 9, narrow: 2 });
        assert_eq!(Column::of("    \x0C x").0, Column { wide: 1, narrow: 1 });
    }
}
