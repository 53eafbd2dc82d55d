use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Reading([u8]),
    Closed,
}

fn main() {}
