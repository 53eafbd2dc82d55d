//! Reports of objects that are in use for longer than the pool's `hold_threshold`.

#![cfg_attr(
    feature = "serde",
    allow(clippy::ref_option_ref, reason = "serde's derive writes it")
)]

use std::backtrace::Backtrace;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use super::CallLocation;
use super::clock::Clock;
use super::panics::{contain, end};

/// A report of an object that has been in use for longer than
/// [`hold_threshold`](crate::PoolBuilder::hold_threshold).
///
/// It is passed to [`on_long_hold`](crate::PoolBuilder::on_long_hold), once while the object is in
/// use and once when it has been returned. `Display` prints it as one line.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct LongHold {
    /// The pool's name.
    pub pool: &'static str,
    /// The call site that took the object.
    #[cfg_attr(feature = "serde", serde(serialize_with = "crate::serialize::text"))]
    pub location: &'static CallLocation,
    /// The place where [`Guard::touch`](crate::Guard::touch) was last called for the object.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serialize::optional_text")
    )]
    pub touched: Option<&'static CallLocation>,
    /// How long the object has been in use, by the pool's clock, which advances every 1 to 10 ms.
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serialize::seconds", rename = "held_seconds")
    )]
    pub held: Duration,
    /// Whether the hold has ended: the object was returned, discarded or detached.
    pub returned: bool,
    /// The stack that took the object, if the level is
    /// [`LeakDetection::Backtraces`](crate::LeakDetection).
    #[cfg_attr(
        feature = "serde",
        serde(serialize_with = "crate::serialize::optional_text")
    )]
    pub backtrace: Option<Arc<Backtrace>>,
}

impl fmt::Display for LongHold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            pool,
            location,
            held,
            ..
        } = self;
        if self.returned {
            write!(
                f,
                "an object of pool `{pool}` is no longer out after {held:.1?}, "
            )?;
        } else {
            write!(
                f,
                "an object of pool `{pool}` has been out for {held:.1?}, "
            )?;
        }
        write!(f, "taken at {location}")?;
        if let Some(touched) = self.touched {
            write!(f, ", last seen at {touched}")?;
        }
        Ok(())
    }
}

/// A report that is due, and the callback that gets it.
pub(super) struct Report {
    pub(super) callback: Option<fn(&LongHold)>,
    pub(super) hold: LongHold,
    /// Whether a callback took the object.
    pub(super) in_callback: bool,
}

/// The report of a hold that has ended, if one is due. Dropping it sends it. It is dropped after
/// the object has been returned or dropped, since the callback may inspect the pool and use others.
#[must_use = "it is told when it is dropped"]
pub(super) struct Late(Option<Box<Report>>);

impl Late {
    pub(super) const NOTHING: Self = Self(None);

    pub(super) fn new(report: Report) -> Self {
        Self(Some(Box::new(report)))
    }
}

impl Drop for Late {
    #[inline]
    fn drop(&mut self) {
        if let Some(report) = self.0.take() {
            tell(*report);
        }
    }
}

/// Sends a report to the callback and to `tracing`, or to standard error if there is neither a
/// callback nor a subscriber. It asks for a subscriber, since another crate may have turned on the
/// feature.
///
/// No lock is held. A panic of the callback or of the subscriber is caught here: the operation that
/// sends the report has nothing to do with that hold. A closed standard error must not panic
/// either, so this does not use `eprintln`.
///
/// A hold that a callback itself makes too long is not reported, since the callback would call
/// itself without end. If a callback ends another long hold, that report is sent after the callback
/// has returned.
#[cold]
#[inline(never)]
pub(super) fn tell(report: Report) {
    if let Some(begin) = TELLING.get() {
        let is_older = report.hold.held.as_nanos() > begin.now().into();
        // Both may have begun at the same instant of the clock; then `in_callback` decides.
        if is_older || !report.in_callback {
            // `WAITING` may be gone already, on a thread that exits.
            let _ = WAITING.try_with(|waiting| waiting.borrow_mut().push_back(report));
        }
        return;
    }
    TELLING.set(Some(Clock::start()));
    let mut next = Some(report);
    while let Some(report) = next {
        tell_now(report.callback, &report.hold);
        let waiting = WAITING.try_with(|waiting| waiting.borrow_mut().pop_front());
        next = waiting.ok().flatten();
    }
    TELLING.set(None);
}

/// Whether the calling thread runs a callback. It then leaves long holds that it finds to other
/// threads, or to a later look.
pub(super) fn is_telling() -> bool {
    TELLING.get().is_some()
}

thread_local! {
    /// When the running callback began, on the thread that runs it.
    static TELLING: Cell<Option<Clock>> = const { Cell::new(None) };

    static WAITING: RefCell<VecDeque<Report>> = const { RefCell::new(VecDeque::new()) };
}

fn tell_now(callback: Option<fn(&LongHold)>, hold: &LongHold) {
    let mut heard = false;
    #[cfg(feature = "tracing")]
    unharmed(|| heard = trace(hold));
    if let Some(callback) = callback {
        unharmed(|| callback(hold));
        heard = true;
    }
    if !heard {
        let _ = writeln!(io::stderr(), "qnpool: {hold}");
    }
}

fn unharmed(report: impl FnOnce()) {
    if let Err(panic) = contain(report) {
        end(panic);
    }
}

/// Sends the report to `tracing`, and returns whether there is a subscriber, which may still filter
/// it.
#[cfg(feature = "tracing")]
fn trace(hold: &LongHold) -> bool {
    tracing::warn!(
        target: "qnpool",
        pool = hold.pool,
        location = %hold.location,
        touched = hold.touched.map(tracing::field::display),
        held_seconds = hold.held.as_secs_f64(),
        returned = hold.returned,
        "{hold}"
    );
    tracing::dispatcher::get_default(|subscriber| {
        !subscriber.is::<tracing::subscriber::NoSubscriber>()
    })
}
