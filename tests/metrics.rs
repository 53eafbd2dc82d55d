//! The `metrics` facade: each figure held against the pool's own, and a scrape over HTTP.

#![expect(clippy::float_cmp, reason = "whole numbers, and one number twice")]

#[path = "../examples/metrics_server/http.rs"]
mod http;
mod scrape;

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::mem;
use std::net::{TcpListener, TcpStream};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Duration;

use qnpool::{
    Bounded, Guard, LeakDetection, Pool, PoolBuilder, Poolable, Stats, UNBOUNDED, Verdict,
};

use scrape::{Scrape, Watcher};

type Buffer = Bounded<Vec<u8>, 64>;

/// Nothing ages unless the test says so.
fn builder<T: Poolable>(name: &'static str) -> PoolBuilder<T> {
    Pool::builder().name(name).idle_timeout(Duration::MAX)
}

fn followed(name: &'static str) -> Pool<Buffer> {
    builder(name).leak_detection(LeakDetection::All).build()
}

/// The figures of `Stats` by the name and label they have when published.
fn expected(stats: &Stats) -> Vec<(&'static str, &'static str, u64)> {
    vec![
        ("qnpool_gets_total", "cache", stats.cache_hits),
        ("qnpool_gets_total", "depot", stats.depot_hits),
        ("qnpool_gets_total", "victim", stats.victim_hits),
        ("qnpool_gets_total", "created", stats.created),
        ("qnpool_returns_total", "", stats.puts),
        ("qnpool_attached_total", "", stats.attached),
        ("qnpool_detached_total", "", stats.detached),
        ("qnpool_discarded_total", "full", stats.discarded_full),
        ("qnpool_discarded_total", "aged", stats.discarded_aged),
        ("qnpool_discarded_total", "unfit", stats.discarded_unfit),
        (
            "qnpool_discarded_total",
            "panicked",
            stats.discarded_panicked,
        ),
        ("qnpool_shrinks_total", "limit", stats.shrinks),
        ("qnpool_shrinks_total", "unused", stats.shrinks_unused),
        ("qnpool_idle_objects", "", stats.idle),
        ("qnpool_max_idle_objects", "", stats.max_idle),
        ("qnpool_outstanding_objects", "", stats.outstanding),
        (
            "qnpool_peak_outstanding_objects",
            "",
            stats.peak_outstanding,
        ),
        ("qnpool_max_idle_bytes", "", stats.idle_bytes_bound),
    ]
}

