use qnpool::{Bounded, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    for _ in 0..4 {
        let buffer = BUFFERS.get();
        std::thread::spawn(|| println!("{}", buffer.len()));
    }
}
