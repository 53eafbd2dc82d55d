use qnpool::{Poolable, RecyclingVec};

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    children: Box<RecyclingVec<Packet>>,
}

fn main() {}
