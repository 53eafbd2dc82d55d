//! `RecyclingVec`: as a `Vec` to whoever looks, and each element it gives out is pristine.

use std::cell::Cell;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;

use proptest::collection::vec;
use proptest::prelude::*;
use qnpool::{Bounded, Growable, Pool, Poolable, RecyclingVec};
use serde::Deserialize;

mod counting;
use counting::{allocations, owned_by_this_thread};

const LIMIT: usize = 6;

/// An element with memory of its own, and a share in something.
#[derive(Clone, Debug, Default, Poolable)]
#[pool(discard_if = Record::is_broken)]
struct Record {
    #[pool(max_capacity = 8)]
    body: Vec<u8>,
    number: u32,
    shared: Option<Arc<()>>,
    broken: bool,
}

impl Record {
    fn is_broken(&self) -> bool {
        self.broken
    }

    fn is_pristine(&self) -> bool {
        self.body.is_empty()
            && self.body.capacity() <= 8
            && self.number == 0
            && self.shared.is_none()
            && !self.broken
    }
}

/// By numbers that wrap around at what there is.
#[derive(Clone, Debug)]
enum Operation {
    PushRecycled(usize),
    Push(usize),
    Extend(usize),
    Pop,
    Remove(usize),
    Recycle(usize),
    Break(usize),
    Truncate(usize),
    Clear,
    Retain(u32),
    Reserve(usize),
    ShrinkTo(usize),
    Reset,
    ThroughVec,
}

