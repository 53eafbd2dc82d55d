use std::net::TcpListener;

use qnpool::Poolable;

#[derive(Poolable)]
struct Server {
    listener: TcpListener,
}

fn main() {}
