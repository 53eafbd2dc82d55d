//! Tables whose keys are text that is borrowed, boxed or shared, and `Reverse`.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

use indexmap::{IndexMap, IndexSet};
use qnpool::{Bounded, Pool, Poolable};

type Hasher = std::hash::RandomState;

/// A limit on each field.
#[derive(Default, Poolable)]
struct Limited<'a, V> {
    #[pool(max_capacity = 64)]
    boxed: HashMap<Box<str>, V>,
    #[pool(max_capacity = 64)]
    borrowed: HashMap<&'a str, V>,
    #[pool(max_capacity = 64)]
    shared: HashMap<Arc<str>, V>,
    #[pool(max_bytes = 4096)]
    bytes: HashMap<&'a [u8], V>,
    #[pool(max_capacity = 64)]
    words: HashSet<&'a str>,
    #[pool(max_capacity = 64)]
    list: Vec<&'a str>,
    sorted: BTreeMap<&'a str, V>,
    sorted_shared: BTreeMap<Arc<str>, V>,
    sorted_words: BTreeSet<Box<str>>,
    #[pool(max_capacity = 64)]
    hashed: hashbrown::HashMap<&'a str, V, Hasher>,
    #[pool(max_capacity = 64)]
    hashed_words: hashbrown::HashSet<Box<str>, Hasher>,
    #[pool(max_capacity = 64)]
    indexed: IndexMap<Box<str>, V>,
    #[pool(max_capacity = 64)]
    indexed_words: IndexSet<&'a str>,
    #[pool(max_capacity = 64)]
    numbers: ahash::AHashMap<&'a str, V>,
}

/// One limit for all fields.
#[derive(Default, Poolable)]
#[pool(max_capacity = 64)]
struct UnderOne<'a, V> {
    boxed: HashMap<Box<str>, V>,
    borrowed: HashMap<&'a str, V>,
    shared: HashMap<Arc<str>, V>,
    counted: HashMap<Rc<str>, V>,
    words: HashSet<&'a str>,
    list: Vec<&'a str>,
    sorted: BTreeMap<&'a str, V>,
    sorted_words: BTreeSet<Box<str>>,
    hashed: hashbrown::HashMap<&'a str, V, Hasher>,
    hashed_words: hashbrown::HashSet<Box<str>, Hasher>,
    indexed: IndexMap<Box<str>, V>,
    indexed_words: IndexSet<&'a str>,
    numbers: ahash::AHashMap<&'a str, V>,
}

/// Asks nothing of the values.
#[derive(Default)]
struct NotPoolable;

fn words(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("word {number}")).collect()
}

#[test]
fn a_limit_on_each_field() {
    let words = words(1000);
    let mut value = Limited::<NotPoolable> {
        boxed: words
            .iter()
            .map(|word| (word.as_str().into(), NotPoolable))
            .collect(),
        borrowed: words
            .iter()
            .map(|word| (word.as_str(), NotPoolable))
            .collect(),
        shared: words
            .iter()
            .map(|word| (word.as_str().into(), NotPoolable))
            .collect(),
        bytes: words
            .iter()
            .map(|word| (word.as_bytes(), NotPoolable))
            .collect(),
        words: words.iter().map(String::as_str).collect(),
        list: words.iter().map(String::as_str).collect(),
        sorted: words
            .iter()
            .map(|word| (word.as_str(), NotPoolable))
            .collect(),
        sorted_shared: words
            .iter()
            .map(|word| (word.as_str().into(), NotPoolable))
            .collect(),
        sorted_words: words.iter().map(|word| word.as_str().into()).collect(),
        hashed: words
            .iter()
            .map(|word| (word.as_str(), NotPoolable))
            .collect(),
        hashed_words: words.iter().map(|word| word.as_str().into()).collect(),
        indexed: words
            .iter()
            .map(|word| (word.as_str().into(), NotPoolable))
            .collect(),
        indexed_words: words.iter().map(String::as_str).collect(),
        numbers: words
            .iter()
            .map(|word| (word.as_str(), NotPoolable))
            .collect(),
    };
    value.reset();
    assert!(value.boxed.is_empty() && value.borrowed.is_empty() && value.shared.is_empty());
    assert!(value.words.is_empty() && value.list.is_empty() && value.bytes.is_empty());
    assert!(value.sorted.is_empty() && value.sorted_shared.is_empty());
    assert!(value.sorted_words.is_empty() && value.indexed.is_empty());
    assert!(value.hashed.is_empty() && value.hashed_words.is_empty());
    let capacities = [
        value.boxed.capacity(),
        value.borrowed.capacity(),
        value.shared.capacity(),
        value.words.capacity(),
        value.hashed.capacity(),
        value.hashed_words.capacity(),
        value.numbers.capacity(),
    ];
    assert_eq!(capacities, [112; 7]);
    assert!(value.bytes.capacity() < 200);
    assert_eq!(value.list.capacity(), 64);
    assert_eq!(
        (value.indexed.capacity(), value.indexed_words.capacity()),
        (64, 64)
    );
}

