//! What is written for one field.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Member, Token};

use crate::model::{Field, Plan, Stated};

/// `type_limit` is what a field without a limit of its own follows.
pub(crate) fn reset_field(
    field: &Field<'_>,
    reached: &Reached<'_>,
    type_limit: &Limit<'_>,
) -> TokenStream {
    let ty = field.ty;
    if field.is_grouped {
        return TokenStream::new();
    }
    let (place, borrow) = (Place(reached), Borrow(reached));
    let by = resetter(field);
    match &field.plan {
        Plan::Reset => quote!(<#ty as __qnpool::PoolField>::reset(#borrow, #by);),
        Plan::Defaulted => {
            quote!(<#ty as __qnpool::DefaultedField>::reset_within(#borrow, #type_limit, #by);)
        }
        Plan::MaxCapacity(limit) => {
            let limit = Limit::of(limit).where_code_runs();
            quote!(<#ty as __qnpool::GrowField>::reset_within(#borrow, #limit, #by);)
        }
        Plan::MaxBytes(bytes) => {
            let footprint = footprint(field);
            let bytes = Limit::of(bytes);
            quote! {
                <#ty as __qnpool::GrowBytesField>::reset_within(
                    #borrow,
                    const { #footprint.max_capacity(#bytes) },
                    #by,
                );
            }
        }
        Plan::Unbounded => {
            quote! {
                <#ty as __qnpool::UnboundedField>::reset_within(
                    #borrow,
                    __qnpool::UNBOUNDED,
                    #by,
                );
            }
        }
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

/// Nobody looks how full a field is that has been wiped.
fn resetter(field: &Field<'_>) -> TokenStream {
    if field.zeroize.is_some() {
        quote!(__qnpool::Resetter::at_limit(__qnpool_by))
    } else {
        quote!(__qnpool_by)
    }
}

/// How the generated code gets at a field.
///
/// This and `Limit` write themselves into the tokens around them: an intermediate
/// `TokenStream` for each took the derive a third longer.
pub(crate) enum Reached<'a> {
    OfStruct(&'a Member),
    OfVariant(Ident),
}

struct Place<'a>(&'a Reached<'a>);

impl ToTokens for Place<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self.0 {
            Reached::OfStruct(member) => {
                <Token![self]>::default().to_tokens(tokens);
                <Token![.]>::default().to_tokens(tokens);
                member.to_tokens(tokens);
            }
            Reached::OfVariant(binding) => {
                <Token![*]>::default().to_tokens(tokens);
                binding.to_tokens(tokens);
            }
        }
    }
}

struct Borrow<'a>(&'a Reached<'a>);

impl ToTokens for Borrow<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self.0 {
            Reached::OfStruct(_) => {
                <Token![&]>::default().to_tokens(tokens);
                <Token![mut]>::default().to_tokens(tokens);
                Place(self.0).to_tokens(tokens);
            }
            Reached::OfVariant(binding) => binding.to_tokens(tokens),
        }
    }
}

/// A limit as the user wrote it, asked for its type where that is not plain.
pub(crate) struct Limit<'a> {
    /// None where it was wrong and has been reported: the program does not compile
    /// anyway, and anything will do.
    expression: Option<&'a Expr>,
    /// Where code runs: computed while the crate compiles all the same.
    runs: bool,
}

impl<'a> Limit<'a> {
    pub(crate) const fn of_type(expression: Option<&'a Expr>) -> Self {
        Self {
            expression,
            runs: false,
        }
    }

    const fn of(expression: &'a Expr) -> Self {
        Self::of_type(Some(expression))
    }

    /// Something may be wrong with it that only the compiler can tell.
    pub(crate) fn is_computed(&self) -> bool {
        self.expression.is_some_and(|it| !is_literal(it))
    }

    pub(crate) const fn where_code_runs(self) -> Self {
        Self { runs: true, ..self }
    }
}

impl ToTokens for Limit<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let Some(expression) = self.expression else {
            tokens.extend(quote!(1));
            return;
        };
        if is_literal(expression) {
            expression.to_tokens(tokens);
        } else if self.runs {
            tokens.extend(quote!(const { __qnpool::limit(#expression) }));
        } else {
            tokens.extend(quote!(__qnpool::limit(#expression)));
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

/// Such as `4096`, which is a `usize` by itself.
fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::Lit(_) => true,
        Expr::Group(group) => is_literal(&group.expr),
        _ => false,
    }
}

fn footprint(field: &Field<'_>) -> TokenStream {
    let ty = field.ty;
    quote!(<#ty as __qnpool::GrowBytesField>::FOOTPRINT)
}

fn capacity_within(field: &Field<'_>, bytes: &Expr) -> TokenStream {
    let footprint = footprint(field);
    let span = bytes.span().resolved_at(Span::call_site());
    let bytes = Limit::of(bytes);
    quote_spanned!(span=> __qnpool::capacity_within(#footprint, #bytes))
}

pub(crate) fn retained_by(field: &Field<'_>) -> Option<TokenStream> {
    if field.is_grouped {
        return None;
    }
    let ty = field.ty;
    let stated = |stated: &Stated| {
        let unknown = || quote!(__qnpool::dropped_bytes::<#ty>());
        let known = |bytes: &Expr| Limit::of(bytes).to_token_stream();
        stated.as_ref().map_or_else(unknown, known)
    };
    Some(match &field.plan {
        Plan::Reset => quote!(<#ty as __qnpool::PoolField>::MAX_RETAINED_BYTES),
        Plan::MaxCapacity(limit) => {
            let limit = Limit::of(limit);
            quote!(<#ty as __qnpool::GrowField>::FOOTPRINT.max_bytes(#limit))
        }
        Plan::MaxBytes(bytes) => {
            let footprint = footprint(field);
            let capacity = capacity_within(field, bytes);
            quote!(#footprint.max_bytes(#capacity))
        }
        Plan::Unbounded => {
            quote!(<#ty as __qnpool::UnboundedField>::FOOTPRINT.max_bytes(__qnpool::UNBOUNDED))
        }
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