fn operation() -> impl Strategy<Value = Operation> {
    use Operation::*;
    prop_oneof![
        8 => (0usize..20).prop_map(PushRecycled),
        3 => (0usize..20).prop_map(Push),
        1 => (0usize..9).prop_map(Extend),
        1 => Just(Pop),
        1 => (0usize..9).prop_map(Remove),
        1 => (0usize..9).prop_map(Recycle),
        1 => (0usize..9).prop_map(Break),
        2 => (0usize..9).prop_map(Truncate),
        1 => Just(Clear),
        1 => any::<u32>().prop_map(Retain),
        1 => (0usize..9).prop_map(Reserve),
        1 => (0usize..9).prop_map(ShrinkTo),
        1 => Just(Reset),
        1 => Just(ThroughVec),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn is_as_a_vec_of_its_live_elements(operations in vec(operation(), 1..60)) {
        let shared = Arc::new(());
        let mut tested = RecyclingVec::<Record>::new();
        let mut model = Vec::<Record>::new();
        for (number, operation) in (1..).zip(operations) {
            let record = |bytes| Record {
                body: vec![7; bytes],
                number,
                shared: Some(Arc::clone(&shared)),
                broken: false,
            };
            let before = (tested.len() + tested.spare_len(), tested.capacity());
            match operation {
                Operation::PushRecycled(bytes) => {
                    let had_spare = tested.spare_len() > 0;
                    let given = tested.push_recycled();
                    prop_assert!(given.is_pristine(), "{:?}", given);
                    given.body.resize(bytes, 7);
                    given.number = number;
                    given.shared = Some(Arc::clone(&shared));
                    model.push(record(bytes));
                    let all = before.0 + usize::from(!had_spare);
                    prop_assert_eq!(tested.len() + tested.spare_len(), all);
                }
                Operation::Push(bytes) => {
                    let had_spare = tested.spare_len() > 0;
                    tested.push(record(bytes));
                    model.push(record(bytes));
                    prop_assert!(!had_spare || tested.capacity() == before.1);
                }
                Operation::Extend(count) => {
                    tested.extend((0..count).map(record));
                    model.extend((0..count).map(record));
                }
                Operation::Pop => {
                    let (popped, expected) = (tested.pop(), model.pop());
                    prop_assert_eq!(popped.map(|it| it.number), expected.map(|it| it.number));
                }
                Operation::Remove(index) if index < model.len() => {
                    prop_assert_eq!(tested.remove(index).number, model.remove(index).number);
                }
                Operation::Recycle(index) if index < model.len() => {
                    tested.recycle(index);
                    drop(model.remove(index));
                    prop_assert_eq!(tested.len() + tested.spare_len(), before.0);
                }
                Operation::Break(index) if index < model.len() => {
                    tested[index].broken = true;
                    tested.recycle(index);
                    drop(model.remove(index));
                    prop_assert_eq!(tested.len() + tested.spare_len(), before.0 - 1);
                }
                Operation::Remove(_) | Operation::Recycle(_) | Operation::Break(_) => {}
                Operation::Truncate(len) => {
                    tested.truncate(len);
                    model.truncate(len);
                    prop_assert_eq!(tested.len() + tested.spare_len(), before.0);
                }
                Operation::Clear => {
                    tested.clear();
                    model.clear();
                    prop_assert_eq!(tested.spare_len(), before.0);
                }
                Operation::Retain(mask) => {
                    let keep = |record: &Record| mask & (1 << (record.number % 32)) != 0;
                    tested.retain(keep);
                    model.retain(keep);
                    prop_assert_eq!(tested.len() + tested.spare_len(), before.0);
                }
                Operation::Reserve(additional) => {
                    tested.reserve(additional);
                    prop_assert!(tested.capacity() >= model.len() + additional);
                }
                Operation::ShrinkTo(capacity) => {
                    tested.shrink_to(capacity);
                    prop_assert!(tested.capacity() <= before.1);
                    prop_assert!(tested.spare_len() <= capacity.saturating_sub(model.len()));
                }
                Operation::Reset => {
                    tested.reset_within(LIMIT);
                    model.clear();
                    prop_assert_eq!(tested.spare_len(), before.0.min(LIMIT));
                    prop_assert!(tested.capacity() <= LIMIT);
                }
                Operation::ThroughVec => {
                    tested = Vec::from(tested).into();
                    prop_assert_eq!(tested.spare_len(), 0);
                }
            }
            prop_assert_eq!(tested.len(), model.len());
            for (tested, model) in tested.iter().zip(&model) {
                prop_assert_eq!((tested.number, &tested.body), (model.number, &model.body));
            }
            // No spare element has a share, and each live one has one.
            prop_assert_eq!(Arc::strong_count(&shared), 1 + 2 * model.len());
        }
        // All that is given out after this, by whatever way it became spare.
        tested.clear();
        for _ in 0..tested.spare_len() {
            prop_assert!(tested.push_recycled().is_pristine());
        }
    }
}

// ---- memory ----

type Cell64 = Bounded<String, 64>;

#[derive(Default, Poolable)]
struct Row {
    #[pool(max_capacity = 8)]
    cells: RecyclingVec<Cell64>,
    number: u64,
}

#[derive(Default, Poolable)]
struct Batch {
    #[pool(max_capacity = 100)]
    rows: RecyclingVec<Row>,
}

#[test]
fn batches_of_rows_of_cells_allocate_nothing_once_warm() {
    let pool = Pool::<Batch>::new();
    let decode = || {
        let mut batch = pool.get();
        for number in 0..100 {
            let row = batch.rows.push_recycled();
            row.number = number;
            for _ in 0..8 {
                row.cells
                    .push_recycled()
                    .push_str("some forty characters, as cells may have");
            }
        }
        // A row that turned out to be a comment.
        batch.rows.recycle(17);
        batch.rows.retain(|row| row.number % 3 != 0);
        batch.rows.push_recycled();
    };
    // Often enough for the thread to have a cache.
    (0..40).for_each(|_| decode());
    let owned = owned_by_this_thread();
    assert_eq!(allocations(|| (0..20).for_each(|_| decode())), 0);
    assert_eq!(owned_by_this_thread(), owned);
}

#[test]
fn an_element_keeps_its_memory_and_its_place() {
    let mut cells = RecyclingVec::<Cell64>::new();
    for _ in 0..3 {
        cells.push_recycled().reserve_exact(20);
    }
    let addresses = |cells: &RecyclingVec<Cell64>| -> Vec<_> {
        cells.iter().map(|cell| cell.as_ptr()).collect()
    };
    let before = addresses(&cells);
    cells.reset_within(3);
    for _ in 0..3 {
        assert_eq!(cells.push_recycled().capacity(), 20);
    }
    assert_eq!(addresses(&cells), before);
}

#[test]
fn ready_values_do_not_pile_up() {
    let mut cells = RecyclingVec::<Cell64>::with_capacity(4);
    let push = |cells: &mut RecyclingVec<Cell64>| {
        cells.push(Bounded::new("ready".into()));
        cells.clear();
    };
    (0..4).for_each(|_| push(&mut cells));
    let owned = owned_by_this_thread();
    (0..100).for_each(|_| push(&mut cells));
    assert_eq!(owned_by_this_thread(), owned);
    assert_eq!((cells.spare_len(), cells.capacity()), (4, 4));
}

#[test]
fn elements_of_no_size_are_counted_and_never_shrink() {
    thread_local!(static DROPPED: Cell<usize> = const { Cell::new(0) });
    #[derive(Default)]
    struct Nothing;
    impl Drop for Nothing {
        fn drop(&mut self) {
            DROPPED.set(DROPPED.get() + 1);
        }
    }
    impl Poolable for Nothing {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {}
    }
    let pool = Pool::<Bounded<RecyclingVec<Nothing>, 10>>::new();
    let mut nothings = pool.get();
    for _ in 0..100 {
        nothings.push_recycled();
    }
    nothings.push(Nothing);
    assert_eq!((nothings.len(), DROPPED.get()), (101, 0));
    drop(nothings);
    assert_eq!(DROPPED.get(), 91);
    let nothings = pool.get();
    assert_eq!((nothings.len(), nothings.spare_len()), (0, 10));
    assert_eq!(pool.stats().shrinks, 0);
    assert_eq!(<Bounded<RecyclingVec<Nothing>, 10>>::MAX_RETAINED_BYTES, 0);
}

// ---- panics ----

/// Its reset panics at a number of 13.
#[derive(Debug, Default, PartialEq)]
struct Fragile {
    number: u32,
}

impl Poolable for Fragile {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        if self.number == 13 {
            resume_unwind(Box::new("planned"));
        }
        self.number = 0;
    }
}

