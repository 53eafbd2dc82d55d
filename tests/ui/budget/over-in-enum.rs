use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_retained_bytes = 64)]
enum State {
    #[pool(default)]
    Reading(#[pool(max_capacity = 128)] String),
    Closed,
}

fn main() {}
