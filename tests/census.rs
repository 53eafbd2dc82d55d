//! What the census says of objects that are out, and how.

mod at_exit;

use std::cell::Cell;
use std::collections::HashMap;
use std::future::{self, Future};
use std::mem;
use std::panic::{AssertUnwindSafe, Location, catch_unwind};
use std::sync::mpsc::channel;
use std::sync::{Arc, Barrier, Mutex};
use std::task::{Context, Waker};
use std::thread;
use std::time::{Duration, Instant};

use qnpool::{Bounded, CallSite, Census, Guard, LeakDetection, OwnedGuard, Pool, Poolable, Pooled};

use at_exit::{at_exit, at_very_last};

type Line = Bounded<String, 256>;
type Lines = Pool<Line>;
type Place = &'static Location<'static>;

fn pool() -> Lines {
    Lines::builder()
        .name("lines")
        .leak_detection(LeakDetection::All)
        .build()
}

#[track_caller]
fn here() -> Place {
    Location::caller()
}

/// The one row with objects out, which is that of this line.
#[track_caller]
fn only_row(census: &Census, line: u32) -> &CallSite {
    let mut rows = census.call_sites.iter().filter(|site| site.live > 0);
    let row = rows.next().expect("a row");
    assert!(rows.next().is_none(), "{census}");
    assert_eq!(row.location.line(), line, "{census}");
    assert_eq!(row.location.file(), file!());
    row
}

#[track_caller]
fn assert_one_out(pool: &Lines, place: Place) {
    let census = pool.census();
    let row = only_row(&census, place.line());
    assert_eq!((row.live, row.holds.len()), (1, 1));
    assert_eq!(pool.stats().outstanding, 1);
}

#[test]
fn a_forgotten_guard_stays_in_it() {
    let pool = pool();
    let place = (mem::forget(pool.get()), here()).1;
    drop(pool.get());
    assert_one_out(&pool, place);
}

#[test]
fn a_forgotten_owned_guard_stays_in_it() {
    let pool = Arc::new(pool());
    let place = (mem::forget(pool.get_owned()), here()).1;
    assert_one_out(&pool, place);
}

#[test]
fn so_does_one_that_is_parked_in_a_map() {
    let pool = pool();
    let mut parked = HashMap::new();
    let (guard, place) = (pool.get(), here());
    parked.insert("by mistake", guard);
    drop(pool.get());
    assert_one_out(&pool, place);
    parked.clear();
    assert_eq!(pool.census().live(), 0);
}

#[test]
fn so_does_one_in_a_channel_that_nobody_reads() {
    let pool = Arc::new(pool());
    let (sender, receiver) = channel();
    let (guard, place) = (pool.get_owned(), here());
    sender.send(guard).unwrap();
    assert_one_out(&pool, place);
    drop(receiver);
    assert_eq!(pool.census().live(), 0);
}

#[test]
fn so_does_one_that_a_stuck_thread_holds() {
    let pool = Arc::new(pool());
    let (unstick, stuck) = channel::<()>();
    let (ready, is_ready) = channel();
    let thread = thread::spawn({
        let pool = Arc::clone(&pool);
        move || {
            let (_guard, place) = (pool.get(), here());
            ready.send(place).unwrap();
            stuck.recv().unwrap();
        }
    });
    let place = is_ready.recv().unwrap();
    assert_one_out(&pool, place);
    unstick.send(()).unwrap();
    thread.join().unwrap();
    assert_eq!(pool.census().live(), 0);
}

/// As an async runtime would leave it, whose task waits for what never comes.
#[test]
fn so_does_one_that_a_stuck_task_holds() {
    let pool = pool();
    let place = Cell::new(None);
    let mut task = Box::pin(async {
        let (_guard, taken_at) = (pool.get(), here());
        place.set(Some(taken_at));
        future::pending::<()>().await;
    });
    let mut context = Context::from_waker(Waker::noop());
    assert!(task.as_mut().poll(&mut context).is_pending());
    assert_one_out(&pool, place.take().unwrap());
    drop(task); // cancelled
    assert_eq!(pool.census().live(), 0);
}

