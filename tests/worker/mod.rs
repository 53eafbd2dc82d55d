//! Threads that take turns, a step each.

#![allow(
    missing_debug_implementations,
    unreachable_pub,
    reason = "a module of several test crates"
)]

use std::sync::mpsc::{Sender, channel};
use std::thread::{Scope, ScopedJoinHandle};

type Job<'env> = Box<dyn FnOnce() + Send + 'env>;

/// A thread that does what it is told and says when it has.
pub struct Worker<'scope, 'env> {
    jobs: Sender<Job<'env>>,
    thread: ScopedJoinHandle<'scope, ()>,
}

impl<'scope, 'env> Worker<'scope, 'env> {
    pub fn start(scope: &'scope Scope<'scope, 'env>) -> Self {
        let (jobs, to_do) = channel::<Job<'env>>();
        let thread = scope.spawn(move || to_do.into_iter().for_each(|job| job()));
        Self { jobs, thread }
    }

    pub fn run<R: Send + 'env>(&self, job: impl FnOnce() -> R + Send + 'env) -> R {
        let (done, result) = channel();
        let job = Box::new(move || done.send(job()).unwrap());
        self.jobs.send(job).unwrap();
        result.recv().expect("the step panicked")
    }

    /// Until its thread-locals are gone, for which a scope alone does not wait.
    pub fn exit(self) {
        drop(self.jobs);
        self.thread.join().unwrap();
    }
}
