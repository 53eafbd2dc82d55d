//! Mistakes of the item as a whole. A mistake that shows in one attribute alone is reported
//! where that attribute is read.

use proc_macro2::Ident;
use quote::ToTokens;

use crate::errors::Errors;
use crate::messages;
use crate::model::{Data, Field, Input, Plan, Variant};
use crate::options::{KEEP_OTHERS, MAX_CAPACITY};
use crate::shape;

pub(crate) fn check(input: &Input<'_>, errors: &mut Errors) {
    refuse_union(input, errors);
    refuse_packed(input, errors);
    refuse_unsized(input, errors);
    check_default_on_type(input, errors);
    check_global(input, errors);
    check_keep_others(input, errors);
    if let Data::Enum(variants) = &input.data {
        check_default_variant(input, variants, errors);
    }
}

fn refuse_union(input: &Input<'_>, errors: &mut Errors) {
    if let syn::Data::Union(data) = &input.original.data {
        errors.push(data.union_token, messages::UNION);
    }
}

/// A field of a packed type cannot be borrowed, and `reset` takes `&mut self`. Of an enum,
/// which cannot be packed at all, the compiler says so by itself.
fn refuse_packed(input: &Input<'_>, errors: &mut Errors) {
    let is_enum = matches!(input.data, Data::Enum(_));
    if let (Some(word), false) = (&input.packed, is_enum) {
        errors.push(word, messages::PACKED);
    }
}

/// With any option on its last field, no pool can hold the struct.
fn refuse_unsized(input: &Input<'_>, errors: &mut Errors) {
    let tail = input
        .unsized_tail()
        .filter(|ty| !shape::is_reported_by_compiler(ty));
    if let Some((part, message)) = tail.and_then(shape::refusal) {
        errors.push(part.to_token_stream(), message);
    }
}

/// `#[pool(default)]` on the type assigns the whole value, so nothing else there
/// can say what becomes of its parts.
fn check_default_on_type(input: &Input<'_>, errors: &mut Errors) {
    if input.attributes.default.is_none() {
        return;
    }
    let attributes = &input.attributes;
    let limit = attributes.max_capacity.as_ref().map(|it| &it.option);
    let keep_others = attributes.keep_others.as_ref().map(|it| &it.option);
    for (option, name) in [(limit, MAX_CAPACITY), (keep_others, KEEP_OTHERS)] {
        if let Some(option) = option {
            errors.push(option, messages::replaced_whole(name));
        }
    }
    for option in options(input.all_fields()) {
        errors.push(option, messages::replaced_whole(&option.to_string()));
    }
    if let Some(variant) = input.default_variant() {
        let name = variant.original.ident.to_string();
        // std's mark and the type's `#[pool(default)]` both refer to `Default`.
        if !variant.attributes.is_of_std {
            errors.push(&variant.attributes.default, messages::default_twice(&name));
        }
    }
}

/// A static has no parameters, so a pool of its own is for a type without any.
fn check_global(input: &Input<'_>, errors: &mut Errors) {
    let Some(global) = &input.attributes.global else {
        return;
    };
    if !input.original.generics.params.is_empty() {
        let name = input.original.ident.to_string();
        errors.push(&global.option, messages::global_of_open_type(&name));
    }
}

/// Fields without an option are kept or limited, not both.
fn check_keep_others(input: &Input<'_>, errors: &mut Errors) {
    let attributes = &input.attributes;
    let is_kept = attributes.keep_others.is_some() && attributes.default.is_none();
    if let (Some(limit), true) = (&attributes.max_capacity, is_kept) {
        errors.push(&limit.option, messages::KEPT_AND_LIMITED);
    }
}

/// An enum has one variant that reset leaves behind, unless the type is assigned
/// its `Default`.
fn check_default_variant(input: &Input<'_>, variants: &[Variant<'_>], errors: &mut Errors) {
    let name = &input.original.ident;
    if variants.is_empty() {
        errors.push(name, messages::empty_enum(&name.to_string()));
        return;
    }
    let is_marked = |it: &&Variant<'_>| it.attributes.default.is_some();
    let mut marked = variants.iter().filter(is_marked);
    let Some(first) = marked.next() else {
        let is_reported = input.attributes.faulty || variants.iter().any(|it| it.attributes.faulty);
        if input.attributes.default.is_none() && !is_reported {
            let names = variants.iter().map(|it| it.original.ident.to_string());
            let message =
                messages::no_default_variant(&name.to_string(), &names.collect::<Vec<_>>());
            errors.push(name, message);
        }
        return;
    };
    let default = first.original.ident.to_string();
    for second in marked {
        let message = messages::second_default_variant(&default);
        errors.push(&second.attributes.default, message);
    }
    if input.attributes.default.is_none() {
        let is_other = |it: &&Variant<'_>| !is_marked(it) && !it.attributes.faulty;
        for variant in variants.iter().filter(is_other) {
            check_replaced_variant(variant, &default, errors);
        }
    }
}

/// Reset replaces every variant but the default one, so an option of a field there has no
/// effect, except `zeroize`:
///
/// ```text
/// enum State { #[pool(default)] Idle, Busy { #[pool(keep = "configuration")] limit: u32 } }
/// ```
fn check_replaced_variant(variant: &Variant<'_>, default: &str, errors: &mut Errors) {
    let name = variant.original.ident.to_string();
    for option in options(variant.fields.iter()) {
        let message = messages::replaced_variant(&option.to_string(), &name, default);
        errors.push(option, message);
    }
}

/// The first option of each field that no mistake has been reported of.
fn options<'a>(fields: impl Iterator<Item = &'a Field<'a>>) -> impl Iterator<Item = &'a Ident> {
    fields
        .filter(|field| !matches!(field.plan, Plan::Rejected))
        .filter_map(|field| field.option.as_ref())
}
