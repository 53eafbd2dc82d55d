use std::fs::File;
use std::io::BufWriter;

use qnpool::Poolable;

#[derive(Poolable)]
struct Log {
    file: BufWriter<File>,
}

fn main() {}
