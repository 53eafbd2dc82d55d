use qnpool::{Bounded, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    let buffer = BUFFERS.get();
    let bytes = buffer.freeze();
}
