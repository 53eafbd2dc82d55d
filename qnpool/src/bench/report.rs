//! What a comparison found, and how sure that is.

use std::fmt;

use crate::UNBOUNDED;

/// A smaller factor says nothing of a pool: by as much a loop gets faster or slower when its
/// code comes to lie elsewhere.
const SAME: f64 = 1.05;

/// How often the interval may miss.
const MISSES: f64 = 0.05;

/// A median, and between what it lies 95 times in 100.
#[derive(Clone, Copy, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Figure {
    /// The median of the samples.
    pub median: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
}

impl Figure {
    /// The median of `samples`, and between which two of them the median of more and more
    /// such samples lies, 95 times in 100 or more often. Nothing is assumed about how they are
    /// distributed (the interval is that of the sign test); only that one does not depend on
    /// another.
    ///
    /// `None` for fewer than six samples, more than 1,000, or one that is not a number:
    /// there is no such interval then.
    ///
    /// ```
    /// use qnpool::bench::Figure;
    ///
    /// let figure = Figure::of(&[5.0, 1.0, 4.0, 2.0, 90.0, 3.0]).unwrap();
    /// assert_eq!((figure.low, figure.median, figure.high), (1.0, 3.5, 90.0));
    /// assert_eq!(Figure::of(&[1.0, 2.0, 3.0]), None);
    /// ```
    #[must_use]
    pub fn of(samples: &[f64]) -> Option<Self> {
        let count = samples.len();
        let is_enough = (super::FEWEST_ROUNDS..=super::MOST_ROUNDS).contains(&count);
        if !is_enough || samples.iter().any(|sample| sample.is_nan()) {
            return None;
        }
        let mut sorted = samples.to_vec();
        sorted.sort_by(f64::total_cmp);
        let cut = cut(count);
        Some(Self {
            median: f64::midpoint(sorted[(count - 1) / 2], sorted[count / 2]),
            low: sorted[cut],
            high: sorted[count - 1 - cut],
        })
    }
}

/// How many samples at each end are outside of the interval. Each is above the median or
/// below it like a coin that is thrown, so that the chance that no more than `cut` are below
/// is a sum of binomial coefficients.
fn cut(samples: usize) -> usize {
    let mut chance = 0.5f64.powi(i32::try_from(samples).unwrap_or(i32::MAX));
    let mut sum = chance;
    let mut cut = 0;
    let mut left = samples;
    loop {
        let index = samples - left;
        chance *= ratio(left, index + 1);
        sum += chance;
        if sum > MISSES / 2.0 {
            return cut;
        }
        cut += 1;
        left -= 1;
    }
}

#[expect(clippy::cast_precision_loss, reason = "at most a thousand")]
fn ratio(of: usize, to: usize) -> f64 {
    of as f64 / to as f64
}

/// What a comparison says, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Outcome {
    /// A use of a pooled object takes less time, by a factor of more than 1.05.
    Faster,
    /// The interval reaches within that factor of 1, by which two loops that do the same may
    /// differ.
    NoDifference,
    /// It takes more time, by a factor of more than 1.05.
    Slower,
}

impl Outcome {
    /// Of a ratio, pooled to fresh.
    #[must_use]
    pub fn of(ratio: Figure) -> Self {
        if ratio.high < 1.0 / SAME {
            Self::Faster
        } else if ratio.low > SAME {
            Self::Slower
        } else {
            Self::NoDifference
        }
    }
}

/// What a [`Comparison`](super::Comparison) measured. `Display` prints it.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Report {
    /// Nanoseconds of one core for a use of a pooled object: taken, used, reset, put back.
    pub pooled: Figure,
    /// Nanoseconds of one core for a use of a fresh object: made, used, dropped.
    pub fresh: Figure,
    /// Pooled to fresh, of the same round each; less than 1 where the pool is faster.
    pub ratio: Figure,
    /// How many rounds there were.
    pub rounds: usize,
    /// How many threads shared the pool, or the allocator.
    pub threads: usize,
    /// How many objects each thread held at a time.
    pub held: usize,
    /// Allocations for a use of a pooled object, if they were counted.
    pub pooled_allocations: Option<f64>,
    /// Allocations for a use of a fresh object, if they were counted.
    pub fresh_allocations: Option<f64>,
    /// The most bytes that an object holds while it waits in a pool, and that a program
    /// without one has back; [`UNBOUNDED`] if nothing limits them.
    pub idle_bytes_each: usize,
}

impl Report {
    /// What the ratio says.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self.ratio)
    }
}

impl fmt::Display for Report {
    /// Prints a line on what was measured, one each for the two times and their ratio, one
    /// for the allocations if they were counted, and the outcome in words.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}, {} at a time, {} rounds; between which a median lies, 95 times in 100",
            counted(self.threads, "thread"),
            counted(self.held, "object"),
            self.rounds
        )?;
        for (name, time) in [("pooled", self.pooled), ("fresh", self.fresh)] {
            let [median, low, high] = [time.median, time.low, time.high].map(short);
            writeln!(f, "{name:<6} {median:>10} ns a use {low:>10} to {high:>10}")?;
        }
        let Figure { median, low, high } = self.ratio;
        writeln!(
            f,
            "ratio  {median:>10.2}          {low:>10.2} to {high:>10.2}"
        )?;
        if let (Some(pooled), Some(fresh)) = (self.pooled_allocations, self.fresh_allocations) {
            writeln!(
                f,
                "allocations of a use: {pooled:.2} pooled, {fresh:.2} fresh"
            )?;
        }
        match self.outcome() {
            Outcome::Faster => write!(
                f,
                "a pool is faster here: a use takes {median:.2} of the time"
            )?,
            Outcome::Slower => write!(
                f,
                "a pool is slower here: a use takes {median:.2} times as long; do without"
            )?,
            Outcome::NoDifference => write!(
                f,
                "no difference seen: a pool has to be worth it for another reason than time"
            )?,
        }
        match self.idle_bytes_each {
            UNBOUNDED => write!(f, "\nan object that waits keeps memory without bound"),
            bytes => write!(f, "\nan object that waits keeps up to {bytes} bytes"),
        }
    }
}

fn counted(count: usize, name: &str) -> String {
    match count {
        1 => format!("1 {name}"),
        _ => format!("{count} {name}s"),
    }
}

/// Three digits, or all before the point.
fn short(nanoseconds: f64) -> String {
    let digits = match nanoseconds {
        _ if nanoseconds < 10.0 => 2,
        _ if nanoseconds < 100.0 => 1,
        _ => 0,
    };
    format!("{nanoseconds:.digits$}")
}
