//! Words in one list or in several, with every kind of bracket and comma.

use qnpool::Poolable;

#[derive(Default, Poolable)]
#[pool(max_retained_bytes = 1024)]
#[pool[discard_if = Self::is_broken]]
struct Spelled {
    #[pool(max_capacity = 4)]
    trailing_comma: Vec<u8>,
    #[pool{max_capacity = 4}]
    braces: Vec<u8>,
    #[pool[max_capacity = 4]]
    brackets: Vec<u8>,
    #[pool(r#keep = "set once")]
    raw_word: u32,
    #[pool(keep = r#"a "quoted" reason"#)]
    raw_string: u32,
    #[pool(with = Vec::clear)]
    #[pool(max_retained_bytes = 64)]
    in_two: Vec<u8>,
    /// A comment, and attributes of others.
    #[allow(dead_code)]
    #[pool(max_capacity = 4)]
    #[doc(hidden)]
    among_others: Vec<u8>,
    #[pool(
        // A comment inside.
        max_capacity = 4, /* and another */
    )]
    with_comments: Vec<u8>,
    #[pool(value = (1, [2, 3]))]
    commas_inside: (u8, [u8; 2]),
    #[pool(value = if true { 1 } else { 2 }, max_retained_bytes = 0)]
    expression: u8,
    #[pool(with = Vec::<u8>::clear, max_retained_bytes = 64)]
    turbofish: Vec<u8>,
    #[pool(with = ::std::vec::Vec::clear, max_retained_bytes = 64)]
    absolute: Vec<u8>,
}

impl Spelled {
    fn is_broken(&self) -> bool {
        self.raw_word == 1
    }
}

fn main() {
    let mut spelled = Spelled {
        braces: vec![1; 9],
        raw_word: 1,
        commas_inside: (9, [9; 2]),
        ..Spelled::default()
    };
    assert!(spelled.should_discard());
    spelled.reset();
    assert_eq!((spelled.braces.capacity(), spelled.raw_word), (4, 1));
    assert_eq!(
        (spelled.commas_inside, spelled.expression),
        ((1, [2, 3]), 1)
    );
    assert_eq!(Spelled::MAX_RETAINED_BYTES, 5 * 4 + 3 * 64);
}