#[track_caller]
fn assert_published(scrape: &Scrape, pool: &str, stats: &Stats) {
    for (name, label, figure) in expected(stats) {
        assert_eq!(
            scrape.value(pool, name, label),
            as_float(figure),
            "{name} {label}"
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a test are small")]
fn as_float(figure: u64) -> f64 {
    figure as f64
}

/// Panics on its way back if told to.
#[derive(Default, Poolable)]
struct Fuse {
    #[pool(with = defuse)]
    blown: bool,
    #[pool(max_capacity = 64)]
    buffer: Vec<u8>,
}

fn defuse(blown: &mut bool) {
    assert!(!mem::take(blown), "the fuse is blown");
}

/// Moves every counter, each by another amount.
fn use_in_every_way(pool: &Pool<Fuse>) {
    let take = |objects| (0..objects).map(|_| pool.get()).collect::<Vec<_>>();
    pool.prewarm(5);
    for _ in 0..20 {
        drop(take(3)); // from the depot, and then from the cache
    }
    pool.clear();
    pool.prewarm(7);
    pool.tick();
    drop(take(6)); // from the victim
    let most = take(64); // made, and more than may wait
    assert_eq!(pool.stats().peak_outstanding, 64);
    drop(most);
    for mut fuse in take(9) {
        fuse.buffer.extend_from_slice(&[0; 4096]);
    }
    for mut fuse in take(13) {
        fuse.buffer.reserve_exact(64); // which nobody then uses
    }
    for _ in 0..100 {
        drop(take(13));
    }
    take(11).into_iter().for_each(Guard::discard);
    for fuse in take(2) {
        drop(Guard::detach(fuse));
    }
    for mut fuse in take(3) {
        fuse.blown = true;
        let panicked = catch_unwind(AssertUnwindSafe(|| drop(fuse)));
        panicked.unwrap_err();
    }
    take(8).into_iter().for_each(mem::forget);
    drop(take(30)); // so that some wait
}

#[test]
fn every_figure_of_the_stats_is_published() {
    let pool: Pool<Fuse> = builder("every figure").max_idle(40).build();
    use_in_every_way(&pool);

    let scrape = Watcher::new().scrape();
    let stats = pool.stats();
    assert_published(&scrape, "every figure", &stats);

    // A counter that took another's place would not be seen if the two were equal.
    let mut figures: BTreeMap<u64, &str> = BTreeMap::new();
    for (name, label, figure) in expected(&stats) {
        assert_ne!(figure, 0, "{name} {label} did not move: {stats:?}");
        let other = figures.insert(figure, name);
        assert_eq!(other, None, "{name} {label} is {figure} as well: {stats:?}");
    }
    let gets = scrape.sum("every figure", "qnpool_gets_total");
    assert_eq!(gets, as_float(stats.gets));
    // `gets` is that sum, and `suggested_max_capacity` is advice.
    let fields = serde_json::to_value(stats).unwrap();
    let fields = fields.as_object().unwrap().len();
    assert_eq!(fields, expected(&stats).len() + 2, "{stats:?}");
}

#[test]
fn nothing_is_said_of_bytes_without_a_bound() {
    #[derive(Default)]
    struct Endless(Vec<u8>);
    impl Poolable for Endless {
        const MAX_RETAINED_BYTES: usize = UNBOUNDED;
        fn reset(&mut self) {
            self.0.clear();
        }
    }
    let pool: Pool<Endless> = builder("endless").build();
    drop(pool.get());
    let watcher = Watcher::new();
    let scrape = watcher.scrape();
    assert_eq!(scrape.value("endless", "qnpool_idle_objects", ""), 1.0);
    assert!(scrape.of("endless", "qnpool_max_idle_bytes").is_empty());

    // A sum of which one part has no bound has none.
    let bounded: Pool<Buffer> = builder("endless").build();
    drop(bounded.get());
    let scrape = watcher.scrape();
    assert!(scrape.of("endless", "qnpool_max_idle_bytes").is_empty());

    drop(pool);
    let bytes = as_float(bounded.stats().idle_bytes_bound);
    let bound = || {
        let scrape = watcher.scrape();
        scrape.value("endless", "qnpool_max_idle_bytes", "")
    };
    assert_eq!(bound(), bytes);
    let pool: Pool<Endless> = builder("endless").build();
    drop(pool.get());
    assert_eq!(bound(), f64::INFINITY, "the series cannot be taken back");
    drop((pool, bounded));
    assert_eq!(bound(), 0.0);
}

#[test]
fn a_pool_without_a_name_is_not_published() {
    struct Nameless;
    impl Poolable for Nameless {
        const MAX_RETAINED_BYTES: usize = 0;
        fn reset(&mut self) {}
    }
    let pool = Pool::with(|| Nameless);
    drop(pool.get());
    let named = followed("beside a pool without a name");
    drop(named.get());
    let scrape = Watcher::new().scrape();
    let mut pools = scrape.samples.iter().map(|sample| &sample.labels["pool"]);
    assert!(pools.clone().any(|pool| pool == named.name()));
    assert!(pools.all(|pool| !pool.contains("Nameless")));
}

#[test]
fn the_verdict_is_one_and_changes() {
    let watcher = Watcher::new();
    let verdict = || watcher.scrape().verdict("judged");
    let pool = followed("judged");
    drop(pool.get());
    assert_eq!(verdict().as_deref(), Some("healthy"));

    // One that is out for more than five generations.
    let held = pool.get();
    for _ in 0..=5 {
        pool.tick();
        thread::sleep(Duration::from_millis(20)); // the clock is a coarse one
    }
    assert_eq!(verdict().as_deref(), Some("leak_suspected"));
    drop(held);
    assert_eq!(verdict().as_deref(), Some("healthy"));

    (0..100).for_each(|_| mem::forget(pool.get()));
    assert_eq!(verdict().as_deref(), Some("leaking"));
    assert_eq!(pool.health().verdict, Verdict::Leaking);

    let wasteful: Pool<Buffer> = builder("wasted").max_idle(0).build();
    for _ in 0..2 {
        drop(wasteful.get());
        wasteful.tick();
    }
    (0..100).for_each(|_| drop(wasteful.get()));
    assert_eq!(
        watcher.scrape().verdict("wasted").as_deref(),
        Some("wasteful")
    );
}

#[test]
fn the_share_that_is_followed() {
    let levels = [
        (LeakDetection::Off, "off", 0.0),
        (LeakDetection::Sampled(128), "sampled", 1.0 / 128.0),
        (LeakDetection::All, "all", 1.0),
    ];
    let pools: Vec<Pool<Buffer>> = levels
        .iter()
        .map(|(level, name, _)| builder(name).leak_detection(*level).build())
        .collect();
    for pool in &pools {
        drop(pool.get());
    }
    let scrape = Watcher::new().scrape();
    for (_, name, share) in levels {
        let ratio = scrape.value(name, "qnpool_leak_detection_ratio", "");
        assert_eq!(ratio, share, "{name}");
    }
}

#[test]
#[expect(
    clippy::unnecessary_map_on_constructor,
    reason = "that it is passed is tested"
)]
fn a_method_that_is_passed_as_a_function_has_the_line_of_who_passed_it() {
    let watcher = Watcher::new();
    let pool = followed("passed");
    let (one, one_line) = (Some(&pool).map(Pool::get), line!());
    let (other, other_line) = (Some(&pool).map(Pool::get), line!());
    let place = |line: u32| format!("{}:{line}", file!());
    let expected = BTreeMap::from([(place(one_line), 1.0), (place(other_line), 1.0)]);
    let sites = watcher.scrape();
    let sites = sites.of("passed", "qnpool_call_site_outstanding_objects");
    assert_eq!(sites, expected);
    drop((one, other));
}

#[test]
fn call_sites_go_back_to_zero() {
    const OBJECTS: &str = "qnpool_call_site_outstanding_objects";
    const OLDEST: &str = "qnpool_call_site_oldest_hold_seconds";
    let watcher = Watcher::new();
    let pool = followed("by line");
    let one = || (pool.get(), line!());
    let other = || (pool.get(), line!());
    let place = |line: u32| format!("{}:{line}", file!());

    drop(pool.get()); // of a line that holds nothing whenever anybody looks
    let (first, one_line) = one();
    thread::sleep(Duration::from_millis(50));
    let ((second, _), (third, other_line)) = (one(), other());
    let (one_line, other_line) = (place(one_line), place(other_line));

    let scrape = watcher.scrape();
    let expected = BTreeMap::from([(one_line.clone(), 2.0), (other_line.clone(), 1.0)]);
    assert_eq!(scrape.of("by line", OBJECTS), expected);
    let age = scrape.value("by line", OLDEST, &one_line);
    assert!(age >= 0.04, "{age} s"); // the clock is a coarse one
    assert!(age >= scrape.value("by line", OLDEST, &other_line));
    assert_eq!(
        scrape.value("by line", "qnpool_oldest_hold_seconds", ""),
        age
    );

    drop((first, second));
    let scrape = watcher.scrape();
    let expected = BTreeMap::from([(one_line.clone(), 0.0), (other_line.clone(), 1.0)]);
    assert_eq!(scrape.of("by line", OBJECTS), expected);
    assert_eq!(scrape.value("by line", OLDEST, &one_line), 0.0);

    drop(third);
    drop(pool);
    let scrape = watcher.scrape();
    for name in [OBJECTS, OLDEST] {
        let series = scrape.of("by line", name);
        assert_eq!(
            series,
            BTreeMap::from([(one_line.clone(), 0.0), (other_line.clone(), 0.0)])
        );
    }
    assert_eq!(
        scrape.value("by line", "qnpool_oldest_hold_seconds", ""),
        0.0
    );
}

#[test]
fn pools_of_one_name_are_added_up() {
    let watcher = Watcher::new();
    let (one, two) = (followed("twins"), followed("twins"));
    drop((one.get(), one.get()));
    drop(two.get());
    for _ in 0..2 {
        two.tick();
        (0..20).for_each(|_| mem::forget(two.get()));
    }
    let leaks = "qnpool_call_site_outstanding_objects";

    let scrape = watcher.scrape();
    let (ones, twos) = (expected(&one.stats()), expected(&two.stats()));
    for ((name, label, one), (_, _, two)) in ones.into_iter().zip(twos) {
        assert_eq!(
            scrape.value("twins", name, label),
            as_float(one + two),
            "{name} {label}"
        );
    }
    assert_eq!(scrape.verdict("twins").as_deref(), Some("leaking"));
    assert_eq!(scrape.sum("twins", leaks), 40.0);

    // Without the other, what it did stays counted, and what it had is gone.
    let gone = two.stats();
    drop(two);
    drop(one.get());
    let (scrape, here) = (watcher.scrape(), one.stats());
    let counters = expected(&here).into_iter().zip(expected(&gone));
    for ((name, label, here), (_, _, gone)) in counters {
        let sum = if name.ends_with("_total") {
            here + gone
        } else {
            here
        };
        assert_eq!(
            scrape.value("twins", name, label),
            as_float(sum),
            "{name} {label}"
        );
    }
    assert_eq!(scrape.verdict("twins").as_deref(), Some("healthy"));
    assert_eq!(scrape.sum("twins", leaks), 0.0);
}

#[test]
fn counters_go_on_when_a_pool_is_made_anew() {
    let watcher = Watcher::new();
    let mut done = 0;
    for gets in [5, 3, 0, 9] {
        let pool = followed("anew");
        drop(pool.get());
        (0..gets).for_each(|_| drop(pool.get()));
        done += gets + 1;
        let scrape = watcher.scrape();
        assert_eq!(scrape.sum("anew", "qnpool_gets_total"), as_float(done));
        assert_eq!(scrape.value("anew", "qnpool_idle_objects", ""), 1.0);
        drop(pool);
        let scrape = watcher.scrape();
        assert_eq!(scrape.sum("anew", "qnpool_gets_total"), as_float(done));
        assert_eq!(scrape.value("anew", "qnpool_idle_objects", ""), 0.0);
        assert_eq!(scrape.verdict("anew"), None);
    }
    // A recorder that comes late is told all of it.
    let gets = Watcher::new().scrape().sum("anew", "qnpool_gets_total");
    assert_eq!(gets, as_float(done));
}

#[test]
fn publications_under_load_change_no_total() {
    let watcher = Watcher::new();
    let pool: Pool<Buffer> = builder("under load").max_idle(64).build();
    let mut gets = 0.0;
    thread::scope(|scope| {
        let work = || {
            for round in 0..2_000 {
                let held: Vec<_> = (0..round % 50).map(|_| pool.get()).collect();
                pool.attach(Buffer::default());
                drop(held);
            }
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        while !threads.iter().all(thread::ScopedJoinHandle::is_finished) {
            let now = watcher.scrape().sum("under load", "qnpool_gets_total");
            assert!(now >= gets, "{now} after {gets}");
            gets = now;
        }
        // Their caches come back at the very end of a thread.
        for thread in threads {
            thread.join().unwrap();
        }
    });
    // To a recorder that has seen nothing of what was read meanwhile.
    let scrape = Watcher::new().scrape();
    assert_published(&scrape, "under load", &pool.stats());
}

/// A client that knows no more of HTTP than the server does.
fn request(server: &TcpListener, line: &str) -> (String, String) {
    let mut connection = TcpStream::connect(server.local_addr().unwrap()).unwrap();
    write!(connection, "{line} HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let length = format!("Content-Length: {}", body.len());
    assert!(head.lines().any(|line| line == length), "{head}");
    (head.to_owned(), body.to_owned())
}

#[test]
fn a_scrape_over_http() {
    let pool: Pool<Fuse> = builder("scraped")
        .max_idle(40)
        .leak_detection(LeakDetection::All)
        .build();
    use_in_every_way(&pool);

    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let listener = server.try_clone().unwrap();
    let watcher = Watcher::new();
    // It has no end, and goes with the process.
    thread::spawn(move || http::serve(&listener, || watcher.text()));

    let (head, body) = request(&server, "GET /metrics");
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(
        head.contains("\r\nContent-Type: text/plain; version=0.0.4"),
        "{head}"
    );
    let scrape = Scrape::parse(&body);
    assert_published(&scrape, "scraped", &pool.stats());
    for sample in &scrape.samples {
        let name = &sample.name;
        let kind = if name.ends_with("_total") {
            "counter"
        } else {
            "gauge"
        };
        assert_eq!(
            scrape.types.get(name).map(String::as_str),
            Some(kind),
            "{name}"
        );
        assert!(
            scrape.help[name].ends_with('.'),
            "{name}: {}",
            scrape.help[name]
        );
        assert!(name.starts_with("qnpool_"), "{name}");
    }
    assert_eq!(scrape.help.len(), 16);
    let sites = scrape.of("scraped", "qnpool_call_site_outstanding_objects");
    assert_eq!(sites.into_values().collect::<Vec<_>>(), [8.0]);

    // The next one sees what happened since.
    drop(pool.get());
    let (_, body) = request(&server, "GET /metrics");
    assert_published(&Scrape::parse(&body), "scraped", &pool.stats());

    let (head, _) = request(&server, "GET /");
    assert!(head.starts_with("HTTP/1.1 404 "), "{head}");
    let (head, _) = request(&server, "POST /metrics");
    assert!(head.starts_with("HTTP/1.1 405 "), "{head}");
}
