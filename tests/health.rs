//! Verdicts on a pool, at the edges of what each reason asks for.

use std::mem;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use qnpool::{Bounded, Guard, Health, LeakDetection, Pool, PoolBuilder, Poolable, Reason, Verdict};

type Line = Bounded<String, 256>;
type Lines = Pool<Line>;

/// Generations end when the test says so.
fn builder() -> PoolBuilder<Line> {
    Lines::builder().idle_timeout(Duration::MAX)
}

/// A pool after so many generations.
fn after(generations: usize) -> Lines {
    let pool = builder().build();
    drop(pool.get());
    end(&pool, generations);
    pool
}

fn end(pool: &Lines, generations: usize) {
    (0..generations).for_each(|_| pool.tick());
}

fn give_and_take(pool: &Lines, gets: usize, returns: usize) {
    let held: Vec<_> = (0..gets).map(|_| pool.get()).collect();
    let mut held = held.into_iter();
    drop(held.by_ref().take(returns).collect::<Vec<_>>());
    held.for_each(mem::forget);
}

#[track_caller]
fn assert_healthy(health: &Health) {
    assert_eq!(health.verdict, Verdict::Healthy, "{health}");
    assert_eq!(health.reasons, [], "{health}");
    assert_eq!(health.to_string(), "healthy");
}

/// The one reason there is.
#[track_caller]
fn only_reason(health: &Health) -> Reason {
    let [reason] = &health.reasons[..] else {
        panic!("{health}")
    };
    assert_eq!(health.verdict, reason.verdict());
    assert_eq!(health.to_string(), format!("{}: {reason}", health.verdict));
    reason.clone()
}

/// Though the pool has been there for long.
#[test]
fn what_was_taken_just_now_is_not_late() {
    let pool = builder().leak_detection(LeakDetection::All).build();
    drop(pool.get());
    for _ in 0..6 {
        thread::sleep(Duration::from_millis(20));
        pool.tick();
    }
    thread::sleep(Duration::from_millis(20));
    let _guard = pool.get();
    assert_healthy(&pool.health());
}

#[test]
fn generations_are_counted_after_the_first() {
    let pool = builder().build();
    for generations in [0, 0, 1, 2, 3, 4, 5, 5, 5] {
        assert_eq!(pool.health().generations, generations);
        pool.tick();
    }
}

#[test]
fn nothing_is_told_of_the_first_generation() {
    let pool = after(0);
    give_and_take(&pool, 100, 0);
    assert_healthy(&pool.health());
    pool.tick();
    assert_healthy(&pool.health());
}

#[test]
fn a_ratio_above_two_and_a_half_is_a_leak_and_above_one_fifth_more_is_suspect() {
    for (gets, returns, verdict) in [
        (0, 0, Verdict::Healthy),
        (15, 0, Verdict::Healthy),
        (16, 0, Verdict::Leaking),
        (20, 5, Verdict::Healthy),
        (50, 20, Verdict::LeakSuspected),
        (51, 20, Verdict::Leaking),
        (96, 80, Verdict::Healthy),
        (97, 80, Verdict::LeakSuspected),
        (12_001, 10_000, Verdict::LeakSuspected),
        (25_001, 10_000, Verdict::Leaking),
        (1000, 900, Verdict::Healthy),
    ] {
        let pool = after(1);
        give_and_take(&pool, gets, returns);
        let health = pool.health();
        if verdict == Verdict::Healthy {
            assert_healthy(&health);
            continue;
        }
        assert_eq!(health.verdict, verdict, "{gets} and {returns}");
        let (gets, returns) = (gets as u64, returns as u64);
        assert_eq!(only_reason(&health), Reason::FewerReturns { gets, returns });
        let text = format!(
            "{verdict}: {gets} objects went out and {returns} came back; the census shows the lines that keep them"
        );
        assert_eq!(health.to_string(), text);
    }
}

#[test]
fn what_is_detached_or_discarded_does_not_leak() {
    let pool = after(1);
    for _ in 0..50 {
        drop(Guard::detach(pool.get()));
        Guard::discard(pool.get());
    }
    assert_healthy(&pool.health());
}

#[test]
fn five_generations_make_a_return_late() {
    for level in [LeakDetection::Off, LeakDetection::All] {
        let pool = builder().leak_detection(level).build();
        let guard = pool.get();
        thread::sleep(Duration::from_millis(30));
        for _ in 0..6 {
            assert_healthy(&pool.health());
            pool.tick();
        }
        let Reason::LateReturns {
            objects,
            longer_than,
        } = only_reason(&pool.health())
        else {
            panic!("{}", pool.health())
        };
        assert_eq!(objects, 1);
        assert!(longer_than < Duration::from_mins(10));
        assert_eq!(pool.health().verdict, Verdict::LeakSuspected);
        drop(guard);
        assert_healthy(&pool.health());
    }
}

