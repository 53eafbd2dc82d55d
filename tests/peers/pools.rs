//! One object and one program for all pools, so that what differs is the pool.

use std::cell::{Cell, RefCell};
use std::mem;
use std::sync::Arc;

use qnpool::Poolable;

/// What each pool may keep, where it can be told.
pub(crate) const BOUND: usize = 100;

/// What an object may keep, where somebody sees to it.
pub(crate) const LIMIT: usize = 4096;

thread_local! {
    static ALIVE: Cell<isize> = const { Cell::new(0) };
}

/// Objects that this thread has made, less those that it has dropped.
pub(crate) fn alive() -> isize {
    ALIVE.get()
}

#[derive(Debug)]
struct Counted;

impl Counted {
    fn new() -> Self {
        ALIVE.set(ALIVE.get() + 1);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.set(ALIVE.get() - 1);
    }
}

#[derive(Debug, Poolable)]
pub(crate) struct Object {
    #[pool(max_capacity = LIMIT)]
    pub(crate) body: Vec<u8>,
    pub(crate) share: Option<Arc<()>>,
    /// Added later, and not to what resets by hand.
    pub(crate) added: u32,
    #[pool(with = fail_if_told)]
    pub(crate) reset_fails: bool,
    #[pool(keep = "counts the object, not its use")]
    _counted: Counted,
}

impl Default for Object {
    fn default() -> Self {
        Self {
            body: Vec::new(),
            share: None,
            added: 0,
            reset_fails: false,
            _counted: Counted::new(),
        }
    }
}

fn fail_if_told(told: &mut bool) {
    assert!(!mem::take(told), "planned");
}

impl Object {
    fn reset_by_hand(&mut self) {
        self.body.clear();
        self.body.shrink_to(LIMIT);
        self.share = None;
        fail_if_told(&mut self.reset_fails);
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.body.is_empty() && self.share.is_none()
    }
}

/// A pool as its documentation has it used; where it takes a function that resets, with one.
pub(crate) trait Peer: Send + Sync + 'static {
    fn new() -> Self;

    /// Takes so many objects, has `work` done on each, and gives them all back.
    fn at_once(&self, objects: usize, work: &mut dyn FnMut(&mut Object));
}

/// For a pool whose guards give their object back when they are dropped.
macro_rules! by_guard {
    ($peer:ident($type:ty), $new:expr, |$pool:ident| $get:expr) => {
        pub(crate) struct $peer(pub(crate) $type);

        impl Peer for $peer {
            fn new() -> Self {
                Self($new)
            }

            fn at_once(&self, objects: usize, work: &mut dyn FnMut(&mut Object)) {
                let $pool = &self.0;
                let mut guards: Vec<_> = (0..objects).map(|_| $get).collect();
                for guard in &mut guards {
                    work(guard);
                }
            }
        }
    };
}

by_guard!(
    Qnpool(qnpool::Pool<Object>),
    qnpool::Pool::builder().max_idle(BOUND).build(),
    |pool| pool.get()
);

by_guard!(
    ObjectPool(object_pool::Pool<Object>),
    object_pool::Pool::new(0, Object::default),
    |pool| pool.pull(Object::default)
);

pub(crate) struct ByHand;

impl opool::PoolAllocator<Object> for ByHand {
    fn allocate(&self) -> Object {
        Object::default()
    }

    fn reset(&self, object: &mut Object) {
        object.reset_by_hand();
    }

    fn is_valid(&self, object: &Object) -> bool {
        object.body.capacity() <= LIMIT
    }
}

by_guard!(
    Opool(opool::Pool<ByHand, Object>),
    opool::Pool::new(BOUND, ByHand),
    |pool| pool.get()
);

by_guard!(
    Lockfree(lockfree_object_pool::LinearObjectPool<Object>),
    lockfree_object_pool::LinearObjectPool::new(Object::default, Object::reset_by_hand),
    |pool| pool.pull()
);

by_guard!(
    RegexAutomata(regex_automata::util::pool::Pool<Object>),
    regex_automata::util::pool::Pool::new(Object::default),
    |pool| pool.get()
);

pub(crate) struct ShardedSlab(pub(crate) sharded_slab::Pool<Object>);

impl sharded_slab::Clear for Object {
    fn clear(&mut self) {
        self.reset_by_hand();
    }
}

impl Peer for ShardedSlab {
    fn new() -> Self {
        Self(sharded_slab::Pool::new())
    }

    fn at_once(&self, objects: usize, work: &mut dyn FnMut(&mut Object)) {
        let guards = (0..objects).map(|_| self.0.create().unwrap());
        let mut guards: Vec<_> = guards.collect();
        for guard in &mut guards {
            work(guard);
        }
        for guard in guards {
            let key = guard.key();
            drop(guard);
            assert!(self.0.clear(key));
        }
    }
}

/// Not a pool: the list that one writes with it.
pub(crate) struct ThreadLocal(thread_local::ThreadLocal<RefCell<Vec<Object>>>);

impl Peer for ThreadLocal {
    fn new() -> Self {
        Self(thread_local::ThreadLocal::new())
    }

    fn at_once(&self, objects: usize, work: &mut dyn FnMut(&mut Object)) {
        let list = self.0.get_or_default();
        let take = |_| list.borrow_mut().pop().unwrap_or_default();
        let mut taken: Vec<_> = (0..objects).map(take).collect();
        taken.iter_mut().for_each(work);
        list.borrow_mut().append(&mut taken);
    }
}