#[test]
fn so_does_one_that_many_share() {
    let pool = Arc::new(pool());
    let (guard, place) = (Arc::new(Mutex::new(Some(pool.get_owned()))), here());
    let share = Arc::clone(&guard);
    drop(guard);
    assert_one_out(&pool, place);
    drop(share.lock().unwrap().take());
    assert_eq!(pool.census().live(), 0);
}

#[test]
fn it_outlives_the_thread_that_took_it_and_moves_of_the_pool() {
    let pool = pool();
    let place = thread::scope(|scope| {
        let thread = scope.spawn(|| (mem::forget(pool.get()), here()).1);
        thread.join().unwrap()
    });
    assert_one_out(&pool, place);
    let pool = Box::new(pool);
    assert_one_out(&pool, place);
    drop(pool.get());
    let (guard, second) = (pool.get(), here());
    let census = pool.census();
    assert_eq!(census.live(), 2);
    assert!(
        census
            .call_sites
            .iter()
            .any(|site| site.location.line() == second.line())
    );
    drop(guard);
    assert_one_out(&pool, place);
}

#[test]
fn what_is_idle_is_never_in_it() {
    let pool = pool();
    pool.prewarm(8);
    pool.attach(Line::default());
    drop([(); 16].map(|()| pool.get()));
    assert!(pool.stats().idle >= 9);
    let census = pool.census();
    assert_eq!(census.live(), 0);
    let [row] = &census.call_sites[..] else {
        panic!("{census}")
    };
    assert_eq!((row.taken, row.returned), (16, 16));
    assert!(row.holds.is_empty());
    assert_eq!(
        (row.oldest, row.total_age),
        (Duration::ZERO, Duration::ZERO)
    );
}

/// To some milliseconds of the pool's clock.
#[test]
fn an_age_is_the_time_since_it_was_taken() {
    let pool = pool();
    let begin = Instant::now();
    let _old = pool.get();
    thread::sleep(Duration::from_millis(80));
    let between = Instant::now();
    let (_young, place) = (pool.get(), here());
    let census = pool.census();
    let (young, old): (Vec<_>, Vec<_>) = census
        .call_sites
        .iter()
        .partition(|row| row.location.line() == place.line());
    let instant = Duration::from_millis(20);
    assert!(young[0].oldest <= between.elapsed() + instant, "{census}");
    assert!(
        old[0].oldest >= young[0].oldest + Duration::from_millis(40),
        "{census}"
    );
    assert!(old[0].oldest <= begin.elapsed() + instant, "{census}");
}

/// The tail of a thread: its own cache may be there still, or gone.
#[test]
fn it_follows_what_destructors_of_thread_locals_take() {
    for used_before in [false, true] {
        let pool = Arc::new(pool());
        let (sender, places) = channel();
        let thread = thread::spawn({
            let pool = Arc::clone(&pool);
            move || {
                if used_before {
                    drop(pool.get());
                }
                at_exit(move || {
                    let (guard, place) = (pool.get_owned(), here());
                    sender.send((guard, place)).unwrap();
                    at_very_last(move || {
                        let (guard, place) = (pool.get_owned(), here());
                        OwnedGuard::touch(&guard);
                        sender.send((guard, place)).unwrap();
                        drop(pool.get());
                    });
                });
            }
        });
        thread.join().unwrap();
        let held: Vec<_> = places.iter().collect();
        let census = pool.census();
        assert_eq!((held.len(), census.live()), (2, 2), "{census}");
        for (_, place) in &held {
            let mut rows = census.call_sites.iter();
            let row = rows.find(|row| row.location.line() == place.line());
            let row = row.expect("a row");
            assert_eq!((row.live, row.taken, row.returned), (1, 1, 0));
        }
        drop(held);
        assert_eq!(pool.census().live(), 0);
        assert_eq!(pool.stats().outstanding, 0);
    }
}

#[track_caller]
fn wrapped(pool: &Lines) -> Guard<'_, Line> {
    inner(pool)
}

#[track_caller]
fn inner(pool: &Lines) -> Guard<'_, Line> {
    pool.get_idle().unwrap_or_else(
        #[inline(never)]
        || unreachable!("one is idle"),
    )
}

