//! User code uses the pool it is called from: constructor, `reset`, `should_discard`
//! and `Drop`, on the same thread, at any depth, and panics at the bottom of it.
//!
//! A lock or a borrow held across user code would hang here, or panic.

mod identities;

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::Duration;

use qnpool::{Guard, Pool, PoolBuilder, Poolable};

use identities::assert_identities;

const DEPTH: usize = 50;
const CALLS: usize = 2 * DEPTH;

/// Where user code runs.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Constructor,
    Reset,
    Asked,
    Drop,
    DropOfElement,
}

const PLACES: [Place; 5] = [
    Place::Constructor,
    Place::Reset,
    Place::Asked,
    Place::Drop,
    Place::DropOfElement,
];

type Nests = Pool<Nested, fn() -> Nested>;

/// What user code does.
type Code = fn(&'static Nests);

/// A panic that a test means; the panic hook is not told of it.
struct Planned;

thread_local! {
    static POOL: Cell<Option<&'static Nests>> = const { Cell::new(None) };
    static PLAN: Cell<Option<(Place, Code)>> = const { Cell::new(None) };
    static PANICS_AT: Cell<usize> = const { Cell::new(usize::MAX) };
    /// Or what calls user code twice would never end.
    static CALLS_LEFT: Cell<usize> = const { Cell::new(0) };
    static DEPTH_NOW: Cell<usize> = const { Cell::new(0) };
    static DEEPEST: Cell<usize> = const { Cell::new(0) };
    static ALIVE: Cell<usize> = const { Cell::new(0) };
}

/// Called wherever the pool calls user code.
fn user_code(place: Place) {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            DEPTH_NOW.set(DEPTH_NOW.get() - 1);
        }
    }

    let Some((planned, code)) = PLAN.get() else {
        return;
    };
    let (depth, calls) = (DEPTH_NOW.get(), CALLS_LEFT.get());
    if place != planned || depth == DEPTH || calls == 0 {
        return;
    }
    CALLS_LEFT.set(calls - 1);
    DEPTH_NOW.set(depth + 1);
    DEEPEST.set(DEEPEST.get().max(depth + 1));
    let _leave = Leave;
    code(POOL.get().unwrap());
    if depth + 1 == PANICS_AT.get() {
        resume_unwind(Box::new(Planned));
    }
}

struct Element;

impl Drop for Element {
    fn drop(&mut self) {
        user_code(Place::DropOfElement);
    }
}

struct Nested {
    elements: Vec<Element>,
    is_dirty: bool,
}

impl Nested {
    fn new() -> Self {
        user_code(Place::Constructor);
        ALIVE.set(ALIVE.get() + 1);
        Self {
            elements: vec![Element],
            is_dirty: true,
        }
    }
}

impl Drop for Nested {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
        user_code(Place::Drop);
    }
}

impl Poolable for Nested {
    const MAX_RETAINED_BYTES: usize = 64;

    fn reset(&mut self) {
        user_code(Place::Reset);
        self.elements.clear();
        self.is_dirty = false;
    }

    fn should_discard(&self) -> bool {
        user_code(Place::Asked);
        false
    }
}

/// An object in use.
fn used(pool: &'static Nests) -> Guard<'static, Nested> {
    let mut object = pool.get();
    assert!(!object.is_dirty, "pristine");
    assert!(object.elements.is_empty(), "pristine");
    object.is_dirty = true;
    object.elements.push(Element);
    object
}

/// What may be done with a pool, each by itself and all together.
const CODES: [Code; 9] = [
    |pool| drop(used(pool)),
    |pool| drop((used(pool), used(pool))),
    |pool| Guard::discard(used(pool)),
    |pool| drop(Guard::detach(used(pool))),
    |pool| pool.attach(Nested::new()),
    |pool| drop(pool.get_idle()),
    |pool| pool.prewarm(usize::try_from(pool.stats().idle).unwrap() + 1),
    |pool| pool.tick(),
    |pool| pool.clear(),
];

fn new_pool(builder: PoolBuilder<Nested>) -> &'static Nests {
    let pool = Box::leak(Box::new(builder.create(Nested::new as fn() -> _)));
    POOL.set(Some(pool));
    ALIVE.set(0);
    pool
}

/// Between them they call user code everywhere.
const STEPS: [Code; 10] = [
    |pool| drop((used(pool), used(pool), used(pool))),
    |pool| drop(used(pool)),
    |pool| pool.attach(Nested::new()),
    |pool| Guard::discard(used(pool)),
    |pool| pool.prewarm(5),
    |pool| pool.tick(),
    |pool| drop(used(pool)),
    |pool| pool.tick(),
    |pool| pool.clear(),
    |pool| drop((used(pool), used(pool))),
];

fn exercise(pool: &'static Nests) {
    for step in STEPS {
        CALLS_LEFT.set(CALLS);
        step(pool);
    }
}

