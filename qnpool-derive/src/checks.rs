//! What is wrong with the item as a whole. What can be told from one attribute
//! alone is told where it is read.

use quote::ToTokens;
use syn::ext::IdentExt;

use crate::errors::Errors;
use crate::messages;
use crate::model::{Data, Input, Variant};
use crate::shape;
use crate::words::MAX_CAPACITY;

pub(crate) fn check(input: &Input<'_>, errors: &mut Errors) {
    refuse_union(input, errors);
    refuse_packed(input, errors);
    refuse_unsized(input, errors);
    check_default_on_type(input, errors);
    check_global(input, errors);
    if let Data::Enum(variants) = &input.data {
        check_default_variant(input, variants, errors);
    }
}

fn refuse_union(input: &Input<'_>, errors: &mut Errors) {
    if let syn::Data::Union(data) = &input.original.data {
        errors.push(data.union_token, messages::union());
    }
}

/// A field of a packed type cannot be borrowed, and `reset` takes `&mut self`. Of an enum,
/// which cannot be packed at all, the compiler says so by itself.
fn refuse_packed(input: &Input<'_>, errors: &mut Errors) {
    let is_enum = matches!(input.data, Data::Enum(_));
    if let (Some(word), false) = (&input.packed, is_enum) {
        errors.push(word, messages::packed());
    }
}

/// Whatever the last field is told, no pool can hold the struct.
fn refuse_unsized(input: &Input<'_>, errors: &mut Errors) {
    if let Some((part, message)) = input.unsized_tail().and_then(shape::refusal) {
        errors.push(part.to_token_stream(), message);
    }
}

/// `#[pool(default)]` on the type assigns the whole value, so nothing else there
/// can say what becomes of its parts:
///
/// ```text
/// #[pool(default, discard_if = is_broken)]
/// struct Session { … }
/// ```
fn check_default_on_type(input: &Input<'_>, errors: &mut Errors) {
    if input.attributes.default.is_none() {
        return;
    }
    if let Some(limit) = &input.attributes.max_capacity {
        errors.push(&limit.word, messages::replaced_whole(MAX_CAPACITY));
    }
    for word in input
        .all_fields()
        .filter_map(|field| field.rule_word.as_ref())
    {
        errors.push(word, messages::replaced_whole(&word.unraw().to_string()));
    }
    if let Some(variant) = input.default_variant() {
        let name = variant.original.ident.to_string();
        // std's mark and the type's `#[pool(default)]` both speak of `Default`.
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
        errors.push(&global.word, messages::global_of_open_type(&name));
    }
}

/// An enum has one variant that reset leaves behind, unless the type is assigned
/// its `Default`:
///
/// ```text
/// enum State { #[pool(default)] Idle, Busy(Job) }
/// ```
fn check_default_variant(input: &Input<'_>, variants: &[Variant<'_>], errors: &mut Errors) {
    let name = &input.original.ident;
    if variants.is_empty() {
        errors.push(name, messages::empty_enum(&name.to_string()));
        return;
    }
    let mut marked = variants
        .iter()
        .filter(|variant| variant.attributes.default.is_some());
    let Some(first) = marked.next() else {
        let told = input.attributes.faulty || variants.iter().any(|it| it.attributes.faulty);
        if input.attributes.default.is_none() && !told {
            let names: Vec<_> = variants
                .iter()
                .map(|it| it.original.ident.to_string())
                .collect();
            errors.push(
                name,
                messages::no_default_variant(&name.to_string(), &names),
            );
        }
        return;
    };
    for second in marked {
        let message = messages::second_default_variant(&first.original.ident.to_string());
        errors.push(&second.attributes.default, message);
    }
}
