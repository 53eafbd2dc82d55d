//! What the models share: objects that notice when two threads have them, an account
//! of where the objects are, and the part of `shared` that the engine leaves to it.

use std::sync::Arc as StdArc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use loom::cell::UnsafeCell;
use loom::model::Builder;

use super::engine::{Cache, Engine, Magazine, Seen};
use super::sync::Arc;

/// A time at which everything is due for the first time.
const NOW: u64 = u64::MAX / 2;

/// Runs the model in every order with at most this many preemptions; in every order
/// at all if `QNPOOL_MODELS` is `full`.
pub(super) fn explore(preemptions: usize, model: impl Fn() + Send + Sync + 'static) {
    let mut builder = Builder::new();
    builder.max_branches = 100_000;
    if std::env::var_os("QNPOOL_MODELS").is_none_or(|how| how != "full") {
        builder.preemption_bound = builder.preemption_bound.or(Some(preemptions));
    }
    let orders = StdArc::new(AtomicUsize::new(0));
    let counted = StdArc::clone(&orders);
    builder.check(move || {
        counted.fetch_add(1, Ordering::Relaxed);
        model();
    });
    let name = std::thread::current().name().unwrap_or("?").to_owned();
    println!("{name}: {} orders", orders.load(Ordering::Relaxed));
}

/// Where the objects are. Not of loom's types: it only watches, and orders nothing.
struct Account {
    live: AtomicUsize,
    /// Out of the pool, in the hands of a thread.
    out: AtomicUsize,
    /// How often one came in, and went out again.
    entries: AtomicU64,
    exits: AtomicU64,
    max_idle: usize,
}

impl Account {
    fn made(&self) {
        self.live.fetch_add(1, Ordering::Relaxed);
        self.out.fetch_add(1, Ordering::Relaxed);
    }

    fn came_in(&self) {
        self.entries.fetch_add(1, Ordering::Relaxed);
        self.out.fetch_sub(1, Ordering::Relaxed);
        let idle = self.idle();
        assert!(idle <= self.max_idle, "{idle} are idle");
    }

    fn went_out(&self) {
        self.exits.fetch_add(1, Ordering::Relaxed);
        self.out.fetch_add(1, Ordering::Relaxed);
    }

    /// Those that are being dropped included: they still take up memory.
    fn idle(&self) -> usize {
        self.live.load(Ordering::Relaxed) - self.out.load(Ordering::Relaxed)
    }
}

/// An object; loom sees to it that its users do not overlap.
pub(super) struct Object {
    uses: UnsafeCell<usize>,
    account: StdArc<Account>,
}

impl Object {
    pub(super) fn make_use(&self) {
        // SAFETY: The model fails where another thread has access.
        self.uses.with_mut(|uses| unsafe { *uses += 1 });
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        self.account.live.fetch_sub(1, Ordering::Relaxed);
        if !std::thread::panicking() {
            self.make_use();
        }
    }
}

/// A pool, as its `Shared` is.
#[derive(Clone)]
pub(super) struct World {
    engine: Arc<Engine<Object>>,
    account: StdArc<Account>,
    shards: usize,
}

impl World {
    pub(super) fn new(max_idle: usize, magazine_size: usize) -> Self {
        Self::with(max_idle, magazine_size, false)
    }

    /// One whose uses are inspected.
    pub(super) fn with_inspections(max_idle: usize, magazine_size: usize) -> Self {
        Self::with(max_idle, magazine_size, true)
    }

    fn with(max_idle: usize, magazine_size: usize, inspections: bool) -> Self {
        let account = Account {
            live: AtomicUsize::new(0),
            out: AtomicUsize::new(0),
            entries: AtomicU64::new(0),
            exits: AtomicU64::new(0),
            max_idle,
        };
        Self {
            engine: Arc::new(Engine::new(max_idle, magazine_size, inspections, 0)),
            account: StdArc::new(account),
            shards: 1,
        }
    }

    /// With a depot of two shards.
    pub(super) fn in_two_shards(self) -> Self {
        Self { shards: 2, ..self }
    }

    /// The calling thread's cache.
    pub(super) fn adopt(&self) -> Owner {
        Owner {
            cache: self.engine.adopt(self.shards),
            world: self.clone(),
        }
    }

