use qnpool::Poolable;

#[derive(Poolable)]
union Word {
    signed: i32,
    unsigned: u32,
}

fn main() {}
