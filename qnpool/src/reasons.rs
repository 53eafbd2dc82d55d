//! Why a type is refused, one page for each reason.
//!
//! A type that cannot be reset safely does not compile as a field of a derived type, nor in a
//! pool. The compiler then prints a line like this one:
//!
//! ```text
//! the trait `UnlimitedField<Vec<u8>>` is not implemented for `qnpool::reasons::Reset`
//! ```
//!
//! The trait in that line is one of this module: look it up here. Its page says what is
//! refused, why, and what to write instead. Each example on these pages is compiled.
//!
//! The traits have no use of their own: [`Reset`] implements none of them for a refused type, and
//! that is what makes the compiler refuse it.
//!
//! A type that none of these pages covers is one that qnpool knows nothing about. Derive
//! [`Poolable`](derive@crate::Poolable) if the type is your own. For a type of another crate,
//! enable the feature of that crate's name if there is one, or give the field a rule:
//!
//! ```
//! use qnpool::Poolable;
//!
//! /// Stands for a type of another crate.
//! #[derive(Default)]
//! pub struct Parser {
//!     depth: usize,
//! }
//!
//! impl Parser {
//!     pub fn restart(&mut self) {
//!         self.depth = 0;
//!     }
//! }
//!
//! #[derive(Poolable)]
//! struct Document {
//!     #[pool(with = Parser::restart)] // a `fn(&mut Parser)`
//!     parser: Parser,
//!     #[pool(default)] // assigned `Parser::default()`
//!     fresh: Parser,
//!     last: Option<Parser>, // reset to `None`
//! }
//! ```
//!
//! # Errors that the compiler alone decides
//!
//! - `RecyclingVec<A>` in a type `B` that is itself in a `RecyclingVec<B>` in `A` is a cycle:
//!   there is no bound on what such values retain. Write `Vec` in one of the two.
//! - An attribute with a path, such as `#[qnpool::pool(…)]`, is looked up by the compiler, which
//!   does not find it. Write `#[pool(…)]`.
//! - `#[with = path]` is refused by the compiler for its value, which is not a literal, and for its
//!   name. Write `#[pool(with = path)]`.
//! - A slip in the attribute's name, such as `#[poll(…)]`, is reported by the compiler, and a field
//!   that then lacks a limit by the derive: the name may belong to another derive.
//! - A type of your own with a parameter and without the derive, such as `Mine<T>`: the derive
//!   requires `T: Poolable`, since `Mine` may have the derive. So the uses of the type have errors
//!   too. The same goes for an alias such as `type Rows<T> = Vec<T>`.
//! - A pool of a refused type has an error where it is created, and one at each `get`.
//! - A name that is not in scope, inside a type such as `Vec<Missing>`, is reported twice.

pub use crate::poolable::fields::{Field, FieldWithinLimit};
pub use crate::poolable::limited::{MaxBytes, MaxCapacity, Unbounded};
pub use crate::poolable::pool_object::PoolObject;
pub use crate::poolable::reasons::{
    FixedLength, FunctionPointer, Handle, HeldGuard, LongTuple, NoCapacity, NoZero, RawPointer,
    Reset, SharedOwnership, UnknownState, UnlimitedField, UnlimitedGrowth,
};
pub use crate::poolable::rules::{Each, Fresh, Global, Limit, Wipe};
pub use crate::poolable::slot::{FreshInVariant, Resettable};
