use qnpool::Poolable;

#[derive(Poolable)]
struct Header<'a> {
    name: &'a str,
}

#[derive(Poolable)]
enum State {
    Idle,
    Busy,
}

#[derive(Poolable)]
union Word {
    number: u32,
    float: f32,
}

fn main() {}
