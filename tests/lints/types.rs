//! One type for each thing that the derive writes.

use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use core::cell::RefCell;
use core::convert::Infallible;
use core::fmt;
use core::iter::Peekable;
use core::marker::PhantomData;
use std::collections::HashMap;
use std::sync::Mutex;

use qnpool::{Bounded, Poolable};

/// Every rule of a field.
#[derive(Debug, Default, Poolable)]
#[pool(discard_if = Self::is_worn, global(max_idle = 16, name = "packets"))]
pub struct Packet {
    /// Plain.
    pub id: u64,
    /// Of no size.
    pub unit: (),
    /// Of several.
    pub pair: (u8, [u16; 4]),
    /// Limited in elements.
    #[pool(max_capacity = 0x1000)]
    pub body: Vec<u8>,
    /// Limited by a constant.
    #[pool(max_capacity = LIMIT * 2)]
    pub name: String,
    /// Limited in bytes.
    #[pool(max_bytes = 0x1000)]
    pub samples: Vec<f64>,
    /// Limited in bytes by a constant.
    #[pool(max_bytes = LIMIT)]
    pub more: Vec<f64>,
    /// Without a limit.
    #[pool(unbounded)]
    pub log: String,
    /// Kept.
    #[pool(keep = "to show that it is kept")]
    pub kept: &'static str,
    /// Kept, and stated.
    #[pool(keep = "to show that it is kept", max_retained_bytes = 0)]
    pub stated: Option<Box<u8>>,
    /// Made anew.
    #[pool(default)]
    pub fresh: u32,
    /// Assigned.
    #[pool(value = 0x40)]
    pub hops: u8,
    /// Assigned from a computation.
    #[pool(value = Some(u8::MAX))]
    pub ttl: Option<u8>,
    /// Reset by a function.
    #[pool(with = fill)]
    pub cookie: [u8; 16],
    /// Wiped.
    #[pool(zeroize, max_capacity = 32)]
    pub key: Vec<u8>,
    /// Wiped, then reset.
    #[pool(zeroize)]
    pub pin: [u8; 4],
    /// Nobody can make one.
    pub never: Option<Infallible>,
    /// With its limit in its type.
    pub bounded: Bounded<Vec<u8>, 8>,
    /// Behind a lock.
    #[pool(max_capacity = 8)]
    pub locked: Mutex<Vec<u8>>,
    /// Of nodes.
    pub nodes: BTreeMap<u8, Vec<u8>>,
    /// Whether it is worn.
    pub worn: bool,
}

/// A limit that several types share.
const LIMIT: usize = 64;

/// Resets to something else than zero.
fn fill(cookie: &mut [u8; 16]) {
    cookie.fill(0xff);
}

impl Packet {
    /// Whether it must not come back.
    const fn is_worn(&self) -> bool {
        self.worn
    }
}

/// A limit on the type, and a budget.
#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = 64, max_retained_bytes = 0x1000)]
pub struct Limited {
    /// Grows.
    pub grows: Vec<u8>,
    /// Does not.
    pub plain: u8,
    /// Grows in a cell.
    pub cell: RefCell<String>,
}

/// Without names.
#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = LIMIT)]
pub struct Row<'a>(
    /// Grows.
    pub Vec<u32>,
    /// Borrows.
    pub Option<&'a str>,
    /// Has a limit of its own.
    #[pool(max_capacity = 8)]
    pub String,
);

/// One field, without a name.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Poolable)]
pub struct Single(
    /// The field.
    pub u8,
);

/// No fields.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Poolable)]
pub struct Unit;

/// No fields, in braces.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Poolable)]
pub struct Braces {}

/// No fields, in parentheses.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Poolable)]
pub struct Parentheses();

/// Larger than is passed around.
#[derive(Debug, Poolable)]
pub struct Large {
    /// By itself.
    pub page: [u8; 0x1_0000],
    /// Assigned from a value.
    #[pool(value = [7; 0x4000])]
    pub filled: [u8; 0x4000],
    /// On the heap.
    pub boxed: Box<[u8; 0x0400]>,
}

/// Parameters of every kind, with bounds in both places.
#[derive(Debug, Poolable)]
pub struct Batch<'a, T: fmt::Debug, U, const N: usize = 4>
where
    U: Iterator,
    U::Item: fmt::Debug,
{
    /// In place.
    pub current: T,
    /// Dropped.
    pub pending: Option<Peekable<U>>,
    /// In place, through a parameter.
    pub last: Box<(T, U::Item)>,
    /// Limited by a parameter.
    #[pool(max_capacity = N)]
    pub rows: Vec<U::Item>,
    /// Limited by a computation.
    #[pool(max_bytes = 0x0400)]
    pub bytes: Vec<u8>,
    /// Grows by hashes.
    #[pool(max_capacity = 16)]
    pub table: HashMap<u8, T>,
    /// Of no size.
    pub borrowed: PhantomData<&'a U>,
}

