use std::net::Ipv4Addr;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    source: Ipv4Addr,
}

fn main() {}
