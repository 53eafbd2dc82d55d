use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if = Self::is_broken)]
struct Packet {
    broken: bool,
}

fn main() {}
