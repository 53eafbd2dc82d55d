use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Waiting(#[pool(value = "many")] u32),
    Done,
}

fn main() {}
