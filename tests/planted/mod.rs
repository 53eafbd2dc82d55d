//! Objects that are held at lines and by functions that are known, for the tests of what is
//! exported.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use std::iter;
use std::thread;
use std::time::Duration;

use qnpool::{Bounded, CallSite, Census, Guard, LeakDetection, Pool};

pub type Packet = Bounded<Vec<u8>, 4096>;

/// What an idle packet holds at most.
pub const PACKET_BYTES: u64 = size_of::<Vec<u8>>() as u64 + 4096;

pub const FILE: &str = file!();

pub fn pool(name: &'static str, level: LeakDetection) -> Pool<Packet> {
    Pool::builder().name(name).leak_detection(level).build()
}

/// Whether `name` is that of the function. With no more debug information than the lines,
/// as in a release build, it may be without its path.
pub fn is_function(name: &str, function: &str) -> bool {
    name.strip_suffix(function)
        .is_some_and(|path| path.is_empty() || path.ends_with("::"))
}

pub struct Held<'p> {
    pub objects: Vec<Guard<'p, Packet>>,
    /// Where they were taken.
    pub line: u32,
    /// Where that function was called, if one of this file did.
    pub caller: Option<u32>,
}

#[inline(never)]
pub fn take_here(pool: &Pool<Packet>, count: usize) -> Held<'_> {
    let mut objects = Vec::new();
    let mut line = 0;
    for _ in 0..count {
        let object;
        (object, line) = (pool.get(), line!());
        objects.push(object);
    }
    Held {
        objects,
        line,
        caller: None,
    }
}

pub trait Take {
    fn take_there(pool: &Pool<Packet>) -> Held<'_>;
}

/// Whose function has a name with a `<`.
pub struct Taker;

impl Take for Taker {
    #[inline(never)]
    fn take_there(pool: &Pool<Packet>) -> Held<'_> {
        let (object, line) = (pool.get(), line!());
        Held {
            objects: vec![object],
            line,
            caller: None,
        }
    }
}

pub fn take_there(pool: &Pool<Packet>) -> Held<'_> {
    Taker::take_there(pool)
}

/// By a method that is passed as a function, so that the standard library calls it.
#[expect(
    clippy::unnecessary_map_on_constructor,
    reason = "that it is passed is tested"
)]
#[inline(never)]
pub fn passed_here(pool: &Pool<Packet>) -> Held<'_> {
    let (object, line) = (Some(pool).map(Pool::get), line!());
    Held {
        objects: Vec::from_iter(object),
        line,
        caller: None,
    }
}

#[inline(never)]
pub fn passed_there(pool: &Pool<Packet>) -> Held<'_> {
    let (objects, line) = (iter::repeat_n(pool, 2).map(Pool::get).collect(), line!());
    Held {
        objects,
        line,
        caller: None,
    }
}

#[inline(never)]
pub fn by_one_way(pool: &Pool<Packet>, count: usize) -> Held<'_> {
    let (held, line) = (take_here(pool, count), line!());
    Held {
        caller: Some(line),
        ..held
    }
}

#[inline(never)]
pub fn by_another_way(pool: &Pool<Packet>, count: usize) -> Held<'_> {
    let (held, line) = (take_here(pool, count), line!());
    Held {
        caller: Some(line),
        ..held
    }
}

/// A census in which every object has an age; the clock may be a coarse one.
pub fn aged_census(pool: &Pool<Packet>) -> Census {
    loop {
        let census = pool.census();
        let mut holds = census.call_sites.iter().flat_map(|site| &site.holds);
        if holds.all(|hold| hold.age >= Duration::from_millis(1)) {
            return census;
        }
        thread::sleep(Duration::from_millis(1));
    }
}

pub fn site(census: &Census, line: u32) -> &CallSite {
    let mut sites = census.call_sites.iter();
    sites.find(|site| site.location.line() == line).unwrap()
}
