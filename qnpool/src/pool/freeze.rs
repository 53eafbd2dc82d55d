//! A guard that becomes a `Bytes`, whose last clone puts the object back.
//!
//! There is no way to it without an allocation. The table of functions by which a `Bytes` is
//! cloned and dropped is private to its crate, and of the constructors that are public, up to
//! version 1.12, `from_owner` alone tells anybody of the last drop; it boxes the owner beside
//! a count. `BytesMut::split` and `freeze` share a buffer without an allocation once it has
//! been shared, but nobody hears when the others have dropped theirs: a pool could only ask
//! from time to time, and its census would list objects that are back. So the owner is kept
//! small: with the guard's two words the box is the smallest that the usual allocators have.

use std::ops::Deref;

use bytes::Bytes;

use super::{Guard, OwnedGuard};
use crate::poolable::PoolObject;

/// What the `Bytes` owns: a guard, and which bytes of its object they are.
///
/// No `unsafe` is needed. `Bytes` asks once, keeps the slice, and does not touch the owner
/// again until it drops it; and what the slice borrows from is an object that stays in its
/// own box until then.
struct Frozen<G, Part> {
    guard: G,
    part: Part,
}

impl<G: Deref, Part: Fn(&G::Target) -> &[u8]> AsRef<[u8]> for Frozen<G, Part> {
    fn as_ref(&self) -> &[u8] {
        (self.part)(&self.guard)
    }
}

/// What is `AsRef<[u8]>`; says what to write for that which is not.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not bytes as a whole",
    label = "this object is not `AsRef<[u8]>`",
    note = "say which part of it is meant: `freeze_with(guard, |object| &object.field)`"
)]
pub trait FrozenWhole: AsRef<[u8]> {}

#[diagnostic::do_not_recommend]
impl<T: AsRef<[u8]>> FrozenWhole for T {}

impl<T: PoolObject> Guard<'static, T> {
    /// Makes [`Bytes`] of an object that is `AsRef<[u8]>`, without copying; when the last
    /// clone is dropped, on whichever thread, the object is reset and put back.
    ///
    /// The object is out until then. In the census it stays with the line that took it, and
    /// this line counts as a [`touch`](Self::touch). Each clone, and each slice that is not
    /// empty, keeps the whole object out: of what is parked for long, copy the few bytes
    /// that are needed.
    ///
    /// Never becomes a `BytesMut` without a copy: `try_into_mut` gives the `Bytes` back, and
    /// `Vec::from` and `BytesMut::from` copy. So no buffer is lost to the pool.
    ///
    /// An associated function, so that it cannot be taken for a method of the object; such
    /// as `BytesMut`'s own `split().freeze()`, by which the buffer leaves the pool for good.
    ///
    /// # Cost
    ///
    /// One allocation of three words (four before version 1.11 of `bytes`), which no way of
    /// that crate's does without, and a reference count for each clone. To send many messages
    /// from one buffer, freeze it once and `split_to` them.
    ///
    /// # When not to use it
    ///
    /// For messages of up to about 1 KiB whose length is known beforehand: there a buffer
    /// for each one, `BytesMut::with_capacity` and its own `freeze`, takes fewer instructions
    /// (with glibc's allocator; see `benches/RESULTS.md`). To copy the bytes out takes more at
    /// any length, but lets the object go at once.
    ///
    /// # Panics
    ///
    /// If `as_ref` panics; the object is put back. Where a guard's drop would panic, that of
    /// the last clone does.
    ///
    /// ```
    /// use bytes::BufMut;
    /// use qnpool::{Bounded, Guard, Pool};
    ///
    /// static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();
    ///
    /// let mut buffer = BUFFERS.get();
    /// buffer.put_slice(b"hello");
    /// let greeting = Guard::freeze(buffer);
    /// let tail = greeting.slice(1..);
    /// drop(greeting);
    /// assert_eq!(tail, "ello");
    /// assert_eq!(BUFFERS.stats().outstanding, 1);
    /// drop(tail);
    /// assert_eq!(BUFFERS.stats().outstanding, 0);
    /// ```
    #[track_caller]
    pub fn freeze(guard: Self) -> Bytes
    where
        T: FrozenWhole + Send,
    {
        Self::freeze_with(guard, T::as_ref)
    }

    /// As [`freeze`](Self::freeze), with the bytes that `part` points out in the object,
    /// such as one field.
    ///
    /// `part` is called once, and dropped with the last clone. What it captures makes the
    /// allocation larger; one that captures nothing adds nothing.
    ///
    /// # Panics
    ///
    /// If `part` panics; the object is put back. Else as [`freeze`](Self::freeze).
    ///
    /// ```
    /// use qnpool::{Guard, Pool, Poolable};
    ///
    /// #[derive(Default, Poolable)]
    /// struct Packet {
    ///     #[pool(max_capacity = 4096)]
    ///     body: Vec<u8>,
    ///     sequence: u64,
    /// }
    ///
    /// static PACKETS: Pool<Packet> = Pool::new();
    ///
    /// let mut packet = PACKETS.get();
    /// packet.body.extend_from_slice(b"hello");
    /// let body = Guard::freeze_with(packet, |packet| &packet.body);
    /// assert_eq!(body, "hello");
    /// ```
    #[track_caller]
    pub fn freeze_with<Part>(guard: Self, part: Part) -> Bytes
    where
        T: Send,
        Part: Fn(&T) -> &[u8] + Send + 'static,
    {
        Self::touch(&guard);
        Bytes::from_owner(Frozen { guard, part })
    }
}

impl<T: PoolObject + 'static, F: Send + Sync + 'static> OwnedGuard<T, F> {
    /// As [`Guard::freeze`], for a guard that keeps its pool: so do the `Bytes`.
    ///
    /// # Panics
    ///
    /// As [`Guard::freeze`].
    ///
    /// ```
    /// use qnpool::{Bounded, OwnedGuard, Pool};
    /// use std::sync::Arc;
    ///
    /// let pool = Arc::new(Pool::<Bounded<Vec<u8>, 4096>>::new());
    /// let mut buffer = pool.get_owned();
    /// buffer.extend_from_slice(b"hello");
    /// let greeting = OwnedGuard::freeze(buffer);
    /// drop(pool);
    /// std::thread::spawn(move || assert_eq!(greeting, "hello")).join().unwrap();
    /// ```
    #[track_caller]
    pub fn freeze(guard: Self) -> Bytes
    where
        T: FrozenWhole + Send,
    {
        Self::freeze_with(guard, T::as_ref)
    }

    /// As [`Guard::freeze_with`], for a guard that keeps its pool.
    ///
    /// # Panics
    ///
    /// As [`Guard::freeze_with`].
    #[track_caller]
    pub fn freeze_with<Part>(guard: Self, part: Part) -> Bytes
    where
        T: Send,
        Part: Fn(&T) -> &[u8] + Send + 'static,
    {
        Self::touch(&guard);
        Bytes::from_owner(Frozen { guard, part })
    }
}

/// By [`Guard::freeze`].
impl<T: PoolObject> From<Guard<'static, T>> for Bytes
where
    T: FrozenWhole + Send,
{
    #[track_caller]
    fn from(guard: Guard<'static, T>) -> Self {
        Guard::freeze(guard)
    }
}

/// By [`OwnedGuard::freeze`].
impl<T: PoolObject + 'static, F: Send + Sync + 'static> From<OwnedGuard<T, F>> for Bytes
where
    T: FrozenWhole + Send,
{
    #[track_caller]
    fn from(guard: OwnedGuard<T, F>) -> Self {
        OwnedGuard::freeze(guard)
    }
}
