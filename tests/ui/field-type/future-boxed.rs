use std::future::Future;
use std::pin::Pin;

use qnpool::Poolable;

#[derive(Poolable)]
struct Task {
    future: Pin<Box<dyn Future<Output = ()> + Send>>,
}

fn main() {}
