//! The order in which a sum over several operands is contracted: operands' labels → pairs to contract, by a greedy or an
//! exhaustive search, and the table of costs that `einsum_path` shows.
//!
//! The greedy search is that of opt_einsum (Smith & Gray, JOSS 3(26), 753, 2018): take the pair whose contraction frees the
//! most memory, and among equals the cheapest.

use crate::value::convert::{Ints, to_index};
use crate::value::iter::collect;
use crate::value::{Context, Error, FromValue, Result, Value};

/// Which operands are contracted at each step; the result of a step goes to the end of those left.
pub type Path = Vec<Vec<usize>>;

/// Labels as bits.
type Set = u128;

/// A sum as the search sees it.
pub struct Problem {
    /// The letter of each label, in order.
    letters: Vec<char>,
    sizes: Vec<u128>,
    inputs: Vec<Set>,
    /// The inputs' and the output's labels as they are written.
    texts: Vec<String>,
    output: Set,
    output_text: String,
}

/// What `optimize=` asks for.
pub enum Order {
    /// All operands in one step.
    AtOnce,
    Greedy(Option<u128>),
    Optimal(Option<u128>),
    Given(Path),
}

impl Order {
    /// KeyError for a name that is none, TypeError for what is no order at all.
    pub fn from_value(cx: &mut dyn Context, value: &Value) -> Result<Order> {
        let named = |name: &str, limit: Option<u128>| match name {
            "greedy" => Ok(Order::Greedy(limit)),
            "optimal" => Ok(Order::Optimal(limit)),
            _ => Err(Error::key(Value::tuple([Value::str("Path name %s not found"), Value::str(name)]))),
        };
        let items = match value {
            Value::None => return Ok(Order::AtOnce),
            Value::Bool(on) => return Ok(if on.get() { Order::Greedy(None) } else { Order::AtOnce }),
            Value::Str(name) => return named(name.as_str(), None),
            Value::List(_) | Value::Tuple(_) => collect(cx, value)?,
            other => {
                let text = crate::value::repr::str(other);
                return Err(Error::type_error(format!("Did not understand the path: {text}")));
            }
        };
        match items.as_slice() {
            [Value::Str(first), steps @ ..] if first.as_str() == "einsum_path" => {
                let steps = steps.iter().map(|step| positions(cx, step)).collect::<Result<_>>()?;
                Ok(Order::Given(steps))
            }
            [Value::Str(name), limit] => {
                let limit = match limit {
                    Value::Float(f) => f.get() as u128,
                    other => u128::try_from(to_index(other)?).unwrap_or(0),
                };
                named(name.as_str(), Some(limit))
            }
            _ => {
                let text = crate::value::repr::str(value);
                Err(Error::type_error(format!("Did not understand the path: {text}")))
            }
        }
    }
}

/// The places of one step of a given path.
fn positions(cx: &mut dyn Context, step: &Value) -> Result<Vec<usize>> {
    let places = Ints::from_value(cx, step)?.0;
    places.into_iter().map(|i| usize::try_from(i).map_err(|_| Error::index("pop index out of range"))).collect()
}

/// One contraction: labels of the result, of all operands, and those that are summed.
struct Step {
    result: Set,
    all: Set,
    summed: Set,
}

impl Problem {
    /// `inputs` holds each operand's labels with the lengths of its axes. ValueError where lengths of a label differ.
    pub fn new(inputs: &[Vec<(char, usize)>], output: &[char]) -> Result<Problem> {
        let mut letters: Vec<char> = inputs.iter().flatten().map(|(letter, _)| *letter).collect();
        letters.sort_unstable();
        letters.dedup();
        let mut sizes = vec![0u128; letters.len()];
        let place = |letter: char| letters.iter().position(|l| *l == letter).unwrap_or(0);
        for (operand, labels) in inputs.iter().enumerate() {
            for &(letter, length) in labels {
                let (size, length) = (&mut sizes[place(letter)], length as u128);
                match *size {
                    0 | 1 => *size = length,
                    known if known == length || length == 1 => {}
                    known => {
                        return Err(Error::value(format!(
                            "Size of label '{letter}' for operand {operand} ({known}) does not match previous terms ({length})."
                        )));
                    }
                }
            }
        }
        let set = |labels: &mut dyn Iterator<Item = char>| labels.fold(0, |set, letter| set | 1 << place(letter));
        Ok(Problem {
            inputs: inputs.iter().map(|labels| set(&mut labels.iter().map(|(letter, _)| *letter))).collect(),
            texts: inputs.iter().map(|labels| labels.iter().map(|(letter, _)| *letter).collect()).collect(),
            output: set(&mut output.iter().copied()),
            output_text: output.iter().collect(),
            letters,
            sizes,
        })
    }

    /// The number of elements of an array with such labels.
    fn size(&self, set: Set) -> u128 {
        let chosen = self.sizes.iter().enumerate().filter(|(i, _)| set >> i & 1 == 1);
        chosen.fold(1, |product, (_, size)| product.saturating_mul(*size))
    }

