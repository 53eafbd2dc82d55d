use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    body: Vec<u8>,
}

static SPACE: [u8; <Packet as Poolable>::MAX_RETAINED_BYTES] =
    [0; <Packet as Poolable>::MAX_RETAINED_BYTES];

fn main() {}
