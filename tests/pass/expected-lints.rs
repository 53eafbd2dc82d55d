//! An `expect` on the type is fulfilled by the type alone, as with std's derives.

#![deny(warnings)]

use qnpool::Poolable;

#[expect(dead_code)]
#[derive(Poolable)]
struct Unused {
    length: u32,
    #[pool(max_capacity = 64)]
    body: Vec<u8>,
}

#[expect(unused)]
#[derive(Poolable)]
struct UnusedTuple(u8, Option<String>);

#[expect(dead_code)]
#[derive(Poolable)]
#[pool(max_capacity = 64)]
enum UnusedState {
    #[pool(default)]
    Idle(Vec<u8>),
    Busy,
}

#[expect(non_camel_case_types)]
#[derive(Default, Poolable)]
struct lower_case {
    length: u32,
}

fn main() {
    let mut named = lower_case { length: 3 };
    named.reset();
    assert_eq!(named.length, 0);
}
