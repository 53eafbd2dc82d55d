use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    run: fn(u32) -> bool,
}

fn main() {}
