use qnpool::Poolable;

const CAPACITY: u32 = 64;

#[derive(Poolable)]
#[pool(max_capacity = CAPACITY)]
enum State {
    #[pool(default)]
    Reading(Vec<u8>),
    Closed,
}

fn main() {}
