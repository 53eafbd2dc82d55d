//! The part of a local pool that its guards use: everything but the constructor.
//!
//! User code (the constructor, `reset`, `should_discard` and `Drop`) runs while nothing is
//! borrowed, so it may use the same pool. An object is counted where it ends up, in the borrow that
//! also changes the list, so the identities of the counters hold in user code too.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::type_name;
use core::cell::RefCell;
use core::mem;
use core::panic::{RefUnwindSafe, UnwindSafe};

use super::unwinding::{caught, drop_all, drop_object, is_unwinding};
use crate::poolable::walk::{Walk, reset_unless_unfit};
use crate::poolable::{PoolObject, ResetOutcome};

pub(crate) struct Store<T> {
    name: Option<&'static str>,
    max_idle: usize,
    // A single cell, so that sharing the pool between threads gives a single compile error.
    state: RefCell<State<T>>,
}

/// Idle objects. They are boxed, so only a pointer moves, whatever the object's size.
struct State<T> {
    /// A stack: the object that was returned last is taken first, since its memory is in the cache.
    current: Vec<Box<T>>,
    /// The objects that the last tick found idle and the next one drops.
    victim: Vec<Box<T>>,
    counters: Counters,
}

/// The counters of a pool; see [`Stats`](crate::Stats).
///
/// Two of them are updated on the hit path: one by `get`, one by the return.
#[derive(Clone, Copy)]
pub(crate) struct Counters {
    pub(crate) cache_hits: u64,
    pub(crate) victim_hits: u64,
    pub(crate) created: u64,
    pub(crate) puts: u64,
    pub(crate) attached: u64,
    pub(crate) detached: u64,
    pub(crate) discarded_full: u64,
    pub(crate) discarded_aged: u64,
    pub(crate) discarded_unfit: u64,
    pub(crate) discarded_panicked: u64,
    pub(crate) shrinks: u64,
    /// The most objects in use that a tick or a read of the counters found. The hit path does not
    /// update it.
    pub(crate) peak_outstanding: u64,
}

impl Counters {
    const ZERO: Self = Self {
        cache_hits: 0,
        victim_hits: 0,
        created: 0,
        puts: 0,
        attached: 0,
        detached: 0,
        discarded_full: 0,
        discarded_aged: 0,
        discarded_unfit: 0,
        discarded_panicked: 0,
        shrinks: 0,
        peak_outstanding: 0,
    };

    pub(crate) const fn gets(&self) -> u64 {
        self.cache_hits + self.victim_hits + self.created
    }

    pub(crate) const fn outstanding(&self) -> u64 {
        self.gets() - self.puts - self.detached
    }

    fn see_peak(&mut self) {
        self.peak_outstanding = self.peak_outstanding.max(self.outstanding());
    }

    #[inline]
    const fn enter(&mut self, entry: Entry) {
        match entry {
            Entry::Put => self.puts += 1,
            Entry::Attach => self.attached += 1,
        }
    }
}

/// How an object enters the pool.
#[derive(Clone, Copy)]
pub(super) enum Entry {
    /// Returned by a guard.
    Put,
    /// Attached, or created by `prewarm`.
    Attach,
}

impl<T> State<T> {
    fn idle(&self) -> usize {
        self.current.len() + self.victim.len()
    }

    fn take_all(&mut self) -> (Vec<Box<T>>, Vec<Box<T>>) {
        (mem::take(&mut self.current), mem::take(&mut self.victim))
    }
}

