//! Types of other crates.

use std::hash::RandomState;
use std::path::Path;

use arbitrary::{Arbitrary, Result, Unstructured};
use bytes::{Buf, Bytes, BytesMut};
use qnpool::{Poolable, UNBOUNDED};

use super::{Fill, extend, fill_vec, length, text};

/// Containers of other crates that can grow.
#[derive(Default, Poolable)]
#[pool(max_capacity = 24)]
pub(super) struct Foreign {
    buffer: BytesMut,
    shared: Bytes,
    map: hashbrown::HashMap<u16, String, RandomState>,
    set: hashbrown::HashSet<u8, RandomState>,
    table: hashbrown::HashTable<u16>,
    indexed: indexmap::IndexMap<u16, String, RandomState>,
    indexed_set: indexmap::IndexSet<u16, RandomState>,
    slab: slab::Slab<String>,
    small: smallvec::SmallVec<[u8; 4]>,
    small_strings: smallvec::SmallVec<[String; 2]>,
    tiny: tinyvec::TinyVec<[u8; 4]>,
    arena: bumpalo::Bump,
}

impl Fill for Foreign {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        extend(
            &mut self.buffer,
            input,
            |it, key| it.extend_from_slice(&key.to_ne_bytes()),
            |it, _| drop(it.split_to(it.len().min(1))),
            BytesMut::reserve,
        )?;
        match u8::arbitrary(input)? % 4 {
            0 => self.buffer.advance(self.buffer.len() / 2),
            1 => drop(self.buffer.split_off(self.buffer.len() / 2)),
            2 => self.shared = self.buffer.split().freeze(),
            _ => self.shared = Bytes::from(vec![7; length(input)?]),
        }
        extend(
            &mut self.map,
            input,
            |it, key| it.insert(key, text(key)),
            |it, key| it.remove(&key),
            hashbrown::HashMap::reserve,
        )?;
        extend(
            &mut self.set,
            input,
            |it, key| it.insert(key as u8),
            |it, key| it.remove(&(key as u8)),
            hashbrown::HashSet::reserve,
        )?;
        let hash = |key: &u16| u64::from(*key).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        extend(
            &mut self.table,
            input,
            |it, key| *it.insert_unique(hash(&key), key, hash).get(),
            |it, key| {
                it.find_entry(hash(&key), |other| *other == key)
                    .map(|entry| entry.remove().0)
                    .ok()
            },
            |it, room| it.reserve(room, hash),
        )?;
        extend(
            &mut self.indexed,
            input,
            |it, key| it.insert(key, text(key)),
            |it, key| it.swap_remove(&key),
            indexmap::IndexMap::reserve,
        )?;
        extend(
            &mut self.indexed_set,
            input,
            indexmap::IndexSet::insert,
            |it, key| it.shift_remove(&key),
            indexmap::IndexSet::reserve,
        )?;
        extend(
            &mut self.slab,
            input,
            |it, key| it.insert(text(key)),
            |it, key| it.try_remove(key.into()),
            slab::Slab::reserve,
        )?;
        extend(
            &mut self.small,
            input,
            |it, key| it.push(key as u8),
            |it, _| it.pop(),
            smallvec::SmallVec::reserve,
        )?;
        extend(
            &mut self.small_strings,
            input,
            |it, key| it.push(text(key)),
            |it, _| it.pop(),
            smallvec::SmallVec::reserve,
        )?;
        extend(
            &mut self.tiny,
            input,
            |it, key| it.push(key as u8),
            |it, _| it.pop(),
            tinyvec::TinyVec::reserve,
        )?;
        self.arena
            .set_allocation_limit(input.ratio(1, 2)?.then_some(4096));
        extend(
            &mut self.arena,
            input,
            |it, key| it.try_alloc(key).is_ok(),
            |_, _| (),
            |it, room| {
                let _ = it.try_alloc_slice_fill_copy(room, 7_u8);
            },
        )
    }

    fn seen(&mut self) -> String {
        assert!(self.small.capacity() <= 24 && self.slab.capacity() <= 24);
        let table: Vec<_> = self.table.iter().collect();
        let next = self.slab.vacant_key();
        format!(
            "{:?}",
            (
                (
                    &self.buffer,
                    &self.shared,
                    &self.map,
                    &self.set,
                    table,
                    &self.indexed
                ),
                (
                    &self.indexed_set,
                    self.slab.len(),
                    next,
                    &self.small,
                    &self.small_strings
                ),
                (&self.tiny, self.arena.allocation_limit()),
            )
        )
    }
}

