use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_size = 4096, unbounded)]
struct Request {
    #[pool(skip)]
    id: u64,
    #[pool(max_capacity = 0)]
    body: Vec<u8>,
    #[pool(keep)]
    user: u64,
    #[pool]
    line: String,
    #[pool(unbounded, default)]
    path: String,
}

fn main() {}
