//! `max_idle` holds in every order. The account of `world.rs` says so at each object
//! that comes in, and at the end that all credit is there, once.

use loom::thread;

use super::world::{World, explore};

#[test]
fn two_threads_share_one_credit() {
    explore(2, || {
        let world = World::new(1, 2);
        let (first, second) = (world.adopt(), world.adopt());
        let thread = thread::spawn(move || {
            first.put_new();
            first.turn_over();
            first.exit();
        });
        second.put_new();
        second.turn_over();
        second.exit();
        thread.join().unwrap();
        world.end();
    });
}

/// In a one-way flow the one who takes must not keep the credit.
#[test]
fn credit_goes_round_with_the_objects() {
    explore(3, || {
        let world = World::new(2, 1);
        let (producer, consumer) = (world.adopt(), world.adopt());
        producer.put_new();
        let taking = thread::spawn(move || {
            consumer.drop_one();
            consumer.drop_one();
            consumer.exit();
        });
        producer.put_new();
        producer.put_new();
        producer.exit();
        taking.join().unwrap();
        world.end();
    });
}

/// An object that `clear` drops holds its credit until it is gone.
#[test]
fn what_is_being_dropped_counts() {
    explore(3, || {
        let world = World::new(1, 1);
        let owner = world.adopt();
        owner.put_new();
        let clearing = {
            let world = world.clone();
            thread::spawn(move || {
                world.clear();
            })
        };
        owner.put_new();
        owner.turn_over();
        owner.exit();
        clearing.join().unwrap();
        world.end();
    });
}

/// The credit of an object that is gone, in the hands of another thread that makes some ahead.
#[test]
fn objects_are_made_beside_clear() {
    explore(4, || {
        let world = World::new(1, 1);
        world.prewarm();
        let clearing = {
            let world = world.clone();
            thread::spawn(move || {
                world.clear();
            })
        };
        world.prewarm();
        clearing.join().unwrap();
        world.end();
    });
}

/// More threads than credits, each with a shard of its own that the other takes from.
#[test]
fn two_shards_share_a_tight_bound() {
    explore(8, || {
        let world = World::new(1, 1).in_two_shards();
        let (first, second) = (world.adopt(), world.adopt());
        let thread = thread::spawn(move || {
            first.put_new();
            first.turn_over();
            first.exit();
        });
        second.put_new();
        second.turn_over();
        second.exit();
        thread.join().unwrap();
        world.end();
    });
}

/// Objects of a full shard, taken by the thread of the other.
#[test]
fn a_shard_is_refilled_from_another() {
    explore(8, || {
        let world = World::new(1, 1).in_two_shards();
        let (first, second) = (world.adopt(), world.adopt());
        world.prewarm();
        let thread = thread::spawn(move || {
            let object = first.get();
            first.turn_over();
            if let Some(object) = object {
                first.put(object);
            }
            first.exit();
        });
        second.turn_over();
        second.turn_over();
        second.exit();
        thread.join().unwrap();
        world.end();
    });
}
