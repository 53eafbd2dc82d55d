//! A value with a field of every kind that can be pooled, a secret in each, and all that safe
//! code can read of it.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::ffi::OsString;
use std::hash::RandomState;
use std::io::{Cursor, Read};
use std::num::{Saturating, Wrapping};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, RwLock};
use std::time::Duration;

use arrayvec::{ArrayString, ArrayVec};
use bytes::{Buf, Bytes, BytesMut};
use fixedbitset::FixedBitSet;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, Version};
use indexmap::IndexMap;
use qnpool::Poolable;
use slab::Slab;
use smallvec::SmallVec;
use tinyvec::TinyVec;

#[expect(clippy::linkedlist, reason = "of every kind")]
#[derive(Debug, Default, Poolable)]
#[pool(max_capacity = 64)]
pub(crate) struct Everything {
    bytes: Vec<u8>,
    texts: Vec<String>,
    text: String,
    os: OsString,
    path: PathBuf,
    deque: VecDeque<u64>,
    heap: BinaryHeap<u64>,
    map: HashMap<String, Vec<u8>>,
    set: HashSet<u64>,
    tree: BTreeMap<u64, String>,
    tree_set: BTreeSet<String>,
    list: LinkedList<[u8; 16]>,
    array: [u8; 16],
    integers: (u8, u16, u32, u64, u128, i64, usize),
    float: f64,
    character: char,
    flag: bool,
    duration: Duration,
    wrapping: Wrapping<u64>,
    saturating: Saturating<u32>,
    boxed: Option<Box<[u8]>>,
    shared: Option<Arc<str>>,
    inner: Inner,
    inner_box: Box<Inner>,
    payload: Payload,
    in_place: InPlace,
    cursor: Cursor<Vec<u8>>,
    cursor_array: Cursor<[u8; 16]>,
    cell: Cell<u64>,
    ref_cell: RefCell<Vec<u8>>,
    mutex: Mutex<String>,
    rw_lock: RwLock<Vec<u64>>,
    once: OnceCell<u64>,
    once_lock: OnceLock<String>,
    atomic: AtomicU64,
    cow: Cow<'static, str>,
    #[pool(default)]
    defaulted: Option<(u64, String)>,
    #[pool(value = 7)]
    valued: u64,
    #[pool(with = Vec::clear, max_retained_bytes = 4096)]
    by_hand: Vec<u8>,
    split: BytesMut,
    buffer: BytesMut,
    frozen: Bytes,
    small: SmallVec<[u8; 8]>,
    small_inline: SmallVec<[u8; 32]>,
    array_vec: ArrayVec<u64, 4>,
    array_string: ArrayString<32>,
    entries: IndexMap<String, u64>,
    table: hashbrown::HashMap<u64, String, RandomState>,
    slab: Slab<u64>,
    tiny: TinyVec<[u8; 8]>,
    tiny_inline: TinyVec<[u8; 32]>,
    tiny_array: tinyvec::ArrayVec<[u8; 16]>,
    fixed: heapless::Vec<u8, 32>,
    fixed_deque: heapless::Deque<u64, 4>,
    history: heapless::HistoryBuf<u64, 4>,
    #[pool(unbounded)]
    bits: FixedBitSet,
    headers: HeaderMap,
    uri: Uri,
    method: Method,
    status: StatusCode,
    version: Version,
}

#[derive(Debug, Default, Poolable)]
struct Inner {
    #[pool(max_capacity = 64)]
    bytes: Vec<u8>,
    number: u64,
}

#[derive(Debug, Default, Poolable)]
enum Payload {
    #[default]
    None,
    #[expect(dead_code, reason = "`Debug` shows what is in it")]
    Token([u8; 16], String),
}

/// Reset in place, as it is in its default variant.
#[derive(Debug, Poolable)]
enum InPlace {
    #[pool(default)]
    Open {
        #[pool(max_capacity = 64)]
        bytes: Vec<u8>,
        number: u64,
    },
}

impl Default for InPlace {
    fn default() -> Self {
        Self::Open {
            bytes: Vec::new(),
            number: 0,
        }
    }
}