#[test]
fn a_row_is_the_line_that_called() {
    #[derive(Default, Poolable)]
    #[pool(global(name = "of its own"), max_capacity = 64)]
    struct Own {
        text: String,
    }

    let pool = Arc::new(pool());
    drop(pool.get());
    let (guard, place) = (pool.get(), here());
    assert_eq!(only_row(&pool.census(), place.line()).location.column(), 32);
    drop(guard);
    let (guard, place) = (pool.get_owned(), here());
    only_row(&pool.census(), place.line());
    drop(guard);
    let (guard, place) = (pool.get_idle(), here());
    only_row(&pool.census(), place.line());
    drop(guard);
    let (guard, place) = (wrapped(&pool), here());
    only_row(&pool.census(), place.line());
    drop(guard);

    Own::pool().set_leak_detection(LeakDetection::All);
    let (mut guard, place) = (Own::pooled(), here());
    guard.text.push('a');
    let census = Own::pool().census();
    only_row(&census, place.line());
    assert_eq!(census.pool, "of its own");
}

#[test]
fn a_line_of_a_generic_function_is_one_row() {
    fn take<const N: usize>(pool: &Lines) -> (Guard<'_, Line>, Place) {
        (pool.get(), here())
    }

    let pool = pool();
    let guards = [take::<1>(&pool), take::<2>(&pool), take::<3>(&pool)];
    let census = pool.census();
    let row = only_row(&census, guards[0].1.line());
    assert_eq!((row.live, row.taken, row.holds.len()), (3, 3, 3));
    drop(guards);
}

#[test]
fn the_last_touch_is_in_it() {
    let pool = Arc::new(pool());
    let owned = pool.get_owned();
    let place = (OwnedGuard::touch(&owned), here()).1;
    let touched = |pool: &Lines| pool.census().call_sites[0].holds[0].touched;
    assert_eq!(touched(&pool).unwrap().line(), place.line());
    // Known for the touch alone, that line is no row.
    assert_eq!(pool.census().call_sites.len(), 1);
    let (owned, place) = thread::spawn(move || {
        let place = (OwnedGuard::touch(&owned), here()).1;
        (owned, place)
    })
    .join()
    .unwrap();
    assert_eq!(touched(&pool).unwrap().line(), place.line());
    drop(owned);

    // The next object is a new one to the census.
    let guard = pool.get();
    let census = pool.census();
    let row = census.call_sites.iter().find(|row| row.live > 0).unwrap();
    assert!(row.holds[0].touched.is_none());
    let place = (Guard::touch(&guard), here()).1;
    let census = pool.census();
    let row = census.call_sites.iter().find(|row| row.live > 0).unwrap();
    assert_eq!(row.holds[0].touched.unwrap().line(), place.line());

    // Nothing happens to one that is not followed.
    pool.set_leak_detection(LeakDetection::Off);
    let unseen = pool.get();
    Guard::touch(&unseen);
    assert_eq!(pool.census().live(), 1);
}

#[inline(never)]
fn take_in_a_function_of_this_name(pool: &Lines) -> Guard<'_, Line> {
    pool.get()
}

#[test]
fn a_stack_names_who_took_it() {
    let pool = pool();
    let plain = take_in_a_function_of_this_name(&pool);
    pool.set_leak_detection(LeakDetection::Backtraces);
    let guard = take_in_a_function_of_this_name(&pool);
    let census = pool.census();
    assert_eq!(census.level, LeakDetection::Backtraces);
    let holds = &census.call_sites[0].holds;
    assert_eq!(holds.len(), 2);
    let stacks: Vec<_> = holds
        .iter()
        .filter_map(|hold| hold.backtrace.as_ref())
        .collect();
    assert_eq!(stacks.len(), 1);
    let stack = stacks[0].to_string();
    assert!(stack.contains("take_in_a_function_of_this_name"), "{stack}");
    assert!(stack.contains("a_stack_names_who_took_it"), "{stack}");
    drop((plain, guard));
    assert_eq!(pool.census().live(), 0);
    // The record that had a stack is used again.
    pool.set_leak_detection(LeakDetection::All);
    let guards = [(); 16].map(|()| pool.get());
    let census = pool.census();
    let mut holds = census.call_sites.iter().flat_map(|site| &site.holds);
    assert_eq!(census.live(), 16);
    assert!(holds.all(|hold| hold.backtrace.is_none()));
    drop(guards);
}

