use qnpool::{Bounded, Guard, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    let mut buffer = BUFFERS.get();
    let _bytes = Guard::freeze(buffer);
    buffer.push(1);
}
