use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(crate = ::qnpool)]
    sequence: u32,
}

fn main() {}
