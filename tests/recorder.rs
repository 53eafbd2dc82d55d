//! What a recorder of one's own is told, and what a publication may meet.

mod child;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

use metrics::{
    Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
    with_local_recorder,
};
use qnpool::{Bounded, Pool};

use child::{again, is_child, run};

/// Notes what it is told of each name.
#[derive(Default)]
struct Descriptions(Mutex<BTreeMap<String, Option<Unit>>>);

impl Descriptions {
    fn note(&self, name: &KeyName, unit: Option<Unit>) {
        let before = self.0.lock().unwrap().insert(name.as_str().into(), unit);
        assert_eq!(before, None, "`{}` is described twice", name.as_str());
    }
}

impl Recorder for Descriptions {
    fn describe_counter(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        assert!(name.as_str().ends_with("_total"), "{}", name.as_str());
        self.note(&name, unit);
    }

    fn describe_gauge(&self, name: KeyName, unit: Option<Unit>, _: SharedString) {
        assert!(!name.as_str().ends_with("_total"), "{}", name.as_str());
        self.note(&name, unit);
    }

    fn describe_histogram(&self, name: KeyName, _: Option<Unit>, _: SharedString) {
        panic!("`{}` is a histogram", name.as_str());
    }

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        panic!("`{}` is a histogram", key.name());
    }
}

/// A publication reports what has been out for too long, and must hold no lock then.
#[test]
fn a_report_of_a_long_hold_may_publish() {
    static TOLD: Mutex<Option<mpsc::Sender<()>>> = Mutex::new(None);
    static POOL: Pool<Bounded<Vec<u8>, 64>> = Pool::builder()
        .name("late")
        .hold_threshold(Duration::from_millis(10))
        .on_long_hold(|_| {
            qnpool::metrics::publish();
            let told = TOLD.lock().unwrap();
            told.as_ref().unwrap().send(()).unwrap();
        })
        .build();

    let (sender, receiver) = mpsc::channel();
    *TOLD.lock().unwrap() = Some(sender);
    // Its return would be told too, by a test that fails.
    std::mem::forget(POOL.get());
    thread::sleep(Duration::from_millis(40));
    thread::spawn(qnpool::metrics::publish);
    let told = receiver.recv_timeout(Duration::from_mins(1));
    assert_eq!(told, Ok(()), "it waits for itself");
}

/// Does to counters what it is told.
struct With(fn());

impl Recorder for With {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        (self.0)();
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

/// As one that takes from a pool, whose callback publishes. In a process of its own: the other
/// tests would wait for it as well.
#[test]
fn a_recorder_may_publish() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    if !is_child() {
        run(&mut again("a_recorder_may_publish"));
        return;
    }
    let pool = Pool::<Bounded<Vec<u8>, 64>>::builder()
        .name("published by a recorder")
        .build();
    drop(pool.get());
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let recorder = With(|| {
            CALLS.fetch_add(1, Ordering::SeqCst);
            qnpool::metrics::publish();
        });
        with_local_recorder(&recorder, qnpool::metrics::publish);
        let once = CALLS.load(Ordering::SeqCst);
        with_local_recorder(&recorder, qnpool::metrics::publish);
        sender.send((once, CALLS.load(Ordering::SeqCst))).unwrap();
    });
    let waited = receiver.recv_timeout(Duration::from_mins(1));
    let (once, twice) = waited.expect("it waits for itself");
    assert!(once > 0 && twice >= 2 * once, "{once} {twice}");
}

#[test]
fn a_recorder_that_panics_loses_no_report() {
    static REPORTS: AtomicUsize = AtomicUsize::new(0);
    static POOL: Pool<Bounded<Vec<u8>, 64>> = Pool::builder()
        .name("late beside a panic")
        .hold_threshold(Duration::from_millis(10))
        .on_long_hold(|_| {
            REPORTS.fetch_add(1, Ordering::SeqCst);
        })
        .build();

    let guard = POOL.get();
    thread::sleep(Duration::from_millis(40));
    let recorder = With(|| panic!("as it is told"));
    let published = std::panic::catch_unwind(|| {
        with_local_recorder(&recorder, qnpool::metrics::publish);
    });
    assert!(published.is_err());
    qnpool::metrics::publish();
    assert_eq!(REPORTS.load(Ordering::SeqCst), 1);
    drop(guard);
    assert_eq!(REPORTS.load(Ordering::SeqCst), 2);
}

/// That which ends it.
#[test]
fn a_unit_is_that_of_the_name() {
    let pool = Pool::<Bounded<Vec<u8>, 64>>::builder()
        .name("units")
        .build();
    drop(pool.get());
    let descriptions = Descriptions::default();
    with_local_recorder(&descriptions, qnpool::metrics::publish);
    let descriptions = descriptions.0.into_inner().unwrap();
    assert!(descriptions.len() >= 16, "{descriptions:?}");
    for (name, unit) in descriptions {
        let expected = match name.rsplit_once('_').unwrap().1 {
            "bytes" => Unit::Bytes,
            "seconds" => Unit::Seconds,
            _ => Unit::Count,
        };
        assert_eq!(unit, Some(expected), "{name}");
    }
}
