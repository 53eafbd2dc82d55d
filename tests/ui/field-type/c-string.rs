use std::ffi::CString;

use qnpool::Poolable;

#[derive(Poolable)]
struct Entry {
    name: CString,
}

fn main() {}
