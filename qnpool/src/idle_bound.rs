//! The limit on idle objects, from the settings of a builder.

use crate::UNBOUNDED;
use crate::poolable::PoolObject;

/// The default limit on idle memory.
const DEFAULT_IDLE_BYTES: usize = 64 << 20;

/// The maximum of the default limit, if the memory that the objects own does not limit it.
const MOST_DEFAULT_OBJECTS: usize = 1 << 17;

/// Returns the most bytes that one idle object owns, its own size included; [`UNBOUNDED`] if there
/// is no limit.
pub(crate) const fn bytes_each<T: PoolObject>() -> usize {
    size_of::<T>().saturating_add(T::MAX_RETAINED_BYTES)
}

/// The default limit. At least 1: otherwise a pool of objects larger than the default would never
/// reuse any.
const fn default_max_idle<T: PoolObject>() -> usize {
    let objects = match bytes_each::<T>() {
        0 => MOST_DEFAULT_OBJECTS,
        _ if T::MAX_RETAINED_BYTES == UNBOUNDED => unbounded_max_idle(size_of::<T>()),
        each => DEFAULT_IDLE_BYTES / each,
    };
    if objects == 0 { 1 } else { objects }
}

/// The default limit for objects of `size` bytes without a limit on the memory that they own.
///
/// No number of objects limits that memory, so a small number does not help: it only makes bursts
/// expensive. If producers take thousands of objects that one consumer drops together, a limit of a
/// thousand drops most of each burst, and the next burst creates them again. The traffic itself
/// limits the memory: at most as many objects are idle as were in use at once, and objects that are
/// unused for a whole generation are freed.
///
/// Only `size` is known, so the objects themselves may take as much memory as the idle objects of a
/// objects of a bounded type. The limit is 1,024 or more for objects of up to 64 KiB.
/// [`MOST_DEFAULT_OBJECTS`] applies below 512 bytes: it is far above a usual burst, and limits the
/// memory that one extreme burst keeps for a generation.
const fn unbounded_max_idle(size: usize) -> usize {
    if size <= DEFAULT_IDLE_BYTES / MOST_DEFAULT_OBJECTS {
        MOST_DEFAULT_OBJECTS
    } else {
        DEFAULT_IDLE_BYTES / size
    }
}

/// The settings that limit idle objects; the stricter one applies.
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

    /// Does not compile for a type with `UNBOUNDED` memory, since the limit could not be kept.
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

    /// Returns the maximum number of idle objects.
    pub(crate) const fn max_idle<T: PoolObject>(self) -> usize {
        let fitting = match (self.bytes, bytes_each::<T>()) {
            (None, _) => None,
            (Some(_), 0) => Some(MOST_DEFAULT_OBJECTS),
            (Some(bytes), each) => Some(bytes / each),
        };
        match (self.objects, fitting) {
            (None, None) => default_max_idle::<T>(),
            (Some(objects), None) => objects,
            // Objects of 0 bytes are limited by number alone.
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

    /// 40 bytes, memory included.
    type Page = (Bounded<Vec<u8>, 8>, u64);

    /// An object of `SIZE` bytes that owns at most `MAX_RETAINED_BYTES` more.
    struct OfSize<const SIZE: usize, const MAX_RETAINED_BYTES: usize>([u8; SIZE]);

    impl<const SIZE: usize, const MAX_RETAINED_BYTES: usize> crate::Poolable
        for OfSize<SIZE, MAX_RETAINED_BYTES>
    {
        const MAX_RETAINED_BYTES: usize = MAX_RETAINED_BYTES;
        fn reset(&mut self) {}
    }

    fn default_of_unbounded<const SIZE: usize>() -> usize {
        max_idle::<OfSize<SIZE, UNBOUNDED>>(None, None)
    }

    #[test]
    fn the_default_is_64_mib_of_a_bounded_type() {
        assert_eq!(bytes_each::<Page>(), 40);
        assert_eq!(max_idle::<Page>(None, None), (64 << 20) / 40);
        assert_eq!(
            max_idle::<Bounded<Vec<u8>, { 65 << 20 }>>(None, None),
            1,
            "larger than the default"
        );
        assert_eq!(
            max_idle::<OfSize<8, { usize::MAX - 1 }>>(None, None),
            1,
            "larger than can be counted, but bounded"
        );
    }

    #[test]
    fn the_default_of_an_unbounded_type_depends_on_its_size() {
        const MOST: usize = 131_072;
        assert_eq!(max_idle::<()>(None, None), MOST);
        assert_eq!(default_of_unbounded::<0>(), MOST);
        assert_eq!(default_of_unbounded::<1>(), MOST);
        assert_eq!(default_of_unbounded::<512>(), MOST);
        assert_eq!(default_of_unbounded::<513>(), (64 << 20) / 513);
        assert_eq!(default_of_unbounded::<4096>(), 16_384);
        assert_eq!(default_of_unbounded::<65_536>(), 1024);
        assert_eq!(default_of_unbounded::<65_537>(), 1023);
        assert_eq!(default_of_unbounded::<{ 64 << 20 }>(), 1);
        assert_eq!(default_of_unbounded::<{ 65 << 20 }>(), 1);
    }

    #[test]
    fn the_stricter_setting_applies() {
        assert_eq!(max_idle::<Page>(Some(3), None), 3);
        assert_eq!(max_idle::<Page>(None, Some(119)), 2);
        assert_eq!(max_idle::<Page>(Some(3), Some(119)), 2);
        assert_eq!(max_idle::<Page>(Some(1), Some(119)), 1);
        assert_eq!(max_idle::<Page>(None, Some(39)), 0, "a bound is a bound");
        assert_eq!(max_idle::<Page>(Some(0), Some(119)), 0);
        assert_eq!(max_idle::<()>(None, Some(0)), 131_072);
        assert_eq!(max_idle::<()>(Some(200_000), Some(0)), 200_000);
    }
}
