use qnpool::Poolable;

bitflags::bitflags! {
    #[derive(Poolable)]
    struct Flags: u8 {
        const FIRST = 1;
    }
}

fn main() {}
