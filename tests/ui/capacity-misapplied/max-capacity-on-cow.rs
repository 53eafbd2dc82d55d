use std::borrow::Cow;

use qnpool::Poolable;

#[derive(Poolable)]
struct Label {
    #[pool(max_capacity = 64)]
    text: Cow<'static, str>,
}

fn main() {}
