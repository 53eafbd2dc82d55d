//! Parameters of an enum are bound only through the default variant.

use std::marker::PhantomData;

use qnpool::Poolable;

struct NeitherPoolableNorDefault;

#[derive(Poolable)]
enum Either<L, R> {
    #[pool(default)]
    Left(L),
    Right(R),
}

#[derive(Poolable)]
enum Maybe<T> {
    Some(T),
    #[pool(default)]
    None,
}

#[derive(Default, Poolable)]
enum Buffered<'a, T: ?Sized, const N: usize> {
    #[default]
    Empty,
    Borrowed(&'a T),
    Owned(Box<T>, [u8; N]),
}

#[derive(Poolable)]
enum Queue<T> {
    #[pool(default)]
    Open {
        #[pool(max_capacity = 4)]
        items: Vec<T>,
        marker: PhantomData<T>,
    },
    Closed(T),
}

/// Its only variant is never made anew.
#[derive(Poolable)]
enum Only<T> {
    #[pool(default)]
    One(T),
}

#[derive(Poolable)]
struct WithoutDefault(u32);

fn main() {
    let mut either = Either::<u32, _>::Right(NeitherPoolableNorDefault);
    either.reset();
    assert!(matches!(either, Either::Left(0)));

    let mut only = Only::One(WithoutDefault(9));
    only.reset();
    assert!(matches!(only, Only::One(WithoutDefault(0))));

    let mut maybe = Maybe::Some(NeitherPoolableNorDefault);
    maybe.reset();
    assert!(matches!(maybe, Maybe::None));

    let mut buffered = Buffered::<str, 3>::Owned("text".into(), [1; 3]);
    buffered.reset();
    assert!(matches!(buffered, Buffered::Empty));

    let mut queue = Queue::Closed(NeitherPoolableNorDefault);
    queue.reset();
    let Queue::Open { items, .. } = &mut queue else {
        panic!("not the default variant");
    };
    items.extend((0..100).map(|_| NeitherPoolableNorDefault));
    queue.reset();
    assert!(matches!(&queue, Queue::Open { items, .. } if items.is_empty()));
}
