//! Objects that are out for too long: told once, and once more when they come back.
//!
//! The pools' clock moves every 1 to 10 ms; thresholds are some ten times that, and no
//! test asks for anything to happen before one has passed. None looks at all pools, but in a
//! callback or a process of its own: it would find what others wait for.

mod child;

use std::fmt::Debug;
use std::panic::Location;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use qnpool::{
    Bounded, CallLocation, Guard, LeakDetection, LongHold, OwnedGuard, Pool, PoolBuilder,
};

use child::{again, is_child, run, run_unheard, wait_for_parent};

type Line = Bounded<String, 256>;
type Lines = Pool<Line>;

const THRESHOLD: Duration = Duration::from_millis(40);
const DEADLINE: Duration = Duration::from_mins(1);

static REPORTS: Mutex<Vec<LongHold>> = Mutex::new(Vec::new());

fn note(hold: &LongHold) {
    REPORTS.lock().unwrap().push(hold.clone());
}

/// What was told of this pool so far.
fn reports(pool: &str) -> Vec<LongHold> {
    let reports = REPORTS.lock().unwrap();
    let reports = reports.iter().filter(|report| report.pool == pool);
    reports.cloned().collect()
}

/// By name, since the reports of all tests come together.
const fn named(name: &'static str) -> PoolBuilder<Line> {
    let builder = Lines::builder().name(name).idle_timeout(Duration::MAX);
    builder.hold_threshold(THRESHOLD).on_long_hold(note)
}

#[track_caller]
fn wait_for(what: impl Debug, mut condition: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < DEADLINE, "{what:?}");
        thread::sleep(Duration::from_millis(1));
    }
}

/// Longer than the threshold on any clock.
fn pass_threshold() {
    thread::sleep(THRESHOLD + Duration::from_millis(30));
}

#[track_caller]
fn here() -> &'static Location<'static> {
    Location::caller()
}