impl Everything {
    /// Writes the secret of this user, which is not zero, into every field.
    pub(crate) fn fill(&mut self, user: usize) {
        let text = format!("secret{user:010}");
        let secret: [u8; 16] = text.as_bytes().try_into().expect("16 characters");
        let number = user as u64 + 0x5ec2_e700_0000_0000;
        let low = 1 + u8::try_from(user % 200).expect("it is less");
        // What `read` has left there takes the room.
        self.tiny_array.clear();
        self.fixed.clear();
        self.bytes.extend(secret.repeat(1 + user % 9));
        self.texts.extend([text.clone(), text.repeat(7)]);
        self.text.push_str(&text);
        self.os.push(&text);
        self.path.push(&text);
        // So that it wraps around.
        self.deque.extend(vec![number; 40]);
        self.deque.drain(..30);
        self.deque.extend(vec![number; 40]);
        self.heap.extend([number, number + 1]);
        self.map.insert(text.clone(), secret.to_vec());
        self.set.insert(number);
        self.tree.insert(number, text.clone());
        self.tree_set.insert(text.clone());
        self.list.push_back(secret);
        self.array = secret;
        let whole = u128::from_ne_bytes(secret);
        self.integers = (low, low.into(), low.into(), number, whole, -1, user);
        self.float = 0.5 + f64::from(low);
        self.character = char::from(low);
        self.flag = true;
        self.duration = Duration::from_nanos(number);
        self.wrapping.0 = number;
        self.saturating.0 = low.into();
        self.boxed = Some(Box::new(secret));
        self.shared = Some(text.as_str().into());
        for inner in [&mut self.inner, &mut self.inner_box] {
            inner.bytes.extend(secret.repeat(5));
            inner.number = number;
        }
        self.payload = Payload::Token(secret, text.clone());
        let InPlace::Open { bytes, number: own } = &mut self.in_place;
        bytes.extend(secret);
        *own = number;
        self.cursor.get_mut().extend(secret);
        self.cursor.set_position(3);
        *self.cursor_array.get_mut() = secret;
        self.cursor_array.set_position(4);
        self.cell.set(number);
        self.ref_cell.get_mut().extend(secret);
        self.mutex.get_mut().unwrap().push_str(&text);
        self.rw_lock.get_mut().unwrap().push(number);
        self.once = OnceCell::from(number);
        self.once_lock = OnceLock::from(text.clone());
        *self.atomic.get_mut() = number;
        self.cow = Cow::Owned(text.clone());
        self.defaulted = Some((number, text.clone()));
        self.valued = number;
        self.by_hand.extend(secret);
        self.split.extend_from_slice(&secret.repeat(2));
        let _ = self.split.split_to(5);
        self.buffer.extend_from_slice(&secret.repeat(2));
        self.buffer.advance(3);
        self.frozen = secret.to_vec().into();
        self.small.extend(secret);
        self.small_inline.extend(secret);
        self.array_vec.extend([number; 4]);
        self.array_string.push_str(&text);
        self.entries.insert(text.clone(), number);
        self.table.insert(number, text.clone());
        self.slab.insert(number);
        let gap = self.slab.insert(number);
        self.slab.insert(number);
        self.slab.remove(gap);
        self.tiny.extend(secret);
        self.tiny_inline.extend(secret);
        self.tiny_array.extend(secret);
        self.fixed.extend(secret);
        self.fixed_deque.push_back(number).expect("there is room");
        self.history.write(number);
        self.bits.grow(500);
        self.bits.insert_range(3..400);
        let value = HeaderValue::from_str(&text).expect("letters and digits");
        self.headers.append("secret", value);
        self.uri = format!("http://{text}/").parse().expect("a host");
        self.method = Method::from_bytes(&secret).expect("letters and digits");
        self.status = StatusCode::IM_A_TEAPOT;
        self.version = Version::HTTP_2;
    }

