//! The stages of the derive: a macro crate cannot be called, so they are compiled into
//! what calls them. They name each other from the root, which needs
//! `use derive_stages::*`.

#![allow(dead_code, unreachable_pub, reason = "a module of several test crates")]
#![allow(
    clippy::collapsible_if,
    reason = "the derive builds with Rust 1.85, which has no let chains"
)]

use proc_macro2::TokenStream;
use syn::DeriveInput;

#[path = "../../qnpool-derive/src/attributes.rs"]
pub(crate) mod attributes;
#[path = "../../qnpool-derive/src/bounds.rs"]
pub(crate) mod bounds;
#[path = "../../qnpool-derive/src/checks.rs"]
pub(crate) mod checks;
#[path = "../../qnpool-derive/src/entries.rs"]
pub(crate) mod entries;
#[path = "../../qnpool-derive/src/errors.rs"]
pub(crate) mod errors;
#[path = "../../qnpool-derive/src/expansion.rs"]
pub(crate) mod expansion;
#[path = "../../qnpool-derive/src/fields.rs"]
pub(crate) mod fields;
#[path = "../../qnpool-derive/src/messages.rs"]
pub(crate) mod messages;
#[path = "../../qnpool-derive/src/model.rs"]
pub(crate) mod model;
#[path = "../../qnpool-derive/src/names.rs"]
pub(crate) mod names;
#[path = "../../qnpool-derive/src/options.rs"]
pub(crate) mod options;
#[path = "../../qnpool-derive/src/shape.rs"]
pub(crate) mod shape;
#[path = "../../qnpool-derive/src/suggestion.rs"]
pub(crate) mod suggestion;

#[path = "../../qnpool-derive/src/unreadable.rs"]
pub(crate) mod unreadable;
#[path = "../../qnpool-derive/src/values.rs"]
pub(crate) mod values;

/// What the derive says is wrong, and what it writes all the same; as in its `lib.rs`.
pub fn by_stages(input: &DeriveInput) -> (TokenStream, TokenStream) {
    let mut errors = errors::Errors::default();
    let model = model::Input::new(input, &mut errors);
    checks::check(&model, &mut errors);
    let implementation = expansion::expand(&model);
    (errors.into_compile_errors(), implementation)
}
