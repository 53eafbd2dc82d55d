//! Fields without names, in a type with a lifetime and a limit on the type.

use qnpool::Poolable;

#[derive(Poolable)]
#[pool(max_capacity = 32)]
struct Row<'a>(Vec<u32>, Option<&'a str>, #[pool(max_capacity = 8)] String);
