#![deny(unused_must_use)]

use qnpool::{Bounded, Pool};

fn main() {
    Pool::<Bounded<Vec<u8>, 4096>>::builder().max_idle(64);
}
