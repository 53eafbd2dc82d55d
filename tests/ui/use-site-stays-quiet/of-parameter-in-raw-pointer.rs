use qnpool::Poolable;

#[derive(Poolable)]
struct Packet<T> {
    body: *mut T,
}

struct Event;

fn reset(packet: &mut Packet<Event>) {
    packet.reset();
}

const BYTES: usize = Packet::<Event>::MAX_RETAINED_BYTES;

fn is_unfit(packet: &Packet<Event>) -> bool {
    packet.should_discard()
}

fn main() {}
