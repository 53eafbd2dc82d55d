//! What finds the cells of a row: the same program for each pool, or a look at its source.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use qnpool::{Guard, LeakDetection, OwnedGuard, Poolable};
use static_assertions::{assert_impl_all, assert_not_impl_any};

use crate::at_exit::at_exit;
use crate::pools::{
    BOUND, ByHand, LIMIT, Lockfree, Object, ObjectPool, Opool, Peer, Qnpool, ShardedSlab, alive,
};
use crate::sources::{Source, sources};

/// Of ours a program, of the others their source.
pub(crate) fn of_each_source(ours: bool, has: fn(&Source) -> bool) -> [bool; 7] {
    let mut found = sources().each_ref().map(has);
    found[0] = ours;
    found
}

pub(crate) fn comes_back_clean<P: Peer>() -> bool {
    let pool = P::new();
    pool.at_once(10, &mut |object| object.body.push(7));
    let mut is_clean = true;
    pool.at_once(10, &mut |object| is_clean &= object.is_clean());
    is_clean
}

pub(crate) fn resets_a_field_added_later<P: Peer>() -> bool {
    let pool = P::new();
    pool.at_once(1, &mut |object| object.added = 7);
    let mut added = None;
    pool.at_once(1, &mut |object| added = Some(object.added));
    // Lockfree has 32 from the start, and takes the first that is free.
    added == Some(0)
}

pub(crate) fn drops_on_return<P: Peer>() -> bool {
    let pool = P::new();
    let share = Arc::new(());
    pool.at_once(1, &mut |object| object.share = Some(Arc::clone(&share)));
    Arc::strong_count(&share) == 1
}

pub(crate) fn is_small_after_a_large_use<P: Peer>() -> bool {
    let pool = P::new();
    pool.at_once(1, &mut |object| object.body.reserve_exact(1 << 20));
    let mut capacity = usize::MAX;
    pool.at_once(1, &mut |object| capacity = object.body.capacity());
    capacity <= LIMIT
}

pub(crate) fn fits_its_traffic<P: Peer>() -> bool {
    let pool = P::new();
    pool.at_once(1, &mut |object| object.body.reserve_exact(LIMIT));
    let mut capacity = 0;
    for _ in 0..2000 {
        pool.at_once(1, &mut |object| {
            object.body.clear();
            object.body.extend_from_slice(&[7; 200]);
            capacity = object.body.capacity();
        });
    }
    capacity < 2 * 200
}

pub(crate) fn is_bounded<P: Peer>() -> bool {
    let before = alive();
    let pool = P::new();
    pool.at_once(10_000, &mut |_| ());
    let waiting = usize::try_from(alive() - before).unwrap();
    assert!(waiting <= BOUND || waiting >= 10_000, "{waiting}");
    assert!(is_bounded_by_bytes());
    waiting <= BOUND
}

/// Of our pool, when it has been told a size.
fn is_bounded_by_bytes() -> bool {
    let each = Buffer::MAX_RETAINED_BYTES + size_of::<Buffer>();
    let pool = qnpool::Pool::<Buffer>::builder();
    let pool = pool.max_idle_bytes(BOUND * each).build();
    drop([(); 2 * BOUND].map(|()| pool.get()));
    pool.stats().idle == BOUND as u64
}

pub(crate) fn ages() -> bool {
    let pool = Qnpool::new();
    let before = alive();
    pool.at_once(BOUND, &mut |_| ());
    assert_eq!(usize::try_from(alive() - before), Ok(BOUND));
    (0..3).for_each(|_| pool.0.tick());
    alive() == before
}

/// Of a hundred, none stays behind where no one gets it.
pub(crate) fn survives_a_panic_in_reset<P: Peer>() -> bool {
    let before = alive();
    let pool = P::new();
    for _ in 0..100 {
        let failing = || pool.at_once(1, &mut |object| object.reset_fails = true);
        let _ = catch_unwind(AssertUnwindSafe(failing));
    }
    // With opool the last one fails when it is next lent.
    let _ = catch_unwind(AssertUnwindSafe(|| pool.at_once(1, &mut |_| ())));
    pool.at_once(1, &mut |_| ());
    // Lockfree begins with 32.
    alive() - before <= 32
}

pub(crate) fn works_at_the_end_of_a_thread<P: Peer>() -> bool {
    let pool = Arc::new(P::new());
    let works = Arc::new(AtomicBool::new(false));
    let told = Arc::clone(&works);
    let late = Arc::clone(&pool);
    let early = Arc::clone(&pool);
    thread::spawn(move || {
        at_exit(move || {
            let work = || late.at_once(2, &mut |object| object.added += 1);
            // A panic that leaves a destructor of a thread-local aborts the process.
            let done = catch_unwind(AssertUnwindSafe(work));
            told.store(done.is_ok(), Ordering::Release);
        });
        early.at_once(2, &mut |object| object.added += 1);
    })
    .join()
    .unwrap();
    works.load(Ordering::Acquire)
}

pub(crate) fn limits_of_threads() -> [bool; 7] {
    use sharded_slab::{Config, DefaultConfig};
    // No limit, but for the one that has it, and whose figure it is.
    const { assert!(DefaultConfig::MAX_THREADS == 4096 || usize::BITS < 64) };
    let limited = of_each_source(false, |one| one.mentions(&["MAX_THREADS"]));
    assert_eq!(limited, [false, false, false, false, true, false, false]);
    [true; 7]
}

type Buffer = qnpool::Bounded<Vec<u8>, LIMIT>;

