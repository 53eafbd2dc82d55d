//! Which option a misspelt one is taken for.

mod derive_stages;

#[allow(
    clippy::wildcard_imports,
    reason = "the stages name each other from the root"
)]
use derive_stages::*;
use options::Place;
use suggestion::{edits, nearest};

#[test]
fn a_slip_of_the_finger_finds_its_word() {
    for (typed, meant) in [
        ("max_capcity", "max_capacity"),
        ("maxcapacity", "max_capacity"),
        ("unbouned", "unbounded"),
        ("Keep", "keep"),
        ("vaule", "value"),
        ("kepe", "keep"),
        ("max_cap", "max_capacity"),
        ("skip", "keep"),
    ] {
        assert_eq!(
            nearest(typed, Place::Field.options()),
            Some(meant),
            "{typed}"
        );
    }
}

#[test]
fn another_word_finds_none() {
    for typed in ["frobnicate", "x", "serialize_with_care"] {
        assert_eq!(nearest(typed, Place::Field.options()), None, "{typed}");
    }
}

#[test]
fn edits_are_counted_both_ways() {
    assert_eq!(edits("kitten", "sitting"), 3);
    assert_eq!(edits("kepe", "keep"), 1);
    assert_eq!(edits("", "abc"), 3);
    assert_eq!(edits("abc", ""), 3);
    assert_eq!(edits("same", "same"), 0);
}
