use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle,
    Reading(#[pool(max_capcity = 8)] Vec<u8>),
}

fn main() {}
