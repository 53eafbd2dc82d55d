use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    #[pool(max_capacity = 4096)]
    Reading(Vec<u8>),
}

fn main() {}