/// A sample stands for more than there are.
#[test]
fn no_more_are_late_than_are_out() {
    let pool = builder()
        .leak_detection(LeakDetection::Sampled(1000))
        .build();
    let kept = loop {
        let guard = pool.get();
        if pool.census().live() > 0 {
            break guard;
        }
    };
    thread::sleep(Duration::from_millis(30));
    end(&pool, 6);
    let reason = only_reason(&pool.health());
    let Reason::LateReturns { objects: 1, .. } = reason else {
        panic!("{reason}")
    };
    drop(kept);
}

/// Those that came back meanwhile may have been these, unless they are followed.
#[test]
fn late_returns_are_found_under_traffic_if_followed() {
    for (level, objects) in [(LeakDetection::Off, 0), (LeakDetection::All, 3)] {
        let pool = builder().leak_detection(level).build();
        let held = [(); 3].map(|()| pool.get());
        // Longer than an instant of the clock.
        thread::sleep(Duration::from_millis(30));
        for _ in 0..6 {
            pool.tick();
            (0..100).for_each(|_| drop(pool.get()));
        }
        thread::sleep(Duration::from_millis(30));
        let health = pool.health();
        if objects == 0 {
            assert_healthy(&health);
        } else {
            let reason = only_reason(&health);
            let Reason::LateReturns {
                objects: late,
                longer_than,
            } = reason
            else {
                panic!("{health}")
            };
            assert_eq!(late, objects);
            assert!(longer_than >= Duration::from_millis(15));
            assert!(longer_than < Duration::from_mins(10));
            let text = reason.to_string();
            assert!(
                text.starts_with("3 objects have been out for more than "),
                "{text}"
            );
            let end = ", since before the last five generations";
            assert!(text.ends_with(end), "{text}");
        }
        drop(held);
    }
}

#[test]
fn old_leaks_leave_the_figures() {
    let pool = after(1);
    give_and_take(&pool, 100, 0);
    for _ in 0..5 {
        pool.tick();
        // So that it is no pool that only leaks.
        (0..10).for_each(|_| drop(pool.get()));
        assert_eq!(pool.health().verdict, Verdict::Leaking);
    }
    pool.tick();
    // Out of the window, and for five generations.
    let health = pool.health();
    let reason = only_reason(&health);
    // Each of the fifty that came back might have been one.
    assert!(
        matches!(reason, Reason::LateReturns { objects: 50, .. }),
        "{health}"
    );
    (0..50).for_each(|_| drop(pool.get()));
    assert_healthy(&pool.health());
}

/// Of `gets` objects `created` were made anew, and none came back fit for use.
fn create(pool: &Lines, created: usize, gets: usize) {
    pool.clear();
    (0..created).for_each(|_| Guard::discard(pool.get()));
    pool.attach(Line::default());
    (created..gets).for_each(|_| drop(pool.get()));
}

#[test]
fn one_in_twenty_made_anew_is_a_waste() {
    for (created, gets, is_waste) in [
        (15, 15, false),
        (16, 16, true),
        (16, 319, true),
        (16, 320, false),
        (50, 999, true),
        (50, 1000, false),
    ] {
        let pool = after(0);
        pool.clear();
        end(&pool, 2);
        create(&pool, created, gets);
        let health = pool.health();
        if is_waste {
            let (created, gets) = (created as u64, gets as u64);
            let expected = Reason::Creations {
                created,
                gets,
                discarded_full: 0,
                discarded_aged: 0,
                lost: created,
            };
            assert_eq!(only_reason(&health), expected);
            let text = format!(
                "wasteful: {created} of {gets} objects were made anew, while {created} did not come back, or not fit for use"
            );
            assert_eq!(health.to_string(), text);
        } else {
            assert_healthy(&health);
        }
    }
}

/// At first objects must be made.
#[test]
fn nothing_is_a_waste_in_the_first_two_generations() {
    let pool = after(0);
    create(&pool, 100, 100);
    assert_healthy(&pool.health());
    pool.tick();
    create(&pool, 100, 100);
    assert_healthy(&pool.health());
    pool.tick();
    assert_eq!(pool.health().verdict, Verdict::Wasteful);
    end(&pool, 5);
    assert_healthy(&pool.health());
}

