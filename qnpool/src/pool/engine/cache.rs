//! A thread's own cache: two magazines that only their owner touches, until somebody
//! revokes them.
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
//! # Who may touch the magazines
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
//! itself.
//!
//! With one exception: an owner that found `deadline` above zero may set it anew, for the next
//! sample, and open a `room` that is closed, as by itself. This may come after the revoker's
//! zero, but not after the owner is out again; so a revoker that finds either above zero when
//! it sees the owner out begins anew. To set the deadline by a locked exchange from outside was
//! a quarter of what a sample costs, and to open the room under the lock a quarter of a use
//! that ends with a cut.
//!
//! An owner inside runs no foreign code, so a revoker waits a few instructions, or
//! until the scheduler brings back an owner that it stopped right there.
//!
//! # Who says how many objects there are
//!
//! An owner that may go inside, in its `state`, to which nobody else writes: it writes there
//! also when it finds itself shut out, and would undo what another had written. Of a revoked
//! cache the loaded magazine itself knows it.
//!
//! # When the owner comes out
//!
//! `deadline` is a number of hits rather than a flag, so that an owner comes out of
//! its fast path now and then and looks at the clock, at no cost: a thread whose
//! every `get` is a hit would else never notice that a generation is over. The census
//! takes its samples there too, and uses to be looked at are chosen. `room` is below the
//! credit if an owner that only puts is to come out for a look; and zero, without anybody's
//! having revoked the cache, where its thread has cut a buffer, which is then counted.

mod held;

pub(super) use held::{Held, Patience, revoke};

use super::Engine;
use super::clock_looks::ClockLooks;
use super::counters::CacheCounters;
use super::fence;
use super::looks::{Looks, Seen};
use super::magazine::Magazine;
use super::room::Room;
use super::sampling::Sampling;
use super::state::State;
use super::sync::{
    Arc, AtomicU64, Mutex, MutexGuard, Ordering, Tally, UnsafeCell, lock, random_seed,
};

/// In place of a length at rest: the owner may go inside, and has it in its state.
const IN_STATE: u64 = u64::MAX;

/// Aligned so that no two caches share a line, nor the pair of lines that the
/// hardware fetches together: neighbours made the hit 4 times slower.
#[repr(C, align(128))]
pub(in super::super) struct Cache<T> {
    /// Objects up to which the owner puts on its fast path: at most the credit of the loaded
    /// magazine; zero if the cache is revoked.
    room: Room,
    /// A [`State`], written by the owner alone.
    state: AtomicU64,
    /// The word of `state` at which the owner leaves the fast path; zero if the cache is
    /// revoked.
    deadline: AtomicU64,
    magazines: UnsafeCell<Magazines<T>>,
    /// Objects in the loaded magazine while the cache is revoked, else [`IN_STATE`].
    len_at_rest: Tally,
    /// Objects in the previous magazine.
    reserve: Tally,
    /// The room that the owner had when it last held the cache.
    last_room: Tally,
    clock_looks: ClockLooks,
    sampling: Sampling,
    looks: Looks,
    slow_operations: Tally,
    /// Objects that the owner put while it held the cache.
    kept_held: AtomicU64,
    /// By how much the length in `state` was raised other than by a `put`, plus the hits that
    /// took nothing off it.
    raised: AtomicU64,
    /// By how much the length in `state` was lowered other than by a hit.
    lowered: AtomicU64,
    /// Credit of both magazines, as last written by a holder.
    credit: Tally,
    pub(in super::super) counters: CacheCounters,
    tenancy: Mutex<Tenancy<T>>,
    index: usize,
}

/// The loaded magazine first: with the words above it fills one line.
#[repr(C)]
pub(super) struct Magazines<T> {
    pub(super) loaded: Magazine<T>,
    /// Full or empty, mostly, so that a thread that gets and puts around the edge of
    /// a magazine does not go to the depot each time.
    pub(super) previous: Magazine<T>,
    /// Credit to draw at the next turn; doubles, so that a thread that keeps one
    /// object holds credit for one.
    pub(super) reach: usize,
}

/// What the lock protects besides the magazines.
pub(super) struct Tenancy<T> {
    /// The owner may be inside, or go inside, without anybody's knowing.
    biased: bool,
    /// Where the objects go when the owner exits; `None` once the pool is gone.
    pub(super) home: Option<Arc<Engine<T>>>,
    /// No thread owns the cache.
    pub(super) vacant: bool,
    pub(super) operations_at_reclaim: u64,
}

