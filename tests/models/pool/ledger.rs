//! A record of the ledger, between who claims it, who holds the object, and the census.

#[path = "../../../qnpool/src/pool/ledger/record.rs"]
#[allow(dead_code, reason = "a model has no pool")]
mod record;

use std::ptr::NonNull;

use loom::sync::Arc;
use loom::thread;

use super::header::Header;
use super::world::explore;
use record::Record;

/// A hold all of whose figures are this one.
fn begin(record: &Record, number: u32) {
    let place = usize::try_from(number).unwrap();
    record.begin(NonNull::dangling(), place, number, number.into());
}

fn touch(record: &Record, number: u32) {
    record.touch(usize::try_from(number).unwrap());
}

/// What the census reads is of one hold. Says which.
fn look(record: &Record) -> Option<u64> {
    let entry = record.read()?;
    let number = usize::try_from(entry.taken_at).unwrap();
    assert_eq!(entry.place, number);
    assert_eq!(entry.weight as usize, number);
    assert_eq!(entry.touched.unwrap_or(number), number);
    Some(entry.taken_at)
}

fn record() -> Arc<Record> {
    assert!(size_of::<Header>() > 0, "to which guards point");
    Arc::new(Record::default())
}

/// On one thread, which may see its own stores before others do.
#[test]
fn a_census_meets_two_holds() {
    explore(3, || {
        let record = record();
        let holding = {
            let record = Arc::clone(&record);
            thread::spawn(move || {
                for number in [1, 2] {
                    assert!(record.is_free());
                    begin(&record, number);
                    touch(&record, number);
                    record.end();
                }
            })
        };
        let looking = {
            let record = Arc::clone(&record);
            thread::spawn(move || look(&record))
        };
        holding.join().unwrap();
        looking.join().unwrap();
        assert!(record.is_free());
        assert_eq!(look(&record), None);
    });
}

/// The object is brought back by another thread than that which takes the next one.
#[test]
fn a_census_meets_a_record_that_changes_hands() {
    explore(3, || {
        let record = record();
        begin(&record, 1);
        let ending = {
            let record = Arc::clone(&record);
            thread::spawn(move || {
                touch(&record, 1);
                record.end();
            })
        };
        let claiming = {
            let record = Arc::clone(&record);
            thread::spawn(move || {
                if !record.is_free() {
                    return false;
                }
                begin(&record, 2);
                true
            })
        };
        look(&record);
        ending.join().unwrap();
        let claimed = claiming.join().unwrap();
        assert_eq!(look(&record), claimed.then_some(2));
    });
}

/// Whoever reports, a hold is reported once, and never the next one in its place.
#[test]
fn two_that_look_report_a_hold_once() {
    explore(3, || {
        let record = record();
        begin(&record, 1);
        let report = |record: &Record| {
            let entry = record.read();
            entry.is_some_and(|entry| {
                entry.taken_at == 1 && !entry.reported && record.report(&entry)
            })
        };
        let looking = {
            let record = Arc::clone(&record);
            thread::spawn(move || report(&record))
        };
        let ending = {
            let record = Arc::clone(&record);
            thread::spawn(move || {
                let reported = report(&record);
                record.end();
                begin(&record, 2);
                reported
            })
        };
        let reports = [looking.join().unwrap(), ending.join().unwrap()];
        assert_eq!(reports.iter().filter(|reported| **reported).count(), 1);
        let second = record.read().unwrap();
        assert!(second.taken_at == 2 && !second.reported);
    });
}
