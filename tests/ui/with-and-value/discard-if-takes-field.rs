use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if = is_broken)]
struct Packet {
    broken: bool,
}

fn is_broken(broken: &bool) -> bool {
    *broken
}

fn main() {}
