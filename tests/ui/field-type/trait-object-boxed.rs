use std::io::Write;

use qnpool::Poolable;

#[derive(Poolable)]
struct Logger {
    sink: Box<dyn Write>,
}

fn main() {}
