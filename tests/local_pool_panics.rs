//! Panics in what uses a local pool: the holder, the constructor, `reset`,
//! `should_discard` and `Drop`, alone and together. The pool loses the object
//! concerned and nothing else, and nothing aborts.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::rc::Rc;

use qnpool::{LocalGuard, LocalPool, Poolable, Stats};

/// A panic that a test means, told apart from one that it does not.
struct Planned(&'static str);

#[track_caller]
fn planned(code: impl FnOnce()) -> &'static str {
    let panic = catch_unwind(AssertUnwindSafe(code)).expect_err("a panic was planned");
    panic.downcast::<Planned>().expect("the planned panic").0
}

thread_local! {
    static DROPPED: Cell<u64> = const { Cell::new(0) };
}

#[derive(Default)]
struct Fragile {
    reset_panics: bool,
    drop_panics: bool,
    asked_panics: bool,
    value: u8,
}

impl Fragile {
    // Not with `..Self::default()`, which would be dropped, and counted.
    fn breaking(reset_panics: bool, drop_panics: bool) -> Self {
        Self {
            reset_panics,
            drop_panics,
            asked_panics: false,
            value: 0,
        }
    }

    fn breaking_in_reset_and_drop() -> Self {
        Self::breaking(true, true)
    }
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
        DROPPED.set(DROPPED.get() + 1);
        if self.drop_panics {
            panic_any(Planned("drop"));
        }
    }
}

/// Whatever happened, all the identities hold.
#[track_caller]
fn stats<F>(pool: &LocalPool<Fragile, F>) -> Stats {
    let stats = pool.stats();
    let hits = stats.cache_hits + stats.victim_hits;
    assert_eq!(stats.gets, hits + stats.created, "{stats:?}");
    let discarded = stats.discarded_full
        + stats.discarded_aged
        + stats.discarded_unfit
        + stats.discarded_panicked;
    assert_eq!(
        stats.puts + stats.attached,
        hits + stats.idle + discarded,
        "{stats:?}"
    );
    stats
}

