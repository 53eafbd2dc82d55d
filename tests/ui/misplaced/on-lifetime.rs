use qnpool::Poolable;

#[derive(Poolable)]
struct Request<#[pool(unbounded)] 'a> {
    path: Option<&'a str>,
}

fn main() {}
