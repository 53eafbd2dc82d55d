use std::os::unix::net::UnixStream;

use qnpool::Poolable;

#[derive(Poolable)]
struct Connection {
    stream: UnixStream,
}

fn main() {}
