//! A thread's own cache: a magazine that only its owner touches, until somebody revokes it.
//!
//! # What was measured
//!
//! Per pair of `get` and drop, beside a bare `thread_local!` vector of 37 instructions:
//!
//! | variant | instructions | time | verdict |
//! |---|---|---|---|
//! | owner only, nobody else ever | 24 | 0.5–0.8 × | the objects of a sleeping thread are out of reach of `tick`, `clear` and the bound |
//! | an atomic try-lock for each cache | 34 | 5 × | two locked swaps are 15 ns |
//! | **owner's words in plain stores, others behind an asymmetric fence** | 34 | 0.7–1.1 × | chosen |
//!
//! One word, the [`State`], counts the hits, says how many objects there are, and says that
//! the owner is inside. A hit writes it twice, and would also if nothing were counted. What
//! `put` keeps is not counted at all: it follows from the hits and the length. A
//! word for the hits, one for the length and a flag for a `put` under way made two stores a pair
//! more: a small object's took 2.7 ns instead of 2.2, a packet's 3.4 instead of 3.3.
//!
//! The words of the hit fill one line, and are plain numbers rather than the fields of a
//! vector: a hit takes 4 instructions a nanosecond, so their number is what it costs.
//!
//! # Who may touch the magazine
//!
//! 1. The **owner inside**: it has said so in `state`, and then found `deadline` above zero, or
//!    `room`. No lock.
//! 2. Whoever **holds** the lock: the owner at rest, or a thread that has *revoked*
//!    the cache: it stored zero in `deadline` and `room`, passed the heavy fence, and saw in
//!    `state` that the owner is not inside.
//!
//! Two holders exclude each other by the lock, and an owner does not hold and go
//! inside at once. A revoker and an owner inside exclude each other by the fence
//! (its argument is in `fence.rs`): either the owner sees zero and does not go in, or
//! the revoker sees that it is inside and waits. What the one wrote the other reads: the
//! owner comes out by a release store that the revoker's load acquires, and
//! goes inside again only after it has taken the lock and made those two positive
//! itself. It takes the lock for each sample too, to say when the next one is due: said from
//! inside it might come after the revoker's zero.
//!
//! An owner inside runs no foreign code, so a revoker waits a few instructions, or
//! until the scheduler brings back an owner that it stopped right there.
//!
//! # Who says how many objects there are
//!
//! An owner that may go inside, in its `state`, to which nobody else writes: it writes there
//! also when it finds itself shut out, and would undo what another had written. Of a revoked
//! cache the magazine itself knows it.
//!
//! # When the owner comes out
//!
//! `deadline` is a number of hits rather than a flag, so that an owner comes out of
//! its fast path now and then and checks the clock, at no cost: a thread whose
//! every `get` is a hit would else never notice that a generation is over. The census
//! takes its samples there too, and uses to be inspected are chosen. `room` is below the
//! credit if an owner that only puts is to come out for an inspection.

mod held;

pub(super) use held::{Held, revoke};

use super::counters::{CacheCounters, Counted};
use super::fence;
use super::magazine::Magazine;
use super::pacer::{Pacer, Seen, Uses};
use super::sampling::Sampling;
use super::state::State;
use super::sync::{
    AtomicU64, AtomicUsize, CacheTraffic, Mutex, Ordering, UnorderedU64, UnsafeCell, lock,
    random_seed,
};

/// In place of a length at rest: the owner may go inside, and has it in its state.
const IN_STATE: u64 = u64::MAX;

/// Aligned so that no two caches share a line, nor the pair of lines that the
/// hardware fetches together: neighbours made the hit 4 times slower.
#[repr(C, align(128))]
pub(in super::super) struct Cache<T> {
    /// Objects up to which the owner puts on its fast path: at most the credit of the magazine;
    /// zero if the cache is revoked.
    room: AtomicUsize,
    /// A [`State`], written by the owner alone.
    state: AtomicU64,
    /// The word of `state` at which the owner leaves the fast path; zero if the cache is
    /// revoked.
    deadline: AtomicU64,
    /// With the words above it fills one line.
    magazine: UnsafeCell<Magazine<T>>,
    /// Objects in the magazine while the cache is revoked, else [`IN_STATE`].
    len_at_rest: UnorderedU64,
    pacer: Pacer,
    sampling: Sampling,
    /// Objects that the owner put while it held the cache.
    kept_held: AtomicU64,
    /// By how much the length in `state` was raised other than by a `put`, plus the hits that
    /// took nothing off it.
    raised: AtomicU64,
    /// By how much the length in `state` was lowered other than by a hit.
    lowered: AtomicU64,
    /// Credit of the magazine, as last written by a holder.
    credit: UnorderedU64,
    pub(in super::super) counters: CacheCounters,
    pub(in super::super) traffic: CacheTraffic,
    /// Whether the owner may be inside, or go inside, without anybody's knowing. Its lock is the
    /// cache's lock.
    is_entrusted: Mutex<bool>,
    index: usize,
    /// The shard that the owner prefers where objects travel one at a time.
    shard: UnorderedU64,
}

