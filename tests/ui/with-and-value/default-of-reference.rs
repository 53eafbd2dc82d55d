use qnpool::Poolable;

#[derive(Poolable)]
struct Request<'a> {
    #[pool(default)]
    path: &'a u64,
}

fn main() {}
