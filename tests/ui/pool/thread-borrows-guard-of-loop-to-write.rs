use qnpool::{Bounded, Pool};

static BUFFERS: Pool<Bounded<Vec<u8>, 4096>> = Pool::new();

fn spawn<F: FnOnce() + Send + 'static>(_task: F) {}

fn main() {
    for number in 0..4 {
        let mut buffer = BUFFERS.get();
        let bytes: &mut Vec<u8> = &mut buffer;
        spawn(move || bytes.push(number));
    }
}
