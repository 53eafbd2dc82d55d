//! What the whole process has cost, which depends less on a busy machine than time does.

use std::fs;
use std::time::Duration;

/// The unit of `/proc/self/stat`, the same on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// In user mode and in the kernel, of all threads; `None` where nobody tells.
pub(crate) fn processor_time() -> Option<Duration> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field is a name in parentheses, which may have blanks in it. The times are
    // the fields 14 and 15.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut times = fields.split_whitespace().skip(11);
    let user: u32 = times.next()?.parse().ok()?;
    let kernel: u32 = times.next()?.parse().ok()?;
    Some(TICK * (user + kernel))
}
