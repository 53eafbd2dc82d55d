//! Objects that must not be used again, because of what they are or of a part of theirs.

use std::cell::{Cell, RefCell};
use std::io::Cursor;
use std::mem;
use std::sync::{Mutex, RwLock};

use qnpool::{Bounded, LocalPool, Pool, Poolable, RecyclingVec, UNBOUNDED};
use zeroize::Zeroize;

/// Keeps what makes it one of its own, and says when it must not be kept itself.
#[derive(Default, Poolable)]
#[pool(discard_if = Connection::has_failed)]
struct Connection {
    #[pool(keep = "the socket is the connection")]
    socket: u32,
    failed: bool,
}

impl Connection {
    fn has_failed(&self) -> bool {
        self.failed
    }

    fn fail(&mut self) {
        self.socket = 7;
        self.failed = true;
    }
}

impl Zeroize for Connection {
    fn zeroize(&mut self) {
        self.socket.zeroize();
    }
}

type Line = Bounded<Vec<u8>, 64>;

/// Uses objects of which some fail by `fail`, in both kinds of pool and often enough that some
/// are looked at and others are not; says how many were discarded.
fn discarded<T: Poolable + Default + Send>(fail: impl Fn(&mut T)) -> (u64, u64) {
    let (pool, local) = (Pool::<T>::new(), LocalPool::<T>::new());
    for number in 0..3000 {
        let (mut object, mut local_object) = (pool.get(), local.get());
        if number % 3 == 0 {
            fail(&mut object);
            fail(&mut local_object);
        }
    }
    for stats in [pool.stats(), local.stats()] {
        assert_eq!(stats.puts, 3000);
        assert_eq!(stats.created, stats.discarded_unfit + stats.idle);
    }
    (pool.stats().discarded_unfit, local.stats().discarded_unfit)
}

const ALL: (u64, u64) = (1000, 1000);

#[test]
fn a_part_that_must_be_discarded_discards_the_whole() {
    #[derive(Default, Poolable)]
    struct Session {
        connection: Connection,
        name: Line,
    }

    #[derive(Default, Poolable)]
    #[pool(max_capacity = 64)]
    struct Limited {
        name: String,
        session: Session,
    }

    #[derive(Default, Poolable)]
    struct Of<T> {
        part: T,
    }

    #[derive(Default, Poolable)]
    enum Stage {
        #[default]
        Idle,
        Connected(#[expect(dead_code, reason = "it is dropped")] Connection),
    }

    assert_eq!(discarded(Connection::fail), ALL);
    assert_eq!(discarded(|s: &mut Session| s.connection.fail()), ALL);
    assert_eq!(
        discarded(|l: &mut Limited| l.session.connection.fail()),
        ALL
    );
    assert_eq!(
        discarded(|o: &mut Of<Session>| o.part.connection.fail()),
        ALL
    );
    assert_eq!(discarded(|b: &mut Box<Connection>| b.fail()), ALL);
    assert_eq!(discarded(|b: &mut Box<Session>| b.connection.fail()), ALL);
    assert_eq!(discarded(|t: &mut (u8, Connection)| t.1.fail()), ALL);
    assert_eq!(discarded(|a: &mut [Connection; 2]| a[1].fail()), ALL);
    assert_eq!(
        discarded(|c: &mut Cell<Connection>| c.get_mut().fail()),
        ALL
    );
    assert_eq!(
        discarded(|c: &mut RefCell<Connection>| c.get_mut().fail()),
        ALL
    );
    assert_eq!(
        discarded(|m: &mut Mutex<Connection>| m.get_mut().unwrap().fail()),
        ALL
    );
    assert_eq!(
        discarded(|l: &mut RwLock<Session>| l.get_mut().unwrap().connection.fail()),
        ALL
    );
    assert_eq!(
        discarded(|c: &mut Cursor<Connection>| c.get_mut().fail()),
        ALL
    );
    // What is dropped is not used again.
    assert_eq!(
        discarded(|o: &mut Option<Connection>| o.insert(Connection::default()).fail()),
        (0, 0)
    );
    let connect = |stage: &mut Stage| {
        let mut connection = Connection::default();
        connection.fail();
        *stage = Stage::Connected(connection);
    };
    assert_eq!(discarded(connect), (0, 0));
}

/// A field that is wiped is reset by nobody who looks at it, and asked all the same.
#[test]
fn a_part_that_is_wiped_may_be_unfit() {
    #[derive(Default, Poolable)]
    struct Keyed {
        #[pool(zeroize)]
        connection: Connection,
    }

    assert_eq!(discarded(|k: &mut Keyed| k.connection.fail()), ALL);
}

/// A list drops its element and is kept.
#[test]
fn a_list_discards_elements_by_their_parts() {
    type Connections = Bounded<RecyclingVec<(u8, Connection)>, 8>;
    let pool = Pool::<Connections>::new();
    for _ in 0..3000 {
        let mut connections = pool.get();
        let sockets = [(); 2].map(|()| connections.push_recycled().1.socket);
        assert_eq!(sockets, [0, 0]);
        connections[0].1.socket = 0;
        connections[1].1.fail();
    }
    assert_eq!(pool.stats().discarded_unfit, 0);
}

/// Nothing stable ends such a borrow, and the next user could not borrow.
#[test]
fn a_borrow_that_was_leaked_discards_the_whole() {
    #[derive(Default, Poolable)]
    struct Borrowed {
        #[pool(max_capacity = 64)]
        cell: RefCell<Vec<u8>>,
        #[pool(max_capacity = 64)]
        locks: [Mutex<String>; 2],
        number: RwLock<u64>,
    }

    assert_eq!(
        discarded(|b: &mut Borrowed| mem::forget(b.cell.borrow_mut())),
        ALL
    );
    assert_eq!(
        discarded(|b: &mut Borrowed| mem::forget(b.locks[1].lock())),
        ALL
    );
    assert_eq!(
        discarded(|b: &mut Borrowed| mem::forget(b.number.read())),
        ALL
    );
    assert_eq!(
        discarded(|c: &mut RefCell<u8>| mem::forget(c.borrow())),
        ALL
    );
    assert_eq!(
        discarded(|m: &mut Mutex<u8>| mem::forget(Mutex::lock(m))),
        ALL
    );
    assert_eq!(
        discarded(|b: &mut Borrowed| drop(b.cell.borrow_mut())),
        (0, 0)
    );
    assert_eq!(
        discarded(|b: &mut Borrowed| drop(b.locks[0].lock())),
        (0, 0)
    );
}

/// A lock that is poisoned is cleared, as before.
#[test]
fn a_poisoned_lock_is_used_again() {
    let pool = Pool::<Mutex<u8>>::new();
    let lock = pool.get();
    let poisoned = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        let _guard = lock.lock();
        panic!("while it is locked");
    }));
    assert!(poisoned.is_err() && lock.is_poisoned());
    drop(lock);
    let stats = pool.stats();
    assert_eq!((stats.discarded_unfit, stats.idle), (0, 1));
    assert!(!pool.get().is_poisoned());
}

