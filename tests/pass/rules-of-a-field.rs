//! `keep`, `default`, `value` and `with`, and what each counts for.

use std::fs::File;
use std::net::Ipv4Addr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Instant;

use qnpool::{Poolable, UNBOUNDED};

#[derive(Poolable)]
struct Rules {
    #[pool(keep = "numbered once")]
    kept: NonZeroU32,
    #[pool(default)]
    fresh: (u32, [u8; 4]),
    #[pool(value = Ipv4Addr::LOCALHOST)]
    address: Ipv4Addr,
    #[pool(value = Self::RETRIES + 1)]
    retries: u8,
    #[pool(value = Instant::now())]
    started: Instant,
    #[pool(with = to_one)]
    with: u32,
    #[pool(with = Self::to_two)]
    with_own: u32,
    #[pool(with = to_default::<u32>)]
    with_generic: u32,
    #[pool(value = { let four = 4; four * 2 })]
    block: u32,
    #[pool(value = |number: u32| number + 1)]
    function: fn(u32) -> u32,
}

impl Rules {
    const RETRIES: u8 = 2;

    fn to_two(number: &mut u32) {
        *number = 2;
    }
}

fn to_one(number: &mut u32) {
    *number = 1;
}

fn to_default<T: Default>(value: &mut T) {
    *value = T::default();
}

/// Types that need a drop own what only the user can know.
#[derive(Default, Poolable)]
struct Kept {
    #[pool(keep = "filled once")]
    table: Vec<u8>,
}

#[derive(Default, Poolable)]
struct Fresh(#[pool(default)] Vec<u8>);

#[derive(Default, Poolable)]
struct Valued(#[pool(value = vec![1, 2])] Vec<u8>);

#[derive(Default, Poolable)]
struct Cleared(#[pool(with = Vec::clear)] Vec<u8>);

#[derive(Poolable)]
#[pool(max_retained_bytes = 4 + 0 + 2 + 64)]
struct Stated {
    #[pool(keep = "filled once", max_retained_bytes = 4)]
    table: Vec<u8>,
    #[pool(max_retained_bytes = 0, default)]
    fresh: Box<[u8]>,
    #[pool(value = vec![1, 2])]
    #[pool(max_retained_bytes = 2)]
    valued: Vec<u8>,
    #[pool(with = halve, max_retained_bytes = 64)]
    halved: Vec<u8>,
}

fn halve(bytes: &mut Vec<u8>) {
    bytes.clear();
    bytes.shrink_to(64);
}

/// What cannot be reset can still be told what to do.
#[derive(Poolable)]
struct Told<'a> {
    #[pool(keep = "opened once")]
    file: Option<File>,
    #[pool(keep = "the same for all")]
    config: Arc<u32>,
    #[pool(value = "start")]
    text: &'a str,
    #[pool(default)]
    slice: &'a [u8],
    #[pool(value = Box::new(|| 3))]
    closure: Box<dyn Fn() -> u32>,
    #[pool(default)]
    boxed: Box<[u8]>,
    #[pool(with = fill)]
    output: &'a mut [u8],
}

fn fill(output: &mut &mut [u8]) {
    output.fill(7);
}

fn main() {
    assert_eq!(Rules::MAX_RETAINED_BYTES, 0);
    let before = Instant::now();
    let mut rules = Rules {
        kept: NonZeroU32::MAX,
        fresh: (9, [9; 4]),
        address: Ipv4Addr::UNSPECIFIED,
        retries: 9,
        started: before,
        with: 9,
        with_own: 9,
        with_generic: 9,
        block: 9,
        function: |_| 0,
    };
    rules.reset();
    assert_eq!(rules.kept, NonZeroU32::MAX);
    assert_eq!(rules.fresh, (0, [0; 4]));
    assert_eq!(rules.address, Ipv4Addr::LOCALHOST);
    assert!(rules.started >= before);
    assert_eq!((rules.retries, rules.with, rules.with_own), (3, 1, 2));
    assert_eq!(
        (rules.with_generic, rules.block, (rules.function)(1)),
        (0, 8, 2)
    );

    assert_eq!(Kept::MAX_RETAINED_BYTES, UNBOUNDED);
    assert_eq!(Fresh::MAX_RETAINED_BYTES, UNBOUNDED);
    assert_eq!(Valued::MAX_RETAINED_BYTES, UNBOUNDED);
    assert_eq!(Cleared::MAX_RETAINED_BYTES, UNBOUNDED);
    let mut valued = Valued(vec![9; 9]);
    valued.reset();
    assert_eq!(valued.0, [1, 2]);

    assert_eq!(Stated::MAX_RETAINED_BYTES, 70);
    let mut stated = Stated {
        table: vec![1],
        fresh: Box::new([1, 2]),
        valued: vec![],
        halved: vec![1; 1000],
    };
    stated.reset();
    assert_eq!(
        (stated.table.len(), stated.fresh.len(), stated.valued.len()),
        (1, 0, 2)
    );
    assert_eq!((stated.halved.len(), stated.halved.capacity()), (0, 64));

    let config = Arc::new(5);
    let mut output = [1, 2, 3];
    let mut told = Told {
        file: None,
        config: Arc::clone(&config),
        text: "end",
        slice: &[1],
        closure: Box::new(|| 0),
        boxed: Box::new([1]),
        output: &mut output,
    };
    told.reset();
    assert!(Arc::ptr_eq(&told.config, &config) && told.file.is_none());
    assert_eq!(
        (
            told.text,
            told.slice.len(),
            (told.closure)(),
            told.boxed.len()
        ),
        ("start", 0, 3, 0)
    );
    assert_eq!(output, [7; 3]);
}
