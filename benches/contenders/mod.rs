//! What is compared: qnpool, the pools of other crates, what people write
//! themselves, and plain allocation, behind one trait.
//!
//! The trait adds nothing to a hot loop: every method is the peer's own call, and
//! each loop is compiled once for each contender.

pub(crate) mod allocators;
pub(crate) mod counted;
pub(crate) mod crates;
pub(crate) mod objects;
pub(crate) mod recipes;

use std::hint::black_box;

use objects::{Object, PoolObject};

/// How many objects a pool of fixed size can hold.
pub(crate) const CAPACITY: usize = 2048;

/// What a contender is measured for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Ours,
    /// A bare thread-local list: gives nothing back to other threads, has no bound.
    Limit,
    /// A crate or a recipe that one could use instead.
    Peer,
    /// No pool at all.
    Allocator,
    /// What the scenario costs without any objects.
    Floor,
}

pub(crate) trait Contender: Sync + Sized {
    const NAME: &'static str;
    const KIND: Kind;
    /// Objects come back as they were left, so that the user has to clear them.
    const CLEARED_BY_HAND: bool = true;

    type Object: Object;
    type Guard<'a>: Send
    where
        Self: 'a;

    /// `number` tells the pools of one thread apart, where that takes a number.
    fn new(number: usize) -> Self;

    fn take(&self) -> Self::Guard<'_>;

    fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut Self::Object;

    /// Frees what would stay when the thread exits. Not measured.
    fn leave(&self) {}
}

/// The end of a use: cleared by hand where the pool does not, and put back.
#[inline]
pub(crate) fn give_back<C: Contender>(mut guard: C::Guard<'_>) {
    if C::CLEARED_BY_HAND {
        C::object(&mut guard).clear_by_hand();
    }
    drop(guard);
}

/// One get and one drop, with an object the compiler knows nothing of.
#[inline]
pub(crate) fn pair<C: Contender>(pool: &C) {
    let mut guard = pool.take();
    black_box(C::object(&mut guard));
    give_back::<C>(guard);
}

/// As many gets as `held` has room for, and then the drops.
#[inline]
pub(crate) fn burst<'pool, C: Contender>(pool: &'pool C, held: &mut Vec<C::Guard<'pool>>) {
    for _ in 0..held.capacity() {
        let mut guard = pool.take();
        black_box(C::object(&mut guard));
        held.push(guard);
    }
    for guard in held.drain(..) {
        give_back::<C>(guard);
    }
}

/// What is done with each contender.
pub(crate) trait Visitor {
    fn visit<C: Contender>(&mut self);
}

/// All of them, in the order in which they are measured.
pub(crate) fn for_each<T: PoolObject>(visitor: &mut impl Visitor) {
    visitor.visit::<recipes::Limit<T>>();
    visitor.visit::<recipes::NoDrop<T>>();
    for_each_pool::<T>(visitor);
}

/// As many pools as wished on one thread; the limit has a list for each.
pub(crate) fn for_each_of_many<T: PoolObject>(visitor: &mut impl Visitor) {
    visitor.visit::<recipes::ManyLimits<T>>();
    for_each_pool::<T>(visitor);
}

fn for_each_pool<T: PoolObject>(visitor: &mut impl Visitor) {
    visitor.visit::<crates::Qnpool<T>>();
    visitor.visit::<recipes::PerThread<T>>();
    visitor.visit::<crates::RegexAutomata<T>>();
    visitor.visit::<crates::ObjectPool<T>>();
    visitor.visit::<crates::Opool<T>>();
    visitor.visit::<crates::LockfreeLinear<T>>();
    visitor.visit::<crates::LockfreeSpinlock<T>>();
    visitor.visit::<crates::LockfreeMutex<T>>();
    visitor.visit::<crates::ShardedSlab<T>>();
    visitor.visit::<recipes::Queue<T>>();
    visitor.visit::<recipes::MutexVec<T>>();
    visitor.visit::<allocators::System<T>>();
    visitor.visit::<allocators::Mimalloc<T::InMimalloc>>();
}
