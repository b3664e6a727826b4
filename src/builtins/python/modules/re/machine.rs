//! Runs a regular expression's program over a text, with backtracking: the first way that matches, in Perl's order.
//!
//! Whatever is changed (groups, counters) is written down on the stack of choices below the change, so that going back to a
//! choice undoes it. The machine's own stack does not grow with the text.

use super::program::{Program, Step};
use super::tree::{Assertion, Category, Fold, Kind};
use crate::value::class::exception;
use crate::value::{Error, Result};

/// A text as characters with numbers.
pub trait Text {
    fn length(&self) -> usize;
    fn at(&self, place: usize) -> u32;
}

impl Text for [u8] {
    #[inline(always)]
    fn length(&self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn at(&self, place: usize) -> u32 {
        self[place] as u32
    }
}

impl Text for [char] {
    #[inline(always)]
    fn length(&self) -> usize {
        self.len()
    }

    #[inline(always)]
    fn at(&self, place: usize) -> u32 {
        self[place] as u32
    }
}

/// Not a place.
pub const NOWHERE: usize = usize::MAX;

/// Choices and changes that are kept at most: a gigabyte.
const MOST_FRAMES: usize = 1 << 25;

/// What is asked of a match.
#[derive(Clone, Copy)]
pub struct Demand {
    /// It ends at the end.
    pub whole: bool,
    /// It is not empty at this place.
    pub not_empty_at: usize,
}

/// Where the groups lie.
#[derive(Clone)]
pub struct Places {
    /// Start and end of each group, the whole match first.
    pub slots: Vec<usize>,
    /// The group that ended last, 0 for none.
    pub last: usize,
}

enum Frame {
    /// A choice: go on there.
    Try {
        step: usize,
        at: usize,
    },
    /// A greedy run that may end earlier, but not before `least`.
    Shorter {
        step: usize,
        at: usize,
        least: usize,
    },
    /// A lazy run that may go on for so many characters.
    Longer {
        step: usize,
        at: usize,
        left: usize,
    },
    /// A lazy repetition that may take another round.
    Again {
        step: usize,
        at: usize,
    },
    /// Changes to undo.
    Slot {
        slot: usize,
        was: usize,
        last: usize,
    },
    Counter {
        counter: usize,
        was: (usize, usize),
    },
}

struct Machine<'a, T: ?Sized> {
    program: &'a Program,
    text: &'a T,
    end: usize,
    demand: Demand,
    places: Places,
    /// For each repetition: rounds so far, and where the last one began.
    counters: Vec<(usize, usize)>,
    stack: Vec<Frame>,
    steps: u32,
}

/// The first match that starts at `from` or, with `search`, after it. KeyboardInterrupt; MemoryError where going back would
/// take more than a gigabyte.
pub fn find<T: Text + ?Sized>(
    program: &Program,
    groups: usize,
    text: &T,
    (from, end): (usize, usize),
    search: bool,
    demand: Demand,
) -> Result<Option<Places>> {
    let mut machine = Machine {
        program,
        text,
        end: end.min(text.length()),
        demand,
        places: Places { slots: vec![NOWHERE; 2 * groups + 2], last: 0 },
        counters: vec![(0, NOWHERE); program.counters],
        stack: Vec::new(),
        steps: 0,
    };
    let mut start = from;
    while start <= machine.end {
        if search && let Some(first) = &program.first {
            match (start..machine.end).find(|&i| first.matches(text.at(i))) {
                Some(next) => start = next,
                None => return Ok(None),
            }
        }
        machine.places.slots[0] = start;
        if let Some(end) = machine.run(0, start)? {
            machine.places.slots[1] = end;
            return Ok(Some(machine.places));
        }
        if !search {
            break;
        }
        start += 1;
    }
    Ok(None)
}

fn is_word<T: Text + ?Sized>(text: &T, at: usize, ascii: bool) -> bool {
    Category::Word.contains(text.at(at), ascii)
}

