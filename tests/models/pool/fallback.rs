//! Where there is no fence, not yet, or no longer.

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

/// A thread registers the process while another uses its cache, and a third empties it.
#[test]
fn the_fence_comes_beside_an_owner() {
    explore(2, || {
        fence::remove();
        let world = World::new(2, 2);
        let owner = world.adopt();
        owner.put_new();
        let working = thread::spawn(move || {
            owner.turn_over();
            owner.turn_over();
            owner.exit();
        });
        let registering = thread::spawn(fence::provide);
        world.clear();
        working.join().unwrap();
        registering.join().unwrap();
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

/// A cache that could not be revoked can be once its owner has been through its lock.
#[test]
fn a_cache_is_in_reach_again_after_the_fence_has_failed() {
    explore(3, || {
        let world = World::new(2, 1);
        let owner = world.adopt();
        owner.put_new();
        fence::refuse();
        let revoking = {
            let world = world.clone();
            thread::spawn(move || world.clear())
        };
        owner.turn_over();
        assert_eq!(revoking.join().unwrap() + world.idle(), 1);
        // It misses by now, and so takes the lock.
        owner.put_new();
        let idle = world.idle();
        assert_eq!(world.clear(), idle);
        owner.exit();
        world.end();
    });
}
