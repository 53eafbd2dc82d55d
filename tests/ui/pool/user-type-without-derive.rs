use qnpool::Pool;

#[derive(Default)]
struct Packet {
    sequence: u32,
}

static POOL: Pool<Packet> = Pool::new();

fn main() {}
