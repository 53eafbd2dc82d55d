use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default, max_capacity = 4096)]
    Reading(u64),
    Idle,
}

fn main() {}
