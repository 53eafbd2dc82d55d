//! Objects of every size: none at all, a page's alignment, more than a stack holds; and
//! objects that borrow. Guards stay two words.

mod identities;

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use qnpool::{Boxed, Guard, OwnedGuard, Pool, Poolable};

use identities::assert_identities;

#[test]
fn objects_without_a_size() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);
    struct Nothing;
    impl Nothing {
        fn new() -> Self {
            ALIVE.fetch_add(1, Ordering::Relaxed);
            Self
        }
    }
    impl Drop for Nothing {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::Relaxed);
        }
    }
    impl Poolable for Nothing {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {}
    }

    let pool = Pool::<Nothing>::builder()
        .max_idle(500)
        .create(Nothing::new);
    assert_eq!(pool.stats().idle_bytes_bound, 0);
    for _ in 0..3 {
        drop((0..1000).map(|_| pool.get()).collect::<Vec<_>>());
        assert_eq!(ALIVE.load(Ordering::Relaxed), 500);
    }
    let detached = Guard::detach(pool.get());
    pool.attach(detached);
    Guard::discard(pool.get());
    assert_eq!(ALIVE.load(Ordering::Relaxed), 499);
    assert_identities(pool.stats());
    drop(pool);
    assert_eq!(ALIVE.load(Ordering::Relaxed), 0);

    // In bytes there is room for any number, so the default number holds.
    let pool = Pool::builder().max_idle_bytes(0).create(Nothing::new);
    drop((0..132_000).map(|_| pool.get()).collect::<Vec<_>>());
    assert_eq!(pool.stats().idle, 131_072);
    assert_identities(pool.stats());
}

#[test]
fn objects_aligned_to_a_page() {
    #[repr(align(4096))]
    #[derive(Default)]
    struct Page(u8);
    impl Poolable for Page {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            self.0 = 0;
        }
    }
    let pool = Arc::new(Pool::<Page>::new());
    for _ in 0..3 {
        let mut pages: Vec<_> = (0..40).map(|_| pool.get_owned()).collect();
        for page in &mut pages {
            assert!((&raw const **page).is_aligned());
            assert_eq!(page.0, 0);
            page.0 = 1;
        }
        let distinct: HashSet<_> = pages.iter().map(|page| &raw const **page).collect();
        assert_eq!(distinct.len(), 40);
        thread::spawn(move || drop(pages)).join().unwrap();
    }
    let boxed = OwnedGuard::detach_boxed(pool.get_owned());
    assert!((&raw const *boxed).is_aligned());
    pool.attach_boxed(boxed);
    let stats = pool.stats();
    assert_eq!((stats.created, stats.idle), (40, 40));
    assert_identities(stats);
}

/// More than fits the stack of any test, so that one move of it would be the end.
mod vast {
    use std::alloc::{Layout, alloc_zeroed, handle_alloc_error};

    use qnpool::Poolable;

    pub(super) const BYTES: usize = 16 << 20;

    pub(super) struct Vast {
        bytes: [u8; BYTES],
    }

    impl Vast {
        pub(super) fn boxed() -> Box<Self> {
            let layout = Layout::new::<Self>();
            // SAFETY: The layout has a size. Bytes of zero are a value of the type.
            unsafe {
                let object = alloc_zeroed(layout).cast::<Self>();
                if object.is_null() {
                    handle_alloc_error(layout);
                }
                Box::from_raw(object)
            }
        }

        pub(super) fn touch(&mut self) {
            assert_eq!((self.bytes[0], self.bytes[BYTES - 1]), (0, 0), "pristine");
            self.bytes[0] = 1;
            self.bytes[BYTES - 1] = 2;
        }
    }

    impl Poolable for Vast {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {
            self.bytes[0] = 0;
            self.bytes[BYTES - 1] = 0;
        }
    }
}

fn on_a_small_stack(code: impl FnOnce() + Send + 'static) {
    let small = thread::Builder::new().stack_size(64 << 10);
    small.spawn(code).unwrap().join().unwrap();
}

