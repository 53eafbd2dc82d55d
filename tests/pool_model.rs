//! Random programs against a model of what a pool may do: one step at a time, on up
//! to four threads, with everything checked after each step.
//!
//! The model does not say which idle object `get` hands out, nor from which tier. It
//! says which objects there are and where each may be: an object is with a holder,
//! idle, or dropped for a reason that the step and the bound allow.

mod identities;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use proptest::prelude::*;
use qnpool::{Guard, OwnedGuard, Pool, Poolable, Stats, UNBOUNDED};

use identities::assert_identities;
use worker::Worker;

const THREADS: usize = 4;

#[derive(Clone, Debug)]
enum Step {
    Get { times: usize },
    GetOwned,
    GetIdle,
    Drop { which: usize, times: usize },
    Detach(usize),
    DetachBoxed(usize),
    Discard(usize),
    ReturnUnfit(usize),
    Forget(usize),
    Attach,
    AttachBoxed,
    Prewarm(usize),
    Tick,
    Clear,
    ThreadExits,
}

/// A step on one of the threads, which is started if it does not run.
type Program = Vec<(usize, Step)>;

fn programs() -> impl Strategy<Value = Program> {
    let which = 0..64usize;
    let step = prop_oneof![
        8 => (1..24usize).prop_map(|times| Step::Get { times }),
        2 => Just(Step::GetOwned),
        2 => Just(Step::GetIdle),
        8 => (which.clone(), 1..24usize).prop_map(|(which, times)| Step::Drop { which, times }),
        1 => which.clone().prop_map(Step::Detach),
        1 => which.clone().prop_map(Step::DetachBoxed),
        1 => which.clone().prop_map(Step::Discard),
        1 => which.clone().prop_map(Step::ReturnUnfit),
        1 => which.prop_map(Step::Forget),
        1 => Just(Step::Attach),
        1 => Just(Step::AttachBoxed),
        1 => (0..30usize).prop_map(Step::Prewarm),
        3 => Just(Step::Tick),
        1 => Just(Step::Clear),
        2 => Just(Step::ThreadExits),
    ];
    prop::collection::vec((0..THREADS, step), 1..60)
}

/// What objects tell of themselves.
#[derive(Default)]
struct Log {
    made: AtomicU64,
    /// Dropped, and taken note of.
    gone: AtomicU64,
    dropped: Mutex<Vec<u64>>,
}

/// `RETAINED` is what it says it retains, which decides the size of a magazine.
struct Object<const RETAINED: usize> {
    id: u64,
    log: Arc<Log>,
    body: Vec<u8>,
    unfit: bool,
}

impl<const RETAINED: usize> Object<RETAINED> {
    /// Not pristine: what a pool hands out has passed through `reset`.
    fn new(log: &Arc<Log>) -> Self {
        Self {
            id: log.made.fetch_add(1, Ordering::Relaxed),
            log: Arc::clone(log),
            body: vec![1],
            unfit: false,
        }
    }
}

impl<const RETAINED: usize> Drop for Object<RETAINED> {
    fn drop(&mut self) {
        self.log.dropped.lock().unwrap().push(self.id);
    }
}

impl<const RETAINED: usize> Poolable for Object<RETAINED> {
    const MAX_RETAINED_BYTES: usize = RETAINED;

    fn reset(&mut self) {
        self.body.clear();
    }

    fn should_discard(&self) -> bool {
        self.unfit
    }
}

enum Held<'pool, const RETAINED: usize, F> {
    Borrowed(Guard<'pool, Object<RETAINED>>),
    Owned(OwnedGuard<Object<RETAINED>, F>),
}

impl<const RETAINED: usize, F> Held<'_, RETAINED, F> {
    fn object(&mut self) -> &mut Object<RETAINED> {
        match self {
            Self::Borrowed(guard) => guard,
            Self::Owned(guard) => guard,
        }
    }

    fn detach(self) -> Object<RETAINED> {
        match self {
            Self::Borrowed(guard) => Guard::detach(guard),
            Self::Owned(guard) => OwnedGuard::detach(guard),
        }
    }

    fn detach_boxed(self) -> Box<Object<RETAINED>> {
        match self {
            Self::Borrowed(guard) => Guard::detach_boxed(guard),
            Self::Owned(guard) => OwnedGuard::detach_boxed(guard),
        }
    }

    fn discard(self) {
        match self {
            Self::Borrowed(guard) => Guard::discard(guard),
            Self::Owned(guard) => OwnedGuard::discard(guard),
        }
    }
}

