use qnpool::Poolable;

type Run = fn(u8, u8, u8, u8, u8, u8, u8);

#[derive(Poolable)]
struct Job {
    run: Run,
}

fn main() {}
