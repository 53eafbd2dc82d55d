use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Job<F: Fn() -> u32> {
    run: F,
}

fn main() {
    let answer = 42;
    let pool = Pool::with(move || Job {
        run: move || answer,
    });
}
