use qnpool::Poolable;

type Run = fn(u32) -> bool;

#[derive(Poolable)]
struct Job {
    run: Run,
}

fn main() {}