#[track_caller]
fn assert_waste(pool: &Lines, text: &str) {
    let health = pool.health();
    assert_eq!(health.verdict, Verdict::Wasteful, "{health}");
    assert_eq!(only_reason(&health).to_string(), text);
}

#[test]
fn a_generation_that_is_too_short_is_told() {
    let pool = after(2);
    for _ in 0..2 {
        give_and_take(&pool, 20, 20);
        end(&pool, 2);
    }
    give_and_take(&pool, 20, 20);
    let created = pool.stats().created - 1;
    let aged = pool.stats().discarded_aged;
    assert!(aged > 0);
    assert_waste(
        &pool,
        &format!(
            "{created} of 60 objects were made anew, while {aged} were dropped as unused, or by `clear`; raise `idle_timeout`"
        ),
    );
}

/// What is attached and not fit for use was not taken before.
#[test]
fn what_is_attached_does_not_hide_why_others_are_made() {
    let pool = Pool::<Fit>::builder()
        .idle_timeout(Duration::MAX)
        .max_idle(1)
        .build();
    for _ in 0..2 {
        drop(pool.get());
        pool.tick();
    }
    (0..50).for_each(|_| drop([(); 2].map(|()| pool.get())));
    (0..1000).for_each(|_| pool.attach(Fit(false)));
    let reason = only_reason(&pool.health());
    assert!(matches!(reason, Reason::BoundTooSmall { .. }), "{reason}");
}

struct Fit(bool);

impl Default for Fit {
    fn default() -> Self {
        Self(true)
    }
}

impl Poolable for Fit {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {}

    fn should_discard(&self) -> bool {
        !self.0
    }
}

#[test]
fn more_that_are_out_at_once_are_no_waste_in_words() {
    let pool = after(0);
    pool.clear();
    end(&pool, 2);
    give_and_take(&pool, 20, 20);
    assert_waste(
        &pool,
        "20 of 20 objects were made anew, as more were out than before",
    );
}

#[test]
fn a_few_objects_that_aged_do_not_explain_many_creations() {
    let pool = after(1);
    give_and_take(&pool, 20, 20);
    end(&pool, 2);
    give_and_take(&pool, 100, 100);
    assert!(pool.stats().discarded_aged >= 20);
    // The first was created before.
    assert_waste(
        &pool,
        "119 of 120 objects were made anew, as more were out than before",
    );
}

#[test]
fn the_gravest_comes_first() {
    let pool = after(0);
    pool.clear();
    end(&pool, 2);
    give_and_take(&pool, 20, 0);
    let health = pool.health();
    let verdicts: Vec<_> = health.reasons.iter().map(Reason::verdict).collect();
    assert_eq!(verdicts, [Verdict::Leaking, Verdict::Wasteful]);
    assert_eq!(
        health.to_string(),
        "leaking: 20 objects went out and 0 came back; the census shows the lines that keep them\n  \
         and 20 of 20 objects were made anew, while 20 did not come back, or not fit for use"
    );
}

#[test]
fn verdicts_are_in_order_and_have_words() {
    let verdicts = [
        (Verdict::Healthy, "healthy"),
        (Verdict::Wasteful, "wasteful"),
        (Verdict::LeakSuspected, "leak suspected"),
        (Verdict::Leaking, "leaking"),
    ];
    assert!(verdicts.is_sorted_by(|one, next| one.0 < next.0));
    for (verdict, text) in verdicts {
        assert_eq!(verdict.to_string(), text);
        assert_eq!(format!("{verdict:>16}"), format!("{text:>16}"));
    }
}

/// Each thread holds three at most, so all of them are a lead of less than sixteen.
#[test]
fn a_pool_in_steady_use_by_many_threads_is_healthy() {
    let pool = builder().build();
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    let one = pool.get();
                    let two = pool.get();
                    drop(one);
                    let three = pool.get_idle();
                    drop((two, pool.get(), three));
                }
            });
        }
        let mut unhealthy = None;
        for _ in 0..10 {
            let gets = pool.stats().gets;
            // Of which those made anew, at most four times four, are a small share.
            while pool.stats().gets < gets + 5000 {
                thread::yield_now();
            }
            let health = pool.health();
            if health.verdict != Verdict::Healthy {
                unhealthy = Some(health);
            }
            pool.tick();
        }
        done.store(true, Ordering::Relaxed);
        assert_eq!(unhealthy, None);
    });
}
