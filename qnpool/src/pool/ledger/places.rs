//! The lines of the program that the census knows, each with a number.

use std::backtrace::Backtrace;
use std::panic::Location;
use std::ptr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::super::CallLocation;
use super::super::caller::{caller_of, is_shared};
use super::super::frames::capture;

/// Slots that are looked at for a line in one table, before the next table is.
const PROBES: usize = 8;
const FIRST_TABLE: usize = 64;
const TABLES: usize = 20;

pub(crate) struct Place {
    pub(crate) location: &'static CallLocation,
    /// The stack of its first call. A [`Location`] knows no function's name; this
    /// does, once somebody asks.
    pub(crate) first_call: Arc<Backtrace>,
    /// That of the location that it was noted for.
    address: usize,
    number: usize,
    /// Whether the location says nothing about who called: it is the same for all.
    is_shared: bool,
}

/// A location to look for.
#[derive(Clone, Copy)]
enum Sought {
    Compiler(&'static Location<'static>),
    Stack(&'static CallLocation),
}

/// Hash tables by the address of the location, one behind the other. An entry is never
/// changed or removed, so that looking takes no lock.
///
/// One line may have several addresses; a report puts them together.
pub(super) struct Places {
    tables: [OnceLock<Box<[OnceLock<Place>]>>; TABLES],
    known: Mutex<usize>,
}

impl Places {
    pub(super) const fn new() -> Self {
        Self {
            tables: [const { OnceLock::new() }; TABLES],
            known: Mutex::new(0),
        }
    }

    /// The number of the line that calls with this location; it gets one if it has none. And
    /// whether each call with the location comes from that line.
    ///
    /// Numbers count from 0. Beyond some ten million lines all further ones are the last.
    ///
    /// Of a location that callers share, the caller is read from the stack each time.
    #[inline]
    pub(super) fn number(&self, location: &'static Location<'static>) -> (usize, bool) {
        let (number, is_shared) = self.find(Sought::Compiler(location));
        if is_shared {
            (self.number_of_caller(location).unwrap_or(number), false)
        } else {
            (number, true)
        }
    }

    #[cold]
    #[inline(never)]
    fn number_of_caller(&self, location: &'static Location<'static>) -> Option<usize> {
        let caller = caller_of(location)?;
        Some(self.find(Sought::Stack(caller)).0)
    }

    #[inline]
    fn find(&self, sought: Sought) -> (usize, bool) {
        let address = sought.address();
        let hash = hash(address);
        for (level, table) in self.tables.iter().enumerate() {
            let table = table.get_or_init(|| {
                let slots = FIRST_TABLE << level;
                (0..slots).map(|_| OnceLock::new()).collect()
            });
            for probe in 0..PROBES {
                let slot = &table[(hash + probe) & (table.len() - 1)];
                let place = match slot.get() {
                    Some(place) => place,
                    None => self.note(slot, sought),
                };
                if place.address == address {
                    return (place.number, place.is_shared);
                }
            }
        }
        (self.lock().saturating_sub(1), false)
    }

    #[cold]
    fn note<'p>(&self, slot: &'p OnceLock<Place>, sought: Sought) -> &'p Place {
        // Before the lock: it takes a while, and is seldom for nothing.
        let first_call = Arc::new(capture());
        let (location, is_shared) = match sought {
            Sought::Compiler(location) => {
                (CallLocation::of_compiler(location), is_shared(location))
            }
            Sought::Stack(location) => (location, false),
        };
        let mut known = self.lock();
        slot.get_or_init(|| {
            let number = *known;
            *known += 1;
            Place {
                location,
                first_call,
                number,
                address: sought.address(),
                is_shared,
            }
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, usize> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All lines there are, by number.
    ///
    /// Under the lock: else a line might be missed and one that was noted after it be
    /// found. With it, whoever has read a number finds the line, as it was noted before.
    pub(super) fn all(&self) -> Vec<&Place> {
        let _nobody_notes = self.lock();
        let tables = self.tables.iter().filter_map(OnceLock::get);
        let slots = tables.flat_map(|table| table.iter());
        let mut places: Vec<_> = slots.filter_map(OnceLock::get).collect();
        places.sort_by_key(|place| place.number);
        places
    }
}

impl Sought {
    fn address(self) -> usize {
        match self {
            Self::Compiler(location) => ptr::from_ref(location).addr(),
            Self::Stack(location) => ptr::from_ref(location).addr(),
        }
    }
}

/// By Fibonacci (Knuth, vol. 3, 6.4). Locations are 24 bytes apart.
fn hash(address: usize) -> usize {
    let hash = (address as u64 >> 3).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    usize::try_from(hash >> 40).expect("24 bits fit")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn no_line_is_missed_while_others_are_noted() {
        // One line, but known by address.
        let locations: &[Location] = vec![*Location::caller(); 1024].leak();
        for _ in 0..8 {
            let places = Places::new();
            std::thread::scope(|scope| {
                let noting = scope.spawn(|| {
                    for location in locations {
                        places.find(Sought::Compiler(location));
                    }
                });
                while !noting.is_finished() {
                    for (number, place) in places.all().iter().enumerate() {
                        assert_eq!(place.number, number);
                    }
                    // Or one of the two has the lock, which is not fair, for half a minute.
                    std::thread::sleep(Duration::from_micros(20));
                }
            });
            assert!(places.all().len() > 1);
        }
    }
}
