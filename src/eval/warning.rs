//! Warnings: at the place that is being evaluated; shown, recorded, raised or dropped as the session's filters say.

use super::Interp;
use crate::diagnostic::Diagnostic;
use crate::source::Place;
use crate::value::warning::{RecordedWarning, WarningAction, WarningFilters};
use crate::value::{Class, Error, Result};

/// A warning whose turn has not come yet.
pub(super) struct HeldWarning {
    pub place: Place,
    pub category: &'static Class,
    pub message: String,
}

impl Interp {
    #[cold]
    pub(super) fn issue_warning(&mut self, category: &'static Class, message: &str) -> Result<()> {
        let place = self.place(self.span);
        if let Some(held) = &mut self.held {
            held.push(HeldWarning { place, category, message: message.to_string() });
            return Ok(());
        }
        self.issue_warning_at(place, category, message)
    }

    /// As [`Interp::issue_warning`], of a place that was evaluated before.
    pub(super) fn issue_warning_at(&mut self, place: Place, category: &'static Class, message: &str) -> Result<()> {
        let source = self.sources.get(place.source).cloned();
        let line = source.as_ref().map_or(0, |source| source.line_column(place.span.start).0);
        let filters = self.state.extension::<WarningFilters>();
        match filters.decide(category, message, place.source, line) {
            WarningAction::Error => return Err(Error::new(category, message).at(place)),
            WarningAction::Ignore => return Ok(()),
            _ => {}
        }
        if let Some(recorder) = filters.recorder.clone() {
            let file = source.as_ref().map_or("", |source| source.name.as_str());
            let value = (recorder.make)(&RecordedWarning { category, message, file, line });
            recorder.list.borrow_mut().push(value);
            return Ok(());
        }
        let diagnostic = Diagnostic::warning(category.qualified_name(), message).label(place, "");
        (self.state.on_warning)(&diagnostic, &self.sources);
        Ok(())
    }
}
