//! The fence between a cache's owner and everybody else: free for the owner, a system call
//! for the others, where the system has one.
//!
//! An owner and a thread that wants to revoke its cache play Dekker's game: each
//! stores its own word and then loads the other's, and at least one of them must see
//! the other. That takes a full barrier between store and load on **both** sides,
//! and the owner would pass two of them in each pair of `get` and drop.
//!
//! | target | the owner passes | the revoker passes | a pair |
//! |---|---|---|---|
//! | Linux (`membarrier.rs`) | a compiler fence | a system call, for which the process registers | 1 × |
//! | Windows (`windows.rs`) | a compiler fence | a system call | not measured |
//! | all others, and Miri (`full.rs`) | a full fence | a full fence | 1.5 × |
//! | Linux, where the call is refused | its cache's lock | that lock | 19 × |
//!
//! Which one is chosen when it is compiled, so a hit has no branch for it.
//! `--cfg qnpool_full_fence` chooses the last on any target, which is how it is tested.
//!
//! # Why a system call will do
//!
//! While it runs, every processor that runs a thread of this process passes a full barrier,
//! and a thread that does not run passed one when it was switched out. So for every owner
//! there is a point *P*, inside the call, that is a full barrier. The owner's side is a
//! compiler fence, which keeps the order of its store and its load in the program:
//!
//! - if the owner's load comes after *P*, it sees the revoker's store, made before the call;
//! - if it comes before *P*, so did the owner's store, and *P* made it visible to the
//!   revoker, who loads after the call.
//!
//! # Where the call is refused
//!
//! On Linux by an old kernel, a filter on system calls, or the user. [`available`] then says
//! no, and caches are never left to their owner alone: each operation takes the cache's own
//! lock. The only difference is the time that it takes.
//!
//! Rejected: a full fence in the owner there (a branch on the hit path, or the cost for
//! everybody); `mprotect` to provoke the barrier (a barrier on x86 only).

#[cfg(any(miri, qnpool_full_fence, not(any(target_os = "linux", windows))))]
#[path = "fence/full.rs"]
mod platform;
#[cfg(all(target_os = "linux", not(any(miri, qnpool_full_fence))))]
#[expect(unsafe_code, reason = "system calls")]
#[path = "fence/membarrier.rs"]
mod platform;
#[cfg(all(windows, not(any(miri, qnpool_full_fence))))]
#[expect(unsafe_code, reason = "a system call")]
#[path = "fence/windows.rs"]
mod platform;

pub(super) use platform::{available, heavy, is_lost, light, prepare, prepare_now};
