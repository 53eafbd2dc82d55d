//! The derive macro of [qnpool](https://docs.rs/qnpool); depend on that crate, which re-exports it.
//!
//! One file a stage: `entries` and `attributes` read the words of `#[pool(…)]`,
//! `model` turns the item into fields with a plan each, `checks` answers what is
//! wrong with the item as a whole, `bounds` finds the where-clause, and `expansion`,
//! `fields` and `grouped` write the code. Every stage pushes its complaints into `errors` and
//! goes on, so that all of an item's mistakes show in one compile; what was wrong is
//! left out of the generated code, so that none shows twice. Before all of them, `plain`
//! writes the common case by a short way.

#![forbid(unsafe_code)]

mod attributes;
mod bounds;
mod checks;
mod entries;
mod errors;
mod expansion;
mod fields;
mod grouped;
mod messages;
mod model;
mod plain;
mod shape;
mod suggestion;
mod tokens;
mod words;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Writes `Poolable` for a struct or an enum from its list of fields.
#[proc_macro_derive(Poolable, attributes(pool))]
pub fn derive_poolable(input: TokenStream) -> TokenStream {
    if let Some(implementation) = plain::derive(input.clone().into()) {
        return implementation.into();
    }
    let input = parse_macro_input!(input as DeriveInput);
    let mut errors = errors::Errors::new();
    let model = model::Input::new(&input, &mut errors);
    checks::check(&model, &mut errors);
    let implementation = expansion::expand(&model);
    let errors = errors.into_compile_errors();
    quote::quote!(#errors #implementation).into()
}
