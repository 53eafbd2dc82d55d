use qnpool::Poolable;

type Name = &'static str;

#[derive(Poolable)]
struct Metric {
    name: Name,
}

fn main() {}
