//! Bounds of the user's, inferred ones beside them, and a limit that is a
//! parameter.

use std::fmt::Debug;
use std::marker::PhantomData;

use qnpool::Poolable;

#[derive(Poolable)]
struct Batch<'a, T: Debug, U, const LIMIT: usize = 16>
where
    U: Iterator,
    U::Item: 'a,
{
    current: T,
    pending: Option<U>,
    last: Box<(T, U::Item)>,
    #[pool(max_capacity = LIMIT)]
    rows: Vec<U::Item>,
    borrowed: PhantomData<&'a U>,
}
