//! The derive macro of [qnpool](https://docs.rs/qnpool); depend on that crate, which re-exports it.
//!
//! One file for each stage: `entries`, `values` and `attributes` read the options of `#[pool(…)]`,
//! `model` turns the item into fields with a plan each, `checks` reports mistakes of the item
//! as a whole, `bounds` finds the where-clause, and `expansion` and `fields` write the code.
//! Every stage pushes its complaints into `errors` and goes on, so that all of an item's
//! mistakes show in one compile; a faulty field is left out of the generated code, so that
//! no mistake shows twice.

#![forbid(unsafe_code)]

mod attributes;
mod bounds;
mod checks;
mod entries;
mod errors;
mod expansion;
mod fields;
mod messages;
mod model;
mod names;
mod options;
mod shape;
mod suggestion;
mod unreadable;
mod values;

use proc_macro::TokenStream;
use syn::DeriveInput;

// An editor shows this table over the derive. It shows neither the documentation of the
// re-export, which comes before the table on its page, nor a file that is not Rust.
/// # All options in short
///
/// The derive writes `reset()` from the list of fields and the options of `#[pool(…)]`:
///
/// | on a field | |
/// |---|---|
/// | `max_capacity = 4096` | keeps at most this capacity, in elements; required where a field can grow |
/// | `max_bytes = 65536` | the same in bytes |
/// | `unbounded` | any size |
/// | `keep = "reason"` | left as it is, for the next user to see |
/// | `default` | assigned `Default::default()` |
/// | `value = EXPR` | assigned the expression |
/// | `with = path::to::function` | passed to a `fn(&mut Field)` |
/// | `clear` | its method `clear` is called |
/// | `each` | each element is reset, and the length stays |
/// | `zeroize` | wiped first, spare capacity included (feature `zeroize`) |
/// | `max_retained_bytes = 65536` | the most that a field with `keep`, `default`, `value`, `with`, `clear` or `each` owns |
///
/// | on the type | |
/// |---|---|
/// | `max_capacity = 4096` | for every growable field without a limit of its own |
/// | `max_retained_bytes = 65536` | a budget for all fields together; over it, the type does not compile |
/// | `default` | the whole value is assigned `Default::default()` |
/// | `keep_others = "reason"` | every field without a rule of its own is kept |
/// | `after = path::to::function` | a `fn(&mut Self)`, called after the fields have been reset |
/// | `discard_if = path::to::function` | a `fn(&Self) -> bool`, called on return: must the object be dropped? |
/// | `global` | a static pool of its own: `Packet::pool()`, `Packet::pooled()` |
/// | `global(max_idle = 1024, name = "packets")` | the same, with settings |
/// | `bound = "T: Trait"` | the where-clause, in place of the one inferred |
/// | `crate = ::path::to::qnpool` | the qnpool crate, where it has another name |
///
/// On a variant, `default` marks the one that `reset` leaves behind; std's `#[default]` counts too.
// Beside `pool`, names that are taken for it, and options that are written as an attribute: the
// compiler would not know them, and report that in a second error. See `misnamed` in `entries`.
#[rustfmt::skip]
#[proc_macro_derive(Poolable, attributes(
    pool, Pool, Poolable, pol, poo, pool_, poolable, pooled, pooll, pools, poool, ppool, qnpool,
    after, clear, discard_if, each, global, keep, keep_others, max_bytes, max_capacity, max_idle,
    max_retained_bytes, unbounded,
))]
pub fn derive_poolable(input: TokenStream) -> TokenStream {
    let item = proc_macro2::TokenStream::from(input);
    let input = match syn::parse2::<DeriveInput>(item.clone()) {
        Ok(input) => input,
        Err(error) => return unreadable::implementation(&item, &error).into(),
    };
    let mut errors = errors::Errors::default();
    let model = model::Input::new(&input, &mut errors);
    checks::check(&model, &mut errors);
    let mut written = expansion::expand(&model);
    written.extend(errors.into_compile_errors());
    written.into()
}
