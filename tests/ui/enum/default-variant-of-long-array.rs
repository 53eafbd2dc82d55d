use qnpool::Poolable;

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle([u8; 64]),
    Busy,
}

fn main() {}
