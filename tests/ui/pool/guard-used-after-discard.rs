use qnpool::{Bounded, Guard, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    let mut buffer = BUFFERS.get();
    Guard::discard(buffer);
    buffer.push(1);
}
