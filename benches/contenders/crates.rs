//! qnpool and the pools of other crates, each through its borrowing guard.
//!
//! Where a pool moves its objects by value they are boxed: that is faster for all
//! of these, from a few per cent for `Tiny` to a half for `Packet`.

use super::objects::{Object, PoolObject};
use super::{CAPACITY, Contender, Kind};

pub(crate) struct Qnpool<T: PoolObject>(pub(crate) qnpool::Pool<T>);

impl<T: PoolObject> Contender for Qnpool<T> {
    const NAME: &'static str = "qnpool";
    const KIND: Kind = Kind::Ours;
    const CLEARED_BY_HAND: bool = false;
    type Object = T;
    type Guard<'a> = qnpool::Guard<'a, T>;

    fn new(_: usize) -> Self {
        Self(qnpool::Pool::new())
    }

    #[inline]
    fn take(&self) -> Self::Guard<'_> {
        self.0.get()
    }

    #[inline]
    fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
        guard
    }
}

pub(crate) struct ObjectPool<T>(object_pool::Pool<Box<T>>);

impl<T: Object> Contender for ObjectPool<T> {
    const NAME: &'static str = "object-pool";
    const KIND: Kind = Kind::Peer;
    type Object = T;
    type Guard<'a> = object_pool::Reusable<'a, Box<T>>;

    fn new(_: usize) -> Self {
        Self(object_pool::Pool::from_vec(Vec::new()))
    }

    #[inline]
    fn take(&self) -> Self::Guard<'_> {
        self.0.pull(Box::<T>::default)
    }

    #[inline]
    fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
        guard
    }
}

pub(crate) struct Boxes;

impl<T: Object> opool::PoolAllocator<Box<T>> for Boxes {
    #[inline]
    fn allocate(&self) -> Box<T> {
        Box::default()
    }
}

pub(crate) struct Opool<T>(pub(crate) opool::Pool<Boxes, Box<T>>)
where
    T: Object;

impl<T: Object> Contender for Opool<T> {
    const NAME: &'static str = "opool";
    const KIND: Kind = Kind::Peer;
    type Object = T;
    type Guard<'a> = opool::RefGuard<'a, Boxes, Box<T>>;

    fn new(_: usize) -> Self {
        Self(opool::Pool::new(CAPACITY, Boxes))
    }

    #[inline]
    fn take(&self) -> Self::Guard<'_> {
        self.0.get()
    }

    #[inline]
    fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
        guard
    }
}

pub(crate) struct RegexAutomata<T>(regex_automata::util::pool::Pool<T>);

impl<T: Object> Contender for RegexAutomata<T> {
    const NAME: &'static str = "regex-automata";
    const KIND: Kind = Kind::Peer;
    type Object = T;
    type Guard<'a> = regex_automata::util::pool::PoolGuard<'a, T, fn() -> T>;

    fn new(_: usize) -> Self {
        Self(regex_automata::util::pool::Pool::new(T::default))
    }

    #[inline]
    fn take(&self) -> Self::Guard<'_> {
        self.0.get()
    }

    #[inline]
    fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
        guard
    }
}

/// The three pools of lockfree-object-pool; each insists on a `reset`.
macro_rules! lockfree {
    ($($contender:ident $name:literal $pool:ident $guard:ident $object:ty;)*) => {$(
        pub(crate) struct $contender<T>(lockfree_object_pool::$pool<$object>);

        impl<T: Object + Sync> Contender for $contender<T> {
            const NAME: &'static str = $name;
            const KIND: Kind = Kind::Peer;
            type Object = T;
            type Guard<'a> = lockfree_object_pool::$guard<'a, $object>;

            fn new(_: usize) -> Self {
                Self(lockfree_object_pool::$pool::new(Default::default, |_| ()))
            }

            #[inline]
            fn take(&self) -> Self::Guard<'_> {
                self.0.pull()
            }

            #[inline]
            fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
                guard
            }
        }
    )*};
}

lockfree! {
    // Its objects stay in place.
    LockfreeLinear "lockfree-linear" LinearObjectPool LinearReusable T;
    LockfreeSpinlock "lockfree-spinlock" SpinLockObjectPool SpinLockReusable Box<T>;
    LockfreeMutex "lockfree-mutex" MutexObjectPool MutexReusable Box<T>;
}

pub(crate) struct ShardedSlab<T: PoolObject>(sharded_slab::Pool<T>);

/// An object of a sharded-slab pool stays in it by its key until somebody removes
/// it, so the guard that puts it back must do both.
pub(crate) struct SlabGuard<'a, T: PoolObject> {
    pool: &'a sharded_slab::Pool<T>,
    /// Empty only inside `drop`.
    object: Option<sharded_slab::pool::RefMut<'a, T>>,
}

// SAFETY: a `RefMut` is not `Send` only because it holds a pointer to its slot.
// The crate's own `OwnedRefMut` holds the same one and is `Send`: the slot's life
// is counted with atomics, and the pool, borrowed here, outlives it. `T` is `Send`
// and `Sync`.
unsafe impl<T: PoolObject + Sync> Send for SlabGuard<'_, T> {}

impl<T: PoolObject> Drop for SlabGuard<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(object) = self.object.take() {
            let key = object.key();
            drop(object);
            self.pool.clear(key);
        }
    }
}

impl<T: PoolObject + Sync> Contender for ShardedSlab<T> {
    const NAME: &'static str = "sharded-slab";
    const KIND: Kind = Kind::Peer;
    type Object = T;
    type Guard<'a> = SlabGuard<'a, T>;

    fn new(_: usize) -> Self {
        Self(sharded_slab::Pool::new())
    }

    #[inline]
    fn take(&self) -> Self::Guard<'_> {
        SlabGuard {
            pool: &self.0,
            object: self.0.create(),
        }
    }

    #[inline]
    fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
        guard
            .object
            .as_mut()
            .expect("no more objects than a slab holds")
    }
}