#[test]
fn a_limit_on_the_type() {
    let words = words(1000);
    let mut value = UnderOne::<NotPoolable>::default();
    for word in &words {
        value.boxed.insert(word.as_str().into(), NotPoolable);
        value.borrowed.insert(word, NotPoolable);
        value.shared.insert(word.as_str().into(), NotPoolable);
        value.counted.insert(word.as_str().into(), NotPoolable);
        value.words.insert(word);
        value.list.push(word);
        value.sorted.insert(word, NotPoolable);
        value.sorted_words.insert(word.as_str().into());
        value.hashed.insert(word, NotPoolable);
        value.hashed_words.insert(word.as_str().into());
        value.indexed.insert(word.as_str().into(), NotPoolable);
        value.indexed_words.insert(word);
        value.numbers.insert(word, NotPoolable);
    }
    value.reset();
    assert!(value.sorted.is_empty() && value.sorted_words.is_empty());
    let capacities = [
        value.boxed.capacity(),
        value.borrowed.capacity(),
        value.shared.capacity(),
        value.counted.capacity(),
        value.words.capacity(),
        value.hashed.capacity(),
        value.hashed_words.capacity(),
        value.numbers.capacity(),
    ];
    assert_eq!(capacities, [112; 8]);
    assert_eq!(value.list.capacity(), 64);
    assert_eq!(
        (value.indexed.capacity(), value.indexed_words.capacity()),
        (64, 64)
    );
}

#[test]
fn pools_of_tables() {
    static COUNTS: Pool<Bounded<HashMap<&'static str, u64>, 64>> = Pool::new();
    static NAMES: Pool<Bounded<HashMap<Box<str>, u64>, 64>> = Pool::new();
    for _ in 0..3 {
        *COUNTS.get().entry("key").or_default() += 1;
        NAMES.get().insert("key".into(), 7);
    }
    assert_eq!(COUNTS.get().get("key"), None);
    assert!(NAMES.get().is_empty());
}

#[test]
fn a_reversed_value_is_reset_in_place() {
    #[derive(Default, Poolable)]
    #[pool(max_capacity = 64)]
    struct Queue {
        least: Reverse<u32>,
        nested: (Reverse<i64>, Reverse<[u8; 4]>),
        name: Reverse<Bounded<String, 8>>,
        waiting: BinaryHeap<Reverse<u64>>,
        tag: Reverse<Option<&'static str>>,
    }

    let mut queue = Queue {
        least: Reverse(7),
        nested: (Reverse(-7), Reverse([7; 4])),
        name: Reverse(Bounded::new("a long name".into())),
        waiting: (0..1000).map(Reverse).collect(),
        tag: Reverse(Some("tag")),
    };
    queue.reset();
    assert_eq!(queue.least, Reverse(0));
    assert_eq!(queue.nested, (Reverse(0), Reverse([0; 4])));
    assert_eq!((queue.name.0.len(), queue.name.0.capacity()), (0, 8));
    assert_eq!((queue.waiting.len(), queue.waiting.capacity()), (0, 64));
    assert_eq!(queue.tag, Reverse(None));
    assert_eq!(<Reverse<Bounded<String, 8>>>::MAX_RETAINED_BYTES, 8);
}

/// A part that must not be reused is found in there too.
#[test]
fn an_unfit_part_of_a_reversed_value_is_discarded() {
    #[derive(Default)]
    struct Connection {
        has_failed: bool,
    }

    impl Poolable for Connection {
        const MAX_RETAINED_BYTES: usize = 0;

        fn reset(&mut self) {}

        fn should_discard(&self) -> bool {
            self.has_failed
        }
    }

    let pool = Pool::<Reverse<Connection>>::with(|| Reverse(Connection::default()));
    drop(pool.get());
    pool.get().0.has_failed = true;
    assert_eq!(pool.stats().discarded_unfit, 1);
}