/// Waits until `look` has found the hold, and checks both reports.
fn assert_told_twice<'pool>(
    pool: &'pool Lines,
    look: impl Fn(&'pool Lines),
    end: impl FnOnce(Guard<'pool, Line>),
) {
    let name = pool.name();
    let (guard, location) = (pool.get(), here());
    // The machine may be so slow that what `look` takes is out for too long as well.
    let reports = || {
        let mut reports = reports(name);
        reports.retain(|report| report.location.line() == location.line());
        reports
    };
    wait_for(name, || {
        look(pool);
        !reports().is_empty()
    });
    for _ in 0..3 {
        pass_threshold();
        look(pool);
    }
    let [told] = reports().try_into().expect("one report");
    assert!(!told.returned);
    assert!(told.held >= THRESHOLD, "{told:?}");
    assert!(told.touched.is_none() && told.backtrace.is_none());
    let text = told.to_string();
    let begin = format!("an object of pool `{name}` has been out for ");
    let place = format!("s, taken at {}", told.location);
    assert!(text.starts_with(&begin) && text.ends_with(&place), "{text}");

    Guard::touch(&guard);
    end(guard);
    for _ in 0..3 {
        look(pool);
    }
    let reports = reports();
    assert_eq!(reports.len(), 2, "{reports:?}");
    let back = &reports[1];
    assert!(back.returned && back.held > told.held, "{reports:?}");
    assert_eq!(back.location, told.location);
    let touched = back.touched.expect("where it was touched");
    assert!(touched.line() > told.location.line());
    let text = back.to_string();
    let begin = format!("an object of pool `{name}` is no longer out after ");
    let place = format!("s, taken at {}, last seen at {touched}", told.location);
    assert!(text.starts_with(&begin) && text.ends_with(&place), "{text}");
}

#[test]
fn a_tick_finds_it_and_it_is_put_back() {
    let pool = named("found by a tick").build();
    assert_told_twice(&pool, Pool::tick, drop);
}

#[test]
fn a_census_finds_it_and_it_is_detached() {
    let pool = named("found by a census").build();
    let census = |pool: &Lines| drop(pool.census());
    assert_told_twice(&pool, census, |guard| drop(Guard::detach(guard)));
}

#[test]
fn a_verdict_finds_it_and_it_is_discarded() {
    let pool = named("found by a verdict").build();
    let health = |pool: &Lines| drop(pool.health());
    assert_told_twice(&pool, health, Guard::discard);
}

#[test]
fn misses_of_others_find_it() {
    let pool = named("found by misses").max_idle(0).build();
    assert_told_twice(&pool, |pool| drop(pool.get()), drop);
    assert_eq!(pool.stats().cache_hits, 0);
}

/// Every object is followed, so no `get` is at full speed, but each is a hit.
#[test]
fn hits_of_others_find_it() {
    let pool = named("found by hits").build();
    drop((pool.get(), pool.get()));
    let hits = |pool: &Lines| (0..100).for_each(|_| drop(pool.get()));
    assert_told_twice(&pool, hits, drop);
    let stats = pool.stats();
    let hits = stats.cache_hits + stats.depot_hits;
    assert_eq!((stats.created, hits), (2, stats.gets - 2));
}

/// Of a thread that was busy before, so that it looks at the clock but once in many hits.
#[test]
fn one_hit_finds_it() {
    let pool = named("found by one hit").build();
    drop((pool.get(), pool.get()));
    (0..50_000).for_each(|_| drop(pool.get()));
    let (guard, location) = (pool.get(), here());
    pass_threshold();
    let told = || {
        let reports = reports("found by one hit");
        let lines = reports.iter().map(|report| report.location.line());
        lines.filter(|line| *line == location.line()).count()
    };
    assert_eq!(told(), 0);
    drop(pool.get());
    assert_eq!(told(), 1);
    drop(guard);
    assert_eq!(told(), 2);
}

/// On another thread, and at full speed.
#[test]
fn hits_of_others_find_it_when_nothing_more_is_followed() {
    let pool = named("found at full speed").build();
    let guard = pool.get();
    pool.set_leak_detection(LeakDetection::Off);
    thread::scope(|scope| {
        scope.spawn(|| {
            wait_for("a hit finds it", || {
                (0..100).for_each(|_| drop(pool.get()));
                !reports(pool.name()).is_empty()
            });
        });
    });
    drop(guard);
    let reports = reports(pool.name());
    let returned: Vec<_> = reports.iter().map(|report| report.returned).collect();
    assert_eq!(returned, [false, true]);
    assert_eq!(pool.stats().created, 2);
}

#[test]
fn where_nobody_looked_there_is_the_second_report_alone() {
    let pool = Arc::new(named("seen by nobody").build());
    let guard = pool.get_owned();
    OwnedGuard::touch(&guard);
    pass_threshold();
    drop(guard);
    pool.tick();
    let [back] = reports("seen by nobody").try_into().expect("one report");
    assert!(back.returned && back.held >= THRESHOLD);
    assert!(back.touched.is_some());
}

/// Who looks while that one is told finds nothing.
#[test]
fn the_second_report_is_never_followed_by_the_first() {
    static POOL: Lines = named("looked at late").on_long_hold(note_and_look).build();

    fn note_and_look(hold: &LongHold) {
        note(hold);
        POOL.tick();
    }

    let guard = POOL.get();
    pass_threshold();
    drop(guard);
    let [back] = reports("looked at late").try_into().expect("one report");
    assert!(back.returned);
}

#[test]
fn short_holds_are_not_told_of() {
    let pool = named("patient")
        .hold_threshold(Duration::from_hours(1))
        .build();
    let guard = pool.get();
    pass_threshold();
    for _ in 0..1000 {
        drop(pool.get());
    }
    pool.tick();
    assert_eq!(pool.census().live(), 1);
    let _ = pool.health();
    Guard::discard(guard);
    assert_eq!(reports("patient").len(), 0);
}

#[test]
fn it_is_told_of_by_many_threads_once() {
    const HOLDS: usize = 50;
    let pool = named("found by many").build();
    let guards: Vec<_> = (0..HOLDS).map(|_| pool.get()).collect();
    pass_threshold();
    let mut shares = guards.into_iter().map(Some).collect::<Vec<_>>();
    thread::scope(|scope| {
        for shares in shares.chunks_mut(HOLDS / 5) {
            let pool = &pool;
            scope.spawn(move || {
                for guard in shares {
                    pool.tick();
                    drop(guard.take());
                    drop(pool.census());
                }
            });
        }
    });
    let reports = reports("found by many");
    let back = reports.iter().filter(|report| report.returned).count();
    assert_eq!(back, HOLDS);
    assert_eq!(reports.len(), 2 * HOLDS, "none is told twice, or missed");
}

/// Also one that was forgotten, of which there is no second report.
#[test]
fn a_hold_outlives_the_thread_that_took_it() {
    let pool = Arc::new(named("outlived").build());
    let guard = thread::spawn({
        let pool = Arc::clone(&pool);
        move || {
            std::mem::forget(pool.get());
            pool.get_owned()
        }
    });
    let guard = guard.join().unwrap();
    pass_threshold();
    pool.tick();
    assert_eq!(reports("outlived").len(), 2);
    drop(guard);
    pool.tick();
    let reports = reports("outlived");
    let returned: Vec<_> = reports.iter().map(|report| report.returned).collect();
    assert_eq!(returned, [false, false, true]);
}

/// The pools' own clock stands still in between, so a threshold of nothing is one of the
/// shortest time that it can tell.
#[test]
fn the_callback_may_use_the_pool_and_may_panic() {
    static POOL: Lines = Lines::builder()
        .hold_threshold(Duration::ZERO)
        .on_long_hold(use_pool)
        .build();
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    fn use_pool(hold: &LongHold) {
        CALLS.fetch_add(1, Ordering::SeqCst);
        drop(POOL.get());
        drop(POOL.get_idle());
        Guard::discard(POOL.get());
        POOL.tick();
        assert!(POOL.census().live() > 0);
        let _ = POOL.health();
        panic!("as it may: {hold}");
    }

    let guard = POOL.get();
    wait_for("a callback", || {
        POOL.tick();
        CALLS.load(Ordering::SeqCst) > 0
    });
    drop(guard);
    let calls = CALLS.load(Ordering::SeqCst);
    assert!(calls >= 2, "{calls}");
    // While the holder panics too.
    let holder = thread::spawn(|| {
        let _guard = POOL.get();
        pass_threshold();
        panic!("as planned");
    });
    assert!(holder.join().is_err());
    assert!(CALLS.load(Ordering::SeqCst) > calls);
    assert_eq!(POOL.stats().outstanding, 0);
}

#[test]
#[expect(
    clippy::unnecessary_map_on_constructor,
    reason = "that it is passed is tested"
)]
fn a_method_that_is_passed_as_a_function_has_the_line_of_who_passed_it() {
    let pool = named("passed as a function").build();
    // Of the first look at a stack std reads the debug information, which takes longer than
    // the threshold, and is no part of the hold.
    drop(Some(&pool).map(Pool::get));
    assert!(reports(pool.name()).is_empty());
    let (one, one_line) = (Some(&pool).map(Pool::get), line!());
    one.iter().for_each(Guard::touch);
    let touched = line!() - 1;
    let (other, other_line) = (Some(&pool).map(Pool::get), line!());
    pass_threshold();
    pool.tick();
    let mut told: Vec<_> = reports(pool.name())
        .into_iter()
        .map(|hold| {
            assert_eq!(hold.location.file(), file!(), "{hold}");
            (hold.location.line(), hold.touched.map(CallLocation::line))
        })
        .collect();
    told.sort_unstable();
    assert_eq!(told, [(one_line, Some(touched)), (other_line, None)]);
    drop((one, other));
}

