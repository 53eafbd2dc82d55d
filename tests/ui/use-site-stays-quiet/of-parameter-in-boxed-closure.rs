use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Packet<T> {
    body: Box<dyn Fn(T) + Send>,
}

struct Event;

fn reset(packet: &mut Packet<Event>) {
    packet.reset();
}

const BYTES: usize = Packet::<Event>::MAX_RETAINED_BYTES;

static POOL: Pool<Packet<Event>> = Pool::with(|| unreachable!());

fn main() {}
