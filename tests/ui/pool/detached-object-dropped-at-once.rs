#![deny(unused_must_use)]

use qnpool::{Bounded, Guard, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    Guard::detach(BUFFERS.get());
}
