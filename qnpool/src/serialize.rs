//! Serialization of std's types in reports.

use std::fmt::Display;
use std::time::Duration;

use serde::Serializer;

/// Serializes a duration as a number of seconds, with a fraction.
pub(crate) fn seconds<S: Serializer>(
    duration: &Duration,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_f64(duration.as_secs_f64())
}

/// Serializes a value as its `Display` text; for a call site, that is `file:line:column`.
pub(crate) fn text<S: Serializer>(shown: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(shown)
}

/// Serializes an optional value as its `Display` text.
#[expect(clippy::ref_option, reason = "serde calls it with a reference")]
pub(crate) fn optional_text<S: Serializer>(
    shown: &Option<impl Display>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match shown {
        Some(shown) => serializer.serialize_some(&shown.to_string()),
        None => serializer.serialize_none(),
    }
}