/// A budget that only the use can check.
#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = N, max_retained_bytes = 0x1_0000)]
pub struct Budget<T, const N: usize>(
    /// Grows.
    pub Vec<T>,
);

/// A where-clause in place of the inferred one.
#[derive(Debug, Default, Poolable)]
#[pool(bound = "T: Copy + Default")]
pub struct Bound<T> {
    /// Made anew.
    #[pool(default, max_retained_bytes = 0)]
    pub value: T,
}

/// One variant, with a field.
#[derive(Debug, Poolable)]
pub enum One {
    /// The variant.
    #[pool(default)]
    Only(#[pool(max_capacity = 8)] Vec<u8>),
}

/// One variant, with nothing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Poolable)]
pub enum Alone {
    /// The variant.
    #[default]
    Only,
}

/// Two variants.
#[derive(Debug, Poolable)]
pub enum Two {
    /// Left behind.
    #[pool(default)]
    Open {
        /// Kept while it is open.
        #[pool(max_capacity = 0x0400)]
        body: Vec<u8>,
        /// Assigned.
        #[pool(value = 3)]
        attempts: u8,
        /// Kept.
        #[pool(keep = "to show that it is kept")]
        kept: u8,
    },
    /// Replaced.
    Shared(Arc<str>),
}

/// Several variants, the default one without fields.
#[derive(Debug, Default, Clone, PartialEq, Eq, Poolable)]
pub enum Several {
    /// Left behind.
    #[default]
    Idle,
    /// Replaced.
    Named {
        /// A name.
        name: String,
    },
    /// Replaced.
    Shared(Arc<u8>),
    /// Replaced.
    Empty {},
    /// Wiped.
    Secret(#[pool(zeroize)] [u8; 4]),
}

/// Several variants, the default one with fields, one of which may be replaced.
#[derive(Debug, Poolable)]
#[pool(max_capacity = 8)]
#[non_exhaustive]
pub enum Job<T: Default> {
    /// Replaced.
    Idle,
    /// Left behind.
    #[pool(default)]
    Busy(Vec<T>, Option<T>, #[pool(default)] T),
    /// Nobody can make one.
    Never(Infallible),
}

/// Assigned as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Poolable)]
#[pool(default)]
#[must_use]
pub enum Level {
    /// Low.
    Low,
    /// High.
    High(u8),
}

impl Default for Level {
    #[inline]
    fn default() -> Self {
        Self::High(7)
    }
}

/// Assigned as a whole, in a type with a parameter.
#[derive(Debug, Default, Clone, PartialEq, Eq, Poolable)]
#[pool(default, discard_if = never)]
pub struct Whole<T>(
    /// Anything.
    pub T,
);

/// Keeps all of them.
const fn never<T>(_whole: &Whole<T>) -> bool {
    false
}

/// A result of which somebody must make use.
#[derive(Debug, Default, Clone, Copy, Poolable)]
#[must_use]
pub struct Receipt {
    /// Likewise.
    pub level: Level,
    /// A result that is assigned.
    #[pool(value = receipt_number())]
    pub number: u32,
}

/// A number that must not be thrown away.
#[must_use]
const fn receipt_number() -> u32 {
    7
}

/// On its way out.
#[deprecated = "to show that nothing is said about it"]
#[derive(Debug, Default, Clone, Copy, Poolable)]
pub struct Old {
    /// A byte.
    pub byte: u8,
}

/// With a field on its way out, and one of a type on its way out.
#[derive(Debug, Clone, Copy, Poolable)]
#[allow(deprecated, reason = "it is what the type shows")]
pub struct Aging {
    /// On its way out.
    #[deprecated = "to show that nothing is said about it"]
    pub byte: u8,
    /// Of a type on its way out.
    pub old: Old,
    /// Likewise.
    pub pair: (Option<Old>, u8),
}

/// With a field of such a type, expected and not allowed.
#[derive(Debug, Poolable)]
#[expect(deprecated, reason = "it is what the type shows")]
pub struct Expecting {
    /// Of a type on its way out.
    pub old: Old,
    /// So that it is not `Copy`, whose derive would speak of the type again.
    pub boxed: Box<u8>,
}

/// With a variant on its way out.
#[derive(Debug, Clone, Copy, Poolable)]
#[allow(deprecated, reason = "it is what the type shows")]
pub enum Ending {
    /// Stays.
    Other,
    /// On its way out.
    #[pool(default)]
    #[deprecated = "to show that nothing is said about it"]
    Old(u8),
}

/// Names that are not in the usual style.
#[derive(Debug, Poolable)]
#[allow(
    non_snake_case,
    non_camel_case_types,
    reason = "it is what the type shows"
)]
pub struct odd_Name<T_odd> {
    /// As in a document from elsewhere.
    pub fieldName: u8,
    /// Likewise.
    #[pool(max_capacity = 8)]
    pub Items: Vec<T_odd>,
    /// A word of the language.
    pub r#type: u8,
}

/// Private, with a private type inside.
#[derive(Debug, Default, Poolable)]
struct Private {
    /// Of a private type.
    inner: Inner,
    /// With a name for what is not used.
    _unused: u8,
    /// Likewise.
    __underscored: u8,
}

/// Private, and a field of a private type.
#[derive(Debug, Default, Poolable)]
struct Inner {
    /// A byte.
    byte: u8,
}

/// So that the private types are used.
#[inline]
#[must_use]
pub fn private() -> u8 {
    let mut private = Private::default();
    private.reset();
    private.inner.byte
}

/// A type that is local to a function.
#[inline]
#[must_use]
pub fn local() -> usize {
    /// Local, with a limit from outside.
    #[derive(Debug, Default, Poolable)]
    #[pool(max_capacity = LIMIT)]
    struct Local<'a> {
        /// Grows.
        rows: Vec<&'a str>,
    }
    let mut local = Local::default();
    local.rows.push("a row");
    local.reset();
    local.rows.len()
}