/// Cuts of parts that were reset before it count for this pool, and for no other.
#[test]
fn what_is_cut_before_a_part_is_found_unfit_counts() {
    let (pool, other) = (Pool::<(Line, Connection)>::new(), Pool::<Line>::new());
    let local = LocalPool::<(Line, Connection)>::new();
    for number in 1..=1000 {
        let (mut pair, mut local_pair) = (pool.get(), local.get());
        for (line, connection) in [&mut *pair, &mut *local_pair] {
            line.resize(1000, 0);
            connection.fail();
        }
        drop((pair, local_pair));
        drop(other.get());
        assert_eq!((pool.stats().shrinks, other.stats().shrinks), (number, 0));
        assert_eq!(local.stats().shrinks, number);
    }
}

/// Who calls `reset` is not told that a part is unfit, and finds it reset.
#[test]
fn a_reset_resets_what_is_unfit_too() {
    #[derive(Default, Poolable)]
    struct Session {
        boxed: Box<Connection>,
        pair: Box<(Connection, u8)>,
        cell: RefCell<Connection>,
        connection: Connection,
    }

    let mut session = Session::default();
    session.boxed.fail();
    session.pair.0.fail();
    session.pair.1 = 7;
    session.cell.get_mut().fail();
    session.connection.fail();
    session.reset();
    assert!(!session.boxed.failed && !session.pair.0.failed && session.pair.1 == 0);
    assert!(!session.cell.get_mut().failed && !session.connection.failed);
}

/// A `reset` by hand asks nobody.
#[test]
fn a_reset_by_hand_asks_for_itself() {
    #[derive(Default)]
    struct ByHand(Connection);

    impl Poolable for ByHand {
        const MAX_RETAINED_BYTES: usize = UNBOUNDED;

        fn reset(&mut self) {
            self.0.reset();
        }
    }

    assert_eq!(discarded(|hand: &mut ByHand| hand.0.fail()), (0, 0));
}
