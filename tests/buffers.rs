//! `Buf` and `BufMut` of buffers in guards and with a limit.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io::{Cursor, IoSlice, Read, Write};
use std::rc::Rc;
use std::sync::Arc;

use bytes::buf::UninitSlice;
use bytes::{Buf, BufMut, Bytes, BytesMut, TryGetError};
use qnpool::{Bounded, LocalPool, Pool, Poolable};

/// Notes which of its own methods was called last.
#[derive(Default)]
struct Noting {
    called: Cell<&'static str>,
    spare: [u8; 8],
}

impl Poolable for Noting {
    const MAX_RETAINED_BYTES: usize = 0;

    fn reset(&mut self) {
        self.called.set("");
    }
}

impl Buf for Noting {
    fn remaining(&self) -> usize {
        self.called.set("remaining");
        5
    }

    fn chunk(&self) -> &[u8] {
        self.called.set("chunk");
        b"hello"
    }

    fn chunks_vectored<'a>(&'a self, _: &mut [IoSlice<'a>]) -> usize {
        self.called.set("chunks_vectored");
        3
    }

    fn advance(&mut self, count: usize) {
        self.called.set("advance");
        assert_eq!(count, 4);
    }

    fn has_remaining(&self) -> bool {
        self.called.set("has_remaining");
        true
    }

    fn copy_to_slice(&mut self, target: &mut [u8]) {
        self.called.set("copy_to_slice");
        target.fill(7);
    }

    fn try_copy_to_slice(&mut self, target: &mut [u8]) -> Result<(), TryGetError> {
        self.called.set("try_copy_to_slice");
        Err(TryGetError {
            requested: target.len(),
            available: 9,
        })
    }

    fn copy_to_bytes(&mut self, length: usize) -> Bytes {
        self.called.set("copy_to_bytes");
        Bytes::from(vec![7; length])
    }

    fn get_u8(&mut self) -> u8 {
        self.called.set("get_u8");
        8
    }

    fn get_i8(&mut self) -> i8 {
        self.called.set("get_i8");
        -8
    }
}

// SAFETY: What is lent is initialized, and nobody advances over it.
unsafe impl BufMut for Noting {
    fn remaining_mut(&self) -> usize {
        self.called.set("remaining_mut");
        8
    }

    unsafe fn advance_mut(&mut self, count: usize) {
        self.called.set("advance_mut");
        assert_eq!(count, 4);
    }

    fn has_remaining_mut(&self) -> bool {
        self.called.set("has_remaining_mut");
        true
    }

    fn chunk_mut(&mut self) -> &mut UninitSlice {
        self.called.set("chunk_mut");
        UninitSlice::new(&mut self.spare)
    }

    fn put<Source: Buf>(&mut self, source: Source) {
        self.called.set("put");
        assert_eq!(source.remaining(), 2);
    }

    fn put_slice(&mut self, source: &[u8]) {
        self.called.set("put_slice");
        assert_eq!(source, b"ab");
    }

    fn put_bytes(&mut self, byte: u8, count: usize) {
        self.called.set("put_bytes");
        assert_eq!((byte, count), (7, 4));
    }

    fn put_u8(&mut self, number: u8) {
        self.called.set("put_u8");
        assert_eq!(number, 8);
    }

    fn put_i8(&mut self, number: i8) {
        self.called.set("put_i8");
        assert_eq!(number, -8);
    }
}

/// Every method that a buffer may have a way of its own for reaches it.
fn calls_each<B: Buf + BufMut>(mut buffer: B, called: impl Fn(&B) -> &'static str) {
    macro_rules! calls {
        ($($method:ident($($argument:expr),*) == $result:expr;)*) => {$(
            assert_eq!(buffer.$method($($argument),*), $result);
            assert_eq!(called(&buffer), stringify!($method));
        )*};
    }
    let mut target = [0; 2];
    calls! {
        remaining() == 5;
        chunk() == b"hello";
        chunks_vectored(&mut []) == 3;
        advance(4) == ();
        has_remaining() == true;
        copy_to_slice(&mut target) == ();
        try_copy_to_slice(&mut [0; 2]) == Err(TryGetError { requested: 2, available: 9 });
        copy_to_bytes(3) == Bytes::from_static(&[7; 3]);
        get_u8() == 8;
        get_i8() == -8;
        remaining_mut() == 8;
        has_remaining_mut() == true;
        put(&b"ab"[..]) == ();
        put_slice(b"ab") == ();
        put_bytes(7, 4) == ();
        put_u8(8) == ();
        put_i8(-8) == ();
    }
    assert_eq!(target, [7, 7]);
    assert_eq!(buffer.chunk_mut().len(), 8);
    assert_eq!(called(&buffer), "chunk_mut");
    // SAFETY: All of it is initialized.
    unsafe { buffer.advance_mut(4) };
    assert_eq!(called(&buffer), "advance_mut");
}