fn numbers(of: &RecyclingVec<Fragile>) -> Vec<u32> {
    of.iter().map(|fragile| fragile.number).collect()
}

#[test]
fn an_element_whose_reset_panics_is_not_given_out() {
    type Breaking = fn(&mut RecyclingVec<Fragile>);
    let ways: [(Breaking, &[u32]); 5] = [
        (RecyclingVec::clear, &[11, 12, 13]),
        (|vec| vec.truncate(1), &[11, 12, 13]),
        (
            |vec| assert_eq!(vec.reset_within(2).shrinks(), 1),
            &[11, 12, 13],
        ),
        (|vec| vec.recycle(2), &[11, 12, 14, 15, 13]),
        (
            |vec| vec.retain(|fragile| fragile.number < 13),
            &[11, 12, 13],
        ),
    ];
    for (number, (way, live)) in ways.into_iter().enumerate() {
        let mut vec: RecyclingVec<_> = (11..16).map(|number| Fragile { number }).collect();
        catch_unwind(AssertUnwindSafe(|| way(&mut vec))).unwrap_err();
        assert_eq!(numbers(&vec), live, "way {number}");
        for _ in 0..=vec.spare_len() {
            assert_eq!(vec.push_recycled().number, 0, "way {number}");
        }
        vec[..live.len()].iter_mut().for_each(|it| it.number = 1);
        vec.clear();
        assert_eq!(vec.spare_len(), 6, "none is lost");
    }
}

