use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(discard_if = is_broken)]
    broken: bool,
}

fn main() {}
