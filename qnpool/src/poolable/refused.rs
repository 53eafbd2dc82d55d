//! The types that are refused, each with its reason.
//!
//! A refused type gets an implementation of [`Poolable`] that can never apply:
//! its bound asks [`Reset`] for a *reason trait*, which `Reset` never
//! implements. The compiler then prints the reason's own words at the field.
//! Three details carry this (rustc 1.95):
//!
//! - the bad type must not be `Self` of the reason, or the compiler prints the
//!   text of the outer trait instead;
//! - `for<'never>` keeps the false bound from being rejected right here;
//! - the derive names `PoolField`, a blanket trait on top, so that no list of
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

#![allow(
    missing_docs,
    reason = "hidden: the compiler prints these, nobody names them"
)]

use alloc::collections::{BinaryHeap, VecDeque};
use alloc::rc::{Rc, Weak as RcWeak};
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Ref, RefMut, UnsafeCell};
use core::mem::{ManuallyDrop, MaybeUninit};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use core::num::NonZero;
use core::ptr::NonNull;

use super::{Poolable, RecyclingVec};

/// Stands on the left of every reason; implements none of them.
#[derive(Debug)]
pub struct Reset;

macro_rules! reasons {
    ($($reason:ident: $message:literal, $label:literal, [$($note:literal),*];)*) => {$(
        #[diagnostic::on_unimplemented(message = $message, label = $label, $(note = $note),*)]
        pub trait $reason<T: ?Sized> {}
    )*};
}

reasons! {
    UnlimitedGrowth:
        "`{T}` grows without a limit",
        "set a limit: `#[pool(max_capacity = N)]` on the field",
        [
            "a pooled object keeps its allocations:\none large use would pin that memory for the life of the pool",
            "in a tuple, a `RecyclingVec` or a pool by itself:\nwrite `Bounded<{T}, N>`",
            "`#[pool(unbounded)]` says out loud that there is no limit"
        ];
    SharedOwnership:
        "`{T}` is shared, so it cannot be reset",
        "its value has other owners",
        [
            "own the value, or use `Option<{T}>`: reset sets it to `None`",
            "to keep it between uses, say why: `#[pool(keep = \"reason\")]`"
        ];
    RawPointer:
        "`{T}` is a raw pointer, so it cannot be reset",
        "nothing is known about what this points to",
        ["own the value, use `Option<{T}>`,\nor reset it yourself: `#[pool(with = path)]`"];
    FunctionPointer:
        "`{T}` is a function pointer, so it cannot be reset",
        "a function pointer has no cleared state",
        ["use `Option<{T}>`: reset sets it to `None`", "or give it a value: `#[pool(value = EXPR)]`"];
    HeldGuard:
        "`{T}` is a guard, so it cannot be pooled",
        "would hold on to what it guards while in the pool",
        ["take the guard where it is used, or use `Option<{T}>`:\nreset sets it to `None`, which releases it"];
    Handle:
        "`{T}` is a handle, so it cannot be reset",
        "what it leads to is outside of the object",
        [
            "use `Option<{T}>`: reset sets it to `None`, which closes it",
            "to keep it open between uses, say why: `#[pool(keep = \"reason\")]`"
        ];
    FixedLength:
        "`{T}` has a fixed length, so it cannot be reset",
        "no spare capacity, and no empty state in place",
        ["use a growable type with a limit, such as `Vec` or `String`", "or replace it by an empty one: `#[pool(default)]`"];
    UnknownState:
        "`{T}` hides what it holds, so it cannot be reset",
        "nothing is known about the state of what is inside",
        ["use the type inside, or reset it yourself: `#[pool(with = path)]`"];
    NoZero:
        "`{T}` has no zero value to reset to",
        "no value of this type stands for nothing",
        ["use `Option<{T}>`: reset sets it to `None`", "or give it a value: `#[pool(value = EXPR)]`"];
}

macro_rules! refused {
    ($($reason:ident: $([$($parameter:tt)*] $type:ty)*;)*) => {$($(
        #[doc(hidden)]
        impl<$($parameter)*> Poolable for $type
        where
            for<'never> Reset: $reason<$type>,
        {
            const MAX_RETAINED_BYTES: usize = 0;

            fn reset(&mut self) {}
        }
    )*)*};
}

#[allow(unused_imports, reason = "for `foreign`")]
pub(super) use refused;

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

#[cfg(feature = "std")]
mod of_std {
    use std::fs::File;
    use std::net::{TcpListener, TcpStream, UdpSocket};
    use std::process::{Child, ChildStderr, ChildStdin, ChildStdout};
    use std::sync::mpsc::{Receiver, Sender, SyncSender};
    use std::sync::{Barrier, Condvar, MutexGuard, RwLockReadGuard, RwLockWriteGuard};
    use std::thread::{JoinHandle, ScopedJoinHandle, Thread};
    use std::time::{Instant, SystemTime};

    use super::{Handle, HeldGuard, NoZero, Poolable, Reset, UnknownState, UnlimitedGrowth};

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
