use qnpool::Poolable;

#[derive(Poolable)]
struct Header {
    length: u32,
}

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Reading {
        first: Header,
        second: Header,
    },
    Closed,
}

fn main() {}
