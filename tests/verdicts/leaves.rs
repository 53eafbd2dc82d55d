//! The types without parameters that fields are drawn from, and what the contract says
//! of each.

use std::mem::needs_drop;

use crate::prelude::*;

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Kind {
    /// Reset, and then owns so many bytes at most.
    Reset(usize),
    /// Grows by so many bytes a slot.
    Grows(usize),
    /// Grows, under a name that is not std's: not reached by the limit of the type.
    GrowsAsOwn(usize),
    Refused,
}

#[derive(Debug)]
pub(crate) struct Leaf {
    pub(crate) text: &'static str,
    pub(crate) kind: Kind,
    pub(crate) has_default: bool,
    pub(crate) can_be_key: bool,
    pub(crate) needs_drop: bool,
    /// Size and alignment.
    pub(crate) layout: (usize, usize),
    pub(crate) size_of_option: usize,
}

macro_rules! leaves {
    ($($kind:expr, $properties:tt: $($type:ty),*;)*) => {&[$(
        leaves!(of $kind, $properties: $($type),*),
    )*]};
    (of $kind:expr, $properties:tt: $($type:ty),*) => {&[$(
        Leaf {
            text: stringify!($type),
            kind: $kind,
            has_default: matches!(stringify!($properties).as_bytes(), b"[Default]" | b"[Default Key]"),
            can_be_key: matches!(stringify!($properties).as_bytes(), b"[Key]" | b"[Default Key]"),
            needs_drop: needs_drop::<$type>(),
            layout: (size_of::<$type>(), align_of::<$type>()),
            size_of_option: size_of::<Option<$type>>(),
        },
    )*]};
}

use Kind::{Grows, GrowsAsOwn, Refused, Reset};

pub(crate) static LEAVES: &[&[Leaf]] = leaves! {
    Reset(0), [Default Key]: u8, u16, u32, u64, i128, usize, bool, char, (), Duration,
        Wrapping<u8>, Cow<'static, str>, PhantomPinned;
    Reset(0), [Default]: f32, f64, AtomicU32, AtomicBool, Option<Callback>;
    Reset(0), []: Made;
    Reset(48), [Default]: Header;
    Reset(8), [Default Key]: Bounded<Vec<u8>, 8>;
    Grows(1), [Default Key]: String, OsString, PathBuf, Buffer;
    GrowsAsOwn(8), [Default]: Ring;
    Refused, [Default Key]: &'static str, Box<str>, Box<[u8]>, Borrowed, CString, Arc<str>,
        Shared, &'static [u8];
    Refused, [Default]: Condvar, UnsafeCell<u8>, Weak<u8>;
    Refused, [Key]: Instant, SystemTime, NonZeroU32, IpAddr, Ipv4Addr, SocketAddr, fn(),
        fn(u8) -> u8, extern "C" fn(u8), NonNull<u8>, &'static u8, Ordering, Result<u8, u8>,
        RangeInclusive<u8>;
    Refused, []: File, TcpStream, Sender<u8>, Receiver<u8>, JoinHandle<()>, Opaque, Callback,
        Thirteen, Box<dyn Fn(u8) -> u8 + Send>, Box<dyn std::any::Any>, MaybeUninit<u8>,
        MutexGuard<'static, u8>, RwLockReadGuard<'static, u8>, Ref<'static, u8>,
        RefMut<'static, u8>;
};

/// What stands for a parameter.
pub(crate) static ARGUMENTS: &[&[Leaf]] = leaves! {
    Reset(0), [Default Key]: u32;
    Reset(0), [Default]: f64;
    Reset(0), []: Made;
    Reset(8), [Default Key]: Bounded<Vec<u8>, 8>;
    Grows(1), [Default Key]: Vec<u8>;
    Refused, [Default Key]: Shared;
    Refused, [Key]: NonZeroU32;
    Refused, []: Opaque;
};
