use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(max_capacity = 8)]
    #[pool(default)]
    Reading(Vec<u8>),
    Closed,
}

fn main() {}
