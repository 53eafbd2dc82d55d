//! What a pool was told, and what follows from it.

use std::time::Duration;

use super::engine::MOST_OBJECTS;
use super::{LeakDetection, LongHold};

/// Objects that travel together, at most; a cache holds up to twice as many.
const MAGAZINE_OBJECTS: usize = 127;
const _: () = assert!(2 * MAGAZINE_OBJECTS <= MOST_OBJECTS);

/// What the builder was told, for the pool to keep.
pub(super) struct Settings {
    pub(super) name: Option<&'static str>,
    pub(super) max_idle: usize,
    pub(super) idle_timeout: Duration,
    pub(super) leak_detection: Option<LeakDetection>,
    pub(super) hold_threshold: Duration,
    pub(super) on_long_hold: Option<fn(&LongHold)>,
    pub(super) fit_to_traffic: bool,
}

impl Settings {
    /// The environment has the last word. Who told no level and has no patience with long
    /// holds wants to hear of each.
    pub(super) fn leak_detection(&self) -> LeakDetection {
        let untold = if self.hold_threshold < Duration::MAX {
            LeakDetection::All
        } else {
            LeakDetection::Off
        };
        LeakDetection::of_environment()
            .or(self.leak_detection)
            .unwrap_or(untold)
    }

    /// A small part of the bound, or a few threads would hold all of it. So it is a small part of
    /// the bytes, too, if the objects have a bound. Each cache starts with one object's credit, and
    /// comes to such a size by its traffic alone.
    pub(super) const fn magazine_size(&self) -> usize {
        match self.max_idle / 16 {
            0 => 1,
            part if part > MAGAZINE_OBJECTS => MAGAZINE_OBJECTS,
            part => part,
        }
    }
}
