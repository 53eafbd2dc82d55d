//! How many objects may wait in a pool, from what its builder was told.

use crate::UNBOUNDED;
use crate::poolable::PoolObject;

/// Idle memory of a pool that was told nothing.
const DEFAULT_IDLE_BYTES: usize = 64 << 20;

/// Idle objects of such a pool where bytes do not limit them.
const DEFAULT_IDLE_OBJECTS: usize = 1024;

/// The most bytes that one idle object holds, itself included; [`UNBOUNDED`] if
/// it has no bound.
pub(crate) const fn bytes_each<T: PoolObject>() -> usize {
    size_of::<T>().saturating_add(T::MAX_RETAINED_BYTES)
}

/// At least one, or a pool of objects larger than the default would never reuse any.
const fn default_max_idle<T: PoolObject>() -> usize {
    match bytes_each::<T>() {
        0 | UNBOUNDED => DEFAULT_IDLE_OBJECTS,
        each if each > DEFAULT_IDLE_BYTES => 1,
        each => DEFAULT_IDLE_BYTES / each,
    }
}

/// The settings that bound how many objects wait; the stricter one holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdleBound {
    pub(crate) objects: Option<usize>,
    pub(crate) bytes: Option<usize>,
}

impl IdleBound {
    pub(crate) const DEFAULT: Self = Self {
        objects: None,
        bytes: None,
    };

    /// Does not compile for a type whose memory has no bound, as it could not be kept.
    pub(crate) const fn with_bytes<T: PoolObject>(mut self, bytes: usize) -> Self {
        const {
            assert!(
                T::MAX_RETAINED_BYTES != UNBOUNDED,
                "`max_idle_bytes` cannot be kept:\nthe object's `MAX_RETAINED_BYTES` is `UNBOUNDED`;\nset `max_idle` instead"
            );
        }
        self.bytes = Some(bytes);
        self
    }

    /// The most objects that may wait.
    pub(crate) const fn max_idle<T: PoolObject>(self) -> usize {
        let fitting = match (self.bytes, bytes_each::<T>()) {
            (None, _) => None,
            (Some(_), 0) => Some(DEFAULT_IDLE_OBJECTS),
            (Some(bytes), each) => Some(bytes / each),
        };
        match (self.objects, fitting) {
            (None, None) => default_max_idle::<T>(),
            (Some(objects), None) => objects,
            // Objects without size fit in any number.
            (Some(objects), Some(_)) if bytes_each::<T>() == 0 => objects,
            (Some(objects), Some(fitting)) if objects < fitting => objects,
            (_, Some(fitting)) => fitting,
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use super::*;
    use crate::Bounded;

    fn max_idle<T: PoolObject>(objects: Option<usize>, bytes: Option<usize>) -> usize {
        IdleBound { objects, bytes }.max_idle::<T>()
    }

    /// Of 40 bytes.
    type Page = (Bounded<Vec<u8>, 8>, u64);

    struct Endless;

    impl crate::Poolable for Endless {
        const MAX_RETAINED_BYTES: usize = UNBOUNDED;
        fn reset(&mut self) {}
    }

    #[test]
    fn told_nothing() {
        assert_eq!(bytes_each::<Page>(), 40);
        assert_eq!(max_idle::<Page>(None, None), (64 << 20) / 40);
        assert_eq!(max_idle::<()>(None, None), 1024);
        assert_eq!(max_idle::<Endless>(None, None), 1024);
        assert_eq!(
            max_idle::<Bounded<Vec<u8>, { 65 << 20 }>>(None, None),
            1,
            "larger than the default"
        );
    }

    #[test]
    fn the_stricter_setting_holds() {
        assert_eq!(max_idle::<Page>(Some(3), None), 3);
        assert_eq!(max_idle::<Page>(None, Some(119)), 2);
        assert_eq!(max_idle::<Page>(Some(3), Some(119)), 2);
        assert_eq!(max_idle::<Page>(Some(1), Some(119)), 1);
        assert_eq!(max_idle::<Page>(None, Some(39)), 0, "a bound is a bound");
        assert_eq!(max_idle::<Page>(Some(0), Some(119)), 0);
        assert_eq!(max_idle::<()>(None, Some(0)), 1024);
        assert_eq!(max_idle::<()>(Some(2000), Some(0)), 2000);
    }
}