#[test]
fn the_level_is_what_was_set_last() {
    let pool = Lines::new();
    assert_eq!(pool.census().level, LeakDetection::Off);
    for (set, level) in [
        (LeakDetection::Sampled(3), LeakDetection::Sampled(3)),
        (LeakDetection::Sampled(1), LeakDetection::All),
        (LeakDetection::Sampled(0), LeakDetection::Off),
        (
            LeakDetection::Sampled(u32::MAX),
            LeakDetection::Sampled(u32::MAX),
        ),
        (LeakDetection::Backtraces, LeakDetection::Backtraces),
    ] {
        pool.set_leak_detection(set);
        assert_eq!(pool.census().level, level);
        drop(pool.get());
    }
}

/// Whoever is last, what is followed is what the census says.
#[test]
fn those_who_set_the_level_at_once_agree() {
    let pool = Lines::new();
    for _ in 0..200 {
        let begin = Barrier::new(3);
        thread::scope(|scope| {
            for thread in 0..3 {
                let (pool, begin) = (&pool, &begin);
                scope.spawn(move || {
                    begin.wait();
                    for turn in 0..50 {
                        pool.set_leak_detection(match (thread + turn) % 2 {
                            0 => LeakDetection::Off,
                            _ => LeakDetection::All,
                        });
                    }
                });
            }
        });
        drop(pool.get());
        let guard = pool.get(); // a hit
        let census = pool.census();
        let live = u64::from(census.level == LeakDetection::All);
        assert_eq!(census.live(), live, "{:?}", census.level);
        drop(guard);
    }
}

#[test]
fn a_ratio_is_objects_out_for_each_that_came_back() {
    let pool = pool();
    let mut census = {
        let _guard = pool.get();
        pool.census()
    };
    let site = &mut census.call_sites[0];
    assert!(site.ratio().is_infinite());
    for (taken, returned, ratio) in [(0, 0, 1.0), (4, 4, 1.0), (6, 3, 2.0), (9, 8, 1.125)] {
        (site.taken, site.returned) = (taken, returned);
        assert!((site.ratio() - ratio).abs() < 1e-12);
    }
}

mod text {
    use super::*;

    #[test]
    fn with_nothing_out() {
        let pool = pool();
        assert_eq!(pool.census().to_string(), "pool `lines`: 0 objects out");
        drop(pool.get());
        assert_eq!(pool.census().to_string(), "pool `lines`: 0 objects out");
        pool.set_leak_detection(LeakDetection::Off);
        let text = pool.census().to_string();
        assert_eq!(text, "pool `lines`: no object is followed");
        pool.set_leak_detection(LeakDetection::Sampled(16));
        let text = pool.census().to_string();
        assert_eq!(text, "pool `lines`: about 0 objects out (1 in 16 followed)");
    }

    /// A census whose figures are made up, of four lines.
    fn made_up(pool: &Lines) -> Census {
        let touched = pool.get();
        Guard::touch(&touched);
        let _held = (pool.get(), pool.get());
        let _passed = std::iter::once(pool).map(Pool::get).next();
        let mut census = pool.census();
        census.call_sites.sort_by_key(|site| site.location);
        let figures = [
            (3, 200_000, 7, 4),
            (1, 0, 1, 0),
            (1234, 75_000, 5678, 4444),
            (1, 1500, 1_000_000, 999_999),
        ];
        assert_eq!(census.call_sites.len(), figures.len());
        for (site, (live, oldest, taken, returned)) in census.call_sites.iter_mut().zip(figures) {
            (site.live, site.taken, site.returned) = (live, taken, returned);
            site.oldest = Duration::from_millis(oldest);
        }
        census
    }

