use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: qnpool::LocalOwnedGuard<u8>,
}

fn main() {}
