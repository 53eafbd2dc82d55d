//! Limits that are computed, and checked, while the user's crate compiles.

use super::rules::Limit;
use super::{Footprint, Poolable, UNBOUNDED};

/// Gives a limit as it is; one that is no `usize` is an error here.
#[inline]
#[must_use]
pub const fn limit<T>(limit: T) -> <T as Limit>::Number
where
    T: Limit<Number = T>,
{
    limit
}

/// The limit at `index` of those that the derive has computed for `T`.
#[inline]
#[must_use]
pub const fn limit_of<T: Poolable>(index: usize) -> FieldLimit {
    T::__QNPOOL_LIMITS[index]
}

/// A limit of a field that is not a literal.
#[derive(Clone, Copy, Debug)]
pub struct FieldLimit {
    /// In the unit of the field's capacity.
    pub max_capacity: usize,
    /// Of a limit in bytes: what the field retains at most.
    pub retained_bytes: usize,
}

impl FieldLimit {
    /// A limit in the unit of the capacity.
    #[must_use]
    pub const fn in_elements(max_capacity: usize) -> Self {
        Self {
            max_capacity,
            retained_bytes: 0,
        }
    }

    /// A limit in bytes.
    ///
    /// # Panics
    ///
    /// If not even one element fits.
    #[must_use]
    #[track_caller]
    pub const fn in_bytes(footprint: Footprint, max_bytes: usize) -> Self {
        let max_capacity = capacity_within(footprint, max_bytes);
        Self {
            max_capacity,
            retained_bytes: footprint.max_bytes(max_capacity),
        }
    }
}

/// What a field owns at most by its type, or by what the user states where the type has no bound.
#[must_use]
pub const fn stated(by_type: usize, stated: usize) -> usize {
    if by_type == UNBOUNDED {
        stated
    } else {
        by_type
    }
}

/// What a field may own of which nothing more is known than its type.
#[must_use]
pub const fn dropped_bytes<T: ?Sized>() -> usize {
    if core::mem::needs_drop::<T>() {
        UNBOUNDED
    } else {
        0
    }
}

/// Puts a call around a field's constant. Without one, the compiler reports the same mistake in
/// two fields once.
#[inline]
#[must_use]
pub const fn apart<T: Copy>(constant: T) -> T {
    constant
}

/// The sum over the fields. By value: the compiler turns a borrowed constant into an item of
/// its own.
#[must_use]
pub const fn retained<const N: usize>(fields: [usize; N]) -> usize {
    let mut total = 0usize;
    let mut index = 0;
    while index < N {
        total = total.saturating_add(fields[index]);
        index += 1;
    }
    total
}

/// The sum over the fields that follow the type's limit.
#[must_use]
pub const fn retained_within<const N: usize>(fields: [Footprint; N], type_limit: usize) -> usize {
    let mut total = 0usize;
    let mut index = 0;
    while index < N {
        total = total.saturating_add(fields[index].max_bytes(type_limit));
        index += 1;
    }
    total
}

/// The capacity that `max_bytes` stands for.
///
/// # Panics
///
/// If not even one element fits.
#[track_caller]
const fn capacity_within(footprint: Footprint, max_bytes: usize) -> usize {
    let capacity = footprint.max_capacity(max_bytes);
    if capacity == 0 {
        let mut message = Message::new();
        message.push("`max_bytes = ");
        message.push_number(max_bytes);
        message.push("` is less than one element;\nthe smallest limit that holds one is ");
        message.push_number(footprint.max_bytes(1));
        panic!("{}", message.text());
    }
    capacity
}

/// Passes `retained` on.
///
/// # Panics
///
/// If it is over `max_retained_bytes`.
#[must_use]
#[track_caller]
pub const fn within_budget(retained: usize, max_retained_bytes: usize) -> usize {
    if retained > max_retained_bytes {
        let mut message = Message::new();
        if retained == UNBOUNDED {
            message
                .push("a reset value may keep memory without bound,\nbut `max_retained_bytes = ");
            message.push_number(max_retained_bytes);
            message.push("`;\na field is `unbounded`, or owns what only `max_retained_bytes`\non the field can state");
        } else {
            message.push("a reset value may keep ");
            message.push_number(retained);
            message.push(" bytes,\nmore than `max_retained_bytes = ");
            message.push_number(max_retained_bytes);
            message.push("`;\nlower the fields' limits or raise this one");
        }
        panic!("{}", message.text());
    }
    retained
}

/// A message with numbers in it, made in a constant: `panic!` there takes a
/// finished `&str` and formats nothing.
struct Message {
    bytes: [u8; 256],
    length: usize,
}

impl Message {
    const fn new() -> Self {
        Self {
            bytes: [0; 256],
            length: 0,
        }
    }

    const fn push(&mut self, text: &str) {
        let text = text.as_bytes();
        let mut index = 0;
        while index < text.len() {
            self.bytes[self.length] = text[index];
            self.length += 1;
            index += 1;
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a digit fits")]
    const fn push_number(&mut self, number: usize) {
        let mut divisor = 1;
        while number / divisor >= 10 {
            divisor *= 10;
        }
        while divisor > 0 {
            self.bytes[self.length] = b'0' + (number / divisor % 10) as u8;
            self.length += 1;
            divisor /= 10;
        }
    }

    const fn text(&self) -> &str {
        let (text, _) = self.bytes.split_at(self.length);
        match core::str::from_utf8(text) {
            Ok(text) => text,
            Err(_) => panic!("messages are ASCII"),
        }
    }
}