    #[test]
    fn is_a_table_that_is_aligned_before_the_lines() {
        let pool = pool();
        let mut census = made_up(&pool);
        let at: Vec<_> = census
            .call_sites
            .iter()
            .map(|site| site.location.to_string())
            .collect();
        let touched = census.call_sites[0].holds[0].touched.unwrap();
        let expected = format!(
            "pool `lines`: 1239 objects out
live  oldest    taken  returned  ratio  taken at
   3   3 min        7         4   1.75  {}, oldest seen at {touched}
   1    0 ms        1         0    inf  {}
1234    75 s     5678      4444   1.28  {}
   1   1.5 s  1000000    999999   1.00  {}",
            at[0], at[1], at[2], at[3]
        );
        assert_eq!(census.to_string(), expected);

        census.call_sites.truncate(1);
        census.call_sites[0].live = 1;
        census.level = LeakDetection::Sampled(128);
        let expected = format!(
            "pool `lines`: about 1 object out (1 in 128 followed)
live  oldest  taken  returned  ratio  taken at
   1   3 min      7         4   1.75  {}, oldest seen at {touched}",
            at[0]
        );
        assert_eq!(census.to_string(), expected);
    }

    #[test]
    fn has_the_worst_first() {
        let pool = pool();
        let long = pool.get();
        thread::sleep(Duration::from_millis(60));
        let (short, place) = (pool.get(), here());
        drop(pool.get());
        let census = pool.census();
        let lives: Vec<_> = census.call_sites.iter().map(|site| site.live).collect();
        assert_eq!(lives, [1, 1, 0], "{census}");
        assert_eq!(census.call_sites[1].location.line(), place.line());
        assert!(census.call_sites[0].oldest >= Duration::from_millis(40));
        assert_eq!(census.to_string().lines().count(), 4, "{census}");
        drop((long, short));
    }

    fn failure(pool: &Lines) -> String {
        let outcome = catch_unwind(AssertUnwindSafe(|| pool.assert_no_leaks()));
        let text = outcome.expect_err("it fails").downcast::<String>();
        *text.expect("a text")
    }

    #[test]
    fn comes_with_an_assertion_that_fails() {
        let pool = pool();
        pool.assert_no_leaks();
        drop(pool.get());
        pool.assert_no_leaks();
        let guard = pool.get();
        let table = pool.census().to_string();
        let (_, rows) = table.split_once('\n').unwrap();
        let (_, place) = rows.split_once(concat!(file!(), ":")).unwrap();
        let text = failure(&pool);
        let begin =
            "1 object is still out of pool `lines`\npool `lines`: 1 object out\nlive  oldest  ";
        assert!(text.starts_with(begin), "{text}");
        assert!(text.ends_with(place), "{text}");
        let second = pool.get();
        let text = failure(&pool);
        let begin = "2 objects are still out of pool `lines`\npool `lines`: 2 objects out\n";
        assert!(text.starts_with(begin), "{text}");
        drop((guard, second));
        pool.assert_no_leaks();
    }

    #[test]
    fn says_what_to_set_where_nothing_is_followed() {
        let pool = pool();
        let hint = "\nset the level `LeakDetection::All`, or QNPOOL_LEAKS=all, to see where each was taken";
        pool.set_leak_detection(LeakDetection::Off);
        mem::forget(pool.get());
        let text = failure(&pool);
        let begin = "1 object is still out of pool `lines`\npool `lines`: no object is followed";
        assert_eq!(text, format!("{begin}{hint}"));
        pool.set_leak_detection(LeakDetection::Sampled(u32::MAX));
        assert!(failure(&pool).ends_with(hint));
        pool.set_leak_detection(LeakDetection::Backtraces);
        let text = failure(&pool);
        let hint = "\nthe others were taken before the level was set; set it in the builder, or QNPOOL_LEAKS=all";
        assert!(
            text.starts_with(
                "1 object is still out of pool `lines`\npool `lines`: 0 objects out\n"
            )
        );
        assert!(text.ends_with(hint), "{text}");
    }

    #[test]
    fn says_that_it_is_about_so_many_while_samples_are_out() {
        let pool = pool();
        pool.set_leak_detection(LeakDetection::Sampled(2));
        let guards: Vec<_> = (0..100).map(|_| pool.get()).collect();
        pool.set_leak_detection(LeakDetection::All);
        let text = pool.census().to_string();
        assert!(text.starts_with("pool `lines`: about "), "{text}");
        drop(guards);
        let _guard = pool.get();
        let text = pool.census().to_string();
        assert!(text.starts_with("pool `lines`: 1 object out\n"), "{text}");
    }
}
