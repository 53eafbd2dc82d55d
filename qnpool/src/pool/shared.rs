//! What a pool's guards need: everything but the constructor.
//!
//! The engine knows nothing of the objects; here stands what runs their code, all of
//! it outside the engine's locks, and which thread's cache an operation goes to.

use std::any::type_name;
use std::num::NonZero;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use super::builder::Settings;
use super::clock::Clock;
use super::engine::{Cache, Counted, Engine, Magazine, Stock, retire};
use super::panics::{Payload, contain, drop_all, drop_half_done, drop_object, forget, pass_on};
use super::threads::{self, Identity};
use crate::poolable::PoolObject;

pub(crate) struct Shared<T> {
    /// Copied from `open`, for the hit; zero before the first use.
    key: AtomicU64,
    /// Likewise; without meaning before.
    slot: AtomicUsize,
    settings: Settings,
    open: OnceLock<Open<T>>,
    peak_outstanding: AtomicU64,
}

/// What a pool allocates with its first use, so that it can be the value of a `static`.
struct Open<T> {
    /// Behind a pointer, since the pool may move while threads have caches of it.
    engine: Arc<Engine<T>>,
    identity: Identity,
    clock: Clock,
}

// SAFETY: What the compiler would find itself, as `inferred` shows. Said here so that
// its refusal of an object that is not `Send` names this type, and not the fifteen
// between it and the object.
unsafe impl<T: Send> Send for Shared<T> {}
// SAFETY: As above.
unsafe impl<T: Send> Sync for Shared<T> {}

const fn inferred<T: Send>() {
    const fn send_and_sync<S: Send + Sync>() {}
    send_and_sync::<(AtomicU64, AtomicUsize, Settings, OnceLock<Open<T>>)>();
}
const _: () = inferred::<()>();

// What waits in a pool is reset, whatever became of its last holder, and a panic
// leaves the pool itself as whole as any return.
impl<T> UnwindSafe for Shared<T> {}
impl<T> RefUnwindSafe for Shared<T> {}

impl<T> Shared<T> {
    pub(super) const fn new(settings: Settings) -> Self {
        Self {
            key: AtomicU64::new(0),
            slot: AtomicUsize::new(0),
            settings,
            open: OnceLock::new(),
            peak_outstanding: AtomicU64::new(0),
        }
    }

    pub(super) fn name(&self) -> &'static str {
        self.settings.name.unwrap_or_else(type_name::<T>)
    }

    pub(crate) fn counted(&self) -> Counted {
        let open = self.open.get();
        open.map_or_else(Counted::default, |open| open.engine.counted())
    }

    pub(crate) fn idle(&self) -> u64 {
        self.open.get().map_or(0, |open| open.engine.idle())
    }

    pub(crate) const fn max_idle(&self) -> usize {
        self.settings.max_idle
    }

    /// The most objects out that a read has seen, this one included.
    pub(crate) fn peak_outstanding(&self, outstanding: u64) -> u64 {
        let before = self
            .peak_outstanding
            .fetch_max(outstanding, Ordering::Relaxed);
        before.max(outstanding)
    }

    /// The calling thread's cache, if this is the pool it used last.
    #[inline]
    fn last_cache(&self) -> Option<&Cache<T>> {
        let cache = threads::last(self.key.load(Ordering::Relaxed))?;
        // SAFETY: A key is one pool's for ever, and under this pool's key `own_cache`
        // installs only its own caches. The thread keeps a cache until it exits or
        // the pool is gone, and neither happens while `self` is borrowed by it.
        Some(unsafe { cache.cast().as_ref() })
    }

    /// An object of the calling thread's own cache, at full speed.
    #[inline]
    pub(super) fn take_cached(&self) -> Option<Box<T>> {
        let cache = self.last_cache()?;
        // SAFETY: The calling thread's cache. No code of ours that holds it calls
        // code that could come here.
        unsafe { cache.take() }
    }

    /// The same where the thread has used another pool since.
    #[cold]
    #[inline(never)]
    pub(super) fn take_found(&self) -> Option<Box<T>> {
        let cache = self.found_cache()?;
        // SAFETY: As in `take_cached`.
        unsafe { cache.take() }
    }

    /// The calling thread's cache, if it has one.
    #[inline]
    fn found_cache(&self) -> Option<&Cache<T>> {
        let key = self.key.load(Ordering::Relaxed);
        let cache = threads::find(key, self.slot.load(Ordering::Relaxed))?;
        // SAFETY: As in `last_cache`.
        Some(unsafe { cache.cast().as_ref() })
    }

    #[inline]
    fn keep_cached(&self, object: Box<T>) -> Result<(), Box<T>> {
        let Some(cache) = self.last_cache() else {
            return Err(object);
        };
        // SAFETY: As in `take_cached`.
        unsafe { cache.put(object) }
    }
}

