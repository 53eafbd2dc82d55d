//! Every type that can be pooled, with any contents and capacities: after a reset it is as
//! a new one, and owns no more than it says.

#![allow(unreachable_pub, reason = "a module of a test crate too")]
#![allow(clippy::cast_possible_truncation, reason = "any byte will do")]

mod foreign;
mod limits;
mod standard;

use std::collections::HashMap;

use arbitrary::{Arbitrary, Result, Unstructured};
use qnpool::Poolable;

use crate::counting::owned_after;
use foreign::{Fixed, Foreign, WithoutBound};
use limits::{Choice, Limits};
use standard::{Scalars, Standard, Wrapped};

pub fn run(bytes: &[u8]) {
    check::<Scalars>(bytes);
    check::<Standard>(bytes);
    check::<Wrapped>(bytes);
    check::<Limits>(bytes);
    check::<Choice>(bytes);
    check::<Foreign>(bytes);
    check::<Fixed>(bytes);
    check::<WithoutBound>(bytes);
}

fn check<T: Poolable + Default + Fill>(bytes: &[u8]) {
    let fresh = T::default().seen();
    let mut input = Unstructured::new(bytes);
    let owned = owned_after(T::default, |value| {
        // Whatever the last user left; when the input ends, in the middle of it.
        for _ in 0..2 {
            let _ = value.fill(&mut input);
            value.reset();
        }
        let _ = value.fill(&mut input);
        value.reset();
    });
    let mut value = T::default();
    let mut input = Unstructured::new(bytes);
    for _ in 0..2 {
        let _ = value.fill(&mut input);
        value.reset();
        assert_eq!(value.seen(), fresh);
        value.reset();
        assert_eq!(value.seen(), fresh, "after a second reset");
    }
    let bound = T::MAX_RETAINED_BYTES;
    assert!(owned <= bound, "owns {owned} bytes, bound {bound}");
}

trait Fill {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()>;

    /// All that a user can see.
    fn seen(&mut self) -> String;
}

fn length(input: &mut Unstructured<'_>) -> Result<usize> {
    let most = if input.ratio(1, 8)? { 3_000 } else { 40 };
    input.int_in_range(0..=most)
}

/// Puts in, takes out again, and makes room.
fn extend<C, P, T>(
    container: &mut C,
    input: &mut Unstructured<'_>,
    put: impl Fn(&mut C, u16) -> P,
    take: impl Fn(&mut C, u16) -> T,
    reserve: impl Fn(&mut C, usize),
) -> Result<()> {
    if input.ratio(1, 3)? {
        reserve(container, length(input)?);
    }
    let first = u16::arbitrary(input)?;
    for key in 0..length(input)? {
        put(
            container,
            first.wrapping_add(u16::try_from(key).unwrap_or(0)),
        );
    }
    for key in 0..length(input)? {
        take(
            container,
            first.wrapping_add(u16::try_from(key).unwrap_or(0)),
        );
    }
    Ok(())
}

fn text(key: u16) -> String {
    "x".repeat(usize::from(key % 40))
}

fn fill_vec(vec: &mut Vec<u8>, input: &mut Unstructured<'_>) -> Result<()> {
    extend(
        vec,
        input,
        |it, key| it.push(key as u8),
        |it, _| it.pop(),
        Vec::reserve,
    )
}

fn fill_string(string: &mut String, input: &mut Unstructured<'_>) -> Result<()> {
    extend(
        string,
        input,
        |it, key| it.push_str(&text(key)),
        |it, _| it.pop(),
        String::reserve,
    )
}

fn fill_map(map: &mut HashMap<u16, String>, input: &mut Unstructured<'_>) -> Result<()> {
    extend(
        map,
        input,
        |it, key| it.insert(key, text(key)),
        |it, key| it.remove(&key),
        HashMap::reserve,
    )
}
