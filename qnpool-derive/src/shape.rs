//! Types that are refused by how they are written: references, function pointers
//! and bare trait objects. The compiler refuses them by type as well; here they
//! get words of their own. Everything else is judged by type alone.

use quote::ToTokens;
use syn::Type;

use crate::messages;

/// The part of the type that cannot be reset, and why.
pub(crate) fn refusal(ty: &Type) -> Option<(&Type, String)> {
    match ty {
        Type::Reference(_) => Some((ty, messages::reference(&typed(ty)))),
        Type::FnPtr(_) => Some((ty, messages::function_pointer(&typed(ty)))),
        Type::TraitObject(_) => Some((ty, messages::trait_object(&typed(ty)))),
        Type::Array(array) => refusal(&array.elem),
        Type::Group(group) => refusal(&group.elem),
        Type::Paren(paren) => refusal(&paren.elem),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(refusal),
        _ => None,
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
