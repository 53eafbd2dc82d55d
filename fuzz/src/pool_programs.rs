//! Programs of pool operations, a step at a time on up to three threads, held against a
//! model after each step.
//!
//! Beside what `tests/pool_model.rs` does at random: the levels of leak detection, `touch`,
//! the census, and what a fuzzer finds by coverage.

#![allow(unreachable_pub, reason = "a module of a test crate too")]

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use std::{mem, thread};

use arbitrary::{Arbitrary, Unstructured};
use qnpool::{Guard, LeakDetection, OwnedGuard, Pool, Poolable};

use crate::identities::assert_identities;
use crate::worker::Worker;

const THREADS: usize = 3;

#[derive(Arbitrary, Debug)]
enum Step {
    Get { times: u8 },
    GetOwned,
    GetIdle,
    Drop { which: u8, times: u8 },
    Detach(u8),
    DetachBoxed(u8),
    Discard(u8),
    ReturnUnfit(u8),
    Forget(u8),
    Touch(u8),
    Attach,
    AttachBoxed,
    Prewarm(u8),
    Tick,
    Clear,
    Follow(Level),
    ThreadExits,
}

#[derive(Arbitrary, Clone, Copy, Debug)]
enum Level {
    Off,
    All,
    Some(u8),
    Backtraces,
}

#[derive(Arbitrary, Debug)]
struct Program {
    max_idle: u8,
    level: Level,
    steps: Vec<(u8, Step)>,
}

impl Level {
    fn detection(self) -> LeakDetection {
        match self {
            Self::Off => LeakDetection::Off,
            Self::All => LeakDetection::All,
            Self::Some(objects) => LeakDetection::Sampled(objects.into()),
            Self::Backtraces => LeakDetection::Backtraces,
        }
    }

    /// Whether an object is followed; None, by chance.
    fn follows(self) -> Option<bool> {
        match self {
            Self::Off | Self::Some(0) => Some(false),
            Self::All | Self::Some(1) | Self::Backtraces => Some(true),
            Self::Some(_) => None,
        }
    }
}

/// Of the objects of one program.
#[derive(Default)]
struct Lives {
    made: AtomicU64,
    ended: Mutex<BTreeSet<u64>>,
}

impl Lives {
    fn made(&self) -> u64 {
        self.made.load(Ordering::Relaxed)
    }

    fn ended(&self) -> u64 {
        self.ended.lock().unwrap().len() as u64
    }
}

struct Object {
    id: u64,
    lives: Arc<Lives>,
    secret: u64,
    body: Vec<u8>,
    unfit: bool,
}

impl Object {
    /// Not pristine: what a pool hands out has passed through `reset`.
    fn new(lives: &Arc<Lives>) -> Self {
        Self {
            id: lives.made.fetch_add(1, Ordering::Relaxed),
            lives: Arc::clone(lives),
            secret: 1,
            body: vec![1; 4],
            unfit: false,
        }
    }
}

impl Drop for Object {
    fn drop(&mut self) {
        let mut ended = self.lives.ended.lock().unwrap();
        assert!(ended.insert(self.id), "object {} is dropped twice", self.id);
    }
}

impl Poolable for Object {
    const MAX_RETAINED_BYTES: usize = 4;

    fn reset(&mut self) {
        self.secret = 0;
        self.body.clear();
        self.body.shrink_to(4);
    }

    fn should_discard(&self) -> bool {
        self.unfit
    }
}

enum Held<'pool, F> {
    Borrowed(Guard<'pool, Object>),
    Owned(OwnedGuard<Object, F>),
}

struct Out<'pool, F> {
    guard: Held<'pool, F>,
    id: u64,
    is_followed: Option<bool>,
}

struct Run<'pool, F> {
    pool: &'pool Arc<Pool<Object, F>>,
    lives: &'pool Arc<Lives>,
    level: Level,
    out: Vec<Out<'pool, F>>,
    /// Forgotten, and whether each is followed.
    forgotten: Vec<Option<bool>>,
    detached: u64,
    attached: u64,
}

