//! Structs of every shape, with lifetimes, parameters and where-clauses.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Debug;

use qnpool::Poolable;

#[derive(Debug, PartialEq, Poolable)]
struct Unit;

#[derive(Debug, PartialEq, Poolable)]
struct EmptyInBraces {}

#[derive(Debug, PartialEq, Poolable)]
struct EmptyInParentheses();

#[derive(Debug, PartialEq, Poolable)]
struct Tuple(u8, #[pool(max_capacity = 8)] String, (i64, bool));

#[derive(Debug, PartialEq, Poolable)]
#[repr(C, align(64))]
struct Aligned {
    number: u8,
}

#[derive(Debug, PartialEq, Poolable)]
#[repr(transparent)]
struct Transparent(u64);

#[derive(Poolable)]
struct Borrowing<'a, 'b: 'a> {
    path: Option<&'a str>,
    output: Option<&'b mut [u8]>,
    #[pool(max_capacity = 4)]
    words: Vec<&'a str>,
    label: Cow<'static, str>,
}

#[derive(Poolable)]
struct Bounded<'a, T, const N: usize>
where
    T: Debug + 'a,
    [T; N]: Debug,
{
    first: T,
    all: [T; N],
    last: Option<&'a T>,
}

#[derive(Poolable)]
struct WithDefaults<T = u32, const N: usize = 2>([T; N]);

#[derive(Poolable)]
struct Recursive {
    value: u32,
    next: Option<Box<Self>>,
    #[pool(max_capacity = 2)]
    children: Vec<Recursive>,
}

#[derive(Poolable)]
struct RecursiveInPart<T> {
    value: T,
    next: Option<Box<RecursiveInPart<T>>>,
}

#[derive(Poolable)]
struct Peeked<I: Iterator> {
    rest: Option<I>,
    item: I::Item,
    again: <I as Iterator>::Item,
    queued: Option<I::Item>,
}

#[derive(Poolable)]
struct Unsizable<T: ?Sized> {
    value: Option<Box<T>>,
    number: u32,
}

#[derive(Poolable)]
struct Index<K, V> {
    #[pool(max_capacity = 8)]
    entries: HashMap<K, V>,
}

fn reset<T: Poolable>(mut value: T) -> T {
    value.reset();
    value
}

fn main() {
    assert_eq!(reset(Unit), Unit);
    assert_eq!(reset(EmptyInBraces {}), EmptyInBraces {});
    assert_eq!(reset(EmptyInParentheses()), EmptyInParentheses());
    let tuple = reset(Tuple(1, "x".repeat(100), (2, true)));
    assert_eq!(tuple, Tuple(0, String::new(), (0, false)));
    assert_eq!(tuple.1.capacity(), 8);
    assert_eq!(reset(Aligned { number: 9 }).number, 0);
    assert_eq!(reset(Transparent(9)), Transparent(0));

    let mut output = [1, 2, 3];
    let borrowing = reset(Borrowing {
        path: Some("path"),
        output: Some(&mut output),
        words: vec!["word"; 100],
        label: "owned".to_owned().into(),
    });
    assert!(borrowing.path.is_none() && borrowing.output.is_none());
    assert_eq!(borrowing.words.capacity(), 4);
    assert!(matches!(borrowing.label, Cow::Borrowed("")));

    let bounded = reset(Bounded {
        first: 1u16,
        all: [1, 2, 3],
        last: Some(&1),
    });
    assert_eq!((bounded.first, bounded.all), (0, [0; 3]));
    assert!(bounded.last.is_none());
    assert_eq!(reset(WithDefaults([1u32, 2])).0, [0, 0]);

    let leaf = || Recursive {
        value: 1,
        next: None,
        children: Vec::new(),
    };
    let recursive = reset(Recursive {
        value: 2,
        next: Some(Box::new(leaf())),
        children: (0..10).map(|_| leaf()).collect(),
    });
    assert!(recursive.value == 0 && recursive.next.is_none());
    assert!(recursive.children.is_empty() && recursive.children.capacity() == 2);
    assert_eq!(Recursive::MAX_RETAINED_BYTES, 2 * size_of::<Recursive>());
    let in_part = reset(RecursiveInPart {
        value: 'x',
        next: Some(Box::new(RecursiveInPart {
            value: 'y',
            next: None,
        })),
    });
    assert!(in_part.value == '\0' && in_part.next.is_none());

    // The iterator itself is not poolable; its items are.
    let peeked = reset(Peeked {
        rest: Some("text".chars()),
        item: 'a',
        again: 'b',
        queued: Some('c'),
    });
    assert!(peeked.rest.is_none() && peeked.queued.is_none());
    assert_eq!((peeked.item, peeked.again), ('\0', '\0'));

    let unsizable = reset(Unsizable::<dyn Debug> {
        value: Some(Box::new(1)),
        number: 1,
    });
    assert!(unsizable.value.is_none() && unsizable.number == 0);
    let index = reset(Index {
        entries: HashMap::from([("key", Unit)]),
    });
    assert!(index.entries.is_empty());
}
