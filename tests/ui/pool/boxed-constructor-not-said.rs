use qnpool::{Bounded, LocalPool};

fn main() {
    let pool = LocalPool::<Bounded<Vec<u8>, 4096>, _>::with(|| Box::default());
}
