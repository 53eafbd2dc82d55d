//! What a pool's guards need: everything but the constructor.
//!
//! The engine knows nothing of the objects. Here is what runs their code, all of it outside the
//! engine's locks, and what knows which thread's cache an operation goes to.
//!
//! # An object's way, by file
//!
//! 1. `get.rs`: a `get` asks the calling thread's cache, which `own_cache.rs` finds. On the hot path
//!    that is all. Otherwise the engine exchanges magazines with the depot (`engine/exchange.rs`),
//!    or takes one object of the depot, where the thread has no cache or the bound is tight
//!    (`engine/depot.rs`). If there is none, the constructor makes one.
//! 2. `put.rs`: a guard's drop resets the object. The reset says what it did (`ResetOutcome`):
//!    whether it shrank a buffer, and whether a part is unfit.
//! 3. A clean object goes into the thread's cache if that has room: the end of the hot path.
//! 4. Of a shrunk object the shrinks are counted; then it goes the same way. An unfit one is
//!    discarded.
//! 5. Where there is no cache, or no room in it, the engine makes room: the cache gets more credit,
//!    or its older half goes to the depot. If no credit is left, the object is discarded.

mod get;
mod open;
mod own_cache;
mod put;

use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, OnceLock};

use super::LeakDetection;
use super::engine::{Engine, Magazine};
use super::fence;
use super::header::Header;
use super::key::NO_KEY;
use super::ledger::Record;
use super::long_hold::Late;
use super::panics::{drop_all, keep_first, pass_on};
use super::registry;
use super::settings::Settings;
use super::sync::lock;
use super::threads::NO_SLOT;
use super::watch::{Watch, Watched};
use crate::poolable::PoolObject;
use open::{Open, drop_aged, end_generation};

/// Begins with its header, to which a guard points.
#[repr(C)]
pub(crate) struct Shared<T> {
    /// The key is copied from `open`, for the hit; [`NO_KEY`] before the first use, and
    /// where every object is followed.
    header: Header,
    /// Where threads have their caches of this pool, likewise; [`NO_SLOT`] before one has.
    slot: AtomicUsize,
    settings: Settings,
    open: OnceLock<Arc<Open<T>>>,
}

// SAFETY: What the compiler would find itself, as `inferred` shows. Said here so that
// its refusal of an object that is not `Send` names this type, and not the fifteen
// between it and the object.
unsafe impl<T: Send> Send for Shared<T> {}
// SAFETY: As above.
unsafe impl<T: Send> Sync for Shared<T> {}

const fn inferred<T: Send>() {
    const fn send_and_sync<S: Send + Sync>() {}
    send_and_sync::<(Header, AtomicUsize, Settings, OnceLock<Arc<Open<T>>>)>();
}
const _: () = inferred::<()>();

// What waits in a pool is reset, whatever became of its last holder, and a panic
// leaves the pool itself as whole as any return.
impl<T> UnwindSafe for Shared<T> {}
impl<T> RefUnwindSafe for Shared<T> {}

impl<T> Shared<T> {
    pub(super) const fn new(settings: Settings) -> Self {
        Self {
            header: Header::of_pool(),
            slot: AtomicUsize::new(NO_SLOT),
            settings,
            open: OnceLock::new(),
        }
    }

    pub(super) const fn name(&self) -> Option<&'static str> {
        self.settings.name
    }
}

impl<T: PoolObject> Shared<T> {
    /// The hold of this record ends.
    #[inline]
    pub(super) fn end_hold(&self, record: &Record) -> Late {
        self.open().watch.end_hold(record)
    }

    pub(super) fn touch(&self, record: &Record, location: &'static Location<'static>) {
        self.open().watch.ledger.touch(record, location);
    }

    pub(super) fn set_leak_detection(&self, level: LeakDetection) {
        let open = self.open();
        let (mean, all) = level.sampling();
        // One at a time, or two would leave the three of different minds.
        let _alone = lock(&open.setting);
        open.watch.ledger.set_level(level);
        open.engine.set_sampling(mean);
        let key = if all { NO_KEY } else { open.key };
        self.header.set_key(key);
    }

    pub(crate) fn watched(&self) -> &(dyn Watched + '_) {
        self.open()
    }

    pub(super) fn count_detached(&self) {
        self.open().engine.counters.detached.add_shared();
    }

    /// Makes objects until `wanted` are idle, as far as the bound allows.
    pub(super) fn prewarm(&self, wanted: usize, mut make: impl FnMut() -> Box<T>) {
        fence::prepare_now();
        let engine = &self.open().engine;
        for _ in engine.idle()..wanted as u64 {
            let Some(reserved) = engine.reserve() else {
                break;
            };
            reserved.put(make());
            engine.attached.add_shared();
        }
    }

    /// Ends a generation and drops what has aged out.
    pub(super) fn tick(&self) {
        let Some(open) = self.open.get() else { return };
        let panic = end_generation(open);
        open.watch.tell_of_long_holds();
        if let Some(panic) = panic {
            pass_on(panic);
        }
    }

    pub(super) fn clear(&self) {
        let Some(open) = self.open.get() else { return };
        if let Some(panic) = drop_aged(open, open.engine.clear()) {
            pass_on(panic);
        }
    }

    #[inline]
    fn open(&self) -> &Open<T> {
        self.open_shared()
    }

    #[inline]
    fn open_shared(&self) -> &Arc<Open<T>> {
        self.open.get().unwrap_or_else(|| self.open_now())
    }

    #[cold]
    fn open_now(&self) -> &Arc<Open<T>> {
        self.open.get_or_init(|| {
            let settings = &self.settings;
            let magazine_size = settings.magazine_size();
            let inspections = T::MAX_RETAINED_BYTES > 0;
            let watch = Watch::new::<T>(settings);
            let (mean, all) = watch.ledger.level().sampling();
            let engine = Engine::new(settings.max_idle, magazine_size, inspections, mean);
            let open = Arc::new(Open::new(engine, watch));
            if !all {
                self.header.set_key(open.key);
            }
            if settings.name.is_some() {
                // SAFETY: The drop of the pool takes it off. A pool that is forgotten keeps it for
                // ever.
                unsafe { registry::add(Arc::clone(&open) as Arc<dyn Watched + '_>) };
            }
            open
        })
    }
}

impl<T> Drop for Shared<T> {
    fn drop(&mut self) {
        let Some(open) = self.open.get() else { return };
        if self.settings.name.is_some() {
            registry::remove(Arc::as_ptr(open).cast());
        }
        if let Some(slot) = open.slot.get() {
            slot.free();
        }
        let mut first = None;
        let drop_magazine = |magazine: Magazine<T>| {
            keep_first(&mut first, drop_all(magazine.into_objects(), || ()));
        };
        // SAFETY: The pool is ours alone, and ends here.
        unsafe { open.engine.shut_down(drop_magazine) };
        if let Some(panic) = first {
            pass_on(panic);
        }
    }
}
