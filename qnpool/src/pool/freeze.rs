//! Turns a guard into a `Bytes`, whose last clone returns the object to the pool.
//!
//! This cannot be done without an allocation. The vtable by which a `Bytes` is cloned and dropped
//! is private to `bytes`. Of its public constructors (up to version 1.12), only `from_owner` runs
//! code at the last drop, and it boxes the owner together with a reference count.
//!
//! Rejected: `BytesMut::split` and `freeze`, which share a buffer without an allocation once it has
//! been shared. They give no notification when the other handles are dropped, so a pool would have
//! to poll, and its census would list objects that are no longer in use.
//!
//! So the owner is kept small: the box with a guard of two words is the smallest allocation that
//! common allocators have.

use std::ops::Deref;

use bytes::Bytes;

use super::{Guard, OwnedGuard};
use crate::poolable::PoolObject;

/// The owner of a `Bytes`: a guard, and the function that selects the bytes of its object.
///
/// No `unsafe` is needed. `Bytes` calls `as_ref` once, keeps the slice, and does not use the owner
/// again until it drops it. The slice borrows from an object that stays in its own box until then.
struct Frozen<G, Part> {
    guard: G,
    part: Part,
}

impl<G: Deref, Part: Fn(&G::Target) -> &[u8]> AsRef<[u8]> for Frozen<G, Part> {
    fn as_ref(&self) -> &[u8] {
        (self.part)(&self.guard)
    }
}

/// `AsRef<[u8]>`, with a compile error that suggests `freeze_with` for other types.
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
    /// Converts the guard into [`Bytes`] without copying, for an object that is `AsRef<[u8]>`.
    ///
    /// When the last clone is dropped, on any thread, the object is reset and returned to the pool.
    /// The pool must be in a `static`; for one in an `Arc`, use [`OwnedGuard::freeze`].
    ///
    /// The object is in use until then, and the census lists it under the line that took it; the
    /// call of `freeze` counts as a [`touch`](Self::touch). Each clone, and each slice that is not
    /// empty, keeps the whole object in use. If you store a few bytes for long, copy them instead.
    ///
    /// The `Bytes` never becomes a `BytesMut` without a copy: `try_into_mut` returns an error with
    /// the `Bytes`, and `Vec::from` and `BytesMut::from` copy. So the pool never loses a buffer.
    ///
    /// This is an associated function, so that it does not hide a method of the object. `BytesMut`
    /// has one: its own `split().freeze()` would take the buffer out of the pool permanently.
    ///
    /// # Cost
    ///
    /// One allocation of three words (four before version 1.11 of `bytes`), which every constructor
    /// of `Bytes` with an owner makes, and one reference count per clone. To send many messages
    /// from one buffer, freeze it once and call `split_to` for each message.
    ///
    /// # When not to use it
    ///
    /// For messages of up to about 1 KiB whose length is known beforehand, a new buffer for each
    /// message (`BytesMut::with_capacity` and its own `freeze`) takes fewer instructions with
    /// glibc's allocator; see `benches/RESULTS.md`. Copying the bytes takes more instructions at
    /// any length, but returns the object immediately.
    ///
    /// # Panics
    ///
    /// Panics if `as_ref` panics; the object is returned. If the drop of a guard would panic, the
    /// drop of the last clone does.
    ///
    /// # Examples
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

    /// Converts the guard into [`Bytes`] of the part of the object that `part` returns, such as one
    /// field.
    ///
    /// `part` is called once, and dropped with the last clone. The values that it captures make the
    /// allocation larger; a function that captures nothing adds nothing. Otherwise like
    /// [`freeze`](Self::freeze).
    ///
    /// # Panics
    ///
    /// Panics if `part` panics; the object is returned. If the drop of a guard would panic, the
    /// drop of the last clone does.
    ///
    /// # Examples
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
    /// Converts the guard into [`Bytes`] that keep the pool alive.
    ///
    /// Otherwise like [`Guard::freeze`].
    ///
    /// # Panics
    ///
    /// Panics where [`Guard::freeze`] does.
    ///
    /// # Examples
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

    /// Converts the guard into [`Bytes`] of a part of the object, which keep the pool alive.
    ///
    /// Otherwise like [`Guard::freeze_with`].
    ///
    /// # Panics
    ///
    /// Panics where [`Guard::freeze_with`] does.
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

/// Calls [`Guard::freeze`].
impl<T: PoolObject> From<Guard<'static, T>> for Bytes
where
    T: FrozenWhole + Send,
{
    #[track_caller]
    fn from(guard: Guard<'static, T>) -> Self {
        Guard::freeze(guard)
    }
}

/// Calls [`OwnedGuard::freeze`].
impl<T: PoolObject + 'static, F: Send + Sync + 'static> From<OwnedGuard<T, F>> for Bytes
where
    T: FrozenWhole + Send,
{
    #[track_caller]
    fn from(guard: OwnedGuard<T, F>) -> Self {
        OwnedGuard::freeze(guard)
    }
}
