//! The reasons why a type is refused; public as `qnpool::reasons`, together with the traits of
//! `fields`.

/// Stands on the left of every reason, and implements none of them for a refused type.
#[derive(Debug)]
pub struct Reset;

macro_rules! reasons {
    ($(
        $(#[doc = $documentation:literal])*
        $reason:ident: $message:literal, $label:literal, [$($note:literal),*];
    )*) => {$(
        $(#[doc = $documentation])*
        #[diagnostic::on_unimplemented(message = $message, label = $label, $(note = $note),*)]
        pub trait $reason<T: ?Sized> {}
    )*};
}

/// A growable field has no limit.
///
/// `Vec`, `String`, `HashMap` and other containers keep their allocation when they are
/// cleared. A pool would keep the largest buffer that any use ever needed, for each object.
/// So a field of such a type needs a limit: how much of its allocation a reset may keep. In
/// use, the container may grow beyond it.
///
/// ```compile_fail
/// use qnpool::Poolable;
///
/// #[derive(Poolable)]
/// struct Packet {
///     body: Vec<u8>, // error: `Vec<u8>` grows without a limit
/// }
/// ```
///
/// Set a limit on the field, in elements or in bytes, or one for all fields of the type:
///
/// ```
/// use qnpool::Poolable;
///
/// #[derive(Poolable)]
/// #[pool(max_capacity = 64)] // for every growable field without its own
/// struct Packet {
///     path: String,
///     #[pool(max_capacity = 4096)]
///     body: Vec<u8>,
///     #[pool(max_bytes = 4096)]
///     offsets: Vec<u32>,
///     #[pool(unbounded)] // any size
///     log: Vec<String>,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{T}` grows without a limit",
    label = "add a limit: `#[pool(max_capacity = N)]`",
    note = "a pooled object keeps its allocations:\none large use would pin that memory for the life of the pool",
    note = "to allow any size, write `#[pool(unbounded)]`"
)]
pub trait UnlimitedField<T> {
    #[doc(hidden)]
    const RETAINED: usize;
}

