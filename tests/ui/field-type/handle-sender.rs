use std::sync::mpsc::Sender;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    reply: Sender<String>,
}

fn main() {}
