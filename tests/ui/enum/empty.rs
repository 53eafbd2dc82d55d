use qnpool::Poolable;

#[derive(Poolable)]
enum Never {}

fn main() {}
