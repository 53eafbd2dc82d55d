use std::net::SocketAddr;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    source: SocketAddr,
}

fn main() {}
