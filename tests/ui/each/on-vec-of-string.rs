use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(each)]
    body: Vec<String>,
}

fn main() {}