// SAFETY: `magazine` is what is not `Sync` by itself. The rules at the head of this
// file let one thread at a time touch it, each after the one before; the objects in
// it then move between threads, which is what `T: Send` allows.
unsafe impl<T: Send> Sync for Cache<T> {}

impl<T> Cache<T> {
    /// The pool's cache of this number; `mean` is that of its samples, and `inspections` is whether
    /// uses are inspected.
    pub(super) fn new(index: usize, mean: u64, inspections: bool) -> Self {
        Self {
            room: AtomicUsize::new(0),
            state: AtomicU64::new(0),
            deadline: AtomicU64::new(0),
            magazine: UnsafeCell::new(Magazine::empty()),
            len_at_rest: UnorderedU64::new(0),
            pacer: Pacer::new(inspections),
            sampling: Sampling::new(random_seed(), mean),
            kept_held: AtomicU64::new(0),
            raised: AtomicU64::new(0),
            lowered: AtomicU64::new(0),
            credit: UnorderedU64::new(0),
            counters: CacheCounters::new(),
            traffic: CacheTraffic::default(),
            is_entrusted: Mutex::new(false),
            index,
            shard: UnorderedU64::new(index as u64),
        }
    }

    /// The hit: an object of the magazine, if the owner may go inside.
    ///
    /// # Safety
    ///
    /// The calling thread owns the cache and does not hold it.
    #[inline]
    pub(in super::super) unsafe fn take(&self) -> Option<Box<T>> {
        let state = self.state();
        self.set_state(state.inside());
        fence::light();
        if state.word() < self.deadline.load(Ordering::Relaxed) {
            // SAFETY: Owner inside: `state` says so, and `deadline` is above zero.
            if let Some(object) = unsafe { self.take_last(state) } {
                return Some(object);
            }
        }
        self.set_state(state);
        None
    }

    /// # Safety
    ///
    /// By the owner, inside or while it holds the cache, whose length is in `state`: it was in
    /// this one before.
    #[inline]
    unsafe fn take_last(&self, state: State) -> Option<Box<T>> {
        let last = state.len().checked_sub(1)?;
        // SAFETY: As the caller promises, the rules at the head of this file. The object is one
        // of the first `len`, and with the next line no longer is.
        let object = self
            .magazine
            .with_mut(|magazine| unsafe { (*magazine).take_at(last) });
        self.set_state(state.after_take());
        Some(object)
    }

    /// The other half of the hit: keeps the object if the magazine has credit and the owner may
    /// go inside, else gives it back.
    ///
    /// # Safety
    ///
    /// As for `take`.
    #[inline]
    pub(in super::super) unsafe fn put(&self, object: Box<T>) -> Result<(), Box<T>> {
        let state = self.state();
        self.set_state(state.inside());
        fence::light();
        let len = state.len();
        if len < self.room.load(Ordering::Relaxed) {
            // SAFETY: Owner inside: `state` says so, and `room` is above zero. The place is
            // within the credit, for which there is memory, and above the first `len`; with
            // the next line it is one of them.
            self.magazine
                .with_mut(|magazine| unsafe { (*magazine).put_at(len, object) });
            self.set_state(state.after_put());
            Ok(())
        } else {
            self.set_state(state);
            Err(object)
        }
    }

    #[inline]
    fn state(&self) -> State {
        State::from_word(self.state.load(Ordering::Relaxed))
    }

    /// Lets others have what the owner did inside, and what it counted: also where it goes
    /// inside, as a reader of its hits may see that store instead of the one before.
    #[inline]
    fn set_state(&self, state: State) {
        self.state.store(state.word(), Ordering::Release);
    }

    /// By the owner, which holds the cache. The change is no take and no return, so
    /// [`kept`](Self::kept) must not see it.
    fn set_len(&self, len: usize) {
        let state = self.state();
        let before = state.len();
        add_owned(&self.lowered, before.saturating_sub(len));
        self.set_state(state.with_len(len));
        add_owned(&self.raised, len.saturating_sub(before));
    }

    /// Where the owner leaves its fast path: for the clock, for a sample, or to inspect
    /// what an object was used for.
    #[inline]
    fn next_deadline(&self, sample_at: u64) -> u64 {
        State::deadline(self.pacer.due_at().min(sample_at))
    }

    /// Whether the next object that the owner brings back is to be inspected.
    #[inline]
    pub(in super::super) fn wants_inspection(&self) -> bool {
        self.pacer.wants_inspection()
    }

