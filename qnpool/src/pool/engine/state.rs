//! What a cache's owner writes with each operation, in one word.

/// Hits, whether the owner is inside, and how many objects the magazine holds.
///
/// The hits stand above the rest, so that a deadline in hits is compared with the whole word.
/// They have 55 bits, enough for two years of nothing but hits on one thread; then their count
/// begins again, and what is counted by it is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State(u64);

const INSIDE: u64 = 1 << 8;
const HIT: u64 = 1 << 9;

/// A number of hits that there never are.
pub(super) const NEVER: u64 = u64::MAX / HIT;

/// Objects that a cache holds at most.
pub(in super::super) const MOST_OBJECTS: usize = 255;

impl State {
    #[inline]
    pub(super) const fn from_word(word: u64) -> Self {
        Self(word)
    }

    #[inline]
    pub(super) const fn word(self) -> u64 {
        self.0
    }

    /// The least word of a state after so many hits.
    #[inline]
    pub(super) const fn deadline(hits: u64) -> u64 {
        hits * HIT
    }

    #[inline]
    pub(super) const fn hits(self) -> u64 {
        self.0 / HIT
    }

    /// Objects in the magazine.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the lowest byte")]
    pub(super) const fn len(self) -> usize {
        self.0 as u8 as usize
    }

    #[inline]
    pub(super) const fn is_inside(self) -> bool {
        self.0 & INSIDE != 0
    }

    /// The owner, who was outside, goes in.
    #[inline]
    pub(super) const fn inside(self) -> Self {
        Self(self.0 + INSIDE)
    }

    /// With a hit, by which an object has left.
    #[inline]
    pub(super) const fn after_take(self) -> Self {
        Self(self.0.wrapping_add(HIT - 1))
    }

    /// With one object more.
    #[inline]
    pub(super) const fn after_put(self) -> Self {
        Self(self.0 + 1)
    }

    /// With a hit whose object was not among those counted here.
    pub(super) const fn after_hit(self) -> Self {
        Self(self.0.wrapping_add(HIT))
    }

    /// The same with so many objects.
    pub(super) const fn with_len(self, len: usize) -> Self {
        assert!(len <= MOST_OBJECTS, "a magazine is not larger");
        Self(self.0 - self.len() as u64 + len as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_do_not_mix() {
        let mut state = State::from_word(0);
        for len in 1..=MOST_OBJECTS {
            state = state.after_put();
            assert_eq!(
                (state.len(), state.hits(), state.is_inside()),
                (len, 0, false)
            );
            assert!(state.inside().is_inside());
            assert_eq!(state.inside().len(), len);
        }
        for hits in 1..=MOST_OBJECTS {
            state = state.after_take();
            let left = MOST_OBJECTS - hits;
            assert_eq!((state.len(), state.hits()), (left, hits as u64));
        }
        let state = state.after_hit().with_len(7);
        assert_eq!((state.len(), state.hits()), (7, 256));
        assert_eq!(state.with_len(MOST_OBJECTS).with_len(0), state.with_len(0));
    }

    #[test]
    fn a_deadline_is_for_any_length() {
        let state = State::from_word(State::deadline(7));
        for len in [0, 1, MOST_OBJECTS] {
            let word = state.with_len(len).word();
            assert!(State::deadline(7) <= word && word < State::deadline(8));
            assert!(word < State::deadline(NEVER));
        }
    }

    #[test]
    fn the_count_begins_again_without_harm_to_the_rest() {
        let state = State::from_word(State::deadline(NEVER)).with_len(2);
        let state = state.after_take();
        assert_eq!(
            (state.len(), state.hits(), state.is_inside()),
            (1, 0, false)
        );
    }
}
