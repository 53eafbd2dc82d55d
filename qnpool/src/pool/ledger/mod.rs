//! The ledger: a record for each object that is out and followed.
//!
//! # What was measured
//!
//! A pair at [`LeakDetection::All`] beside the same pair at `Off`: see
//! `benches/RESULTS.md`. Nothing in here is written by two threads in the common case:
//! each thread has an account of its own, beside its cache, and the lines of the program
//! are looked up in tables that only grow. A map from the object's address to its line,
//! the obvious way, is a lock or a locked instruction at each end of each hold; one
//! under a single lock cost a peer 40 % of its latency.

mod account;
mod places;
mod record;

use std::panic::Location;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub(crate) use record::Entry;
pub(super) use record::Record;

use super::LeakDetection;
use super::frames::capture;
use super::growing::Growing;
use super::header::Header;
use account::Account;
use places::{Place, Places};

const _: () = assert!(size_of::<Record>() == 64, "a record fills one line");

/// What one pool has handed out.
pub(crate) struct Ledger {
    level: Level,
    /// Made when the first object is followed.
    followed: OnceLock<Box<Followed>>,
}

struct Followed {
    /// By the number of the thread's cache.
    accounts: Growing<OnceLock<Box<Account>>>,
    /// For all threads that have no cache, one at a time.
    uncached: OnceLock<Box<Account>>,
    uncached_lock: Mutex<()>,
    places: Places,
}

/// An object that is to be followed: for how many it stands, and the number of the cache that
/// the calling thread owns.
///
/// One word, as it is passed on at once: of two fields the compiler makes two stores to the
/// stack and one load, for which the processor waits.
#[derive(Clone, Copy)]
pub(super) struct Sample(u64);

const NO_ACCOUNT: u32 = u32::MAX;

impl Sample {
    #[inline]
    pub(super) fn new(weight: u32, account: Option<usize>) -> Self {
        let account = account.and_then(|number| u32::try_from(number).ok());
        Self(u64::from(weight) << 32 | u64::from(account.unwrap_or(NO_ACCOUNT)))
    }

    #[inline]
    const fn weight(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "the lower half")]
    const fn account(self) -> Option<usize> {
        match self.0 as u32 {
            NO_ACCOUNT => None,
            account => Some(account as usize),
        }
    }
}

impl Ledger {
    pub(super) fn new(level: LeakDetection) -> Self {
        Self {
            level: Level::new(level),
            followed: OnceLock::new(),
        }
    }

    #[inline]
    fn followed(&self) -> &Followed {
        self.followed.get_or_init(|| {
            Box::new(Followed {
                accounts: Growing::new(),
                uncached: OnceLock::new(),
                uncached_lock: Mutex::new(()),
                places: Places::new(),
            })
        })
    }

    #[inline]
    pub(crate) fn level(&self) -> LeakDetection {
        self.level.get()
    }

    pub(super) fn set_level(&self, level: LeakDetection) {
        self.level.set(level);
    }

    /// Begins to follow an object that the calling thread hands out. The hold begins at `now`,
    /// which is asked once the call site is known: that may take a look at the stack. What
    /// `now` calls may use the pool.
    #[inline]
    pub(super) fn follow(
        &self,
        sample: Sample,
        pool: NonNull<Header>,
        location: &'static Location<'static>,
        now: impl FnOnce() -> u64,
    ) -> &Record {
        let weight = sample.weight();
        let Some(account) = sample.account() else {
            return self.follow_uncached(weight, pool, location, now);
        };
        let followed = self.followed();
        let account = opened(followed.accounts.at(account));
        let place = account.place(location, &followed.places);
        let now = now();
        let record = account.open(place, weight);
        self.begin(record, pool, place, weight, now);
        record
    }

    #[cold]
    #[inline(never)]
    fn follow_uncached(
        &self,
        weight: u32,
        pool: NonNull<Header>,
        location: &'static Location<'static>,
        now: impl FnOnce() -> u64,
    ) -> &Record {
        let followed = self.followed();
        let (place, _) = followed.places.number(location);
        let now = now();
        // Until the hold has begun: before that the next one would find the record free.
        let _alone = lock(&followed.uncached_lock);
        let record = opened(&followed.uncached).open(place, weight);
        self.begin(record, pool, place, weight, now);
        record
    }