    /// The uses that the inspection which is wanted stands for, and those that one usually does.
    pub(in super::super) fn begin_inspection(&self) -> (u64, u64) {
        self.pacer.begin_inspection(self.kept())
    }

    pub(in super::super) fn end_inspection(&self, seen: Seen) {
        self.pacer.end_inspection(seen);
    }

    /// Which of the pool's caches it is. Also its shard, of however many there are.
    pub(in super::super) fn index(&self) -> usize {
        self.index
    }

    pub(super) fn shard(&self) -> &UnorderedU64 {
        &self.shard
    }

    pub(super) fn set_sampling(&self, mean: u64) {
        self.sampling.set_mean(mean);
    }

    /// As [`take`](Self::take), if a sample is due; and for how many objects this one then
    /// stands. The next hit can be on the fast path again.
    ///
    /// If there is no object, a sample that is due waits for the next hit.
    ///
    /// # Safety
    ///
    /// As for `take`.
    #[inline]
    pub(in super::super) unsafe fn take_sample(&self) -> Option<(Box<T>, u32)> {
        let state = self.state();
        let (weight, sample_at) = self.sampling.take(state.hits())?;
        {
            let _held = lock(&self.is_entrusted);
            if self.deadline.load(Ordering::Relaxed) > 0 {
                let deadline = self.next_deadline(sample_at);
                self.deadline.store(deadline, Ordering::Relaxed);
                // Or a check of the clock is due as well, and comes first.
                if state.word() < deadline {
                    // SAFETY: By the owner, which holds the cache. `deadline` was above zero.
                    if let Some(object) = unsafe { self.take_last(state) } {
                        return Some((object, weight));
                    }
                }
            }
        }
        self.sampling.put_off(state.hits(), weight);
        None
    }

    /// Whether an object that the owner did not take on the fast path is to be followed,
    /// and for how many it then stands.
    pub(in super::super) fn draw_sample(&self) -> Option<u32> {
        self.sampling.draw()
    }

    /// For the owner: there is nothing in it, and it does not go inside. What others do can only
    /// make it so.
    pub(super) fn is_closed_and_empty(&self) -> bool {
        self.credit.load(Ordering::Relaxed) == 0 && !self.seems_entrusted()
    }

    /// For readers on other threads, too.
    fn read_state(&self) -> State {
        State::from_word(self.state.load(Ordering::Acquire))
    }

    pub(super) fn hits(&self) -> u64 {
        self.read_state().hits()
    }

    /// Adds up what the owner was handed.
    pub(super) fn add_takes_to(&self, sum: &mut Counted) {
        self.counters.add_to(sum);
        sum.cache_hits += self.hits();
    }

    /// Objects in the magazine.
    pub(super) fn idle(&self) -> u64 {
        match self.len_at_rest.load(Ordering::Relaxed) {
            IN_STATE => self.state().len() as u64,
            len => len,
        }
    }

    /// Objects put into the magazine one by one. A `put` on the fast path is not counted: it
    /// raises the length in `state` by one. A hit lowers that by one and counts one, so the
    /// sum of both is the number of such puts, once the other changes are taken off it.
    ///
    /// A reader on another thread never gets less than what was put before. The owner
    /// writes `lowered`, `state` and `raised` in this order, and they are read the other
    /// way around: with a `state` all that lowered it is read, and of what raised it perhaps
    /// less. What the owner puts while it holds the cache is counted before `state` shows it.
    pub(super) fn kept(&self) -> u64 {
        let raised = self.raised.load(Ordering::Acquire);
        let state = self.read_state();
        let put = state.hits() + state.len() as u64;
        let lowered = self.lowered.load(Ordering::Acquire);
        let kept_held = self.kept_held.load(Ordering::Acquire);
        put + lowered + kept_held - raised
    }

    /// Counts an object that the owner puts while it holds the cache, before others see it.
    pub(super) fn count_kept(&self) {
        add_owned(&self.kept_held, 1);
    }

    /// Whether the owner, off its fast path, should check the time. If it never is on it, that is
    /// one operation in so many.
    #[inline]
    pub(in super::super) fn is_check_due(&self) -> bool {
        self.pacer.count_slow_operation()
            || self.seems_entrusted() && self.pacer.is_half_way(self.uses())
    }

    /// The owner checks the time, and will check again so that it notices each `interval`, at
    /// whatever rate it uses the pool.
    pub(in super::super) fn check(&self, now: u64, interval: u64) {
        self.pacer.check(self.uses(), now, interval);
    }

    fn uses(&self) -> Uses {
        Uses {
            hits: self.hits(),
            kept: self.kept(),
        }
    }
}

/// As [`Counter::add_owned`](super::Counter::add_owned), of a word whose order the models check.
#[inline]
fn add_owned(word: &AtomicU64, count: usize) {
    let before = word.load(Ordering::Relaxed);
    word.store(before + count as u64, Ordering::Release);
}
