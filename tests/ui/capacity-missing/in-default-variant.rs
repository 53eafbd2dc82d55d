use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Reading(Vec<u8>),
    Closed,
}

fn main() {}
