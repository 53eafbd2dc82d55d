//! The call site of a method that is passed as a function, and so called by the standard
//! library or through a pointer.

#![allow(
    clippy::unnecessary_map_on_constructor,
    clippy::unnecessary_literal_unwrap,
    clippy::redundant_closure_for_method_calls,
    reason = "what is passed, and how, is what is tested"
)]

use std::hint::black_box;
use std::iter;
use std::sync::Arc;
use std::thread;

use qnpool::compat::lockfree_object_pool::LinearObjectPool;
use qnpool::{Bounded, Census, Guard, LeakDetection, OwnedGuard, Pool, Poolable, Pooled};

type Line = Bounded<String, 256>;
type Lines = Pool<Line>;

fn pool() -> Lines {
    Lines::builder()
        .name("lines")
        .leak_detection(LeakDetection::All)
        .build()
}

/// The rows are these lines of this file, with as many objects each, and nothing else.
#[track_caller]
fn assert_rows(census: &Census, mut expected: Vec<(u32, u64)>) {
    let mut rows: Vec<_> = census
        .call_sites
        .iter()
        .map(|site| {
            assert_eq!(site.location.file(), file!(), "{census}");
            assert_eq!(site.taken, site.live + site.returned, "{census}");
            (site.location.line(), site.live)
        })
        .collect();
    rows.sort_unstable();
    expected.sort_unstable();
    assert_eq!(rows, expected, "{census}");
    for (line, live) in expected.into_iter().filter(|row| row.1 > 0) {
        let place = format!("{}:{line}:", file!());
        let mut rows = census.to_string();
        rows.retain(|character| character != ' ');
        let is_row = |row: &str| row.starts_with(&live.to_string()) && row.contains(&place);
        assert!(rows.lines().any(is_row), "no {place}: {census}");
    }
}

/// The functions of the rows have these names, without their paths; a closure has none.
#[track_caller]
fn assert_functions(census: &Census, expected: &[&str]) {
    let sites = census.call_sites.iter();
    let mut names: Vec<_> = sites
        .map(|site| {
            let name = site.function().expect("tests have debug information");
            name.rsplit("::").next().unwrap().to_owned()
        })
        .collect();
    names.retain(|name| !name.contains("closure"));
    names.sort_unstable();
    assert_eq!(names, expected, "{census}");
}

type Taken<'p> = (Vec<Guard<'p, Line>>, u32);

#[inline(never)]
fn mapped_by_one(pool: &Lines) -> Taken<'_> {
    (Vec::from_iter(Some(pool).map(Pool::get)), line!())
}

#[inline(never)]
fn mapped_by_another(pool: &Lines) -> Taken<'_> {
    (Vec::from_iter(Some(pool).map(Pool::get)), line!())
}

#[inline(never)]
fn collected(pool: &Lines) -> Taken<'_> {
    (iter::repeat_n(pool, 3).map(Pool::get).collect(), line!())
}

#[inline(never)]
fn collected_elsewhere(pool: &Lines) -> Taken<'_> {
    let pools = [pool; 2];
    (pools.iter().copied().map(Pool::get).collect(), line!())
}

type Get = dyn Fn(&Lines) -> Guard<'_, Line>;

#[inline(never)]
fn boxed(pool: &Lines) -> Taken<'_> {
    let get: Box<Get> = Box::new(Pool::get);
    (vec![black_box(get)(pool)], line!())
}

#[inline(never)]
fn pointed_to(pool: &Lines) -> Taken<'_> {
    let get: fn(&Lines) -> Guard<'_, Line> = Pool::get;
    (vec![black_box(get)(pool)], line!())
}

#[inline(never)]
fn pointed_to_elsewhere(pool: &Lines) -> Taken<'_> {
    let get: fn(&Lines) -> Guard<'_, Line> = Pool::get;
    (vec![black_box(get)(pool)], line!())
}

#[track_caller]
fn wrapped(pool: &Lines) -> Guard<'_, Line> {
    pool.get()
}

/// The user's own wrapper is passed; its caller is the call site, as it is without.
#[inline(never)]
fn wrapped_by_one(pool: &Lines) -> Taken<'_> {
    (Vec::from_iter(Some(pool).map(wrapped)), line!())
}

#[inline(never)]
fn wrapped_by_another(pool: &Lines) -> Taken<'_> {
    (Vec::from_iter(Some(pool).map(wrapped)), line!())
}

/// In a closure there is a call that the compiler knows.
#[inline(never)]
fn in_a_closure(pool: &Lines) -> Taken<'_> {
    (Vec::from_iter(Some(pool).map(|pool| pool.get())), line!())
}

#[test]
fn each_function_that_passes_a_method_is_a_row() {
    let pool = pool();
    let taken = [
        mapped_by_one(&pool),
        mapped_by_another(&pool),
        collected(&pool),
        collected_elsewhere(&pool),
        boxed(&pool),
        pointed_to(&pool),
        pointed_to_elsewhere(&pool),
        wrapped_by_one(&pool),
        wrapped_by_another(&pool),
        in_a_closure(&pool),
    ];
    let census = pool.census();
    let live = |taken: &Taken<'_>| (taken.1, taken.0.len() as u64);
    assert_rows(&census, taken.iter().map(live).collect());
    assert_functions(
        &census,
        &[
            "boxed",
            "collected",
            "collected_elsewhere",
            "mapped_by_another",
            "mapped_by_one",
            "pointed_to",
            "pointed_to_elsewhere",
            "wrapped_by_another",
            "wrapped_by_one",
        ],
    );
    let lines: Vec<_> = taken.iter().map(|taken| (taken.1, 0)).collect();
    drop(taken);
    assert_rows(&pool.census(), lines);
}

