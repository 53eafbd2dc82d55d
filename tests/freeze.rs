//! A guard that became `Bytes`: its object is out until the last clone is dropped,
//! wherever that is, and then comes back as by any guard.

mod at_exit;
mod counting;
mod identities;

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex};
use std::thread;

use bytes::{Bytes, BytesMut};
use qnpool::{Bounded, Guard, LeakDetection, OwnedGuard, Pool, Poolable};

use at_exit::{at_exit, at_very_last};
use counting::{allocations_of_this_thread, owned_by_this_thread};
use identities::assert_identities;

type Buffer = Bounded<Vec<u8>, 4096>;

/// A pool for one test: guards that freeze are of pools that live for ever.
fn forever<T, F>(pool: Pool<T, F>) -> &'static Pool<T, F>
where
    T: Poolable,
{
    // Where a sanitizer finds it, for which it else is a leak.
    static POOLS: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let pool = Box::leak(Box::new(pool));
    POOLS.lock().unwrap().push(std::ptr::from_ref(pool).addr());
    pool
}

#[track_caller]
fn assert_out<T: Poolable, F>(pool: &Pool<T, F>, out: u64) {
    let stats = pool.stats();
    assert_eq!(stats.outstanding, out, "{stats:?}");
    assert_identities(stats);
}

#[derive(Default, Poolable)]
struct Packet {
    #[pool(max_capacity = 4096)]
    body: Vec<u8>,
    header: [u8; 20],
    sequence: u64,
}

