//! The result of a comparison, with its confidence intervals.

use std::fmt;

use crate::UNBOUNDED;

/// Smaller factors are not significant: a loop gets as much faster or slower if its code is placed
/// elsewhere.
const SAME: f64 = 1.05;

/// The probability that the interval does not contain the median.
const MISSES: f64 = 0.05;

/// A median and its 95 % confidence interval.
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
    /// Computes the median of `samples` and its 95 % confidence interval.
    ///
    /// The interval is that of the sign test. It assumes nothing about the distribution of the
    /// samples, only that they are independent.
    ///
    /// Returns `None` for fewer than six samples, for more than 1,000, or if one is not a number.
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

/// Returns how many samples at each end are outside of the interval. Each sample is above or below
/// the median with equal probability, so the probability that at most `cut` samples are below it is
/// a sum of binomial coefficients.
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

/// The conclusion of a comparison.
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
    /// The interval overlaps 1/1.05 to 1.05, the range in which two equal loops may differ.
    NoDifference,
    /// A use of a pooled object takes more time, by a factor of more than 1.05.
    Slower,
}

impl Outcome {
    /// Returns the conclusion from a ratio of pooled to fresh time.
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

/// The result of a [`Comparison`](super::Comparison).
///
/// `Display` prints it as text.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Report {
    /// Nanoseconds of one core per use of a pooled object: taken, used, reset and returned.
    pub pooled: Figure,
    /// Nanoseconds of one core per use of a fresh object: created, used and dropped.
    pub fresh: Figure,
    /// The ratio of pooled to fresh time, within each round.
    ///
    /// It is below 1 if the pool is faster.
    pub ratio: Figure,
    /// The number of rounds.
    pub rounds: usize,
    /// The number of threads that shared the pool, or the allocator.
    pub threads: usize,
    /// The number of objects that each thread held at a time.
    pub held: usize,
    /// Allocations per use of a pooled object, if they were counted.
    pub pooled_allocations: Option<f64>,
    /// Allocations per use of a fresh object, if they were counted.
    pub fresh_allocations: Option<f64>,
    /// The most bytes that one idle object keeps, which a program without a pool would free;
    /// [`UNBOUNDED`] if there is no limit.
    pub idle_bytes_each: usize,
}

impl Report {
    /// Returns the conclusion from the ratio.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self.ratio)
    }
}

impl fmt::Display for Report {
    /// Prints one line with the settings, one for each time and their ratio, one for the
    /// allocations if they were counted, and the conclusion.
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

/// Formats with three digits, or with all digits before the point if there are more.
fn short(nanoseconds: f64) -> String {
    let digits = match nanoseconds {
        _ if nanoseconds < 10.0 => 2,
        _ if nanoseconds < 100.0 => 1,
        _ => 0,
    };
    format!("{nanoseconds:.digits$}")
}
