use qnpool::Poolable;

#[derive(Poolable)]
struct Header {
    length: u32,
}

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Reading(Header),
    Closed,
}

fn main() {}
