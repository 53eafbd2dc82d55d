//! What is out, added up by the stack that took it: what the exporters write.

use std::collections::BTreeMap;
use std::iter;
use std::time::Duration;

use super::census::{CallSite, Census, Hold};
use crate::CallLocation;
use crate::pool::caller::is_internal;
use crate::pool::frames::{Frame, read};

/// What makes two objects one sample.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    /// The innermost first. That one has the line of the call site.
    pub(super) stack: Vec<Frame>,
    pub(super) touched: Option<&'static CallLocation>,
}

/// The objects of one origin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Amount {
    pub(super) objects: u64,
    pub(super) bytes: u64,
    /// All ages added up.
    pub(super) age: Duration,
}

/// In an order that does not change from run to run.
pub(super) fn samples(census: &Census) -> BTreeMap<Origin, Amount> {
    let mut samples: BTreeMap<Origin, Amount> = BTreeMap::new();
    for site in &census.call_sites {
        if site.holds.is_empty() {
            continue;
        }
        let own = frame_at(site.location, site.function());
        for hold in &site.holds {
            let origin = Origin {
                stack: stack(site, &own, hold),
                touched: hold.touched,
            };
            let age = hold.age.as_nanos().saturating_mul(hold.weight.into());
            let amount = samples.entry(origin).or_default();
            amount.add(Amount {
                objects: hold.weight,
                bytes: hold.weight.saturating_mul(census.object_bytes),
                age: Duration::from_nanos(age.try_into().unwrap_or(u64::MAX)),
            });
        }
    }
    samples
}

impl Amount {
    pub(super) fn add(&mut self, other: Self) {
        self.objects = self.objects.saturating_add(other.objects);
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.age = self.age.saturating_add(other.age);
    }
}

fn stack(site: &CallSite, own: &Frame, hold: &Hold) -> Vec<Frame> {
    match &hold.backtrace {
        Some(stack) => outwards(site.location, own, read(stack)),
        None => vec![own.clone()],
    }
}

/// All frames from the call site outwards; `own` is the site's where the stack has none.
fn outwards(location: &CallLocation, own: &Frame, mut frames: Vec<Frame>) -> Vec<Frame> {
    let Some(position) = frames.iter().position(|frame| frame.is_at(location)) else {
        // Without debug information functions have names still, unless they are inlined.
        let callers = frames.into_iter().skip_while(is_internal);
        return iter::once(own.clone()).chain(callers).collect();
    };
    frames.drain(..position);
    // Two calls on one line are one sample.
    for frame in &mut frames {
        frame.column = 0;
    }
    // Debug information has whole paths, where a location's begins at the workspace. The
    // callers' are cut likewise, so that one file has one name.
    let file = &frames[0].file;
    let root = file.strip_suffix(location.file()).unwrap_or_default();
    let root = root.to_owned();
    location.file().clone_into(&mut frames[0].file);
    for caller in &mut frames[1..] {
        if let Some(file) = caller.file.strip_prefix(&root) {
            caller.file = file.to_owned();
        }
    }
    frames
}

/// A function without a name is called `file:line`.
fn frame_at(location: &CallLocation, function: Option<String>) -> Frame {
    Frame {
        function: function.unwrap_or_else(|| format!("{}:{}", location.file(), location.line())),
        file: location.file().to_owned(),
        line: location.line(),
        column: 0,
    }
}

#[cfg(test)]
mod tests {
    use std::panic::Location;

    use super::*;

    fn frame(function: &str, file: &str, line: u32) -> Frame {
        Frame {
            function: function.to_owned(),
            file: file.to_owned(),
            line,
            column: 0,
        }
    }

    #[test]
    fn a_stack_begins_at_the_call_site() {
        let here = CallLocation::of_compiler(Location::caller());
        let absolute = format!("/somewhere/{}", here.file());
        let stack = vec![
            frame("qnpool::Pool::get", "/somewhere/qnpool/src/pool/mod.rs", 7),
            frame("take", &absolute, here.line()),
            frame("handle", &absolute, 9),
            frame("run", "/registry/runtime/src/lib.rs", 3),
            frame("main", "", 0),
        ];
        let expected = [
            frame("take", here.file(), here.line()),
            frame("handle", here.file(), 9),
            frame("run", "/registry/runtime/src/lib.rs", 3),
            frame("main", "", 0),
        ];
        let own = frame_at(here, None);
        assert_eq!(outwards(here, &own, stack), expected);
    }

    #[test]
    fn without_debug_information_the_line_stands_for_its_function() {
        let here = CallLocation::of_compiler(Location::caller());
        let stack = vec![
            frame("<std::backtrace::Backtrace>::create", "", 0),
            frame("std::backtrace_rs::trace", "", 0),
            frame("<qnpool::Guard<T> as core::clone::Clone>::clone", "", 0),
            frame("qnpool::pool::Pool<T,F>::get", "", 0),
            frame("server::main", "", 0),
            frame("_start", "", 0),
        ];
        let own = frame_at(here, None);
        assert_eq!(own.function, format!("{}:{}", here.file(), here.line()));
        let expected = [
            own.clone(),
            frame("server::main", "", 0),
            frame("_start", "", 0),
        ];
        assert_eq!(outwards(here, &own, stack), expected);
        assert_eq!(outwards(here, &own, Vec::new()), [own]);
    }
}
