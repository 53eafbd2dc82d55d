//! Types of the standard library.

#![allow(
    clippy::box_collection,
    clippy::linkedlist,
    reason = "they can be pooled"
)]

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::OsString;
use std::io::Cursor;
use std::marker::PhantomData;
use std::num::{Saturating, Wrapping};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicPtr, AtomicU8, AtomicUsize};
use std::sync::{Mutex, OnceLock, RwLock};
use std::time::Duration;

use arbitrary::{Arbitrary, Result, Unstructured};
use qnpool::{Bounded, Poolable};

use super::{Fill, extend, fill_map, fill_string, fill_vec, text};

#[derive(Debug, Default, Poolable)]
pub(super) struct Scalars {
    numbers: (u8, u16, u32, u64, u128, usize),
    signed: (i8, i16, i32, i64, i128, isize),
    floats: [f64; 2],
    float: f32,
    flag: bool,
    character: char,
    unit: (),
    duration: Duration,
    marker: PhantomData<*const u8>,
    wrapping: Wrapping<u32>,
    saturating: Saturating<i16>,
    atomics: (AtomicBool, AtomicU8, AtomicI64, AtomicUsize),
    pointer: AtomicPtr<u8>,
}

impl Fill for Scalars {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        self.numbers = Arbitrary::arbitrary(input)?;
        self.signed = Arbitrary::arbitrary(input)?;
        self.floats = Arbitrary::arbitrary(input)?;
        self.float = Arbitrary::arbitrary(input)?;
        self.flag = Arbitrary::arbitrary(input)?;
        self.character = Arbitrary::arbitrary(input)?;
        self.duration = Arbitrary::arbitrary(input)?;
        self.wrapping.0 = Arbitrary::arbitrary(input)?;
        self.saturating.0 = Arbitrary::arbitrary(input)?;
        *self.atomics.0.get_mut() = Arbitrary::arbitrary(input)?;
        *self.atomics.1.get_mut() = Arbitrary::arbitrary(input)?;
        *self.atomics.2.get_mut() = Arbitrary::arbitrary(input)?;
        *self.atomics.3.get_mut() = Arbitrary::arbitrary(input)?;
        *self.pointer.get_mut() = std::ptr::dangling_mut();
        Ok(())
    }

    fn seen(&mut self) -> String {
        format!("{self:?}")
    }
}

#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = 24)]
pub(super) struct Standard {
    option: Option<Box<str>>,
    cow: Cow<'static, str>,
    cow_slice: Cow<'static, [String]>,
    tree: BTreeMap<u16, String>,
    tree_set: BTreeSet<u16>,
    list: LinkedList<String>,
    bytes: Vec<u8>,
    strings: Vec<String>,
    nothings: Vec<()>,
    queue: VecDeque<u64>,
    heap: BinaryHeap<u16>,
    string: String,
    os_string: OsString,
    path: PathBuf,
    map: HashMap<u16, String>,
    wide: HashMap<u16, [u64; 5]>,
    set: HashSet<u8>,
}

