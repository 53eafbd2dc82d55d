use std::net::UdpSocket;

use qnpool::Poolable;

#[derive(Poolable)]
struct Probe {
    socket: UdpSocket,
}

fn main() {}
