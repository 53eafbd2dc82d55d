//! Panics at every place where user code runs, in random programs on several threads.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use fastrand::Rng;
use qnpool::{Guard, LeakDetection, LongHold, OwnedGuard, Pool};

use crate::identities::assert_identities;
use crate::volatile::{
    InHand, MadeBy, Planned, Plans, Volatile, Volatiles, World, count, counted, planned,
};
use crate::{Extent, join};

/// Constructors, first resets, resets and questions on return, drops (by a full pool, a tick,
/// `clear`, the end of the pool), reports of long holds, and holders: all of these panic in
/// these programs. They also move guards to other threads, put one object into another,
/// leave guards behind when their thread exits, and change the level of leak detection.
///
/// # Panics
///
/// If a pool has lost an object, dropped one twice, miscounted, kept more than its bound, or
/// does not work any more; names the seed of that program.
#[must_use]
pub fn run(extent: Extent, seed: u64) -> String {
    let (mut programs, mut objects, mut panics) = (0, 0, 0);
    for program in extent.rounds(60, 2_000, 500_000) {
        let seed = seed.wrapping_add(program);
        let outcome = catch_unwind(|| one_program(seed));
        let (made, caught) = outcome.unwrap_or_else(|panic| {
            eprintln!("faults: in the program of seed {seed}");
            resume_unwind(panic)
        });
        programs += 1;
        objects += made;
        panics += caught;
    }
    let reports = REPORTS.load(Ordering::Relaxed);
    assert!(panics > 0 && reports > 0, "nothing was put to the test");
    format!(
        "{programs} programs, {objects} objects, {panics} panics that a user met, {reports} reports that panicked"
    )
}

static REPORTS: AtomicU64 = AtomicU64::new(0);

fn report_badly(_: &LongHold) {
    REPORTS.fetch_add(1, Ordering::Relaxed);
    planned();
}

/// Something to hold, and then the note that it is held.
enum Held<'pool> {
    Borrowed(Guard<'pool, Volatile>, InHand),
    Owned(OwnedGuard<Volatile, MadeBy>, InHand),
}

impl std::ops::Deref for Held<'_> {
    type Target = Volatile;

    fn deref(&self) -> &Volatile {
        match self {
            Self::Borrowed(guard, _) => guard,
            Self::Owned(guard, _) => guard,
        }
    }
}

impl std::ops::DerefMut for Held<'_> {
    fn deref_mut(&mut self) -> &mut Volatile {
        match self {
            Self::Borrowed(guard, _) => guard,
            Self::Owned(guard, _) => guard,
        }
    }
}

/// Says how many objects there were, and how many panics came to a user.
fn one_program(seed: u64) -> (u64, u64) {
    let mut random = Rng::with_seed(seed);
    let world = Arc::new(World::default());
    let bound = [0, 1, 3, 16, 1000][random.usize(..5)];
    let pool = Arc::new(new_pool(&world, bound, &mut random));
    let parked = Mutex::new(Vec::new());
    let threads = random.usize(1..=4);
    let steps = random.usize(50..300);

    let caught: u64 = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|_| {
                let random = random.fork();
                let (pool, world, parked) = (&pool, &world, &parked);
                scope.spawn(move || {
                    let mut program = Program {
                        pool,
                        world,
                        parked,
                        random,
                        held: Vec::new(),
                        caught: 0,
                    };
                    for _ in 0..steps {
                        program.guarded(Program::step);
                    }
                    program.end()
                })
            })
            .collect();
        join(threads).into_iter().sum()
    });
    // Their threads have exited, some of them with a panic on the way.
    let mut caught = caught;
    for held in parked.into_inner().expect("nobody panicked under the lock") {
        caught += u64::from(panics(|| drop(held)));
    }
    check_books(&pool, &world, bound);
    caught += u64::from(panics(|| pool.clear()));
    assert_eq!(
        (pool.stats().idle, world.alive()),
        (0, 0),
        "all were dropped"
    );
    assert_still_works(&pool, &world, bound);

    // And the end of a pool with objects in it, some of which panic.
    world.calm.store(false, Ordering::Relaxed);
    let pool = Arc::into_inner(pool).expect("no guard is left");
    caught += u64::from(panics(|| drop(pool)));
    assert_eq!(world.alive(), 0, "objects do not outlive their pool");
    world.assert_no_double_drop();
    (world.constructed() as u64, caught)
}