#[test]
fn every_method_that_takes_an_object_may_be_passed() {
    #[derive(Default, Poolable)]
    #[pool(global(name = "of its own"))]
    struct Own {
        number: u32,
    }

    let pool = Arc::new(pool());
    let mut expected = Vec::new();
    let (owned, line) = (Some(&pool).map(Pool::get_owned), line!());
    expected.push((line, 1));
    let (other, line) = (Some(&pool).map(Pool::get_owned), line!());
    expected.push((line, 1));
    pool.prewarm(2);
    let (idle, line) = (Some(&*pool).and_then(Pool::get_idle), line!());
    expected.push((line, 1));
    let (another, line) = (Some(&*pool).and_then(Pool::get_idle), line!());
    expected.push((line, 1));
    assert_rows(&pool.census(), expected);
    drop((owned, other, idle, another));

    Own::pool().set_leak_detection(LeakDetection::All);
    let (mut one, line) = (None.unwrap_or_else(Own::pooled), line!());
    one.number += 1;
    let (other, other_line) = (None.unwrap_or_else(Own::pooled), line!());
    assert_rows(&Own::pool().census(), vec![(line, 1), (other_line, 1)]);
    drop((one, other));

    let linear = LinearObjectPool::new(|| 0_u64, |number| *number = 0);
    linear.inner().set_leak_detection(LeakDetection::All);
    let (one, line) = (Some(&linear).map(LinearObjectPool::pull), line!());
    let (other, other_line) = (Some(&linear).map(LinearObjectPool::pull), line!());
    assert_rows(&linear.inner().census(), vec![(line, 1), (other_line, 1)]);
    drop((one, other));
}

#[test]
fn so_may_those_that_note_where_an_object_is() {
    static FROZEN: Pool<Bounded<Vec<u8>, 16>> =
        Pool::builder().leak_detection(LeakDetection::All).build();

    let touched = |pool: &Lines| {
        let touched = pool.census().call_sites[0].holds[0].touched.unwrap();
        (touched.file(), touched.line())
    };
    let pool = Arc::new(pool());
    let guard = pool.get();
    Some(&guard).into_iter().for_each(Guard::touch);
    assert_eq!(touched(&pool), (file!(), line!() - 1));
    Some(&guard).into_iter().for_each(Guard::touch);
    assert_eq!(touched(&pool), (file!(), line!() - 1));
    drop(guard);
    let owned = pool.get_owned();
    Some(&owned).into_iter().for_each(OwnedGuard::touch);
    assert_eq!(touched(&pool), (file!(), line!() - 1));
    drop(owned);

    let frozen = |bytes: Option<bytes::Bytes>, line: u32| {
        let census = FROZEN.census();
        let sites = census.call_sites.iter();
        let mut holds = sites.flat_map(|site| &site.holds);
        let touched = holds.next().unwrap().touched.unwrap();
        assert_eq!((touched.file(), touched.line()), (file!(), line));
        drop(bytes);
    };
    frozen(Some(FROZEN.get()).map(Guard::freeze), line!());
    frozen(Some(FROZEN.get()).map(bytes::Bytes::from), line!());
    frozen(Some(FROZEN.get()).map(Into::into), line!());
    frozen(Some(FROZEN.get().into()), line!());
}

/// The lines are those of the thread that took the object, which other threads find in the
/// same tables.
#[test]
fn many_threads_pass_it_at_once() {
    const EACH: u64 = 20;
    let pool = pool();
    let lines = thread::scope(|scope| {
        let threads = [mapped_by_one, mapped_by_another, mapped_by_one, collected];
        let threads = threads.map(|take| {
            let pool = &pool;
            scope.spawn(move || {
                let taken = (0..EACH).map(|_| take(pool)).collect::<Vec<_>>();
                (
                    taken[0].1,
                    taken.iter().map(|taken| taken.0.len() as u64).sum::<u64>(),
                )
            })
        });
        threads.map(|thread| thread.join().unwrap())
    });
    let census = pool.census();
    let rows: Vec<_> = census.call_sites.iter().collect();
    assert_eq!(rows.len(), 3, "{census}");
    for row in rows {
        let of_line = lines.iter().filter(|line| line.0 == row.location.line());
        assert_eq!(
            row.taken,
            of_line.map(|line| line.1).sum::<u64>(),
            "{census}"
        );
    }
}

/// More stacks than are kept, each of which leads from one of two functions.
#[test]
fn any_number_of_stacks_may_lead_there() {
    /// By one bit after the other of the way, through one of two lines.
    #[expect(clippy::match_same_arms, reason = "two calls are two stacks")]
    fn by_way(way: u32, bits: u32, take: &mut dyn FnMut()) {
        match (bits, way & 1) {
            (0, _) => take(),
            (_, 0) => by_way(way >> 1, bits - 1, take),
            _ => by_way(way >> 1, bits - 1, take),
        }
    }

    let pool = pool();
    let mut lines = [0; 2];
    for way in 0..1100 {
        by_way(way, 11, &mut || lines[0] = mapped_by_one(&pool).1);
        by_way(way, 11, &mut || lines[1] = mapped_by_another(&pool).1);
    }
    let census = pool.census();
    assert_rows(&census, vec![(lines[0], 0), (lines[1], 0)]);
    assert!(
        census.call_sites.iter().all(|site| site.taken == 1100),
        "{census}"
    );
}
