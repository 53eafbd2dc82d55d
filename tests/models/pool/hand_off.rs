//! Objects on their way from thread to thread, through the depot.

use loom::thread;

use super::world::{World, explore};

/// One thread puts until a magazine goes to the depot; the other takes it.
#[test]
fn a_magazine_goes_through_the_depot() {
    explore(3, || {
        let world = World::new(4, 1);
        let (producer, consumer) = (world.adopt(), world.adopt());
        let taking = thread::spawn(move || {
            consumer.drop_one();
            consumer.drop_one();
            consumer.exit();
        });
        for _ in 0..3 {
            producer.put_new();
        }
        producer.exit();
        taking.join().unwrap();
        world.end();
    });
}

/// Two threads, each of which takes what the other may have put.
#[test]
fn two_threads_exchange_in_both_directions() {
    explore(2, || {
        let world = World::new(4, 1);
        world.prewarm();
        let owners = [world.adopt(), world.adopt()];
        let threads = owners.map(|owner| {
            thread::spawn(move || {
                let objects = [owner.get(), owner.get()];
                for object in objects.into_iter().flatten() {
                    owner.put(object);
                }
                owner.exit();
            })
        });
        for thread in threads {
            thread.join().unwrap();
        }
        world.end();
    });
}

/// A thread whose thread-locals are gone shares the depot with one that has a cache.
#[test]
fn threads_with_and_without_a_cache_share_the_depot() {
    explore(3, || {
        let world = World::new(2, 2);
        world.prewarm();
        let (owner, uncached) = (world.adopt(), world.clone());
        let without = thread::spawn(move || {
            if let Some(object) = uncached.get_uncached() {
                uncached.put_uncached(object);
            }
        });
        owner.turn_over();
        owner.exit();
        without.join().unwrap();
        world.end();
    });
}

/// Objects made ahead, while another thread takes them and puts them back.
#[test]
fn objects_are_made_ahead_beside_a_taker() {
    explore(3, || {
        let world = World::new(2, 1);
        let owner = world.adopt();
        let taking = thread::spawn(move || {
            owner.turn_over();
            owner.put_new();
            owner.exit();
        });
        world.prewarm();
        taking.join().unwrap();
        world.end();
    });
}