impl Fill for Standard {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        self.option = Some("some".into());
        self.cow = Cow::Owned(text(Arbitrary::arbitrary(input)?));
        self.cow_slice.to_mut().push("owned".into());
        extend(
            &mut self.tree,
            input,
            |it, key| it.insert(key, text(key)),
            |it, key| it.remove(&key),
            |_, _| (),
        )?;
        extend(
            &mut self.tree_set,
            input,
            BTreeSet::insert,
            |it, key| it.remove(&key),
            |_, _| (),
        )?;
        extend(
            &mut self.list,
            input,
            |it, key| it.push_back(text(key)),
            |it, _| it.pop_front(),
            |_, _| (),
        )?;
        fill_vec(&mut self.bytes, input)?;
        extend(
            &mut self.strings,
            input,
            |it, key| it.push(text(key)),
            |it, _| it.pop(),
            Vec::reserve,
        )?;
        extend(
            &mut self.nothings,
            input,
            |it, _| it.push(()),
            |it, _| it.pop(),
            Vec::reserve,
        )?;
        extend(
            &mut self.queue,
            input,
            |it, key| it.push_back(key.into()),
            |it, _| it.pop_front(),
            VecDeque::reserve,
        )?;
        extend(
            &mut self.heap,
            input,
            BinaryHeap::push,
            |it, _| it.pop(),
            BinaryHeap::reserve,
        )?;
        fill_string(&mut self.string, input)?;
        extend(
            &mut self.os_string,
            input,
            |it, key| it.push(text(key)),
            |_, _| (),
            OsString::reserve,
        )?;
        extend(
            &mut self.path,
            input,
            |it, key| it.push(text(key)),
            |it, _| it.pop(),
            PathBuf::reserve,
        )?;
        fill_map(&mut self.map, input)?;
        extend(
            &mut self.wide,
            input,
            |it, key| it.insert(key, [7; 5]),
            |it, key| it.remove(&key),
            HashMap::reserve,
        )?;
        extend(
            &mut self.set,
            input,
            |it, key| it.insert(key as u8),
            |it, key| it.remove(&(key as u8)),
            HashSet::reserve,
        )
    }

    fn seen(&mut self) -> String {
        let most = [
            self.bytes.capacity(),
            self.strings.capacity(),
            self.queue.capacity(),
            self.heap.capacity(),
            self.string.capacity(),
            self.os_string.capacity(),
            self.path.capacity(),
        ];
        assert!(most.iter().all(|&it| it <= 24), "{most:?}");
        format!("{self:?}")
    }
}

/// What is around something that is reset in place.
#[derive(Default, Poolable)]
#[pool(max_capacity = 9)]
pub(super) struct Wrapped {
    boxed: Box<Vec<u8>>,
    boxed_number: Box<u64>,
    parts: [Vec<u8>; 3],
    cell: Cell<Vec<u8>>,
    ref_cell: RefCell<String>,
    mutex: Mutex<Vec<u8>>,
    lock: RwLock<String>,
    #[pool(max_capacity = 5)]
    deep: Box<Mutex<[Vec<u8>; 2]>>,
    cursor: Cursor<Vec<u8>>,
    once: OnceCell<String>,
    once_lock: OnceLock<Vec<u8>>,
    bounded: (u8, Bounded<String, 8>, Bounded<Vec<u8>, 0>),
    inside: Box<Scalars>,
}

impl Fill for Wrapped {
    fn fill(&mut self, input: &mut Unstructured<'_>) -> Result<()> {
        fill_vec(&mut self.boxed, input)?;
        *self.boxed_number = 7;
        self.parts
            .iter_mut()
            .try_for_each(|part| fill_vec(part, input))?;
        fill_vec(self.cell.get_mut(), input)?;
        fill_string(self.ref_cell.get_mut(), input)?;
        fill_vec(self.mutex.get_mut().unwrap(), input)?;
        fill_string(self.lock.get_mut().unwrap(), input)?;
        let parts = self.deep.get_mut().unwrap();
        parts
            .iter_mut()
            .try_for_each(|part| fill_vec(part, input))?;
        fill_vec(self.cursor.get_mut(), input)?;
        self.cursor.set_position(Arbitrary::arbitrary(input)?);
        let _ = self.once.set("once".into());
        let _ = self.once_lock.set(vec![7; 30]);
        self.bounded.0 = 7;
        fill_string(&mut self.bounded.1, input)?;
        fill_vec(&mut self.bounded.2, input)?;
        self.inside.fill(input)
    }

    fn seen(&mut self) -> String {
        let cell = self.cell.take();
        let seen = format!(
            "{:?}",
            (
                (
                    &self.boxed,
                    &self.boxed_number,
                    &self.parts,
                    &cell,
                    &self.ref_cell
                ),
                (
                    &self.mutex,
                    &self.lock,
                    &self.deep,
                    &self.cursor,
                    &self.once
                ),
                (&self.once_lock, &self.bounded, &self.inside),
            )
        );
        self.cell.set(cell);
        seen
    }
}
