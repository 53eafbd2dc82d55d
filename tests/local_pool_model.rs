//! Random programs on a local pool beside a model of it, which knows each object by
//! its number: which one `get` hands out, which are dropped and when, every counter.

use std::cell::RefCell;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::rc::Rc;

use proptest::collection::vec;
use proptest::prelude::*;
use qnpool::{LocalGuard, LocalOwnedGuard, LocalPool, Poolable};

/// How often each object was dropped, by its number.
type Ledger = Rc<RefCell<Vec<u32>>>;

struct Numbered {
    number: usize,
    ledger: Ledger,
    is_dirty: bool,
    is_unfit: bool,
    panics: bool,
}

impl Numbered {
    fn new(ledger: &Ledger) -> Self {
        let mut drops = ledger.borrow_mut();
        drops.push(0);
        Self {
            number: drops.len() - 1,
            ledger: Rc::clone(ledger),
            is_dirty: true,
            is_unfit: false,
            panics: false,
        }
    }
}

impl Drop for Numbered {
    fn drop(&mut self) {
        self.ledger.borrow_mut()[self.number] += 1;
    }
}

struct Planned;

impl Poolable for Numbered {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        if self.panics {
            panic_any(Planned);
        }
        self.is_dirty = false;
    }

    fn should_discard(&self) -> bool {
        self.is_unfit
    }
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Get,
    GetOwned,
    GetIdle,
    /// Of the guard at this place, if there are any.
    End(End, usize),
    Attach,
    AttachUnfit,
    Prewarm(usize),
    Tick,
    Clear,
}

/// How a guard ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Drop,
    DropUnfit,
    DropPanicking,
    Detach,
    Discard,
    Forget,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let end = prop_oneof![
        8 => Just(End::Drop),
        1 => Just(End::DropUnfit),
        1 => Just(End::DropPanicking),
        1 => Just(End::Detach),
        1 => Just(End::Discard),
        1 => Just(End::Forget),
    ];
    let step = prop_oneof![
        6 => Just(Step::Get),
        3 => Just(Step::GetOwned),
        3 => Just(Step::GetIdle),
        12 => (end, 0..20_usize).prop_map(|(end, at)| Step::End(end, at)),
        2 => Just(Step::Attach),
        1 => Just(Step::AttachUnfit),
        1 => (0..8_usize).prop_map(Step::Prewarm),
        3 => Just(Step::Tick),
        1 => Just(Step::Clear),
    ];
    vec(step, 0..120)
}

#[derive(Default)]
struct Model {
    max_idle: usize,
    current: Vec<usize>,
    victim: Vec<usize>,
    /// How often each object was dropped, by its number.
    drops: Vec<u32>,
    cache_hits: u64,
    victim_hits: u64,
    created: u64,
    puts: u64,
    attached: u64,
    detached: u64,
    full: u64,
    aged: u64,
    unfit: u64,
    panicked: u64,
    outstanding: u64,
    peak: u64,
}

impl Model {
    fn new_object(&mut self) -> usize {
        self.drops.push(0);
        self.drops.len() - 1
    }

    fn get_idle(&mut self) -> Option<usize> {
        let number = if let Some(number) = self.current.pop() {
            self.cache_hits += 1;
            number
        } else {
            let number = self.victim.pop()?;
            self.victim_hits += 1;
            number
        };
        self.outstanding += 1;
        Some(number)
    }

    fn get(&mut self) -> usize {
        self.get_idle().unwrap_or_else(|| {
            self.created += 1;
            self.outstanding += 1;
            self.new_object()
        })
    }

    fn end(&mut self, end: End, number: usize) {
        match end {
            End::Forget => return,
            End::Detach => self.detached += 1,
            _ => self.puts += 1,
        }
        self.outstanding -= 1;
        match end {
            End::Drop => return self.keep(number),
            End::DropUnfit | End::Discard => self.unfit += 1,
            End::DropPanicking => self.panicked += 1,
            End::Detach | End::Forget => {}
        }
        self.drops[number] += 1;
    }

    fn attach(&mut self) {
        let number = self.new_object();
        self.attached += 1;
        self.keep(number);
    }

    fn attach_unfit(&mut self) {
        self.drops.push(1);
        self.attached += 1;
        self.unfit += 1;
    }

    fn tick(&mut self) {
        self.see_peak();
        let current = mem::take(&mut self.current);
        let aged = mem::replace(&mut self.victim, current);
        self.age(aged);
    }

    fn clear(&mut self) {
        for aged in [mem::take(&mut self.current), mem::take(&mut self.victim)] {
            self.age(aged);
        }
    }

    fn see_peak(&mut self) {
        self.peak = self.peak.max(self.outstanding);
    }

    fn keep(&mut self, number: usize) {
        if self.idle() == self.max_idle {
            self.full += 1;
            let Some(older) = self.victim.pop() else {
                self.drops[number] += 1;
                return;
            };
            self.drops[older] += 1;
        }
        self.current.push(number);
    }

    fn idle(&self) -> usize {
        self.current.len() + self.victim.len()
    }

    fn age(&mut self, objects: Vec<usize>) {
        for number in objects {
            self.aged += 1;
            self.drops[number] += 1;
        }
    }
}

enum Held<'a, F> {
    Borrowed(LocalGuard<'a, Numbered>),
    Owned(LocalOwnedGuard<Numbered, F>),
}

