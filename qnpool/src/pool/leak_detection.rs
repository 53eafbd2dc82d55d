//! How closely a pool follows what it has handed out.

use std::env;
use std::fmt;
use std::io::{self, Write};
use std::num::NonZero;
use std::str::FromStr;
use std::sync::OnceLock;

/// The variable that says, without a recompile, what every pool of the process follows.
const VARIABLE: &str = "QNPOOL_LEAKS";

/// Which of the objects that a pool hands out its [census](crate::Pool::census) follows.
///
/// Set by [`PoolBuilder::leak_detection`](crate::PoolBuilder::leak_detection); by the
/// environment variable `QNPOOL_LEAKS`, which is read when a pool is first used and
/// has the last word; or while the pool runs, by
/// [`Pool::set_leak_detection`](crate::Pool::set_leak_detection).
///
/// As text, in the variable or parsed: `off`, `all`, `backtraces`, or `1/128` for one
/// object in 128. An empty variable says no more than none. One that says something else
/// is reported to standard error, once, and no object is followed.
///
/// The costs below are those of a call. An object that is taken by a method passed as a
/// function, as in `map(Pool::get)`, costs a look at the stack besides, if it is followed:
/// microseconds at best, see [`CallLocation`](crate::CallLocation).
///
/// ```
/// use qnpool::LeakDetection;
///
/// assert_eq!("1/128".parse(), Ok(LeakDetection::Sampled(128)));
/// assert_eq!(LeakDetection::Sampled(128).to_string(), "1/128");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum LeakDetection {
    /// None. Costs nothing.
    #[default]
    Off,
    /// One in so many, chosen at random: a leak that goes on shows soon. With one in 128, a get
    /// and a drop of a small object
    /// take <!-- figure seeing/one thread, tiny/one in 128/off -->1.12 ×<!-- /figure --> the time,
    /// with one in 1,024 <!-- figure seeing/one thread, tiny/one in 1,024/off -->1.02 ×<!-- /figure -->.
    /// One in 1 is every object, and one in 0 none.
    Sampled(u32),
    /// Every object. For tests, and for services that can spare the time: a get and a drop of a
    /// small object take <!-- figure seeing/one thread, tiny/all -->19.7 ns<!-- /figure --> instead
    /// of <!-- figure seeing/one thread, tiny/off -->2.20 ns<!-- /figure -->.
    All,
    /// Every object, with the stack of the thread that took it: microseconds each.
    Backtraces,
}

impl LeakDetection {
    /// The mean distance of what a thread samples, 0 for no sampling; and whether every
    /// object is followed.
    pub(super) const fn sampling(self) -> (u32, bool) {
        match self {
            Self::Off | Self::Sampled(0) => (0, false),
            Self::Sampled(1) | Self::All | Self::Backtraces => (0, true),
            Self::Sampled(objects) => (objects, false),
        }
    }

    /// What the environment says, read once; nothing if the variable is empty. A value that means nothing is told once,
    /// and turns detection off: it was set for a reason, and a guess might be a costly one.
    pub(super) fn of_environment() -> Option<Self> {
        static SAID: OnceLock<Option<LeakDetection>> = OnceLock::new();
        *SAID.get_or_init(|| {
            let value = env::var_os(VARIABLE).filter(|value| !value.is_empty())?;
            let parsed = value.to_string_lossy().parse();
            Some(parsed.unwrap_or_else(|error: ParseLeakDetectionError| {
                // Not by `eprintln`, which panics where nobody reads it any more.
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

/// The text is no level of leak detection.
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

/// As text.
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
    fn every_level_is_read_as_it_is_written() {
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
    fn what_is_no_level_is_named() {
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
