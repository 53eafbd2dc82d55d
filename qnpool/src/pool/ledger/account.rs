//! The part of the ledger that one thread writes.

use std::panic::Location;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, AtomicUsize, Ordering};

use super::super::growing::Growing;
use super::places::Places;
use super::record::Record;

/// The records of the objects that one thread took, and how many it took at each line.
///
/// Only that thread claims records here, so it needs no lock to find one. Whoever brings
/// an object back frees its record with one store, wherever that is; the owner comes upon
/// it. Lists of free records were the rejected variant: what another thread frees would
/// have to be handed over by a locked instruction.
pub(super) struct Account {
    records: Growing<Record>,
    /// Objects taken, by line.
    taken: Growing<AtomicU64>,
    /// Lines that were used of late, by address: one of these is found at a fifth of what
    /// the table of all lines takes.
    recent: [Recent; RECENT],
    /// Records there are.
    size: AtomicUsize,
    /// Where to look for a free record. It stays at the one claimed last: a thread that
    /// takes and returns one object uses one record.
    cursor: AtomicUsize,
    /// The record there was claimed since the cursor came to it.
    claimed: AtomicBool,
    /// Records that were in use already when the cursor came to them, since it was at the
    /// first one. Those that it left behind claimed are not among them: a thread that takes
    /// many at once and then returns them all would have more records made in each round.
    passed: AtomicUsize,
}

const RECENT: usize = 8;

/// A line and its number.
struct Recent {
    location: AtomicPtr<Location<'static>>,
    place: AtomicUsize,
}

impl Recent {
    const fn none() -> Self {
        Self {
            location: AtomicPtr::new(ptr::null_mut()),
            place: AtomicUsize::new(0),
        }
    }

    #[cold]
    #[inline(never)]
    fn note(&self, location: &'static Location<'static>, places: &Places) -> usize {
        let (place, of_each_call) = places.number(location);
        if of_each_call {
            self.place.store(place, Ordering::Relaxed);
            let address = ptr::from_ref(location).cast_mut();
            self.location.store(address, Ordering::Relaxed);
        }
        place
    }
}

impl Account {
    pub(super) fn new() -> Self {
        Self {
            records: Growing::new(),
            taken: Growing::new(),
            recent: [const { Recent::none() }; RECENT],
            size: AtomicUsize::new(0),
            cursor: AtomicUsize::new(0),
            claimed: AtomicBool::new(false),
            passed: AtomicUsize::new(0),
        }
    }

    /// The number of this line. By the owner alone.
    #[inline]
    pub(super) fn place(&self, location: &'static Location<'static>, places: &Places) -> usize {
        let address = ptr::from_ref(location);
        // Locations are 24 bytes apart.
        let recent = &self.recent[(address.addr() >> 3) % RECENT];
        if ptr::eq(recent.location.load(Ordering::Relaxed), address) {
            recent.place.load(Ordering::Relaxed)
        } else {
            recent.note(location, places)
        }
    }

    /// A free record, and one more in the count of this line. By the owner alone.
    #[inline]
    pub(super) fn open(&self, place: usize, weight: u32) -> &Record {
        let taken = self.taken.at(place);
        let count = taken.load(Ordering::Relaxed) + u64::from(weight);
        taken.store(count, Ordering::Relaxed);
        loop {
            let at = self.cursor.load(Ordering::Relaxed);
            if at == self.size.load(Ordering::Relaxed) {
                self.start_over();
                continue;
            }
            let record = self.records.at(at);
            if record.is_free() {
                self.claimed.store(true, Ordering::Relaxed);
                return record;
            }
            if !self.claimed.load(Ordering::Relaxed) {
                let passed = self.passed.load(Ordering::Relaxed);
                self.passed.store(passed + 1, Ordering::Relaxed);
            }
            self.claimed.store(false, Ordering::Relaxed);
            self.cursor.store(at + 1, Ordering::Relaxed);
        }
    }

    /// Makes as many records again as there are, if more than half were in use: so a round
    /// costs two steps a claim at most, in the mean, and there are at most four times as many
    /// records as objects of this thread were ever out at once, or 16.
    #[cold]
    fn start_over(&self) {
        let size = self.size.load(Ordering::Relaxed);
        let passed = self.passed.load(Ordering::Relaxed);
        if 2 * passed >= size {
            self.size.store((2 * size).max(16), Ordering::Relaxed);
            self.cursor.store(size, Ordering::Relaxed);
        } else {
            self.cursor.store(0, Ordering::Relaxed);
        }
        self.passed.store(0, Ordering::Relaxed);
    }

    pub(super) fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().map(|(_, record)| record)
    }

    /// Objects taken, with the numbers of the lines.
    pub(super) fn taken(&self) -> impl Iterator<Item = (usize, u64)> {
        let counts = self.taken.iter();
        counts.map(|(place, count)| (place, count.load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use std::ptr::NonNull;

    use super::*;
    use crate::pool::header::Header;

    /// As many objects as `out` are out at once, `rounds` times over, and go in the order
    /// that they came in; says how many records that took.
    fn records_after(rounds: usize, out: usize, kept: usize) -> usize {
        let pool = Header::of_pool();
        let account = Account::new();
        let take = || {
            let record = account.open(0, 1);
            record.begin(NonNull::from(&pool), 0, 1, 7);
            record
        };
        let _kept: Vec<_> = (0..kept).map(|_| take()).collect();
        for _ in 0..rounds {
            let taken: Vec<_> = (0..out).map(|_| take()).collect();
            taken.into_iter().for_each(Record::end);
        }
        account.records().count()
    }

    #[test]
    fn bursts_use_the_same_records_again() {
        for out in [1, 2, 15, 16, 17, 100, 512] {
            for kept in [0, 1, 100] {
                let records = records_after(1000, out, kept);
                let enough = (4 * (out + kept)).max(16);
                assert!(records <= enough, "{records} for {out}, {kept} kept");
            }
        }
    }

    #[test]
    fn a_queue_uses_the_same_records_again() {
        let pool = Header::of_pool();
        let account = Account::new();
        let mut queue = std::collections::VecDeque::new();
        for _ in 0..100_000 {
            let record = account.open(0, 1);
            record.begin(NonNull::from(&pool), 0, 1, 7);
            queue.push_back(record);
            if queue.len() == 100 {
                queue.pop_front().unwrap().end();
            }
        }
        assert!(account.records().count() <= 400);
    }
}