impl<T> Store<T> {
    pub(super) const fn new(name: Option<&'static str>, max_idle: usize) -> Self {
        Self {
            name,
            max_idle,
            state: RefCell::new(State {
                current: Vec::new(),
                victim: Vec::new(),
                counters: Counters::ZERO,
            }),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name.unwrap_or_else(type_name::<T>)
    }

    pub(crate) const fn max_idle(&self) -> usize {
        self.max_idle
    }

    pub(crate) fn idle(&self) -> usize {
        self.state.borrow().idle()
    }

    pub(crate) fn counters(&self) -> Counters {
        let counters = &mut self.state.borrow_mut().counters;
        counters.see_peak();
        *counters
    }

    #[inline]
    pub(super) fn take_idle(&self) -> Option<Box<T>> {
        let mut state = self.state.borrow_mut();
        let Some(object) = state.current.pop() else {
            drop(state);
            return self.take_victim();
        };
        state.counters.cache_hits += 1;
        Some(object)
    }

    /// The victim is asked last, so that its objects age unless they are needed.
    #[cold]
    fn take_victim(&self) -> Option<Box<T>> {
        let mut state = self.state.borrow_mut();
        let object = state.victim.pop()?;
        state.counters.victim_hits += 1;
        Some(object)
    }

    pub(super) fn created(&self) {
        self.state.borrow_mut().counters.created += 1;
    }

    pub(super) fn detached(&self) {
        self.state.borrow_mut().counters.detached += 1;
    }

    pub(super) fn tick(&self) {
        let mut state = self.state.borrow_mut();
        state.counters.see_peak();
        let current = mem::take(&mut state.current);
        let aged = mem::replace(&mut state.victim, current);
        state.counters.discarded_aged += aged.len() as u64;
        drop(state);
        drop_all(aged.into_iter());
    }

    /// Objects that the dropped objects put into the pool remain there, so this ends.
    pub(super) fn clear(&self) {
        let mut state = self.state.borrow_mut();
        state.counters.discarded_aged += state.idle() as u64;
        let (current, victim) = state.take_all();
        drop(state);
        drop_all(current.into_iter().chain(victim));
    }

    /// Keeps a pristine object, or drops one object if the pool is full.
    #[inline]
    pub(super) fn keep(&self, object: Box<T>, entry: Entry) {
        let mut state = self.state.borrow_mut();
        state.counters.enter(entry);
        if state.idle() < self.max_idle {
            state.current.push(object);
            return;
        }
        drop(state);
        self.drop_surplus(object);
    }

    /// Drops an object of the older generation if there is one. Otherwise a pool that is full of
    /// old objects would drop those that are in use as they are returned, and the old ones at the
    /// next tick.
    #[cold]
    fn drop_surplus(&self, object: Box<T>) {
        let mut state = self.state.borrow_mut();
        state.counters.discarded_full += 1;
        let surplus = match state.victim.pop() {
            Some(older) => {
                state.current.push(object);
                older
            }
            None => object,
        };
        drop(state);
        drop_object(surplus);
    }

    /// Keeps or drops an object whose reset shrank a part or found one unfit.
    #[cold]
    fn end_unclean(&self, object: Box<T>, entry: Entry, outcome: ResetOutcome) {
        self.count_shrinks(outcome);
        if outcome.is_unfit() {
            self.drop_unfit(object, entry);
        } else {
            self.keep(object, entry);
        }
    }

    fn count_shrinks(&self, outcome: ResetOutcome) {
        self.state.borrow_mut().counters.shrinks += u64::from(outcome.shrinks());
    }

    #[cold]
    pub(super) fn drop_unfit(&self, object: Box<T>, entry: Entry) {
        let mut state = self.state.borrow_mut();
        state.counters.enter(entry);
        state.counters.discarded_unfit += 1;
        drop(state);
        drop_object(object);
    }

    #[cold]
    fn drop_panicked(&self, object: Box<T>, entry: Entry, outcome: ResetOutcome) {
        self.count_shrinks(outcome);
        let mut state = self.state.borrow_mut();
        state.counters.enter(entry);
        state.counters.discarded_panicked += 1;
        drop(state);
        drop_object(object);
    }
}

impl<T: PoolObject> Store<T> {
    /// Resets and keeps the object, or drops it.
    #[inline]
    pub(super) fn recycle(&self, object: Box<T>, entry: Entry) {
        if is_unwinding() {
            self.recycle_caught(object, entry);
        } else {
            self.recycle_here(object, entry);
        }
    }

    #[cold]
    #[inline(never)]
    fn recycle_caught(&self, object: Box<T>, entry: Entry) {
        caught(|| self.recycle_here(object, entry));
    }

    // Forced: with two callers the compiler does not inline it, which costs up to a third of a hit.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "only one of its callers is hot")]
    fn recycle_here(&self, object: Box<T>, entry: Entry) {
        let mut object = InUserCode::new(object, move |object, outcome| {
            self.drop_panicked(object, entry, outcome);
        });
        let outcome = object.reset();
        if outcome.is_clean() {
            self.keep(object.end(), entry);
        } else {
            self.end_unclean(object.end(), entry, outcome);
        }
    }
}

/// Resets a new object. If that panics, nothing has been counted yet.
pub(super) fn reset_new<T: PoolObject>(object: Box<T>) -> Box<T> {
    let mut object = InUserCode::new(object, |object, _| drop_object(object));
    object.get().0.reset();
    object.end()
}

/// Guards an object while its own code runs, and passes it to `panicked` if that code panics.
struct InUserCode<T, P: Fn(Box<T>, ResetOutcome)> {
    object: Option<Box<T>>,
    walk: Walk<'static>,
    panicked: P,
}

impl<T, P: Fn(Box<T>, ResetOutcome)> InUserCode<T, P> {
    #[inline]
    fn new(object: Box<T>, panicked: P) -> Self {
        Self {
            object: Some(object),
            walk: Walk::default(),
            panicked,
        }
    }

    #[inline]
    fn get(&mut self) -> (&mut T, &mut Walk<'static>) {
        let object = self.object.as_deref_mut().expect("it has not ended");
        (object, &mut self.walk)
    }

    #[inline]
    fn end(&mut self) -> Box<T> {
        self.object.take().expect("it ends once")
    }
}

impl<T: PoolObject, P: Fn(Box<T>, ResetOutcome)> InUserCode<T, P> {
    #[inline]
    fn reset(&mut self) -> ResetOutcome {
        let (object, walk) = self.get();
        reset_unless_unfit(object, walk);
        walk.outcome()
    }
}

impl<T, P: Fn(Box<T>, ResetOutcome)> Drop for InUserCode<T, P> {
    #[inline]
    fn drop(&mut self) {
        if let Some(object) = self.object.take() {
            (self.panicked)(object, self.walk.outcome());
        }
    }
}

impl<T> Drop for Store<T> {
    fn drop(&mut self) {
        let (current, victim) = self.state.get_mut().take_all();
        drop_all(current.into_iter().chain(victim));
    }
}

// A panic leaves the lists and counters consistent, and idle objects pristine.
impl<T> UnwindSafe for Store<T> {}
impl<T> RefUnwindSafe for Store<T> {}
