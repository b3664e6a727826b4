//! What happens to a warning: Python's filters, the memory of what was shown, and recording. A part of a session's
//! [`State`](super::State), reached by `state.extension::<WarningFilters>()`.

use super::class::exception;
use super::{Class, List, Value};
use crate::source::SourceId;
use std::collections::HashSet;
use std::rc::Rc;

/// Python's words for what a filter does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WarningAction {
    /// Shown once for each line, category and text.
    Default,
    /// Raised as an exception.
    Error,
    Ignore,
    Always,
    /// Shown once for each file, category and text.
    Module,
    /// Shown once for each category and text.
    Once,
}

impl WarningAction {
    /// The action that Python calls `name`.
    pub fn from_name(name: &str) -> Option<WarningAction> {
        Some(match name {
            "default" => WarningAction::Default,
            "error" => WarningAction::Error,
            "ignore" => WarningAction::Ignore,
            "always" | "all" => WarningAction::Always,
            "module" => WarningAction::Module,
            "once" => WarningAction::Once,
            _ => return None,
        })
    }
}

/// Which warnings an action is for.
#[derive(Clone, Debug)]
pub struct WarningFilter {
    pub action: WarningAction,
    /// Subclasses too.
    pub category: &'static Class,
    /// What the message must begin with, in any case; empty for all messages.
    pub message: String,
}

/// A warning as `catch_warnings(record=True)` hands it over.
pub struct RecordedWarning<'a> {
    pub category: &'static Class,
    pub message: &'a str,
    pub file: &'a str,
    pub line: usize,
}

/// Where recorded warnings go: `make` turns each into a value, appended to `list`.
#[derive(Clone)]
pub struct WarningRecorder {
    pub list: Rc<List>,
    pub make: fn(&RecordedWarning) -> Value,
}

/// The filters of a session; the first that matches decides.
#[derive(Clone)]
pub struct WarningFilters {
    filters: Vec<WarningFilter>,
    pub recorder: Option<WarningRecorder>,
    shown: HashSet<Shown>,
}

/// What was shown: source and line where they matter.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Shown {
    category: &'static str,
    message: String,
    source: Option<SourceId>,
    line: Option<usize>,
}

impl Default for WarningFilters {
    fn default() -> WarningFilters {
        let ignored = [
            &exception::DEPRECATION_WARNING,
            &exception::PENDING_DEPRECATION_WARNING,
            &exception::IMPORT_WARNING,
            &exception::RESOURCE_WARNING,
        ];
        let filter = |category| WarningFilter { action: WarningAction::Ignore, category, message: String::new() };
        let mut filters: Vec<WarningFilter> = ignored.into_iter().map(filter).collect();
        // Python shows a script's own deprecation warnings.
        filters.insert(0, WarningFilter { action: WarningAction::Default, ..filters[0].clone() });
        WarningFilters { filters, recorder: None, shown: HashSet::new() }
    }
}

impl WarningFilters {
    /// Whether some warning may become an exception.
    pub fn can_raise(&self) -> bool {
        self.filters.iter().any(|filter| filter.action == WarningAction::Error)
    }

    /// Adds a filter before all others, or after them.
    pub fn add(&mut self, filter: WarningFilter, append: bool) {
        let same = |other: &WarningFilter| {
            other.action == filter.action && other.category == filter.category && other.message == filter.message
        };
        if !append {
            self.filters.retain(|other| !same(other));
            self.filters.insert(0, filter);
        } else if !self.filters.iter().any(same) {
            self.filters.push(filter);
        }
        self.shown.clear();
    }

    /// Forgets all filters: every warning gets the default action.
    pub fn reset(&mut self) {
        self.filters.clear();
        self.shown.clear();
    }

    /// Puts back what was there before (`catch_warnings`): a clone made at its start.
    pub fn restore(&mut self, saved: WarningFilters) {
        *self = saved;
        self.shown.clear();
    }

    /// What to do with a warning at a line; [`WarningAction::Always`] means: show (or record) it now.
    pub fn decide(&mut self, category: &'static Class, message: &str, source: SourceId, line: usize) -> WarningAction {
        let lower = message.to_lowercase();
        let matches = |filter: &&WarningFilter| {
            category.is_subclass(filter.category) && lower.starts_with(&filter.message.to_lowercase())
        };
        let action = self.filters.iter().find(matches).map_or(WarningAction::Default, |filter| filter.action);
        let (source, line) = match action {
            WarningAction::Error | WarningAction::Ignore | WarningAction::Always => return action,
            WarningAction::Default => (Some(source), Some(line)),
            WarningAction::Module => (Some(source), None),
            WarningAction::Once => (None, None),
        };
        let shown = Shown { category: category.name, message: message.to_string(), source, line };
        if self.shown.insert(shown) { WarningAction::Always } else { WarningAction::Ignore }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_warns_once_and_the_newest_filter_wins() {
        let mut filters = WarningFilters::default();
        let category = &exception::RUNTIME_WARNING;
        let mut ask = |line| filters.decide(category, "divide by zero", SourceId(0), line);
        assert_eq!([ask(1), ask(1), ask(2)], [WarningAction::Always, WarningAction::Ignore, WarningAction::Always]);
        let (action, message) = (WarningAction::Error, "Divide".to_string());
        filters.add(WarningFilter { action, category: &exception::WARNING, message }, false);
        assert_eq!(filters.decide(category, "divide by zero", SourceId(0), 1), WarningAction::Error);
        filters.reset();
        assert_eq!(filters.decide(category, "divide by zero", SourceId(0), 1), WarningAction::Always);
    }
}