    #[inline]
    fn begin(&self, record: &Record, pool: NonNull<Header>, place: usize, weight: u32, now: u64) {
        if self.level.keeps_backtraces() {
            record.keep_backtrace(Arc::new(capture()));
        }
        record.begin(pool, place, weight, now);
    }

    /// Notes where the object of this record is now.
    pub(super) fn touch(&self, record: &Record, location: &'static Location<'static>) {
        record.touch(self.followed().places.number(location).0);
    }

    /// All that is out and followed.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        self.records().filter_map(Record::read).collect()
    }

    /// What has been out since before `deadline` and has not been reported; now it has, each
    /// when it is asked for: it may come back while another one is told of.
    pub(super) fn report_older(&self, deadline: u64) -> impl Iterator<Item = Entry> {
        self.records().filter_map(move |record| {
            let entry = record.read()?;
            let long = entry.taken_at <= deadline && !entry.reported;
            (long && record.report(&entry)).then_some(entry)
        })
    }

    /// The lines that objects are taken at and were seen at, by number.
    pub(crate) fn places(&self) -> Vec<&Place> {
        self.followed
            .get()
            .map_or_else(Vec::new, |followed| followed.places.all())
    }

    /// Objects taken since they are followed, by the number of the line.
    pub(crate) fn taken(&self) -> Vec<u64> {
        let mut sums = vec![0; self.places().len()];
        for (place, count) in self.accounts().flat_map(Account::taken) {
            if let Some(sum) = sums.get_mut(place) {
                *sum += count;
            }
        }
        sums
    }

    fn accounts(&self) -> impl Iterator<Item = &Account> {
        let all = self.followed.get().into_iter().flat_map(|followed| {
            let accounts = followed.accounts.iter().map(|(_, account)| account);
            accounts.chain([&followed.uncached])
        });
        all.filter_map(|account| account.get().map(|account| &**account))
    }

    fn records(&self) -> impl Iterator<Item = &Record> {
        self.accounts().flat_map(Account::records)
    }
}

#[inline]
fn opened(account: &OnceLock<Box<Account>>) -> &Account {
    account.get_or_init(|| Box::new(Account::new()))
}

fn lock(mutex: &Mutex<()>) -> std::sync::MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A [`LeakDetection`] in one word: 0, 1 and 2 for the levels without a number, and a
/// number of objects times 4, and 3.
struct Level(AtomicU64);

impl Level {
    const fn new(level: LeakDetection) -> Self {
        Self(AtomicU64::new(Self::word(level)))
    }

    const fn word(level: LeakDetection) -> u64 {
        match level {
            LeakDetection::Off | LeakDetection::Sampled(0) => 0,
            LeakDetection::All | LeakDetection::Sampled(1) => 1,
            LeakDetection::Backtraces => 2,
            LeakDetection::Sampled(objects) => (objects as u64) << 2 | 3,
        }
    }

    fn set(&self, level: LeakDetection) {
        self.0.store(Self::word(level), Ordering::Relaxed);
    }

    #[inline]
    fn keeps_backtraces(&self) -> bool {
        self.0.load(Ordering::Relaxed) == Self::word(LeakDetection::Backtraces)
    }

    #[inline]
    fn get(&self) -> LeakDetection {
        match self.0.load(Ordering::Relaxed) {
            0 => LeakDetection::Off,
            1 => LeakDetection::All,
            2 => LeakDetection::Backtraces,
            word => LeakDetection::Sampled(u32::try_from(word >> 2).unwrap_or(u32::MAX)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As the models say, on a machine.
    #[test]
    fn a_reader_never_mixes_two_holds() {
        let pool = Header::of_pool();
        let record = Record::default();
        std::thread::scope(|scope| {
            let holding = scope.spawn(|| {
                for hold in 0..200_000_u32 {
                    let number = hold % 1000;
                    let place = number as usize;
                    record.begin(NonNull::from(&pool), place, number, number.into());
                    record.touch(place);
                    record.end();
                }
            });
            while !holding.is_finished() {
                let Some(entry) = record.read() else { continue };
                let number = usize::try_from(entry.taken_at).unwrap();
                let touched = entry.touched.unwrap_or(number);
                assert_eq!((entry.place, touched), (number, number));
                assert_eq!(entry.weight as usize, number);
            }
        });
        assert!(record.read().is_none());
    }
}
