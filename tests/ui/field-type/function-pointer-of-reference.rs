use qnpool::Poolable;

type Visit = fn(&str) -> bool;

#[derive(Poolable)]
struct Walk {
    visit: Visit,
}

fn main() {}
