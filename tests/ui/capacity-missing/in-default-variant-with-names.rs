use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    Closed,
    #[pool(default)]
    Reading {
        line: String,
    },
}

fn main() {}
