//! Dates, times and durations. Types with a documented default are reset to it; the others have no
//! zero or empty value.

use chrono::format::Parsed;
use chrono::{
    DateTime, FixedOffset, IsoWeek, Month, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta,
    TimeZone, Weekday, WeekdaySet,
};

use crate::Poolable;
use crate::poolable::budget::dropped_bytes;
use crate::poolable::refused::refused;

super::replaced! {
    // 1 January 1970.
    [] NaiveDate;
    // Midnight.
    [] NaiveTime;
    [] NaiveDateTime;
    // Zero.
    [] TimeDelta;
    // Empty.
    [] WeekdaySet;
    [] Parsed;
}

/// Resets to the start of 1970 in UTC, for each time zone with a default.
impl<Tz: TimeZone> Poolable for DateTime<Tz>
where
    Self: Default,
{
    const MAX_RETAINED_BYTES: usize = dropped_bytes::<Self>();

    #[inline]
    fn reset(&mut self) {
        *self = Self::default();
    }
}

refused! {
    NoZero:
        [] FixedOffset
        [] IsoWeek
        [] Month
        [] Weekday;
}
