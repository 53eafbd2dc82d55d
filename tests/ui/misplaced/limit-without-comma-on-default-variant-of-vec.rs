use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default max_capacity = 8)]
    Reading(Vec<u8>),
    Closed,
}

fn main() {}
