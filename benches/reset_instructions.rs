//! Derived and hand-written `reset()` of the same three types, to be counted in
//! instructions: `benches/reset_instructions.sh` runs it under callgrind.
//!
//! Arguments: the type, `derived` or `by_hand`, and how often.

#![allow(missing_docs, reason = "a program")]

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::hint::black_box;

use qnpool::Poolable;

type FixedHasher = BuildHasherDefault<DefaultHasher>;

mod derived {
    use super::{FixedHasher, HashMap, Poolable};

    #[derive(Poolable)]
    pub(super) struct Packet {
        #[pool(max_capacity = 4096)]
        pub(super) body: Vec<u8>,
        pub(super) header: [u8; 20],
        pub(super) sequence: u64,
        #[pool(max_capacity = 16)]
        pub(super) tags: Vec<u32>,
        pub(super) reply: Option<Box<u64>>,
    }
    #[derive(Poolable)]
    #[pool(max_capacity = 64)]
    pub(super) struct Request {
        pub(super) path: String,
        pub(super) headers: HashMap<u32, u32, FixedHasher>,
        #[expect(clippy::box_collection, reason = "a limit reaches through a box")]
        pub(super) body: Box<Vec<u8>>,
        pub(super) parts: [String; 2],
        pub(super) ids: (u64, u32),
    }
    #[derive(Poolable)]
    pub(super) enum Session {
        #[pool(default)]
        Open {
            #[pool(max_capacity = 512)]
            buffer: Vec<u8>,
            offset: usize,
        },
        Closed(#[expect(dead_code, reason = "dropped by reset")] u32),
    }
}

mod by_hand {
    use super::{FixedHasher, HashMap};

    pub(super) struct Packet {
        pub(super) body: Vec<u8>,
        pub(super) header: [u8; 20],
        pub(super) sequence: u64,
        pub(super) tags: Vec<u32>,
        pub(super) reply: Option<Box<u64>>,
    }

    impl Packet {
        #[inline]
        pub(super) fn reset(&mut self) {
            self.body.clear();
            if self.body.capacity() > 4096 {
                self.body.shrink_to(4096);
            }
            self.header = [0; 20];
            self.sequence = 0;
            self.tags.clear();
            if self.tags.capacity() > 16 {
                self.tags.shrink_to(16);
            }
            self.reply = None;
        }
    }

    pub(super) struct Request {
        pub(super) path: String,
        pub(super) headers: HashMap<u32, u32, FixedHasher>,
        #[expect(clippy::box_collection, reason = "a limit reaches through a box")]
        pub(super) body: Box<Vec<u8>>,
        pub(super) parts: [String; 2],
        pub(super) ids: (u64, u32),
    }

    impl Request {
        #[inline]
        pub(super) fn reset(&mut self) {
            self.path.clear();
            if self.path.capacity() > 64 {
                self.path.shrink_to(64);
            }
            self.headers.clear();
            if self.headers.capacity() > 64 {
                self.headers.shrink_to(64);
            }
            self.body.clear();
            if self.body.capacity() > 64 {
                self.body.shrink_to(64);
            }
            for part in &mut self.parts {
                part.clear();
                if part.capacity() > 64 {
                    part.shrink_to(64);
                }
            }
            self.ids = (0, 0);
        }
    }

    pub(super) enum Session {
        Open { buffer: Vec<u8>, offset: usize },
        Closed(#[expect(dead_code, reason = "dropped by reset")] u32),
    }

    impl Session {
        #[inline]
        pub(super) fn reset(&mut self) {
            match self {
                Self::Open { buffer, offset } => {
                    buffer.clear();
                    if buffer.capacity() > 512 {
                        buffer.shrink_to(512);
                    }
                    *offset = 0;
                }
                Self::Closed(_) => {
                    *self = Self::Open {
                        buffer: Vec::new(),
                        offset: 0,
                    };
                }
            }
        }
    }
}

/// The same use of the object each time; only `reset` differs.
macro_rules! rounds {
    ($kind:ident) => {{
        #[allow(unused_imports, reason = "the trait's method, where it is derived")]
        use qnpool::Poolable as _;

        #[inline(never)]
        fn packets(rounds: usize) {
            let mut packet = $kind::Packet {
                body: Vec::new(),
                header: [0; 20],
                sequence: 0,
                tags: Vec::new(),
                reply: None,
            };
            for round in 0..rounds {
                let packet = black_box(&mut packet);
                packet.body.extend_from_slice(&[7; 100]);
                packet.header[3] = 1;
                packet.sequence = round as u64;
                packet.tags.push(1);
                packet.reply = None;
                packet.reset();
            }
        }

        #[inline(never)]
        fn requests(rounds: usize) {
            let mut request = $kind::Request {
                path: String::new(),
                headers: HashMap::default(),
                body: Box::default(),
                parts: Default::default(),
                ids: (0, 0),
            };
            for _ in 0..rounds {
                let request = black_box(&mut request);
                request.path.push_str("/index");
                request.headers.insert(1, 2);
                request.body.push(1);
                request.parts[0].push_str("part");
                request.ids = (1, 2);
                request.reset();
            }
        }

        #[inline(never)]
        fn sessions(rounds: usize) {
            let mut session = $kind::Session::Closed(1);
            for round in 0..rounds {
                let session = black_box(&mut session);
                if let $kind::Session::Open { buffer, offset } = session {
                    buffer.push(1);
                    *offset = round;
                }
                if round % 16 == 0 {
                    *session = $kind::Session::Closed(2);
                }
                session.reset();
            }
        }

        [packets, requests, sessions]
    }};
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, how, rounds] = arguments.as_slice() else {
        // `cargo bench` and `cargo test` pass other arguments.
        println!("run benches/reset_instructions.sh");
        return;
    };
    let rounds = rounds.parse().expect("the third argument is a number");
    let [packets, requests, sessions]: [fn(usize); 3] = if how == "derived" {
        rounds!(derived)
    } else {
        rounds!(by_hand)
    };
    match kind.as_str() {
        "packet" => packets(rounds),
        "request" => requests(rounds),
        _ => sessions(rounds),
    }
}
