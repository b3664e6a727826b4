//! Python's calendar as values: days, moments, times of day, time zones and spans of time; and what they are to NumPy.

pub mod calendar;
pub mod clock;
pub mod moment;
pub mod ticks;
pub mod timespan;
pub mod zone;

pub use clock::Clock;
pub use moment::Moment;
pub use timespan::Timespan;
pub use zone::{Zone, ZoneRef};
