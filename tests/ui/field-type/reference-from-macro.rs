use qnpool::Poolable;

macro_rules! record {
    ($name:ident { $($field:ident: $type:ty),* }) => {
        #[derive(Poolable)]
        struct $name {
            $($field: $type),*
        }
    };
}

record!(Metric { name: &'static str, count: u64 });

fn main() {}
