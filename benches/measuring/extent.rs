//! How much is measured.

use std::env;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Extent {
    /// What can be recorded.
    Full,
    /// A first look, with `--quick`.
    Quick,
    /// Next to nothing, as `cargo test` runs a benchmark.
    Test,
}

impl Extent {
    pub(crate) fn asked_for() -> Self {
        let is_given = |wanted: &str| env::args().any(|argument| argument == wanted);
        match (is_given("--bench"), is_given("--quick")) {
            (true, false) => Self::Full,
            (true, true) => Self::Quick,
            (false, _) => Self::Test,
        }
    }

    pub(crate) fn pick<T>(self, full: T, quick: T, test: T) -> T {
        match self {
            Self::Full => full,
            Self::Quick => quick,
            Self::Test => test,
        }
    }
}
