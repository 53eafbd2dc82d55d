//! What a reader of the figures sees while objects go round: never more checked out than are.
//!
//! The reader is a thread that is spawned, and the owner the model's first. The other way around
//! loom tries one order only: an owner loads its state before it stores it, and of all accesses
//! before that store, loom remembers the last one, which is that load.

use std::sync::Arc;

use loom::sync::Mutex;
use loom::sync::atomic::{AtomicBool, Ordering};
use loom::thread::{self, JoinHandle};

use super::world::{World, explore};

/// Reads the figures once; `most` are checked out.
fn read(world: &World, most: u64) -> JoinHandle<()> {
    let world = world.clone();
    thread::spawn(move || {
        let outstanding = world.outstanding();
        assert!(outstanding <= most, "{outstanding}");
    })
}

/// One thread takes and returns the same object again and again.
#[test]
fn a_reading_meets_hits() {
    explore(4, || {
        let world = World::new(2, 2);
        let owner = world.adopt();
        owner.put_new();
        let reading = read(&world, 1);
        owner.turn_over();
        owner.turn_over();
        reading.join().unwrap();
        owner.exit();
        world.end();
    });
}

/// Full magazines of three: the last one that comes in has the owner change them over, which
/// lowers the length in its state by two.
#[test]
fn a_reading_meets_a_put_that_changes_magazines() {
    explore(3, || {
        let world = World::new(4, 3);
        let owner = world.adopt();
        (0..4).for_each(|_| owner.put_new());
        let [last, object] = [owner.get().unwrap(), owner.get().unwrap()];
        owner.put(object);
        let reading = read(&world, 1);
        owner.put(last);
        reading.join().unwrap();
        owner.exit();
        world.end();
    });
}

/// And back, which raises it by two.
#[test]
fn a_reading_meets_a_take_that_changes_magazines() {
    explore(3, || {
        let world = World::new(4, 3);
        let owner = world.adopt();
        (0..4).for_each(|_| owner.put_new());
        // Or there would be no returns for the reader to miss.
        (0..2).for_each(|_| owner.turn_over());
        owner.drop_one();
        let reading = read(&world, 1);
        owner.turn_over();
        reading.join().unwrap();
        owner.exit();
        world.end();
    });
}

/// The cache was emptied, and its owner takes it back; its object comes from the depot.
#[test]
fn a_reading_meets_an_owner_after_a_tick() {
    explore(3, || {
        let world = World::new(4, 2);
        let owner = world.adopt();
        (0..2).for_each(|_| owner.put_new());
        world.tick();
        let reading = read(&world, 1);
        owner.turn_over();
        reading.join().unwrap();
        owner.exit();
        world.end();
    });
}

/// The reader ends a generation first, while the owner takes and returns an object.
#[test]
fn a_reading_after_a_tick_meets_an_owner() {
    explore(3, || {
        let world = World::new(2, 2);
        let owner = world.adopt();
        owner.put_new();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.turn_over();
            owner.exit();
        });
        world.tick();
        assert!(world.outstanding() <= 1);
        working.join().unwrap();
        world.end();
    });
}

/// A thread takes an object only after another has returned its own: each is counted in a
/// cache of its own.
#[test]
fn a_reading_meets_two_threads_by_turns() {
    explore(3, || {
        let world = World::new(4, 2);
        let [first, second] = [world.adopt(), world.adopt()];
        first.put_new();
        second.put_new();
        let returned = Arc::new(AtomicBool::new(false));
        let is_returned = Arc::clone(&returned);
        let working = thread::spawn(move || {
            if is_returned.load(Ordering::Acquire) {
                second.turn_over();
            }
            second
        });
        let reading = read(&world, 1);
        first.turn_over();
        returned.store(true, Ordering::Release);
        reading.join().unwrap();
        first.exit();
        working.join().unwrap().exit();
        world.end();
    });
}

/// The only object there is goes from the cache of one thread to that of another.
#[test]
fn a_reading_meets_a_hand_off() {
    explore(2, || {
        let world = World::new(2, 2);
        let [first, second] = [world.adopt(), world.adopt()];
        first.put_new();
        let slot = Arc::new(Mutex::new(None));
        let handed = Arc::clone(&slot);
        let working = thread::spawn(move || {
            let object = handed.lock().unwrap().take();
            if let Some(object) = object {
                second.put(object);
                second.turn_over();
            }
            second
        });
        let reading = read(&world, 1);
        let object = first.get();
        *slot.lock().unwrap() = object;
        reading.join().unwrap();
        let second = working.join().unwrap();
        let left = slot.lock().unwrap().take();
        if let Some(object) = left {
            first.put(object);
        }
        first.exit();
        second.exit();
        world.end();
    });
}

/// Through the shared magazine of a tight bound.
#[test]
fn a_reading_meets_a_tight_bound() {
    explore(3, || {
        let world = World::new(1, 1);
        let (first, second) = (world.adopt(), world.adopt());
        first.put_new();
        let reading = read(&world, 1);
        first.turn_over();
        second.turn_over();
        reading.join().unwrap();
        first.exit();
        second.exit();
        world.end();
    });
}
