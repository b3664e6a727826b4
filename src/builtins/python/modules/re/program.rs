//! The tree of a regular expression → a program of steps for the machine.

use super::tree::{Assertion, Fold, Kind, Node, One};

/// One step. Steps follow each other unless they name another.
pub enum Step {
    One(One),
    /// One character's test as often as it holds, within bounds.
    Run {
        one: One,
        least: usize,
        most: usize,
        kind: Kind,
    },
    /// Goes on with the next step and, should that fail, with this one.
    OrElse(usize),
    /// Goes on with that step and, should that fail, with the next.
    First(usize),
    Jump(usize),
    /// Keeps the place: `2 * group` for its start, one more for its end.
    Save(usize),
    Assert(Assertion),
    /// What a group matched, again.
    Same(usize, Option<Fold>),
    /// Tries the steps up to `Done` at this place, or so many characters before it, and goes on after them.
    Look {
        back: usize,
        negate: bool,
        after: usize,
    },
    Atomic {
        after: usize,
    },
    /// Goes on if the group has matched, else with that step.
    IfGroup(usize, usize),
    /// Sets a counter to nought.
    Begin(usize),
    /// After each round of a repetition: another one from `body`, or on.
    Until {
        counter: usize,
        least: usize,
        most: usize,
        lazy: bool,
        body: usize,
    },
    /// The end of a part.
    Done,
    /// The end of all.
    Accept,
}

pub struct Program {
    pub steps: Vec<Step>,
    pub counters: usize,
    /// What the first character must be, where one is needed.
    pub first: Option<One>,
}

impl Program {
    pub fn new(node: &Node) -> Program {
        let mut program = Program { steps: Vec::new(), counters: 0, first: first_of(node) };
        program.add(node);
        program.steps.push(Step::Accept);
        program
    }

    fn next(&self) -> usize {
        self.steps.len()
    }

    fn add(&mut self, node: &Node) {
        match node {
            Node::One(one) => self.steps.push(Step::One(one.clone())),
            Node::Assert(assertion) => self.steps.push(Step::Assert(*assertion)),
            Node::Concat(nodes) => nodes.iter().for_each(|node| self.add(node)),
            Node::Alternate(nodes) => self.alternatives(nodes),
            Node::Repeat { node, least, most, kind } => self.repeat(node, *least, *most, *kind),
            Node::Group(None, node) => self.add(node),
            Node::Group(Some(group), node) => {
                self.steps.push(Step::Save(2 * group));
                self.add(node);
                self.steps.push(Step::Save(2 * group + 1));
            }
            Node::Same(group, fold) => self.steps.push(Step::Same(*group, *fold)),
            Node::Look { behind, negate, node } => {
                let back = if *behind { node.width().0 } else { 0 };
                self.part(node, |after| Step::Look { back, negate: *negate, after });
            }
            Node::Atomic(node) => self.part(node, |after| Step::Atomic { after }),
            Node::Conditional(group, yes, no) => {
                let test = self.next();
                self.steps.push(Step::IfGroup(*group, 0));
                self.add(yes);
                let over = self.next();
                self.steps.push(Step::Jump(0));
                self.steps[test] = Step::IfGroup(*group, over + 1);
                self.add(no);
                self.steps[over] = Step::Jump(self.next());
            }
        }
    }

    /// Steps that run by themselves, headed by one that knows where they end.
    fn part(&mut self, node: &Node, head: impl Fn(usize) -> Step) {
        let at = self.next();
        self.steps.push(Step::Done);
        self.add(node);
        self.steps.push(Step::Done);
        self.steps[at] = head(self.next());
    }

    fn alternatives(&mut self, nodes: &[Node]) {
        let mut ends = Vec::new();
        for (i, node) in nodes.iter().enumerate() {
            let last = i + 1 == nodes.len();
            let head = self.next();
            if !last {
                self.steps.push(Step::OrElse(0));
            }
            self.add(node);
            if !last {
                ends.push(self.next());
                self.steps.push(Step::Jump(0));
                self.steps[head] = Step::OrElse(self.next());
            }
        }
        for end in ends {
            self.steps[end] = Step::Jump(self.next());
        }
    }

    fn repeat(&mut self, node: &Node, least: usize, most: usize, kind: Kind) {
        match (node, kind) {
            (Node::One(one), _) => self.steps.push(Step::Run { one: one.clone(), least, most, kind }),
            (_, Kind::Possessive) => {
                let at = self.next();
                self.steps.push(Step::Done);
                self.repeat(node, least, most, Kind::Greedy);
                self.steps.push(Step::Done);
                self.steps[at] = Step::Atomic { after: self.next() };
            }
            _ if (least, most) == (0, 1) => {
                let head = self.next();
                self.steps.push(Step::Done);
                self.add(node);
                let after = self.next();
                self.steps[head] = if kind == Kind::Lazy { Step::First(after) } else { Step::OrElse(after) };
            }
            _ => {
                let counter = self.counters;
                self.counters += 1;
                self.steps.push(Step::Begin(counter));
                let over = self.next();
                self.steps.push(Step::Jump(0));
                let body = self.next();
                self.add(node);
                self.steps[over] = Step::Jump(self.next());
                self.steps.push(Step::Until { counter, least, most, lazy: kind == Kind::Lazy, body });
            }
        }
    }
}

/// The test that the first character of every match passes, where there is one that says so.
fn first_of(node: &Node) -> Option<One> {
    match node {
        Node::One(One::Any | One::NotNewline) => None,
        Node::One(one) => Some(one.clone()),
        Node::Concat(nodes) => first_of(nodes.first()?),
        Node::Group(_, node) | Node::Atomic(node) => first_of(node),
        Node::Repeat { node, least, .. } if *least > 0 => first_of(node),
        _ => None,
    }
}
