//! Names of fields, types, parameters and constants that generated code might use.

#![allow(non_camel_case_types, non_upper_case_globals, non_snake_case)]

use qnpool::Poolable;

#[derive(Default, Poolable)]
struct Raw {
    r#type: u32,
    r#fn: u32,
    r#match: Option<u32>,
    #[pool(max_capacity = 4)]
    r#async: Vec<u8>,
    #[pool(keep = "set once")]
    r#loop: u32,
}

#[derive(Default, Poolable)]
struct Locals {
    self_: u32,
    this: u32,
    __self: u32,
    __field0: u32,
    __field1: u32,
    field0: u32,
    f: u32,
    limit: u32,
    total: u32,
    value: u32,
    fresh: u32,
    reset: u32,
    reset_within: u32,
    fields: u32,
    max_capacity: u32,
    index: u32,
    discard_if: u32,
    should_discard: u32,
    pool: u32,
    qnpool: u32,
    core: u32,
    std: u32,
    usize: u32,
    MAX_RETAINED_BYTES: u32,
    FOOTPRINT: u32,
    #[pool(with = with)]
    with: u32,
    #[pool(max_capacity = 4)]
    bytes: Vec<u8>,
    #[pool(value = 7)]
    seven: u32,
    #[pool(default)]
    default: u32,
}

/// In scope where the code is generated.
const reset: u32 = 10;
const field0: u32 = 5;
const limit: usize = 4;
const value: u32 = 5;
static total: u32 = 5;

fn with(with: &mut u32) {
    *with = 1;
}

#[derive(Poolable)]
#[pool(discard_if = discard_if)]
struct InScope {
    number: u32,
    #[pool(max_capacity = limit)]
    bytes: Vec<u8>,
    #[pool(value = value + total + reset + field0)]
    sum: u32,
}

fn discard_if(_: &InScope) -> bool {
    true
}

/// Methods of these names must not be taken for the trait's.
impl Locals {
    fn reset(&mut self) -> ! {
        panic!("the type's own method")
    }
}

/// Parameters by any name.
#[derive(Poolable)]
struct Parameters<C, F, Item, const N: usize, const LIMIT: usize>(C, F, Item, [u8; N], [u8; LIMIT]);

#[derive(Poolable)]
enum Variants {
    #[pool(default)]
    Default {
        value: u32,
        fresh: u32,
    },
    Poolable,
    Reset,
}

fn main() {
    let mut raw = Raw {
        r#type: 1,
        r#fn: 2,
        r#match: Some(3),
        r#async: vec![4; 9],
        r#loop: 5,
    };
    raw.reset();
    assert_eq!(
        (raw.r#type, raw.r#fn, raw.r#match, raw.r#loop),
        (0, 0, None, 5)
    );
    assert_eq!(raw.r#async.capacity(), 4);

    let mut locals = Locals {
        self_: 9,
        __field0: 9,
        limit: 9,
        value: 9,
        FOOTPRINT: 9,
        usize: 9,
        seven: 9,
        default: 9,
        bytes: vec![9; 9],
        ..Locals::default()
    };
    Poolable::reset(&mut locals);
    assert_eq!(
        locals.self_ + locals.__field0 + locals.limit + locals.value,
        0
    );
    assert_eq!(locals.FOOTPRINT + locals.usize + locals.default, 0);
    assert_eq!(
        (locals.with, locals.seven, locals.bytes.capacity()),
        (1, 7, 4)
    );
    assert_eq!(Locals::MAX_RETAINED_BYTES, 4);

    let mut in_scope = InScope {
        number: 9,
        bytes: vec![9; 9],
        sum: 0,
    };
    assert!(in_scope.should_discard());
    in_scope.reset();
    assert_eq!(
        (in_scope.number, in_scope.bytes.capacity(), in_scope.sum),
        (0, 4, 25)
    );

    let mut parameters = Parameters(1u8, 2u16, 3u32, [4], [5, 6]);
    parameters.reset();
    assert_eq!((parameters.0, parameters.1, parameters.2), (0, 0, 0));
    assert_eq!((parameters.3, parameters.4), ([0], [0, 0]));
    let mut variant = Variants::Reset;
    variant.reset();
    assert!(matches!(variant, Variants::Default { value: 0, fresh: 0 }));
    let _ = (Variants::Poolable, locals.total);
}
