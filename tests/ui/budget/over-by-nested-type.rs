use qnpool::Poolable;

#[derive(Poolable)]
struct Header {
    #[pool(max_capacity = 512)]
    name: String,
}

#[derive(Poolable)]
#[pool(max_retained_bytes = 500)]
struct Packet {
    header: Header,
}

fn main() {}
