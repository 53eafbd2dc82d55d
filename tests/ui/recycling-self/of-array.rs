use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    children: RecyclingVec<[Packet; 2]>,
}

fn main() {}
