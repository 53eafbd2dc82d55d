use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if = "Packet::is_broken")]
struct Packet {
    broken: bool,
}

fn main() {}
