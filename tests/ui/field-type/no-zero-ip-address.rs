use std::net::IpAddr;

use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    source: IpAddr,
}

fn main() {}
