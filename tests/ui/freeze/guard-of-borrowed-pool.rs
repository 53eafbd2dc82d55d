use qnpool::{Bounded, Guard, Pool};

fn main() {
    let pool = Pool::<Bounded<Vec<u8>, 4096>>::new();
    let greeting = Guard::freeze(pool.get());
    assert!(greeting.is_empty());
}
