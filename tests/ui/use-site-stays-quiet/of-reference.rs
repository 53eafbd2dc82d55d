use qnpool::{Pool, Poolable};

#[derive(Poolable)]
struct Request<'a> {
    path: &'a str,
}

#[derive(Poolable)]
struct Pair {
    request: Request<'static>,
}

fn main() {
    let pool = Pool::with(|| Request { path: "" });
    println!("{}", pool.get().path);
}
