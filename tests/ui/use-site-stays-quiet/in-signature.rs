use qnpool::{Guard, Pool, Poolable};

#[derive(Poolable)]
struct Packet {
    body: Vec<u8>,
}

fn send(_pool: &Pool<Packet>, packet: Guard<'_, Packet>) -> Packet {
    Guard::detach(packet)
}

fn main() {}
