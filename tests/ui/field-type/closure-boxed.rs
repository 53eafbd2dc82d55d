use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    run: Box<dyn FnOnce() + Send>,
}

fn main() {}
