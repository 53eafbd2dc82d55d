//! Parameters without a size, and where-clauses of the type's own.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hash};
use std::marker::PhantomData;

use qnpool::{Growable, Poolable};

#[derive(Poolable)]
struct Marked<T: ?Sized>(u32, PhantomData<T>);

#[derive(Poolable)]
struct Viewing<'a, T: ?Sized + 'a> {
    view: Option<&'a T>,
    exclusive: Option<&'a mut T>,
}

/// Poolable for every `T` that is; only a sized one can be.
#[derive(Poolable)]
struct Tail<T: ?Sized> {
    number: u32,
    value: T,
}

#[derive(Poolable)]
struct Table<K, V, S, Q: ?Sized>
where
    K: Eq + Hash + Borrow<Q>,
    S: BuildHasher,
{
    #[pool(max_capacity = 8)]
    entries: HashMap<K, V, S>,
    last: Option<Box<Q>>,
}

#[derive(Poolable)]
struct Buffered<C: Growable> {
    #[pool(max_capacity = 8)]
    content: C,
    #[pool(max_capacity = 8)]
    parts: [Box<C>; 2],
}

#[derive(Poolable)]
struct HigherRanked<F>
where
    F: for<'a> Fn(&'a str) -> &'a str,
{
    function: Option<F>,
}

trait Family {
    type Member: Poolable + Debug;
    const LIMIT: usize;
}

struct Numbers;

impl Family for Numbers {
    type Member = u64;
    const LIMIT: usize = 3;
}

#[derive(Poolable)]
struct Related<F: Family> {
    member: F::Member,
    members: [F::Member; 2],
    #[pool(max_capacity = F::LIMIT)]
    all: Vec<<F as Family>::Member>,
    family: PhantomData<F>,
}

fn main() {
    let mut marked = Marked::<str>(9, PhantomData);
    marked.reset();
    assert_eq!(marked.0, 0);

    let mut bytes = [1, 2];
    let mut viewing = Viewing::<[u8]> {
        view: Some(&[1]),
        exclusive: Some(&mut bytes),
    };
    viewing.reset();
    assert!(viewing.view.is_none() && viewing.exclusive.is_none());

    let mut tail = Tail {
        number: 9,
        value: [9; 3],
    };
    tail.reset();
    assert_eq!((tail.number, tail.value), (0, [0; 3]));
    let unsized_tail: &Tail<[i32]> = &tail;
    assert_eq!(unsized_tail.value.len(), 3);

    let mut table = Table::<String, u8, std::hash::RandomState, str> {
        entries: HashMap::from_iter([("key".to_owned(), 1)]),
        last: Some("last".into()),
    };
    table.reset();
    assert!(table.entries.is_empty() && table.last.is_none());

    let mut buffered = Buffered {
        content: vec![1u8; 100],
        parts: [Box::new(vec![1; 100]), Box::new(vec![])],
    };
    buffered.reset();
    assert_eq!(
        (buffered.content.capacity(), buffered.parts[0].capacity()),
        (8, 8)
    );

    let mut ranked = HigherRanked {
        function: Some(str::trim),
    };
    ranked.reset();
    assert!(ranked.function.is_none());

    let mut related = Related::<Numbers> {
        member: 9,
        members: [9; 2],
        all: vec![9; 9],
        family: PhantomData,
    };
    related.reset();
    assert_eq!(
        (related.member, related.members, related.all.capacity()),
        (0, [0; 2], 3)
    );
}
