//! Panics in the holder, the constructor, `reset` and `Drop`, alone and together:
//! the pool loses the object concerned and nothing else, and nothing aborts.

mod identities;

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use qnpool::{Pool, Poolable};

use identities::assert_identities;

/// A panic that a test means, told apart from one that it does not.
struct Planned(&'static str);

#[track_caller]
fn planned(code: impl FnOnce()) -> &'static str {
    let panic = catch_unwind(AssertUnwindSafe(code)).expect_err("a panic was planned");
    panic.downcast::<Planned>().expect("the planned panic").0
}

#[derive(Default)]
struct Fragile {
    reset_panics: bool,
    drop_panics: bool,
    asked_panics: bool,
    value: u8,
}

impl Poolable for Fragile {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        if self.reset_panics {
            panic_any(Planned("reset"));
        }
        self.value = 0;
    }

    fn should_discard(&self) -> bool {
        if self.asked_panics {
            panic_any(Planned("asked"));
        }
        false
    }
}

impl Drop for Fragile {
    fn drop(&mut self) {
        if self.drop_panics {
            panic_any(Planned("drop"));
        }
    }
}

#[test]
fn a_holder_that_panics_gives_its_object_back() {
    let pool = Pool::<Fragile>::new();
    let told = planned(|| {
        let mut guard = pool.get();
        guard.value = 7;
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.outstanding), (1, 0));
    assert_eq!(pool.get().value, 0);
}

#[test]
fn a_panic_in_the_constructor_leaves_the_pool_as_it_was() {
    let fails = AtomicBool::new(true);
    let pool = Pool::with(|| {
        if fails.load(Ordering::Relaxed) {
            panic_any(Planned("constructor"));
        }
        Fragile::default()
    });
    let before = pool.stats();
    assert_eq!(planned(|| drop(pool.get())), "constructor");
    assert_eq!(pool.stats(), before);
    fails.store(false, Ordering::Relaxed);
    drop(pool.get());
    assert_eq!(pool.stats().idle, 1);
}

#[test]
fn a_panic_in_the_first_reset_leaves_the_pool_as_it_was() {
    let pool = Pool::with(|| Fragile {
        reset_panics: true,
        ..Fragile::default()
    });
    let before = pool.stats();
    assert_eq!(planned(|| drop(pool.get())), "reset");
    assert_eq!(pool.stats(), before);
}

#[test]
fn a_panic_in_reset_costs_that_object() {
    let pool = Pool::<Fragile>::new();
    assert_eq!(planned(|| pool.get().reset_panics = true), "reset");
    assert_eq!(planned(|| pool.get().asked_panics = true), "asked");
    let stats = pool.stats();
    assert_eq!(
        (stats.discarded_panicked, stats.idle, stats.outstanding),
        (2, 0, 0)
    );
    drop(pool.get());
    assert_eq!(pool.stats().idle, 1);
    let attached = Fragile {
        reset_panics: true,
        ..Fragile::default()
    };
    assert_eq!(planned(|| pool.attach(attached)), "reset");
    assert_eq!(pool.stats().discarded_panicked, 3);
}

