use qnpool::Poolable;

type Cookie = [u32; 3];

#[derive(Poolable)]
struct Packet {
    #[pool(max_capacity = 8)]
    body: Cookie,
}

fn main() {}