reasons! {
    /// A growable type stands where no attribute reaches it: in a tuple, as the object of a
    /// pool, in a [`RecyclingVec`](crate::RecyclingVec), or as a type argument.
    ///
    /// Its limit is then part of the type: [`Bounded<Vec<u8>, 4096>`](crate::Bounded) derefs to
    /// the `Vec<u8>`. [`UnlimitedField`] says why a limit is needed.
    ///
    /// ```compile_fail
    /// use qnpool::Pool;
    ///
    /// let pool: Pool<Vec<u8>> = Pool::new(); // error: `Vec<u8>` grows without a limit
    /// ```
    ///
    /// ```
    /// use qnpool::{Bounded, Poolable, RecyclingVec};
    /// # #[cfg(not(feature = "std"))]
    /// # use qnpool::LocalPool as Pool;
    /// # #[cfg(feature = "std")]
    /// use qnpool::Pool;
    ///
    /// let pool: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();
    /// pool.get().extend_from_slice(b"used as a Vec<u8>");
    ///
    /// #[derive(Poolable)]
    /// struct Row {
    ///     name_and_id: (Bounded<String, 64>, u32),
    ///     #[pool(max_capacity = 16)] // how many cells
    ///     cells: RecyclingVec<Bounded<String, 64>>,
    ///     #[pool(max_capacity = 4096)] // reaches through boxes, arrays, cells and locks
    ///     body: Box<Vec<u8>>,
    /// }
    /// ```
    UnlimitedGrowth:
        "`{T}` grows without a limit",
        "write `Bounded<{T}, N>`",
        [
            "a pooled object keeps its allocations:\none large use would pin that memory for the life of the pool",
            "on a field, `#[pool(max_capacity = N)]` reaches through one\n`Box`, array, cell, lock or `Cursor`"
        ];

    /// An `Rc`, an `Arc` or a weak pointer: its value has other owners.
    ///
    /// Resetting the value would change it for the other owners, and keeping the pointer
    /// would keep the value alive while the object is idle.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Request {
    ///     route: std::sync::Arc<str>, // error: `Arc<str>` is shared, so it cannot be reset
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    /// use std::sync::Arc;
    ///
    /// #[derive(Poolable)]
    /// struct Request {
    ///     route: Option<Arc<str>>, // reset to `None`
    ///     #[pool(keep = "the same for every request")]
    ///     settings: Arc<str>,
    /// }
    /// ```
    SharedOwnership:
        "`{T}` is shared, so it cannot be reset",
        "its value has other owners",
        [
            "own the value, or use `Option<{T}>`: reset sets it to `None`",
            "to keep it between uses, give a reason: `#[pool(keep = \"reason\")]`"
        ];

    /// A raw pointer, or `NonNull`.
    ///
    /// Its type does not say what it points to, or who owns that.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Node {
    ///     next: *mut u8, // error: `*mut u8` is a raw pointer, so it cannot be reset
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Node {
    ///     next: Option<*mut u8>, // reset to `None`
    ///     #[pool(value = std::ptr::null_mut())]
    ///     previous: *mut u8,
    /// }
    /// ```
    RawPointer:
        "`{T}` is a raw pointer, so it cannot be reset",
        "its type does not say what it points to",
        ["own the value, use `Option<{T}>`,\nor reset it yourself: `#[pool(with = path)]`"];

    /// A function pointer.
    ///
    /// There is no function that stands for none.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// type Decode = fn(u8) -> u8;
    ///
    /// #[derive(Poolable)]
    /// struct Codec {
    ///     decode: Decode, // error: `fn(u8) -> u8` is a function pointer, so it cannot be reset
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Codec {
    ///     decode: Option<fn(u8) -> u8>, // reset to `None`
    ///     #[pool(value = |byte| byte)]
    ///     encode: fn(u8) -> u8,
    /// }
    /// ```
    FunctionPointer:
        "`{T}` is a function pointer, so it cannot be reset",
        "a function pointer has no cleared state",
        ["use `Option<{T}>`: reset sets it to `None`", "or give it a value: `#[pool(value = EXPR)]`"];

    /// A guard of a lock, of a cell, or of a pool.
    ///
    /// It would hold its lock, its borrow or its object for as long as the object that it is
    /// in is idle.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Session<'a> {
    ///     // error: `std::sync::MutexGuard<'a, u8>` is a guard, so it cannot be pooled
    ///     count: std::sync::MutexGuard<'a, u8>,
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    /// use std::sync::MutexGuard;
    ///
    /// #[derive(Poolable)]
    /// struct Session<'a> {
    ///     count: Option<MutexGuard<'a, u8>>, // reset to `None`, which unlocks
    /// }
    /// ```
    HeldGuard:
        "`{T}` is a guard, so it cannot be pooled",
        "a guard cannot be pooled",
        ["it would hold on to what it guards while the object is idle:\ntake the guard where it is used, or use `Option<{T}>`,\nwhich resets to `None` and so releases it"];

    /// A file, a socket, a thread, a channel or another handle.
    ///
    /// The state behind it is outside of the object, where a reset does not reach.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Upload {
    ///     file: std::fs::File, // error: `File` is a handle, so it cannot be reset
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    /// use std::fs::File;
    ///
    /// #[derive(Poolable)]
    /// struct Upload {
    ///     file: Option<File>, // reset to `None`, which closes the file
    ///     #[pool(keep = "one log for the life of the object", max_retained_bytes = 0)]
    ///     log: File,
    /// }
    /// ```
    Handle:
        "`{T}` is a handle, so it cannot be reset",
        "what it leads to is outside of the object",
        [
            "use `Option<{T}>`: reset sets it to `None`, which closes it",
            "to keep it open between uses: `#[pool(keep = \"reason\")]`"
        ];

    /// A type of a fixed length without an empty state, such as `Box<[u8]>` or `CString`.
    ///
    /// It cannot be cleared in place, and its length is whatever it was given.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Frame {
    ///     pixels: Box<[u8]>, // error: `Box<[u8]>` has a fixed length
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Frame {
    ///     #[pool(each)] // every element is reset, the length is kept
    ///     pixels: Box<[u8]>,
    ///     #[pool(default)] // replaced by an empty one
    ///     name: Box<str>,
    ///     #[pool(max_capacity = 256)] // cleared, its allocation kept
    ///     text: String,
    /// }
    /// ```
    FixedLength:
        "`{T}` has a fixed length, so it cannot be reset",
        "no spare capacity, and no empty state in place",
        ["use a growable type with a limit, such as `Vec` or `String`", "or replace it by an empty one: `#[pool(default)]`"];

    /// A tuple of more than twelve parts.
    ///
    /// Like std, qnpool implements its traits for tuples of up to twelve.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Row {
    ///     // error: a tuple of more than 12 parts cannot be reset
    ///     cells: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Row {
    ///     cells: [u8; 13],
    ///     mixed: ((u8, u16, u32), (u64, bool, char)),
    /// }
    /// ```
    LongTuple:
        "a tuple of more than 12 parts cannot be reset",
        "tuples go to 12 parts",
        ["write a struct with `#[derive(Poolable)]`, or nest two tuples"];

    /// A type that hides what it holds, such as `MaybeUninit` or `Pin`.
    ///
    /// Safe code cannot look at the value inside, or replace it.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Block {
    ///     // error: `MaybeUninit<u8>` hides what it holds, so it cannot be reset
    ///     byte: std::mem::MaybeUninit<u8>,
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    /// use std::mem::MaybeUninit;
    ///
    /// #[derive(Poolable)]
    /// struct Block {
    ///     byte: u8, // the type inside
    ///     #[pool(value = MaybeUninit::uninit())]
    ///     raw: MaybeUninit<u8>,
    /// }
    /// ```
    UnknownState:
        "`{T}` hides what it holds, so it cannot be reset",
        "the state of what is inside is not known",
        ["use the type inside, or reset it yourself: `#[pool(with = path)]`"];

    /// A type without a zero value, such as an instant, an address or a `NonZero`.
    ///
    /// No value of it means "none", so a reset would have to invent one.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     arrived: std::time::Instant, // error: `Instant` has no zero or default value
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    /// use std::net::{IpAddr, Ipv4Addr};
    /// use std::time::Instant;
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     arrived: Option<Instant>, // reset to `None`
    ///     #[pool(value = IpAddr::V4(Ipv4Addr::UNSPECIFIED))]
    ///     source: IpAddr,
    /// }
    /// ```
    NoZero:
        "`{T}` has no zero or default value",
        "use `Option<{T}>` or `#[pool(value = EXPR)]`",
        ["`Option<{T}>` resets to `None`"];

    /// A limit on a type without capacity, such as a number or an `Option`.
    ///
    /// There is nothing to shrink, so the limit would do nothing.
    ///
    /// ```compile_fail
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     #[pool(max_capacity = 8)] // error: `u32` has no capacity to limit
    ///     id: u32,
    /// }
    /// ```
    ///
    /// ```
    /// use qnpool::Poolable;
    ///
    /// #[derive(Poolable)]
    /// struct Packet {
    ///     id: u32,
    /// }
    /// ```
    NoCapacity:
        "`{T}` has no capacity to limit",
        "remove the limit",
        [];
}
