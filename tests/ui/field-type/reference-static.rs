use qnpool::Poolable;

#[derive(Poolable)]
struct Metric {
    name: &'static str,
}

fn main() {}
