use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Header {
    length: u32,
}

#[derive(Poolable)]
enum State<T> {
    #[pool(default)]
    Reading(T),
    Closed,
}

fn pooled(_pool: Pool<State<Header>>) {}

fn main() {}
