//! What `zeroize` wipes is nowhere in the memory of the pool: not in the spare capacity of an
//! idle object, nor in any block that is freed on the way back or later.
//!
//! Without `zeroize` it may be in both. Safe code reads neither, and `secrets.rs` holds that;
//! that the search of this file finds it there shows that the search works.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::slice;
use std::thread;

use qnpool::{Bounded, Guard, Pool, Poolable, RecyclingVec};
use zeroize::Zeroize;

/// Begins each secret.
const MARK: [u8; 8] = *b"S3cr3t!#";

/// Searches each block that is freed.
struct Searching;

thread_local! {
    static SEARCHES: Cell<bool> = const { Cell::new(false) };
    /// Blocks with a secret in them that were freed.
    static FOUND: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: Every call goes to `System` with the same layout. A block is read before it is
// freed, while it is the caller's to give up, and every byte of it was written when it was
// allocated. `realloc` is the provided one: a new block, a copy, and the old one freed here.
unsafe impl GlobalAlloc for Searching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: The caller's promise about `layout` is passed on. Zeroed, so that there
        // is something to read in each byte.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // During the teardown of a thread there is nothing left to search for.
        if SEARCHES.try_with(Cell::get).unwrap_or(false) {
            // SAFETY: See above. What the owner has written there since may have bytes that
            // mean nothing, between fields; they are looked at as bytes, one by one.
            let block = unsafe { slice::from_raw_parts(pointer.cast_const(), layout.size()) };
            if has_secret(block) {
                FOUND.set(FOUND.get() + 1);
            }
        }
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Searching = Searching;

fn has_secret(bytes: &[u8]) -> bool {
    bytes.windows(MARK.len()).any(|window| window == MARK)
}

/// Blocks that were freed meanwhile with a secret in them.
fn freed_with_secret(code: impl FnOnce()) -> usize {
    FOUND.set(0);
    SEARCHES.set(true);
    code();
    SEARCHES.set(false);
    FOUND.get()
}

#[derive(Default, Poolable)]
#[pool(max_capacity = 64)]
struct Wiped {
    #[pool(zeroize)]
    key: Vec<u8>,
    #[pool(zeroize)]
    words: Vec<u64>,
    #[pool(zeroize)]
    text: String,
    #[pool(zeroize)]
    lines: Vec<[u8; 16]>,
    #[pool(zeroize)]
    array: [u8; 16],
    #[pool(zeroize)]
    number: u64,
    #[pool(zeroize)]
    maybe: Option<[u8; 16]>,
    inner: Inner,
    boxed: Box<Inner>,
    state: State,
    /// Comes last, when all is wiped: in a box, since fields that own nothing are reset first.
    fuse: Box<Fuse>,
}

#[derive(Default, Poolable)]
struct Inner {
    #[pool(zeroize, max_capacity = 8)]
    token: String,
    #[pool(zeroize)]
    pair: ([u8; 8], u64),
}

#[derive(Default, Poolable)]
enum State {
    #[pool(default)]
    #[default]
    Out,
    In(#[pool(zeroize)] [u8; 24], #[pool(zeroize)] String),
}

#[derive(Default)]
struct Fuse {
    is_lit: bool,
}

impl Poolable for Fuse {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        if std::mem::take(&mut self.is_lit) {
            resume_unwind(Box::new("lit"));
        }
    }
}

impl Wiped {
    /// Of so many bytes: few stay in the capacity at hand, many are over every limit. No
    /// buffer grows twice, which would leave copies behind that are not the pool's.
    fn fill(&mut self, user: u64, bytes: usize) {
        let secret = format!("{}{user:08}", str::from_utf8(&MARK).unwrap());
        let array: [u8; 16] = secret.as_bytes().try_into().unwrap();
        let word = u64::from_ne_bytes(MARK);
        self.key = secret.as_bytes().repeat(bytes / 16);
        self.words = vec![word; bytes / 8];
        self.text = secret.repeat(bytes / 16);
        // In the spare capacity, too.
        self.text.truncate(16);
        self.key.truncate(bytes / 2);
        self.lines = vec![array; bytes / 16];
        self.array = array;
        self.number = word;
        self.maybe = Some(array);
        for inner in [&mut self.inner, &mut self.boxed] {
            inner.token = secret.as_str().into();
            inner.pair = (MARK, word);
        }
        self.state = if user.is_multiple_of(3) {
            State::Out
        } else {
            let mut payload = [0; 24];
            payload[8..].copy_from_slice(&array);
            State::In(payload, secret)
        };
    }

    /// Searches all the memory that it owns.
    fn has_secret(&mut self) -> bool {
        // Below, text that is not UTF-8 would be looked at as bytes only.
        let texts = [&mut self.text, &mut self.inner.token, &mut self.boxed.token];
        let in_texts = texts.map(|text| {
            let mut bytes = std::mem::take(text).into_bytes();
            has_secret(whole(&mut bytes))
        });
        in_texts.contains(&true)
            || has_secret(whole(&mut self.key))
            || has_secret(whole(&mut self.words))
            || has_secret(whole(&mut self.lines))
    }
}

/// The spare capacity as bytes, of a vector that is empty.
fn whole<T: Copy>(vec: &mut Vec<T>) -> &[u8] {
    assert!(vec.is_empty());
    let spare: &mut [MaybeUninit<T>] = vec.spare_capacity_mut();
    // SAFETY: All of it is memory of this vector, and every byte was written: by the
    // allocator of this file with zeros, since then by whoever used it, with integers.
    unsafe { slice::from_raw_parts(spare.as_ptr().cast(), size_of_val(spare)) }
}

#[test]
fn nothing_is_left_in_what_is_idle() {
    let pool = Pool::<Wiped>::new();
    for user in 0..100 {
        let bytes = [16, 64, 1024][usize::try_from(user).unwrap() % 3];
        let mut guard = pool.get();
        guard.fill(user, bytes);
        assert!(has_secret(&guard.key));
        let on_the_way = freed_with_secret(|| drop(guard));
        assert_eq!(on_the_way, 0, "freed by the reset of {bytes} bytes");

        let mut next = pool.get_idle().expect("one is idle");
        assert!(!next.has_secret(), "idle after {bytes} bytes");
        drop(next);
        // Its own memory, with all that lies between and behind its fields.
        let object = Guard::detach_boxed(pool.get_idle().expect("one is idle"));
        assert_eq!(freed_with_secret(|| drop(object)), 0, "of the object");
    }
}

/// Also while its holder unwinds, into a pool that is full, and where its reset fails at last.
#[test]
fn nothing_is_left_in_what_is_dropped_after_its_reset() {
    let pool = Pool::<Wiped>::builder().max_idle(1).build();
    let freed = freed_with_secret(|| {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let mut both = [pool.get(), pool.get()];
            for guard in &mut both {
                guard.array = *b"S3cr3t!#00000001";
                guard.number = u64::from_ne_bytes(MARK);
                guard.lines.reserve_exact(100);
                guard.lines.extend([*b"S3cr3t!#00000001"; 100]);
                guard.boxed.pair.0 = MARK;
            }
            both[0].fuse.is_lit = true;
            resume_unwind(Box::new("holder"));
        }));
        assert!(outcome.is_err());
    });
    assert_eq!(freed, 0);
    let stats = pool.stats();
    assert_eq!((stats.discarded_panicked, stats.idle), (1, 1));
    drop([pool.get(), pool.get(), pool.get()]);
    assert_eq!(pool.stats().discarded_full, 2);
}

