use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 18446744073709551616)]
    body: Vec<u8>,
}

fn main() {}