    /// Multiplications and additions of a contraction of `terms` operands.
    fn cost(&self, all: Set, sums: bool, terms: usize) -> u128 {
        let each = (terms.max(2) - 1) as u128 + u128::from(sums);
        self.size(all).saturating_mul(each)
    }

    fn step(&self, places: &[usize], terms: &[Set]) -> Step {
        let (mut all, mut rest) = (0, self.output);
        for (i, set) in terms.iter().enumerate() {
            if places.contains(&i) { all |= set } else { rest |= set }
        }
        Step { result: all & rest, all, summed: all & !rest }
    }

    fn step_cost(&self, step: &Step, terms: usize) -> u128 {
        self.cost(step.all, step.summed != 0, terms)
    }

    fn naive_cost(&self) -> u128 {
        let labels: u32 = self.inputs.iter().map(|set| set.count_ones()).sum();
        let all = self.inputs.iter().fold(0, |all, set| all | set);
        self.cost(all, labels > all.count_ones(), self.inputs.len())
    }

    /// The order of contractions.
    pub fn path(&self, order: &Order) -> Path {
        let n = self.inputs.len();
        let at_once = vec![(0..n).collect::<Vec<usize>>()];
        let every = self.inputs.iter().fold(0, |all, set| all | set);
        let limit = || {
            let sizes = self.inputs.iter().chain([&self.output]).map(|set| self.size(*set));
            sizes.max().unwrap_or(1)
        };
        match order {
            Order::Given(path) => path.clone(),
            Order::AtOnce => at_once,
            _ if n <= 2 || every == self.output => at_once,
            Order::Greedy(given) => self.greedy(given.unwrap_or_else(limit)),
            Order::Optimal(given) => self.optimal(given.unwrap_or_else(limit)),
        }
    }

    /// A pair's rank, `None` where its result is too large or the path would cost more than doing all at once.
    fn candidate(&self, pair: [usize; 2], terms: &[Set], limit: u128, spent: u128) -> Option<Candidate> {
        let step = self.step(&pair, terms);
        let size = self.size(step.result);
        let cost = self.step_cost(&step, 2);
        if size > limit || spent.saturating_add(cost) > self.naive_cost() {
            return None;
        }
        let freed = self.size(terms[pair[0]]).saturating_add(self.size(terms[pair[1]])) as i128 - size as i128;
        Some(Candidate { rank: (-freed, cost), pair })
    }

    fn greedy(&self, limit: u128) -> Path {
        let mut terms = self.inputs.clone();
        let (mut path, mut spent) = (Path::new(), 0u128);
        let mut known: Vec<Candidate> = Vec::new();
        let mut fresh = pairs(terms.len());
        for _ in 1..self.inputs.len() {
            let touching = fresh.iter().filter(|[a, b]| terms[*a] & terms[*b] != 0);
            known.extend(touching.filter_map(|&pair| self.candidate(pair, &terms, limit, spent)));
            if known.is_empty() {
                known.extend(
                    pairs(terms.len()).into_iter().filter_map(|pair| self.candidate(pair, &terms, limit, spent)),
                );
            }
            let Some(best) = known.iter().min_by_key(|c| c.rank).cloned() else {
                path.push((0..terms.len()).collect());
                break;
            };
            let [x, y] = best.pair;
            known.retain(|c| c.pair.iter().all(|i| *i != x && *i != y));
            for candidate in &mut known {
                candidate.pair = candidate.pair.map(|i| i - usize::from(i > x) - usize::from(i > y));
            }
            let result = self.step(&best.pair, &terms).result;
            terms.remove(y);
            terms.remove(x);
            terms.push(result);
            let last = terms.len() - 1;
            fresh = (0..last).map(|i| [i, last]).collect();
            path.push(best.pair.to_vec());
            spent = spent.saturating_add(best.rank.1);
        }
        path
    }

    fn optimal(&self, limit: u128) -> Path {
        let mut best: Vec<Option<(u128, Path)>> = vec![None; self.inputs.len()];
        self.search(&self.inputs, &mut Path::new(), 0, limit, &mut best);
        // Where a limit allows no more pairs, the rest is done at once.
        let Some((depth, Some((_, path)))) = best.iter().enumerate().rev().find(|(_, found)| found.is_some()) else {
            return vec![(0..self.inputs.len()).collect()];
        };
        let mut path = path.clone();
        if depth + 1 < self.inputs.len() {
            path.push((0..self.inputs.len() - depth).collect());
        }
        path
    }

