//! Threads that exit, and caches that change hands.

use loom::thread;

use super::world::{World, explore};

/// The pool is dropped while a thread that has a cache of it exits.
#[test]
fn a_thread_exits_while_the_pool_is_dropped() {
    explore(4, || {
        let world = World::new(3, 1);
        let owner = world.adopt();
        for _ in 0..3 {
            owner.put_new();
        }
        let exiting = thread::spawn(move || owner.exit());
        world.shut_down();
        exiting.join().unwrap();
    });
}

#[test]
fn two_threads_exit_while_the_pool_is_dropped() {
    explore(3, || {
        let world = World::new(2, 1);
        let owners = [world.adopt(), world.adopt()];
        owners.iter().for_each(super::world::Owner::put_new);
        let threads = owners.map(|owner| thread::spawn(move || owner.exit()));
        world.shut_down();
        for thread in threads {
            thread.join().unwrap();
        }
    });
}

#[test]
fn a_thread_exits_while_another_clears() {
    explore(4, || {
        let world = World::new(2, 1);
        let owner = world.adopt();
        owner.put_new();
        owner.put_new();
        let exiting = thread::spawn(move || owner.exit());
        world.clear();
        exiting.join().unwrap();
        world.end();
    });
}

/// A cache that has just been left, or is about to be, and a thread that looks for
/// one; a third reaches into it meanwhile.
#[test]
fn a_cache_changes_hands() {
    explore(2, || {
        let world = World::new(2, 2);
        let first = world.adopt();
        first.put_new();
        let leaving = thread::spawn(move || {
            first.turn_over();
            first.exit();
        });
        let clearing = {
            let world = world.clone();
            thread::spawn(move || {
                world.clear();
            })
        };
        let second = world.adopt();
        second.put_new();
        second.turn_over();
        second.exit();
        leaving.join().unwrap();
        clearing.join().unwrap();
        world.end();
    });
}