// SAFETY: `magazines` is what is not `Sync` by itself. The rules at the head of this
// file let one thread at a time touch it, each after the one before; the objects in
// it then move between threads, which is what `T: Send` allows.
unsafe impl<T: Send> Sync for Cache<T> {}

impl<T> Cache<T> {
    /// The pool's cache of this number; `mean` is that of its samples, and `looks` is whether
    /// uses are looked at.
    pub(super) fn new(home: Arc<Engine<T>>, index: usize, mean: u64, looks: bool) -> Self {
        Self {
            room: Room::closed(),
            state: AtomicU64::new(0),
            deadline: AtomicU64::new(0),
            magazines: UnsafeCell::new(Magazines {
                loaded: Magazine::empty(),
                previous: Magazine::empty(),
                reach: 1,
            }),
            len_at_rest: Tally::new(0),
            reserve: Tally::new(0),
            last_room: Tally::new(0),
            clock_looks: ClockLooks::new(),
            sampling: Sampling::new(random_seed(), mean),
            looks: Looks::new(looks),
            slow_operations: Tally::new(0),
            kept_held: AtomicU64::new(0),
            raised: AtomicU64::new(0),
            lowered: AtomicU64::new(0),
            credit: Tally::new(0),
            counters: CacheCounters::new(),
            tenancy: Mutex::new(Tenancy {
                biased: false,
                home: Some(home),
                vacant: false,
                operations_at_reclaim: 0,
            }),
            index,
        }
    }

