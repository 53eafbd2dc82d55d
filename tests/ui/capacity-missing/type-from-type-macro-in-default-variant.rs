use qnpool::Poolable;

macro_rules! list {
    ($element:ty) => {
        Vec<$element>
    };
}

#[derive(Poolable)]
enum State {
    #[pool(default)]
    Idle(list!(u8)),
    Busy,
}

fn main() {}
