use qnpool::Poolable;

#[derive(Poolable)]
struct Block<#[pool(max_capacity = 4096)] const N: usize> {
    bytes: [u8; N],
}

fn main() {}