#[test]
fn a_panic_in_reset_while_the_holder_unwinds_does_not_abort() {
    let pool = Pool::<Fragile>::new();
    let told = planned(|| {
        let mut guard = pool.get();
        guard.reset_panics = true;
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    let stats = pool.stats();
    assert_eq!((stats.discarded_panicked, stats.outstanding), (1, 0));
}

#[test]
fn panics_in_reset_and_drop_at_once_do_not_abort() {
    let pool = Pool::<Fragile>::new();
    let break_both = |guard: &mut Fragile| {
        guard.reset_panics = true;
        guard.drop_panics = true;
    };
    assert_eq!(planned(|| break_both(&mut pool.get())), "reset");
    let told = planned(|| {
        let (mut one, mut two) = (pool.get(), pool.get());
        break_both(&mut one);
        break_both(&mut two);
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    let stats = pool.stats();
    assert_eq!((stats.discarded_panicked, stats.outstanding), (3, 0));
}

#[test]
fn a_panic_in_drop_costs_that_object() {
    let pool = Pool::<Fragile>::builder().max_idle(1).build();
    let told = planned(|| {
        let (first, mut second) = (pool.get(), pool.get());
        second.drop_panics = true;
        drop(first);
        drop(second); // full, so it is dropped
    });
    assert_eq!(told, "drop");
    let stats = pool.stats();
    assert_eq!(
        (stats.discarded_full, stats.idle, stats.outstanding),
        (1, 1, 0)
    );

    // Attached, so idle, so dropped by `clear`.
    let pool = Pool::<Fragile>::new();
    for drop_panics in [false, true, false] {
        pool.attach(Fragile {
            drop_panics,
            ..Fragile::default()
        });
    }
    assert_eq!(planned(|| pool.clear()), "drop");
    pool.clear();
    let stats = pool.stats();
    assert_eq!((stats.discarded_aged, stats.idle), (3, 0));
}

#[test]
fn discarding_while_unwinding_does_not_abort() {
    struct DiscardsOnDrop<'a>(Option<qnpool::Guard<'a, Fragile>>);
    impl Drop for DiscardsOnDrop<'_> {
        fn drop(&mut self) {
            qnpool::Guard::discard(self.0.take().unwrap());
        }
    }
    let pool = Pool::<Fragile>::new();
    let told = planned(|| {
        let mut guard = pool.get();
        guard.drop_panics = true;
        let _holder = DiscardsOnDrop(Some(guard));
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    assert_eq!(pool.stats().discarded_unfit, 1);
}

/// Objects that panic when dropped, each with its number, and remember in which order.
mod numbered {
    use std::cell::RefCell;
    use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
    use std::thread;

    use qnpool::{Pool, Poolable};

    pub(super) struct Numbered(pub(super) usize);

    thread_local! {
        static DROPPED: RefCell<Vec<usize>> = const { RefCell::new(Vec::new()) };
    }

    impl Poolable for Numbered {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {}
    }

    impl Drop for Numbered {
        fn drop(&mut self) {
            DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
            if self.0 != 0 {
                resume_unwind(Box::new(self.0));
            }
        }
    }

    /// Some of which drop in peace; all of one generation.
    pub(super) fn pool() -> Pool<Numbered, fn() -> Numbered> {
        let pool = Pool::with((|| Numbered(0)) as fn() -> Numbered);
        let fill = || {
            for number in [0, 1, 2, 0, 3, 4, 5, 0, 6] {
                pool.attach(Numbered(number));
            }
        };
        thread::scope(|scope| scope.spawn(fill).join().unwrap());
        pool
    }

    /// All were dropped, and the first panic is the one that was told.
    pub(super) fn told_the_first(code: impl FnOnce()) {
        let panic = catch_unwind(AssertUnwindSafe(code)).expect_err("a panic was planned");
        let told = *panic.downcast::<usize>().expect("the planned panic");
        let mut dropped = DROPPED.take();
        let first = dropped.iter().find(|&&number| number != 0);
        assert_eq!(first, Some(&told));
        dropped.sort_unstable();
        assert_eq!(dropped, [0, 0, 0, 1, 2, 3, 4, 5, 6]);
    }

    pub(super) fn all_dropped() -> bool {
        DROPPED.take().len() == 9
    }
}

#[test]
fn of_many_panics_in_drop_the_first_is_told() {
    let pool = numbered::pool();
    numbered::told_the_first(|| pool.clear());
    assert_eq!(pool.stats().discarded_aged, 9);
    assert_identities(pool.stats());

    let pool = numbered::pool();
    pool.tick();
    numbered::told_the_first(|| pool.tick());
    assert_eq!(pool.stats().discarded_aged, 9);
    assert_identities(pool.stats());

    let pool = numbered::pool();
    numbered::told_the_first(|| drop(pool));
}

#[test]
fn many_panics_in_drop_while_unwinding_do_not_abort() {
    struct Ends<F: FnMut()>(F);
    impl<F: FnMut()> Drop for Ends<F> {
        fn drop(&mut self) {
            (self.0)();
        }
    }
    let pool = numbered::pool();
    let clears = || {
        let _clears = Ends(|| pool.clear());
        panic_any(Planned("holder"));
    };
    assert_eq!(planned(clears), "holder");
    assert!(numbered::all_dropped());

    let mut pool = Some(numbered::pool());
    let ends = || {
        let _ends = Ends(|| drop(pool.take()));
        panic_any(Planned("holder"));
    };
    assert_eq!(planned(ends), "holder");
    assert!(numbered::all_dropped());
}

#[test]
fn a_panic_while_prewarming_keeps_what_was_made() {
    let left = AtomicUsize::new(3);
    let take_one = |left| usize::checked_sub(left, 1);
    let pool = Pool::<Fragile>::builder().max_idle(5).create(|| {
        let one_left = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take_one);
        if one_left.is_err() {
            panic_any(Planned("constructor"));
        }
        Fragile::default()
    });
    assert_eq!(planned(|| pool.prewarm(10)), "constructor");
    let stats = pool.stats();
    assert_eq!((stats.idle, stats.attached), (3, 3));
    for _ in 0..10 {
        assert_eq!(planned(|| pool.prewarm(10)), "constructor");
    }
    // Nor has the bound shrunk.
    left.store(10, Ordering::Relaxed);
    pool.prewarm(10);
    assert_eq!(pool.stats().idle, 5);
    assert_identities(pool.stats());
}

#[test]
fn the_end_of_the_last_owner_survives_a_panic_in_reset() {
    let pool = Arc::new(Pool::<Fragile>::new());
    pool.prewarm(3);
    let weak = Arc::downgrade(&pool);
    let mut owned = pool.get_owned();
    drop(pool);
    owned.reset_panics = true;
    owned.drop_panics = true;
    assert_eq!(planned(|| drop(owned)), "reset");
    assert!(weak.upgrade().is_none(), "the pool has ended");
}

#[test]
fn a_panic_in_the_constructor_leaves_the_owners_alone() {
    let pool = Arc::new(Pool::with(|| -> Fragile {
        panic_any(Planned("constructor"))
    }));
    assert_eq!(planned(|| drop(pool.get_owned())), "constructor");
    assert_eq!(Arc::strong_count(&pool), 1);
}

/// What is told is dropped by whoever catches it; what is not told is dropped here, and
/// what that tells goes no further.
#[test]
fn a_payload_that_panics_is_left_to_its_catcher() {
    struct Sore;
    impl Drop for Sore {
        fn drop(&mut self) {
            panic_any(Planned("payload"));
        }
    }
    struct Thrower;
    impl Poolable for Thrower {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {}
    }
    impl Drop for Thrower {
        fn drop(&mut self) {
            panic_any(Sore);
        }
    }
    let pool = Pool::with(|| Thrower);
    drop((pool.get(), pool.get(), pool.get()));
    let panic = catch_unwind(AssertUnwindSafe(|| pool.clear())).unwrap_err();
    assert!(panic.is::<Sore>());
    assert_eq!(planned(|| drop(panic)), "payload");
    assert_eq!(pool.stats().idle, 0);
}

#[test]
fn a_panic_that_is_not_told_leaves_nothing_behind() {
    static PAYLOADS: AtomicUsize = AtomicUsize::new(0);
    struct Payload;
    impl Payload {
        fn throw() -> ! {
            PAYLOADS.fetch_add(1, Ordering::Relaxed);
            panic_any(Self);
        }
    }
    impl Drop for Payload {
        fn drop(&mut self) {
            PAYLOADS.fetch_sub(1, Ordering::Relaxed);
        }
    }
    struct Thrower;
    impl Poolable for Thrower {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            if thread::panicking() {
                Payload::throw();
            }
        }
    }
    impl Drop for Thrower {
        fn drop(&mut self) {
            Payload::throw();
        }
    }
    let pool = Pool::with(|| Thrower);
    let holder = planned(|| {
        let _objects = (pool.get(), pool.get());
        panic_any(Planned("holder"));
    });
    assert_eq!(holder, "holder");
    drop((pool.get(), pool.get(), pool.get()));
    drop(catch_unwind(AssertUnwindSafe(|| pool.clear())).unwrap_err());
    assert_eq!(pool.stats().discarded_panicked, 2);
    assert_eq!(PAYLOADS.load(Ordering::Relaxed), 0);
}

#[test]
fn panics_on_many_threads_lose_only_what_they_concern() {
    static ALIVE: AtomicUsize = AtomicUsize::new(0);

    /// Panics in turn.
    struct Moody {
        mood: usize,
    }
    impl Moody {
        fn new() -> Self {
            static MADE: AtomicUsize = AtomicUsize::new(0);
            if MADE.fetch_add(1, Ordering::Relaxed) % 5 == 4 {
                resume_unwind(Box::new(Planned("constructor")));
            }
            ALIVE.fetch_add(1, Ordering::Relaxed);
            Self { mood: 0 }
        }
    }
    impl Poolable for Moody {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            if matches!(self.mood, 1 | 3) {
                resume_unwind(Box::new(Planned("reset")));
            }
            self.mood = 0;
        }
    }
    impl Drop for Moody {
        fn drop(&mut self) {
            ALIVE.fetch_sub(1, Ordering::Relaxed);
            if matches!(self.mood, 2 | 3) {
                resume_unwind(Box::new(Planned("drop")));
            }
        }
    }

    let pool = Pool::builder().max_idle(10).create(Moody::new);
    let work = |thread: usize| {
        for round in 0..500 {
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                let mut objects = (pool.get(), pool.get());
                objects.0.mood = (round + thread) % 9;
                objects.1.mood = (round + thread) % 7;
                if round % 3 == 0 {
                    resume_unwind(Box::new(Planned("holder")));
                }
                if round % 50 == 0 {
                    pool.clear();
                }
                drop(objects);
            }));
            if let Err(panic) = outcome {
                assert!(panic.is::<Planned>());
            }
        }
    };
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|thread| scope.spawn(move || work(thread)))
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
    let stats = pool.stats();
    assert_eq!(stats.outstanding, 0);
    assert_eq!(stats.idle, ALIVE.load(Ordering::Relaxed) as u64);
    assert!(stats.discarded_panicked > 0);
    assert_identities(stats);
}
