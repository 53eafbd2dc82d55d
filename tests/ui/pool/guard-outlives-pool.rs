use qnpool::{Bounded, Guard, Pool};

fn buffer<'a>() -> Guard<'a, Bounded<Vec<u8>, 4096>> {
    let pool = Pool::new();
    pool.get()
}

fn main() {}
