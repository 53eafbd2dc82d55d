//! A constant parameter and a type may have one name.

#![deny(warnings)]

use qnpool::Poolable;

pub struct N;
pub enum LIMIT {}
#[allow(non_snake_case)]
pub mod LAST {}

#[derive(Poolable)]
struct Line<const N: usize> {
    bytes: [u8; N],
}

#[derive(Poolable)]
struct Lines<T, const LIMIT: usize, const LAST: bool> {
    #[pool(max_capacity = LIMIT)]
    lines: Vec<T>,
}

#[derive(Poolable)]
#[pool(max_retained_bytes = 8 * N)]
enum State<'a, T, const N: usize> {
    #[pool(default)]
    Idle(#[pool(max_capacity = N)] Vec<u8>),
    Busy(&'a [T; N]),
}

fn main() {
    let mut line = Line { bytes: [7; 3] };
    line.reset();
    assert_eq!(line.bytes, [0; 3]);
    assert_eq!(Lines::<u16, 4, true>::MAX_RETAINED_BYTES, 8);
    let mut state = State::Busy(&[N, N]);
    state.reset();
    assert!(matches!(state, State::Idle(bytes) if bytes.is_empty()));
    let _ = |never: LIMIT| match never {};
}
