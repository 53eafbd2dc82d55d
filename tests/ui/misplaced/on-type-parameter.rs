use qnpool::Poolable;

#[derive(Poolable)]
struct Tagged<#[pool(keep = "reason")] T> {
    value: T,
}

fn main() {}
