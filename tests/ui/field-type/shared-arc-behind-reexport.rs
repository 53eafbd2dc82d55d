use qnpool::Poolable;

mod sync {
    pub use std::sync::Arc as Handle;
}

#[derive(Poolable)]
struct Session {
    config: sync::Handle<String>,
}

fn main() {}
