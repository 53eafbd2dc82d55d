use std::os::fd::OwnedFd;

use qnpool::Poolable;

#[derive(Poolable)]
struct Event {
    descriptor: OwnedFd,
}

fn main() {}
