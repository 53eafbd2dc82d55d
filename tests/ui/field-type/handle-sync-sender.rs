use std::sync::mpsc::SyncSender;

use qnpool::Poolable;

#[derive(Poolable)]
struct Request {
    reply: SyncSender<String>,
}

fn main() {}
