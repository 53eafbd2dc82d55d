use std::num::NonZeroU32;

use qnpool::Poolable;

#[derive(Poolable)]
enum Slot {
    #[pool(default)]
    Free(#[pool(keep = "numbered once")] NonZeroU32),
    Taken,
}

fn main() {}
