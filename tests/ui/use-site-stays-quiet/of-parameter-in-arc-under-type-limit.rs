use qnpool::{Pool, Poolable};

#[derive(Poolable)]
#[pool(max_capacity = 8)]
struct Packet<T> {
    shared: std::sync::Arc<T>,
    body: Vec<T>,
}

struct Event;

fn reset(packet: &mut Packet<Event>) {
    packet.reset();
}

const BYTES: usize = Packet::<Event>::MAX_RETAINED_BYTES;

static POOL: Pool<Packet<Event>> = Pool::with(|| unreachable!());

fn main() {}
