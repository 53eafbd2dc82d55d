use qnpool::Poolable;

#[derive(Poolable)]
struct Samples {
    #[pool(max_bytes = 7)]
    first: Vec<u64>,
    #[pool(max_bytes = 15)]
    second: Vec<u128>,
}

fn main() {}
