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

static POOL: Pool<State<Header>> = Pool::with(|| State::Closed);

fn main() {}
