//! The claims of `qnpool/docs/migrating.md`: programs work after their import line is changed, and
//! these are the differences.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, mpsc};
use std::thread;

use qnpool::{Bounded, Guard, Pool, Poolable};

/// The same text, with the import line of the pool it was written for and with ours.
macro_rules! by_import_line {
    (before: $before:item after: $after:item $($program:item)*) => {
        mod before {
            $before
            $($program)*
        }
        mod after {
            $after
            $($program)*
        }
    };
}

/// The documentation of object-pool, example by example, and what of its tests looks
/// neither into the pool nor at what is left in an object.
#[expect(clippy::redundant_closure, reason = "as its documentation has it")]
mod documentation_of_object_pool {
    by_import_line! {
        before: use object_pool::Pool;
        after: type Pool<T> = qnpool::compat::object_pool::BoundedPool<T, 4096>;

        type T = Vec<u32>;

        pub(crate) fn creating_a_pool() -> (usize, usize) {
            let capacity = 5;
            let general: Pool<T> = Pool::new(capacity, || T::new());
            let pool: Pool<Vec<u8>> = Pool::new(32, || Vec::with_capacity(4096));
            (general.len(), pool.try_pull().unwrap().capacity())
        }

        pub(crate) fn using_a_pool() -> (Vec<u8>, usize) {
            use std::io::Read;
            let mut some_file = b"contents".as_slice();
            let pool: Pool<Vec<u8>> = Pool::new(32, || Vec::with_capacity(4096));
            let mut reusable_buff = pool.try_pull().unwrap();
            reusable_buff.clear(); // clear the buff before using
            some_file.read_to_end(&mut reusable_buff).ok();
            let read = reusable_buff.clone();
            drop(reusable_buff);
            (read, pool.len())
        }

        pub(crate) fn pull_and_detach() -> (usize, String, usize) {
            let pool: Pool<Vec<u8>> = Pool::new(32, || Vec::with_capacity(4096));
            let mut reusable_buff = pool.try_pull().unwrap();
            reusable_buff.clear(); // clear the buff before using
            let (pool, reusable_buff) = reusable_buff.detach();
            let detached = pool.len();
            let mut s = String::from_utf8(reusable_buff).unwrap();
            s.push_str("hello, world!");
            let text = s.clone();
            pool.attach(s.into_bytes()); // reattach the buffer
            (detached, text, pool.len())
        }

        pub(crate) fn across_threads() -> (usize, usize, usize) {
            use std::sync::Arc;
            let pool: Arc<Pool<T>> = Arc::new(Pool::new(5, || T::new()));
            let owned_reusable = pool.pull_owned(|| T::new());
            let out = pool.len();
            std::thread::spawn(move || drop(owned_reusable)).join().unwrap();
            let back = pool.len();
            let (same, _object) = pool.try_pull_owned().unwrap().detach();
            assert!(Arc::ptr_eq(&pool, &same));
            (out, back, same.len())
        }

        pub(crate) fn test_pull() -> (bool, bool, usize) {
            let pool = Pool::<Vec<u8>>::new(1, || Vec::new());
            let object1 = pool.try_pull();
            let object2 = pool.try_pull();
            let object3 = pool.pull(|| Vec::new());
            let found = (object1.is_some(), object2.is_some());
            drop(object1);
            drop(object2);
            drop(object3);
            (found.0, found.1, pool.len())
        }

        pub(crate) fn test_e2e() -> (bool, bool, bool) {
            let pool = Pool::new(10, || Vec::new());
            let mut objects = Vec::new();
            for i in 0..10 {
                let mut object = pool.try_pull().unwrap();
                object.push(i);
                objects.push(object);
            }
            let all_out = pool.try_pull().is_none();
            let empty = pool.is_empty();
            drop(objects);
            (all_out, empty, pool.try_pull().is_some())
        }
    }