    /// The hit: an object of the loaded magazine, if the owner may go inside.
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
            if let Some(object) = unsafe { self.take_inside(state) } {
                return Some(object);
            }
        }
        self.set_state(state);
        None
    }

    /// # Safety
    ///
    /// By the owner inside, who was in this state before.
    #[inline]
    unsafe fn take_inside(&self, state: State) -> Option<Box<T>> {
        let last = state.len().checked_sub(1)?;
        // SAFETY: As the caller promises, rule 1 at the head of this file. The object is one
        // of the first `len`, and with the next line no longer is.
        let object = self
            .magazines
            .with_mut(|magazines| unsafe { (*magazines).loaded.take_at(last) });
        self.set_state(state.after_take());
        Some(object)
    }

    /// The other half of the hit: keeps the object if the loaded magazine has credit
    /// and the owner may go inside, else gives it back.
    ///
    /// # Safety
    ///
    /// As for `take`.
    #[inline]
    pub(in super::super) unsafe fn put(&self, object: Box<T>) -> Result<(), Box<T>> {
        let state = self.state();
        self.set_state(state.inside());
        fence::light();
        // SAFETY: Owner inside: `state` says so, and what is below `room` finds it above zero.
        unsafe { self.put_inside(state, self.room.get(), object) }
    }

    /// As [`put`](Self::put), where the owner itself may have closed the room, which it had
    /// when it last held the cache: it has that again.
    ///
    /// # Safety
    ///
    /// As for `take`.
    pub(in super::super) unsafe fn put_reopening(&self, object: Box<T>) -> Result<(), Box<T>> {
        let state = self.state();
        let mut room = self.last_room();
        if self.room.get() > 0 || state.len() >= room {
            return Err(object);
        }
        self.set_state(state.inside());
        fence::light();
        if self.deadline.load(Ordering::Relaxed) > 0 {
            // Owner inside, where alone it may do this.
            self.room.open(room);
        } else {
            room = 0;
        }
        // SAFETY: Owner inside: `state` says so, and `deadline` is above zero if `room` is.
        unsafe { self.put_inside(state, room, object) }
    }

    /// # Safety
    ///
    /// By the owner inside, who was in this state before; if there is no room it need not be
    /// allowed there. The room is that of the loaded magazine.
    #[inline]
    unsafe fn put_inside(&self, state: State, room: usize, object: Box<T>) -> Result<(), Box<T>> {
        let len = state.len();
        if len < room {
            // SAFETY: As the caller promises, rule 1 at the head of this file. The place is
            // within the credit, for which there is memory, and above the first `len`; with
            // the next line it is one of them.
            self.magazines
                .with_mut(|magazines| unsafe { (*magazines).loaded.put_at(len, object) });
            self.set_state(state.after_put());
            Ok(())
        } else {
            self.set_state(state);
            Err(object)
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "it was a `usize`")]
    fn last_room(&self) -> usize {
        self.last_room.load(Ordering::Relaxed) as usize
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

    /// Where the owner leaves its fast path: for the clock, for a sample, or to look at
    /// what an object was used for.
    #[inline]
    fn next_deadline(&self, sample_at: u64) -> u64 {
        let look_at = self.clock_looks.due_at().min(self.looks.due_at());
        State::deadline(look_at.min(sample_at))
    }

    /// Whether the next object that the owner brings back is to be looked at.
    #[inline]
    pub(in super::super) fn wants_look(&self) -> bool {
        self.looks.wanted()
    }

    /// The uses that the look which is wanted stands for, and those that one does if
    /// nothing is to be found.
    pub(in super::super) fn begin_look(&self) -> (u64, u64) {
        let interval = self.clock_looks.interval();
        (self.looks.begin(), self.looks.usual_distance(interval))
    }

    pub(in super::super) fn end_look(&self, seen: Seen) {
        let interval = self.clock_looks.interval();
        self.looks.end(self.hits(), self.kept(), seen, interval);
    }

    pub(super) fn tenancy(&self) -> MutexGuard<'_, Tenancy<T>> {
        lock(&self.tenancy)
    }

    /// Which of the pool's caches it is. Also its shard, of however many there are.
    pub(in super::super) fn index(&self) -> usize {
        self.index
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
        let deadline = self.next_deadline(sample_at);
        self.set_state(state.inside());
        fence::light();
        if self.deadline.load(Ordering::Relaxed) > 0 {
            // Owner inside, where alone it may do this.
            self.deadline.store(deadline, Ordering::Relaxed);
            // Or a look at the clock is due as well, and comes first.
            if state.word() < deadline {
                // SAFETY: Owner inside: `state` says so, and `deadline` was above zero.
                if let Some(object) = unsafe { self.take_inside(state) } {
                    return Some((object, weight));
                }
            }
        }
        self.set_state(state);
        self.sampling.put_off(state.hits(), weight);
        None
    }

    /// Whether an object that the owner did not take on the fast path is to be followed,
    /// and for how many it then stands.
    pub(in super::super) fn draw_sample(&self) -> Option<u32> {
        self.sampling.draw()
    }

    /// Changes with every operation of the owner.
    pub(super) fn operations(&self) -> u64 {
        let slow = self.slow_operations.load(Ordering::Relaxed);
        self.hits().wrapping_add(self.kept()).wrapping_add(slow)
    }

    pub(super) fn has_credit(&self) -> bool {
        self.credit.load(Ordering::Relaxed) > 0
    }

    /// For readers on other threads, too.
    fn read_state(&self) -> State {
        State::from_word(self.state.load(Ordering::Acquire))
    }

    pub(super) fn hits(&self) -> u64 {
        self.read_state().hits()
    }

    /// Whether the owner may be inside, or go inside, without anybody's knowing.
    pub(super) fn is_entrusted(&self) -> bool {
        self.len_at_rest.load(Ordering::Relaxed) == IN_STATE
    }

    /// Objects in both magazines.
    pub(super) fn idle(&self) -> u64 {
        let loaded = match self.len_at_rest.load(Ordering::Relaxed) {
            IN_STATE => self.state().len() as u64,
            len => len,
        };
        loaded + self.reserve.load(Ordering::Relaxed)
    }

    /// Objects put into the magazines one by one. A `put` on the fast path is not counted: it
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

    /// Whether the owner, on a slow path, should look at the clock.
    pub(in super::super) fn wants_clock(&self) -> bool {
        let slow = self.slow_operations.load(Ordering::Relaxed);
        self.slow_operations.store(slow + 1, Ordering::Relaxed);
        slow % 8 == 0 || self.clock_looks.wanted(self.hits())
    }

    /// The owner has looked at the clock, and will look again about once in `aim`, at whatever
    /// rate it uses the pool.
    pub(in super::super) fn note_clock(&self, now: u64, aim: u64) {
        self.clock_looks.looked(self.hits(), now, aim);
    }

    /// The owner need not look at the clock any more.
    pub(in super::super) fn end_clock(&self) {
        self.clock_looks.give_up();
    }
}

/// As [`Counter::add_owned`](super::Counter::add_owned), of a word whose order the models check.
fn add_owned(word: &AtomicU64, count: usize) {
    let before = word.load(Ordering::Relaxed);
    word.store(before + count as u64, Ordering::Release);
}