fn hello(pool: &'static Pool<Buffer>) -> Guard<'static, Buffer> {
    let mut buffer = pool.get();
    buffer.extend_from_slice(b"hello");
    buffer
}

#[test]
fn the_bytes_are_those_of_the_object() {
    let pool = forever(Pool::<Buffer>::new());
    let buffer = hello(pool);
    let address = buffer.as_ptr();
    let frozen = Guard::freeze(buffer);
    assert_eq!((frozen.as_ptr(), &*frozen), (address, &b"hello"[..]));

    // Also of an object that has them in itself.
    let pool = forever(Pool::with(|| [7u8; 64]));
    let array = pool.get();
    let address = array.as_ptr();
    let frozen = Guard::freeze(array);
    assert_eq!((frozen.as_ptr(), frozen.len()), (address, 64));
    assert_eq!(frozen.clone().as_ptr(), address);
}

#[test]
fn it_comes_back_with_the_last_clone_and_not_before() {
    let pool = forever(Pool::<Buffer>::new());
    for last in 0..4 {
        let frozen = Guard::freeze(hello(pool));
        let mut rest = frozen.clone();
        let head = rest.split_to(2);
        let mut handles = vec![frozen.slice(1..3), frozen, rest, head];
        let kept = handles.swap_remove(last);
        drop(handles);
        assert_out(pool, 1);
        assert!(b"hello".windows(kept.len()).any(|part| part == kept));
        drop(kept);
        assert_out(pool, 0);
        let buffer = pool.get();
        assert!(
            buffer.is_empty() && buffer.capacity() >= 5,
            "reset and kept"
        );
    }
    assert_eq!(pool.stats().created, 1);
}

#[test]
fn what_is_empty_holds_on_to_it_only_as_a_whole() {
    let pool = forever(Pool::<Buffer>::new());
    let frozen = Guard::freeze(pool.get());
    assert!(frozen.is_empty());
    assert_out(pool, 1);
    let slice = frozen.slice(..);
    drop(frozen);
    assert_out(pool, 0);
    assert!(slice.is_empty());
}

#[test]
fn the_last_clone_may_be_on_any_thread() {
    let pool = forever(Pool::<Buffer>::new());
    for round in 0..50u16 {
        let mut buffer = pool.get();
        assert!(buffer.is_empty());
        buffer.extend((0..1000u16).map(|at| (at ^ round).to_le_bytes()[0]));
        let frozen = Guard::freeze(buffer);
        let threads = [0, 250, 500, 750].map(|first| {
            let part = frozen.slice(first..);
            thread::spawn(move || {
                for (at, byte) in (0u16..).skip(first).zip(&part) {
                    assert_eq!(*byte, (at ^ round).to_le_bytes()[0]);
                }
            })
        });
        drop(frozen);
        // A scope does not wait until they have given back their caches.
        for thread in threads {
            thread.join().unwrap();
        }
        assert_out(pool, 0);
    }
}

#[test]
fn an_owned_one_keeps_its_pool() {
    struct Marked(Buffer, #[expect(dead_code, reason = "counts")] Arc<()>);
    impl Poolable for Marked {
        const MAX_RETAINED_BYTES: usize = 4096;
        fn reset(&mut self) {
            self.0.reset();
        }
    }

    let alive = Arc::new(());
    let pool = {
        let alive = Arc::clone(&alive);
        Arc::new(Pool::with(move || {
            Marked(Buffer::default(), Arc::clone(&alive))
        }))
    };
    let mut object = pool.get_owned();
    object.0.extend_from_slice(b"hello");
    let frozen = OwnedGuard::freeze_with(object, |object| &object.0);
    let clone = frozen.clone();
    assert_out(&pool, 1);
    drop(frozen);
    drop(clone);
    assert_out(&pool, 0);

    let mut object = pool.get_owned();
    object.0.extend_from_slice(b"again");
    let frozen = OwnedGuard::freeze_with(object, |object| &object.0);
    let weak = Arc::downgrade(&pool);
    drop(pool);
    thread::spawn(move || assert_eq!(frozen, "again"))
        .join()
        .unwrap();
    assert!(weak.upgrade().is_none());
    assert_eq!(Arc::strong_count(&alive), 1, "pool and objects are gone");
}

#[test]
fn it_comes_back_from_the_destructor_of_a_thread_local() {
    thread_local! {
        static HELD: RefCell<Vec<Bytes>> = const { RefCell::new(Vec::new()) };
    }
    let pool = forever(Pool::<Buffer>::new());
    for used_before in [false, true] {
        let work = move || {
            if used_before {
                drop(pool.get());
            }
            HELD.with_borrow_mut(|held| held.extend((0..3).map(|_| Guard::freeze(hello(pool)))));
            let handed_over = Guard::freeze(hello(pool));
            at_exit(move || {
                drop(handed_over);
                let made_there = Guard::freeze(hello(pool));
                at_very_last(move || assert_eq!(made_there, "hello"));
            });
        };
        thread::spawn(work).join().unwrap();
        assert_out(pool, 0);
        assert!(pool.get().is_empty());
    }
}

#[test]
fn a_part_is_frozen_and_the_whole_comes_back() {
    let pool = forever(Pool::<Packet>::new());
    let mut packet = pool.get();
    packet.body.extend_from_slice(b"hello");
    packet.sequence = 7;
    let body = Guard::freeze_with(packet, |packet| &packet.body);
    assert_eq!(body, "hello");
    assert_out(pool, 1);
    drop(body);
    let mut packet = pool.get();
    assert!(packet.body.is_empty() && packet.body.capacity() >= 5 && packet.sequence == 0);

    packet.header[4] = 9;
    let range = 4..6;
    let header = Guard::freeze_with(packet, move |packet| &packet.header[range.clone()]);
    assert_eq!(header, [9, 0][..]);
    drop(header);
    assert_eq!(pool.get().header, [0; 20]);
}

#[test]
fn the_crates_own_types_freeze() {
    let pool = forever(Pool::<Bounded<BytesMut, 4096>>::new());
    let mut buffer = pool.get();
    buffer.extend_from_slice(b"hello");
    let address = buffer.as_ptr();
    drop(Guard::freeze(buffer));
    let mut buffer = pool.get();
    buffer.extend_from_slice(b"again");
    assert_eq!(buffer.as_ptr(), address);
    // The buffer's own, by which the object comes back without a buffer.
    let taken = buffer.split().freeze();
    drop(buffer);
    assert_out(pool, 0);
    assert_eq!(taken, "again");
    assert_eq!(pool.get().capacity(), 0);
}

#[test]
fn it_does_not_become_another_buffer_without_a_copy() {
    let pool = forever(Pool::<Buffer>::new());
    let frozen = Guard::freeze(hello(pool));
    let address = frozen.as_ptr();
    assert!(!frozen.is_unique());
    let frozen = frozen.try_into_mut().expect_err("the pool's memory");
    assert_eq!(frozen.as_ptr(), address);
    assert_out(pool, 1);
    let mut copy = BytesMut::from(frozen);
    assert_out(pool, 0);
    copy.extend_from_slice(b"!");
    assert_eq!(copy, "hello!");

    let copy = Vec::from(Guard::freeze(hello(pool)));
    assert_out(pool, 0);
    assert_eq!(copy, b"hello");
    assert_eq!(pool.stats().created, 1);
}

#[test]
fn it_is_what_into_makes_of_a_guard() {
    let pool = forever(Pool::<Buffer>::new());
    assert_eq!(Bytes::from(hello(pool)), "hello");
    let bytes: Bytes = hello(pool).into();
    assert_eq!(bytes, "hello");
    let pool = Arc::new(Pool::<Buffer>::new());
    let bytes: Bytes = pool.get_owned().into();
    assert_out(&pool, 1);
    drop(bytes);
    assert_out(&pool, 0);
}

/// And the line it does it at.
type Freeze = fn(Guard<'static, Buffer>) -> (Bytes, u32);

#[test]
fn the_census_has_it_where_it_was_taken_and_last_seen_where_it_froze() {
    let pool = Pool::<Buffer>::builder().leak_detection(LeakDetection::All);
    let pool = forever(pool.build());
    let places = || {
        let census = pool.census();
        let [site] = &census.call_sites[..] else {
            panic!("{census}")
        };
        let [hold] = &site.holds[..] else {
            panic!("{census}")
        };
        let touched = hold.touched.expect("to freeze is to touch");
        assert!(site.location.file().ends_with("freeze.rs"));
        assert!(touched.file().ends_with("freeze.rs"));
        (site.location.line(), touched.line())
    };
    let freezes: [Freeze; 4] = [
        |guard| (Guard::freeze(guard), line!()),
        |guard| (Guard::freeze_with(guard, |buffer| buffer), line!()),
        |guard| (Bytes::from(guard), line!()),
        |guard| (guard.into(), line!()),
    ];
    for freeze in freezes {
        let (guard, taken) = (pool.get(), line!());
        let (frozen, touched) = freeze(guard);
        assert_eq!(places(), (taken, touched));
        let clone = frozen.clone();
        drop(frozen);
        assert_eq!(places(), (taken, touched));
        drop(clone);
        assert_eq!(pool.census().live(), 0);
        pool.assert_no_leaks();
    }
}

#[test]
fn to_freeze_allocates_once_and_only_for_the_guard_and_a_count() {
    fn cost(mut freeze: impl FnMut() -> Bytes) -> (usize, usize) {
        // The pool's own, and the buffer's.
        drop(freeze());
        let (owned, allocations) = (owned_by_this_thread(), allocations_of_this_thread());
        let frozen = freeze();
        let clone = frozen.clone();
        let cost = (
            allocations_of_this_thread() - allocations,
            usize::try_from(owned_by_this_thread() - owned).unwrap(),
        );
        drop((frozen, clone));
        assert_eq!(owned_by_this_thread(), owned, "freed");
        cost
    }

    const WORD: usize = size_of::<usize>();
    const GUARD_AND_COUNT: (usize, usize) = (1, 3 * WORD);
    let pool = forever(Pool::<Buffer>::new());
    assert_eq!(cost(|| Guard::freeze(hello(pool))), GUARD_AND_COUNT);
    let frozen = cost(|| Guard::freeze_with(hello(pool), |buffer| &buffer[1..]));
    assert_eq!(frozen, GUARD_AND_COUNT);
    let first = 1;
    let frozen = cost(|| Guard::freeze_with(hello(pool), move |buffer| &buffer[first..]));
    assert_eq!(frozen, (1, 4 * WORD), "and what is captured");
    let pool = Arc::new(Pool::<Buffer>::new());
    let frozen = cost(|| OwnedGuard::freeze(pool.get_owned()));
    assert_eq!(frozen, GUARD_AND_COUNT);
}

/// A panic that a test means. It is told to nobody, which would allocate.
struct Planned;

fn panic() -> ! {
    resume_unwind(Box::new(Planned))
}

#[track_caller]
fn planned(code: impl FnOnce()) {
    let panic = catch_unwind(AssertUnwindSafe(code)).expect_err("a panic was planned");
    assert!(panic.is::<Planned>());
}

#[derive(Default)]
struct Fragile {
    reset_panics: bool,
    is_broken: bool,
}

impl Poolable for Fragile {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        if self.reset_panics {
            panic();
        }
    }

    fn should_discard(&self) -> bool {
        self.is_broken
    }
}

impl AsRef<[u8]> for Fragile {
    fn as_ref(&self) -> &[u8] {
        b"fragile"
    }
}

#[test]
fn a_panic_before_there_are_bytes_gives_it_back() {
    let pool = forever(Pool::<Fragile>::new());
    drop(pool.get());
    let owned = owned_by_this_thread();
    planned(|| drop(Guard::freeze_with(pool.get(), |_| panic())));
    assert_eq!(owned_by_this_thread(), owned, "the box is freed");
    assert_out(pool, 0);
    assert_eq!(pool.stats().idle, 1);
}

#[test]
fn a_holder_that_panics_gives_it_back() {
    let pool = forever(Pool::<Fragile>::new());
    planned(|| {
        let _frozen = Guard::freeze(pool.get());
        panic();
    });
    assert_out(pool, 0);
    assert_eq!(pool.stats().idle, 1);
}

#[test]
fn a_panic_in_reset_reaches_who_drops_the_last_clone() {
    let pool = forever(Pool::<Fragile>::new());
    let freeze = || {
        let mut object = pool.get();
        object.reset_panics = true;
        Guard::freeze(object)
    };
    drop(pool.get());
    let owned = owned_by_this_thread();
    let frozen = freeze();
    drop(frozen.clone());
    planned(|| drop(frozen));
    // One during another does not abort.
    planned(|| {
        let _frozen = freeze();
        panic();
    });
    let freed = owned - owned_by_this_thread();
    assert_eq!(
        freed,
        size_of::<Fragile>().cast_signed(),
        "all but one object"
    );
    let stats = pool.stats();
    assert_eq!((stats.discarded_panicked, stats.idle), (2, 0));
    assert_out(pool, 0);
}

#[test]
fn it_is_asked_whether_it_may_be_used_again() {
    let pool = forever(Pool::<Fragile>::new());
    let mut object = pool.get();
    object.is_broken = true;
    let frozen = Guard::freeze(object);
    assert_eq!(pool.stats().discarded_unfit, 0);
    assert_eq!(frozen, "fragile");
    drop(frozen);
    let stats = pool.stats();
    assert_eq!((stats.discarded_unfit, stats.idle), (1, 0));
    assert_out(pool, 0);
}