    /// What `Debug` does not show: it makes containers longer by what safe code can, and
    /// reads what it then finds. Leaves the value dirty.
    pub(crate) fn read(&mut self) -> String {
        let mut read = Vec::new();
        let mut note = |what: &str, found: String| read.push(format!("read_{what}: {found}"));
        note(
            "cursor",
            format!("{} {:?}", self.cursor.position(), rest(&mut self.cursor)),
        );
        let position = self.cursor_array.position();
        note(
            "cursor_array",
            format!("{position} {:?}", rest(&mut self.cursor_array)),
        );
        note(
            "poisoned",
            format!("{} {}", self.mutex.is_poisoned(), self.text.len()),
        );
        note("atomic", self.atomic.load(Ordering::Relaxed).to_string());
        note(
            "slab",
            format!("{} {:?}", self.slab.vacant_key(), self.slab.get(0)),
        );
        note(
            "once",
            format!("{:?} {:?}", self.once.get(), self.once_lock.get()),
        );
        let own: [u8; 16] = *self.cursor_array.get_ref();
        note(
            "deque",
            format!("{:?} {own:?}", self.deque.make_contiguous()),
        );
        self.deque.resize(64, 0);
        note("deque_long", format!("{:?}", self.deque));
        self.bytes.resize(64, 0);
        note("bytes_long", format!("{:?}", self.bytes));
        self.buffer.resize(64, 0);
        note("buffer_long", format!("{:?}", &self.buffer[..]));
        self.split.resize(64, 0);
        note("split_long", format!("{:?}", &self.split[..]));
        self.small.resize(64, 0);
        note("small_long", format!("{:?}", self.small));
        self.small_inline.resize(32, 0);
        note("small_inline_long", format!("{:?}", self.small_inline));
        // The slots beyond the length hold values, and safe code may say that they count.
        self.tiny_array.set_len(16);
        note("tiny_array_long", format!("{:?}", self.tiny_array));
        match &mut self.tiny_inline {
            TinyVec::Inline(array) => array.set_len(32),
            TinyVec::Heap(vec) => vec.resize(32, 0),
        }
        note("tiny_inline_long", format!("{:?}", self.tiny_inline));
        self.tiny.resize(64, 0);
        note("tiny_long", format!("{:?}", self.tiny));
        self.fixed.resize(32, 0).expect("there is room");
        note("fixed_long", format!("{:?}", self.fixed));
        self.bits.grow(4096);
        note(
            "bits_long",
            format!("{:?} {}", self.bits.minimum(), self.bits.count_ones(..)),
        );
        note(
            "headers",
            format!("{:?}", self.headers.get_all("secret").iter().count()),
        );
        read.join("\n")
    }
}

/// From where the cursor stands, and from the beginning.
fn rest<C: Read + Seekable>(cursor: &mut C) -> (Vec<u8>, Vec<u8>) {
    let mut both = (Vec::new(), Vec::new());
    cursor.read_to_end(&mut both.0).expect("memory can be read");
    cursor.to_start();
    cursor.read_to_end(&mut both.1).expect("memory can be read");
    both
}

trait Seekable {
    fn to_start(&mut self);
}

impl<T> Seekable for Cursor<T> {
    fn to_start(&mut self) {
        self.set_position(0);
    }
}

/// What `Debug` says, but for capacities and addresses, which some types show.
pub(crate) fn without_memory(debug: &str) -> String {
    let words = debug.split_inclusive(' ');
    let mut told = String::new();
    for word in words {
        let of_memory = ["cap: ", "capacity: ", "data: "];
        if of_memory.iter().any(|before| told.ends_with(before)) {
            told.push_str(word.trim_start_matches(|c: char| c.is_ascii_alphanumeric()));
        } else {
            told.push_str(word);
        }
    }
    told
}

/// Of what `Debug` and `read` say, each field by itself.
pub(crate) fn parts(all: &str) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for character in all.chars() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            _ => (),
        }
        // The fields of the two values in an object.
        let ends = (depth == 2 && character == ',') || character == '\n';
        if ends {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(character);
        }
    }
    let trimmed = parts.iter().map(|part| part.trim().to_owned());
    trimmed.filter(|part| part.contains(':')).collect()
}
