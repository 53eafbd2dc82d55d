use qnpool::{Bounded, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn main() {
    std::thread::scope(|scope| {
        for _ in 0..4 {
            let buffer = BUFFERS.get();
            scope.spawn(|| println!("{}", buffer.len()));
        }
    });
}
