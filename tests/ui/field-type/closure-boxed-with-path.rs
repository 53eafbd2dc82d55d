use qnpool::Poolable;

#[derive(Poolable)]
struct Job {
    run: std::boxed::Box<dyn FnMut(&str) -> usize>,
}

fn main() {}
