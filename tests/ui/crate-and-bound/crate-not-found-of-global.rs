use qnpool::Poolable;

const LIMIT: usize = 64;

#[derive(Default, Poolable)]
#[pool(crate = ::pool_of_mine, default, global(max_idle = LIMIT))]
struct Packet {
    sequence: u32,
}

fn main() {}
