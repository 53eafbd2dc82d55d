use qnpool::Poolable;

#[derive(Poolable)]
struct Packet<'a> {
    body: parking_lot::MutexGuard<'a, u8>,
}

fn main() {}
