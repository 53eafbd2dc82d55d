//! A growable container with its limit in its type.

use core::borrow::{Borrow, BorrowMut};
use core::fmt;
use core::ops::{Deref, DerefMut};

use super::walk::Walk;
use super::{Growable, Poolable};

/// A [`Growable`] container with a limit, which makes it [`Poolable`].
///
/// A reset clears the container and keeps at most a capacity of `MAX`. Use it for a pool of plain
/// containers, or for a container in a tuple. A field of a derived type needs no wrapper:
/// `#[pool(max_capacity = N)]` sets its limit.
///
/// The limit is in the container's own unit: elements of a `Vec`, bytes of a `String`. It applies
/// at the reset; while the object is in use, the container may grow beyond it.
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
    /// Wraps a container, whose content remains until the next reset.
    pub const fn new(container: C) -> Self {
        Self(container)
    }

    /// Returns the container as it is.
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

// std recommends this for types that dereference. Without it, `Bounded<Vec<u8>, MAX>` could not be
// passed as an `impl AsRef<[u8]>`.
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

/// Serializes as the container.
#[cfg(feature = "serde")]
impl<C: serde::Serialize, const MAX: usize> serde::Serialize for Bounded<C, MAX> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Deserializes as the container. `deserialize_in_place` keeps its memory if the container's does.
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

/// Wipes the container.
#[cfg(feature = "zeroize")]
impl<C: zeroize::Zeroize, const MAX: usize> zeroize::Zeroize for Bounded<C, MAX> {
    fn zeroize(&mut self) {
        self.0.zeroize();
    }
}