/// Where the objects are.
struct Model {
    max_idle: usize,
    /// Idle objects, and in which generation they came.
    idle: BTreeMap<u64, u64>,
    held: Vec<u64>,
    forgotten: u64,
    detached: u64,
    gets: u64,
    attached: u64,
    /// Of objects out; somebody looks after each `get`.
    peak: u64,
    generation: u64,
    /// Ticks without anything else in between.
    ticks: u32,
    /// Objects that the pool has dropped.
    gone: u64,
    before: Stats,
}

/// What a step may have done to idle objects.
#[derive(PartialEq)]
enum Dropped {
    Nothing,
    Unfit,
    Aged,
    All,
    /// Came back, or was attached, with no room.
    Full,
}

impl Model {
    fn new(max_idle: usize, before: Stats) -> Self {
        Self {
            max_idle,
            idle: BTreeMap::new(),
            held: Vec::new(),
            forgotten: 0,
            detached: 0,
            gets: 0,
            attached: 0,
            peak: 0,
            generation: 0,
            ticks: 0,
            gone: 0,
            before,
        }
    }

    fn took(&mut self, id: u64, is_new: bool) {
        let was_idle = self.idle.remove(&id).is_some();
        assert_ne!(was_idle, is_new, "object {id} was idle, or is new");
        self.held.push(id);
        self.gets += 1;
        self.peak = self.peak.max(self.outstanding());
    }

    fn outstanding(&self) -> u64 {
        self.held.len() as u64 + self.forgotten
    }

    fn came_in(&mut self, id: u64) {
        assert!(self.idle.insert(id, self.generation).is_none());
    }

    fn attached(&mut self, id: u64) {
        self.attached += 1;
        self.came_in(id);
    }

    /// After a step: the objects that were dropped meanwhile, and the counters.
    fn check(&mut self, log: &Log, dropped: &Dropped, alone: bool, stats: Stats) {
        let gone = mem::take(&mut *log.dropped.lock().unwrap());
        for id in &gone {
            let since = self.idle.remove(id);
            let since = since.unwrap_or_else(|| panic!("object {id} was not the pool's to drop"));
            if *dropped == Dropped::Aged {
                assert!(since < self.generation, "object {id} came a moment ago");
            }
        }
        let gone = gone.len() as u64;
        self.gone += gone;
        let before = mem::replace(&mut self.before, stats);
        let full = stats.discarded_full - before.discarded_full;
        let aged = stats.discarded_aged - before.discarded_aged;
        let unfit = stats.discarded_unfit - before.discarded_unfit;
        let told = match dropped {
            Dropped::Nothing => 0,
            Dropped::Unfit => unfit,
            Dropped::Aged | Dropped::All => aged,
            Dropped::Full => full,
        };
        assert_eq!(told, gone, "{stats:?}");
        assert_eq!(full + aged + unfit, gone, "{stats:?}");
        if *dropped == Dropped::Full && gone > 0 && alone {
            // Nobody else has a cache, so no credit lies idle.
            assert_eq!(self.idle.len(), self.max_idle, "{stats:?}");
        }
        match dropped {
            Dropped::Aged => {
                self.generation += 1;
                self.ticks += 1;
            }
            _ => self.ticks = 0,
        }
        if *dropped == Dropped::All || self.ticks >= 2 {
            assert_eq!(self.idle.len(), 0, "{stats:?}");
        }
        for (id, since) in &self.idle {
            let generations = self.generation - since;
            assert!(
                generations < 2,
                "object {id} was idle for a whole generation"
            );
        }

        assert_eq!(stats.idle, self.idle.len() as u64, "{stats:?}");
        assert!(self.idle.len() <= self.max_idle);
        assert_eq!(stats.outstanding, self.outstanding(), "{stats:?}");
        assert_eq!(stats.peak_outstanding, self.peak, "{stats:?}");
        assert_eq!(stats.detached, self.detached, "{stats:?}");
        assert_eq!(stats.attached, self.attached, "{stats:?}");
        assert_eq!(stats.gets, self.gets, "{stats:?}");
        assert_identities(stats);
    }
}