    /// Goes through all orders; `best[d]` is the first of the cheapest beginnings of `d` steps.
    fn search(&self, terms: &[Set], path: &mut Path, cost: u128, limit: u128, best: &mut Vec<Option<(u128, Path)>>) {
        let depth = path.len();
        if best[depth].as_ref().is_none_or(|(known, _)| cost < *known) {
            best[depth] = Some((cost, path.clone()));
        }
        let full = best.last().and_then(Option::as_ref).map(|(known, _)| *known);
        if terms.len() < 2 || full.is_some_and(|known| cost >= known) {
            return;
        }
        for pair in pairs(terms.len()) {
            let step = self.step(&pair, terms);
            if self.size(step.result) > limit || crate::pool::interrupted() {
                continue;
            }
            let mut left: Vec<Set> = terms.to_vec();
            left.remove(pair[1]);
            left.remove(pair[0]);
            left.push(step.result);
            path.push(pair.to_vec());
            self.search(&left, path, cost.saturating_add(self.step_cost(&step, 2)), limit, best);
            path.pop();
        }
    }

    /// The labels of a set as letters, the shortest axes first.
    fn text(&self, set: Set) -> String {
        let mut chosen: Vec<(u128, char)> =
            (0..self.letters.len()).filter(|i| set >> i & 1 == 1).map(|i| (self.sizes[i], self.letters[i])).collect();
        chosen.sort_unstable();
        chosen.into_iter().map(|(_, letter)| letter).collect()
    }

    /// What a path costs, as text.
    pub fn report(&self, path: &Path) -> Result<String> {
        let (mut terms, mut texts) = (self.inputs.clone(), self.texts.clone());
        let (mut spent, mut scaling, mut largest) = (1u128, 0u32, 0u128);
        let mut rows = String::new();
        for (i, places) in path.iter().enumerate() {
            let mut places = places.clone();
            places.sort_unstable_by(|a, b| b.cmp(a));
            if places.iter().any(|p| *p >= terms.len()) {
                return Err(Error::index("pop index out of range"));
            }
            let step = self.step(&places, &terms);
            spent = spent.saturating_add(self.step_cost(&step, places.len()));
            scaling = scaling.max(step.all.count_ones());
            largest = largest.max(self.size(step.result));
            let mut used = Vec::with_capacity(places.len());
            for &at in &places {
                terms.remove(at);
                used.push(texts.remove(at));
            }
            let last = i + 1 == path.len();
            let result = if last { self.output_text.clone() } else { self.text(step.result) };
            terms.push(step.result);
            texts.push(result.clone());
            let current = format!("{}->{result}", used.join(","));
            let remaining = format!("{}->{}", texts.join(","), self.output_text);
            rows.push_str(&format!("\n{:4}    {current:>24} {remaining:>40}", step.all.count_ones()));
        }
        let naive = self.naive_cost();
        let line = "-".repeat(74);
        let every = self.inputs.iter().fold(0, |all, set| all | set);
        Ok(format!(
            "  Complete contraction:  {}->{}\n         Naive scaling:  {}\n     Optimized scaling:  {scaling}\n      Naive FLOP count:  {}\n  \
             Optimized FLOP count:  {}\n   Theoretical speedup:  {:.3}\n  Largest intermediate:  {} elements\n{line}\n{:>6} {:>24} {:>40}\n{line}{rows}",
            self.texts.join(","),
            self.output_text,
            every.count_ones(),
            scientific(naive),
            scientific(spent),
            naive as f64 / spent as f64,
            scientific(largest),
            "scaling",
            "current",
            "remaining",
        ))
    }
}

/// A pair of operands, and how good it is: memory it frees (less is better, being negative), then its cost.
#[derive(Clone)]
struct Candidate {
    rank: (i128, u128),
    pair: [usize; 2],
}

/// All pairs of places below `n`.
fn pairs(n: usize) -> Vec<[usize; 2]> {
    (0..n).flat_map(|i| (i + 1..n).map(move |j| [i, j])).collect()
}

/// C's `%.3e`.
fn scientific(value: u128) -> String {
    let text = format!("{:.3e}", value as f64);
    match text.split_once('e') {
        Some((mantissa, exponent)) => format!("{mantissa}e+{exponent:0>2}"),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain() -> Problem {
        let inputs = [vec![('i', 2), ('j', 2)], vec![('j', 2), ('k', 5)], vec![('k', 5), ('l', 2)]];
        Problem::new(&inputs, &['i', 'l']).unwrap()
    }

    #[test]
    fn the_small_pair_comes_first() {
        for order in [Order::Greedy(None), Order::Optimal(None)] {
            assert_eq!(chain().path(&order), [vec![1, 2], vec![0, 1]]);
        }
        assert_eq!(chain().path(&Order::AtOnce), [vec![0, 1, 2]]);
        assert_eq!(chain().path(&Order::Optimal(Some(1))), [vec![0, 1, 2]]);
    }

    #[test]
    fn costs_are_numpys() {
        let report = chain().report(&chain().path(&Order::Greedy(None))).unwrap();
        assert!(report.contains("Optimized FLOP count:  5.700e+01\n   Theoretical speedup:  2.105\n"), "{report}");
        assert!(report.ends_with("   3                   jl,ij->il                                   il->il"));
        assert_eq!(scientific(500_000_000), "5.000e+08");
    }
}
