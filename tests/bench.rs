//! What a comparison says of its samples, against a model; and that it measures what it
//! says it does. Nothing here asserts how long something takes.

#![allow(clippy::float_cmp, reason = "samples are passed on, or doubled")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use proptest::prelude::*;
use qnpool::bench::{Comparison, Figure, Outcome, compare};
use qnpool::{Bounded, Poolable, UNBOUNDED};

/// Counts, so that it can be told what a comparison says of allocations.
struct Counting;

thread_local! {
    static ALLOCATIONS: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

fn allocations() -> u64 {
    ALLOCATIONS.get()
}

// SAFETY: every call goes to `System` unchanged, and what is counted beside it allocates
// nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Six samples, of which the interval is all.
fn between(low: f64, high: f64) -> Figure {
    Figure::of(&[low, low, low, high, high, high]).unwrap()
}

/// How many of `2^count` throws of coins show at most `most` heads.
fn throws(count: u32, most: u32) -> u128 {
    let mut ways = 1u128;
    let mut sum = 0;
    for heads in 0..=most {
        sum += ways;
        ways = ways * u128::from(count - heads) / u128::from(heads + 1);
    }
    sum
}

#[test]
fn the_interval_misses_one_time_in_twenty_at_most() {
    for count in 6..=100u32 {
        let samples: Vec<_> = (0..count).map(f64::from).collect();
        let figure = Figure::of(&samples).unwrap();
        let below = (0..count).position(|index| f64::from(index) == figure.low);
        let below = u32::try_from(below.unwrap()).unwrap();
        assert_eq!(
            f64::from(count - 1 - below),
            figure.high,
            "the same at both ends"
        );
        // The median is outside at one end if no more than so many samples are beyond it.
        let is_rare = |most| 40 * throws(count, most) <= 1 << count;
        assert!(is_rare(below), "{count}: {figure:?}");
        assert!(
            !is_rare(below + 1),
            "{count}: {figure:?} is wider than it need be"
        );
    }
}

#[test]
fn there_is_no_figure_of_few_samples_or_of_what_is_no_number() {
    assert_eq!(Figure::of(&[1.0; 5]), None);
    assert!(Figure::of(&[1.0; 6]).is_some());
    assert!(Figure::of(&[1.0; 1000]).is_some());
    assert_eq!(Figure::of(&[1.0; 1001]), None);
    assert_eq!(Figure::of(&[1.0, 2.0, 3.0, f64::NAN, 4.0, 5.0]), None);
}

#[test]
fn a_difference_counts_from_a_factor_of_1_05_on() {
    assert_eq!(Outcome::of(between(0.2, 0.94)), Outcome::Faster);
    assert_eq!(Outcome::of(between(0.2, 0.96)), Outcome::NoDifference);
    assert_eq!(Outcome::of(between(0.2, 7.0)), Outcome::NoDifference);
    assert_eq!(Outcome::of(between(0.99, 1.01)), Outcome::NoDifference);
    assert_eq!(Outcome::of(between(1.04, 7.0)), Outcome::NoDifference);
    assert_eq!(Outcome::of(between(1.06, 7.0)), Outcome::Slower);
}

proptest! {
    #[test]
    fn a_figure_depends_on_the_samples_alone(
        samples in prop::collection::vec(0.01f64..1e6, 6..200),
        turn in any::<prop::sample::Index>(),
    ) {
        let figure = Figure::of(&samples).unwrap();
        prop_assert!(figure.low <= figure.median && figure.median <= figure.high);
        prop_assert!(samples.contains(&figure.low) && samples.contains(&figure.high));

        let below = samples.iter().filter(|&&sample| sample < figure.median).count();
        let above = samples.iter().filter(|&&sample| sample > figure.median).count();
        prop_assert!(2 * below <= samples.len() && 2 * above <= samples.len());

        let mut turned = samples.clone();
        turned.rotate_left(turn.index(samples.len()));
        prop_assert_eq!(Figure::of(&turned), Some(figure));

        // A power of two, which rounds nothing.
        let doubled: Vec<_> = samples.iter().map(|sample| sample * 2.0).collect();
        let doubled = Figure::of(&doubled).unwrap();
        prop_assert_eq!(doubled.median, figure.median * 2.0);
        prop_assert_eq!((doubled.low, doubled.high), (figure.low * 2.0, figure.high * 2.0));
    }

    #[test]
    fn what_is_faster_is_slower_the_other_way_round(
        ratios in prop::collection::vec(0.1f64..1.2, 6..60),
    ) {
        let inverse: Vec<_> = ratios.iter().map(|ratio| 1.0 / ratio).collect();
        let (figure, inverse) = (Figure::of(&ratios).unwrap(), Figure::of(&inverse).unwrap());
        match Outcome::of(figure) {
            Outcome::Faster => prop_assert_eq!(Outcome::of(inverse), Outcome::Slower),
            other => prop_assert_ne!(Outcome::of(inverse), Outcome::Slower, "{:?}", other),
        }
    }
}

/// Counts its resets: a pool has one for each object that it makes or takes back.
#[derive(Default)]
struct Counted(Vec<u8>);

static RESETS: AtomicUsize = AtomicUsize::new(0);
static MADE: AtomicUsize = AtomicUsize::new(0);

impl Poolable for Counted {
    const MAX_RETAINED_BYTES: usize = UNBOUNDED;

    fn reset(&mut self) {
        RESETS.fetch_add(1, Relaxed);
        self.0.clear();
    }
}

#[test]
fn one_side_is_pooled_and_the_other_made_anew() {
    let uses = AtomicUsize::new(0);
    let fresh = || {
        MADE.fetch_add(1, Relaxed);
        Counted::default()
    };
    let comparison = Comparison::new(fresh, |object: &mut Counted| {
        uses.fetch_add(1, Relaxed);
        assert!(object.0.is_empty(), "each use has a clean object");
        object.0.push(1);
    });
    let report = comparison
        .threads(2)
        .held(3)
        .rounds(7)
        .allocations(allocations)
        .run();

    let (uses, made, resets) = (uses.into_inner(), MADE.load(Relaxed), RESETS.load(Relaxed));
    // A use is of a pooled object, which is reset after it, or of one that was made for it.
    let pooled_made = made + resets - uses;
    assert_eq!(
        pooled_made % 2,
        0,
        "one reset more for each that the pool made: {pooled_made}"
    );
    let pooled_made = pooled_made / 2;
    assert!(
        (3..100).contains(&pooled_made),
        "the pool made {pooled_made} objects"
    );
    // Of two threads, seven rounds of three objects.
    assert!(resets >= 42 && made >= 42, "{resets} resets, {made} made");

    assert_eq!(report.pooled_allocations, Some(0.0));
    assert_eq!(report.fresh_allocations, Some(1.0));
    assert_eq!((report.threads, report.held, report.rounds), (2, 3, 7));
    assert_eq!(report.idle_bytes_each, UNBOUNDED);
    assert_eq!(report.outcome(), Outcome::of(report.ratio));
    for figure in [report.pooled, report.fresh, report.ratio] {
        assert!(
            figure.low > 0.0 && figure.high < f64::INFINITY,
            "{figure:?}"
        );
    }
}

#[test]
fn a_report_says_what_it_found() {
    let mut report = compare(Bounded::<String, 64>::default, |line| line.push('a'));
    let lines = |text: &str| text.lines().map(String::from).collect::<Vec<_>>();
    report.pooled = between(8.0, 12.0);
    report.fresh = between(10.0, 12.0);
    report.ratio = between(0.5, 0.6);
    assert_eq!(
        lines(&report.to_string()),
        [
            "1 thread, 1 object at a time, 41 rounds; between which a median lies, 95 times in 100",
            "pooled       10.0 ns a use       8.00 to       12.0",
            "fresh        11.0 ns a use       10.0 to       12.0",
            "ratio        0.55                0.50 to       0.60",
            "a pool is faster here: a use takes 0.55 of the time",
            &format!(
                "an object that waits keeps up to {} bytes",
                64 + size_of::<String>()
            ),
        ]
    );
    report.pooled_allocations = Some(0.0);
    report.fresh_allocations = Some(1.0);
    report.ratio = between(0.5, 1.5);
    let said = lines(&report.to_string());
    assert_eq!(said[4], "allocations of a use: 0.00 pooled, 1.00 fresh");
    assert!(said[5].starts_with("no difference seen"), "{said:?}");
    report.ratio = between(2.0, 2.0);
    let said = lines(&report.to_string());
    assert!(
        said[5].starts_with("a pool is slower here: a use takes 2.00 times"),
        "{said:?}"
    );
}

#[test]
fn settings_are_brought_within_their_bounds() {
    let comparison = Comparison::new(u64::default, |number: &mut u64| *number += 1);
    let report = comparison.threads(0).held(0).rounds(1).boxed().run();
    assert_eq!((report.threads, report.held, report.rounds), (1, 1, 6));
    assert_eq!(
        (report.pooled_allocations, report.fresh_allocations),
        (None, None)
    );
}

/// The threads wait for each other before each phase, and one that has panicked does not come.
#[test]
fn a_panic_of_one_thread_is_passed_on() {
    let uses = AtomicU64::new(0);
    let comparison = Comparison::new(u64::default, |_: &mut u64| {
        assert!(uses.fetch_add(1, Relaxed) != 0, "the first");
    });
    let outcome = catch_unwind(AssertUnwindSafe(|| comparison.threads(3).run()));
    let panic = outcome.expect_err("it panics");
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"the first"));
}
