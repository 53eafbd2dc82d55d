//! Threads that reach into a cache while its owner uses it.

use loom::thread;

use super::world::{Owner, World, explore};

/// A cache with one object, whose owner may go inside.
fn with_one(world: &World) -> Owner {
    let owner = world.adopt();
    owner.put_new();
    owner
}

#[test]
fn clear_meets_a_take() {
    explore(4, || {
        let world = World::new(2, 2);
        let owner = with_one(&world);
        let taking = thread::spawn(move || {
            let taken = owner.drop_one();
            owner.exit();
            taken
        });
        let cleared = world.clear();
        let taken = taking.join().unwrap();
        assert_eq!(cleared + usize::from(taken) + world.idle(), 1);
        world.end();
    });
}

#[test]
fn clear_meets_a_put() {
    explore(4, || {
        let world = World::new(2, 2);
        let owner = with_one(&world);
        let object = owner.get().unwrap();
        let putting = thread::spawn(move || {
            owner.put(object);
            owner
        });
        let cleared = world.clear();
        putting.join().unwrap().exit();
        assert_eq!(cleared + world.idle(), 1);
        world.end();
    });
}

/// Long enough for the owner to get its cache back and go inside again.
#[test]
fn clear_meets_an_owner_that_goes_on() {
    explore(2, || {
        let world = World::new(2, 2);
        let owner = with_one(&world);
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.put_new();
            owner.turn_over();
            owner.exit();
        });
        world.clear();
        working.join().unwrap();
        world.end();
    });
}

#[test]
fn tick_meets_hits() {
    explore(3, || {
        let world = World::new(4, 2);
        let owner = with_one(&world);
        owner.put_new();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.turn_over();
            owner.exit();
        });
        world.tick();
        working.join().unwrap();
        world.end();
    });
}

#[test]
fn tick_meets_an_exchange() {
    explore(3, || {
        let world = World::new(4, 1);
        let owner = with_one(&world);
        owner.put_new();
        let working = thread::spawn(move || {
            // To the depot, and back from it.
            owner.put_new();
            let objects = [owner.get(), owner.get(), owner.get()];
            for object in objects.into_iter().flatten() {
                owner.put(object);
            }
            owner.exit();
        });
        world.tick();
        world.tick();
        working.join().unwrap();
        world.end();
    });
}

/// A refused object makes the bound tight: the cache of another thread is emptied as it wakes.
#[test]
fn a_tight_bound_meets_a_waking_owner() {
    explore(2, || {
        let world = World::new(2, 2);
        let sleeper = with_one(&world);
        let refused = with_one(&world);
        let waking = thread::spawn(move || {
            sleeper.turn_over();
            sleeper.turn_over();
            sleeper.exit();
        });
        refused.put_new();
        refused.turn_over();
        refused.exit();
        waking.join().unwrap();
        world.end();
    });
}

/// More threads than credits: every object goes through the shared magazine.
#[test]
fn a_tight_bound_meets_a_tick() {
    explore(2, || {
        let world = World::new(1, 1);
        let (first, second) = (world.adopt(), world.adopt());
        let working = thread::spawn(move || {
            first.put_new();
            first.turn_over();
            first.exit();
        });
        second.put_new();
        world.tick();
        second.turn_over();
        second.exit();
        working.join().unwrap();
        world.end();
    });
}

/// Beside another cache, so that each revoker holds one while it asks for the next.
#[test]
fn two_revokers_meet_an_owner() {
    explore(2, || {
        let world = World::new(4, 2);
        let sleeper = with_one(&world);
        let owner = with_one(&world);
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.put_new();
            owner.turn_over();
            owner.exit();
        });
        let clearing = {
            let world = world.clone();
            thread::spawn(move || {
                world.clear();
            })
        };
        world.tick();
        sleeper.exit();
        working.join().unwrap();
        clearing.join().unwrap();
        world.end();
    });
}

/// Two revokers, of whom one only makes the bound tight.
#[test]
fn a_tight_bound_meets_clear() {
    explore(2, || {
        let world = World::new(2, 2);
        let sleeper = with_one(&world);
        let refused = with_one(&world);
        let clearing = {
            let world = world.clone();
            thread::spawn(move || {
                world.clear();
            })
        };
        refused.put_new();
        refused.exit();
        sleeper.turn_over();
        sleeper.exit();
        clearing.join().unwrap();
        world.end();
    });
}

/// The owner leaves its fast path for each use, to look at what comes back.
#[test]
fn inspections_meet_clear() {
    explore(3, || {
        let world = World::with_inspections(2, 1);
        let owner = with_one(&world);
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

#[test]
fn inspections_meet_ticks() {
    explore(2, || {
        let world = World::with_inspections(2, 1);
        let owner = with_one(&world);
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.put_new();
            owner.turn_over();
            owner.exit();
        });
        world.tick();
        world.tick();
        working.join().unwrap();
        world.end();
    });
}
