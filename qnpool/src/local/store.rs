//! What a local pool's guards need: everything but the constructor.
//!
//! User code (constructor, `reset`, `should_discard`, `Drop`) runs outside of every
//! borrow, so it may use the same pool, and with its counters settled.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::any::type_name;
use core::cell::{Cell, RefCell};
use core::mem;
use core::panic::{RefUnwindSafe, UnwindSafe};

use super::unwinding::{contained, drop_all, drop_object};
use crate::poolable::PoolObject;

pub(crate) struct Store<T> {
    name: Option<&'static str>,
    max_idle: usize,
    idle: RefCell<Idle<T>>,
    pub(crate) counters: Counters,
}

/// Idle objects, boxed: what moves is a pointer, whatever the object's size.
struct Idle<T> {
    /// The last one to come back is the first to leave, being warm in the cache.
    current: Vec<Box<T>>,
    /// What the last tick found idle, and the next one drops.
    victim: Vec<Box<T>>,
}

macro_rules! counters {
    ($($counter:ident)*) => {
        /// What has happened to the pool's objects; see [`Stats`](crate::Stats).
        ///
        /// Two of them count on the hit path, one for each way.
        #[derive(Debug)]
        pub(crate) struct Counters {
            $(pub(crate) $counter: Cell<u64>,)*
            peak_outstanding: Cell<u64>,
        }

        impl Counters {
            const fn new() -> Self {
                Self {
                    $($counter: Cell::new(0),)*
                    peak_outstanding: Cell::new(0),
                }
            }
        }
    };
}

counters! {
    cache_hits
    victim_hits
    created
    puts
    attached
    detached
    discarded_full
    discarded_aged
    discarded_unfit
    discarded_panicked
}

#[inline]
fn count(counter: &Cell<u64>) {
    add(counter, 1);
}

#[inline]
fn add(counter: &Cell<u64>, number: usize) {
    counter.set(counter.get() + number as u64);
}

impl Counters {
    pub(crate) fn gets(&self) -> u64 {
        self.cache_hits.get() + self.victim_hits.get() + self.created.get()
    }

    pub(crate) fn outstanding(&self) -> u64 {
        self.gets() - self.puts.get() - self.detached.get()
    }

    /// The most seen by this function, so that the hit path need not look.
    pub(crate) fn peak_outstanding(&self) -> u64 {
        let peak = self.peak_outstanding.get().max(self.outstanding());
        self.peak_outstanding.set(peak);
        peak
    }
}

