//! Each scenario in its short form. That of the soak is the quick check of `leak_lab`, which
//! runs by itself: it asks for an optimized build.

use qnpool_stress::{Extent, crowd, drop_storm, faults, pairs, retention, threads};

#[test]
fn many_threads_move_guards_to_each_other() {
    let done = threads::run(Extent::Test, 1);
    assert!(done.starts_with("1 rounds of 200 threads"), "{done}");
}

#[test]
fn a_storm_of_drops_loses_nothing() {
    let done = drop_storm::run(Extent::Test, 1);
    assert!(done.starts_with("2 rounds of 10000 guards"), "{done}");
}

#[test]
fn crowds_at_any_bound_make_few_objects() {
    let done = crowd::run(Extent::Test, 1);
    assert!(done.starts_with("5 crowds"), "{done}");
}

#[test]
fn no_more_than_the_bound_is_retained() {
    let done = retention::run(Extent::Test);
    assert!(done.starts_with("7 rounds of 100 threads"), "{done}");
}

#[test]
fn every_pair_is_counted() {
    let done = pairs::run(Extent::Test);
    assert!(done.starts_with("80000 pairs by 4 threads"), "{done}");
}

#[test]
fn panics_everywhere_lose_only_what_they_concern() {
    let done = faults::run(Extent::Test, 1);
    assert!(done.starts_with("60 programs"), "{done}");
}
