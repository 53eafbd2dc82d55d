//! What has happened to a pool's objects.
//!
//! Shared atomics for now, one addition an operation beside the depot's mutex.
//! They move into the thread caches with those.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! counters {
    ($($(#[$documentation:meta])* $counter:ident)*) => {
        #[derive(Debug)]
        pub(crate) struct Counters {
            $($counter: AtomicU64,)*
        }

        /// The counters as read one after another.
        #[derive(Debug)]
        pub(crate) struct Counted {
            $($(#[$documentation])* pub(crate) $counter: u64,)*
        }

        impl Counters {
            pub(crate) const fn new() -> Self {
                Self { $($counter: AtomicU64::new(0),)* }
            }

            pub(crate) fn read(&self) -> Counted {
                Counted { $($counter: self.$counter.load(Ordering::Relaxed),)* }
            }

            $(
                pub(crate) fn $counter(&self) {
                    self.$counter.fetch_add(1, Ordering::Relaxed);
                }
            )*
        }
    };
}

counters! {
    depot_hits
    created
    puts
    attached
    detached
    discarded_full
    discarded_aged
    discarded_unfit
    discarded_panicked
}
