//! qnpool beside everything one could use instead, in time.
//!
//! ```sh
//! cargo bench -p qnpool-benches --bench peers                       # a table
//! QNPOOL_RECORD=1 cargo bench -p qnpool-benches --bench peers       # adds a run to the file
//! cargo bench -p qnpool-benches --bench peers -- --quick            # a first look
//! cargo bench -p qnpool-benches --bench peers -- '/(qnpool|limit)$' # some of it
//! ```
//!
//! Every row is measured three times or more, each time with all contenders one after the
//! other, because a machine's speed drifts more in a minute than in seconds. The
//! table shows the medians of the rounds, and of each round's ratios. The file,
//! `benches/figures/peers.tsv`, gets the medians; the tables of `RESULTS.md` are written from it.

#[path = "../contenders/mod.rs"]
mod contenders;
#[path = "../measuring/mod.rs"]
mod measuring;

mod alone;
mod churn;
mod hand_off;
mod table;
mod together;

use measuring::runner::Runner;

fn main() {
    let mut runner = Runner::new();
    alone::measure(&mut runner);
    together::measure(&mut runner);
    hand_off::measure(&mut runner);
    alone::measure_pools(&mut runner);
    let created = churn::measure(&mut runner);
    table::print(runner.rows(), &created);
}
