use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    #[pool(frobnicate, max_capacity = 0, discard_if = f, keep)]
    body: Vec<u8>,
}

fn main() {}
