//! Counters as a short table for people.

use core::fmt;

use super::stats::Stats;

/// Names and figures.
type Parts<'a> = &'a [(&'a str, u64)];

impl fmt::Display for Stats {
    /// Prints five lines: the way out, the way back, what was dropped, and what is out and
    /// what waits now.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let discarded = self
            .discarded_full
            .saturating_add(self.discarded_aged)
            .saturating_add(self.discarded_unfit)
            .saturating_add(self.discarded_panicked);
        let lines: [(&str, u64, Parts<'_>); 5] = [
            (
                "gets",
                self.gets,
                &[
                    ("cache", self.cache_hits),
                    ("depot", self.depot_hits),
                    ("victim", self.victim_hits),
                    ("created", self.created),
                ],
            ),
            (
                "puts",
                self.puts,
                &[
                    ("attached", self.attached),
                    ("detached", self.detached),
                    ("shrinks", self.shrinks),
                    ("unused", self.shrinks_unused),
                ],
            ),
            (
                "discarded",
                discarded,
                &[
                    ("full", self.discarded_full),
                    ("aged", self.discarded_aged),
                    ("unfit", self.discarded_unfit),
                    ("panicked", self.discarded_panicked),
                ],
            ),
            ("out", self.outstanding, &[("peak", self.peak_outstanding)]),
            ("idle", self.idle, &[("at most", self.max_idle)]),
        ];
        let most = lines.iter().map(|(_, sum, _)| *sum).max().unwrap_or(0);
        let width = most.checked_ilog10().unwrap_or(0) as usize + 1;
        for (number, (name, sum, parts)) in lines.into_iter().enumerate() {
            let before = if number == 0 { "" } else { "\n" };
            write!(f, "{before}{name:<9}  {sum:>width$}")?;
            for (part, count) in parts {
                write!(f, "  {part} {count}")?;
            }
        }
        Ok(())
    }
}
