use qnpool::{Bounded, Pool};

fn spawn<F: FnOnce() + Send + 'static>(_task: F) {}

fn main() {
    let pool = Pool::<Bounded<Vec<u8>, 4096>>::new();
    let buffer = pool.get();
    spawn(move || println!("{}", buffer.len()));
}