fn new_pool(world: &Arc<World>, bound: usize, random: &mut Rng) -> Volatiles {
    let mut builder = Pool::builder()
        .max_idle(bound)
        .leak_detection(any_level(random))
        .on_long_hold(report_badly);
    if random.bool() {
        builder = builder.hold_threshold(Duration::ZERO);
    }
    builder = builder.idle_timeout(if random.bool() {
        Duration::from_millis(1)
    } else {
        Duration::MAX
    });
    let maker = Mutex::new(random.fork());
    let world = Arc::clone(world);
    builder.create(Box::new(move || {
        if world.is_calm() {
            return Volatile::new(&world, Plans::default());
        }
        let (fails, mut plans) = {
            let mut random = maker.lock().expect("nobody panicked under the lock");
            (random.u8(..15) == 0, Plans::random(&mut random))
        };
        if fails {
            planned();
        }
        // Of the first reset, which sees to it that no other plan is left.
        plans.asked_panics = false;
        Volatile::new(&world, plans)
    }))
}

fn any_level(random: &mut Rng) -> LeakDetection {
    [
        LeakDetection::Off,
        LeakDetection::Sampled(3),
        LeakDetection::All,
    ][random.usize(..3)]
}

/// Whether it panics, as was planned.
fn panics(code: impl FnOnce()) -> bool {
    match catch_unwind(AssertUnwindSafe(code)) {
        Ok(()) => false,
        Err(panic) if panic.is::<Planned>() => true,
        Err(panic) => resume_unwind(panic),
    }
}

/// What one thread does.
struct Program<'pool, 'env> {
    pool: &'pool Arc<Volatiles>,
    world: &'env Arc<World>,
    /// Where guards outlive the thread that took them.
    parked: &'env Mutex<Vec<Held<'pool>>>,
    random: Rng,
    held: Vec<Held<'pool>>,
    caught: u64,
}

impl<'pool> Program<'pool, '_> {
    fn guarded(&mut self, step: impl FnOnce(&mut Self)) {
        if panics(|| step(self)) {
            self.caught += 1;
        }
    }

    /// Leaves some of what it holds behind, and drops the rest one by one.
    fn end(mut self) -> u64 {
        while let Some(held) = self.held.pop() {
            if self.random.bool() {
                self.park(held);
            } else {
                self.guarded(|_| drop(held));
            }
        }
        self.caught
    }

    fn park(&self, held: Held<'pool>) {
        let mut parked = self.parked.lock().expect("nobody panicked under the lock");
        parked.push(held);
    }

    /// What was taken is planned for, so that its way back is an adventure.
    fn take(&mut self) -> Held<'pool> {
        let in_hand = InHand::one(self.world);
        let mut held = if self.random.bool() {
            Held::Borrowed(self.pool.get(), in_hand)
        } else {
            Held::Owned(self.pool.get_owned(), in_hand)
        };
        count(&self.world.tally.gets);
        self.use_it(&mut held);
        held
    }

    fn use_it(&mut self, object: &mut Volatile) {
        assert!(!object.is_dirty && object.nested.is_none(), "pristine");
        object.is_dirty = true;
        object.plans = Plans::random(&mut self.random);
    }

    fn any_held(&mut self) -> Option<Held<'pool>> {
        let held = self.held.len();
        (held > 0).then(|| self.held.swap_remove(self.random.usize(..held)))
    }

    fn step(&mut self) {
        match self.random.u8(..32) {
            0..=7 => {
                let held = self.take();
                self.held.push(held);
            }
            8 => {
                let in_hand = InHand::one(self.world);
                if let Some(guard) = self.pool.get_idle() {
                    count(&self.world.tally.gets);
                    let mut held = Held::Borrowed(guard, in_hand);
                    self.use_it(&mut held);
                    self.held.push(held);
                }
            }
            9..=14 => drop(self.any_held()),
            15 => self.held.clear(),
            16 => self.hold_and_panic(),
            17 => self.detach(),
            18 => self.discard(),
            19 => self.attach(),
            20 | 21 => self.nest(),
            22 => {
                if let Some(held) = self.any_held() {
                    self.park(held);
                }
            }
            23 => {
                let mut parked = self.parked.lock().expect("nobody panicked under the lock");
                let found = parked.pop();
                drop(parked);
                self.held.extend(found);
            }
            24 => self.pool.prewarm(self.random.usize(..6)),
            25 | 26 => self.pool.tick(),
            27 => self.pool.clear(),
            28 => self.pool.set_leak_detection(any_level(&mut self.random)),
            29 => self.look(),
            30 => self.let_another(),
            _ => thread::yield_now(),
        }
    }

    /// Several on the stack, all of which come back while it unwinds.
    fn hold_and_panic(&mut self) {
        let _held = [self.take(), self.take(), self.take()];
        planned();
    }

    /// What has left the pool is its user's own affair, so its end is peaceful.
    fn detach(&mut self) {
        let Some(held) = self.any_held() else { return };
        count(&self.world.tally.detached);
        let (_in_hand, mut object) = match held {
            Held::Borrowed(guard, in_hand) => (in_hand, Box::new(Guard::detach(guard))),
            Held::Owned(guard, in_hand) => (in_hand, OwnedGuard::detach_boxed(guard)),
        };
        if self.random.bool() {
            count(&self.world.tally.attached);
            self.pool.attach_boxed(object);
        } else {
            object.plans.drop_panics = false;
        }
    }

    fn discard(&mut self) {
        let Some(held) = self.any_held() else { return };
        count(&self.world.tally.unfit);
        match held {
            Held::Borrowed(guard, _in_hand) => Guard::discard(guard),
            Held::Owned(guard, _in_hand) => OwnedGuard::discard(guard),
        }
    }

    fn attach(&mut self) {
        let _in_hand = InHand::one(self.world);
        let plans = Plans::random(&mut self.random);
        let object = Volatile::new(self.world, plans).no_longer_new();
        count(&self.world.tally.attached);
        self.pool.attach(object);
    }

    fn nest(&mut self) {
        let Some(mut outer) = self.any_held() else {
            return;
        };
        let in_hand = InHand::one(self.world);
        let mut inner = self.pool.get_owned();
        count(&self.world.tally.gets);
        self.use_it(&mut inner);
        // One that was there before comes back now.
        outer.nested = Some((inner, in_hand));
        self.held.push(outer);
    }

    fn look(&self) {
        let stats = self.pool.stats();
        assert!(stats.idle <= stats.max_idle, "{stats:?}");
        let census = self.pool.census();
        assert!(census.call_sites.iter().all(|site| site.live <= site.taken));
        let _ = self.pool.health();
    }

    /// A thread that comes with an empty cache, and exits with what it took parked.
    fn let_another(&mut self) {
        let mut other = Program {
            pool: self.pool,
            world: self.world,
            parked: self.parked,
            random: self.random.fork(),
            held: Vec::new(),
            caught: 0,
        };
        self.caught += thread::scope(|scope| {
            let exits = scope.spawn(move || {
                for _ in 0..3 {
                    other.guarded(|other| {
                        let held = other.take();
                        other.park(held);
                    });
                }
                other.guarded(|other| drop(other.take()));
                other.caught
            });
            join([exits]).into_iter().sum::<u64>()
        });
    }
}