    #[expect(
        clippy::unnecessary_box_returns,
        reason = "objects travel in their box"
    )]
    pub(super) fn object(&self) -> Box<Object> {
        self.account.made();
        Box::new(Object {
            uses: UnsafeCell::new(0),
            account: StdArc::clone(&self.account),
        })
    }

    /// From now on one in `mean` hits is followed.
    pub(super) fn sample(&self, mean: u32) {
        self.engine.set_sampling(mean);
    }

    pub(super) fn tick(&self) {
        self.drop_aged(self.engine.tick());
        self.engine.remove_unused_caches();
    }

    /// Says how many objects there were.
    pub(super) fn clear(&self) -> usize {
        self.drop_aged(self.engine.clear())
    }

    /// Puts objects into the depot until there is no credit; says how many.
    pub(super) fn prewarm(&self) -> usize {
        let mut made = 0;
        while let Some(reserved) = self.engine.reserve() {
            reserved.put(self.object());
            self.engine.attached.add_shared();
            self.account.came_in();
            made += 1;
        }
        made
    }

    pub(super) fn get_uncached(&self) -> Option<Box<Object>> {
        self.engine.take_uncached().inspect(|object| {
            self.account.went_out();
            object.make_use();
        })
    }

    pub(super) fn put_uncached(&self, object: Box<Object>) {
        object.make_use();
        self.settle(self.engine.put_uncached(object));
    }

    pub(super) fn idle(&self) -> usize {
        self.account.idle()
    }

    /// Objects that are checked out, as a reader of the pool's figures sees it.
    pub(super) fn outstanding(&self) -> u64 {
        self.engine.counted().outstanding()
    }

    /// When all threads have joined and given their caches back: everything is where
    /// the engine says it is, no credit is lost and none is there twice.
    pub(super) fn end(self) {
        let counted = self.engine.counted();
        assert_eq!(counted.outstanding(), 0);
        let found = counted.cache_hits + counted.depot_hits + counted.victim_hits;
        assert_eq!(counted.kept, self.account.entries.load(Ordering::Relaxed));
        assert_eq!(found, self.account.exits.load(Ordering::Relaxed));
        let idle = self.idle();
        assert_eq!(self.engine.idle(), idle as u64);
        assert_eq!(self.clear(), idle);
        assert_eq!(self.engine.idle(), 0);
        let max_idle = self.account.max_idle;
        assert_eq!(self.prewarm(), max_idle, "as much credit as at first");
        self.shut_down();
    }

    /// As the drop of the pool does.
    pub(super) fn shut_down(self) {
        // SAFETY: The model's other threads have ended, or only exit.
        unsafe {
            self.engine
                .shut_down(|magazine| drop(magazine.into_objects()));
        }
        assert_eq!(self.idle(), 0, "no object outlives the pool");
    }

    fn drop_aged(&self, magazines: Vec<Magazine<Object>>) -> usize {
        drop_all(magazines, || self.engine.release())
    }

    fn settle(&self, kept: Result<(), Box<Object>>) {
        match kept {
            Ok(()) => self.account.came_in(),
            Err(object) => self.discard(object),
        }
    }

    pub(super) fn discard(&self, object: Box<Object>) {
        self.engine.counters.discarded_unfit.add_shared();
        self.account.out.fetch_sub(1, Ordering::Relaxed);
        drop(object);
    }
}

fn drop_all(magazines: Vec<Magazine<Object>>, dropped: impl Fn()) -> usize {
    let objects = magazines.into_iter().flat_map(Magazine::into_objects);
    objects
        .map(|object| {
            drop(object);
            dropped();
        })
        .count()
}

/// A thread that has a cache. It may be handed to another, which then is the owner.
pub(super) struct Owner {
    world: World,
    cache: Arc<Cache<Object>>,
}

impl Owner {
    pub(super) fn get(&self) -> Option<Box<Object>> {
        // SAFETY: The owner is on one thread at a time, and at rest.
        let object = unsafe { self.cache.take() }.or_else(|| self.take_sample());
        let engine = &self.world.engine;
        if object.is_none() && self.cache.is_check_due() {
            self.cache.check(NOW, NOW);
        }
        // SAFETY: As above.
        let take = || unsafe { engine.take(&self.cache) };
        let object = object.or_else(take);
        let object = match object {
            None if engine.note_miss(|| NOW) => take(),
            object => object,
        }?;
        self.world.account.went_out();
        object.make_use();
        Some(object)
    }

    fn take_sample(&self) -> Option<Box<Object>> {
        // SAFETY: As in `get`.
        let (object, _) = unsafe { self.cache.take_sample() }?;
        Some(object)
    }

    pub(super) fn put(&self, object: Box<Object>) {
        object.make_use();
        if self.cache.wants_inspection() {
            self.cache.begin_inspection();
            self.cache.end_inspection(Seen::Unused);
        }
        // SAFETY: As in `get`.
        let kept = unsafe { self.cache.put(object) };
        // SAFETY: As in `get`.
        let engine = &self.world.engine;
        // SAFETY: As in `get`.
        let keep = |object| unsafe { engine.keep(&self.cache, object) };
        let kept = match kept.or_else(keep) {
            Err(object) if engine.is_refusal_due(NOW) && engine.note_refusal(NOW) => keep(object),
            kept => kept,
        };
        self.world.settle(kept);
    }

    /// An object made here.
    pub(super) fn put_new(&self) {
        self.put(self.world.object());
        self.world.engine.attached.add_shared();
    }

    /// Takes an object, if there is one, and puts it back.
    pub(super) fn turn_over(&self) {
        if let Some(object) = self.get() {
            self.put(object);
        }
    }

    pub(super) fn drop_one(&self) -> bool {
        self.get()
            .map(|object| self.world.discard(object))
            .is_some()
    }

    /// As when the thread exits.
    pub(super) fn exit(self) {
        // SAFETY: The owner is at rest and ends here.
        unsafe { self.world.engine.take_back(self.cache.index()) };
    }
}
