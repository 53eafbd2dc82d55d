use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    id: u32,
    run: dyn Fn(),
}

fn main() {}
