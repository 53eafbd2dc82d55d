//! Where there is no asymmetric fence, or no longer.

use loom::thread;

use super::fence;
use super::world::{World, explore};

/// Every operation takes the cache's lock.
#[test]
fn without_the_fence_clear_meets_an_owner() {
    explore(3, || {
        fence::remove();
        let world = World::new(2, 2);
        let owner = world.adopt();
        owner.put_new();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.put_new();
            owner.exit();
        });
        world.clear();
        working.join().unwrap();
        world.end();
    });
}

#[test]
fn without_the_fence_two_revokers_meet_an_owner() {
    explore(2, || {
        fence::remove();
        let world = World::new(2, 1);
        let owner = world.adopt();
        owner.put_new();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.exit();
        });
        let ticking = {
            let world = world.clone();
            thread::spawn(move || world.tick())
        };
        world.clear();
        working.join().unwrap();
        ticking.join().unwrap();
        world.end();
    });
}

/// The kernel refuses the fence while an owner may be inside.
#[test]
fn the_fence_fails_beside_an_owner() {
    explore(3, || {
        let world = World::new(2, 2);
        let owner = world.adopt();
        owner.put_new();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.put_new();
            owner.turn_over();
            owner.exit();
        });
        fence::refuse();
        world.clear();
        world.tick();
        working.join().unwrap();
        world.end();
    });
}
