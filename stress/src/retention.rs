//! Never more idle than the bound, with a hundred threads.

use qnpool::Pool;

use crate::Extent;
use crate::surplus::{Books, Counted, filled, most};

const THREADS: usize = 100;
const TURNS: usize = 500;

/// As `tests/pool_bound.rs`, whose way of counting it has, under one bound after another.
///
/// # Panics
///
/// If more objects, or more bytes, were idle at any instant than the bound allows; or if
/// fewer are at last than it allows.
#[must_use]
pub fn run(extent: Extent) -> String {
    static BOOKS: Books = Books::new();
    let bounds = [0, 1, 7, 40, 100, 200, 1000];
    let (mut rounds, mut closest) = (0, 0);
    for (_, &bound) in extent.rounds(7, 14, 700).zip(bounds.iter().cycle()) {
        let pool = Pool::builder()
            .max_idle(bound)
            .create(|| Counted::new(&BOOKS));
        let (objects, bytes) = most(&pool, &BOOKS, THREADS, extent.size(20, TURNS));
        assert!(objects <= bound, "{objects} were idle at once, of {bound}");
        let bytes_bound = bound * Counted::EACH;
        assert!(
            bytes <= bytes_bound,
            "{bytes} bytes were idle at once, of {bytes_bound}"
        );
        assert_eq!(
            filled(&pool, &BOOKS, bound + 10),
            bound,
            "all of it can be used"
        );
        drop(pool);
        BOOKS.start_over();
        rounds += 1;
        closest += usize::from(objects == bound);
    }
    format!(
        "{rounds} rounds of {THREADS} threads under a bound of 0 to 1,000 objects, which {closest} filled"
    )
}
