//! Panics in the holder, the constructor, `reset` and `Drop`, alone and together:
//! the pool loses the object concerned and nothing else, and nothing aborts.

use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::atomic::{AtomicBool, Ordering};

use qnpool::{Pool, Poolable};

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
