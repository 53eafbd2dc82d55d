use qnpool::Poolable;

mod reexports {
    pub mod pool {}
}

#[derive(Poolable)]
#[pool(crate = reexports::pool)]
struct Packet {
    sequence: u32,
}

fn main() {}
