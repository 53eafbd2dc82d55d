use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    #[pool(max_capacity = 4096)]
    run: Box<dyn FnOnce()>,
}

fn main() {}
