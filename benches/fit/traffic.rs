//! Four kinds of traffic.

pub(crate) const LIMIT: usize = 4096;
/// The most objects that are out at once.
pub(crate) const MOST: usize = 1000;

const SMALL: usize = 200;
const LARGE: usize = 4000;

#[derive(Clone, Copy)]
pub(crate) enum Traffic {
    /// Large at the very first, and then small.
    Steady,
    /// One in twenty is large.
    TwoSizes,
    /// From large to small, bit by bit.
    Drift,
    /// Small, and now and then a thousand large ones at once.
    Bursts,
}

impl Traffic {
    pub(crate) const ALL: [Self; 4] = [Self::Steady, Self::TwoSizes, Self::Drift, Self::Bursts];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Steady => "steady",
            Self::TwoSizes => "two sizes",
            Self::Drift => "drift",
            Self::Bursts => "bursts",
        }
    }

    /// The sizes of uses that go on at once, after `uses` of `all`.
    pub(crate) fn burst(
        self,
        uses: usize,
        all: usize,
        random: &mut fastrand::Rng,
    ) -> impl Iterator<Item = usize> {
        let is_burst = matches!(self, Self::Bursts) && uses % 400_000 < MOST;
        let count = if is_burst || uses < MOST {
            MOST
        } else {
            random.usize(1..MOST)
        };
        // Of the same kind, sizes differ by a quarter either way.
        let around = |size: usize, random: &mut fastrand::Rng| {
            random.usize(size - size / 4..=size + size / 4)
        };
        let sizes: Vec<_> = (0..count)
            .map(|_| match self {
                Self::Steady if uses < 10_000 => LARGE,
                Self::TwoSizes if random.u8(..20) == 0 => LARGE,
                Self::Drift => LARGE - (LARGE - SMALL) * uses.min(all) / all,
                Self::Bursts if is_burst => LARGE,
                _ => SMALL,
            })
            .collect();
        let sizes: Vec<_> = sizes
            .into_iter()
            .map(|size| around(size, random).min(LIMIT))
            .collect();
        sizes.into_iter()
    }
}
