//! Fields whose types bear std's names, such as `u64` or `Vec<u8>`, written in
//! groups: one path and one call for twelve fields instead of one of each for every
//! field, which is what the compiler's time goes into.
//!
//! As everywhere, the type decides what a field is. The name decides only that no
//! complaint is expected: a type of the user's own with such a name is judged as
//! itself, and where it is refused the error names it but points at the derive.

use proc_macro2::{Delimiter, Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::Member;

use crate::fields::Limit;
use crate::model::{Field, Plan};
use crate::tokens::{Code, parts};

/// As many as the facade has implementations for.
pub(crate) const MOST_FIELDS: usize = 12;

/// Whether nothing is expected to be wrong with a field of this type, with a limit on
/// its capacity or without.
pub(crate) fn is_plain(ty: &[TokenTree], limited: bool) -> bool {
    match ty {
        [TokenTree::Ident(name)] => {
            let name = name.to_string();
            is_scalar(&name) || limited && name == "String"
        }
        [
            TokenTree::Ident(name),
            TokenTree::Punct(open),
            inside @ ..,
            TokenTree::Punct(close),
        ] => {
            let is_list = open.as_char() == '<' && close.as_char() == '>';
            let name = name.to_string();
            is_list && (is_emptied(&name) || limited && is_limited(&name)) && is_filled(inside)
        }
        [TokenTree::Group(group)] => is_plain_group(group),
        _ => false,
    }
}

fn is_scalar(name: &str) -> bool {
    matches!(
        name,
        "u8" | "u16"
            | "u32"
            | "u64"
            | "u128"
            | "usize"
            | "i8"
            | "i16"
            | "i32"
            | "i64"
            | "i128"
            | "isize"
            | "f32"
            | "f64"
            | "bool"
            | "char"
    )
}

/// These can be reset whatever is in them.
fn is_emptied(name: &str) -> bool {
    matches!(
        name,
        "Option" | "PhantomData" | "BTreeMap" | "BTreeSet" | "LinkedList"
    )
}

/// These can be limited whatever is in them.
fn is_limited(name: &str) -> bool {
    matches!(name, "Vec" | "VecDeque" | "BinaryHeap")
}

/// A tuple or an array of what is plain without a limit.
fn is_plain_group(group: &Group) -> bool {
    let tokens: Vec<_> = group.stream().into_iter().collect();
    match group.delimiter() {
        Delimiter::Parenthesis => {
            let mut parts = parts(&tokens);
            parts
                .by_ref()
                .take(MOST_FIELDS)
                .all(|part| is_plain(part, false))
                && parts.next().is_none()
        }
        Delimiter::Bracket => semicolon(&tokens).is_some_and(|end| is_plain(&tokens[..end], false)),
        _ => false,
    }
}

/// With nothing inside that would be refused anywhere: a type without a size.
fn is_filled(inside: &[TokenTree]) -> bool {
    parts(inside).all(|part| match part {
        [TokenTree::Ident(word), ..] => word != "str" && word != "dyn",
        [TokenTree::Group(group)] if group.delimiter() == Delimiter::Bracket => {
            let tokens: Vec<_> = group.stream().into_iter().collect();
            semicolon(&tokens).is_some()
        }
        _ => true,
    })
}

fn semicolon(tokens: &[TokenTree]) -> Option<usize> {
    let is_it = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ';');
    tokens.iter().position(is_it)
}

/// What the groups of one kind add to the constant.
pub(crate) fn retained(fields: &[Field<'_>], limit: &Limit<'_>) -> Vec<TokenStream> {
    let within = |group: &[&Field<'_>]| {
        let types = Types(group);
        quote! {
            __qnpool::retained_within(<#types as __qnpool::DefaultedFields>::FOOTPRINTS, #limit)
        }
    };
    let fixed = |group: &[&Field<'_>]| {
        let types = Types(group);
        quote!(<#types as __qnpool::PoolFields>::MAX_RETAINED_BYTES)
    };
    let limited = plain(fields, true);
    let unlimited = plain(fields, false);
    let limited = limited.chunks(MOST_FIELDS).map(within);
    limited
        .chain(unlimited.chunks(MOST_FIELDS).map(fixed))
        .collect()
}

/// The statements that reset them.
pub(crate) fn reset(fields: &[Field<'_>], limit: &Limit<'_>) -> TokenStream {
    let mut statements = TokenStream::new();
    for group in plain(fields, true).chunks(MOST_FIELDS) {
        let borrows = Borrows(group);
        statements.extend(
            quote!(__qnpool::DefaultedFields::reset_within(#borrows, #limit, __qnpool_by);),
        );
    }
    for group in plain(fields, false).chunks(MOST_FIELDS) {
        let borrows = Borrows(group);
        statements.extend(quote!(__qnpool::PoolFields::reset(#borrows, __qnpool_by);));
    }
    statements
}

fn plain<'a>(fields: &'a [Field<'a>], limited: bool) -> Vec<&'a Field<'a>> {
    let of_kind =
        |field: &&Field<'_>| field.is_grouped && matches!(field.plan, Plan::Defaulted) == limited;
    fields.iter().filter(of_kind).collect()
}

struct Types<'a>(&'a [&'a Field<'a>]);

impl ToTokens for Types<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let types = self.0.iter().map(|field| field.ty);
        tokens.extend(quote!((#(#types,)*)));
    }
}

struct Borrows<'a>(&'a [&'a Field<'a>]);

impl ToTokens for Borrows<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mut code = Code::new();
        code.borrows(self.0.iter().map(|field| match &field.member {
            Member::Named(name) => name.clone().into(),
            Member::Unnamed(index) => Literal::u32_unsuffixed(index.index).into(),
        }));
        tokens.extend(code.finish());
    }
}
