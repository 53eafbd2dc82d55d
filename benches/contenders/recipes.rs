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

pub(crate) struct Queue<T>(pub(crate) ArrayQueue<Box<T>>);

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
///
/// Each gives the address of the calling thread's list, which stays until the
/// thread runs its destructors. Visitors instead of addresses would own a box
/// while `with` may panic; the code for that kept `with` from being inlined, and
/// the limit took 20 instructions more than it must.
pub(crate) trait Listed: Object + Sync {
    /// The limit: with the state of a destructor to check.
    fn list() -> *const List<Self>;
    /// Without a destructor: what the thread has is never freed.
    fn list_without_drop() -> *const List<Self>;
    fn lists() -> *const [List<Self>; MOST_POOLS];
}

macro_rules! thread_local_lists {
    ($($object:ty),*) => {$(
        const _: () = {
            use std::mem::ManuallyDrop;

            use $crate::contenders::recipes::{List, Listed, MOST_POOLS};

            thread_local! {
                static LIST: List<$object> = const { List::new() };
                static WITHOUT_DROP: ManuallyDrop<List<$object>> =
                    const { ManuallyDrop::new(List::new()) };
                static LISTS: [List<$object>; MOST_POOLS] =
                    const { [const { List::new() }; MOST_POOLS] };
            }

            impl Listed for $object {
                #[inline]
                fn list() -> *const List<Self> {
                    LIST.with(std::ptr::from_ref)
                }

                #[inline]
                fn list_without_drop() -> *const List<Self> {
                    WITHOUT_DROP.with(|list| std::ptr::from_ref(&**list))
                }

                #[inline]
                fn lists() -> *const [List<Self>; MOST_POOLS] {
                    LISTS.with(std::ptr::from_ref)
                }
            }
        };
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
        // SAFETY: this thread's list, and the thread does not end meanwhile.
        unsafe { &*T::list() }.pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        // SAFETY: as in `pop`.
        unsafe { &*T::list() }.push(object);
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
        // SAFETY: this thread's list, and the thread does not end meanwhile.
        unsafe { &*T::list_without_drop() }.pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        // SAFETY: as in `pop`.
        unsafe { &*T::list_without_drop() }.push(object);
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
        // SAFETY: this thread's lists, and the thread does not end meanwhile.
        let lists = unsafe { &*T::lists() };
        lists[self.number].pop()
    }

    #[inline]
    fn push(&self, object: Box<T>) {
        // SAFETY: as in `pop`.
        let lists = unsafe { &*T::lists() };
        lists[self.number].push(object);
    }
}
