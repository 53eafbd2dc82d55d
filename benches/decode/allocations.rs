//! How often each way to keep rows allocates, once it has seen every text a few times.

mod decoders;
#[path = "../measuring/record.rs"]
mod record;
mod text;

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering};

use decoders::{Decoder, Visitor, for_each};
use text::{Input, ROWS, TEXTS};

/// Counts what is asked of the system's allocator, by the one thread there is.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);
static OWNED: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to `System` unchanged, and what is counted beside it allocates
// nothing.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        OWNED.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller's promise about `layout` is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        OWNED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: `pointer` came from `System` with this `layout`, by the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        OWNED.fetch_add(new_size, Ordering::Relaxed);
        OWNED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: as in `dealloc`, and `new_size` is not zero by the caller's promise.
        unsafe { System.realloc(pointer, layout, new_size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often every text is decoded before and while it is counted.
const ROUNDS: usize = 20;

fn main() {
    println!("| | allocations a row | bytes kept between batches |");
    println!("|---|---|---|");
    let mut counted = Counted(Vec::new());
    for_each(&mut counted);
    if record::is_wanted() {
        record::add_run("decode", &counted.0);
    }
}

/// What has been counted, as a file of figures has it.
struct Counted(Vec<(String, String, f64)>);

impl Visitor for Counted {
    fn visit<D: Decoder>(&mut self) {
        let mut input = Input::new();
        let mut decoder = D::default();
        let before = OWNED.load(Ordering::Relaxed);
        let mut decode = || {
            let allocations = ALLOCATIONS.load(Ordering::Relaxed);
            for _ in 0..ROUNDS * TEXTS {
                decoder.batch(&mut input);
            }
            ALLOCATIONS.load(Ordering::Relaxed) - allocations
        };
        decode();
        let allocations = decode();
        let kept = OWNED.load(Ordering::Relaxed).saturating_sub(before);
        let per_row = per_row(allocations, ROUNDS * TEXTS * ROWS);
        println!("| {} | {per_row:.4} | {kept} |", D::NAME);
        self.0
            .push(("allocations a row".to_owned(), D::NAME.to_owned(), per_row));
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few millions")]
fn per_row(allocations: usize, rows: usize) -> f64 {
    allocations as f64 / rows as f64
}
