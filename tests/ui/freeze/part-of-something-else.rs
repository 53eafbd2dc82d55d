use qnpool::{Bounded, Guard, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    let other = vec![7; 4];
    let _bytes = Guard::freeze_with(BUFFERS.get(), |_| &other);
}
