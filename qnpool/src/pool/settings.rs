//! What a pool was told, and what follows from it.

use std::time::Duration;

use super::engine::MOST_OBJECTS;
use super::{LeakDetection, LongHold};
use crate::UNBOUNDED;
use crate::idle_bound::bytes_each;
use crate::poolable::PoolObject;

/// The most that one magazine may come to: in bytes, and in objects.
const MAGAZINE_BYTES: usize = 256 << 10;
const MAGAZINE_OBJECTS: usize = 127;
const MAGAZINE_OBJECTS_UNBOUNDED: usize = 8;
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

    /// Objects in a magazine: dozens of small ones, one of a megabyte. A magazine is
    /// also a small part of the bound, or a few threads would hold all of it.
    pub(super) fn magazine_size<T: PoolObject>(&self) -> usize {
        const { magazine_size::<T>() }
            .min(self.max_idle / 16)
            .max(1)
    }
}

const fn magazine_size<T: PoolObject>() -> usize {
    match bytes_each::<T>() {
        UNBOUNDED => MAGAZINE_OBJECTS_UNBOUNDED,
        0 => MAGAZINE_OBJECTS,
        each => match MAGAZINE_BYTES / each {
            0 => 1,
            objects if objects > MAGAZINE_OBJECTS => MAGAZINE_OBJECTS,
            objects => objects,
        },
    }
}
