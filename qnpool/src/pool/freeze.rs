//! A guard that becomes a `Bytes`, whose last clone puts the object back.
//!
//! There is no way to it without an allocation. The table of functions by which a `Bytes` is
//! cloned and dropped is private to its crate, and of the constructors that are public, up to
//! version 1.12, `from_owner` alone tells anybody of the last drop; it boxes the owner beside
//! a count. `BytesMut::split` and `freeze` share a buffer without an allocation once it has
//! been shared, but nobody hears when the others have dropped theirs: a pool could only ask
//! from time to time, and its census would list objects that are back. So the owner is kept
//! small: with the guard's two words the box is the smallest that the usual allocators have.

use bytes::Bytes;

use super::{Guard, OwnedGuard};
use crate::poolable::PoolObject;

/// What the `Bytes` owns: a guard, and which bytes of its object they are.
///
/// No `unsafe` is needed. `Bytes` asks once, keeps the slice, and does not let the owner be
/// touched before it drops it; and what the slice borrows from is an object that stays in its
/// box until then, or what that object owns.
struct Frozen<G, Part> {
    guard: G,
    part: Part,
}

macro_rules! freeze {
    ([$($parameter:tt)*] $guard:ty) => {
        impl<$($parameter)*> $guard {
            /// Makes [`Bytes`] of the object's bytes, without copying them; when the last
            /// clone is dropped, on whichever thread, the object is reset and put back.
            ///
            /// The object is out until then. In the census it stays with the line that took
            /// it, and this line counts as a [`touch`](Self::touch). Each clone and each
            /// slice that is not empty keeps the whole object out: a few bytes that are
            /// parked for long pin a buffer, so copy those.
            ///
            /// Never becomes a `BytesMut` without a copy: `try_into_mut` gives the `Bytes`
            /// back. `Vec::from` and `BytesMut::from` copy, and put the object back.
            ///
            /// An associated function, so that it cannot be taken for a method of the
            /// object, such as the `freeze` of a `BytesMut`, which takes its buffer away
            /// from the pool.
            ///
            /// # Cost
            ///
            /// One allocation of three words, since `Bytes` has its owner in a box (four
            /// words before version 1.11), and a reference count for each clone. To send many
            /// messages from one buffer, freeze it once and `split_to` them.
            ///
            /// # When not to use it
            ///
            /// For less than some hundred bytes, `Bytes::copy_from_slice` costs as much and
            /// lets the object go at once.
            ///
            /// # Panics
            ///
            /// If `as_ref` panics; the object is put back. Dropping the last clone panics if
            /// `reset` does.
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
            /// assert_eq!(BUFFERS.stats().idle, 0);
            /// drop(tail);
            /// assert_eq!(BUFFERS.stats().idle, 1);
            /// ```
            #[track_caller]
            pub fn freeze(guard: Self) -> Bytes
            where
                T: AsRef<[u8]> + Send,
            {
                Self::freeze_with(guard, T::as_ref)
            }

            /// As [`freeze`](Self::freeze), with those bytes of the object that `part` points
            /// out, such as one field.
            ///
            /// It is called once. What it captures makes the allocation larger; a closure
            /// without captures, and so one that names a field, adds nothing.
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

        impl<Part: Fn(&T) -> &[u8], $($parameter)*> AsRef<[u8]> for Frozen<$guard, Part> {
            fn as_ref(&self) -> &[u8] {
                (self.part)(&self.guard)
            }
        }

        /// See [`freeze`](Self::freeze).
        impl<$($parameter)*> From<$guard> for Bytes
        where
            T: AsRef<[u8]> + Send,
        {
            #[track_caller]
            fn from(guard: $guard) -> Self {
                <$guard>::freeze(guard)
            }
        }
    };
}

freeze!([T: PoolObject] Guard<'static, T>);
freeze!([T: PoolObject + 'static, F: Send + Sync + 'static] OwnedGuard<T, F>);
