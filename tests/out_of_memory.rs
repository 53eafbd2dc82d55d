//! What allocates, what does not, and what becomes of an allocation that fails.
//!
//! The library has no `try_` variants: where memory is needed and there is none, the process
//! ends by `std`'s abort, and not by a panic in the middle of something. But most operations
//! of a pool at work need none.

mod child;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::io::Write;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{env, io, ptr, thread};

use qnpool::{Bounded, Guard, LeakDetection, Pool};

use child::{again, is_child, run};

/// Counts the allocations of each thread, and fails one of them.
struct Failing;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
    /// The number of the one that fails; 0 for none.
    static FAILS_AT: Cell<usize> = const { Cell::new(0) };
    /// Bytes that the thread may still allocate, once it has a limit.
    static LEFT: Cell<Option<usize>> = const { Cell::new(None) };
}

/// Whether the limit of the thread, if it has one, allows as many bytes instead of others.
fn is_within_limit(bytes: usize, instead_of: usize) -> bool {
    let Ok(Some(left)) = LEFT.try_with(Cell::get) else {
        return true;
    };
    let left = (left + instead_of).checked_sub(bytes);
    if left.is_some() {
        LEFT.set(left);
    }
    left.is_some()
}

fn next_fails() -> bool {
    // During the teardown of a thread there is nothing left to count.
    let number = ALLOCATIONS.try_with(|allocations| {
        allocations.set(allocations.get() + 1);
        allocations.get()
    });
    let fails_at = FAILS_AT.try_with(Cell::get);
    number.is_ok() && number == fails_at
}