/// The user's own bounds, the same as the derive finds, in both places.
#[derive(Debug, Poolable)]
pub struct Repeated<T: Poolable, U>
where
    U: Poolable,
{
    /// In place.
    pub first: T,
    /// In place.
    pub second: U,
}

/// In the representation of another language.
#[derive(Debug, Default, Clone, Copy, Poolable)]
#[repr(C)]
pub struct Header {
    /// A byte.
    pub kind: u8,
    /// Four.
    pub length: u32,
}

/// Types of a macro.
macro_rules! record {
    ($(#[$attribute:meta])* $name:ident { $($field:ident: $type:ty = $limit:expr),* $(,)? }) => {
        $(#[$attribute])*
        #[derive(Debug, Default, Poolable)]
        pub struct $name {
            $(
                /// A field.
                #[pool(max_capacity = $limit)]
                pub $field: $type,
            )*
            /// Dropped.
            pub reply: Option<u8>,
        }
    };
}

record! {
    /// Its type comes through a fragment.
    Record { body: Vec<u8> = 4 + 4, text: String = 8 }
}

/// Its elements are reset, other fields kept, and a function runs at the end.
#[derive(Debug, Default, Poolable)]
#[pool(keep_others = "configuration", after = Self::rebuild)]
pub struct Histogram {
    /// Kept.
    pub scale: u32,
    /// Every element is reset.
    #[pool(each, max_retained_bytes = { 4 * LIMIT })]
    pub buckets: Vec<u32>,
    /// Every element is reset.
    #[pool(each)]
    pub fixed: [u8; 2],
    /// Its own method clears it.
    #[pool(clear, max_retained_bytes = (LIMIT))]
    pub samples: Vec<u8>,
}

impl Histogram {
    /// At the end.
    const fn rebuild(&mut self) {
        self.scale = 1;
    }
}

/// Not used: `expect` is fulfilled by the type alone, as with std's derives.
#[expect(dead_code, reason = "it is the case")]
#[derive(Poolable)]
struct Unused {
    /// A number.
    length: u32,
    /// Grows.
    #[pool(max_capacity = 64)]
    body: Vec<u8>,
}

/// As above, with constants that are computed where the type is defined.
#[expect(dead_code, reason = "it is the case")]
#[derive(Poolable)]
#[pool(max_retained_bytes = LIMIT)]
struct UnusedTuple(u8, #[pool(max_bytes = 64)] Vec<u8>);

/// As above.
#[expect(dead_code, reason = "it is the case")]
#[derive(Poolable)]
#[pool(max_capacity = 64)]
enum UnusedState {
    /// Left behind.
    #[pool(default)]
    Idle(Vec<u8>),
    /// Replaced.
    Busy,
}

/// In an enum.
#[derive(Debug, Poolable)]
pub enum Counting {
    /// Left behind.
    #[pool(default)]
    Idle(#[pool(each)] Vec<u8>, #[pool(clear)] Vec<u8>),
    /// Replaced.
    Busy,
}
