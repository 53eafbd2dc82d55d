use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    body: Vec<u8>,
    header: Missing,
}

fn length(request: &Request) -> usize {
    request.bodi.len()
}

fn main() {}
