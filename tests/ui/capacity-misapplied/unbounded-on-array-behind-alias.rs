use qnpool::Poolable;

type Cookie = [u32; 3];

#[derive(Poolable)]
struct Packet {
    #[pool(unbounded)]
    body: Cookie,
}

fn main() {}
