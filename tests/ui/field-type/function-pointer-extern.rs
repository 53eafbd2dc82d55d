use qnpool::Poolable;

#[derive(Poolable)]
struct Callback {
    call: unsafe extern "C" fn(*mut u8),
}

fn main() {}
