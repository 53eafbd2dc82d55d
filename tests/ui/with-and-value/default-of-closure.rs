use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    #[pool(default)]
    run: Box<dyn FnOnce()>,
}

fn main() {}
