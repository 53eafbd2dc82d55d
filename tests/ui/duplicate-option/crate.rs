use qnpool::Poolable;

#[derive(Poolable)]
#[pool(crate = ::qnpool, crate = ::qnpool)]
struct Packet {
    sequence: u32,
}

fn main() {}
