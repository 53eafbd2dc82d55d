//! Fields whose types bear std's names, such as `u64` or `Vec<u8>`, written in
//! groups: one path and one call for twelve fields instead of one of each for every
//! field, which is what the compiler's time goes into.
//!
//! As everywhere, the type decides what a field is. The name decides only that no
//! complaint is expected: a type of the user's own with such a name is judged as
//! itself, and where it is refused the compiler says so at less length.

use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, TokenStreamExt, quote};
use syn::{GenericArgument, Member, PathArguments, Type, TypePath};

use crate::fields::Limit;
use crate::model::{Field, Plan};
use crate::shape;

/// As many as the facade has implementations for.
const MOST_FIELDS: usize = 12;

/// Whether nothing is expected to be wrong with a field of this type and plan.
pub(crate) fn is_plain(ty: &Type, plan: &Plan) -> bool {
    match plan {
        Plan::Reset => is_reset(ty),
        Plan::Defaulted => is_reset(ty) || is_limited(ty),
        _ => false,
    }
}

fn is_reset(ty: &Type) -> bool {
    match ty {
        Type::Path(path) => match name(path).as_deref() {
            Some(
                "u8" | "u16" | "u32" | "u64" | "u128" | "usize" | "i8" | "i16" | "i32" | "i64"
                | "i128" | "isize" | "f32" | "f64" | "bool" | "char",
            ) => true,
            Some("Option" | "PhantomData" | "BTreeMap" | "BTreeSet" | "LinkedList") => {
                is_filled(path)
            }
            _ => false,
        },
        Type::Array(array) => is_reset(&array.elem),
        Type::Tuple(tuple) => tuple.elems.len() <= MOST_FIELDS && tuple.elems.iter().all(is_reset),
        _ => false,
    }
}

fn is_limited(ty: &Type) -> bool {
    let Type::Path(path) = ty else {
        return false;
    };
    match name(path).as_deref() {
        Some("String") => true,
        Some("Vec" | "VecDeque" | "BinaryHeap") => is_filled(path),
        _ => false,
    }
}

/// The name that stands alone: with a path before it nobody knows whose it is.
fn name(path: &TypePath) -> Option<String> {
    let segments = &path.path.segments;
    let alone = path.qself.is_none() && segments.len() == 1;
    alone.then(|| segments[0].ident.to_string())
}

/// With nothing inside that would be refused anywhere.
fn is_filled(path: &TypePath) -> bool {
    let PathArguments::AngleBracketed(bracketed) = &path.path.segments[0].arguments else {
        return false;
    };
    bracketed.args.iter().all(|argument| match argument {
        GenericArgument::Type(ty) => !shape::is_unsized(ty),
        _ => false,
    })
}

/// What the groups of one kind add to the constant.
pub(crate) fn retained(
    fields: &[Field<'_>],
    limit: &Limit<'_>,
    facade: &TokenStream,
) -> Vec<TokenStream> {
    let within = |group: &[&Field<'_>]| {
        let types = Types(group);
        quote! {
            #facade::retained_within(<#types as #facade::DefaultedFields>::FOOTPRINTS, #limit)
        }
    };
    let fixed = |group: &[&Field<'_>]| {
        let types = Types(group);
        quote!(<#types as #facade::PoolFields>::MAX_RETAINED_BYTES)
    };
    let limited = plain(fields, true);
    let unlimited = plain(fields, false);
    let limited = limited.chunks(MOST_FIELDS).map(within);
    limited
        .chain(unlimited.chunks(MOST_FIELDS).map(fixed))
        .collect()
}

/// The statements that reset them.
pub(crate) fn reset(fields: &[Field<'_>], limit: &Limit<'_>, facade: &TokenStream) -> TokenStream {
    let mut statements = TokenStream::new();
    for group in plain(fields, true).chunks(MOST_FIELDS) {
        let borrows = Borrows(group);
        statements.extend(quote!(#facade::DefaultedFields::reset_within(#borrows, #limit);));
    }
    for group in plain(fields, false).chunks(MOST_FIELDS) {
        let borrows = Borrows(group);
        statements.extend(quote!(#facade::PoolFields::reset(#borrows);));
    }
    statements
}

fn plain<'a>(fields: &'a [Field<'a>], limited: bool) -> Vec<&'a Field<'a>> {
    let of_kind =
        |field: &&Field<'_>| field.is_grouped && matches!(field.plan, Plan::Defaulted) == limited;
    fields.iter().filter(of_kind).collect()
}

/// Both are written token by token: with `quote!` they took several times as long,
/// since a user's build does not optimise a derive.
struct Types<'a>(&'a [&'a Field<'a>]);

impl ToTokens for Types<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let mut types = TokenStream::new();
        for field in self.0 {
            field.ty.to_tokens(&mut types);
            types.append(Punct::new(',', Spacing::Alone));
        }
        tokens.append(Group::new(Delimiter::Parenthesis, types));
    }
}

struct Borrows<'a>(&'a [&'a Field<'a>]);

impl ToTokens for Borrows<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let site = Span::call_site();
        let [and, dot, comma] = ['&', '.', ','].map(|it| Punct::new(it, Spacing::Alone));
        let [mutable, this] = ["mut", "self"].map(|it| Ident::new(it, site));
        let mut borrows = Vec::with_capacity(6 * self.0.len());
        for field in self.0 {
            let member = match &field.member {
                Member::Named(name) => name.clone().into(),
                Member::Unnamed(index) => Literal::u32_unsuffixed(index.index).into(),
            };
            borrows.extend([
                TokenTree::from(and.clone()),
                mutable.clone().into(),
                this.clone().into(),
                dot.clone().into(),
                member,
                comma.clone().into(),
            ]);
        }
        let borrows = borrows.into_iter().collect();
        tokens.append(Group::new(Delimiter::Parenthesis, borrows));
    }
}
