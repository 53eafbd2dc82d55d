//! The key of a pool: a number that no other pool has, before or after, and a place for it in what
//! each thread keeps of the pools that it used last.

/// Places of pools in what each thread keeps of the pools that it used last.
pub(super) const PLACES: usize = 128;
pub(super) const PLACE_BYTES: usize = 32;

/// Of a key, the lower 16 bits are its place, as an offset in bytes: so that a thread finds it by
/// one instruction. The upper bits are a number.
const PLACE_BITS: u32 = 16;
const _: () = assert!(PLACES * PLACE_BYTES <= 1 << PLACE_BITS);

/// The key of this number. Those of numbers one after the other have places one after the other.
pub(super) const fn key(number: u64) -> u64 {
    let place = number % PLACES as u64 * PLACE_BYTES as u64;
    number / PLACES as u64 * (1 << PLACE_BITS) + place
}

/// The offset of its place, which is that of one of [`PLACES`]: every key is made by [`key`].
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower bits")]
pub(super) const fn place(key: u64) -> usize {
    let place = (key as u16) as usize;
    debug_assert!(place < PLACES * PLACE_BYTES, "made by `key`");
    place
}

/// That of no pool, as threads have it.
pub(super) const NOBODY: u64 = key(0);

/// That of a record.
pub(super) const FOLLOWED: u64 = key(1);

/// That of a pool before its first use, and of one all of whose objects are followed, to which no
/// operation is a plain hit.
pub(super) const NO_KEY: u64 = key(2);

/// The least number of a pool's key.
pub(super) const FIRST_NUMBER: u64 = 3;
