//! The levels of leak detection.

use std::env;
use std::fmt;
use std::io::{self, Write};
use std::num::NonZero;
use std::str::FromStr;
use std::sync::OnceLock;

/// The environment variable that sets the level of every pool of the process.
const VARIABLE: &str = "QNPOOL_LEAKS";

/// Which objects in use a pool's [census](crate::Pool::census) tracks.
///
/// There are three ways to set it, from the weakest to the strongest:
/// [`PoolBuilder::leak_detection`](crate::PoolBuilder::leak_detection); the environment variable
/// `QNPOOL_LEAKS`, which the pool reads at its first use; and
/// [`Pool::set_leak_detection`](crate::Pool::set_leak_detection), while the program runs.
///
/// As text, in the variable or parsed, a level is `off`, `all`, `backtraces`, or `1/128` for one
/// object in 128. An empty variable counts as unset. Any other value is reported once to standard
/// error, and turns detection off.
///
/// The costs below are those of a direct call. If a method is passed as a function, as in
/// `map(Pool::get)`, each tracked object also costs a stack walk of at least some microseconds; see
/// [`CallLocation`](crate::CallLocation).
///
/// ```
/// use qnpool::LeakDetection;
///
/// assert_eq!("1/128".parse(), Ok(LeakDetection::Sampled(128)));
/// assert_eq!(LeakDetection::Sampled(128).to_string(), "1/128");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LeakDetection {
    /// Tracks no object. Costs nothing.
    #[default]
    Off,
    /// Tracks one object in this many, chosen at random.
    ///
    /// A repeated leak still shows soon. `Sampled(1)` tracks every object, and `Sampled(0)` none.
    /// Compared with no detection, a get and a drop of a small object
    /// take <!-- figure seeing/one thread, tiny/one in 128/off -->1.12 ×<!-- /figure --> the time
    /// with one in 128,
    /// and <!-- figure seeing/one thread, tiny/one in 1,024/off -->1.02 ×<!-- /figure --> with one
    /// in 1,024.
    Sampled(u32),
    /// Tracks every object.
    ///
    /// For tests, and for services that can afford it: a get and a drop of a small object
    /// take <!-- figure seeing/one thread, tiny/all -->19.7 ns<!-- /figure --> instead
    /// of <!-- figure seeing/one thread, tiny/off -->2.20 ns<!-- /figure -->.
    All,
    /// Tracks every object, and captures a backtrace where it is taken.
    ///
    /// This costs microseconds per object.
    Backtraces,
}

impl LeakDetection {
    /// Returns the mean distance between samples, 0 for no sampling, and whether every object is
    /// tracked.
    pub(super) const fn sampling(self) -> (u32, bool) {
        match self {
            Self::Off | Self::Sampled(0) => (0, false),
            Self::Sampled(1) | Self::All | Self::Backtraces => (0, true),
            Self::Sampled(objects) => (objects, false),
        }
    }

    /// Returns the level of `VARIABLE`, which is read once, or `None` if it is unset or empty. An
    /// invalid value is reported once and turns detection off: a guess could be an expensive level.
    pub(super) fn of_environment() -> Option<Self> {
        static SAID: OnceLock<Option<LeakDetection>> = OnceLock::new();
        *SAID.get_or_init(|| {
            let value = env::var_os(VARIABLE).filter(|value| !value.is_empty())?;
            let parsed = value.to_string_lossy().parse();
            Some(parsed.unwrap_or_else(|error: ParseLeakDetectionError| {
                // `eprintln` would panic if standard error is closed.
                let _ = writeln!(
                    io::stderr(),
                    "qnpool: {VARIABLE}: {error}; no object is followed"
                );
                Self::Off
            }))
        })
    }
}

impl fmt::Display for LeakDetection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off | Self::Sampled(0) => f.pad("off"),
            Self::Sampled(objects) => f.pad(&format!("1/{objects}")),
            Self::All => f.pad("all"),
            Self::Backtraces => f.pad("backtraces"),
        }
    }
}

/// The error of parsing a [`LeakDetection`] from a text that is not a level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseLeakDetectionError {
    text: String,
}

impl fmt::Display for ParseLeakDetectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no level of leak detection; expected `off`, `all`, `backtraces`, or `1/128` for one object in 128",
            self.text
        )
    }
}

impl std::error::Error for ParseLeakDetectionError {}

impl FromStr for LeakDetection {
    type Err = ParseLeakDetectionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || ParseLeakDetectionError {
            text: text.to_owned(),
        };
        match text.trim() {
            "off" => Ok(Self::Off),
            "all" => Ok(Self::All),
            "backtraces" => Ok(Self::Backtraces),
            fraction => {
                let objects = fraction.strip_prefix("1/").ok_or_else(unknown)?;
                let objects = objects.parse::<NonZero<u32>>().map_err(|_| unknown())?;
                Ok(Self::Sampled(objects.get()))
            }
        }
    }
}

/// Serializes a level as text.
#[cfg(feature = "serde")]
mod as_text {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    use super::LeakDetection;

    impl Serialize for LeakDetection {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_str(self)
        }
    }

    impl<'de> Deserialize<'de> for LeakDetection {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            let text = Cow::<'de, str>::deserialize(deserializer)?;
            text.parse().map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_level_parses_from_its_display() {
        let levels = [
            LeakDetection::Off,
            LeakDetection::Sampled(2),
            LeakDetection::Sampled(128),
            LeakDetection::All,
            LeakDetection::Backtraces,
        ];
        for level in levels {
            assert_eq!(level.to_string().parse(), Ok(level));
        }
    }

    #[test]
    fn parse_errors_quote_the_text() {
        assert_eq!(LeakDetection::Sampled(0).to_string(), "off");
        assert_eq!(format!("{:>6}", LeakDetection::Sampled(16)), "  1/16");
        for text in ["", "on", "ALL", "1", "2/128", "1/0", "1/-1", "1/x", "0.01"] {
            let error = text.parse::<LeakDetection>().unwrap_err();
            assert!(
                error
                    .to_string()
                    .starts_with(&format!("`{text}` is no level"))
            );
        }
    }
}