/// Or it would be called for what it holds itself, and so for ever.
#[test]
fn a_callback_is_not_told_of_its_own_holds() {
    static POOL: Lines = Lines::builder()
        .hold_threshold(Duration::from_millis(1))
        .on_long_hold(hold_too_long)
        .build();
    static CALLS: AtomicUsize = AtomicUsize::new(0);

    fn hold_too_long(_: &LongHold) {
        CALLS.fetch_add(1, Ordering::SeqCst);
        let _guard = POOL.get();
        thread::sleep(Duration::from_millis(30));
        POOL.tick();
    }

    let guard = POOL.get();
    thread::sleep(Duration::from_millis(30));
    POOL.tick();
    drop(guard);
    assert_eq!(CALLS.load(Ordering::SeqCst), 2, "late, and back after all");
    assert_eq!(POOL.stats().outstanding, 0);
}

/// Whoever is in a callback cannot tell of others, and so must not count them as told.
#[test]
fn what_a_callback_comes_upon_is_told_later() {
    static STUCK: Lines = named("come upon").build();
    static POOL: Lines = named("comes upon others").on_long_hold(look).build();

    fn look(_: &LongHold) {
        let _ = (STUCK.census(), STUCK.health(), qnpool::pools());
        STUCK.tick();
    }

    let stuck = STUCK.get();
    let guard = POOL.get();
    pass_threshold();
    POOL.tick();
    drop(guard);
    assert_eq!(reports("come upon").len(), 0);
    STUCK.tick();
    assert_eq!(reports("come upon").len(), 1);
    drop(stuck);
    assert_eq!(reports("come upon").len(), 2);
}

