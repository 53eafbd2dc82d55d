use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: qnpool::OwnedGuard<u8>,
}

fn main() {}
