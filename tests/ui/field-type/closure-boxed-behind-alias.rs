use qnpool::Poolable;

type Task = Box<dyn FnOnce() + Send>;

#[derive(Poolable)]
struct Job {
    run: Task,
}

fn main() {}
