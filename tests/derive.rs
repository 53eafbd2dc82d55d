//! What the derive writes, by property and rule by rule.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use proptest::collection::{btree_map, hash_map, vec};
use proptest::prelude::*;
use qnpool::{Bounded, Pool, Poolable, Pooled, UNBOUNDED};

const LIMIT: usize = 40;

/// Every part resets to what `Default` gives.
#[derive(Clone, Debug, Default, PartialEq, Poolable)]
#[pool(max_capacity = LIMIT)]
struct Record {
    bytes: Vec<u8>,
    text: String,
    queue: VecDeque<u16>,
    table: HashMap<u8, String>,
    nodes: BTreeMap<u8, Vec<u8>>,
    numbers: (i64, f32, [char; 3]),
    flag: bool,
    optional: Option<Box<Record>>,
    boxed: Box<[u64; 2]>,
    nested: Nested,
    state: State,
}

#[derive(Clone, Debug, Default, PartialEq, Poolable)]
struct Nested(#[pool(max_bytes = 64)] Vec<u32>, u8);

#[derive(Clone, Debug, PartialEq, Poolable)]
enum State {
    #[pool(default)]
    Reading {
        #[pool(max_capacity = LIMIT)]
        buffer: Vec<u8>,
        offset: usize,
    },
    Waiting(u32, String),
    Closed,
}

impl Default for State {
    fn default() -> Self {
        Self::Reading {
            buffer: Vec::new(),
            offset: 0,
        }
    }
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![
        (vec(any::<u8>(), 0..100), any::<usize>())
            .prop_map(|(buffer, offset)| State::Reading { buffer, offset }),
        (any::<u32>(), ".*").prop_map(|(number, text)| State::Waiting(number, text)),
        Just(State::Closed),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    let growable = (
        vec(any::<u8>(), 0..100),
        "\\PC{0,50}",
        vec(any::<u16>(), 0..100),
        hash_map(any::<u8>(), "[a-z]{0,9}", 0..100),
        btree_map(any::<u8>(), vec(any::<u8>(), 0..9), 0..9),
    );
    let rest = (
        any::<(i64, f32, [char; 3])>(),
        any::<bool>(),
        any::<bool>(),
        any::<[u64; 2]>(),
        vec(any::<u32>(), 0..50),
        state(),
    );
    (growable, rest).prop_map(
        |((bytes, text, queue, table, nodes), (numbers, flag, optional, boxed, words, state))| {
            Record {
                bytes,
                text,
                queue: queue.into(),
                table,
                nodes,
                numbers,
                flag,
                optional: optional.then(Box::default),
                boxed: Box::new(boxed),
                nested: Nested(words, 7),
                state,
            }
        },
    )
}

proptest! {
    #[test]
    fn reset_gives_the_default_and_a_second_changes_nothing(mut record in record()) {
        record.reset();
        prop_assert_eq!(&record, &Record::default());
        let capacities = capacities(&record);
        record.reset();
        prop_assert_eq!(&record, &Record::default());
        prop_assert_eq!(self::capacities(&record), capacities);
    }

    #[test]
    fn capacity_is_kept_below_the_limit_and_cut_above(mut record in record()) {
        let before = capacities(&record);
        record.reset();
        let limits = [LIMIT, LIMIT, LIMIT, 16];
        for ((before, after), limit) in before.into_iter().zip(capacities(&record)).zip(limits) {
            prop_assert_eq!(after, before.min(limit));
        }
    }

    #[test]
    fn a_default_variant_keeps_its_allocation(length in 1usize..LIMIT) {
        let mut state = State::Reading { buffer: vec![7; length], offset: 9 };
        let State::Reading { buffer, .. } = &state else { unreachable!() };
        let address = buffer.as_ptr();
        state.reset();
        let State::Reading { buffer, offset } = &state else {
            panic!("reset left {state:?} behind");
        };
        prop_assert_eq!((buffer.len(), buffer.capacity(), *offset), (0, length, 0));
        prop_assert_eq!(buffer.as_ptr(), address);
    }

    #[test]
    fn objects_from_a_pool_are_pristine(contents in vec(record(), 1..5)) {
        let pool = Pool::<Record>::new();
        for content in contents {
            *pool.get() = content;
            let record = pool.get();
            prop_assert_eq!(&*record, &Record::default());
        }
    }
}

fn capacities(record: &Record) -> [usize; 4] {
    [
        record.bytes.capacity(),
        record.text.capacity(),
        record.queue.capacity(),
        record.nested.0.capacity(),
    ]
}

fn halve(number: &mut u32) {
    *number /= 2;
}

#[derive(Poolable)]
struct Rules {
    #[pool(keep = "counts all uses")]
    uses: u64,
    #[pool(keep = "shared by all", max_retained_bytes = 100)]
    shared: Arc<str>,
    #[pool(default)]
    made_anew: Box<[u8]>,
    #[pool(value = 7)]
    seven: u8,
    #[pool(with = halve)]
    halved: u32,
}

#[test]
fn every_rule_does_what_it_says() {
    let mut rules = Rules {
        uses: 3,
        shared: "shared".into(),
        made_anew: Box::new([1, 2]),
        seven: 1,
        halved: 8,
    };
    rules.reset();
    assert_eq!((rules.uses, &*rules.shared), (3, "shared"));
    assert_eq!(
        (rules.made_anew.len(), rules.seven, rules.halved),
        (0, 7, 4)
    );
    // Nothing is known about what a `Box<[u8]>` made anew owns.
    assert_eq!(Rules::MAX_RETAINED_BYTES, UNBOUNDED);
}

#[test]
fn a_variant_made_anew_is_reset_as_well() {
    #[derive(Debug, PartialEq)]
    struct Prefilled(u8);
    impl Default for Prefilled {
        fn default() -> Self {
            Self(9)
        }
    }
    impl Poolable for Prefilled {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {
            self.0 = 0;
        }
    }
    #[derive(Debug, PartialEq, Poolable)]
    enum Slot {
        #[pool(default)]
        Free(Prefilled, #[pool(value = 5)] u8),
        Taken,
    }
    let mut slot = Slot::Taken;
    slot.reset();
    assert_eq!(slot, Slot::Free(Prefilled(0), 5));
}

#[test]
fn tuples_take_bounded_containers() {
    #[derive(Default, Poolable)]
    struct Pair((Bounded<Vec<u8>, 10>, u8));
    let mut pair = Pair((vec![7; 50].into(), 1));
    pair.reset();
    assert_eq!((pair.0.0.capacity(), pair.0.1), (10, 0));
    assert_eq!(Pair::MAX_RETAINED_BYTES, 10);
}

#[test]
fn a_type_can_have_a_pool_of_its_own() {
    #[derive(Default, Poolable)]
    #[pool(global(name = "tickets", max_idle = 1))]
    struct Ticket(u8);
    #[derive(Default, Poolable)]
    #[pool(global)]
    struct Other(u8);

    let (mut one, two) = (Ticket::pooled(), Ticket::pooled());
    one.0 = 7;
    drop((one, two));
    let stats = Ticket::pool().stats();
    assert_eq!((stats.idle, stats.discarded_full), (1, 1));
    assert_eq!(Ticket::pooled().0, 0);
    assert_eq!(Ticket::pool().name(), "tickets");
    Other::pooled().0 = 1;
    assert_eq!(Other::pool().stats().gets, 1);
    assert!(Other::pool().name().ends_with("Other"));
}

#[test]
fn zeroize_leaves_no_secret_behind() {
    #[derive(Default, Poolable)]
    struct Secret {
        #[pool(max_capacity = 64, zeroize)]
        key: Vec<u8>,
        #[pool(zeroize, with = is_wiped)]
        seed: [u8; 4],
    }
    fn is_wiped(seed: &mut [u8; 4]) {
        assert_eq!(*seed, [0; 4], "wiped before anything else");
        *seed = [1; 4];
    }
    let mut secret = Secret {
        key: vec![0xAA; 60],
        seed: [0xAA; 4],
    };
    secret.key.truncate(10); // the rest is spare capacity with the secret in it
    secret.reset();
    assert_eq!((secret.key.len(), secret.seed), (0, [1; 4]));
    let capacity = secret.key.capacity();
    assert_eq!(capacity, 60);
    // SAFETY: `zeroize` has written every byte of the allocation.
    unsafe { secret.key.set_len(capacity) };
    assert_eq!(secret.key, [0; 60]);
}

#[test]
fn zeroize_wipes_in_every_variant() {
    #[derive(Poolable)]
    enum Login {
        #[pool(default)]
        Out,
        In(#[pool(zeroize)] Wiped),
    }
    #[derive(Default)]
    struct Wiped(Arc<std::sync::atomic::AtomicBool>);
    impl zeroize::Zeroize for Wiped {
        fn zeroize(&mut self) {
            self.0.store(true, std::sync::atomic::Ordering::Relaxed);
        }
    }
    let wiped = Wiped::default();
    let flag = Arc::clone(&wiped.0);
    let mut login = Login::In(wiped);
    login.reset();
    assert!(matches!(login, Login::Out));
    assert!(flag.load(std::sync::atomic::Ordering::Relaxed));
}
