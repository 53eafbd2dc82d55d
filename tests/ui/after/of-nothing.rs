use qnpool::Poolable;

fn of_nothing() {}

fn of_reference(_packet: &Packet) {}

fn of_value(_packet: Packet) {}

fn with_result(_packet: &mut Packet) -> bool {
    true
}

#[derive(Poolable)]
#[pool(after = of_nothing)]
struct Packet {
    length: u32,
}

fn main() {}
