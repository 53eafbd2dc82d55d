//! Clearing drops the elements, so they may be of any type.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
use std::fs::File;
use std::rc::Rc;
use std::sync::{Arc, MutexGuard, Weak};
use std::thread::JoinHandle;

use qnpool::Poolable;

struct NotPoolable;

#[derive(Default, Poolable)]
struct Mixed<'a> {
    #[pool(max_capacity = 4)]
    shared: Vec<Arc<str>>,
    #[pool(max_capacity = 4)]
    closures: Vec<Box<dyn Fn() -> u32 + 'a>>,
    #[pool(max_capacity = 4)]
    references: VecDeque<&'a str>,
    #[pool(max_capacity = 4)]
    functions: Vec<fn(&str) -> bool>,
    #[pool(max_capacity = 4)]
    pointers: Vec<*mut u8>,
    #[pool(max_capacity = 4)]
    guards: Vec<MutexGuard<'a, u32>>,
    #[pool(max_capacity = 4)]
    by_name: HashMap<String, NotPoolable>,
    #[pool(max_capacity = 4)]
    names: HashSet<Rc<str>>,
    tree: BTreeMap<u8, Rc<NotPoolable>>,
    set: BTreeSet<Box<[u8]>>,
    list: LinkedList<JoinHandle<()>>,
    file: Option<File>,
    parent: Option<Weak<NotPoolable>>,
    #[pool(max_capacity = 4)]
    rows: Vec<Vec<Vec<u8>>>,
}

fn main() {
    let shared: Arc<str> = "shared".into();
    let name: Rc<str> = "name".into();
    let lock = std::sync::Mutex::new(1);
    let mut mixed = Mixed::default();
    mixed.shared.extend(vec![Arc::clone(&shared); 100]);
    mixed.closures.push(Box::new(|| shared.len() as u32));
    mixed.references.push_back("text");
    mixed.functions.push(str::is_empty);
    mixed.pointers.push(std::ptr::null_mut());
    mixed.guards.push(lock.lock().unwrap());
    mixed.by_name.insert("key".into(), NotPoolable);
    mixed.names.insert(Rc::clone(&name));
    mixed.tree.insert(1, Rc::new(NotPoolable));
    mixed.set.insert(Box::new([1, 2, 3]));
    mixed.list.push_back(std::thread::spawn(|| ()));
    mixed.rows.push(vec![vec![1; 1000]; 10]);
    assert_eq!(Arc::strong_count(&shared), 101);

    mixed.reset();
    assert_eq!(Arc::strong_count(&shared), 1);
    assert_eq!(Rc::strong_count(&name), 1);
    assert!(lock.try_lock().is_ok());
    assert_eq!(mixed.shared.capacity(), 4);
    assert!(mixed.closures.is_empty() && mixed.references.is_empty());
    assert!(mixed.functions.is_empty() && mixed.pointers.is_empty() && mixed.guards.is_empty());
    assert!(mixed.by_name.is_empty() && mixed.names.is_empty() && mixed.list.is_empty());
    assert!(mixed.tree.is_empty() && mixed.set.is_empty() && mixed.rows.is_empty());
    assert!(mixed.file.is_none() && mixed.parent.is_none());
}
