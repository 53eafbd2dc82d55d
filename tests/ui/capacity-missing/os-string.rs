use std::ffi::OsString;

use qnpool::Poolable;

#[derive(Poolable)]
struct Entry {
    name: OsString,
}

fn main() {}
