//! Types that are refused by how they are written: references, function pointers, trait
//! objects, slices and long tuples. The compiler refuses them by type as well, behind an
//! alias too; here they get messages of their own. Everything else is judged by type alone.

use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, PathSegment, Type, TypePath};

use crate::messages;

/// The part of the type that cannot be reset, and why.
pub(crate) fn refusal(ty: &Type) -> Option<(&Type, String)> {
    match ty {
        Type::Reference(_) => Some((ty, messages::reference(&typed(ty)))),
        Type::FnPtr(_) => Some((ty, messages::function_pointer(&typed(ty)))),
        Type::TraitObject(_) => Some((ty, messages::trait_object(&typed(ty)))),
        Type::Slice(_) => Some((ty, messages::unsized_tail(&typed(ty)))),
        Type::Path(path) if path.path.is_ident("str") => Some((ty, messages::unsized_tail("str"))),
        Type::Path(path) => match boxed(path) {
            Some(boxed) => boxed_refusal(ty, boxed),
            None => around(path).and_then(refusal),
        },
        Type::Array(array) => refusal(&array.elem),
        Type::Group(group) => refusal(&group.elem),
        Type::Paren(paren) => refusal(&paren.elem),
        Type::Tuple(tuple) if tuple.elems.len() > 12 => Some((ty, messages::long_tuple())),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(refusal),
        _ => None,
    }
}

/// A `Box` of a slice or of a `str`, and what is in it.
pub(crate) fn boxed_slice(ty: &Type) -> Option<(&Type, &Type)> {
    let boxed = match ty {
        Type::Group(group) => return boxed_slice(&group.elem),
        Type::Path(path) => boxed(path)?,
        _ => return None,
    };
    (is_unsized(boxed) && !matches!(boxed, Type::TraitObject(_))).then_some((ty, boxed))
}

/// `dyn Poolable`, about which the compiler says that there is no such object.
pub(crate) fn is_reported_by_compiler(ty: &Type) -> bool {
    let tokens = ty.to_token_stream().to_string();
    ["dyn Poolable", "dyn Growable", "dyn qnpool ::", "dyn :: qnpool ::"]
        .iter()
        .any(|object| tokens.contains(object))
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
    is_box.then(|| argument(path)).flatten()
}

/// The flags of a type that the macro `bitflags!` has written.
pub(crate) fn is_of_bitflags(ty: &Type) -> bool {
    let is_its_trait = |segment: &PathSegment| segment.ident == "PublicFlags";
    matches!(ty, Type::Path(path) if path.path.segments.iter().any(is_its_trait))
}

/// A `RecyclingVec` in the type whose elements are, or contain, values of the type `name` that it
/// is a field of.
pub(crate) fn recycling_vec_of<'a>(ty: &'a Type, name: &Ident) -> Option<&'a Type> {
    let is_recycling = last_name_is(ty, &["RecyclingVec"]);
    if is_recycling && parts(ty).iter().any(|part| contains(part, name)) {
        return Some(ty);
    }
    parts(ty)
        .into_iter()
        .find_map(|part| recycling_vec_of(part, name))
}

fn contains(ty: &Type, name: &Ident) -> bool {
    let is_it = matches!(ty, Type::Path(path)
        if path.path.segments.last().is_some_and(|last| last.ident == *name || last.ident == "Self"));
    is_it || parts(ty).iter().any(|part| contains(part, name))
}

/// The types inside that are reset with the whole.
fn parts(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Array(array) => vec![&*array.elem],
        Type::Group(group) => vec![&*group.elem],
        Type::Paren(paren) => vec![&*paren.elem],
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Path(path) if last_name_is(ty, &["Box", "RecyclingVec"]) => argument(path).into_iter().collect(),
        Type::Path(path) => around(path).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn last_name_is(ty: &Type, names: &[&str]) -> bool {
    matches!(ty, Type::Path(path)
        if path.path.segments.last().is_some_and(|last| names.iter().any(|name| last.ident == name)))
}

/// What is in a wrapper of std that is reset in place.
fn around(path: &TypePath) -> Option<&Type> {
    const AROUND: [&str; 7] = [
        "Cell", "RefCell", "Mutex", "RwLock", "Cursor", "Wrapping", "Reverse",
    ];
    let last = path.path.segments.last()?;
    let is_one = AROUND.iter().any(|name| last.ident == name);
    is_one.then(|| argument(path)).flatten()
}

fn argument(path: &TypePath) -> Option<&Type> {
    match &path.path.segments.last()?.arguments {
        PathArguments::AngleBracketed(bracketed) => match bracketed.args.first() {
            Some(GenericArgument::Type(inside)) => Some(inside),
            _ => None,
        },
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

/// The tokens as a user would type them, for a message.
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
