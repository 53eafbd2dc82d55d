//! What Rust allows in an expression is allowed in a value: `self` before `::` is a path, and
//! an item in the expression has a `self` of its own.

#![deny(warnings)]

use qnpool::Poolable;

pub const LIMIT: usize = 4;

macro_rules! limit {
    ($limit:expr) => {
        $limit + 1
    };
}

mod inner {
    pub const LIMIT: usize = 3;

    pub fn refill(byte: &mut u8) {
        *byte = 9;
    }

    #[derive(qnpool::Poolable)]
    #[pool(max_retained_bytes = 1000 * self::LIMIT)]
    pub struct Packet<const N: usize> {
        #[pool(max_capacity = super::LIMIT + self::LIMIT)]
        pub sum: Vec<u8>,
        #[pool(max_capacity = crate::LIMIT)]
        pub root: Vec<u8>,
        #[pool(max_bytes = [self::LIMIT, N][0])]
        pub indexed: Vec<u8>,
        #[pool(max_capacity = N)]
        pub generic: Vec<u8>,
        #[pool(max_capacity = size_of::<[u16; LIMIT]>())]
        pub sized: Vec<u8>,
        #[pool(max_capacity = { const fn limit() -> usize { self::LIMIT } limit() })]
        pub called: Vec<u8>,
        #[pool(max_capacity = limit!(self::LIMIT))]
        pub from_macro: Vec<u8>,
        #[pool(value = {
            struct Byte(u8);
            impl Byte {
                fn get(&self) -> u8 {
                    self.0
                }
            }
            Byte(3).get()
        })]
        pub nested: u8,
        #[pool(value = (|byte: u8| byte + self::LIMIT as u8)(1))]
        pub closure: u8,
        #[pool(with = self::refill)]
        pub with: u8,
    }
}

fn main() {
    let full = || vec![1; 100];
    let mut packet = inner::Packet::<5> {
        sum: full(),
        root: full(),
        indexed: full(),
        generic: full(),
        sized: full(),
        called: full(),
        from_macro: full(),
        nested: 0,
        closure: 0,
        with: 0,
    };
    packet.reset();
    let capacities = [
        packet.sum.capacity(),
        packet.root.capacity(),
        packet.indexed.capacity(),
        packet.generic.capacity(),
        packet.sized.capacity(),
        packet.called.capacity(),
        packet.from_macro.capacity(),
    ];
    assert_eq!(capacities, [7, 4, 3, 5, 6, 3, 4]);
    assert_eq!((packet.nested, packet.closure, packet.with), (3, 4, 9));
}
