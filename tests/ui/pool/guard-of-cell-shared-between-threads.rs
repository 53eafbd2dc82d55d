use std::cell::Cell;

use qnpool::Pool;

static COUNTERS: Pool<Cell<u64>> = Pool::new();

fn main() {
    let counter = COUNTERS.get();
    std::thread::scope(|scope| {
        scope.spawn(|| counter.set(1));
    });
}