/// A program under way: the pool, what it has handed out, and the model of both.
struct Run<'env, const RETAINED: usize, F> {
    pool: &'env Arc<Pool<Object<RETAINED>, F>>,
    log: &'env Arc<Log>,
    held: Vec<Held<'env, RETAINED, F>>,
    detached: Vec<Object<RETAINED>>,
    /// By a guard that keeps it alive for ever.
    pool_is_forgotten: bool,
    model: Model,
}

impl<'env, const RETAINED: usize, F> Run<'env, RETAINED, F>
where
    F: Fn() -> Object<RETAINED> + Send + Sync,
{
    fn step(&mut self, worker: &Worker<'_, 'env>, alone: bool, step: &Step) -> Dropped {
        let (pool, log) = (self.pool, self.log);
        match *step {
            Step::Get { times } => {
                for _ in 0..times {
                    let guard = worker.run(move || pool.get());
                    self.hold(Held::Borrowed(guard));
                }
                Dropped::Nothing
            }
            Step::GetOwned => {
                let guard = worker.run(move || pool.get_owned());
                self.hold(Held::Owned(guard));
                Dropped::Nothing
            }
            Step::GetIdle => {
                if let Some(guard) = worker.run(move || pool.get_idle()) {
                    self.hold(Held::Borrowed(guard));
                } else if alone {
                    assert_eq!(self.model.idle.len(), 0, "idle, and not found");
                }
                Dropped::Nothing
            }
            Step::Drop { which, times } => {
                for which in which..which + times {
                    if let Some((id, guard)) = self.give_up(which) {
                        self.model.came_in(id);
                        worker.run(move || drop(guard));
                    }
                }
                Dropped::Full
            }
            Step::Attach => {
                let object = Object::new(log);
                self.model.attached(object.id);
                worker.run(move || pool.attach(object));
                Dropped::Full
            }
            Step::AttachBoxed => {
                let object = Box::new(Object::new(log));
                self.model.attached(object.id);
                worker.run(move || pool.attach_boxed(object));
                Dropped::Full
            }
            Step::Prewarm(objects) => {
                let first = log.made.load(Ordering::Relaxed);
                worker.run(move || pool.prewarm(objects));
                let made = first..log.made.load(Ordering::Relaxed);
                if alone {
                    let wanted = objects.min(self.model.max_idle);
                    let missing = wanted.saturating_sub(self.model.idle.len());
                    assert_eq!(made.clone().count(), missing, "prewarmed");
                }
                made.for_each(|id| self.model.attached(id));
                Dropped::Nothing
            }
            Step::Tick => {
                worker.run(move || pool.tick());
                Dropped::Aged
            }
            Step::Clear => {
                worker.run(move || pool.clear());
                Dropped::All
            }
            Step::Detach(which)
            | Step::DetachBoxed(which)
            | Step::Discard(which)
            | Step::ReturnUnfit(which)
            | Step::Forget(which) => match self.give_up(which) {
                Some((id, guard)) => self.end(worker, step, id, guard),
                None => Dropped::Nothing,
            },
            Step::ThreadExits => unreachable!("the caller's"),
        }
    }

    /// Ends a guard in another way than by dropping it.
    fn end(
        &mut self,
        worker: &Worker<'_, 'env>,
        step: &Step,
        id: u64,
        mut guard: Held<'env, RETAINED, F>,
    ) -> Dropped {
        match step {
            Step::Detach(_) => {
                let object = worker.run(move || guard.detach());
                self.detached.push(object);
            }
            Step::DetachBoxed(_) => {
                let object = worker.run(move || guard.detach_boxed());
                self.detached.push(*object);
            }
            Step::Discard(_) => {
                self.model.came_in(id);
                worker.run(move || guard.discard());
                return Dropped::Unfit;
            }
            Step::ReturnUnfit(_) => {
                self.model.came_in(id);
                guard.object().unfit = true;
                worker.run(move || drop(guard));
                return Dropped::Unfit;
            }
            _ => {
                self.pool_is_forgotten |= matches!(guard, Held::Owned(_));
                self.model.forgotten += 1;
                mem::forget(guard);
                return Dropped::Nothing;
            }
        }
        let object = self.detached.last().unwrap();
        assert_eq!(
            (object.id, &*object.body),
            (id, [7; 7].as_slice()),
            "as it is"
        );
        self.model.detached += 1;
        Dropped::Nothing
    }

    fn hold(&mut self, mut guard: Held<'env, RETAINED, F>) {
        let created = self.pool.stats().created;
        let is_new = created > self.model.before.created;
        self.model.before.created = created;
        let object = guard.object();
        assert!(object.body.is_empty(), "pristine");
        object.body.resize(7, 7);
        self.model.took(object.id, is_new);
        self.held.push(guard);
    }

    fn give_up(&mut self, which: usize) -> Option<(u64, Held<'env, RETAINED, F>)> {
        let which = which.checked_rem(self.held.len())?;
        Some((self.model.held.remove(which), self.held.remove(which)))
    }
}

