use std::rc::Rc;

use qnpool::Pool;

fn main() {
    let start = Rc::new(7_u64);
    let pool = Pool::with(move || *start);
    std::thread::scope(|scope| {
        scope.spawn(|| println!("{}", *pool.get()));
    });
}