assert_impl_all!(Guard<'static, Buffer>: Send);
assert_impl_all!(object_pool::Reusable<'static, Vec<u8>>: Send);
assert_impl_all!(opool::RefGuard<'static, ByHand, Object>: Send);
assert_impl_all!(lockfree_object_pool::LinearReusable<'static, Vec<u8>>: Send);
assert_not_impl_any!(sharded_slab::pool::RefMut<'static, Vec<u8>>: Send);
assert_impl_all!(regex_automata::util::pool::PoolGuard<'static, Vec<u8>, fn() -> Vec<u8>>: Send);

/// A program for each that has them.
pub(crate) fn owned_guards() -> [bool; 7] {
    fn goes_anywhere<T: Send + 'static>(guard: T) {
        thread::spawn(move || drop(guard)).join().unwrap();
    }
    goes_anywhere::<OwnedGuard<Object>>(Arc::new(Qnpool::new().0).get_owned());
    goes_anywhere(Arc::new(ObjectPool::new().0).pull_owned(Object::default));
    goes_anywhere(opool::Pool::new(1, ByHand).to_rc().get_rc());
    goes_anywhere(Arc::new(Lockfree::new().0).pull_owned());
    goes_anywhere(Arc::new(ShardedSlab::new().0).create_owned());
    of_each_source(true, |one| one.mentions(&["Arc<Self>"]))
}

static OURS: qnpool::Pool<Object> = qnpool::Pool::new();
static LISTS: thread_local::ThreadLocal<Cell<u8>> = thread_local::ThreadLocal::new();

pub(crate) fn const_constructors() -> [bool; 7] {
    OURS.get().added = 7;
    LISTS.get_or_default().set(7);
    of_each_source(true, |one| one.mentions(&["pub const fn new"]))
}

pub(crate) fn objects_out_and_in() -> [bool; 7] {
    let ours = Qnpool::new().0;
    ours.attach(Guard::detach(ours.get()));
    let before = ObjectPool::new().0;
    let (before, object) = before.pull(Object::default).detach();
    before.attach(object);
    drop(Opool::new().0.get().into_inner());
    assert!(!sources()[2].has_function(&["attach", "put", "push", "insert"]));
    let mut found = of_each_source(true, |one| {
        one.has_function(&["attach", "detach", "into_inner", "take"])
    });
    // Its slab has a `take`, the pool not; the list in a thread's cell is the user's own.
    assert!(found[4] && sources()[4].mentions(&["pub fn take(&self, idx: usize)"]));
    (found[4], found[6]) = (false, true);
    found
}

pub(crate) fn tells_who_holds() -> bool {
    let pool = qnpool::Pool::<Object>::builder();
    let pool = pool.leak_detection(LeakDetection::All).build();
    let _held = pool.get();
    let line = format!("{}:{}", file!(), line!() - 1);
    pool.census().to_string().contains(&line)
}

pub(crate) fn counts() -> bool {
    let pool = Qnpool::new();
    pool.at_once(2, &mut |_| ());
    pool.at_once(1, &mut |_| ());
    let stats = pool.0.stats();
    assert!(!pool.0.health().to_string().is_empty());
    (stats.created, stats.idle, stats.outstanding) == (2, 2, 0)
}

pub(crate) fn has_models() -> bool {
    let manifest = std::fs::read_to_string("models/Cargo.toml").unwrap();
    manifest.contains("loom") && manifest.contains("qnpool-models")
}

struct FourAThread;

impl sharded_slab::Config for FourAThread {
    const INITIAL_PAGE_SIZE: usize = 4;
    const MAX_PAGES: usize = 1;
}

pub(crate) fn limits_on_what_is_out() -> [bool; 7] {
    let ours = qnpool::compat::object_pool::Pool::new(2, Object::default);
    let object_pool = object_pool::Pool::new(2, Object::default);
    let opool = opool::Pool::new_prefilled(2, ByHand);
    let slab = sharded_slab::Pool::<Object>::new_with_config::<FourAThread>();
    let held = [(); 4].map(|()| slab.create());
    let is_limited = [
        [(); 3].map(|()| ours.try_pull()).map(|one| one.is_some()) == [true, true, false],
        [(); 3]
            .map(|()| object_pool.try_pull())
            .map(|one| one.is_some())
            == [true, true, false],
        [(); 3].map(|()| opool.try_get()).map(|one| one.is_some()) == [true, true, false],
        held.iter().all(Option::is_some) && slab.create().is_none(),
    ];
    assert_eq!(is_limited, [true; 4]);
    let mut found = of_each_source(true, |one| {
        one.has_function(&["try_pull", "try_get", "create"])
    });
    // Its `try_get` is of the number of the thread, and not public.
    found[6] &= sources()[6].mentions(&["pub fn try_get("]);
    found
}

pub(crate) fn contents_by_call() -> [bool; 7] {
    let seven = || {
        let mut object = Object::default();
        object.added = 7;
        object
    };
    assert_eq!(ObjectPool::new().0.pull(seven).added, 7);
    let slab = ShardedSlab::new().0;
    let key = slab.create_with(|object| object.added = 7).unwrap();
    assert_eq!(slab.get(key).unwrap().added, 7);
    assert_eq!(*thread_local::ThreadLocal::new().get_or(|| 7), 7);
    of_each_source(false, |one| {
        let found = one.has_function(&["pull", "create_with", "get_or"]);
        // Lockfree's `pull` takes nothing.
        found && !one.mentions(&["pub fn pull(&self)"])
    })
}
