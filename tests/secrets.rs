//! Data never crosses: what one user leaves in an object, no later user reads by safe code.
//!
//! Every user writes a secret of its own into every kind of field there is, and every object
//! that is handed out is looked at in every way that safe code has. What may still be there
//! is in the spare capacity of a buffer, which only `unsafe` reads; `zeroize` is for that,
//! and `wiped.rs` tests it.

#[path = "secrets/everything.rs"]
mod everything;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use proptest::collection::vec;
use proptest::prelude::*;
use qnpool::{Guard, Pool, Poolable};

use everything::Everything;

static USERS: AtomicUsize = AtomicUsize::new(1);

/// A panic that is part of the program.
struct Planned;

/// Panics in the midst of a reset, between two fields, if it is lit.
#[derive(Debug, Default)]
struct Fuse {
    is_lit: bool,
}

impl Poolable for Fuse {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        if std::mem::take(&mut self.is_lit) {
            resume_unwind(Box::new(Planned));
        }
    }
}

#[derive(Debug, Default, Poolable)]
#[pool(discard_if = is_unfit)]
struct Session {
    first: Everything,
    fuse: Fuse,
    second: Everything,
    is_unfit: bool,
}

fn is_unfit(session: &Session) -> bool {
    session.is_unfit
}

impl Session {
    fn fill(&mut self) {
        let user = USERS.fetch_add(1, Ordering::Relaxed);
        self.first.fill(user);
        self.second.fill(user);
    }
}

/// All that can be read of an object, as text.
fn all_of(session: &mut Session) -> String {
    let debug = everything::without_memory(&format!("{session:?}"));
    format!(
        "{debug}\n{}\n{}",
        session.first.read(),
        session.second.read()
    )
}

/// The same of an object that never was in a pool.
fn pristine() -> String {
    let mut session = Session::default();
    session.reset();
    all_of(&mut session)
}

#[track_caller]
fn assert_pristine(session: &mut Session, pristine: &str) {
    let found = all_of(session);
    if found != pristine {
        let expected = everything::parts(pristine);
        let mut others = everything::parts(&found);
        others.retain(|part| !expected.contains(part));
        panic!("not as in a pristine one: {others:#?}");
    }
}

#[test]
fn the_reading_finds_each_field_that_is_not_reset() {
    let mut session = Session::default();
    let empty = pristine();
    session.fill();
    let full = all_of(&mut session);
    // Each field differs, so a field that was left alone would be seen.
    let (full, empty) = (everything::parts(&full), everything::parts(&empty));
    assert_eq!(full.len(), empty.len());
    assert!(full.len() > 100, "{}", full.len());
    let mut same: Vec<_> = full.iter().filter(|part| empty.contains(part)).collect();
    same.retain(|part| !part.starts_with("fuse") && !part.starts_with("is_unfit"));
    assert!(same.is_empty(), "{same:#?}");
}

#[derive(Clone, Debug)]
enum Step {
    Take(usize),
    /// Takes, and panics with all that is held.
    Panic,
    Drop(usize),
    /// Its reset panics.
    Spoil(usize),
    Discard(usize),
    /// It asks to be discarded.
    Reject(usize),
    /// Out of the pool, and in again with all that is in it.
    DetachAndAttach(usize),
    /// Made and filled elsewhere.
    Attach,
    /// To another thread, which goes on with it.
    Move(usize),
    Tick,
    Clear,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let which = 0..8usize;
    let step = prop_oneof![
        8 => (1..4usize).prop_map(Step::Take),
        1 => Just(Step::Panic),
        5 => which.clone().prop_map(Step::Drop),
        1 => which.clone().prop_map(Step::Spoil),
        1 => which.clone().prop_map(Step::Discard),
        1 => which.clone().prop_map(Step::Reject),
        2 => which.clone().prop_map(Step::DetachAndAttach),
        1 => Just(Step::Attach),
        2 => which.prop_map(Step::Move),
        1 => Just(Step::Tick),
        1 => Just(Step::Clear),
    ];
    vec(step, 1..40)
}

struct User<'pool, 'env> {
    pool: &'pool Pool<Session>,
    moved: &'env Mutex<Vec<Guard<'pool, Session>>>,
    pristine: &'env str,
    held: Vec<Guard<'pool, Session>>,
}

impl<'pool> User<'pool, '_> {
    fn take(&self) -> Guard<'pool, Session> {
        let mut session = self.pool.get();
        assert_pristine(&mut session, self.pristine);
        session.fill();
        session
    }

    fn any(&mut self, which: usize) -> Option<Guard<'pool, Session>> {
        let held = self.held.len();
        (held > 0).then(|| self.held.swap_remove(which % held))
    }

    fn step(&mut self, step: &Step) {
        match *step {
            Step::Take(sessions) => {
                for _ in 0..sessions {
                    let session = self.take();
                    self.held.push(session);
                }
            }
            Step::Panic => {
                let _held = (self.take(), std::mem::take(&mut self.held));
                resume_unwind(Box::new(Planned));
            }
            Step::Drop(which) => drop(self.any(which)),
            Step::Spoil(which) => {
                if let Some(mut session) = self.any(which) {
                    session.fuse.is_lit = true;
                }
            }
            Step::Discard(which) => {
                if let Some(session) = self.any(which) {
                    Guard::discard(session);
                }
            }
            Step::Reject(which) => {
                if let Some(mut session) = self.any(which) {
                    session.is_unfit = true;
                }
            }
            Step::DetachAndAttach(which) => {
                if let Some(session) = self.any(which) {
                    self.pool.attach(Guard::detach(session));
                }
            }
            Step::Attach => {
                let mut session = Session::default();
                session.fill();
                self.pool.attach(session);
            }
            Step::Move(which) => {
                let found = self.any(which);
                let mut moved = self.moved.lock().unwrap();
                // One for one.
                let others = moved.pop();
                moved.extend(found);
                drop(moved);
                self.held.extend(others);
            }
            Step::Tick => self.pool.tick(),
            Step::Clear => self.pool.clear(),
        }
    }
}

fn run(bound: usize, programs: &[Vec<Step>]) {
    let pool = Pool::<Session>::builder().max_idle(bound).build();
    let (moved, pristine) = (Mutex::new(Vec::new()), pristine());
    thread::scope(|scope| {
        let threads: Vec<_> = programs
            .iter()
            .map(|program| {
                let mut user = User {
                    pool: &pool,
                    moved: &moved,
                    pristine: &pristine,
                    held: Vec::new(),
                };
                scope.spawn(move || {
                    for step in program {
                        let outcome = catch_unwind(AssertUnwindSafe(|| user.step(step)));
                        if let Err(panic) = outcome {
                            assert!(panic.is::<Planned>(), "after {step:?}");
                        }
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().unwrap();
        }
    });
    drop(moved);
    let mut rest = std::iter::from_fn(|| pool.get_idle()).collect::<Vec<_>>();
    for session in &mut rest {
        assert_pristine(session, &pristine);
    }
    assert_eq!(pool.stats().outstanding, rest.len() as u64);
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn nobody_reads_what_is_anothers(
        bound in prop_oneof![Just(0usize), Just(1), Just(4), Just(100)],
        programs in vec(steps(), 1..4),
    ) {
        run(bound, &programs);
    }
}
