use qnpool::Poolable;

#[derive(Poolable)]
struct Row {
    columns: (u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8, u8),
}

fn main() {}