impl<F> Held<'_, F> {
    fn object(&mut self) -> &mut Numbered {
        match self {
            Self::Borrowed(guard) => guard,
            Self::Owned(guard) => guard,
        }
    }

    fn end(mut self, end: End) {
        let object = self.object();
        object.is_dirty = true;
        match end {
            End::Drop => drop(self),
            End::DropUnfit => {
                object.is_unfit = true;
                drop(self);
            }
            End::DropPanicking => {
                object.panics = true;
                let panic = catch_unwind(AssertUnwindSafe(|| drop(self)));
                let panic = panic.expect_err("a panic was planned");
                assert!(panic.is::<Planned>(), "the planned panic");
            }
            End::Detach => match self {
                Self::Borrowed(guard) => drop(LocalGuard::detach(guard)),
                Self::Owned(guard) => drop(LocalOwnedGuard::detach_boxed(guard)),
            },
            End::Discard => match self {
                Self::Borrowed(guard) => LocalGuard::discard(guard),
                Self::Owned(guard) => LocalOwnedGuard::discard(guard),
            },
            End::Forget => mem::forget(self),
        }
    }
}

fn run(max_idle: usize, steps: Vec<Step>) -> Result<(), TestCaseError> {
    let ledger = Ledger::default();
    let mut forgotten = Vec::new();
    let mut model = Model {
        max_idle,
        ..Model::default()
    };
    let pool = {
        let ledger = Rc::clone(&ledger);
        let builder = LocalPool::<Numbered>::builder().max_idle(max_idle);
        Rc::new(builder.create(move || Numbered::new(&ledger)))
    };
    let mut held: Vec<(Held<'_, _>, usize)> = Vec::new();
    for step in steps {
        let mut new = None;
        match step {
            Step::Get => new = Some((Held::Borrowed(pool.get()), model.get())),
            Step::GetOwned => new = Some((Held::Owned(pool.get_owned()), model.get())),
            Step::GetIdle => {
                let (guard, number) = (pool.get_idle(), model.get_idle());
                prop_assert_eq!(guard.is_some(), number.is_some());
                new = guard.map(Held::Borrowed).zip(number);
            }
            Step::End(..) if held.is_empty() => {}
            Step::End(end, at) => {
                let (guard, number) = held.swap_remove(at % held.len());
                guard.end(end);
                model.end(end, number);
                forgotten.extend(matches!(end, End::Forget).then_some(number));
            }
            Step::Attach => {
                pool.attach(Numbered::new(&ledger));
                model.attach();
            }
            Step::AttachUnfit => {
                let mut object = Box::new(Numbered::new(&ledger));
                object.is_unfit = true;
                pool.attach_boxed(object);
                model.attach_unfit();
            }
            Step::Prewarm(objects) => {
                pool.prewarm(objects);
                while model.idle() < objects.min(max_idle) {
                    model.attach();
                }
            }
            Step::Tick => {
                pool.tick();
                model.tick();
            }
            Step::Clear => {
                pool.clear();
                model.clear();
            }
        }
        if let Some((mut guard, number)) = new {
            prop_assert_eq!(guard.object().number, number);
            prop_assert!(!guard.object().is_dirty);
            held.push((guard, number));
        }
        check(&pool, &mut model)?;
        prop_assert_eq!(&*ledger.borrow(), &model.drops);
    }

    drop(held);
    prop_assert_eq!(pool.stats().outstanding, forgotten.len() as u64);
    // A forgotten owned guard keeps its pool, so the pool is emptied first.
    pool.clear();
    drop(pool);
    for (number, &drops) in ledger.borrow().iter().enumerate() {
        prop_assert_eq!(drops, u32::from(!forgotten.contains(&number)), "{}", number);
    }
    Ok(())
}

fn check<F>(pool: &LocalPool<Numbered, F>, model: &mut Model) -> Result<(), TestCaseError> {
    model.see_peak();
    let stats = pool.stats();
    prop_assert!(stats.idle <= model.max_idle as u64);
    prop_assert_eq!(stats.idle, model.idle() as u64);
    prop_assert_eq!(stats.outstanding, model.outstanding);
    prop_assert_eq!(stats.peak_outstanding, model.peak);
    prop_assert_eq!(stats.cache_hits, model.cache_hits);
    prop_assert_eq!(stats.depot_hits, 0);
    prop_assert_eq!(stats.victim_hits, model.victim_hits);
    prop_assert_eq!(stats.created, model.created);
    prop_assert_eq!(stats.puts, model.puts);
    prop_assert_eq!(stats.attached, model.attached);
    prop_assert_eq!(stats.detached, model.detached);
    prop_assert_eq!(stats.discarded_full, model.full);
    prop_assert_eq!(stats.discarded_aged, model.aged);
    prop_assert_eq!(stats.discarded_unfit, model.unfit);
    prop_assert_eq!(stats.discarded_panicked, model.panicked);

    let hits = stats.cache_hits + stats.depot_hits + stats.victim_hits;
    prop_assert_eq!(stats.gets, hits + stats.created);
    prop_assert_eq!(stats.outstanding, stats.gets - stats.puts - stats.detached);
    let discarded = stats.discarded_full
        + stats.discarded_aged
        + stats.discarded_unfit
        + stats.discarded_panicked;
    prop_assert_eq!(stats.puts + stats.attached, hits + stats.idle + discarded);
    Ok(())
}

proptest! {
    #[test]
    fn a_pool_does_what_its_model_does(max_idle in 0..8_usize, steps in steps()) {
        run(max_idle, steps)?;
    }
}
