//! What the generated types name. Compiled twice: with the types, and with the test,
//! which takes sizes from it.

#![allow(
    dead_code,
    missing_debug_implementations,
    unreachable_pub,
    unused_imports,
    reason = "named by the generated types"
)]

pub use std::borrow::Cow;
pub use std::cell::{Cell, OnceCell, Ref, RefCell, RefMut, UnsafeCell};
pub use std::cmp::Ordering;
pub use std::collections::{
    BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque,
};
pub use std::ffi::{CString, OsString};
pub use std::fs::File;
pub use std::io::Cursor;
pub use std::marker::{PhantomData, PhantomPinned};
pub use std::mem::{ManuallyDrop, MaybeUninit};
pub use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
pub use std::num::{NonZeroU32, Wrapping};
pub use std::ops::RangeInclusive;
pub use std::path::PathBuf;
pub use std::ptr::NonNull;
pub use std::rc::Rc;
pub use std::sync::atomic::{AtomicBool, AtomicU32};
pub use std::sync::mpsc::{Receiver, Sender};
pub use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, RwLock, RwLockReadGuard, Weak};
pub use std::thread::JoinHandle;
pub use std::time::{Duration, Instant, SystemTime};

pub use qnpool::{Bounded, Footprint, Growable, Poolable, RecyclingVec};

pub const LIMIT: usize = 20;
pub const NARROW: u32 = 20;

/// Without a reset, and without any other trait.
pub struct Opaque(pub u32);

#[derive(Default, Poolable)]
pub struct Header {
    #[pool(max_capacity = 6)]
    words: Vec<u64>,
    length: u32,
}

#[derive(Poolable)]
pub struct Made {
    number: u16,
}

/// Can grow, and is none of std's.
#[derive(Default)]
pub struct Ring(Vec<u64>);

impl Growable for Ring {
    const FOOTPRINT: Footprint = Footprint::slots(8);

    fn reset_within(&mut self, max_capacity: usize) -> qnpool::ResetOutcome {
        self.0.reset_within(max_capacity)
    }
}

pub type Buffer = Vec<u8>;
pub type Shared = Arc<u8>;
pub type Callback = Box<dyn Fn()>;
pub type Borrowed = &'static str;
pub type Thirteen = (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8);

pub fn made<T>() -> T {
    panic!("only compiled")
}

pub fn touched<T>(_: &mut T) {}

/// A method of every type, for a path that begins with `Self`.
pub trait Settle {
    fn settle(&mut self) {}
}

impl<T> Settle for T {}

pub fn never<T>(_: &T) -> bool {
    false
}

/// The type of no field.
pub struct Foreign;

pub fn of_foreign(_: &mut Foreign) {}
