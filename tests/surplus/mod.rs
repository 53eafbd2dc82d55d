//! The bound on idle objects, held at every instant.
//!
//! One word holds the surplus: the objects alive, less those that a thread may have
//! in its hands. A thread counts an object as in hand before it asks for it, and until
//! after it has given it back; so the surplus is never more than what is idle, and is
//! the same whenever no call is under way. Each change of the word is an instant that
//! was looked at: no observer has to come by at the right moment.
//!
//! A second word does the same with bytes. An object in hand counts for as much as one can
//! ever retain, so there the surplus may be less than what is idle, never more.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use std::sync::atomic::{AtomicBool, AtomicIsize, Ordering};
use std::thread;
use std::time::Duration;

use qnpool::{Guard, Pool, Poolable};

#[derive(Debug, Default)]
pub struct Surplus {
    now: AtomicIsize,
    most: AtomicIsize,
}

impl Surplus {
    pub const fn new() -> Self {
        Self {
            now: AtomicIsize::new(0),
            most: AtomicIsize::new(0),
        }
    }

    pub fn add(&self, change: isize) {
        let now = self.now.fetch_add(change, Ordering::SeqCst) + change;
        if change > 0 {
            self.most.fetch_max(now, Ordering::Relaxed);
        }
    }

    pub fn now(&self) -> isize {
        self.now.load(Ordering::SeqCst)
    }

    pub fn most(&self) -> usize {
        self.most.load(Ordering::Relaxed).cast_unsigned()
    }

    /// For the next pool, when the last one has gone.
    pub fn start_over(&self) {
        assert_eq!(self.now(), 0, "nothing outlives its pool");
        self.most.store(0, Ordering::Relaxed);
    }
}

#[derive(Debug)]
pub struct Books {
    pub objects: Surplus,
    pub bytes: Surplus,
}

impl Books {
    pub const fn new() -> Self {
        Self {
            objects: Surplus::new(),
            bytes: Surplus::new(),
        }
    }

    /// Objects that a thread has in its hands, or is about to take.
    pub fn in_hand(&self, objects: usize) {
        self.objects.add(-objects.cast_signed());
        self.bytes.add(-(objects * Counted::EACH).cast_signed());
    }

    pub fn start_over(&self) {
        self.objects.start_over();
        self.bytes.start_over();
    }

    pub fn given_back(&self, objects: usize) {
        self.objects.add(objects.cast_signed());
        self.bytes.add((objects * Counted::EACH).cast_signed());
    }
}

/// An object that is counted from its construction to the end of its drop.
#[derive(Debug)]
pub struct Counted {
    books: &'static Books,
    /// Bytes that it is booked with: its own, and what it owned after its last reset.
    booked: usize,
    body: Vec<u8>,
    unfit: bool,
}

impl Counted {
    pub const RETAINED: usize = 1000;
    /// The most that an idle one may hold.
    pub const EACH: usize = size_of::<Self>() + Self::RETAINED;

    pub fn new(books: &'static Books) -> Self {
        books.objects.add(1);
        books.bytes.add(size_of::<Self>().cast_signed());
        Self {
            books,
            booked: size_of::<Self>(),
            body: Vec::new(),
            unfit: false,
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        // Whoever is let in for an object that is on its way out comes in now.
        thread::yield_now();
        self.books.objects.add(-1);
        self.books.bytes.add(-self.booked.cast_signed());
    }
}

impl Poolable for Counted {
    const MAX_RETAINED_BYTES: usize = Self::RETAINED;

    fn reset(&mut self) {
        self.body.clear();
        self.body.shrink_to(Self::RETAINED);
        let owned = size_of::<Self>() + self.body.capacity();
        let change = owned.cast_signed() - self.booked.cast_signed();
        self.books.bytes.add(change);
        self.booked = owned;
    }

    fn should_discard(&self) -> bool {
        self.unfit
    }
}

/// Says that it is over, also if a worker panics.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// So many threads take and give back, while others tick, clear, prewarm and come
/// and go.
pub fn hammer<F>(pool: &Pool<Counted, F>, books: &'static Books, threads: usize, rounds: usize)
where
    F: Fn() -> Counted + Sync,
{
    let work = |thread: usize| {
        for round in 0..rounds {
            let objects = 1 + (thread + round) % 7;
            books.in_hand(objects);
            let mut guards: Vec<_> = (0..objects).map(|_| pool.get()).collect();
            for guard in &mut guards {
                // Some stay small, most come back with more than they may keep.
                guard.body.resize(round % 32 * 64, 1);
            }
            if round % 11 == 0 {
                guards[0].unfit = true;
            }
            if round % 4 == thread % 4 {
                thread::yield_now();
            }
            if round % 13 == 0 {
                Guard::discard(guards.pop().unwrap());
            }
            if round % 17 == 0 {
                books.in_hand(1);
                pool.attach(Counted::new(books));
                books.given_back(1);
            }
            drop(guards);
            books.given_back(objects);
        }
    };
    let done = AtomicBool::new(false);
    let bound = pool.stats().idle_bytes_bound;
    thread::scope(|scope| {
        let meddler = scope.spawn(|| {
            for turn in 0_usize.. {
                match turn % 4 {
                    0 | 2 => pool.tick(),
                    1 => pool.prewarm(3),
                    _ => pool.clear(),
                }
                assert!(pool.stats().idle * Counted::EACH as u64 <= bound);
                // Starts with an empty cache, and exits with objects in it.
                scope
                    .spawn(|| {
                        books.in_hand(3);
                        drop([pool.get(), pool.get(), pool.get()]);
                        books.given_back(3);
                    })
                    .join()
                    .unwrap();
                if done.load(Ordering::Relaxed) {
                    break;
                }
                thread::sleep(Duration::from_micros(500));
            }
        });
        let workers_are_done = Done(&done);
        let workers: Vec<_> = (0..threads)
            .map(|thread| scope.spawn(move || work(thread)))
            .collect();
        for worker in workers {
            worker.join().unwrap();
        }
        drop(workers_are_done);
        meddler.join().unwrap();
    });
}

/// Hammers the pool and returns the most objects, and the most bytes, that were ever idle.
pub fn most<F>(
    pool: &Pool<Counted, F>,
    books: &'static Books,
    threads: usize,
    rounds: usize,
) -> (usize, usize)
where
    F: Fn() -> Counted + Sync,
{
    hammer(pool, books, threads, rounds);
    let stats = pool.stats();
    assert_eq!(stats.outstanding, 0);
    let now = books.objects.now();
    assert_eq!(
        now.cast_unsigned() as u64,
        stats.idle,
        "alive, and not idle"
    );
    let bytes = books.bytes.now();
    assert!(
        (0..=now * Counted::EACH.cast_signed()).contains(&bytes),
        "{bytes} bytes of {now} objects"
    );
    (books.objects.most(), books.bytes.most())
}

/// What is idle after so many objects have come back at once.
pub fn filled<F>(pool: &Pool<Counted, F>, books: &'static Books, objects: usize) -> usize
where
    F: Fn() -> Counted,
{
    books.in_hand(objects);
    drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
    books.given_back(objects);
    books.objects.now().cast_unsigned()
}
