//! What people write themselves: a list of boxes, and something that guards it.

use std::cell::{RefCell, UnsafeCell};
use std::marker::PhantomData;
use std::mem::ManuallyDrop;
use std::sync::Mutex;

use crossbeam_queue::ArrayQueue;
use thread_local::ThreadLocal;

use super::objects::Object;
use super::{CAPACITY, Contender, Kind};

/// Where boxes wait.
pub(crate) trait Store: Sync + Sized {
    const NAME: &'static str;
    const KIND: Kind;
    type Object: Object;

    fn with_number(number: usize) -> Self;
    fn pop(&self) -> Option<Box<Self::Object>>;
    fn push(&self, object: Box<Self::Object>);
    fn leave(&self) {}
}

/// An object that goes back to its store.
pub(crate) struct Lent<'a, S: Store> {
    store: &'a S,
    object: ManuallyDrop<Box<S::Object>>,
}

impl<S: Store> Drop for Lent<'_, S> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: `drop` runs once, and nothing touches the field after it.
        let object = unsafe { ManuallyDrop::take(&mut self.object) };
        self.store.push(object);
    }
}

impl<S: Store> Contender for S {
    const NAME: &'static str = S::NAME;
    const KIND: Kind = S::KIND;
    type Object = S::Object;
    type Guard<'a>
        = Lent<'a, S>
    where
        S: 'a;

    fn new(number: usize) -> Self {
        S::with_number(number)
    }

    #[inline]
    fn take(&self) -> Lent<'_, S> {
        Lent {
            store: self,
            object: ManuallyDrop::new(self.pop().unwrap_or_default()),
        }
    }

    #[inline]
    fn object<'guard>(guard: &'guard mut Lent<'_, S>) -> &'guard mut S::Object {
        &mut guard.object
    }

    fn leave(&self) {
        Store::leave(self);
    }
}

pub(crate) struct MutexVec<T>(Mutex<Vec<Box<T>>>);

impl<T: Object> Store for MutexVec<T> {
    const NAME: &'static str = "mutex-vec";
    const KIND: Kind = Kind::Peer;
    type Object = T;

    fn with_number(_: usize) -> Self {
        Self(Mutex::new(Vec::new()))
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        self.0.lock().expect("no panic in pop or push").pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        self.0.lock().expect("no panic in pop or push").push(object);
    }
}

pub(crate) struct Queue<T>(ArrayQueue<Box<T>>);

impl<T: Object> Store for Queue<T> {
    const NAME: &'static str = "array-queue";
    const KIND: Kind = Kind::Peer;
    type Object = T;

    fn with_number(_: usize) -> Self {
        Self(ArrayQueue::new(CAPACITY))
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        self.0.pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        // One that finds no room is dropped.
        drop(self.0.push(object));
    }
}

/// The `thread_local` crate: a list for each thread that lives as long as the pool.
pub(crate) struct PerThread<T: Object>(ThreadLocal<RefCell<Vec<Box<T>>>>);

impl<T: Object> Store for PerThread<T> {
    const NAME: &'static str = "thread_local";
    const KIND: Kind = Kind::Peer;
    type Object = T;

    fn with_number(_: usize) -> Self {
        Self(ThreadLocal::new())
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        self.0.get_or_default().borrow_mut().pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        self.0.get_or_default().borrow_mut().push(object);
    }
}

/// How many pools of one thread `ManyLimits` has lists for.
pub(crate) const MOST_POOLS: usize = 100;

/// The list that a bare `thread_local!` holds: no bound, no check for borrows.
pub(crate) struct List<T>(UnsafeCell<Vec<Box<T>>>);

impl<T> List<T> {
    pub(crate) const fn new() -> Self {
        Self(UnsafeCell::new(Vec::new()))
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        // SAFETY: a `List` is not `Sync`, and no other reference to the vector is
        // alive: each is made in `pop` and `push` and dies there, and neither
        // calls anything that could come back to the list.
        unsafe { &mut *self.0.get() }.pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        // SAFETY: as in `pop`; to grow, the vector calls the allocator and no more.
        unsafe { &mut *self.0.get() }.push(object);
    }
}

