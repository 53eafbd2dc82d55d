//! Types that are refused by how they are written: references, function pointers, trait
//! objects, slices and long tuples. The compiler refuses them by type as well, behind an
//! alias too; here they get messages of their own. Everything else is judged by type alone.

use quote::ToTokens;
use syn::{GenericArgument, Ident, PathArguments, PathSegment, Type, TypeParamBound, TypePath};

use crate::messages;

/// Without parentheses, and without the invisible brackets of a macro's `$t:ty`.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        Type::Paren(paren) => bare(&paren.elem),
        _ => ty,
    }
}

/// A single word, as most types are: none of the checks below applies to it. Checked first
/// because comparing names is slow in the unoptimized derive.
pub(crate) fn is_word(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.get_ident().is_some_and(|it| it != "str"))
}

/// The part of the type that cannot be reset, and why.
pub(crate) fn refusal(ty: &Type) -> Option<(&Type, String)> {
    let ty = bare(ty);
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
        Type::Tuple(tuple) if tuple.elems.len() > 12 => Some((ty, messages::LONG_TUPLE.into())),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(refusal),
        _ => None,
    }
}

/// A tuple, through what a limit reaches; `()` is none.
pub(crate) fn tuple(ty: &Type) -> Option<&Type> {
    let ty = bare(ty);
    match ty {
        Type::Array(array) => tuple(&array.elem),
        Type::Path(path) => boxed(path).or_else(|| around(path)).and_then(tuple),
        Type::Tuple(parts) if !parts.elems.is_empty() && parts.elems.len() <= 12 => Some(ty),
        _ => None,
    }
}

/// A `Box` of a slice or of a `str`, and what is in it.
pub(crate) fn boxed_slice(ty: &Type) -> Option<(&Type, &Type)> {
    let ty = bare(ty);
    let Type::Path(path) = ty else { return None };
    let boxed = boxed(path)?;
    (is_unsized(boxed) && !matches!(boxed, Type::TraitObject(_))).then_some((ty, boxed))
}

/// A type that no field may have, whatever the derive makes of it: `dyn Poolable`, which has no
/// objects, `&T` without a lifetime, `_` and `impl Trait`.
pub(crate) fn is_reported_by_compiler(ty: &Type) -> bool {
    let is_ours = |bound: &TypeParamBound| {
        matches!(bound, TypeParamBound::Trait(bound)
        if bound.path.segments.last().is_some_and(|last| {
            last.ident == "Poolable" || last.ident == "Growable"
        }))
    };
    match bare(ty) {
        Type::TraitObject(object) => object.bounds.iter().any(is_ours),
        Type::Array(array) => is_reported_by_compiler(&array.elem),
        Type::Ptr(pointer) => is_reported_by_compiler(&pointer.elem),
        Type::Reference(reference) => {
            reference.lifetime.is_none() || is_reported_by_compiler(&reference.elem)
        }
        Type::Infer(_) | Type::ImplTrait(_) => true,
        Type::Slice(slice) => is_reported_by_compiler(&slice.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(is_reported_by_compiler),
        Type::Path(path) => arguments(path).any(is_reported_by_compiler),
        _ => false,
    }
}

/// The types between `<` and `>`, at any segment of the path.
pub(crate) fn arguments(path: &TypePath) -> impl Iterator<Item = &Type> {
    path.path.segments.iter().flat_map(|segment| {
        let arguments = match &segment.arguments {
            PathArguments::AngleBracketed(bracketed) => Some(&bracketed.args),
            _ => None,
        };
        arguments
            .into_iter()
            .flatten()
            .filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
    })
}

/// A type of unknown size, which no pool can hold.
pub(crate) fn is_unsized(ty: &Type) -> bool {
    match bare(ty) {
        Type::Slice(_) | Type::TraitObject(_) => true,
        Type::Path(path) => path.path.is_ident("str"),
        _ => false,
    }
}

/// What is in a `Box`, written so or with its path.
fn boxed(path: &TypePath) -> Option<&Type> {
    let segments = &path.path.segments;
    let is_of_std =
        || segments.len() == 3 && (segments[0].ident == "std" || segments[0].ident == "alloc");
    let (name, inside) = wrapper(path)?;
    (name == "Box" && (segments.len() == 1 || is_of_std())).then_some(inside)
}

/// What is in a wrapper of std that is reset in place.
fn around(path: &TypePath) -> Option<&Type> {
    let (name, inside) = wrapper(path)?;
    let is_one = matches!(
        name.as_str(),
        "Cell"
            | "Cursor"
            | "FairMutex"
            | "Mutex"
            | "ReentrantMutex"
            | "RefCell"
            | "Reverse"
            | "RwLock"
            | "Wrapping"
    );
    is_one.then_some(inside)
}

/// The name and the first argument of a type that has one. Most fields have none, and are
/// done with here: names are compared as strings, which takes a derive its time.
fn wrapper(path: &TypePath) -> Option<(String, &Type)> {
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(bracketed) = &last.arguments else {
        return None;
    };
    match bracketed.args.first() {
        Some(GenericArgument::Type(inside)) => Some((last.ident.to_string(), inside)),
        _ => None,
    }
}

/// The flags of a type that the macro `bitflags!` has written.
pub(crate) fn is_of_bitflags(ty: &Type) -> bool {
    let is_its_trait = |segment: &PathSegment| segment.ident == "PublicFlags";
    matches!(ty, Type::Path(path)
        if path.qself.is_some() && path.path.segments.iter().any(is_its_trait))
}

/// A `RecyclingVec` in the type whose elements are, or contain, values of the type `name` that it
/// is a field of.
pub(crate) fn recycling_vec_of<'a>(ty: &'a Type, name: &Ident) -> Option<&'a Type> {
    let parts = parts(ty);
    let is_recycling = || {
        matches!(ty, Type::Path(path)
            if wrapper(path).is_some_and(|(name, _)| name == "RecyclingVec"))
    };
    if parts.iter().any(|part| contains(part, name)) && is_recycling() {
        return Some(ty);
    }
    parts
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
    match bare(ty) {
        Type::Array(array) => vec![&*array.elem],
        Type::Tuple(tuple) => tuple.elems.iter().collect(),
        Type::Path(path) => match wrapper(path) {
            Some((name, inside)) if name == "Box" || name == "RecyclingVec" => vec![inside],
            Some(_) => around(path).into_iter().collect(),
            None => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn boxed_refusal<'a>(ty: &'a Type, boxed: &'a Type) -> Option<(&'a Type, String)> {
    match bare(boxed) {
        Type::TraitObject(_) => Some((ty, messages::boxed_trait_object(&typed(ty)))),
        _ if is_unsized(boxed) => Some((ty, messages::boxed_slice(&typed(ty), &typed(boxed)))),
        _ => refusal(boxed),
    }
}

/// The tokens as a user would type them, for a message.
pub(crate) fn typed(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for spaced in [
        "& ", " :: ", ":: ", " < ", " >", " ,", " ;", "( ", " )", "[ ", " ]",
    ] {
        text = text.replace(spaced, spaced.trim());
    }
    for call in ["fn (", "Fn (", "FnMut (", "FnOnce ("] {
        text = text.replace(call, &call.replace(' ', ""));
    }
    text
}
