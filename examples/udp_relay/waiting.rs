//! Who waits for which reply.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use tokio::sync::oneshot;

/// The tasks that have asked the upstream, by the tag of their request.
#[derive(Default)]
pub(crate) struct Waiting {
    tasks: Mutex<HashMap<u64, oneshot::Sender<Bytes>>>,
}

impl Waiting {
    /// From now on the reply to `tag` comes to the ticket.
    pub(crate) fn register(&self, tag: u64) -> Ticket<'_> {
        let (sender, reply) = oneshot::channel();
        self.tasks().insert(tag, sender);
        Ticket {
            waiting: self,
            tag,
            reply,
        }
    }

    /// False if nobody waits for this reply, or no longer. It is dropped then.
    pub(crate) fn hand_over(&self, tag: u64, reply: Bytes) -> bool {
        let task = self.tasks().remove(&tag);
        task.is_some_and(|task| task.send(reply).is_ok())
    }

    fn tasks(&self) -> MutexGuard<'_, HashMap<u64, oneshot::Sender<Bytes>>> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the wait on drop, also where its task is aborted.
pub(crate) struct Ticket<'a> {
    waiting: &'a Waiting,
    tag: u64,
    /// Ready once.
    pub(crate) reply: oneshot::Receiver<Bytes>,
}

impl Drop for Ticket<'_> {
    fn drop(&mut self) {
        self.waiting.tasks().remove(&self.tag);
    }
}