/// The thread-local lists of one type: a `thread_local!` cannot be generic.
pub(crate) trait Listed: Object + Sync {
    /// The limit: with the state of a destructor to check.
    fn list<R>(visit: impl FnOnce(&List<Self>) -> R) -> R;
    /// Without a destructor: what the thread has is never freed.
    fn list_without_drop<R>(visit: impl FnOnce(&List<Self>) -> R) -> R;
    fn lists<R>(visit: impl FnOnce(&[List<Self>; MOST_POOLS]) -> R) -> R;
}

macro_rules! thread_local_lists {
    ($($object:ty),*) => {$(
        impl $crate::contenders::recipes::Listed for $object {
            #[inline]
            fn list<R>(visit: impl FnOnce(&$crate::contenders::recipes::List<Self>) -> R) -> R {
                thread_local! {
                    static LIST: $crate::contenders::recipes::List<$object> =
                        const { $crate::contenders::recipes::List::new() };
                }
                LIST.with(visit)
            }

            #[inline]
            fn list_without_drop<R>(
                visit: impl FnOnce(&$crate::contenders::recipes::List<Self>) -> R,
            ) -> R {
                thread_local! {
                    static LIST: std::mem::ManuallyDrop<$crate::contenders::recipes::List<$object>> =
                        const { std::mem::ManuallyDrop::new($crate::contenders::recipes::List::new()) };
                }
                LIST.with(|list| visit(list))
            }

            #[inline]
            fn lists<R>(
                visit: impl FnOnce(
                    &[$crate::contenders::recipes::List<Self>; $crate::contenders::recipes::MOST_POOLS],
                ) -> R,
            ) -> R {
                thread_local! {
                    static LISTS: [$crate::contenders::recipes::List<$object>;
                        $crate::contenders::recipes::MOST_POOLS] =
                        const { [const { $crate::contenders::recipes::List::new() };
                            $crate::contenders::recipes::MOST_POOLS] };
                }
                LISTS.with(visit)
            }
        }
    )*};
}
pub(crate) use thread_local_lists;

/// What the thread-local stores keep: nothing, the list is the thread's.
pub(crate) struct Limit<T>(PhantomData<fn() -> T>);

impl<T: Listed> Store for Limit<T> {
    const NAME: &'static str = "limit";
    const KIND: Kind = Kind::Limit;
    type Object = T;

    fn with_number(_: usize) -> Self {
        Self(PhantomData)
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        T::list(List::pop)
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        T::list(|list| list.push(object));
    }
}

pub(crate) struct NoDrop<T>(PhantomData<fn() -> T>);

impl<T: Listed> Store for NoDrop<T> {
    const NAME: &'static str = "tls-nodrop";
    const KIND: Kind = Kind::Limit;
    type Object = T;

    fn with_number(_: usize) -> Self {
        Self(PhantomData)
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        T::list_without_drop(List::pop)
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        T::list_without_drop(|list| list.push(object));
    }

    fn leave(&self) {
        while let Some(object) = self.pop() {
            drop(object);
        }
    }
}

/// The limit with a list for each pool of the thread, in one thread-local array.
pub(crate) struct ManyLimits<T> {
    number: usize,
    object: PhantomData<fn() -> T>,
}

impl<T: Listed> Store for ManyLimits<T> {
    const NAME: &'static str = "limit";
    const KIND: Kind = Kind::Limit;
    type Object = T;

    fn with_number(number: usize) -> Self {
        Self {
            number,
            object: PhantomData,
        }
    }

    #[inline]
    fn pop(&self) -> Option<Box<T>> {
        T::lists(|lists| lists[self.number].pop())
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        T::lists(|lists| lists[self.number].push(object));
    }
}