impl<T: PoolObject> Shared<T> {
    /// An idle object from any tier.
    pub(super) fn take_idle(&self) -> Option<Box<T>> {
        let open = self.open();
        let Some(cache) = own_cache(open) else {
            return open.engine.take_stray();
        };
        self.age_if_due(open, cache);
        // SAFETY: The calling thread's cache. The thread is at rest: neither a hit nor
        // the engine calls foreign code while it is inside or holds, and what
        // `age_if_due` called has returned.
        unsafe { open.engine.take(cache) }
    }

    /// Counts an object that was made for a `get`.
    pub(super) fn count_created(&self) {
        let open = self.open();
        match own_cache(open) {
            Some(cache) => cache.counters.created.add_owned(),
            None => open.engine.strays.created.add_shared(),
        }
    }

    pub(super) fn count_detached(&self) {
        self.open().engine.counters.detached.add_shared();
    }

    /// The way back of every object that was out.
    ///
    /// The panic is caught here rather than by a guard on the stack: a second one,
    /// while the holder unwinds, would abort the process. Where `reset` cannot panic
    /// the compiler leaves nothing of it.
    #[inline]
    pub(super) fn put(&self, mut object: Box<T>) {
        let reset = contain(|| {
            let unfit = object.should_discard();
            if !unfit {
                object.reset();
            }
            unfit
        });
        match reset {
            Ok(false) => self.keep(object),
            Ok(true) => self.discard(object),
            Err(panic) => self.discard_panicked(object, panic),
        }
    }

    #[cold]
    #[inline(never)]
    fn discard_panicked(&self, object: Box<T>, panic: Payload) {
        self.open().engine.counters.discarded_panicked.add_shared();
        drop_half_done(object);
        pass_on(panic);
    }

    pub(super) fn attach(&self, object: Box<T>) {
        self.open().engine.counters.attached.add_shared();
        self.put(object);
    }

    #[cold]
    pub(super) fn discard(&self, object: Box<T>) {
        self.open().engine.counters.discarded_unfit.add_shared();
        drop_object(object);
    }

    #[inline]
    fn keep(&self, object: Box<T>) {
        if let Err(object) = self.keep_cached(object) {
            self.keep_found(object);
        }
    }

    /// Where the thread has used another pool since, or its magazine is full.
    #[cold]
    #[inline(never)]
    fn keep_found(&self, object: Box<T>) {
        let kept = match self.found_cache() {
            // SAFETY: As in `take_cached`.
            Some(cache) => unsafe { cache.put(object) },
            None => Err(object),
        };
        if let Err(object) = kept {
            self.keep_uncached(object);
        }
    }

    #[cold]
    #[inline(never)]
    fn keep_uncached(&self, object: Box<T>) {
        let open = self.open();
        let kept = match own_cache(open) {
            Some(cache) => {
                self.age_if_due(open, cache);
                // SAFETY: As in `take_idle`.
                unsafe { open.engine.keep(cache, object) }
            }
            None => open.engine.keep_stray(object),
        };
        if let Err(object) = kept {
            open.engine.counters.discarded_full.add_shared();
            drop_object(object);
        }
    }

    /// Makes objects until `wanted` are idle, as far as the bound allows.
    pub(super) fn prewarm(&self, wanted: usize, mut make: impl FnMut() -> Box<T>) {
        let engine = &self.open().engine;
        let mut stock = Stock::new(engine);
        for _ in self.idle()..wanted as u64 {
            if !stock.reserve() {
                break;
            }
            if let Err(object) = stock.push(make()) {
                // Never: there is room for what was reserved.
                drop_object(object);
                break;
            }
            engine.counters.attached.add_shared();
            engine.counters.kept.add_shared();
        }
    }