pub fn run(bytes: &[u8]) {
    let mut input = Unstructured::new(bytes);
    let Ok(mut program) = Program::arbitrary(&mut input) else {
        return;
    };
    program.steps.truncate(200);
    let lives = Arc::new(Lives::default());
    let create = {
        let lives = Arc::clone(&lives);
        move || Object::new(&lives)
    };
    let pool = Pool::builder()
        .max_idle(program.max_idle.into())
        .idle_timeout(Duration::MAX)
        .leak_detection(program.level.detection())
        .create(create);
    let pool = Arc::new(pool);
    let (forgotten, keeps_pool) = run_in(&pool, &lives, program);
    drop(pool);
    if !keeps_pool {
        let gone = lives.ended() + forgotten;
        assert_eq!(lives.made(), gone, "every object has one end");
    }
}

/// How many objects were forgotten, and whether a guard was that keeps the pool.
fn run_in<F>(pool: &Arc<Pool<Object, F>>, lives: &Arc<Lives>, program: Program) -> (u64, bool)
where
    F: Fn() -> Object + Send + Sync,
{
    let max_idle = u64::from(program.max_idle);
    let mut keeps_pool = false;
    let mut run = Run {
        pool,
        lives,
        level: program.level,
        out: Vec::new(),
        forgotten: Vec::new(),
        detached: 0,
        attached: 0,
    };
    thread::scope(|scope| {
        let mut workers = [const { None }; THREADS];
        for (thread, step) in program.steps {
            let worker = &mut workers[usize::from(thread) % THREADS];
            if matches!(step, Step::ThreadExits) {
                worker.take().into_iter().for_each(Worker::exit);
            } else {
                let worker = worker.get_or_insert_with(|| Worker::start(scope));
                keeps_pool |= run.step(worker, &step);
            }
            run.check(max_idle);
        }
        workers.into_iter().flatten().for_each(Worker::exit);
    });
    run.out.clear();
    run.check(max_idle);
    (run.forgotten.len() as u64, keeps_pool)
}

