//! What a recorder of one's own is told, and what a publication may meet.

use std::collections::BTreeMap;
use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

use metrics::{
    Counter, Gauge, Histogram, Key, KeyName, Metadata, Recorder, SharedString, Unit,
    with_local_recorder,
};
use qnpool::{Bounded, Pool};

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