    /// Ends a generation and drops what has aged out.
    pub(super) fn tick(&self) {
        let Some(open) = self.open.get() else { return };
        open.clock.restart();
        if let Some(panic) = self.end_generation(open) {
            pass_on(panic);
        }
    }

    pub(super) fn clear(&self) {
        let Some(open) = self.open.get() else { return };
        if let Some(panic) = drop_aged(open, open.engine.clear()) {
            pass_on(panic);
        }
    }

    /// A tick that comes by itself. What an aged object's `Drop` panics with ends
    /// here: whoever calls `get` has nothing to do with that object.
    fn age_if_due(&self, open: &Open<T>, cache: &Cache<T>) {
        if !open.clock.runs() || !cache.wants_clock() {
            return;
        }
        let now = open.clock.now();
        cache.adapt_interval(now, open.clock.generation() / 8);
        if open.clock.is_due(now) {
            if let Some(panic) = self.end_generation(open) {
                forget(panic);
            }
        }
    }

    fn end_generation(&self, open: &Open<T>) -> Option<Payload> {
        self.peak_outstanding(open.engine.counted().outstanding());
        drop_aged(open, open.engine.tick())
    }

    fn open(&self) -> &Open<T> {
        self.open.get_or_init(|| {
            let settings = &self.settings;
            let engine = Engine::new(settings.max_idle, settings.magazine_size::<T>(), shards());
            let identity = Identity::new();
            self.slot.store(identity.slot(), Ordering::Relaxed);
            self.key.store(identity.key(), Ordering::Relaxed);
            Open {
                engine: Arc::new(engine),
                identity,
                clock: Clock::start(settings.idle_timeout),
            }
        })
    }
}

/// The calling thread's cache, which it gets with its first use of the pool;
/// `None` when its thread-locals are being torn down.
fn own_cache<T>(open: &Open<T>) -> Option<&Cache<T>> {
    let cache =
        threads::find(open.identity.key(), open.identity.slot()).or_else(|| install(open))?;
    // SAFETY: As in `last_cache`.
    Some(unsafe { cache.cast().as_ref() })
}

/// Stores of the depot: enough that as many threads as run at once seldom meet.
fn shards() -> usize {
    static SHARDS: OnceLock<usize> = OnceLock::new();
    *SHARDS.get_or_init(|| {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        threads.next_power_of_two().min(16)
    })
}

#[cold]
fn install<T>(open: &Open<T>) -> Option<NonNull<()>> {
    let cache = Arc::into_raw(Engine::adopt(&open.engine));
    let cache = NonNull::new(cache.cast_mut())
        .expect("an `Arc` is not null")
        .cast();
    // SAFETY: `give_back` gets the pointer made just here, once: from the table, or
    // else from the line below.
    unsafe {
        if threads::install(&open.identity, cache, give_back::<T>) {
            return Some(cache);
        }
        give_back::<T>(cache);
    }
    None
}

/// Ends a thread's ownership of a cache.
///
/// # Safety
///
/// The cache comes from `install`, of the same `T`, and the calling thread, which
/// owned it, does not use it again.
unsafe fn give_back<T>(cache: NonNull<()>) {
    // SAFETY: `install` made the pointer by `Arc::into_raw`.
    let cache = unsafe { Arc::from_raw(cache.cast::<Cache<T>>().as_ptr()) };
    // SAFETY: As the caller promises. Tables are changed and dropped when no
    // operation of a pool is under way.
    unsafe { retire(&cache) };
}

/// Drops objects that were idle, and returns the first panic.
///
/// An object's credit is given back when it is gone, so that the bound holds for
/// those that are being dropped as well.
fn drop_aged<T>(open: &Open<T>, magazines: Vec<Magazine<T>>) -> Option<Payload> {
    let objects = magazines.into_iter().flat_map(Magazine::into_objects);
    drop_all(objects, || {
        open.engine.counters.discarded_aged.add_shared();
        open.engine.release();
    })
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        let Some(open) = self.open.get() else { return };
        // SAFETY: The pool is ours alone, and ends here.
        let magazines = unsafe { open.engine.shut_down() };
        let objects = magazines.into_iter().flat_map(Magazine::into_objects);
        if let Some(panic) = drop_all(objects, || ()) {
            pass_on(panic);
        }
    }
}
