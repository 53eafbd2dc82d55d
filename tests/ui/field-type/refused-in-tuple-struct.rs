use std::fs::File;

use qnpool::Poolable;

#[derive(Poolable)]
struct Log(u64, File);

fn main() {}
