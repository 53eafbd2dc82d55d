use qnpool::Poolable;

#[derive(Poolable)]
struct Table {
    rows: Vec<Vec<u8>>,
}

fn main() {}