    #[test]
    fn runs_by_the_import_line() {
        assert_eq!(before::creating_a_pool(), after::creating_a_pool());
        assert_eq!(before::using_a_pool(), after::using_a_pool());
        assert_eq!(before::pull_and_detach(), after::pull_and_detach());
        assert_eq!(before::across_threads(), after::across_threads());
        assert_eq!(before::test_pull(), after::test_pull());
        assert_eq!(before::test_e2e(), after::test_e2e());
        assert_eq!(after::test_pull(), (true, false, 2));
        assert_eq!(after::test_e2e(), (true, true, true));
    }
}

/// The readme of lockfree-object-pool, for each of its pools.
#[expect(clippy::redundant_closure, reason = "as its documentation has it")]
mod readme_of_lockfree_object_pool {
    by_import_line! {
        before: use lockfree_object_pool::{LinearObjectPool, MutexObjectPool, SpinLockObjectPool};
        after: use qnpool::compat::lockfree_object_pool::{
            LinearObjectPool, MutexObjectPool, SpinLockObjectPool,
        };

        use std::sync::Arc;

        pub(crate) fn example() -> (u32, u32) {
            let pool = LinearObjectPool::<u32>::new(|| Default::default(), |v| {*v = 0; });
            let mut item = pool.pull();
            *item = 5;
            let work = *item * 5;
            drop(item);
            (work, *pool.pull())
        }

        pub(crate) fn multithreading() -> [u32; 3] {
            let linear = Arc::new(LinearObjectPool::<u32>::new(|| Default::default(), |v| {*v = 0; }));
            let spin = Arc::new(SpinLockObjectPool::<u32>::new(|| Default::default(), |v| {*v = 0; }));
            let mutex = Arc::new(MutexObjectPool::<u32>::new(|| Default::default(), |v| {*v = 0; }));
            let mut items = (linear.pull_owned(), spin.pull_owned(), mutex.pull_owned());
            std::thread::spawn(move || {
                (*items.0, *items.1, *items.2) = (1, 2, 3);
                [*items.0, *items.1, *items.2]
            })
            .join()
            .unwrap()
        }
    }

    #[test]
    fn runs_by_the_import_line() {
        assert_eq!(before::example(), after::example());
        assert_eq!(after::example(), (25, 0));
        assert_eq!(before::multithreading(), after::multithreading());
        assert_eq!(after::multithreading(), [1, 2, 3]);
    }
}

#[derive(Debug, Default, Poolable)]
struct Tiny {
    value: u8,
}

impl Tiny {
    fn new() -> Self {
        Self { value: 5 }
    }
}

#[test]
fn object_pool_returns_objects_as_they_are() {
    let before = object_pool::Pool::new(1, Tiny::new);
    assert_eq!(before.try_pull().unwrap().value, 5);
    before.try_pull().unwrap().value = 7;
    assert_eq!(before.try_pull().unwrap().value, 7);

    let after = qnpool::compat::object_pool::Pool::new(1, Tiny::new);
    assert_eq!(after.try_pull().unwrap().value, 0);
    after.try_pull().unwrap().value = 7;
    let held = after.try_pull().unwrap();
    assert_eq!(held.value, 0);
    assert_eq!(after.pull(Tiny::new).value, 0);
    after.attach(Tiny { value: 7 });
    assert_eq!(after.try_pull().unwrap().value, 0);
}

#[test]
fn object_pool_keeps_every_object_as_large_as_it_was() {
    let before = object_pool::Pool::<Vec<u8>>::new(0, Vec::new);
    let after = qnpool::compat::object_pool::BoundedPool::<Vec<u8>, { 1 << 20 }>::new(0, Vec::new);
    drop([(); 100].map(|()| before.pull(Vec::new)));
    drop([(); 100].map(|()| after.pull(Vec::new)));
    assert_eq!((before.len(), after.len()), (100, 100));
    assert_eq!(after.inner().stats().idle, (64 << 20) / ((1 << 20) + 24));

    before.try_pull().unwrap().reserve_exact(2 << 20);
    after.try_pull().unwrap().reserve_exact(2 << 20);
    assert_eq!(before.try_pull().unwrap().capacity(), 2 << 20);
    assert_eq!(after.try_pull().unwrap().capacity(), 1 << 20);
}

