//! Reports as data, read back from JSON.

use std::time::Duration;

use qnpool::{Bounded, Guard, LeakDetection, Pool, Stats, Verdict, pools};
use serde_json::{Value, json};

type Buffer = Bounded<Vec<u8>, 4096>;

fn followed(level: LeakDetection) -> Pool<Buffer> {
    Pool::builder().leak_detection(level).build()
}

#[test]
fn stats_come_back_as_they_were() {
    let pool = followed(LeakDetection::Off);
    drop(pool.get());
    let _held = [pool.get(), pool.get()];
    let stats = pool.stats();
    let text = serde_json::to_string(&stats).unwrap();
    assert_eq!(serde_json::from_str::<Stats>(&text).unwrap(), stats);

    let value: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(value["gets"], 3);
    assert_eq!(value["outstanding"], 2);
}

#[test]
#[expect(
    clippy::unnecessary_map_on_constructor,
    reason = "that it is passed is tested"
)]
fn a_method_that_is_passed_as_a_function_has_the_line_of_who_passed_it() {
    let pool = followed(LeakDetection::All);
    let (passed, line) = (Some(&pool).map(Pool::get), line!());
    passed.iter().for_each(Guard::touch);
    let touched = line!() - 1;
    let value = serde_json::to_value(pool.census()).unwrap();
    let site = &value["call_sites"][0];
    let places = [
        (&site["location"], line),
        (&site["holds"][0]["touched"], touched),
    ];
    for (place, line) in places {
        let place = place.as_str().unwrap();
        let expected = format!("{}:{line}:", file!());
        assert!(place.starts_with(&expected), "{place} is not {expected}");
    }
}

/// As written by a version that counted less.
#[test]
fn what_is_not_there_is_zero() {
    let stats: Stats = serde_json::from_value(json!({ "gets": 7 })).unwrap();
    assert_eq!((stats.gets, stats.shrinks), (7, 0));
}

#[test]
fn a_census_has_places_and_seconds() {
    let pool = followed(LeakDetection::All);
    let parked = pool.get();
    let line = line!() - 1;
    Guard::touch(&parked);
    while pool.census().call_sites[0].oldest < Duration::from_millis(20) {
        std::thread::sleep(Duration::from_millis(5));
    }

    let census = pool.census();
    let site = &census.call_sites[0];
    let value = serde_json::to_value(&census).unwrap();
    let place = format!("{}:{line}:{}", file!(), site.location.column());
    let hold = &site.holds[0];
    let expected = json!({
        "pool": pool.name(),
        "type_name": std::any::type_name::<Buffer>(),
        "object_bytes": size_of::<Buffer>() + 4096,
        "level": "all",
        "call_sites": [{
            "location": place,
            "live": 1,
            "oldest_seconds": site.oldest.as_secs_f64(),
            "total_age_seconds": site.total_age.as_secs_f64(),
            "taken": 1,
            "returned": 0,
            "holds": [{
                "age_seconds": hold.age.as_secs_f64(),
                "weight": 1,
                "touched": hold.touched.unwrap().to_string(),
                "backtrace": null,
            }],
        }],
    });
    assert_eq!(value, expected);
}

#[test]
fn a_stack_is_text() {
    let pool = followed(LeakDetection::Backtraces);
    let _held = pool.get();
    let value = serde_json::to_value(pool.census()).unwrap();
    let stack = &value["call_sites"][0]["holds"][0]["backtrace"];
    assert!(
        stack.as_str().unwrap().contains("a_stack_is_text"),
        "{stack}"
    );
    assert_eq!(value["call_sites"][0]["holds"][0]["touched"], Value::Null);
}

#[test]
fn health_has_a_verdict_and_reasons_with_their_names() {
    let pool = followed(LeakDetection::Off);
    // Often enough for its uses to be looked at.
    (0..100).for_each(|_| drop(pool.get()));
    pool.tick();
    for _ in 0..100 {
        std::mem::forget(pool.get());
    }
    let expected = json!({
        "verdict": "leaking",
        "reasons": [{ "reason": "fewer_returns", "gets": 100, "returns": 0 }],
        "generations": 0,
        "fields": [{
            "container": "Vec<u8>",
            "offset": 0,
            "max_capacity": 4096,
            "inspections": pool.health().fields[0].inspections,
            "median": 0,
            "p99": 0,
            "suggested_max_capacity": null,
        }],
    });
    assert_eq!(serde_json::to_value(pool.health()).unwrap(), expected);

    let pool = Pool::<Buffer>::builder().max_idle(0).build();
    for _ in 0..2 {
        (0..20).for_each(|_| drop(pool.get()));
        pool.tick();
    }
    let expected = json!([{
        "reason": "bound_too_small",
        "max_idle": 0,
        "enough": 1,
        "enough_bytes": size_of::<Buffer>() + 4096,
        "created": 20,
        "gets": 20,
        "discarded_full": 20,
    }]);
    let value = serde_json::to_value(pool.health()).unwrap();
    assert_eq!(value["reasons"], expected);

    let verdict: Verdict = serde_json::from_value(json!("leak_suspected")).unwrap();
    assert_eq!(verdict, Verdict::LeakSuspected);
}

#[test]
fn levels_are_written_as_in_the_variable() {
    for (level, text) in [
        (LeakDetection::Off, "off"),
        (LeakDetection::Sampled(128), "1/128"),
        (LeakDetection::All, "all"),
        (LeakDetection::Backtraces, "backtraces"),
    ] {
        assert_eq!(serde_json::to_value(level).unwrap(), text);
        assert_eq!(
            serde_json::from_value::<LeakDetection>(json!(text)).unwrap(),
            level
        );
    }
    let error = serde_json::from_value::<LeakDetection>(json!("some")).unwrap_err();
    assert!(
        error.to_string().starts_with("`some` is no level"),
        "{error}"
    );
}

#[test]
fn the_list_of_pools_has_all_of_it() {
    let pool: Pool<Buffer> = Pool::builder().name("listed as data").build();
    drop(pool.get());
    let reports = serde_json::to_value(pools()).unwrap();
    let reports = reports.as_array().unwrap();
    let report = reports
        .iter()
        .find(|report| report["name"] == "listed as data");
    let report = report.unwrap().as_object().unwrap();
    let keys: Vec<_> = report.keys().collect();
    assert_eq!(keys, ["census", "health", "name", "stats", "type_name"]);
    assert_eq!(report["stats"]["created"], 1);
    assert_eq!(report["health"]["verdict"], "healthy");
}

/// What `on_long_hold` is given.
#[test]
fn a_long_hold_is_data_too() {
    use std::sync::Mutex;

    static TOLD: Mutex<Vec<Value>> = Mutex::new(Vec::new());

    let pool: Pool<Buffer> = Pool::builder()
        .name("held")
        .hold_threshold(Duration::from_millis(20))
        .on_long_hold(|hold| {
            let told = serde_json::to_value(hold).unwrap();
            TOLD.lock().unwrap().push(told);
        })
        .build();
    let held = pool.get();
    while TOLD.lock().unwrap().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
        pool.tick();
    }
    drop(held);
    let told = TOLD.lock().unwrap();
    assert_eq!(told.len(), 2);
    let keys: Vec<_> = told[0].as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "backtrace",
            "held_seconds",
            "location",
            "pool",
            "returned",
            "touched"
        ]
    );
    assert_eq!(told[0]["pool"], "held");
    assert!(told[0]["held_seconds"].as_f64().unwrap() >= 0.02);
    assert_eq!(
        (&told[0]["returned"], &told[1]["returned"]),
        (&json!(false), &json!(true))
    );
}