/// Types of other crates that cannot grow.
#[derive(Default, Poolable)]
pub(super) struct Fixed {
    array: arrayvec::ArrayVec<String, 4>,
    array_string: arrayvec::ArrayString<8>,
    tiny: tinyvec::ArrayVec<[u8; 4]>,
    vec: heapless::Vec<String, 4>,
    string: heapless::String<8>,
    queue: heapless::Deque<String, 4>,
    history: heapless::HistoryBuf<u8, 4>,
    heap: heapless::BinaryHeap<u16, heapless::binary_heap::Max, 4>,
    linear: heapless::LinearMap<u16, String, 4>,
    map: heapless::index_map::FnvIndexMap<u16, String, 8>,
    set: heapless::index_set::FnvIndexSet<u16, 8>,
    c_string: heapless::CString<8>,
    method: http::Method,
    uri: http::Uri,
    status: http::StatusCode,
    version: http::Version,
    extensions: http::Extensions,
}

impl Fill for Fixed {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        let key = u16::arbitrary(input)?;
        let _ = self.array.try_push(text(key));
        let _ = self.array_string.try_push('x');
        let _ = self.tiny.try_push(key as u8);
        let _ = self.vec.push(text(key));
        let _ = self.string.push('x');
        let _ = self.queue.push_back(text(key));
        self.history.write(key as u8);
        let _ = self.heap.push(key);
        let _ = self.linear.insert(key, text(key));
        let _ = self.map.insert(key, text(key));
        let _ = self.set.insert(key);
        let _ = self.c_string.extend_from_bytes(b"x");
        self.method = http::Method::from_bytes(text(key).as_bytes()).unwrap_or(http::Method::PUT);
        self.uri = Path::new("/")
            .join(text(key))
            .to_str()
            .unwrap_or("/x")
            .parse()
            .unwrap_or_default();
        self.status = http::StatusCode::from_u16(key).unwrap_or(http::StatusCode::NOT_FOUND);
        self.version = http::Version::HTTP_2;
        self.extensions.insert(key);
        if input.is_empty() {
            Ok(())
        } else {
            self.fill(input)
        }
    }

    fn seen(&mut self) -> String {
        let mut slots = self.tiny;
        // A slot beyond the length is within reach.
        slots.set_len(4);
        let sequences = format!(
            "{:?}",
            (
                &self.array,
                &self.array_string,
                slots,
                &self.tiny,
                &self.vec,
                &self.string
            )
        );
        let more = format!(
            "{:?}",
            (
                &self.queue,
                self.history.as_slice(),
                self.heap.len(),
                &self.linear,
                &self.map,
                &self.set,
                &self.c_string
            )
        );
        let parts = format!(
            "{:?}",
            (
                &self.method,
                &self.uri,
                self.status,
                self.version,
                self.extensions.len()
            )
        );
        [sequences, more, parts].join("\n")
    }
}

/// Types that show no bound.
#[derive(Default, Poolable)]
#[pool(max_capacity = 24)]
pub(super) struct WithoutBound {
    bits: fixedbitset::FixedBitSet,
    headers: http::HeaderMap<String>,
    #[pool(unbounded)]
    bytes: Vec<u8>,
}

const _: () = assert!(WithoutBound::MAX_RETAINED_BYTES == UNBOUNDED);

impl Fill for WithoutBound {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        extend(
            &mut self.bits,
            input,
            |it, key| it.grow_and_insert(usize::from(key % 3000)),
            |it, key| it.set_range(..usize::from(key).min(it.len()), false),
            fixedbitset::FixedBitSet::grow,
        )?;
        let name = |key: u16| http::HeaderName::try_from(format!("x-{}", key % 500)).unwrap();
        extend(
            &mut self.headers,
            input,
            |it, key| it.append(name(key), text(key)),
            |it, key| it.remove(name(key)),
            http::HeaderMap::reserve,
        )?;
        fill_vec(&mut self.bytes, input)
    }

    fn seen(&mut self) -> String {
        let bits: Vec<_> = self.bits.ones().collect();
        format!("{:?}", (self.bits.len(), bits, &self.headers, &self.bytes))
    }
}
