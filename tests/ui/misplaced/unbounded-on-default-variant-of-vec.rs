use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default, unbounded)]
    Reading(Vec<u8>),
    Closed,
}

fn main() {}
