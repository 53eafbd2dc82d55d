use qnpool::Poolable;

#[derive(Poolable)]
#[pool(crate = ::pool_of_mine)]
struct Packet {
    sequence: u32,
}

fn main() {}
