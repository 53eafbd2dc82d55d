use qnpool::Poolable;

#[derive(Poolable)]
struct Packet {
    #[with = clear]
    body: std::time::Instant,
}

fn main() {}
