use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
#[pool(max_capacity = 8)]
struct Packet {
    children: RecyclingVec<Packet>,
}

fn main() {}