#[test]
fn a_new_element_is_reset_and_a_panic_leaves_none() {
    let mut vec = RecyclingVec::<Fragile>::new();
    assert_eq!(vec.push_recycled_with(|| Fragile { number: 7 }).number, 0);
    let in_reset = || _ = vec.push_recycled_with(|| Fragile { number: 13 });
    catch_unwind(AssertUnwindSafe(in_reset)).unwrap_err();
    let in_make = || _ = vec.push_recycled_with(|| resume_unwind(Box::new(1)));
    catch_unwind(AssertUnwindSafe(in_make)).unwrap_err();
    assert_eq!((numbers(&vec), vec.spare_len()), (vec![0], 0));
}

#[test]
fn a_panic_in_what_retain_asks_loses_none() {
    let mut vec: RecyclingVec<_> = (0..6).map(|number| Fragile { number }).collect();
    let asked = |fragile: &Fragile| match fragile.number {
        4 => resume_unwind(Box::new("planned")),
        number => number % 2 == 1,
    };
    catch_unwind(AssertUnwindSafe(|| vec.retain(asked))).unwrap_err();
    let all: HashSet<_> = numbers(&vec).into_iter().collect();
    assert_eq!((all, vec.spare_len()), ((0..6).collect(), 0));
}

#[test]
fn the_pool_drops_the_whole_object_whose_element_panics() {
    let pool = Pool::<Bounded<RecyclingVec<Fragile>, 8>>::new();
    let mut guard = pool.get();
    guard.push_recycled().number = 13;
    guard.push_recycled().number = 1;
    catch_unwind(AssertUnwindSafe(|| drop(guard))).unwrap_err();
    let stats = pool.stats();
    assert_eq!((stats.discarded_panicked, stats.idle), (1, 0));
    assert!(pool.get().is_empty());
}

#[test]
#[should_panic(expected = "index 2 is not below the length 2")]
fn only_what_is_live_can_be_recycled() {
    let mut vec: RecyclingVec<_> = (0..3).map(|number| Fragile { number }).collect();
    vec.truncate(2);
    vec.recycle(2);
}

// ---- what a Vec can do as well ----

#[test]
fn the_live_elements_stand_for_the_whole() {
    let mut vec: RecyclingVec<u32> = [3, 1, 2].into_iter().collect();
    vec.push(9);
    vec.truncate(3);
    assert_eq!(vec.spare_len(), 1);
    assert_eq!(format!("{vec:?}"), "[3, 1, 2]");
    let copy = vec.clone();
    assert_eq!((copy.len(), copy.spare_len()), (3, 0));
    assert_eq!(copy, vec);
    assert!(HashSet::from([copy.clone()]).contains(&vec));
    assert!(HashSet::from([copy.clone()]).contains(&[3, 1, 2][..]));
    vec.sort_unstable();
    assert_eq!(vec[..], [1, 2, 3]);
    assert!(vec < copy);
    for number in &mut vec {
        *number *= 2;
    }
    assert_eq!((&vec).into_iter().sum::<u32>(), 12);
    assert_eq!(vec.into_iter().collect::<Vec<_>>(), [2, 4, 6]);
}