#[test]
fn nothing_is_left_in_what_ages_or_ends_with_the_pool() {
    let fill = |pool: &Pool<Wiped>| {
        let mut guards: Vec<_> = (0..40).map(|_| pool.get()).collect();
        for (user, guard) in (1..).zip(&mut guards) {
            guard.fill(user, 1024);
        }
    };
    let pool = Pool::<Wiped>::new();
    let found = thread::scope(|scope| {
        // In the caches of others, and in the depot.
        for _ in 0..2 {
            scope.spawn(|| fill(&pool)).join().unwrap();
        }
        fill(&pool);
        let ticks = || (0..4).for_each(|_| pool.tick());
        let another = scope.spawn(move || freed_with_secret(ticks));
        another.join().unwrap()
    });
    assert_eq!((found, pool.stats().idle), (0, 0));
    fill(&pool);
    assert_eq!(freed_with_secret(|| pool.clear()), 0);
    fill(&pool);
    assert!(pool.stats().idle > 0);
    assert_eq!(freed_with_secret(|| drop(pool)), 0);
}

/// Neither in the elements that wait, nor in those that are dropped, nor behind them all.
#[test]
fn nothing_is_left_in_recycled_elements() {
    #[derive(Default, Poolable)]
    struct Texts {
        #[pool(zeroize, max_capacity = 4)]
        of_elements_that_are_not: RecyclingVec<Bounded<Vec<u8>, 64>>,
        #[pool(max_capacity = 4)]
        of_elements_that_are: RecyclingVec<Inner>,
        #[pool(zeroize, max_capacity = 8)]
        inline: RecyclingVec<[u8; 8]>,
    }
    let pool = Pool::<Texts>::new();
    for elements in [0, 4, 3, 9, 1, 4] {
        let mut texts = pool.get();
        texts.inline.reserve(9);
        texts.of_elements_that_are_not.reserve(9);
        texts.of_elements_that_are.reserve(9);
        for _ in 0..elements {
            let text = texts.of_elements_that_are_not.push_recycled();
            text.reserve_exact(1024);
            text.extend_from_slice(&MARK.repeat(8 * elements));
            let inner = texts.of_elements_that_are.push_recycled();
            inner.token = String::from_utf8(MARK.repeat(elements)).unwrap();
            inner.pair.0 = MARK;
            *texts.inline.push_recycled() = MARK;
        }
        // Spare, and as it was, apart from its length.
        texts.of_elements_that_are_not.truncate(1);
        // A copy stays behind, where nobody looks.
        if elements > 0 {
            assert_eq!(texts.inline.pop(), Some(MARK));
        }
        let freed = freed_with_secret(|| drop(texts));
        assert_eq!(freed, 0, "by the reset of {elements} elements");
        let texts = Guard::detach_boxed(pool.get_idle().expect("one is idle"));
        let freed = freed_with_secret(|| drop(texts));
        assert_eq!(freed, 0, "idle after {elements} elements");
    }
}

