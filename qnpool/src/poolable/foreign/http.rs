//! `HeaderMap`, and the parts of a message that have a documented default.

use http::{Extensions, HeaderMap, HeaderName, Method, StatusCode, Uri, Version};

use crate::poolable::fill::fill_by_len;
use crate::{Footprint, Growable, ResetOutcome, UNBOUNDED};

super::growable!([T] HeaderMap<T>;);

/// The limit is in header names, as in `HeaderMap::capacity`, and applies to the number of values
/// too. A map over the limit is replaced, since a `HeaderMap` cannot shrink.
///
/// There is no bound in bytes: repeated values are in a vector of their own, whose capacity the map
/// does not show. A map that held a million values of one name and lost them before its reset looks
/// like any other.
impl<T> Growable for HeaderMap<T> {
    const FOOTPRINT: Footprint = Footprint::slots(size_of::<(HeaderName, T)>()).plus(UNBOUNDED);

    #[inline]
    fn reset_within(&mut self, max_capacity: usize) -> ResetOutcome {
        if self.capacity() > rounded_up(max_capacity) || self.len() > max_capacity {
            *self = Self::default();
            ResetOutcome::SHRUNK
        } else {
            self.clear();
            ResetOutcome::KEPT
        }
    }

    fill_by_len!();
}

/// Returns the capacity of a map that was created for, or grew to, `capacity` names: three quarters
/// of a power of two of at least eight. Without this, a limit of 64 would replace every map that
/// held 49 names.
const fn rounded_up(capacity: usize) -> usize {
    if capacity == 0 {
        return 0;
    }
    let slots = capacity.saturating_add(capacity / 3);
    let slots = if slots < 8 { 8 } else { slots };
    match slots.checked_next_power_of_two() {
        Some(slots) => slots - slots / 4,
        None => UNBOUNDED,
    }
}

super::replaced! {
    // `GET`.
    [] Method;
    // `/`.
    [] Uri;
    // `200 OK`.
    [] StatusCode;
    // `HTTP/1.1`.
    [] Version;
    // Not cleared, since `clear` keeps a table whose size is not visible.
    [] Extensions;
}
