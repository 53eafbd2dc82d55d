//! What is written for one field.
//!
//! The field's type is written once, in the constant: see `Slot` in the facade.

use std::collections::HashSet;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Token, Type};

use crate::model::{Data, Field, Input, Plan};
use crate::names::is_alone;

/// `self`, for generated code alone: an expression of the user's that has a `self` of its own,
/// or none, does not see it.
pub(crate) fn this() -> Ident {
    Ident::new("self", Span::mixed_site())
}

/// The facade's name with a call-site span, for paths whose other tokens have other spans. If the
/// crate is not found, all paths then have the identical error, and the compiler shows it once.
pub(crate) struct Facade;

impl ToTokens for Facade {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        quote!(qnpool).to_tokens(tokens);
    }
}

/// A limit that is not a literal: one that is no `usize` has its error in `limit`.
pub(crate) fn checked(limit: &Expr) -> TokenStream {
    if is_literal(limit) {
        return limit.to_token_stream();
    }
    // With the spans of the expression, from its first token to its last: two errors of one
    // kind at one place are shown once.
    let (first, last) = ends(limit);
    let check = quote_spanned!(first=> ::#Facade::__private::limit);
    let argument = quote_spanned!(last=> (#limit));
    quote!(#check #argument)
}

/// Such as `4096`, which is a `usize` by itself.
fn is_literal(expression: &Expr) -> bool {
    matches!(expression, Expr::Lit(_))
}

/// The `&mut` of a field. Written token by token: joining token streams is the most expensive step
/// of the unoptimized derive.
struct Borrow<'a> {
    field: &'a Field<'a>,
    /// A struct's field is reached through `self`, not through a binding: bindings would all stay
    /// alive and cost registers.
    in_struct: bool,
}

impl ToTokens for Borrow<'_> {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        if !self.in_struct {
            return self.field.binding().to_tokens(tokens);
        }
        <Token![&]>::default().to_tokens(tokens);
        <Token![mut]>::default().to_tokens(tokens);
        this().to_tokens(tokens);
        <Token![.]>::default().to_tokens(tokens);
        self.field.member.to_tokens(tokens);
    }
}

/// What the fields that reset reaches add to the implementation.
#[derive(Default)]
pub(crate) struct Written<'a> {
    in_struct: bool,
    /// The type has a limit for its fields.
    is_limited: bool,
    type_limit: TokenStream,
    names: HashSet<String>,
    /// Limits that are not literals. They go into one constant of the type: an error in a limit is
    /// reported once, and both the walk and the sum of bytes refer to it.
    limits: Vec<TokenStream>,
    /// Types whose constant says what the field retains; true if the field is alone (`names.rs`).
    types: Vec<(&'a Type, bool)>,
    /// The most bytes that each of the other fields retains.
    bytes: Vec<TokenStream>,
    /// Fields that the facade resets, in groups; `slots` are those with an option.
    borrows: Vec<Borrow<'a>>,
    slots: Vec<TokenStream>,
    statements: TokenStream,
}

impl<'a> Written<'a> {
    pub(crate) fn of(input: &'a Input<'a>) -> Self {
        let mut written = Self {
            in_struct: matches!(input.data, Data::Struct(_)),
            is_limited: input.attributes.is_limited(),
            // Not used in a type without a limit, unless a mistake in it has been reported.
            type_limit: quote!(1),
            ..Self::default()
        };
        if let Some(limit) = &input.attributes.max_capacity {
            written.type_limit = written.limit_in_elements(&limit.value);
        }
        for field in input.reset_fields() {
            written.add(field);
        }
        written
    }