fn run<const RETAINED: usize>(max_idle: usize, program: Program) {
    let log = Arc::new(Log::default());
    let create = {
        let log = Arc::clone(&log);
        move || Object::<RETAINED>::new(&log)
    };
    let builder = Pool::builder().max_idle(max_idle);
    let pool = Arc::new(builder.idle_timeout(Duration::MAX).create(create));
    let pool_is_forgotten = run_in(&pool, &log, max_idle, program);
    let idle = pool.stats().idle;
    let left = pool.stats().outstanding;

    drop(pool);
    let gone = mem::take(&mut *log.dropped.lock().unwrap());
    let distinct: BTreeSet<_> = gone.iter().collect();
    assert_eq!(distinct.len(), gone.len(), "dropped twice");
    let idle = if pool_is_forgotten { 0 } else { idle };
    assert_eq!(gone.len() as u64, idle);
    if !pool_is_forgotten {
        let made = log.made.load(Ordering::Relaxed);
        let all = log.gone.load(Ordering::Relaxed) + idle + left;
        assert_eq!(made, all, "every object is dropped once, or forgotten");
    }
}

/// Says whether a guard was forgotten that keeps the pool alive.
fn run_in<const RETAINED: usize, F>(
    pool: &Arc<Pool<Object<RETAINED>, F>>,
    log: &Arc<Log>,
    max_idle: usize,
    program: Program,
) -> bool
where
    F: Fn() -> Object<RETAINED> + Send + Sync,
{
    let mut run = Run {
        pool,
        log,
        held: Vec::new(),
        detached: Vec::new(),
        pool_is_forgotten: false,
        model: Model::new(max_idle, pool.stats()),
    };
    thread::scope(|scope| {
        let mut workers = [const { None }; THREADS];
        for (thread, step) in program {
            let others = workers.iter().enumerate();
            let mut others = others.filter(|(other, worker)| *other != thread && worker.is_some());
            let alone = others.next().is_none();
            let worker = workers[thread].get_or_insert_with(|| Worker::start(scope));
            let dropped = if matches!(step, Step::ThreadExits) {
                workers[thread].take().unwrap().exit();
                Dropped::Nothing
            } else {
                run.step(worker, alone, &step)
            };
            run.model.check(log, &dropped, alone, pool.stats());
        }
        workers.into_iter().flatten().for_each(Worker::exit);
    });

    // What is still out comes back to a pool whose threads have all gone.
    while let Some((id, guard)) = run.give_up(0) {
        run.model.came_in(id);
        drop(guard);
    }
    run.model.check(log, &Dropped::Full, true, pool.stats());
    let detached = run.detached.len() as u64;
    drop(run.detached);
    let gone = mem::take(&mut *log.dropped.lock().unwrap()).len() as u64;
    assert_eq!(gone, detached, "dropped by whoever detached them");
    log.gone.store(run.model.gone + gone, Ordering::Relaxed);
    run.pool_is_forgotten
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn small_objects(bound in bounds(), program in programs()) {
        run::<64>(bound, program);
    }

    #[test]
    fn objects_of_megabytes(bound in bounds(), program in programs()) {
        run::<{ 4 << 20 }>(bound, program);
    }

    #[test]
    fn objects_without_a_bound_in_bytes(bound in bounds(), program in programs()) {
        run::<UNBOUNDED>(bound, program);
    }
}

fn bounds() -> impl Strategy<Value = usize> {
    prop::sample::select(&[0, 1, 2, 3, 7, 40, 200, 4096][..])
}
