//! An object all of whose code may panic, and the books that are kept of such objects.

use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use fastrand::Rng;
use qnpool::{OwnedGuard, Pool, Poolable};

use crate::surplus::Surplus;

/// What a panic carries that was meant.
pub(crate) struct Planned;

/// Tells nobody: thousands of these are on their way.
pub(crate) fn planned() -> ! {
    resume_unwind(Box::new(Planned));
}

pub(crate) type Volatiles = Pool<Volatile, Box<dyn Fn() -> Volatile + Send + Sync>>;

/// All that is known of the objects of one program, by their own code and by their users.
#[derive(Default)]
pub(crate) struct World {
    /// Nothing panics any more.
    pub(crate) calm: AtomicBool,
    pub(crate) surplus: Surplus,
    /// By number, how often an object was dropped.
    drops: Mutex<Vec<u32>>,
    pub(crate) tally: Tally,
}

/// What the pool's counters are held against.
#[derive(Default)]
pub(crate) struct Tally {
    pub(crate) gets: AtomicU64,
    pub(crate) attached: AtomicU64,
    pub(crate) detached: AtomicU64,
    /// Discarded by the holder, or at the object's own wish.
    pub(crate) unfit: AtomicU64,
    /// Objects whose own code panicked when they came back or were attached.
    pub(crate) panicked: AtomicU64,
    /// New objects that passed their first reset.
    pub(crate) made: AtomicU64,
}

pub(crate) fn count(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

pub(crate) fn counted(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

impl World {
    pub(crate) fn is_calm(&self) -> bool {
        self.calm.load(Ordering::Relaxed)
    }

    pub(crate) fn alive(&self) -> u64 {
        self.drops().iter().filter(|&&drops| drops == 0).count() as u64
    }

    pub(crate) fn constructed(&self) -> usize {
        self.drops().len()
    }

    pub(crate) fn assert_no_double_drop(&self) {
        let twice = self.drops().iter().position(|&drops| drops > 1);
        assert_eq!(twice, None, "an object was dropped more than once");
    }

    fn drops(&self) -> std::sync::MutexGuard<'_, Vec<u32>> {
        self.drops.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An object that a thread has in its hands or is about to take; see `Surplus`.
pub(crate) struct InHand(Arc<World>);

impl InHand {
    pub(crate) fn one(world: &Arc<World>) -> Self {
        world.surplus.add(-1);
        Self(Arc::clone(world))
    }
}

impl Drop for InHand {
    fn drop(&mut self) {
        self.0.surplus.add(1);
    }
}

/// What an object's code will do.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each may be, whatever the others are"
)]
#[derive(Clone, Copy, Default)]
pub(crate) struct Plans {
    pub(crate) asked_panics: bool,
    pub(crate) is_unfit: bool,
    pub(crate) reset_panics: bool,
    /// Also after a reset: idle objects are dropped too.
    pub(crate) drop_panics: bool,
}

impl Plans {
    pub(crate) fn random(random: &mut Rng) -> Self {
        let mut one_in = |chance: u8| random.u8(..chance) == 0;
        Self {
            asked_panics: one_in(20),
            is_unfit: one_in(20),
            reset_panics: one_in(10),
            drop_panics: one_in(10),
        }
    }
}

pub(crate) struct Volatile {
    world: Arc<World>,
    number: usize,
    is_new: bool,
    pub(crate) plans: Plans,
    pub(crate) is_dirty: bool,
    /// Comes back in the middle of this one's reset or drop.
    pub(crate) nested: Option<(OwnedGuard<Volatile, MadeBy>, InHand)>,
}

pub(crate) type MadeBy = Box<dyn Fn() -> Volatile + Send + Sync>;

impl Volatile {
    pub(crate) fn new(world: &Arc<World>, plans: Plans) -> Self {
        let mut drops = world.drops();
        let number = drops.len();
        drops.push(0);
        drop(drops);
        world.surplus.add(1);
        Self {
            world: Arc::clone(world),
            number,
            is_new: true,
            plans,
            is_dirty: true,
            nested: None,
        }
    }

    /// For an object that was made elsewhere and now comes in.
    pub(crate) fn no_longer_new(mut self) -> Self {
        self.is_new = false;
        self
    }
}

/// Counts what does not come to its end.
struct Unfinished<'a>(Option<&'a AtomicU64>);

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        if let Some(counter) = self.0 {
            count(counter);
        }
    }
}

impl Poolable for Volatile {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        let calm = self.world.is_calm();
        let is_new = std::mem::take(&mut self.is_new);
        let world = Arc::clone(&self.world);
        let mut unfinished = Unfinished((!is_new).then_some(&world.tally.panicked));
        // Its reset may panic, and that is then this one's panic too.
        drop(self.nested.take());
        if self.plans.reset_panics && !calm {
            planned();
        }
        let drop_panics = self.plans.drop_panics;
        self.plans = Plans {
            drop_panics,
            ..Plans::default()
        };
        self.is_dirty = false;
        unfinished.0 = None;
        if is_new {
            count(&world.tally.made);
        }
    }

    fn should_discard(&self) -> bool {
        if self.world.is_calm() {
            return false;
        }
        if self.plans.asked_panics {
            count(&self.world.tally.panicked);
            planned();
        }
        if self.plans.is_unfit {
            count(&self.world.tally.unfit);
        }
        self.plans.is_unfit
    }
}

impl Drop for Volatile {
    fn drop(&mut self) {
        // Whoever is let in for an object that is on its way out comes in now.
        thread::yield_now();
        self.world.drops()[self.number] += 1;
        self.world.surplus.add(-1);
        if self.plans.drop_panics && !self.world.is_calm() {
            planned();
        }
    }
}
