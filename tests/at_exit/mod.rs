//! Code for the end of a thread, when its other thread-locals may be gone.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]

use std::cell::RefCell;

/// Does something when it is dropped.
struct AtExit(Option<Box<dyn FnOnce()>>);

impl Drop for AtExit {
    fn drop(&mut self) {
        if let Some(code) = self.0.take() {
            code();
        }
    }
}

thread_local! {
    static AT_EXIT: RefCell<AtExit> = const { RefCell::new(AtExit(None)) };
    static AT_VERY_LAST: RefCell<AtExit> = const { RefCell::new(AtExit(None)) };
}

pub fn at_exit(code: impl FnOnce() + 'static) {
    AT_EXIT.with_borrow_mut(|at_exit| at_exit.0 = Some(Box::new(code)));
}

/// From a destructor: a thread-local that comes to life when others end.
pub fn at_very_last(code: impl FnOnce() + 'static) {
    AT_VERY_LAST.with_borrow_mut(|at_exit| at_exit.0 = Some(Box::new(code)));
}