impl<'pool, F> Run<'pool, F>
where
    F: Fn() -> Object + Send + Sync,
{
    /// Whether a guard was forgotten that keeps the pool alive.
    fn step(&mut self, worker: &Worker<'_, 'pool>, step: &Step) -> bool {
        let (pool, lives) = (self.pool, self.lives);
        match *step {
            Step::Get { times } => {
                for _ in 0..=times % 32 {
                    let guard = worker.run(move || pool.get());
                    self.hold(Held::Borrowed(guard));
                }
            }
            Step::GetOwned => {
                let guard = worker.run(move || pool.get_owned());
                self.hold(Held::Owned(guard));
            }
            Step::GetIdle => {
                if let Some(guard) = worker.run(move || pool.get_idle()) {
                    self.hold(Held::Borrowed(guard));
                }
            }
            Step::Drop { which, times } => {
                for _ in 0..=times % 32 {
                    if let Some(out) = self.give_up(which) {
                        worker.run(move || drop(out.guard));
                    }
                }
            }
            Step::Attach => {
                self.attached += 1;
                worker.run(move || pool.attach(Object::new(lives)));
            }
            Step::AttachBoxed => {
                self.attached += 1;
                worker.run(move || pool.attach_boxed(Box::new(Object::new(lives))));
            }
            Step::Prewarm(objects) => {
                let before = lives.made();
                worker.run(move || pool.prewarm(objects.into()));
                self.attached += lives.made() - before;
            }
            Step::Tick => worker.run(move || pool.tick()),
            Step::Clear => {
                worker.run(move || pool.clear());
                assert_eq!(pool.stats().idle, 0, "after `clear`");
            }
            Step::Follow(level) => {
                worker.run(move || pool.set_leak_detection(level.detection()));
                self.level = level;
            }
            Step::Touch(which) => {
                if let Some(out) = self.give_up(which) {
                    match &out.guard {
                        Held::Borrowed(guard) => Guard::touch(guard),
                        Held::Owned(guard) => OwnedGuard::touch(guard),
                    }
                    self.out.push(out);
                }
            }
            Step::Detach(which)
            | Step::DetachBoxed(which)
            | Step::Discard(which)
            | Step::ReturnUnfit(which)
            | Step::Forget(which) => {
                if let Some(out) = self.give_up(which) {
                    return self.end(worker, step, out);
                }
            }
            Step::ThreadExits => unreachable!("the caller's"),
        }
        false
    }

    /// Ends a guard in another way than by dropping it.
    fn end(&mut self, worker: &Worker<'_, 'pool>, step: &Step, out: Out<'pool, F>) -> bool {
        let mut guard = out.guard;
        match step {
            Step::Detach(_) => {
                let object = worker.run(move || match guard {
                    Held::Borrowed(guard) => Guard::detach(guard),
                    Held::Owned(guard) => OwnedGuard::detach(guard),
                });
                self.left(out.id, &object);
            }
            Step::DetachBoxed(_) => {
                let object = worker.run(move || match guard {
                    Held::Borrowed(guard) => Guard::detach_boxed(guard),
                    Held::Owned(guard) => OwnedGuard::detach_boxed(guard),
                });
                self.left(out.id, &object);
            }
            Step::Discard(_) => {
                worker.run(move || match guard {
                    Held::Borrowed(guard) => Guard::discard(guard),
                    Held::Owned(guard) => OwnedGuard::discard(guard),
                });
                assert!(self.has_ended(out.id), "discarded");
            }
            Step::ReturnUnfit(_) => {
                guard.object().unfit = true;
                worker.run(move || drop(guard));
                assert!(self.has_ended(out.id), "unfit");
            }
            _ => {
                let keeps_pool = matches!(guard, Held::Owned(_));
                self.forgotten.push(out.is_followed);
                mem::forget(guard);
                return keeps_pool;
            }
        }
        false
    }

    fn left(&mut self, id: u64, object: &Object) {
        assert_eq!((object.id, object.secret), (id, 1 + id), "as it is");
        self.detached += 1;
    }

    fn hold(&mut self, mut guard: Held<'pool, F>) {
        let object = guard.object();
        assert!(object.secret == 0 && object.body.is_empty(), "pristine");
        object.secret = 1 + object.id;
        object.body.resize(64, 7);
        let id = object.id;
        assert!(!self.has_ended(id), "it was dropped");
        assert!(
            self.out.iter().all(|other| other.id != id),
            "handed out twice"
        );
        let is_followed = self.level.follows();
        self.out.push(Out {
            guard,
            id,
            is_followed,
        });
    }

    fn give_up(&mut self, which: u8) -> Option<Out<'pool, F>> {
        let which = usize::from(which).checked_rem(self.out.len())?;
        let mut out = self.out.swap_remove(which);
        assert_eq!(out.guard.object().secret, 1 + out.id, "nobody else has it");
        Some(out)
    }

    fn has_ended(&self, id: u64) -> bool {
        self.lives.ended.lock().unwrap().contains(&id)
    }

    fn check(&self, max_idle: u64) {
        let stats = self.pool.stats();
        assert_identities(stats);
        assert!(stats.idle <= max_idle, "{stats:?}");
        let outstanding = (self.out.len() + self.forgotten.len()) as u64;
        assert_eq!(stats.outstanding, outstanding, "{stats:?}");
        assert_eq!(stats.detached, self.detached, "{stats:?}");
        assert_eq!(stats.attached, self.attached, "{stats:?}");
        let all = self.lives.ended() + outstanding + stats.idle;
        assert_eq!(self.lives.made(), all, "{stats:?}");

        let followed = self.out.iter().map(|out| out.is_followed);
        let followed: Vec<_> = followed.chain(self.forgotten.iter().copied()).collect();
        let by_chance = followed.iter().filter(|it| it.is_none()).count();
        let surely = followed.iter().filter(|it| **it == Some(true)).count();
        let census = self.pool.census();
        let sites = census.call_sites.iter();
        let holds: usize = sites.clone().map(|site| site.holds.len()).sum();
        assert!(holds >= surely && holds <= surely + by_chance, "{census}");
        for site in sites {
            let live: u64 = site.holds.iter().map(|hold| hold.weight).sum();
            assert_eq!(live, site.live, "{census}");
            assert_eq!(site.taken - site.returned, site.live, "{census}");
            assert!(
                site.location.file().ends_with("pool_programs.rs"),
                "{census}"
            );
        }
        if by_chance == 0 {
            assert_eq!(census.live(), surely as u64, "{census}");
        }
    }
}

impl<F> Held<'_, F> {
    fn object(&mut self) -> &mut Object {
        match self {
            Self::Borrowed(guard) => guard,
            Self::Owned(guard) => guard,
        }
    }
}
