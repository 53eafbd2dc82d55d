//! The types that are refused, each with its reason.
//!
//! A refused type gets an implementation of [`Poolable`] that can never apply: it asks that
//! [`Reset`] implements a trait of `reasons`, which `Reset` never does. The compiler then
//! prints the text of that trait at the field. Three details are needed for it (rustc 1.95):
//!
//! - the refused type must not be `Self` of the reason, or the compiler prints the
//!   text of the outer trait instead;
//! - `for<'never>` keeps the compiler from rejecting the false bound right here;
//! - the derive names `Field`, a blanket trait on top, so that no list of
//!   "other types that implement `Poolable`" is appended.
//!
//! Two kinds of type have no such implementation, and get the general text where
//! the derive cannot see them:
//!
//! - `&T`: it would head every list of similar types, and it is a known trigger of
//!   lost notes (rust-lang/rust#130563);
//! - `Box<[T]>` and the like: beside the implementation for `Box<T>` they would be
//!   a second candidate, and of two the compiler explains neither. One on `[T]`
//!   itself is ruled out by `Poolable: Sized`, which is what keeps `Box<dyn Fn()>`
//!   from being two errors.

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::rc::{Rc, Weak as RcWeak};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Ref, RefMut, UnsafeCell};
use core::mem::{ManuallyDrop, MaybeUninit};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::num::NonZero;
use core::pin::Pin;
use core::ptr::NonNull;

use super::reasons::{NoCapacity, Reset};
use super::{Footprint, Growable, RecyclingVec, ResetOutcome};

/// The implementations of `Poolable` that never apply.
macro_rules! refused {
    ($($reason:ident: $([$($parameter:tt)*] $type:ty)*;)*) => {$($(
        #[doc(hidden)]
        impl<$($parameter)*> $crate::Poolable for $type
        where
            for<'never> $crate::reasons::Reset: $crate::reasons::$reason<$type>,
        {
            const MAX_RETAINED_BYTES: usize = 0;

            fn reset(&mut self) {}
        }
    )*)*};
}

#[allow(unused_imports, reason = "for `foreign`")]
pub(crate) use refused;