/// All guards are gone: what the pool says is what its users and its objects say.
fn check_books(pool: &Volatiles, world: &World, bound: usize) {
    let stats = pool.stats();
    let tally = &world.tally;
    assert_identities(stats);
    assert_eq!(stats.outstanding, 0);
    assert_eq!(stats.idle, world.alive(), "alive, and not idle: {stats:?}");
    assert_eq!(stats.gets, counted(&tally.gets), "{stats:?}");
    assert_eq!(stats.detached, counted(&tally.detached), "{stats:?}");
    assert_eq!(stats.puts, stats.gets - stats.detached, "{stats:?}");
    let prewarmed = counted(&tally.made) - stats.created;
    assert_eq!(
        stats.attached,
        counted(&tally.attached) + prewarmed,
        "{stats:?}"
    );
    assert_eq!(stats.discarded_unfit, counted(&tally.unfit), "{stats:?}");
    assert_eq!(
        stats.discarded_panicked,
        counted(&tally.panicked),
        "{stats:?}"
    );
    assert_eq!(pool.census().live(), 0);
    pool.assert_no_leaks();
    world.assert_no_double_drop();
    let most = world.surplus.most();
    assert!(most <= bound, "{most} were idle at once, of {bound}");
}

/// Nothing panics any more: objects are pristine, all of the bound is there to be used and no
/// more than that, and `clear` empties the pool. A generation of a millisecond may end
/// meanwhile; what ages makes room for others.
fn assert_still_works(pool: &Arc<Volatiles>, world: &Arc<World>, bound: usize) {
    world.calm.store(true, Ordering::Relaxed);
    for _ in 0..2 {
        let guards: Vec<_> = (0..bound + 10).map(|_| pool.get()).collect();
        assert!(guards.iter().all(|guard| !guard.is_dirty));
        let before = pool.stats();
        drop(guards);
        let after = pool.stats();
        let full = after.discarded_full - before.discarded_full;
        let aged = after.discarded_aged - before.discarded_aged;
        assert!(after.idle <= bound as u64 && full <= 10, "{after:?}");
        assert_eq!(after.idle + aged + full, bound as u64 + 10);
        pool.clear();
        assert_eq!((pool.stats().idle, world.alive()), (0, 0));
    }
    // For the end of the pool.
    let mut guards: Vec<_> = (0..bound).map(|_| pool.get()).collect();
    for (number, guard) in guards.iter_mut().enumerate() {
        guard.plans.drop_panics = number % 3 == 0;
    }
    drop(guards);
    pool.assert_no_leaks();
    assert_identities(pool.stats());
}