// SAFETY: Every call goes to `System` unchanged, or returns null, which says that there is
// no memory; what is counted beside it allocates nothing.
unsafe impl GlobalAlloc for Failing {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if next_fails() || !is_within_limit(layout.size(), 0) {
            return ptr::null_mut();
        }
        // SAFETY: The caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        is_within_limit(0, layout.size());
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if next_fails() || !is_within_limit(new_size, layout.size()) {
            return ptr::null_mut();
        }
        // SAFETY: As in `dealloc`, and `new_size` is not zero by the caller's promise.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static ALLOCATOR: Failing = Failing;

fn allocations(code: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    code();
    ALLOCATIONS.get() - before
}

type Buffers = Pool<Bounded<Vec<u8>, 64>>;

fn pool(level: LeakDetection) -> Buffers {
    Buffers::builder()
        .leak_detection(level)
        .idle_timeout(Duration::MAX)
        .build()
}

const TIMES: usize = 200;

/// Allocations of an operation that has been done often before.
fn in_steady_state(mut code: impl FnMut()) -> usize {
    let mut many = || (0..TIMES).for_each(|_| code());
    many();
    allocations(many)
}

const LEVELS: [LeakDetection; 3] = [
    LeakDetection::Off,
    LeakDetection::Sampled(3),
    LeakDetection::All,
];

#[test]
fn a_pair_allocates_nothing() {
    for level in LEVELS {
        let pool = Arc::new(pool(level));
        let pair = || pool.get().extend_from_slice(b"sixteen bytes or so");
        assert_eq!(in_steady_state(pair), 0, "{level}");
        let owned = || pool.get_owned().push(1);
        assert_eq!(in_steady_state(owned), 0, "{level}, owned");
        let idle = || drop(pool.get_idle().expect("one is idle"));
        assert_eq!(in_steady_state(idle), 0, "{level}, idle");
        let touched = || Guard::touch(&pool.get());
        assert_eq!(in_steady_state(touched), 0, "{level}, touched");
        let several = || drop([pool.get(), pool.get(), pool.get(), pool.get()]);
        assert_eq!(in_steady_state(several), 0, "{level}, several at once");
    }
}

/// Also where the thread uses another pool in between.
#[test]
fn pairs_of_several_pools_in_turn_allocate_nothing() {
    for level in LEVELS {
        let pools = [pool(level), pool(level), pool(level)];
        let pairs = || pools.iter().for_each(|pool| pool.get().push(1));
        assert_eq!(in_steady_state(pairs), 0, "{level}");
    }
}

/// Magazines go to the depot and come back, each with its list of objects.
#[test]
fn what_is_exchanged_by_the_magazine_allocates_for_the_magazine() {
    for level in LEVELS {
        let pool = pool(level);
        let mut guards = Vec::with_capacity(1000);
        let burst = || {
            guards.extend((0..1000).map(|_| pool.get()));
            guards.clear();
        };
        let all = in_steady_state(burst);
        // One list for each magazine of some dozens of objects, or less.
        assert!(all <= TIMES * 1000 / 16, "{all} at {level}");
    }
}

/// One thread; others that sleep are looked for now and then, which makes a list of them.
#[test]
fn a_full_pool_allocates_nothing_for_what_it_turns_away() {
    for level in LEVELS {
        let pool = Buffers::builder().leak_detection(level).max_idle(2).build();
        drop([pool.get(), pool.get(), pool.get()]);
        assert_eq!(pool.stats().idle, 2);
        let mut all = 0;
        for _ in 0..2000 {
            let object = Box::new(Bounded::new(Vec::new()));
            all += allocations(|| pool.attach_boxed(object));
        }
        assert_eq!(all, 0, "{level}");
        assert_eq!(pool.stats().discarded_full, 2001);
    }
}

#[test]
fn a_pool_that_was_not_used_allocates_nothing() {
    static UNUSED: Buffers = Buffers::new();
    let local = allocations(|| {
        UNUSED.tick();
        UNUSED.clear();
        let pool = Buffers::builder().name("unused").build();
        pool.tick();
        pool.clear();
    });
    assert_eq!(local, 0);
}

/// In the middle of pairs there may be no memory at all.
#[test]
fn pairs_go_on_without_memory() {
    for level in LEVELS {
        let pool = pool(level);
        let pair = || pool.get().push(1);
        in_steady_state(pair);
        FAILS_AT.set(ALLOCATIONS.get() + 1);
        for _ in 0..1000 {
            pair();
        }
        FAILS_AT.set(0);
        assert_eq!(pool.stats().outstanding, 0);
    }
}

const FAILS_AT_VARIABLE: &str = "QNPOOL_TEST_FAILS_AT";

/// Everything that allocates, but for what follows the first object of a line.
fn use_in_every_way(pool: &Arc<Buffers>, objects: usize) {
    drop(Buffers::new().get());
    drop((0..objects).map(|_| pool.get()).collect::<Vec<_>>());
    drop(pool.get_owned());
    pool.prewarm(2 * objects);
    drop((pool.census(), pool.health(), qnpool::pools()));
    pool.tick();
    pool.attach(Guard::detach(pool.get()));
    pool.tick();
    pool.clear();
}

/// An allocation that fails ends the process there and then, with what `std` says about it:
/// no panic comes out of an operation that is half done, and nothing waits for ever.
///
/// There is one exception, and it is `std`'s. The first object of each line that is followed
/// has the stack captured. `Backtrace` allocates under a lock that the report of the failure
/// takes as well, so a process whose allocation fails right there hangs (seen in 1.95).
/// Those lines have been met here before. The pool asks for memory before a capture, which is
/// why a process that has none left ends: see
/// [`a_process_that_has_no_memory_for_a_new_call_site_ends`].
#[test]
fn an_allocation_that_fails_ends_the_process() {
    const NAME: &str = "an_allocation_that_fails_ends_the_process";
    if is_child() {
        let fails_at: usize = env::var(FAILS_AT_VARIABLE).unwrap().parse().unwrap();
        let pool = Arc::new(pool(LeakDetection::All));
        use_in_every_way(&pool, 10);
        if fails_at > 0 {
            FAILS_AT.set(ALLOCATIONS.get() + fails_at);
        }
        let all = allocations(|| use_in_every_way(&pool, 200));
        FAILS_AT.set(0);
        writeln!(io::stdout(), "allocations: {all}.").unwrap();
        return;
    }
    let child = |fails_at: usize| {
        let mut command = again(NAME);
        command.env(FAILS_AT_VARIABLE, fails_at.to_string());
        command.env("RUST_BACKTRACE", "0");
        command
    };
    let (said, _) = run(&mut child(0));
    let number = said.split("allocations: ").nth(1).unwrap();
    let all: usize = number.split('.').next().unwrap().parse().unwrap();
    assert!(all > 20, "{all}");
    // Some thirty of them, from the first to the last.
    for fails_at in (1..=all).step_by(all / 30 + 1) {
        let output = outcome(child(fails_at)).unwrap_or_else(|| {
            panic!("hangs at number {fails_at} of {all}");
        });
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "number {fails_at} of {all}");
        assert!(told.contains("memory allocation of"), "{told}");
        assert!(!told.contains("panicked"), "{told}");
    }
}

