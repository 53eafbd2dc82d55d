use qnpool::Poolable;

#[derive(Poolable)]
struct Job(u64, (fn(), u8));

fn main() {}
