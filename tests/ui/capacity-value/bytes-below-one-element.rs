use qnpool::Poolable;

#[derive(Poolable)]
struct Samples {
    #[pool(max_bytes = 7)]
    values: Vec<u64>,
}

fn main() {}