/// What is wiped is not what is reset, where zero is a state like another.
#[test]
fn a_recycled_element_is_reset_after_it_was_wiped() {
    #[derive(Default)]
    struct Checksum(u32);

    impl Zeroize for Checksum {
        fn zeroize(&mut self) {
            self.0.zeroize();
        }
    }

    impl Poolable for Checksum {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {
            self.0 = u32::MAX; // the start value of CRC-32
        }
    }

    #[derive(Default, Poolable)]
    struct Blocks {
        #[pool(zeroize, max_capacity = 4)]
        checksums: RecyclingVec<Checksum>,
    }

    let mut blocks = Blocks::default();
    for _ in 0..4 {
        blocks.checksums.push_recycled().0 = 7;
    }
    blocks.checksums.truncate(2);
    blocks.reset();
    assert_eq!(blocks.checksums.spare_len(), 4);
    for _ in 0..4 {
        assert_eq!(blocks.checksums.push_recycled().0, u32::MAX);
    }
}

/// The variants of an enum share their memory: a secret of an earlier variant may be where the
/// variant that is returned has no field.
#[test]
fn nothing_is_left_of_an_earlier_variant() {
    #[derive(Poolable)]
    #[allow(dead_code, reason = "the bytes are looked at, not the fields")]
    enum Key {
        Empty,
        Short(#[pool(zeroize)] u8),
        Long(#[pool(zeroize)] [u8; 64]),
        #[pool(default)]
        Ready {
            uses: u32,
        },
    }

    /// As `Key`, without `zeroize`.
    #[derive(Poolable)]
    #[allow(dead_code, reason = "as in `Key`")]
    enum Plain {
        #[pool(default)]
        Ready {
            uses: u32,
        },
        Long([u8; 64]),
    }

    fn bytes<T>(object: &mut T) -> &[u8] {
        let pointer = std::ptr::from_mut(object).cast::<u8>().cast_const();
        // SAFETY: These are the bytes of `object`, in a block that was zeroed when it was
        // allocated; as in `dealloc` above, they are looked at one by one.
        unsafe { slice::from_raw_parts(pointer, size_of::<T>()) }
    }

    /// Writes the mark where a longer variant had its last bytes.
    fn leave_secret<T>(object: &mut T) {
        let end = std::ptr::from_mut(object).wrapping_add(1).cast::<u8>();
        // SAFETY: The last bytes of `object`, which are either part of its array of bytes or
        // between its fields, where any bytes may be.
        unsafe {
            end.sub(MARK.len())
                .copy_from_nonoverlapping(MARK.as_ptr(), MARK.len());
        }
    }

    let pool = Pool::with(|| Key::Empty);
    let variants = [
        Key::Empty,
        Key::Short(1),
        Key::Ready { uses: 3 },
        Key::Long([1; 64]),
    ];
    for last in variants {
        let mut guard = pool.get();
        *guard = last;
        leave_secret(&mut *guard);
        assert!(has_secret(bytes(&mut *guard)));
        drop(guard);
        let mut next = pool.get();
        assert!(matches!(*next, Key::Ready { uses: 0 }));
        assert!(!has_secret(bytes(&mut *next)));
    }

    let plain = Pool::with(|| Plain::Ready { uses: 0 });
    let mut guard = plain.get();
    leave_secret(&mut *guard);
    drop(guard);
    let mut guard = plain.get();
    assert!(has_secret(bytes(&mut *guard)), "it is not wiped");
    *guard = Plain::Long([1; 64]);
    drop(guard);
    assert!(matches!(*plain.get(), Plain::Ready { uses: 0 }));
}

/// And what is not wiped is found by the same search, in both places.
#[test]
fn the_search_finds_what_is_not_wiped() {
    #[derive(Default, Poolable)]
    struct Plain {
        #[pool(max_capacity = 64)]
        key: Vec<u8>,
    }
    let pool = Pool::<Plain>::new();
    let mut guard = pool.get();
    guard.key = MARK.repeat(8);
    assert_eq!(
        freed_with_secret(|| drop(guard)),
        0,
        "it is within its limit"
    );
    let mut next = pool.get();
    assert!(next.key.is_empty(), "as safe code has it");
    assert!(has_secret(whole(&mut next.key)), "as unsafe code has it");
    next.key = MARK.repeat(100);
    assert_eq!(freed_with_secret(|| drop(next)), 1, "cut to its limit");
    assert_eq!(freed_with_secret(|| pool.clear()), 1);

    // Nor is an object wiped that is discarded, as the documentation says.
    let wiped = Pool::<Wiped>::new();
    let mut guard = wiped.get();
    guard.fill(1, 64);
    assert!(freed_with_secret(|| Guard::discard(guard)) > 0);
}
