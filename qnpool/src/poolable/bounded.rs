//! A growable container with its limit in its type.

use core::borrow::{Borrow, BorrowMut};
use core::fmt;
use core::ops::{Deref, DerefMut};

use super::walk::Walk;
use super::{Growable, Poolable};

/// A [`Growable`] container that keeps at most a capacity of `MAX` when it is
/// reset, and so is [`Poolable`] by itself.
///
/// For a pool of plain containers, or a container inside a tuple. In a field of
/// a derived type, `#[pool(max_capacity = N)]` needs no wrapper.
///
/// The limit is in the container's own unit of capacity: elements of a `Vec`,
/// bytes of a `String`. It holds when the object is reset; in use the container
/// may grow as it likes.
///
/// ```
/// use qnpool::{Bounded, Pool};
///
/// static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();
///
/// let mut buffer = BUFFERS.get();
/// buffer.extend_from_slice(b"as a Vec<u8>");
/// assert_eq!(buffer.len(), 12);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct Bounded<C, const MAX: usize>(C);

impl<C, const MAX: usize> Bounded<C, MAX> {
    /// Wraps a container; what it holds stays until the next reset.
    pub const fn new(container: C) -> Self {
        Self(container)
    }

    /// Gives the container back as it is.
    pub fn into_inner(self) -> C {
        self.0
    }
}

impl<C: Growable, const MAX: usize> Poolable for Bounded<C, MAX> {
    const MAX_RETAINED_BYTES: usize = C::FOOTPRINT.max_bytes(MAX);

    #[inline]
    fn reset(&mut self) {
        super::walk::reset(self);
    }

    #[inline]
    fn __qnpool_walk(&mut self, walk: &mut Walk<'_>) {
        walk.grow(&mut self.0, MAX);
    }
}

impl<C, const MAX: usize> Deref for Bounded<C, MAX> {
    type Target = C;

    #[inline]
    fn deref(&self) -> &C {
        &self.0
    }
}

impl<C, const MAX: usize> DerefMut for Bounded<C, MAX> {
    #[inline]
    fn deref_mut(&mut self) -> &mut C {
        &mut self.0
    }
}

impl<C, const MAX: usize> From<C> for Bounded<C, MAX> {
    fn from(container: C) -> Self {
        Self(container)
    }
}

// What the container can be borrowed as, as std asks of a type that derefs: else
// `Bounded<Vec<u8>, MAX>` would not do where a `[u8]` is wanted.
impl<C: AsRef<Target>, Target: ?Sized, const MAX: usize> AsRef<Target> for Bounded<C, MAX> {
    fn as_ref(&self) -> &Target {
        self.0.as_ref()
    }
}

impl<C: AsMut<Target>, Target: ?Sized, const MAX: usize> AsMut<Target> for Bounded<C, MAX> {
    fn as_mut(&mut self) -> &mut Target {
        self.0.as_mut()
    }
}

crate::forward_buffers::forward_buffers!([C, const MAX: usize] Bounded<C, MAX>, C);

impl<C, const MAX: usize> Borrow<C> for Bounded<C, MAX> {
    fn borrow(&self) -> &C {
        &self.0
    }
}

impl<C, const MAX: usize> BorrowMut<C> for Bounded<C, MAX> {
    fn borrow_mut(&mut self) -> &mut C {
        &mut self.0
    }
}

impl<C: fmt::Debug, const MAX: usize> fmt::Debug for Bounded<C, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<C: fmt::Display, const MAX: usize> fmt::Display for Bounded<C, MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// As the container.
#[cfg(feature = "serde")]
impl<C: serde::Serialize, const MAX: usize> serde::Serialize for Bounded<C, MAX> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// As the container. `deserialize_in_place` keeps its memory where the container's does.
#[cfg(feature = "serde")]
impl<'de, C: serde::Deserialize<'de>, const MAX: usize> serde::Deserialize<'de>
    for Bounded<C, MAX>
{
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        C::deserialize(deserializer).map(Self)
    }

    fn deserialize_in_place<D: serde::Deserializer<'de>>(
        deserializer: D,
        place: &mut Self,
    ) -> Result<(), D::Error> {
        C::deserialize_in_place(deserializer, &mut place.0)
    }
}

/// As the container.
#[cfg(feature = "zeroize")]
impl<C: zeroize::Zeroize, const MAX: usize> zeroize::Zeroize for Bounded<C, MAX> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}