#[test]
fn guards_lend_the_objects_own_methods() {
    let pool = Pool::<Noting>::new();
    calls_each(pool.get(), |guard| guard.called.get());
    let pool = Arc::new(pool);
    calls_each(pool.get_owned(), |guard| guard.called.get());
    let pool = LocalPool::<Noting>::new();
    calls_each(pool.get(), |guard| guard.called.get());
    let pool = Rc::new(pool);
    calls_each(pool.get_owned(), |guard| guard.called.get());
}

#[test]
fn a_limit_lends_the_containers_own_methods() {
    calls_each(Bounded::<Noting, 4>::default(), |bounded| {
        bounded.called.get()
    });
}

/// What generic code does with a buffer.
fn round_trip(mut buffer: impl Buf + BufMut) {
    buffer.put_u16(7);
    buffer.put_f64_le(1.5);
    buffer.put_slice(b"hello");
    assert_eq!(buffer.remaining(), 15);
    assert_eq!((buffer.get_u16(), buffer.get_f64_le()), (7, 1.5));
    assert_eq!(buffer.copy_to_bytes(5), "hello");
}

#[test]
fn a_buffer_of_the_crate_is_one_in_a_guard_and_with_a_limit() {
    let pool = Pool::<Bounded<BytesMut, 4096>>::new();
    for _ in 0..2 {
        round_trip(pool.get());
        round_trip(&mut *pool.get());
        round_trip(&mut pool.get());
    }
    assert_eq!(pool.stats().created, 1);
    round_trip(Bounded::<BytesMut, 4096>::default());
}

/// The traits beside the containers' own methods, of one name some of them.
#[test]
fn names_are_not_ambiguous() {
    let pool = Pool::<Bounded<Vec<u8>, 4096>>::new();
    let mut buffer = pool.get();
    buffer.reserve(64);
    buffer.put_u8(1);
    buffer.push(2);
    buffer.extend_from_slice(&[3]);
    buffer.put(&[4, 5][..]);
    buffer.write_all(&[6]).unwrap();
    buffer.put_bytes(7, 2);
    buffer.truncate(7);
    assert_eq!(buffer[..], [1, 2, 3, 4, 5, 6, 7]);
    assert_eq!(buffer.iter().len(), buffer.len());
    assert_eq!(buffer.remaining_mut(), isize::MAX.cast_unsigned() - 7);
    let whole: &[u8] = buffer.as_ref();
    assert_eq!(whole.len(), buffer.drain(..).len());

    let pool = Pool::<Bounded<BytesMut, 4096>>::new();
    let mut buffer = pool.get();
    buffer.extend_from_slice(b"hello");
    buffer.put_slice(b"!");
    buffer.advance(1);
    assert_eq!(buffer.chunk(), b"ello!");
    assert_eq!(buffer.split_to(2).freeze(), "el");
    buffer.resize(2, 0);
    buffer.clear();
    assert!(buffer.is_empty() && !buffer.has_remaining());

    // Limits and ends of the traits take the guard with them, and give it back.
    let mut limited = buffer.limit(3);
    limited.put_slice(b"abc");
    assert!(!limited.has_remaining_mut());
    let mut taken = limited.into_inner().take(2);
    assert_eq!(taken.copy_to_bytes(2), "ab");
    let mut text = String::new();
    taken
        .into_inner()
        .reader()
        .read_to_string(&mut text)
        .unwrap();
    assert_eq!(text, "c");
    assert_eq!(pool.stats().outstanding, 0);
}

#[test]
fn a_cursor_and_a_queue_are_buffers_too() {
    let pool = Pool::<Bounded<Cursor<Vec<u8>>, 64>>::new();
    let mut cursor = pool.get();
    cursor.write_all(b"hello").unwrap();
    cursor.set_position(1);
    assert_eq!((Buf::remaining(&cursor), cursor.get_u8()), (4, b'e'));

    let pool = LocalPool::<Bounded<VecDeque<u8>, 64>>::new();
    let mut queue = pool.get();
    queue.extend(b"llo");
    queue.push_front(b'e');
    queue.push_front(b'h');
    let mut slices = [IoSlice::new(&[]), IoSlice::new(&[])];
    assert_eq!(queue.chunks_vectored(&mut slices), 2, "both its halves");
    assert_eq!(queue.copy_to_bytes(5), "hello");
}
