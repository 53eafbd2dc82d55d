//! Percentiles, from all samples: exact, and a round has some hundred thousand.

use std::time::Duration;

#[derive(Default)]
pub(crate) struct Latencies {
    /// Nanoseconds, in no order.
    samples: Vec<u64>,
}

/// The least latency that so many of a thousand were at or below.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Percentiles {
    pub(crate) p50: Duration,
    pub(crate) p90: Duration,
    pub(crate) p99: Duration,
    pub(crate) p999: Duration,
}

impl Latencies {
    pub(crate) fn push(&mut self, latency: Duration) {
        let nanoseconds = u64::try_from(latency.as_nanos()).unwrap_or(u64::MAX);
        self.samples.push(nanoseconds);
    }

    pub(crate) fn append(&mut self, mut other: Self) {
        self.samples.append(&mut other.samples);
    }

    pub(crate) fn len(&self) -> u64 {
        self.samples.len() as u64
    }

    /// All zero without a sample.
    pub(crate) fn percentiles(mut self) -> Percentiles {
        self.samples.sort_unstable();
        let at = |per_mille: usize| {
            let rank = (self.samples.len() * per_mille).div_ceil(1000);
            let sample = self.samples.get(rank.saturating_sub(1));
            Duration::from_nanos(sample.copied().unwrap_or_default())
        };
        Percentiles {
            p50: at(500),
            p90: at(900),
            p99: at(990),
            p999: at(999),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percentiles_of(samples: impl Iterator<Item = u64>) -> Percentiles {
        let mut latencies = Latencies::default();
        samples.for_each(|sample| latencies.push(Duration::from_nanos(sample)));
        latencies.percentiles()
    }

    #[test]
    fn a_percentile_is_a_sample_of_its_rank() {
        let thousand = percentiles_of((1..=1000).rev());
        let expected = [500, 900, 990, 999].map(Duration::from_nanos);
        let Percentiles {
            p50,
            p90,
            p99,
            p999,
        } = thousand;
        assert_eq!([p50, p90, p99, p999], expected);

        let one = percentiles_of([7].into_iter());
        assert_eq!(
            (one.p50, one.p999),
            (Duration::from_nanos(7), Duration::from_nanos(7))
        );

        assert_eq!(percentiles_of([].into_iter()), Percentiles::default());
    }
}