/// As one that frees what another has parked.
#[test]
fn a_hold_that_a_callback_ends_is_told_when_it_has_returned() {
    static PARKED: Mutex<Option<Guard<Line>>> = Mutex::new(None);
    static STUCK: Lines = named("ended by a callback").build();
    static POOL: Lines = named("ends others").on_long_hold(end).build();

    fn end(hold: &LongHold) {
        if !hold.returned {
            drop(PARKED.lock().unwrap().take());
            assert_eq!(reports("ended by a callback").len(), 0);
        }
        note(hold);
    }

    *PARKED.lock().unwrap() = Some(STUCK.get());
    let _guard = POOL.get();
    pass_threshold();
    POOL.tick();
    let [back] = reports("ended by a callback")
        .try_into()
        .expect("one report");
    assert!(back.returned);
    assert_eq!(reports("ends others").len(), 1);
}

/// All late holds of a pool are found at one look; that one of them is told of ends another.
#[test]
fn what_a_callback_ends_is_not_told_as_out_after_that() {
    static PARKED: Mutex<Option<Guard<Line>>> = Mutex::new(None);
    static POOL: Lines = named("ends one of its own").on_long_hold(end).build();

    fn end(hold: &LongHold) {
        drop(PARKED.lock().unwrap().take());
        note(hold);
    }

    if !is_child() {
        run(&mut again(
            "what_a_callback_ends_is_not_told_as_out_after_that",
        ));
        return;
    }
    let looks: [fn(); 2] = [|| drop(qnpool::pools()), || POOL.tick()];
    for look in looks {
        REPORTS.lock().unwrap().clear();
        let first = POOL.get();
        let second = POOL.get();
        *PARKED.lock().unwrap() = Some(second);
        pass_threshold();
        look();
        drop(first);
        let reports = reports("ends one of its own");
        let told = reports
            .iter()
            .map(|hold| (hold.location.line(), hold.returned));
        let line = reports[0].location.line();
        let expected = [(line, false), (line + 1, true), (line, true)];
        assert!(told.eq(expected), "{reports:?}");
    }
}

/// It begins in the same instant of the clock as the callback, in most of these rounds.
#[test]
fn what_began_as_the_callback_did_is_told_too() {
    static PARKED: Mutex<Option<Guard<Line>>> = Mutex::new(None);
    static STUCK: Lines = named("taken just before a callback").build();
    static POOL: Lines = named("lasts long").on_long_hold(end).build();

    fn end(hold: &LongHold) {
        if !hold.returned {
            let parked = PARKED.lock().unwrap().take();
            pass_threshold();
            drop(parked);
        }
    }

    for round in 1..=5 {
        let _guard = POOL.get();
        pass_threshold();
        *PARKED.lock().unwrap() = Some(STUCK.get());
        POOL.tick();
        let told = reports("taken just before a callback");
        assert_eq!(told.len(), round, "{told:?}");
    }
}

#[test]
fn a_hold_begins_after_what_its_get_has_told() {
    static POOL: Lines = named("tells at a get").on_long_hold(last_long).build();
    static LASTED_UNTIL: Mutex<Option<Instant>> = Mutex::new(None);

    fn last_long(_: &LongHold) {
        pass_threshold();
        *LASTED_UNTIL.lock().unwrap() = Some(Instant::now());
    }

    let late = POOL.get();
    pass_threshold();
    let guard = POOL.get();
    let told = LASTED_UNTIL.lock().unwrap().expect("a report");
    let census = POOL.census();
    // In both may be an instant of the pool's clock.
    let longest = told.elapsed() + Duration::from_millis(20);
    let ages: Vec<_> = census.call_sites.iter().map(|site| site.oldest).collect();
    assert!(ages[0] > THRESHOLD && ages[1] < longest, "{ages:?}");
    drop((guard, late));
}