// The parameters carry no bounds, such as `K: Hash`, so that a reason is not
// hidden by a second complaint.
refused! {
    UnlimitedGrowth:
        [T] Vec<T>
        [T] VecDeque<T>
        [T] BinaryHeap<T>
        [] String
        [T] RecyclingVec<T>;
    SharedOwnership:
        [T: ?Sized] Rc<T>
        [T: ?Sized] RcWeak<T>;
    RawPointer:
        [T: ?Sized] *const T
        [T: ?Sized] *mut T
        [T: ?Sized] NonNull<T>;
    HeldGuard:
        ['b, T: ?Sized] Ref<'b, T>
        ['b, T: ?Sized] RefMut<'b, T>;
    FixedLength:
        [] alloc::ffi::CString;
    UnknownState:
        [T] ManuallyDrop<T>
        [T] MaybeUninit<T>
        [P] Pin<P>
        [T] UnsafeCell<T>;
    NoZero:
        [] NonZero<u8> [] NonZero<u16> [] NonZero<u32> [] NonZero<u64> [] NonZero<u128> [] NonZero<usize>
        [] NonZero<i8> [] NonZero<i16> [] NonZero<i32> [] NonZero<i64> [] NonZero<i128> [] NonZero<isize>
        [] IpAddr [] Ipv4Addr [] Ipv6Addr
        [] SocketAddr [] SocketAddrV4 [] SocketAddrV6;
}

// `alloc` has these where a count can be changed by several threads.
#[cfg(all(target_has_atomic = "ptr", not(qnpool_no_atomics)))]
refused! {
    SharedOwnership:
        [T: ?Sized] alloc::sync::Arc<T>
        [T: ?Sized] alloc::sync::Weak<T>;
}

macro_rules! refused_functions {
    ($(($($argument:ident)*))*) => {$(
        refused! {
            FunctionPointer:
                [R, $($argument),*] fn($($argument),*) -> R
                [R, $($argument),*] unsafe fn($($argument),*) -> R
                [R, $($argument),*] extern "C" fn($($argument),*) -> R
                [R, $($argument),*] unsafe extern "C" fn($($argument),*) -> R;
        }
    )*};
}

refused_functions!(() (A) (A B) (A B C) (A B C D) (A B C D E) (A B C D E F));

macro_rules! refused_tuples {
    ($(($($part:ident)*))*) => {$(refused! { LongTuple: [$($part),*] ($($part,)*); })*};
}

refused_tuples! {
    (A B C D E F G H I J K L M)
    (A B C D E F G H I J K L M N)
    (A B C D E F G H I J K L M N O)
    (A B C D E F G H I J K L M N O P)
}

/// The implementations of `Growable` that never apply.
macro_rules! without_capacity {
    ($([$($parameter:tt)*] $type:ty;)*) => {$(
        #[doc(hidden)]
        impl<$($parameter)*> Growable for $type
        where
            for<'never> Reset: NoCapacity<$type>,
        {
            const FOOTPRINT: Footprint = Footprint::fixed(0);

            fn reset_within(&mut self, _max_capacity: usize) -> ResetOutcome {
                ResetOutcome::KEPT
            }
        }
    )*};
}

#[allow(unused_imports, reason = "for `foreign`")]
pub(crate) use without_capacity;

without_capacity! {
    [] u8; [] u16; [] u32; [] u64; [] u128; [] usize;
    [] i8; [] i16; [] i32; [] i64; [] i128; [] isize;
    [] f32; [] f64; [] bool; [] char; []  ();
    [] core::time::Duration;
    [T] Option<T>;
    [A] (A,);
    [A, B] (A, B);
    [A, B, C] (A, B, C);
    [A, B, C, D] (A, B, C, D);
    [K, V] alloc::collections::BTreeMap<K, V>;
    [T] alloc::collections::BTreeSet<T>;
    [T] alloc::collections::LinkedList<T>;
}

#[cfg(feature = "std")]
mod of_std {
    use std::fs::File;
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::process::{Child, ChildStderr, ChildStdin, ChildStdout};
    use std::sync::mpsc::{Receiver, Sender, SyncSender};
    use std::sync::{Barrier, Condvar, MutexGuard, RwLockReadGuard, RwLockWriteGuard};
    use std::thread::{JoinHandle, ScopedJoinHandle, Thread};
    use std::time::{Instant, SystemTime};

    refused! {
        UnlimitedGrowth:
            [] std::ffi::OsString
            [] std::path::PathBuf
            [K, V, S] std::collections::HashMap<K, V, S>
            [T, S] std::collections::HashSet<T, S>;
        HeldGuard:
            ['l, T: ?Sized] MutexGuard<'l, T>
            ['l, T: ?Sized] RwLockReadGuard<'l, T>
            ['l, T: ?Sized] RwLockWriteGuard<'l, T>;
        Handle:
            [] File
            [] TcpStream [] TcpListener [] UdpSocket
            [] Child [] ChildStdin [] ChildStdout [] ChildStderr
            [T] Sender<T> [T] SyncSender<T> [T] Receiver<T>
            [T] JoinHandle<T> ['scope, T] ScopedJoinHandle<'scope, T> [] Thread;
        UnknownState:
            [] Condvar
            [] Barrier;
        NoZero:
            [] Instant
            [] SystemTime;
    }

    #[cfg(unix)]
    refused! {
        Handle:
            [] std::os::fd::OwnedFd
            ['fd] std::os::fd::BorrowedFd<'fd>
            [] std::os::unix::net::UnixStream
            [] std::os::unix::net::UnixListener
            [] std::os::unix::net::UnixDatagram;
    }
}