    fn add(&mut self, field: &'a Field<'a>) {
        let (ty, in_struct) = (field.ty, self.in_struct);
        let borrow = Borrow { field, in_struct };
        let stated = |bytes: &Option<Expr>| {
            let by_type = || quote!(::qnpool::__private::dropped_bytes::<#ty>());
            bytes.as_ref().map_or_else(by_type, checked)
        };
        let (bytes, slot) = match &field.plan {
            Plan::Reset | Plan::Defaulted => {
                let is_alone = is_alone(ty, self.is_limited, &mut self.names);
                self.types.push((ty, is_alone));
                match field.zeroize {
                    Some(_) => self.add_slot(field, borrow.to_token_stream()),
                    None => self.borrows.push(borrow),
                }
                return;
            }
            Plan::MaxCapacity(limit) => {
                let limit = self.limit_in_elements(limit);
                (
                    quote!(<#ty as ::qnpool::__private::MaxCapacity>::SHRUNK.max_bytes(#limit)),
                    quote!((#borrow, #limit)),
                )
            }
            Plan::MaxBytes(bytes) => {
                let limit = self.limit_in_bytes(ty, bytes);
                (
                    quote!(#limit.retained_bytes),
                    quote!((#borrow, #limit.max_capacity)),
                )
            }
            Plan::Unbounded => {
                let limit = quote!(::qnpool::__private::UNBOUNDED);
                (
                    quote!(<#ty as ::qnpool::__private::Unbounded>::SHRUNK.max_bytes(#limit)),
                    quote!((#borrow, #limit)),
                )
            }
            Plan::Each(bytes) => {
                let elements = quote!(<#ty as ::qnpool::__private::Each>::RETAINED);
                let by_type = || quote!(::qnpool::__private::apart(#elements));
                let stated = |bytes| quote!(::qnpool::__private::stated(#elements, #bytes));
                let retained = bytes.as_ref().map(checked).map_or_else(by_type, stated);
                (retained, quote!(::qnpool::__private::EachSlot(#borrow)))
            }
            Plan::Default(bytes) => {
                let fresh = quote!(<#ty as ::qnpool::__private::Fresh>::by_default());
                return self.add_statement(stated(bytes), quote!(*#borrow = #fresh;));
            }
            Plan::Value(_, bytes) => {
                let value = value_name(field);
                return self.add_statement(stated(bytes), quote!(*#borrow = #value();));
            }
            Plan::With(path, bytes) => {
                let call = quote! {{
                    let __qnpool_with: fn(&mut #ty) = #path;
                    __qnpool_with(#borrow);
                }};
                return self.add_statement(stated(bytes), call);
            }
            Plan::Clear(option, bytes) => {
                let call = quote!(let _ = <#ty>::#option(#borrow););
                return self.add_statement(stated(bytes), call);
            }
            Plan::Keep(bytes) => return self.bytes.push(stated(bytes)),
            Plan::Rejected => return,
        };
        self.bytes.push(bytes);
        self.add_slot(field, slot);
    }

    fn add_slot(&mut self, field: &Field<'_>, slot: TokenStream) {
        self.slots.push(match field.zeroize {
            Some(_) => quote!(::qnpool::__private::WipedSlot(#slot)),
            None => slot,
        });
    }

    fn add_statement(&mut self, bytes: TokenStream, statement: TokenStream) {
        self.bytes.push(bytes);
        self.statements.extend(statement);
    }

    /// A limit in elements, and the expression for it.
    fn limit_in_elements(&mut self, limit: &Expr) -> TokenStream {
        if is_literal(limit) {
            return limit.to_token_stream();
        }
        let limit = checked(limit);
        let limit = self.add_limit(quote!(::qnpool::__private::FieldLimit::in_elements(#limit)));
        quote!(#limit.max_capacity)
    }

    /// A limit in bytes of a field of this type; the expression for a `FieldLimit`.
    fn limit_in_bytes(&mut self, ty: &Type, limit: &Expr) -> TokenStream {
        let span = limit.span().resolved_at(Span::call_site());
        let limit = checked(limit);
        // It is evaluated where the type is defined. In a block of its own, where the compiler
        // reports an overflow then; in an associated constant it has a lint for that as well.
        let arguments = quote!(<#ty as ::qnpool::__private::MaxBytes>::SHRUNK, const { #limit });
        self.add_limit(
            quote_spanned!(span=> ::#Facade::__private::FieldLimit::in_bytes(#arguments)),
        )
    }

    fn add_limit(&mut self, limit: TokenStream) -> TokenStream {
        let index = Literal::usize_unsuffixed(self.limits.len());
        self.limits.push(limit);
        quote!(::qnpool::__private::limit_of::<Self>(#index))
    }

    pub(crate) fn limits(&self) -> Option<TokenStream> {
        let limits = quote!(&'static [::qnpool::__private::FieldLimit]);
        let each = &self.limits;
        (!each.is_empty()).then(|| quote!(const __QNPOOL_LIMITS: #limits = &[#(#each),*];))
    }

    /// True if the facade resets one of them, or more.
    pub(crate) fn are_walked(&self) -> bool {
        !(self.borrows.is_empty() && self.slots.is_empty())
    }

    /// The most bytes that all of them retain.
    pub(crate) fn retained(&self) -> TokenStream {
        let (bytes, type_limit) = (&self.bytes, &self.type_limit);
        if !self.is_limited {
            let by_type = self.constants(&quote!(::qnpool::__private::Field > ::RETAINED,));
            return quote!(::qnpool::__private::retained([#by_type #(#bytes),*]));
        }
        let footprints = self.constants(&quote!(::qnpool::__FieldWithinLimit > ::SHRUNK,));
        let within = quote!(::qnpool::__private::retained_within([#footprints], #type_limit));
        if bytes.is_empty() {
            return within;
        }
        quote!(::qnpool::__private::retained([#within, #(#bytes),*]))
    }

    /// `<Vec<u8> as Trait>::CONSTANT,` for each type; `constant` is the part after `as`. A field
    /// that is not alone gets a call around it, which doubles its compile time.
    fn constants(&self, constant: &TokenStream) -> TokenStream {
        // Joined once, from streams that the compiler already holds: passing tokens to the
        // compiler is most of what the unoptimized derive does.
        let passed = |tokens| TokenStream::from_iter([tokens]);
        let (start, end) = (passed(quote!(<)), passed(quote!(as #constant)));
        let constant = |(ty, is_alone): &(&Type, bool)| match is_alone {
            true => vec![start.clone(), ty.to_token_stream(), end.clone()],
            false => vec![quote!(::qnpool::__private::apart(<#ty #end),)],
        };
        self.types.iter().flat_map(constant).collect()
    }

    /// The statements that reset the fields.
    pub(crate) fn resets(&self) -> TokenStream {
        let (borrows, slots) = (
            self.borrows.chunks(MOST_SLOTS),
            self.slots.chunks(MOST_SLOTS),
        );
        let (statements, type_limit) = (&self.statements, &self.type_limit);
        let group = quote!(::qnpool::__private::Slots);
        quote! {
            #(#group { all: (#(#borrows,)*) }.reset(#type_limit, __qnpool_walk);)*
            #(#group { all: (#(#slots,)*) }.reset_by_option(#type_limit, __qnpool_walk);)*
            #statements
        }
    }
}

/// As many as the facade has implementations for.
const MOST_SLOTS: usize = 12;

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
/// not the reset, and where a variant is created and then reset it is written once.
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

/// The pattern and the statements that wipe the fields marked `zeroize`.
pub(crate) fn wiped(fields: &[Field<'_>]) -> (TokenStream, TokenStream) {
    let is_marked =
        |field: &&Field<'_>| field.zeroize.is_some() && !matches!(field.plan, Plan::Rejected);
    let part = |field: &Field<'_>| {
        let (member, binding) = (&field.member, field.binding());
        quote!(#member: #binding,)
    };
    let statement = |field: &Field<'_>| {
        let (ty, binding) = (field.ty, field.binding());
        quote!(<#ty as ::qnpool::__private::Wipe>::wipe_field(#binding);)
    };
    let parts = fields.iter().filter(is_marked).map(part);
    let statements = fields.iter().filter(is_marked).map(statement);
    (quote!({ #(#parts)* .. }), quote!(#(#statements)*))
}

/// A field of a default variant that is created. A field that is refused gets no second
/// error here for a missing `Default`: see `Variant` in the facade.
pub(crate) fn fresh_field(field: &Field<'_>) -> TokenStream {
    let Field { member, ty, .. } = field;
    let rule = match &field.plan {
        Plan::Value(..) => {
            let value = value_name(field);
            return quote!(#member: #value());
        }
        Plan::Reset => "by_reset",
        Plan::Defaulted => "by_type_limit",
        Plan::MaxCapacity(_) | Plan::MaxBytes(_) | Plan::Unbounded => "by_limit",
        Plan::Each(_) => "by_elements",
        _ => return quote!(#member: <#ty as ::qnpool::__private::Fresh>::by_default()),
    };
    // With the spans of the type, from its first token to its last: the error for a missing
    // `Default` then points at the whole type.
    let (first, last) = ends(ty);
    let rule = Ident::new(rule, first);
    let function = quote_spanned!(first=> ::#Facade::__private::Variant::<#ty>::NEW.#rule);
    let end = quote_spanned!(last=> ());
    quote!(#member: ::qnpool::__private::FreshInVariant::by_default(#function #end))
}

fn ends(tokens: &impl ToTokens) -> (Span, Span) {
    let spans: Vec<_> = tokens
        .to_token_stream()
        .into_iter()
        .map(|it| it.span())
        .collect();
    let at = |span: Option<&Span>| span.copied().unwrap_or_else(Span::call_site);
    (at(spans.first()), at(spans.last()))
}
