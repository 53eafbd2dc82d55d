use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Reading(#[pool(max_capcity = 8)] Vec<u8>),
    Closed,
}

fn main() {}