#[test]
fn can_be_limited_wherever_a_vec_can() {
    type Lines = RecyclingVec<Bounded<String, 16>>;

    #[derive(Default, Poolable)]
    #[pool(max_capacity = 4)]
    struct Everywhere {
        by_type: Lines,
        #[pool(max_bytes = 160)]
        by_bytes: Lines,
        boxed: Box<Lines>,
        parts: [Lines; 2],
        inside: Bounded<RecyclingVec<Bounded<Lines, 3>>, 2>,
        gone: Option<Lines>,
        texts: Vec<String>,
    }

    let fill = |lines: &mut Lines| {
        for _ in 0..9 {
            lines.push_recycled().push('x');
        }
    };
    let mut it = Everywhere::default();
    fill(&mut it.by_type);
    fill(&mut it.by_bytes);
    fill(&mut it.boxed);
    fill(&mut it.parts[1]);
    for _ in 0..3 {
        fill(it.inside.push_recycled());
    }
    fill(it.gone.insert(Lines::default()));
    it.reset();
    let [first, second] = &it.parts;
    for (lines, kept) in [
        (&it.by_type, 4),
        (&it.by_bytes, 4), // each a `String` of 24 bytes, and the 16 it may own
        (&*it.boxed, 4),
        (first, 0),
        (second, 4),
    ] {
        assert_eq!((lines.len(), lines.spare_len()), (0, kept));
    }
    assert!(it.gone.is_none() && it.texts.is_empty());
    assert_eq!(it.inside.spare_len(), 2);
    assert_eq!(it.inside.push_recycled().spare_len(), 3);
    let line = size_of::<String>() + 16;
    let boxed = size_of::<Lines>();
    let inside = 2 * (size_of::<Lines>() + 3 * line);
    let texts = 4 * size_of::<String>();
    let everywhere = 5 * 4 * line + boxed + inside + texts;
    assert_eq!(Everywhere::MAX_RETAINED_BYTES, everywhere);
}

#[test]
fn an_element_without_a_bound_makes_the_whole_unbounded() {
    #[derive(Default, Poolable)]
    struct Free {
        #[pool(unbounded)]
        body: Vec<u8>,
    }
    assert_eq!(
        Bounded::<RecyclingVec<Free>, 10>::MAX_RETAINED_BYTES,
        qnpool::UNBOUNDED
    );
}

// ---- as data ----

type Rows = RecyclingVec<Bounded<RecyclingVec<Cell64>, 16>>;

#[test]
fn is_read_and_written_as_a_sequence() {
    let text = r#"[["a","b"],[],["c"]]"#;
    let mut rows: Rows = serde_json::from_str(text).unwrap();
    assert_eq!((rows.len(), rows.spare_len()), (3, 0));
    assert_eq!(*rows[2][0], "c");
    assert_eq!(serde_json::to_string(&rows).unwrap(), text);
    rows.truncate(2);
    assert_eq!(serde_json::to_string(&rows).unwrap(), r#"[["a","b"],[]]"#);
    assert!(
        serde_json::from_str::<Rows>("3")
            .unwrap_err()
            .to_string()
            .contains("a sequence")
    );
}

#[test]
fn is_read_in_place_without_an_allocation() {
    fn read(text: &str, rows: &mut Rows) -> serde_json::Result<()> {
        Rows::deserialize_in_place(&mut serde_json::Deserializer::from_str(text), rows)
    }
    let mut rows = Rows::new();
    read(r#"[["one","two"],["three"]]"#, &mut rows).unwrap();
    let again = allocations(|| read(r#"[["1","2"],["3"]]"#, &mut rows).unwrap());
    assert_eq!(again, 0);
    assert_eq!(
        serde_json::to_string(&rows).unwrap(),
        r#"[["1","2"],["3"]]"#
    );

    // What was read before an error is live, and no more.
    read(r#"[["4"],["5",6]]"#, &mut rows).unwrap_err();
    assert_eq!((&**rows[0][0], &**rows[1][0]), ("4", "5"));
    rows.clear();
    assert!(rows.push_recycled().is_empty());
}

#[test]
fn it_is_equal_to_what_holds_the_same() {
    let vec: RecyclingVec<u8> = vec![1, 2].into();
    assert_eq!(vec, vec![1, 2]);
    assert_eq!(vec![1, 2], vec);
    assert_eq!(vec, [1, 2]);
    assert_eq!(vec, &[1, 2]);
    assert_eq!(vec, [1, 2][..]);
    assert_eq!(vec, &[1, 2][..]);
    assert_ne!(vec, [1]);
    let texts: RecyclingVec<String> = vec![String::from("a")].into();
    assert_eq!(texts, ["a"]);
}