#[test]
fn objects_larger_than_the_stack() {
    use vast::{BYTES, Vast};

    type Construct = fn() -> Box<Vast>;

    on_a_small_stack(|| {
        let pool = Arc::new(
            Pool::builder()
                .max_idle_bytes(3 * BYTES)
                .create_boxed(Vast::boxed),
        );
        pool.get().touch();
        pool.get().touch();
        pool.get_owned().touch();
        pool.get_idle().expect("one is idle").touch();
        assert_eq!(pool.stats().created, 1);
        drop((pool.get(), pool.get_owned(), pool.get(), pool.get()));
        assert_eq!(pool.stats().idle, 3, "as many as the bytes allow");
        Guard::discard(pool.get());
        OwnedGuard::discard(pool.get_owned());
        let mut boxed = Guard::detach_boxed(pool.get());
        boxed.touch();
        pool.attach_boxed(boxed);
        pool.get().touch();
        pool.attach_boxed(OwnedGuard::detach_boxed(pool.get_owned()));
        pool.prewarm(3);
        assert_eq!(pool.stats().idle, 3);
        let mut owned = pool.get_owned();
        on_a_small_stack(move || owned.touch());
        for _ in 0..3 {
            pool.tick();
        }
        pool.get().touch();
        pool.clear();
        assert_eq!(pool.stats().idle, 0);
        assert_identities(pool.stats());
    });
    on_a_small_stack(|| {
        static VAST: Pool<Vast, Boxed<Construct>> = Pool::with_boxed(Vast::boxed);
        let mut guard = VAST.get();
        guard.touch();
        on_a_small_stack(move || drop(guard));
        assert_eq!(VAST.stats().idle, 1);
    });
}

#[test]
fn guards_of_a_static_go_anywhere() {
    static NUMBERS: Pool<u64> = Pool::new();
    fn take() -> Guard<'static, u64> {
        NUMBERS.get()
    }
    let mut guards = vec![Some(take()), None];
    **guards[0].as_mut().unwrap() = 7;
    guards.push(Some(take()));
    let guards = thread::spawn(move || {
        guards.retain(Option::is_some);
        guards
    });
    let guards = guards.join().unwrap();
    assert_eq!(guards.len(), 2);
    assert_eq!(guards[0].as_deref(), Some(&7));
    drop(guards);
    assert_eq!(NUMBERS.stats().idle, 2);
}

#[test]
fn guards_have_two_words() {
    const WORDS: usize = 2 * size_of::<usize>();
    assert_eq!(size_of::<Guard<'static, vast::Vast>>(), WORDS);
    assert_eq!(size_of::<Option<Guard<'static, vast::Vast>>>(), WORDS);
    assert_eq!(size_of::<OwnedGuard<vast::Vast>>(), WORDS);
    assert_eq!(size_of::<Option<OwnedGuard<()>>>(), WORDS);
    // Also with a constructor of some size, which stays with the pool.
    let captured = [7_u64; 100];
    let pool = Arc::new(Pool::with(move || captured[3]));
    assert_eq!(size_of_val(&pool.get_owned()), WORDS);
    assert_eq!(size_of_val(&Some(pool.get_owned())), WORDS);
}

/// Neither `'static` nor is the pool; the threads that used it exit after both.
#[test]
fn objects_may_borrow() {
    struct Line<'a> {
        text: Option<&'a str>,
        dropped: &'a AtomicUsize,
    }
    impl Poolable for Line<'_> {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            self.text = None;
        }
    }
    impl Drop for Line<'_> {
        fn drop(&mut self) {
            // Reads what it borrows.
            assert!(self.text.is_none_or(|text| text.len() == 5));
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    for _ in 0..50 {
        let text = String::from("lines");
        let dropped = AtomicUsize::new(0);
        let pool = Pool::with(|| Line {
            text: None,
            dropped: &dropped,
        });
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    let (mut one, two) = (pool.get(), pool.get());
                    assert_eq!((one.text, two.text), (None, None));
                    one.text = Some(&text);
                });
            }
        });
        let mut here = pool.get();
        here.text = Some(&text);
        drop(here);
        let made = pool.stats().created;
        // The scope has not waited for the threads to be gone.
        drop(pool);
        assert_eq!(dropped.into_inner() as u64, made);
        drop(text);
    }
}
