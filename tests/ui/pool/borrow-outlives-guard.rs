use qnpool::{Bounded, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    let bytes: &[u8] = {
        let buffer = BUFFERS.get();
        &buffer[..]
    };
    println!("{}", bytes.len());
}
