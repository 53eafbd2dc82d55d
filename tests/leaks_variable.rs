//! `QNPOOL_LEAKS`, which each process reads once: so each test runs once more in a
//! process of its own for each value.

mod child;

use std::ffi::OsStr;
use std::thread;

use qnpool::{Bounded, LeakDetection, Pool};

use child::{again, is_child, run, run_unheard, wait_for_parent};

type Lines = Pool<Bounded<String, 256>>;

/// Starts pools that were told each of the levels, on several threads, and says what they
/// make of it.
fn start_pools() {
    let threads = [(); 3].map(|()| {
        thread::spawn(|| {
            let builder = Lines::builder;
            [
                builder().build(),
                builder().leak_detection(LeakDetection::Off).build(),
                builder().leak_detection(LeakDetection::All).build(),
            ]
            .map(|pool| {
                let guards: Vec<_> = (0..64).map(|_| pool.get()).collect();
                let census = pool.census();
                drop(guards);
                (census.level, census.live())
            })
        })
    });
    let threads = threads.map(|thread| thread.join().unwrap());
    println!(); // ends the line that libtest has begun
    for (level, live) in threads[0] {
        println!("level {level}: {live}");
    }
    let levels = |pools: &[(LeakDetection, u64)]| pools.iter().map(|pool| pool.0).collect();
    let told: Vec<Vec<LeakDetection>> = threads.iter().map(|pools| levels(pools)).collect();
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0], told[2]);
}

/// What a process says in which the variable has this value.
fn with(test: &str, value: impl AsRef<OsStr>) -> (Vec<String>, String) {
    let (stdout, stderr) = run(again(test).env("QNPOOL_LEAKS", value));
    let levels = stdout.lines().filter(|line| line.starts_with("level "));
    (levels.map(str::to_owned).collect(), stderr)
}

#[test]
fn it_overrules_the_builder() {
    if is_child() {
        return start_pools();
    }
    let test = "it_overrules_the_builder";
    for (value, level) in [
        ("off", "level off: 0"),
        ("all", "level all: 64"),
        ("backtraces", "level backtraces: 64"),
        ("1/1", "level all: 64"),
        (" all\n", "level all: 64"),
    ] {
        let (levels, stderr) = with(test, value);
        assert_eq!(levels, [level; 3], "{value}");
        assert!(!stderr.contains("QNPOOL_LEAKS"), "{stderr}");
    }
    let (levels, stderr) = with(test, "1/128");
    assert_eq!(levels.len(), 3);
    for level in levels {
        let live = level.strip_prefix("level 1/128: ").unwrap();
        assert_eq!(live.parse::<u64>().unwrap() % 128, 0);
    }
    assert!(!stderr.contains("QNPOOL_LEAKS"), "{stderr}");
}

#[test]
fn the_builder_decides_if_it_is_empty_or_not_there() {
    if is_child() {
        return start_pools();
    }
    let test = "the_builder_decides_if_it_is_empty_or_not_there";
    let (stdout, stderr) = run(&mut again(test));
    let (levels, stderr_if_empty) = with(test, "");
    assert_eq!(levels, ["level off: 0", "level off: 0", "level all: 64"]);
    for level in levels {
        assert!(stdout.contains(&level), "{stdout}");
    }
    for stderr in [stderr, stderr_if_empty] {
        assert!(!stderr.contains("QNPOOL_LEAKS"), "{stderr}");
    }
}

fn assert_is_off_and_told_once(test: &str, value: &OsStr, shown: &str) {
    let (levels, stderr) = with(test, value);
    assert_eq!(levels, ["level off: 0"; 3], "{shown}");
    let told: Vec<_> = stderr
        .lines()
        .filter(|line| line.contains("QNPOOL_LEAKS"))
        .collect();
    let expected = format!(
        "qnpool: QNPOOL_LEAKS: `{shown}` is no level of leak detection; expected `off`, `all`, `backtraces`, or `1/128` for one object in 128; no object is followed"
    );
    assert_eq!(told, [expected]);
}

#[test]
fn a_value_that_means_nothing_is_told_once_and_means_off() {
    if is_child() {
        return start_pools();
    }
    let test = "a_value_that_means_nothing_is_told_once_and_means_off";
    for value in ["everything", "1/0", "0.01", "ALL"] {
        assert_is_off_and_told_once(test, value.as_ref(), value);
    }
}

#[cfg(unix)]
#[test]
fn a_value_that_is_no_text_is_told_once_and_means_off() {
    use std::os::unix::ffi::OsStrExt;

    if is_child() {
        return start_pools();
    }
    let test = "a_value_that_is_no_text_is_told_once_and_means_off";
    assert_is_off_and_told_once(test, OsStr::from_bytes(b"al\xff"), "al\u{fffd}");
}

/// A pipe that nobody reads any more: `eprintln` would panic.
#[test]
fn nothing_fails_if_nobody_reads_standard_error() {
    if is_child() {
        wait_for_parent();
        return start_pools();
    }
    let mut command = again("nothing_fails_if_nobody_reads_standard_error");
    run_unheard(command.env("QNPOOL_LEAKS", "everything"));
}
