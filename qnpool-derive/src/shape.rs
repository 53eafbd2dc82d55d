//! Types that are refused by how they are written: references, function pointers,
//! trait objects and slices. The compiler refuses them by type as well, behind an
//! alias too; here they get words of their own. Everything else is judged by type
//! alone.

use quote::ToTokens;
use syn::{GenericArgument, PathArguments, Type, TypePath};

use crate::messages;

/// The part of the type that cannot be reset, and why.
pub(crate) fn refusal(ty: &Type) -> Option<(&Type, String)> {
    match ty {
        Type::Reference(_) => Some((ty, messages::reference(&typed(ty)))),
        Type::FnPtr(_) => Some((ty, messages::function_pointer(&typed(ty)))),
        Type::TraitObject(_) => Some((ty, messages::trait_object(&typed(ty)))),
        Type::Slice(_) => Some((ty, messages::unsized_tail(&typed(ty)))),
        Type::Path(path) if path.path.is_ident("str") => Some((ty, messages::unsized_tail("str"))),
        Type::Path(path) => boxed(path).and_then(|boxed| boxed_refusal(ty, boxed)),
        Type::Array(array) => refusal(&array.elem),
        Type::Group(group) => refusal(&group.elem),
        Type::Paren(paren) => refusal(&paren.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(refusal),
        _ => None,
    }
}

/// A type of unknown size, which no pool can hold.
pub(crate) fn is_unsized(ty: &Type) -> bool {
    match ty {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Group(group) => is_unsized(&group.elem),
        Type::Paren(paren) => is_unsized(&paren.elem),
        Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    }
}

/// What is in a `Box`, written so or with its path.
fn boxed(path: &TypePath) -> Option<&Type> {
    let segments = &path.path.segments;
    let is = |index: usize, name: &str| segments[index].ident == name;
    let is_box = match segments.len() {
        1 => is(0, "Box"),
        3 => (is(0, "std") || is(0, "alloc")) && is(1, "boxed") && is(2, "Box"),
        _ => false,
    };
    if !is_box {
        return None;
    }
    let PathArguments::AngleBracketed(bracketed) = &segments.last()?.arguments else {
        return None;
    };
    match bracketed.args.first() {
        Some(GenericArgument::Type(boxed)) => Some(boxed),
        _ => None,
    }
}

fn boxed_refusal<'a>(ty: &'a Type, boxed: &'a Type) -> Option<(&'a Type, String)> {
    match boxed {
        Type::Group(group) => boxed_refusal(ty, &group.elem),
        Type::Paren(paren) => boxed_refusal(ty, &paren.elem),
        Type::TraitObject(_) => Some((ty, messages::boxed_trait_object(&typed(ty)))),
        _ if is_unsized(boxed) => Some((ty, messages::boxed_slice(&typed(ty), &typed(boxed)))),
        _ => refusal(boxed),
    }
}

/// The tokens as somebody would type them, for a message.
pub(crate) fn typed(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, tight) in [
        ("& ", "&"),
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" >", ">"),
        (" ,", ","),
        (" ;", ";"),
        ("( ", "("),
        (" )", ")"),
        ("[ ", "["),
        (" ]", "]"),
        ("fn (", "fn("),
        ("Fn (", "Fn("),
        ("FnMut (", "FnMut("),
        ("FnOnce (", "FnOnce("),
    ] {
        text = text.replace(spaced, tight);
    }
    text
}
