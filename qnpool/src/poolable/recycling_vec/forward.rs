//! The traits of `Vec`, implemented for the live elements.

use alloc::vec::{self, Vec};
use core::borrow::{Borrow, BorrowMut};
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::{Deref, DerefMut};
use core::slice;

use super::RecyclingVec;

impl<T> Default for RecyclingVec<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Deref for RecyclingVec<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> DerefMut for RecyclingVec<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        self.as_mut_slice()
    }
}

impl<T> AsRef<[T]> for RecyclingVec<T> {
    fn as_ref(&self) -> &[T] {
        self
    }
}

impl<T> AsMut<[T]> for RecyclingVec<T> {
    fn as_mut(&mut self) -> &mut [T] {
        self
    }
}

impl<T> Borrow<[T]> for RecyclingVec<T> {
    fn borrow(&self) -> &[T] {
        self
    }
}

impl<T> BorrowMut<[T]> for RecyclingVec<T> {
    fn borrow_mut(&mut self) -> &mut [T] {
        self
    }
}

/// Clones the live elements; the copy has no spare ones.
impl<T: Clone> Clone for RecyclingVec<T> {
    fn clone(&self) -> Self {
        self.to_vec().into()
    }
}

impl<T: fmt::Debug> fmt::Debug for RecyclingVec<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl<T: PartialEq> PartialEq for RecyclingVec<T> {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<T: Eq> Eq for RecyclingVec<T> {}

macro_rules! equal_to {
    ($([$($parameter:tt)*] $other:ty;)*) => {$(
        impl<T: PartialEq<U>, U, $($parameter)*> PartialEq<$other> for RecyclingVec<T> {
            fn eq(&self, other: &$other) -> bool {
                self.as_slice() == &other[..]
            }
        }
    )*};
}

equal_to! {
    [] [U];
    [] &[U];
    [] Vec<U>;
    [const N: usize] [U; N];
    [const N: usize] &[U; N];
}

impl<T: PartialEq<U>, U> PartialEq<RecyclingVec<U>> for Vec<T> {
    fn eq(&self, other: &RecyclingVec<U>) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<T: PartialOrd> PartialOrd for RecyclingVec<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.as_slice().partial_cmp(other.as_slice())
    }
}

impl<T: Ord> Ord for RecyclingVec<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_slice().cmp(other.as_slice())
    }
}

impl<T: Hash> Hash for RecyclingVec<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

/// Converts a `Vec`, whose elements all become live.
impl<T> From<Vec<T>> for RecyclingVec<T> {
    fn from(elements: Vec<T>) -> Self {
        Self {
            live: elements.len(),
            elements,
        }
    }
}

/// Converts into a `Vec` of the live elements; the spare ones are dropped.
impl<T> From<RecyclingVec<T>> for Vec<T> {
    fn from(mut vec: RecyclingVec<T>) -> Self {
        vec.elements.truncate(vec.live);
        vec.elements
    }
}

impl<T> FromIterator<T> for RecyclingVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Vec::from_iter(values).into()
    }
}

impl<T> Extend<T> for RecyclingVec<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, values: I) {
        for value in values {
            self.push(value);
        }
    }
}

/// Iterates over the live elements by value; the spare ones are dropped.
impl<T> IntoIterator for RecyclingVec<T> {
    type Item = T;
    type IntoIter = vec::IntoIter<T>;

    fn into_iter(self) -> vec::IntoIter<T> {
        Vec::from(self).into_iter()
    }
}

impl<'a, T> IntoIterator for &'a RecyclingVec<T> {
    type Item = &'a T;
    type IntoIter = slice::Iter<'a, T>;

    fn into_iter(self) -> slice::Iter<'a, T> {
        self.iter()
    }
}

impl<'a, T> IntoIterator for &'a mut RecyclingVec<T> {
    type Item = &'a mut T;
    type IntoIter = slice::IterMut<'a, T>;

    fn into_iter(self) -> slice::IterMut<'a, T> {
        self.iter_mut()
    }
}
