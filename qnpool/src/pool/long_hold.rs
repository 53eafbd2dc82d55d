//! Objects that are out for longer than their pool has patience.

use std::backtrace::Backtrace;
use std::fmt;
use std::panic::Location;
use std::sync::Arc;
use std::time::Duration;

use super::panics::{contain, forget};

/// An object that is out for longer than
/// [`hold_threshold`](crate::PoolBuilder::hold_threshold), or has come back after that;
/// given to [`on_long_hold`](crate::PoolBuilder::on_long_hold).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct LongHold {
    /// The pool's name.
    pub pool: &'static str,
    /// The line that took the object.
    pub location: &'static Location<'static>,
    /// Where [`Guard::touch`](crate::Guard::touch) was last called for it.
    pub touched: Option<&'static Location<'static>>,
    /// How long it has been out.
    pub held: Duration,
    /// Whether it has come back, or was discarded or detached.
    pub returned: bool,
    /// The stack that took it, at [`LeakDetection::Backtraces`](crate::LeakDetection).
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

/// Tells the callback, and `tracing` where that is on; somebody must hear of it, so
/// without either it goes to standard error.
///
/// No lock is held. A panic of the callback ends here: whoever uses the pool at this
/// moment has nothing to do with that hold.
pub(super) fn tell(callback: Option<fn(&LongHold)>, hold: &LongHold) {
    #[cfg(feature = "tracing")]
    tracing::warn!(
        target: "qnpool",
        pool = hold.pool,
        location = %hold.location,
        touched = hold.touched.map(tracing::field::display),
        held_seconds = hold.held.as_secs_f64(),
        returned = hold.returned,
        "{hold}"
    );
    match callback {
        Some(callback) => {
            if let Err(panic) = contain(|| callback(hold)) {
                forget(panic);
            }
        }
        None if cfg!(feature = "tracing") => (),
        None => eprintln!("qnpool: {hold}"),
    }
}
