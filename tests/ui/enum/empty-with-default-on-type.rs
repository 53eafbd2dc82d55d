use qnpool::Poolable;

#[derive(Poolable)]
#[pool(default)]
enum Never {}

fn main() {}