impl<T: Text + ?Sized> Machine<'_, T> {
    /// Runs from a step until `Done` or `Accept`; where that was reached, with the choices that are left on the stack.
    /// `None` when no choice is left; then all changes are undone.
    fn run(&mut self, step: usize, at: usize) -> Result<Option<usize>> {
        let program = self.program;
        let base = self.stack.len();
        let (mut step, mut at) = (step, at);
        loop {
            self.steps = self.steps.wrapping_add(1);
            if self.steps.is_multiple_of(4096) {
                self.watch()?;
            }
            let next = match &program.steps[step] {
                Step::One(one) => (at < self.end && one.matches(self.text.at(at))).then(|| (step + 1, at + 1)),
                Step::Run { .. } => self.begin_run(step, at),
                Step::OrElse(other) => {
                    self.stack.push(Frame::Try { step: *other, at });
                    Some((step + 1, at))
                }
                Step::First(other) => {
                    self.stack.push(Frame::Try { step: step + 1, at });
                    Some((*other, at))
                }
                Step::Jump(other) => Some((*other, at)),
                Step::Save(slot) => {
                    self.save(*slot, at);
                    Some((step + 1, at))
                }
                Step::Assert(assertion) => self.holds(*assertion, at).then_some((step + 1, at)),
                Step::Same(group, fold) => self.same(*group, *fold, at).map(|at| (step + 1, at)),
                Step::Look { back, negate, after } => {
                    self.look(step + 1, at.checked_sub(*back), *negate)?.then_some((*after, at))
                }
                Step::Atomic { after } => self.part(step + 1, at)?.map(|at| (*after, at)),
                Step::IfGroup(group, other) => {
                    let matched = self.places.slots.get(2 * group + 1).is_some_and(|end| *end != NOWHERE);
                    Some((if matched { step + 1 } else { *other }, at))
                }
                Step::Begin(counter) => {
                    self.count(*counter, (0, NOWHERE));
                    Some((step + 1, at))
                }
                Step::Until { counter, least, most, lazy, body } => {
                    let (rounds, last) = self.counters[*counter];
                    if rounds < *least {
                        self.count(*counter, (rounds + 1, last));
                        Some((*body, at))
                    } else if *lazy {
                        self.stack.push(Frame::Again { step, at });
                        Some((step + 1, at))
                    } else if rounds < *most && last != at {
                        self.stack.push(Frame::Try { step: step + 1, at });
                        self.count(*counter, (rounds + 1, at));
                        Some((*body, at))
                    } else {
                        Some((step + 1, at))
                    }
                }
                Step::Done => return Ok(Some(at)),
                Step::Accept => {
                    if (self.demand.whole && at != self.end)
                        || (self.demand.not_empty_at == at && self.places.slots[0] == at)
                    {
                        None
                    } else {
                        return Ok(Some(at));
                    }
                }
            };
            match next.or_else(|| self.go_back(base)) {
                Some(next) => (step, at) = next,
                None => return Ok(None),
            }
        }
    }

    #[cold]
    fn watch(&self) -> Result<()> {
        if crate::pool::interrupted() {
            return Err(Error::with_args(&exception::KEYBOARD_INTERRUPT, Vec::new()));
        }
        if self.stack.len() > MOST_FRAMES {
            return Err(exception::MEMORY_ERROR.error(""));
        }
        Ok(())
    }

    /// The newest choice above `base`; undoes what came after it.
    fn go_back(&mut self, base: usize) -> Option<(usize, usize)> {
        while self.stack.len() > base {
            match self.stack.pop()? {
                Frame::Try { step, at } => return Some((step, at)),
                Frame::Shorter { step, at, least } => return Some(self.shorten(step, at, least)),
                Frame::Longer { step, at, left } => {
                    let Step::Run { one, .. } = &self.program.steps[step] else { continue };
                    if at < self.end && one.matches(self.text.at(at)) {
                        if left > 1 {
                            self.stack.push(Frame::Longer { step, at: at + 1, left: left - 1 });
                        }
                        return Some((step + 1, at + 1));
                    }
                }
                Frame::Again { step, at } => {
                    let Step::Until { counter, most, body, .. } = &self.program.steps[step] else { continue };
                    let (rounds, last) = self.counters[*counter];
                    if rounds < *most && last != at {
                        self.count(*counter, (rounds + 1, at));
                        return Some((*body, at));
                    }
                }
                Frame::Slot { slot, was, last } => {
                    self.places.slots[slot] = was;
                    self.places.last = last;
                }
                Frame::Counter { counter, was } => self.counters[counter] = was,
            }
        }
        None
    }

    fn save(&mut self, slot: usize, at: usize) {
        self.stack.push(Frame::Slot { slot, was: self.places.slots[slot], last: self.places.last });
        self.places.slots[slot] = at;
        if slot % 2 == 1 {
            self.places.last = slot / 2;
        }
    }

    fn count(&mut self, counter: usize, value: (usize, usize)) {
        self.stack.push(Frame::Counter { counter, was: self.counters[counter] });
        self.counters[counter] = value;
    }

    /// How many characters from a place on pass a run's test, at most so many.
    fn begin_run(&mut self, step: usize, at: usize) -> Option<(usize, usize)> {
        let Step::Run { one, least, most, kind } = &self.program.steps[step] else { return None };
        let wanted = if *kind == Kind::Lazy { *least } else { *most };
        let limit = self.end.min(at.saturating_add(wanted));
        let stop = (at..limit).find(|&i| !one.matches(self.text.at(i))).unwrap_or(limit);
        if stop - at < *least {
            return None;
        }
        match kind {
            Kind::Greedy if stop > at + least => Some(self.shortest_first(step, stop, at + least)),
            Kind::Lazy if most > least => {
                self.stack.push(Frame::Longer { step, at: stop, left: most - least });
                Some((step + 1, stop))
            }
            _ => Some((step + 1, stop)),
        }
    }

    /// A greedy run that ends at `at`, with the choice to end earlier.
    fn shortest_first(&mut self, step: usize, at: usize, least: usize) -> (usize, usize) {
        if at > least {
            self.stack.push(Frame::Shorter { step, at, least });
        }
        (step + 1, at)
    }

    /// Ends a greedy run one character earlier, or at the last place before where the character that must follow stands.
    fn shorten(&mut self, step: usize, at: usize, least: usize) -> (usize, usize) {
        let mut at = at - 1;
        if let Some(Step::One(one)) = self.program.steps.get(step + 1) {
            while at > least && !one.matches(self.text.at(at)) {
                at -= 1;
            }
        }
        self.shortest_first(step, at, least)
    }

    fn holds(&self, assertion: Assertion, at: usize) -> bool {
        match assertion {
            Assertion::Start => at == 0,
            Assertion::LineStart => at == 0 || self.text.at(at - 1) == 10,
            Assertion::End => at == self.end,
            Assertion::LastLineEnd => at == self.end || (at + 1 == self.end && self.text.at(at) == 10),
            Assertion::LineEnd => at == self.end || self.text.at(at) == 10,
            Assertion::Word { boundary, ascii } => {
                // CPython finds no boundary, and no place without one, in an empty text.
                if self.end == 0 {
                    return false;
                }
                let before = at > 0 && is_word(self.text, at - 1, ascii);
                let after = at < self.end && is_word(self.text, at, ascii);
                (before != after) == boundary
            }
        }
    }

    /// Where the text of a group ends if it stands here again.
    fn same(&self, group: usize, fold: Option<Fold>, at: usize) -> Option<usize> {
        let (start, end) = (self.places.slots[2 * group], self.places.slots[2 * group + 1]);
        if start == NOWHERE || end == NOWHERE || end < start || at + (end - start) > self.end {
            return None;
        }
        let equal = |i: usize| {
            let (a, b) = (self.text.at(start + i), self.text.at(at + i));
            a == b || fold.is_some_and(|fold| fold.of(a) == fold.of(b))
        };
        (0..end - start).all(equal).then(|| at + (end - start))
    }

    /// Runs a part and forgets its choices; its changes stay, to be undone with all else.
    fn part(&mut self, step: usize, at: usize) -> Result<Option<usize>> {
        let base = self.stack.len();
        let end = self.run(step, at)?;
        if end.is_some() {
            let above = self.stack.split_off(base);
            self.stack.extend(above.into_iter().filter(|f| matches!(f, Frame::Slot { .. } | Frame::Counter { .. })));
        }
        Ok(end)
    }

    /// Whether looking ahead, or behind from an earlier place, finds what it should.
    fn look(&mut self, step: usize, from: Option<usize>, negate: bool) -> Result<bool> {
        let base = self.stack.len();
        let found = match from {
            Some(from) => self.part(step, from)?.is_some(),
            None => false,
        };
        if found && negate {
            // Only changes are left there: this undoes them.
            self.go_back(base);
        }
        Ok(found != negate)
    }
}