#[test]
fn get_idle_is_no_limit_and_try_pull_is() {
    let adapter = qnpool::compat::object_pool::Pool::new(2, Tiny::default);
    let pool = Pool::<Tiny>::new();
    let (asleep, is_asleep) = mpsc::channel();
    let (wake, woken) = mpsc::channel::<()>();
    thread::scope(|scope| {
        let (adapter, pool) = (&adapter, &pool);
        scope.spawn(move || {
            drop((adapter.try_pull().unwrap(), adapter.try_pull().unwrap()));
            // Often enough for the thread to get a cache.
            for _ in 0..40 {
                drop(pool.get());
            }
            drop((pool.get(), pool.get()));
            asleep.send(()).unwrap();
            woken.recv().unwrap_err();
        });
        is_asleep.recv().unwrap();
        assert_eq!(pool.stats().idle, 2);
        assert!(pool.get_idle().is_none());
        let both = (adapter.try_pull(), adapter.try_pull());
        assert!(both.0.is_some() && both.1.is_some() && adapter.try_pull().is_none());
        drop(wake);
    });
}

#[test]
fn lockfree_object_pool_does_not_reset_what_is_new_and_makes_32_at_once() {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let init = || {
        MADE.fetch_add(1, Ordering::Relaxed);
        5
    };
    let before = lockfree_object_pool::LinearObjectPool::<u32>::new(init, |v| *v = 0);
    assert_eq!((*before.pull(), MADE.swap(0, Ordering::Relaxed)), (5, 32));
    let after = qnpool::compat::lockfree_object_pool::LinearObjectPool::new(init, |v| *v = 0);
    assert_eq!(MADE.load(Ordering::Relaxed), 0);
    assert_eq!((*after.pull(), MADE.load(Ordering::Relaxed)), (0, 1));
}

#[test]
fn lockfree_object_pool_loses_an_object_whose_reset_panics() {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    fn end(last: impl FnOnce()) {
        catch_unwind(AssertUnwindSafe(last)).unwrap_err();
    }
    let init = || MADE.fetch_add(1, Ordering::Relaxed);
    let before = lockfree_object_pool::LinearObjectPool::new(init, |_| panic!("planned"));
    for _ in 0..32 {
        end(|| drop(before.pull()));
    }
    end(|| drop(before.pull()));
    assert_eq!(MADE.load(Ordering::Relaxed), 64);

    let after = qnpool::compat::lockfree_object_pool::LinearObjectPool::new(Vec::new, |row| {
        assert!(!row.contains(&7), "planned");
    });
    end(|| after.pull().push(7));
    assert!(after.pull().is_empty());
    let stats = after.inner().stats();
    assert_eq!((stats.discarded_panicked, stats.outstanding), (1, 0));
}

#[test]
fn lockfree_object_pool_frees_nothing_before_its_end() {
    let alive = Arc::new(());
    let share = Arc::clone(&alive);
    let init = move || Arc::clone(&share);
    let before = lockfree_object_pool::LinearObjectPool::new(init.clone(), |_| ());
    drop((0..2000).map(|_| before.pull()).collect::<Vec<_>>());
    assert!(Arc::strong_count(&alive) > 2000);
    drop(before);
    let none = Arc::strong_count(&alive);

    let after = qnpool::compat::lockfree_object_pool::LinearObjectPool::new(init, |_| ());
    drop((0..132_000).map(|_| after.pull()).collect::<Vec<_>>());
    assert_eq!(Arc::strong_count(&alive) - none, 131_072);
    (0..3).for_each(|_| after.inner().tick());
    assert_eq!(Arc::strong_count(&alive), none);
}

#[derive(Default, Poolable)]
#[pool(max_capacity = 64)]
struct Request {
    body: Vec<u8>,
}

impl sharded_slab::Clear for Request {
    fn clear(&mut self) {
        self.body.clear();
    }
}