#[test]
fn a_holder_that_panics_gives_its_object_back() {
    let pool = Rc::new(LocalPool::<Fragile>::new());
    let told = planned(|| {
        let (mut guard, mut owned) = (pool.get(), pool.get_owned());
        guard.value = 7;
        owned.value = 7;
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    assert_eq!((stats(&pool).idle, stats(&pool).outstanding), (2, 0));
    assert_eq!((pool.get().value, pool.get().value), (0, 0));
}

#[test]
fn a_panic_in_the_constructor_leaves_the_pool_as_it_was() {
    let fails = Cell::new(true);
    let pool = LocalPool::with(|| {
        if fails.get() {
            panic_any(Planned("constructor"));
        }
        Fragile::default()
    });
    let before = stats(&pool);
    assert_eq!(planned(|| drop(pool.get())), "constructor");
    assert_eq!(planned(|| pool.prewarm(3)), "constructor");
    assert_eq!(stats(&pool), before);
    fails.set(false);
    drop(pool.get());
    assert_eq!(stats(&pool).idle, 1);
}

#[test]
fn a_panic_in_the_first_reset_leaves_the_pool_as_it_was() {
    // In its `Drop` too, which must not abort.
    let pool = LocalPool::with(Fragile::breaking_in_reset_and_drop);
    let before = stats(&pool);
    assert_eq!(planned(|| drop(pool.get())), "reset");
    assert_eq!(planned(|| pool.prewarm(3)), "reset");
    assert_eq!(stats(&pool), before);
    assert_eq!(DROPPED.get(), 2);
}

#[test]
fn prewarm_keeps_what_it_made_before_a_panic() {
    let left = Cell::new(2_u8);
    let pool = LocalPool::with(|| {
        let Some(fewer) = left.get().checked_sub(1) else {
            panic_any(Planned("constructor"))
        };
        left.set(fewer);
        Fragile::default()
    });
    assert_eq!(planned(|| pool.prewarm(5)), "constructor");
    assert_eq!((stats(&pool).idle, stats(&pool).attached), (2, 2));
}

#[test]
fn a_panic_in_reset_costs_that_object() {
    let pool = LocalPool::<Fragile>::new();
    assert_eq!(planned(|| pool.get().reset_panics = true), "reset");
    assert_eq!(planned(|| pool.get().asked_panics = true), "asked");
    let now = stats(&pool);
    assert_eq!(
        (now.discarded_panicked, now.idle, now.outstanding),
        (2, 0, 0)
    );
    drop(pool.get());
    assert_eq!(stats(&pool).idle, 1);
    let attached = Fragile::breaking_in_reset_and_drop();
    assert_eq!(planned(|| pool.attach(attached)), "reset");
    assert_eq!(stats(&pool).discarded_panicked, 3);
    assert_eq!(DROPPED.get(), 3);
}

#[test]
fn a_panic_in_reset_while_the_holder_unwinds_does_not_abort() {
    let pool = LocalPool::<Fragile>::new();
    let told = planned(|| {
        let (mut one, mut two) = (pool.get(), pool.get());
        one.reset_panics = true;
        two.asked_panics = true;
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    let now = stats(&pool);
    assert_eq!((now.discarded_panicked, now.outstanding), (2, 0));
}

#[test]
fn panics_in_reset_and_drop_at_once_do_not_abort() {
    let pool = LocalPool::<Fragile>::new();
    let break_both = |guard: &mut Fragile| *guard = Fragile::breaking_in_reset_and_drop();
    assert_eq!(planned(|| break_both(&mut pool.get())), "reset");
    let told = planned(|| {
        let (mut one, mut two) = (pool.get(), pool.get());
        break_both(&mut one);
        break_both(&mut two);
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    // The second guard unwinds out of the first one's `reset`.
    let told = planned(|| {
        let (mut one, mut two) = (pool.get(), pool.get());
        break_both(&mut one);
        break_both(&mut two);
    });
    assert_eq!(told, "reset");
    let now = stats(&pool);
    assert_eq!((now.discarded_panicked, now.outstanding), (5, 0));
}

#[test]
fn a_panic_in_drop_costs_that_object() {
    let pool = LocalPool::<Fragile>::builder().max_idle(1).build();
    let told = planned(|| {
        let (first, mut second) = (pool.get(), pool.get());
        second.drop_panics = true;
        drop(first);
        drop(second); // full, so it is dropped
    });
    assert_eq!(told, "drop");
    let now = stats(&pool);
    assert_eq!((now.discarded_full, now.idle, now.outstanding), (1, 1, 0));
    let told = planned(|| {
        let mut guard = pool.get();
        guard.drop_panics = true;
        LocalGuard::discard(guard);
    });
    assert_eq!(told, "drop");
    assert_eq!(stats(&pool).discarded_unfit, 1);
}

/// A pool where every second idle object panics in its `Drop`, in two generations.
fn pool_of_panics() -> LocalPool<Fragile> {
    let pool = LocalPool::<Fragile>::new();
    for number in 0..8 {
        if number == 4 {
            pool.tick();
        }
        pool.attach(Fragile::breaking(false, number % 2 == 1));
    }
    pool
}

#[test]
fn many_panics_in_drop_end_clear_and_tick_and_the_pool_once() {
    let pool = pool_of_panics();
    assert_eq!(planned(|| pool.clear()), "drop");
    assert_eq!((stats(&pool).discarded_aged, stats(&pool).idle), (8, 0));
    assert_eq!(DROPPED.get(), 8);

    let pool = pool_of_panics();
    assert_eq!(planned(|| pool.tick()), "drop");
    assert_eq!((stats(&pool).discarded_aged, stats(&pool).idle), (4, 4));
    assert_eq!(planned(|| pool.tick()), "drop");
    pool.tick();
    assert_eq!((stats(&pool).discarded_aged, stats(&pool).idle), (8, 0));
    assert_eq!(DROPPED.get(), 16);

    let pool = pool_of_panics();
    assert_eq!(planned(|| drop(pool)), "drop");
    assert_eq!(DROPPED.get(), 24);
}

#[test]
fn a_pool_that_ends_while_its_holder_unwinds_does_not_abort() {
    let told = planned(|| {
        let _pool = pool_of_panics();
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    assert_eq!(DROPPED.get(), 8);
}

#[test]
fn every_call_while_unwinding_does_not_abort() {
    struct AtTheEnd<'a>(&'a LocalPool<Fragile>, Option<LocalGuard<'a, Fragile>>);
    impl Drop for AtTheEnd<'_> {
        fn drop(&mut self) {
            self.0.attach(Fragile::breaking_in_reset_and_drop());
            LocalGuard::discard(self.1.take().unwrap());
            for _ in 0..2 {
                self.0.attach(Fragile::breaking(false, true));
                self.0.tick();
            }
            self.0.prewarm(4);
            self.0.clear();
        }
    }
    let pool = LocalPool::<Fragile>::new();
    let told = planned(|| {
        let mut guard = pool.get();
        guard.drop_panics = true;
        let _holder = AtTheEnd(&pool, Some(guard));
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    let now = stats(&pool);
    assert_eq!(
        (now.discarded_unfit, now.discarded_panicked, now.idle),
        (1, 1, 0)
    );
}

#[test]
fn a_payload_that_panics_when_it_is_dropped_does_no_harm() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic_any(Planned("payload"));
        }
    }
    #[derive(Default)]
    struct Throws(bool);
    impl Poolable for Throws {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            if self.0 {
                panic_any(Bomb);
            }
        }
    }
    let pool = LocalPool::<Throws>::new();
    let told = planned(|| {
        pool.get().0 = false;
        let mut guard = pool.get();
        guard.0 = true;
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    assert_eq!(pool.stats().discarded_panicked, 1);
}

#[test]
fn a_panic_that_is_not_told_leaves_nothing_behind() {
    thread_local! {
        static DROPPED: Cell<bool> = const { Cell::new(false) };
    }
    struct Payload;
    impl Drop for Payload {
        fn drop(&mut self) {
            DROPPED.set(true);
        }
    }
    #[derive(Default)]
    struct Throws;
    impl Poolable for Throws {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            if std::thread::panicking() {
                panic_any(Payload);
            }
        }
    }
    let pool = LocalPool::<Throws>::new();
    let told = planned(|| {
        let _guard = pool.get();
        panic_any(Planned("holder"));
    });
    assert_eq!(told, "holder");
    assert!(DROPPED.get());
}

#[test]
fn a_pool_crosses_catch_unwind() {
    let pool = LocalPool::<Cell<u8>>::new();
    let panic = catch_unwind(|| {
        let guard = pool.get();
        guard.set(7);
        panic_any(Planned("holder"));
    });
    assert!(panic.is_err());
    assert_eq!(pool.get().get(), 0);
}
