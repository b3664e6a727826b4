//! `np.random`: generators, the older `RandomState` and the functions that are its methods, bit generators, seeds.

mod bit_generator;
mod bit_state;
mod distributions;
mod generator;
mod generator_distributions;
mod integers;
mod legacy_distributions;
mod multivariate;
mod objects;
mod order;
mod random_state;
mod sample;
mod seeding;

use super::Chapter;
use crate::value::class::Class;
use crate::value::{BoundMethod, Value};
use std::rc::Rc;

/// Every chapter of random numbers.
pub static CHAPTERS: &[&Chapter] = &[
    &seeding::DEFAULT,
    &seeding::CONSTRUCTORS,
    &generator::GENERATOR,
    &generator_distributions::DISTRIBUTIONS,
    &random_state::RANDOM_STATE,
    &legacy_distributions::LEGACY_DISTRIBUTIONS,
    &random_state::GLOBAL,
    &bit_generator::BIT_GENERATOR,
    &bit_generator::PCG64,
    &bit_generator::PCG64DXSM,
    &bit_generator::PHILOX,
    &bit_generator::MT19937,
    &bit_generator::SEED_SEQUENCE,
];

/// The classes of the module.
static CLASSES: &[&Class] = &[
    &objects::GENERATOR,
    &objects::RANDOM_STATE,
    &objects::SEED_SEQUENCE,
    &objects::BIT_GENERATOR,
    &objects::PCG64,
    &objects::PCG64DXSM,
    &objects::MT19937,
    &objects::PHILOX,
    &objects::SFC64,
];

/// Members of namespaces that are no functions of their own: the classes, and the methods of the session's `RandomState`.
pub fn constants() -> Vec<(&'static str, &'static str, Value)> {
    let mut all: Vec<_> = CLASSES.iter().map(|class| ("np.random", class.name, Value::Class(class))).collect();
    let receiver = Value::object(objects::GlobalRandomState);
    for item in random_state::RANDOM_STATE.items.iter().chain(legacy_distributions::LEGACY_DISTRIBUTIONS.items) {
        if item.name == "tomaxint" {
            continue;
        }
        for name in std::iter::once(&item.name).chain(item.aliases()) {
            let method = BoundMethod { receiver: receiver.clone(), function: Value::Builtin(item) };
            all.push(("np.random", name, Value::Method(Rc::new(method))));
        }
    }
    all
}
