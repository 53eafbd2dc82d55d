use qnpool::Poolable;

#[derive(Poolable)]
#[pool(discard_if = Packet::is_broken, discard_if = Packet::is_broken)]
struct Packet {
    broken: bool,
}

impl Packet {
    fn is_broken(&self) -> bool {
        self.broken
    }
}

fn main() {}
