use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default, each)]
    Reading(Vec<u8>),
    Closed,
}

fn main() {}
