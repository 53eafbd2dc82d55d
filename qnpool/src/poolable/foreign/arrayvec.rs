//! Containers of fixed capacity, without heap memory of their own.

use arrayvec::{ArrayString, ArrayVec};

super::cleared! {
    [T, const CAPACITY: usize] ArrayVec<T, CAPACITY>;
    [const CAPACITY: usize] ArrayString<CAPACITY>;
}
