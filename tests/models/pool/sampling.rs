//! Samples, for which the owner leaves its fast path, and threads that reach into the cache
//! meanwhile.

use loom::thread;

use super::world::{Owner, World, explore};

/// A cache with two objects, of whose hits every second is followed in the mean.
fn sampled(world: &World) -> Owner {
    let owner = world.adopt();
    owner.put_new();
    owner.put_new();
    world.sample(2);
    // At full speed again.
    owner.turn_over();
    owner
}

/// Long enough for a sample to be due, whatever was drawn: after three hits at most.
fn work(owner: &Owner) {
    for _ in 0..4 {
        owner.turn_over();
    }
}

#[test]
fn a_sample_meets_clear() {
    explore(2, || {
        let world = World::new(4, 2);
        let owner = sampled(&world);
        let working = thread::spawn(move || {
            work(&owner);
            owner.exit();
        });
        let idle = world.clear();
        working.join().unwrap();
        assert_eq!(idle + world.idle(), 2);
        world.end();
    });
}

#[test]
fn a_sample_meets_a_tick() {
    explore(2, || {
        let world = World::new(4, 2);
        let owner = sampled(&world);
        let working = thread::spawn(move || {
            work(&owner);
            owner.exit();
        });
        world.tick();
        working.join().unwrap();
        world.end();
    });
}

/// The tick may leave the owner be, whose sample then sets the deadline anew.
#[test]
fn a_sample_meets_a_tick_and_then_clear() {
    explore(2, || {
        let world = World::new(4, 2);
        let owner = world.adopt();
        owner.put_new();
        world.sample(1);
        owner.turn_over();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.turn_over();
            owner.exit();
        });
        world.tick();
        world.clear();
        working.join().unwrap();
        world.end();
    });
}

/// The bound becomes tight while a sample is due.
#[test]
fn a_sample_meets_a_tight_bound() {
    explore(2, || {
        let world = World::new(2, 2);
        let owner = world.adopt();
        owner.put_new();
        world.sample(1);
        owner.turn_over();
        let refused = world.adopt();
        refused.put_new();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.turn_over();
            owner.exit();
        });
        refused.put_new();
        refused.exit();
        working.join().unwrap();
        world.end();
    });
}

/// The number is changed, or sampling called off, while a sample is due.
#[test]
fn a_sample_meets_another_level() {
    explore(2, || {
        let world = World::new(4, 2);
        let owner = sampled(&world);
        let working = thread::spawn(move || {
            work(&owner);
            owner.exit();
        });
        world.sample(0);
        world.sample(1);
        working.join().unwrap();
        world.end();
    });
}

/// Every hit is, so none is on the fast path while nobody reaches in.
#[test]
fn a_sample_of_each_hit_meets_clear() {
    explore(3, || {
        let world = World::new(4, 2);
        let owner = world.adopt();
        owner.put_new();
        world.sample(1);
        owner.turn_over();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.turn_over();
            owner.exit();
        });
        world.clear();
        working.join().unwrap();
        world.end();
    });
}
