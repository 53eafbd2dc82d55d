use std::rc::Rc;
use std::sync::Arc;

use qnpool::Pool;

fn main() {
    let pool = Arc::new(Pool::<Option<Rc<u8>>>::new());
    let guard = pool.get_owned();
    std::thread::spawn(move || drop(guard));
}