#[test]
fn objects_of_sharded_slab_stay_until_their_key_is_cleared_and_as_large_as_they_were() {
    let before = sharded_slab::Pool::<Request>::new();
    let mut request = before.create().unwrap();
    request.body.resize(1000, 1);
    let key = request.key();
    drop(request);
    assert_eq!(before.get(key).unwrap().body.len(), 1000);
    assert!(before.clear(key));
    assert!(before.create().unwrap().body.capacity() >= 1000);

    let after = Pool::<Request>::new();
    after.get().body.resize(1000, 1);
    let stats = after.stats();
    assert_eq!((stats.outstanding, stats.idle), (0, 1));
    assert_eq!(after.get().body.capacity(), 64);
    assert_eq!(BTreeMap::<u8, u8>::MAX_RETAINED_BYTES, 0);
}

#[test]
fn a_shared_guard_brings_its_object_back_with_the_last_share() {
    let pool = Pool::<Request>::new();
    let first = Arc::new(pool.get());
    let second = Arc::clone(&first);
    thread::scope(|scope| {
        scope.spawn(move || assert!(second.body.is_empty()));
    });
    assert_eq!(pool.stats().outstanding, 1);
    drop(first);
    assert_eq!(pool.stats().outstanding, 0);
}

#[test]
fn regex_automata_returns_objects_as_they_are_and_never_contracts() {
    let made = AtomicUsize::new(0);
    let create = || {
        made.fetch_add(1, Ordering::Relaxed);
        Tiny::default()
    };
    let before = regex_automata::util::pool::Pool::new(create);
    let take = || (0..100).map(|_| before.get()).collect::<Vec<_>>();
    for guard in &mut take() {
        guard.value = 7;
    }
    assert!(take().iter().all(|guard| guard.value == 7));
    assert_eq!(made.swap(0, Ordering::Relaxed), 100);

    let after = Pool::with(create);
    let take = || (0..100).map(|_| after.get()).collect::<Vec<Guard<Tiny>>>();
    for guard in &mut take() {
        guard.value = 7;
    }
    assert!(take().iter().all(|guard| guard.value == 0));
    assert_eq!(made.swap(0, Ordering::Relaxed), 100);
    (0..3).for_each(|_| after.tick());
    assert_eq!(after.stats().idle, 0);
}

/// Its `Debug` shows the objects that wait, and holds the lock of their stack meanwhile.
#[test]
fn regex_automata_makes_an_object_rather_than_wait_and_drops_it() {
    static POOL: LazyLock<regex_automata::util::pool::Pool<Prying>> =
        LazyLock::new(|| regex_automata::util::pool::Pool::new(|| Prying));
    static DROPPED: AtomicUsize = AtomicUsize::new(0);

    struct Prying;
    impl fmt::Debug for Prying {
        fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
            drop(POOL.get());
            Ok(())
        }
    }
    impl Drop for Prying {
        fn drop(&mut self) {
            DROPPED.fetch_add(1, Ordering::Relaxed);
        }
    }

    let _held = POOL.get();
    drop(POOL.get());
    assert_eq!(DROPPED.load(Ordering::Relaxed), 0);
    let _shown = format!("{:?}", *POOL);
    assert_eq!(DROPPED.load(Ordering::Relaxed), 1);
}

#[test]
fn a_lock_is_poisoned_and_a_pool_is_not() {
    static BEFORE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());
    static FAILS: AtomicUsize = AtomicUsize::new(1);
    let before = || {
        let mut objects = BEFORE.lock().unwrap();
        objects.pop().unwrap_or_else(|| panic!("planned"))
    };
    assert!(catch_unwind(before).is_err());
    assert!(BEFORE.lock().is_err());
    let after = Pool::with(|| {
        assert_eq!(FAILS.swap(0, Ordering::Relaxed), 0, "planned");
        Bounded::<Vec<u8>, 64>::default()
    });
    assert!(catch_unwind(AssertUnwindSafe(|| drop(after.get()))).is_err());
    assert!(after.get().is_empty());
}