const LIMIT_VARIABLE: &str = "QNPOOL_TEST_LIMIT";
const LEVEL_VARIABLE: &str = "QNPOOL_TEST_LEVEL";

/// Objects of lines that no object was taken at before.
macro_rules! at_new_lines {
    ($pool:ident: $($line:tt)*) => {
        [$({
            stringify!($line);
            $pool.get()
        }),*]
    };
}

/// Whatever is left when the pool meets a call site that it does not know: the process goes on
/// or ends, and does not hang.
#[test]
#[expect(
    clippy::unnecessary_map_on_constructor,
    reason = "the call site of a method that is passed takes the most"
)]
fn a_process_that_has_no_memory_for_a_new_call_site_ends() {
    const NAME: &str = "a_process_that_has_no_memory_for_a_new_call_site_ends";
    if is_child() {
        let level = env::var(LEVEL_VARIABLE).unwrap().parse().unwrap();
        let limit = env::var(LIMIT_VARIABLE).unwrap().parse().unwrap();
        let pool = pool(level);
        (0..TIMES).for_each(|_| pool.get().push(1));
        LEFT.set(Some(limit));
        let held = at_new_lines!(pool: 1 2 3 4);
        let passed = Some(&pool).map(Pool::get);
        for site in pool.census().call_sites {
            drop(site.function());
        }
        LEFT.set(None);
        drop((held, passed));
        return;
    }
    let child = |level: LeakDetection, limit: usize| {
        let mut command = again(NAME);
        command.env(LEVEL_VARIABLE, level.to_string());
        command.env(LIMIT_VARIABLE, limit.to_string());
        command.env("RUST_BACKTRACE", "0");
        command
    };
    let levels = [
        LeakDetection::Sampled(2),
        LeakDetection::All,
        LeakDetection::Backtraces,
    ];
    for level in levels {
        let mut ended = 0;
        // From none to more than it takes, closer where each of the small allocations is.
        let limits = (0..4096).step_by(128);
        let limits = limits.chain((4096..1 << 18).step_by(1 << 14));
        // And up to what std takes to read the debug information.
        let limits = limits.chain((18..30).map(|bits| 1 << bits));
        for limit in limits {
            let output = outcome(child(level, limit)).unwrap_or_else(|| {
                panic!("hangs at {level} with {limit} bytes");
            });
            let told = String::from_utf8_lossy(&output.stderr);
            if !output.status.success() {
                ended += 1;
                assert!(told.contains("memory allocation of"), "{told}");
                assert!(!told.contains("panicked"), "{told}");
            }
        }
        assert!((1..32).contains(&ended), "{ended} at {level}");
    }
}

/// How it ended; nothing if it did not, for much longer than it takes.
fn outcome(mut command: Command) -> Option<Output> {
    let pipes = command.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    let begin = Instant::now();
    while begin.elapsed() < Duration::from_mins(1) {
        if child.try_wait().unwrap().is_some() {
            return Some(child.wait_with_output().unwrap());
        }
        thread::sleep(Duration::from_millis(1));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}
