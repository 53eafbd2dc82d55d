//! A limit is any constant expression of `usize`.

use std::collections::VecDeque;

use qnpool::Poolable;

const LIMIT: usize = 64;

const fn doubled(limit: usize) -> usize {
    limit * 2
}

mod settings {
    pub struct Buffers;

    impl Buffers {
        pub const SMALL: usize = 24;
    }
}

trait Sized8 {
    const EIGHT: usize;
}

#[derive(Default, Poolable)]
struct Buffers {
    #[pool(max_capacity = 64)]
    decimal: Vec<u8>,
    #[pool(max_capacity = 4_096)]
    separated: Vec<u8>,
    #[pool(max_capacity = 0x1000)]
    hexadecimal: Vec<u8>,
    #[pool(max_capacity = 0b1_0000)]
    binary: Vec<u8>,
    #[pool(max_capacity = 0o100)]
    octal: Vec<u8>,
    #[pool(max_capacity = 64usize)]
    suffixed: Vec<u8>,
    #[pool(max_capacity = 4 * 1024)]
    product: Vec<u8>,
    #[pool(max_capacity = 64 << 2)]
    shifted: Vec<u8>,
    #[pool(max_capacity = (64))]
    parenthesised: Vec<u8>,
    #[pool(max_capacity = b'@' as usize)]
    cast: Vec<u8>,
    #[pool(max_capacity = LIMIT)]
    constant: Vec<u8>,
    #[pool(max_capacity = settings::Buffers::SMALL)]
    constant_of_a_type: Vec<u8>,
    #[pool(max_capacity = Self::LIMIT)]
    constant_of_self: Vec<u8>,
    #[pool(max_capacity = <Self as Sized8>::EIGHT)]
    constant_of_a_trait: Vec<u8>,
    #[pool(max_capacity = size_of::<[u64; 4]>())]
    size: Vec<u8>,
    #[pool(max_capacity = doubled(LIMIT))]
    call: Vec<u8>,
    #[pool(max_capacity = {
        let mut limit = 1;
        while limit < 40 {
            limit *= 2;
        }
        limit
    })]
    block: Vec<u8>,
    #[pool(max_capacity = if LIMIT > 10 { 10 } else { LIMIT })]
    condition: Vec<u8>,
    #[pool(max_capacity = match LIMIT { 64 => 6, _ => 7 })]
    choice: Vec<u8>,
    #[pool(max_capacity = [5, 6, 7][1])]
    element: Vec<u8>,
    #[pool(max_capacity = usize::MAX >> 60)]
    of_the_largest: Vec<u8>,
    #[pool(max_capacity = "sixteen letters!".len())]
    length: VecDeque<u8>,
}

impl Buffers {
    const LIMIT: usize = 12;
}

impl Sized8 for Buffers {
    const EIGHT: usize = 8;
}

fn main() {
    let limits = [
        64, 4096, 4096, 16, 64, 64, 4096, 256, 64, 64, 64, 24, 12, 8, 32, 128, 64, 10, 6, 6, 15, 16,
    ];
    assert_eq!(Buffers::MAX_RETAINED_BYTES, limits.iter().sum());

    let mut buffers = Buffers::default();
    buffers.constant_of_self = vec![7; 1000];
    buffers.block = vec![7; 1000];
    buffers.length = (0..100).collect();
    buffers.reset();
    assert_eq!(buffers.constant_of_self.capacity(), 12);
    assert_eq!(buffers.block.capacity(), 64);
    assert!(buffers.length.is_empty() && buffers.length.capacity() <= 16);
}