impl<T> Store<T> {
    pub(super) const fn new(name: Option<&'static str>, max_idle: usize) -> Self {
        Self {
            name,
            max_idle,
            idle: RefCell::new(Idle {
                current: Vec::new(),
                victim: Vec::new(),
            }),
            counters: Counters::new(),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.name.unwrap_or_else(type_name::<T>)
    }

    pub(crate) const fn max_idle(&self) -> usize {
        self.max_idle
    }

    pub(crate) fn idle(&self) -> usize {
        let idle = self.idle.borrow();
        idle.current.len() + idle.victim.len()
    }

    #[inline]
    pub(super) fn take_idle(&self) -> Option<Box<T>> {
        let object = self.idle.borrow_mut().current.pop();
        if object.is_some() {
            count(&self.counters.cache_hits);
            return object;
        }
        self.take_victim()
    }

    /// Last, so that the generation ages out unless it is needed.
    #[cold]
    fn take_victim(&self) -> Option<Box<T>> {
        let object = self.idle.borrow_mut().victim.pop()?;
        count(&self.counters.victim_hits);
        Some(object)
    }

    pub(super) fn tick(&self) {
        self.counters.peak_outstanding();
        let aged = {
            let mut idle = self.idle.borrow_mut();
            let current = mem::take(&mut idle.current);
            mem::replace(&mut idle.victim, current)
        };
        add(&self.counters.discarded_aged, aged.len());
        drop_all(aged.into_iter());
    }

    /// What the dropped objects put back stays, so this ends.
    pub(super) fn clear(&self) {
        let (current, victim) = self.take_all();
        add(&self.counters.discarded_aged, current.len() + victim.len());
        drop_all(current.into_iter().chain(victim));
    }

    fn take_all(&self) -> (Vec<Box<T>>, Vec<Box<T>>) {
        let mut idle = self.idle.borrow_mut();
        (mem::take(&mut idle.current), mem::take(&mut idle.victim))
    }

    #[cold]
    pub(super) fn discard(&self, object: Box<T>) {
        count(&self.counters.puts);
        count(&self.counters.discarded_unfit);
        drop_object(object);
    }

    pub(super) fn created(&self) {
        count(&self.counters.created);
    }

    pub(super) fn detached(&self) {
        count(&self.counters.detached);
    }

    /// Keeps an object that is pristine, or drops one if the pool is full.
    #[inline]
    fn keep(&self, object: Box<T>) {
        if let Some(surplus) = self.surplus(object) {
            self.drop_surplus(surplus);
        }
    }

    /// Gives back the object that has no room: its `Drop` must not run in here.
    #[inline]
    fn surplus(&self, object: Box<T>) -> Option<Box<T>> {
        let mut idle = self.idle.borrow_mut();
        if idle.current.len() + idle.victim.len() < self.max_idle {
            idle.current.push(object);
            return None;
        }
        // The older generation gives way, or a pool that is full of it would turn
        // away what is in use and then drop all it has.
        let Some(older) = idle.victim.pop() else {
            return Some(object);
        };
        idle.current.push(object);
        Some(older)
    }

    #[cold]
    fn drop_surplus(&self, object: Box<T>) {
        count(&self.counters.discarded_full);
        drop_object(object);
    }
}

impl<T: PoolObject> Store<T> {
    /// The way back of every object that was out.
    #[inline]
    pub(super) fn put(&self, object: Box<T>) {
        count(&self.counters.puts);
        contained(|| self.recycle(object));
    }

    pub(super) fn attach(&self, object: Box<T>) {
        count(&self.counters.attached);
        contained(|| self.recycle(object));
    }

    /// Lets an object in that was made for it, and is pristine.
    pub(super) fn prewarm(&self, object: Box<T>) {
        count(&self.counters.attached);
        self.keep(object);
    }

    /// Resets and keeps the object, or drops it.
    #[inline]
    fn recycle(&self, object: Box<T>) {
        let panicked = Some(&self.counters.discarded_panicked);
        let mut object = InUserCode::new(object, panicked);
        if object.get().should_discard() {
            self.drop_unfit(object.end());
            return;
        }
        object.get().reset();
        self.keep(object.end());
    }

    #[cold]
    fn drop_unfit(&self, object: Box<T>) {
        count(&self.counters.discarded_unfit);
        drop_object(object);
    }
}

/// Resets a new object. If that panics, nothing has been counted yet.
pub(super) fn reset_new<T: PoolObject>(object: Box<T>) -> Box<T> {
    let mut object = InUserCode::new(object, None);
    object.get().reset();
    object.end()
}

/// An object whose own code runs. If that panics, the object may well panic again
/// when it is dropped, and one panic is told.
struct InUserCode<'a, T> {
    object: Option<Box<T>>,
    panicked: Option<&'a Cell<u64>>,
}

impl<'a, T> InUserCode<'a, T> {
    #[inline]
    fn new(object: Box<T>, panicked: Option<&'a Cell<u64>>) -> Self {
        Self {
            object: Some(object),
            panicked,
        }
    }

    #[inline]
    fn get(&mut self) -> &mut T {
        self.object.as_deref_mut().expect("it has not ended")
    }

    #[inline]
    fn end(mut self) -> Box<T> {
        self.object.take().expect("it ends once")
    }
}

impl<T> Drop for InUserCode<'_, T> {
    #[inline]
    fn drop(&mut self) {
        if let Some(object) = self.object.take() {
            if let Some(panicked) = self.panicked {
                count(panicked);
            }
            drop_object(object);
        }
    }
}

impl<T> Drop for Store<T> {
    fn drop(&mut self) {
        let (current, victim) = self.take_all();
        drop_all(current.into_iter().chain(victim));
    }
}

// Whatever panics, the lists and counters are right, and idle objects are pristine.
impl<T> UnwindSafe for Store<T> {}
impl<T> RefUnwindSafe for Store<T> {}
