use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    head: Vec<u8>,
    body: Vec<u8>,
    line: String,
    path: String,
}

fn main() {}
