//! What is written for one field.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned;

use crate::model::{Field, Plan, Stated};

/// `type_limit` is what a field without a limit of its own follows.
pub(crate) fn reset_field(
    field: &Field<'_>,
    reached: &Reached,
    type_limit: Option<&TokenStream>,
) -> TokenStream {
    let ty = field.ty;
    let Reached { place, borrow } = reached;
    let limited = |field_trait: TokenStream, limit: TokenStream| quote!(<#ty as __qnpool::#field_trait>::reset_within(#borrow, #limit););
    match &field.plan {
        Plan::Reset => quote!(<#ty as __qnpool::PoolField>::reset(#borrow);),
        Plan::Defaulted => limited(quote!(DefaultedField), quote!(#type_limit)),
        Plan::MaxCapacity(limit) => limited(quote!(GrowField), constant_limit(limit)),
        Plan::MaxBytes(bytes) => limited(quote!(GrowBytesField), {
            let footprint = footprint(field);
            let bytes = checked_limit(bytes);
            quote!(const { #footprint.max_capacity(#bytes) })
        }),
        Plan::Unbounded => limited(quote!(UnboundedField), quote!(__qnpool::UNBOUNDED)),
        Plan::Default(_) => {
            quote!(#place = <#ty as __qnpool::FreshField>::fresh();)
        }
        Plan::Value(..) => {
            let called = value_call(field);
            quote!(#place = #called;)
        }
        Plan::With(path, _) => quote! {{
            let __qnpool_with: fn(&mut #ty) = #path;
            __qnpool_with(#borrow);
        }},
        Plan::Keep(_) | Plan::Rejected => TokenStream::new(),
    }
}

/// How the generated code gets at a field.
pub(crate) struct Reached {
    place: TokenStream,
    borrow: TokenStream,
}

impl Reached {
    pub(crate) fn of_struct(field: &Field<'_>) -> Self {
        let member = &field.member;
        Self {
            place: quote!(self.#member),
            borrow: quote!(&mut self.#member),
        }
    }

    pub(crate) fn of_variant(field: &Field<'_>) -> Self {
        let binding = field.binding();
        Self {
            place: quote!(*#binding),
            borrow: quote!(#binding),
        }
    }
}

/// Names every field; those that are left alone are bound to nothing.
pub(crate) fn pattern(fields: &[Field<'_>]) -> TokenStream {
    let part = |field: &Field<'_>| {
        let (member, binding) = (&field.member, field.binding());
        match field.plan {
            Plan::Keep(_) | Plan::Rejected => quote!(#member: _),
            _ => quote!(#member: #binding),
        }
    };
    let parts = fields.iter().map(part);
    quote!({ #(#parts),* })
}

/// Holds the expression of a `value` field: a `return` in it leaves the expression and
/// not the reset, and where a variant is made anew and then reset it is written once.
pub(crate) fn value_function(field: &Field<'_>) -> Option<TokenStream> {
    let Plan::Value(value, _) = &field.plan else {
        return None;
    };
    let name = value_name(field);
    let ty = field.ty;
    Some(quote!(let #name = || -> #ty { #value };))
}

fn value_name(field: &Field<'_>) -> Ident {
    format_ident!("{}_value", field.binding())
}

fn value_call(field: &Field<'_>) -> TokenStream {
    let name = value_name(field);
    quote!(#name())
}

fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Group(group) => is_literal(&group.expr),
        _ => false,
    }
}

/// A literal is a `usize` by itself; of any other expression the facade asks it.
pub(crate) fn checked_limit(limit: &Expr) -> TokenStream {
    if is_literal(limit) {
        quote!(#limit)
    } else {
        quote!(__qnpool::limit(#limit))
    }
}

/// A limit where code runs; computed while the crate compiles all the same.
pub(crate) fn constant_limit(limit: &Expr) -> TokenStream {
    let computed = checked_limit(limit);
    if is_literal(limit) {
        computed
    } else {
        quote!(const { #computed })
    }
}

fn footprint(field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    quote!(<#ty as __qnpool::GrowBytesField>::FOOTPRINT)
}

fn capacity_within(field: &Field<'_>, bytes: &Expr) -> TokenStream {
    let footprint = footprint(field);
    let span = bytes.span().resolved_at(Span::call_site());
    let bytes = checked_limit(bytes);
    quote_spanned!(span=> __qnpool::capacity_within(#footprint, #bytes))
}

pub(crate) fn retained_by(field: &Field<'_>) -> Option<TokenStream> {
    let ty = field.ty;
    let limited = |field_trait: TokenStream, limit: TokenStream| quote!(<#ty as __qnpool::#field_trait>::FOOTPRINT.max_bytes(#limit));
    let stated = |stated: &Stated| {
        let unknown = || quote!(__qnpool::dropped_bytes::<#ty>());
        stated.as_ref().map_or_else(unknown, checked_limit)
    };
    Some(match &field.plan {
        Plan::Reset => quote!(<#ty as __qnpool::PoolField>::MAX_RETAINED_BYTES),
        Plan::MaxCapacity(limit) => limited(quote!(GrowField), checked_limit(limit)),
        Plan::MaxBytes(bytes) => limited(quote!(GrowBytesField), capacity_within(field, bytes)),
        Plan::Unbounded => limited(quote!(UnboundedField), quote!(__qnpool::UNBOUNDED)),
        Plan::Keep(bytes) | Plan::Default(bytes) | Plan::Value(_, bytes) | Plan::With(_, bytes) => {
            stated(bytes)
        }
        Plan::Defaulted | Plan::Rejected => return None,
    })
}

pub(crate) fn wiped(fields: &[Field<'_>]) -> (TokenStream, TokenStream) {
    let is_marked =
        |field: &&Field<'_>| field.zeroize.is_some() && !matches!(field.plan, Plan::Rejected);
    let part = |field: &Field<'_>| {
        let (member, binding) = (&field.member, field.binding());
        quote!(#member: #binding,)
    };
    let statement = |field: &Field<'_>| {
        let (ty, binding) = (field.ty, field.binding());
        quote!(<#ty as __qnpool::ZeroizeField>::zeroize(#binding);)
    };
    let parts = fields.iter().filter(is_marked).map(part);
    let statements = fields.iter().filter(is_marked).map(statement);
    (quote!({ #(#parts)* .. }), quote!(#(#statements)*))
}

pub(crate) fn fresh_field(field: &Field<'_>) -> TokenStream {
    let Field { member, ty, .. } = field;
    if let Plan::Value(..) = &field.plan {
        let value = value_call(field);
        quote!(#member: #value)
    } else {
        quote!(#member: <#ty as __qnpool::FreshField>::fresh())
    }
}