#[test]
fn what_has_come_back_is_back_when_that_is_told() {
    static POOL: Lines = named("looks at itself").on_long_hold(look).build();
    static SEEN: Mutex<Vec<(u64, u64, u64)>> = Mutex::new(Vec::new());

    fn look(hold: &LongHold) {
        if hold.returned {
            let (stats, live) = (POOL.stats(), POOL.census().live());
            let seen = (
                stats.outstanding,
                stats.detached + stats.discarded_unfit,
                live,
            );
            SEEN.lock().unwrap().push(seen);
        }
    }

    let ends: [fn(Guard<'static, Line>); 3] =
        [drop, Guard::discard, |guard| drop(Guard::detach(guard))];
    for end in ends {
        let guard = POOL.get();
        pass_threshold();
        end(guard);
    }
    assert_eq!(*SEEN.lock().unwrap(), [(0, 0, 0), (0, 1, 0), (0, 2, 0)]);
}

/// Not each time that the clock moves meanwhile, a hundred times here.
#[test]
fn a_hold_that_is_shorter_than_the_threshold_is_not_told() {
    static POOL: Lines = named("shorter")
        .hold_threshold(Duration::from_micros(900))
        .build();
    let (mut moves, mut false_reports) = (0, 0);
    let mut told = 0;
    while moves < 100 {
        let taken = Instant::now();
        let guard = POOL.get();
        while taken.elapsed() < Duration::from_micros(200) {}
        let age = POOL.census().call_sites[0].oldest;
        drop(guard);
        let (held, reports) = (taken.elapsed(), reports("shorter").len());
        moves += usize::from(!age.is_zero());
        // The machine may have stopped this thread, or the clock, which then moves by more.
        let is_short = held < Duration::from_micros(900);
        false_reports += usize::from(is_short && reports > told);
        told = reports;
    }
    assert!(false_reports < 50, "{false_reports} of {moves}");
}

/// In a process of its own, whose threads are known.
#[cfg(target_os = "linux")]
#[test]
fn no_thread_is_started_for_it() {
    static POOL: Lines = named("without a thread")
        .idle_timeout(Duration::from_millis(10))
        .build();
    if !is_child() {
        run(&mut again("no_thread_is_started_for_it"));
        return;
    }
    let threads = || std::fs::read_dir("/proc/self/task").unwrap().count();
    let before = threads();
    // Else the first use of a pool starts one that registers the process, and ends.
    POOL.prewarm(0);
    let guard = POOL.get();
    wait_for("a report", || {
        drop(POOL.get());
        assert_eq!(threads(), before);
        !reports("without a thread").is_empty()
    });
    let _ = (POOL.census(), POOL.health(), qnpool::pools());
    drop(guard);
    assert_eq!(threads(), before);
}

#[test]
fn a_stack_comes_with_the_report() {
    let pool = named("with a stack")
        .leak_detection(LeakDetection::Backtraces)
        .build();
    let guard = pool.get();
    pass_threshold();
    pool.tick();
    drop(guard);
    let reports = reports("with a stack");
    assert_eq!(reports.len(), 2);
    for report in reports {
        let stack = report.backtrace.expect("a stack").to_string();
        assert!(stack.contains("a_stack_comes_with_the_report"), "{stack}");
    }
}

#[test]
fn who_has_a_threshold_and_told_no_level_follows_all() {
    let level = |pool: Lines| pool.census().level;
    assert_eq!(level(named("a").build()), LeakDetection::All);
    let sampled = LeakDetection::Sampled(8);
    assert_eq!(level(named("a").leak_detection(sampled).build()), sampled);
    let endless = Lines::builder().hold_threshold(Duration::MAX);
    assert_eq!(level(endless.build()), LeakDetection::Off);
}

#[test]
fn what_is_not_followed_is_not_watched() {
    let pool = named("unwatched")
        .leak_detection(LeakDetection::Off)
        .build();
    let guard = pool.get();
    pass_threshold();
    pool.tick();
    drop(guard);
    assert_eq!(reports("unwatched").len(), 0);
}

#[test]
fn it_goes_to_standard_error_if_nobody_else_hears_of_it() {
    if is_child() {
        let pool = Lines::builder().name("lines").hold_threshold(THRESHOLD);
        let pool = pool.build();
        let guard = pool.get();
        pass_threshold();
        pool.tick();
        pool.tick();
        return drop(guard);
    }
    let test = "it_goes_to_standard_error_if_nobody_else_hears_of_it";
    let (_, stderr) = run(&mut again(test));
    let told: Vec<_> = stderr.lines().filter(|l| l.contains("qnpool:")).collect();
    assert_eq!(told.len(), 2, "{stderr}");
    assert!(told[0].starts_with("qnpool: an object of pool `lines` has been out for "));
    assert!(told[1].starts_with("qnpool: an object of pool `lines` is no longer out after "));
    assert!(
        told.iter()
            .all(|line| line.contains(concat!("taken at ", file!(), ":")))
    );
}

/// A pipe that nobody reads any more: `eprintln` would panic, here in a `Drop`.
#[test]
fn nothing_fails_if_nobody_reads_standard_error() {
    if is_child() {
        wait_for_parent();
        let pool = Lines::builder().hold_threshold(THRESHOLD).build();
        let guard = pool.get();
        pass_threshold();
        return drop(guard);
    }
    run_unheard(&mut again("nothing_fails_if_nobody_reads_standard_error"));
}

/// Of the feature `tracing`.
mod traced {
    use std::collections::BTreeMap;
    use std::fmt::Debug;
    use std::sync::{Arc, Mutex};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Level, Metadata, Subscriber, subscriber};

    use super::{
        DEADLINE, Guard, LeakDetection, Lines, THRESHOLD, again, here, is_child, pass_threshold,
        run,
    };

    type Fields = BTreeMap<&'static str, String>;

    #[derive(Clone, Default)]
    struct Notes(Arc<Mutex<Vec<Fields>>>);

    impl Subscriber for Notes {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }

        fn new_span(&self, _: &Attributes<'_>) -> Id {
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            let metadata = event.metadata();
            assert_eq!(metadata.target(), "qnpool");
            assert_eq!(*metadata.level(), Level::WARN);
            let mut fields = Noted(Fields::new());
            event.record(&mut fields);
            self.0.lock().unwrap().push(fields.0);
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    struct Noted(Fields);

    impl Visit for Noted {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            self.0.insert(field.name(), format!("{value:?}"));
        }

        fn record_f64(&mut self, field: &Field, value: f64) {
            let plausible = THRESHOLD.as_secs_f64()..DEADLINE.as_secs_f64();
            assert!(plausible.contains(&value), "{} = {value}", field.name());
            self.0.insert(field.name(), "a number of seconds".into());
        }
    }

    /// In a process of its own: tracing remembers for all threads that nobody wants an event,
    /// if a thread without a subscriber is the first to come by.
    #[test]
    fn reports_are_warnings_with_fields() {
        if !is_child() {
            run(&mut again("traced::reports_are_warnings_with_fields"));
            return;
        }
        let notes = Notes::default();
        let (location, touched) = subscriber::with_default(notes.clone(), || {
            let pool = Lines::builder()
                .name("traced")
                .hold_threshold(THRESHOLD)
                .leak_detection(LeakDetection::All)
                .build();
            let (guard, location) = (pool.get(), here());
            pass_threshold();
            pool.tick();
            Guard::touch(&guard);
            let touched = location.line() + 3;
            drop(guard);
            (location, touched)
        });
        let mut notes = notes.0.lock().unwrap().clone();
        assert_eq!(notes.len(), 2);
        for (note, says) in notes.iter_mut().zip(["has been", "is no longer"]) {
            let message = note.remove("message").unwrap();
            let begin = format!("an object of pool `traced` {says} out");
            assert!(message.starts_with(&begin), "{message}");
        }
        let place = |line: u32, column: u32| format!("{}:{line}:{column}", file!());
        let expected = |returned: bool| {
            let mut fields = Fields::from([
                ("pool", "\"traced\"".to_owned()),
                ("location", place(location.line(), 43)),
                ("held_seconds", "a number of seconds".into()),
                ("returned", returned.to_string()),
            ]);
            if returned {
                fields.insert("touched", place(touched, 13));
            }
            fields
        };
        assert_eq!(notes, [expected(false), expected(true)]);
    }
}