fn check(pool: &'static Nests) {
    let stats = pool.stats();
    assert_eq!(stats.outstanding, 0);
    assert_eq!(stats.idle, ALIVE.get() as u64);
    assert_identities(stats);
    PLAN.set(None);
    PANICS_AT.set(usize::MAX);
    drop(used(pool));
    assert_identities(pool.stats());
}

#[test]
fn user_code_uses_the_pool_at_any_depth() {
    for place in PLACES {
        DEEPEST.set(0);
        for code in CODES {
            for max_idle in [0, 1, 3, 1000] {
                let pool = new_pool(Pool::builder().max_idle(max_idle));
                PLAN.set(Some((place, code)));
                exercise(pool);
                check(pool);
            }
        }
        assert_eq!(DEEPEST.get(), DEPTH, "{place:?} nests");
    }
}

#[test]
fn a_panic_at_any_depth_costs_the_objects_concerned() {
    for place in PLACES {
        for code in CODES {
            for depth in [1, 2, DEPTH] {
                let pool = new_pool(Pool::builder().max_idle(3));
                PLAN.set(Some((place, code)));
                PANICS_AT.set(depth);
                for _ in 0..3 {
                    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| exercise(pool))) {
                        assert!(panic.is::<Planned>(), "another panic, at {place:?}");
                    }
                    assert_eq!(DEPTH_NOW.get(), 0);
                }
                check(pool);
            }
        }
    }
}

/// Objects come back while their holder unwinds, and the code that this calls uses the
/// pool and panics: the process would abort if any of it came through.
#[test]
fn user_code_uses_the_pool_while_its_holder_unwinds() {
    struct ExercisesOnDrop(&'static Nests);
    impl Drop for ExercisesOnDrop {
        fn drop(&mut self) {
            let _ = catch_unwind(AssertUnwindSafe(|| exercise(self.0)));
            // By itself, and not caught here.
            drop(used_without_plan(self.0));
        }
    }
    for place in PLACES {
        for code in CODES {
            for depth in [1, 2, DEPTH, usize::MAX] {
                let pool = new_pool(Pool::builder().max_idle(3));
                let outcome = catch_unwind(AssertUnwindSafe(|| {
                    let _held = (used(pool), used(pool), used(pool), used(pool));
                    let _exercises = ExercisesOnDrop(pool);
                    PLAN.set(Some((place, code)));
                    PANICS_AT.set(depth);
                    CALLS_LEFT.set(CALLS);
                    resume_unwind(Box::new("the holder's"));
                }));
                let panic = outcome.expect_err("the holder panics");
                assert_eq!(panic.downcast_ref(), Some(&"the holder's"));
                assert_eq!(DEPTH_NOW.get(), 0);
                check(pool);
            }
        }
    }
}

/// The constructor's panic is its caller's, so it is left out here.
fn used_without_plan(pool: &'static Nests) -> Guard<'static, Nested> {
    let plan = PLAN.take();
    let object = used(pool);
    PLAN.set(plan);
    object
}

/// Ageing that comes by itself drops objects in the middle of `get` and of a return.
#[test]
fn what_ages_by_itself_may_use_the_pool() {
    for code in CODES {
        for panics_at in [usize::MAX, 1] {
            let pool = new_pool(Pool::builder().idle_timeout(Duration::ZERO));
            pool.prewarm(100);
            PLAN.set(Some((Place::Drop, code)));
            PANICS_AT.set(panics_at);
            for _ in 0..200 {
                CALLS_LEFT.set(CALLS);
                let held = (used(pool), used(pool));
                // The panic of an object that aged is nobody's.
                drop(held);
            }
            assert!(pool.stats().discarded_aged > 0);
            check(pool);
        }
    }
}

/// An object that holds another: returning one returns the whole chain.
#[test]
fn objects_may_hold_guards_of_their_own_pool() {
    #[derive(Default)]
    struct Node {
        next: Option<Guard<'static, Node>>,
    }
    impl Poolable for Node {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            self.next = None;
        }
    }
    static NODES: Pool<Node> = Pool::builder().max_idle(120).build();

    for _ in 0..3 {
        let mut head = NODES.get();
        for _ in 1..200 {
            let mut node = NODES.get();
            node.next = Some(head);
            head = node;
        }
        assert_eq!(NODES.stats().outstanding, 200);
        drop(head);
        let stats = NODES.stats();
        assert_eq!((stats.outstanding, stats.idle), (0, 120));
        assert_identities(stats);
    }
    let mut all: Vec<_> = std::iter::from_fn(|| NODES.get_idle()).collect();
    assert!(all.iter().all(|node| node.next.is_none()));
    let last = all.pop();
    all[0].next = last;
    drop(all);
    NODES.clear();
    assert_eq!(NODES.stats().idle, 0);
}
