//! Nothing here may be allowed again, so that an `allow` in generated code is an
//! error.

#![forbid(
    dead_code,
    deprecated,
    non_camel_case_types,
    non_snake_case,
    non_upper_case_globals,
    unreachable_code,
    unreachable_patterns,
    unused_assignments,
    unused_braces,
    unused_imports,
    unused_mut,
    unused_must_use,
    unused_parens,
    unused_variables
)]

use qnpool::Poolable;

/// A rule of every kind.
#[derive(Debug, Default, Poolable)]
#[pool(max_retained_bytes = 0x1000, discard_if = Self::is_worn, global)]
pub struct Strict {
    /// Limited in elements.
    #[pool(max_capacity = 64)]
    pub body: Vec<u8>,
    /// Limited in bytes.
    #[pool(max_bytes = 64)]
    pub words: Vec<u32>,
    /// Kept.
    #[pool(keep = "to show that it is kept")]
    pub kept: u8,
    /// Assigned.
    #[pool(value = 7)]
    pub value: u8,
    /// Reset by a function.
    #[pool(with = fill)]
    pub with: u8,
    /// Wiped.
    #[pool(zeroize)]
    pub pin: [u8; 4],
    /// Whether it is worn.
    pub worn: bool,
}

/// Resets to something else than zero.
const fn fill(byte: &mut u8) {
    *byte = u8::MAX;
}

impl Strict {
    /// Whether it must not come back.
    const fn is_worn(&self) -> bool {
        self.worn
    }
}

/// An enum with a parameter.
#[derive(Debug, Poolable)]
pub enum Choice<T> {
    /// Left behind.
    #[pool(default)]
    None {
        /// Dropped.
        value: Option<T>,
    },
    /// Replaced.
    Some(T),
}

/// Assigned as a whole.
#[derive(Debug, Clone, Copy, Default, Poolable)]
#[pool(default)]
pub struct Replaced(
    /// A byte.
    pub u8,
);
