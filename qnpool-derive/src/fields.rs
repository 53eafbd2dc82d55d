//! What is written for one field.
//!
//! The field's type is written once, in the constant: see `Slot` in the facade.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Type};

use crate::model::{Field, Plan};

/// `self`, for generated code alone: an expression of the user's that has a `self` of its own,
/// or none, does not see it.
pub(crate) fn this() -> Ident {
    Ident::new("self", Span::mixed_site())
}

/// The limits of a type that are not literals. They are written into a constant of the type's,
/// once: an error in one shows once, and the walk and the sum of bytes both refer to it.
#[derive(Default)]
pub(crate) struct Limits {
    computed: Vec<TokenStream>,
}

impl Limits {
    /// A limit in elements, and the expression for it.
    pub(crate) fn in_elements(&mut self, limit: &Expr) -> TokenStream {
        if is_literal(limit) {
            return limit.to_token_stream();
        }
        let limit = checked(limit);
        let limit = self.add(quote!(__qnpool::FieldLimit::in_elements(#limit)));
        quote!(#limit.max_capacity)
    }

    /// A limit in bytes of a field of this type; the expression for a `FieldLimit`.
    fn in_bytes(&mut self, ty: &Type, limit: &Expr) -> TokenStream {
        let span = limit.span().resolved_at(Span::call_site());
        let limit = checked(limit);
        // It is evaluated where the type is defined. In a block of its own, where the compiler
        // reports an overflow then; in an associated constant it has a lint for that as well.
        let arguments = quote!(<#ty as __qnpool::MaxBytes>::SHRUNK, const { #limit });
        self.add(quote_spanned!(span=> __qnpool::FieldLimit::in_bytes(#arguments)))
    }

    fn add(&mut self, limit: TokenStream) -> TokenStream {
        let index = Literal::usize_unsuffixed(self.computed.len());
        self.computed.push(limit);
        quote!(__qnpool::limit_of::<Self>(#index))
    }

    pub(crate) fn constant(&self) -> Option<TokenStream> {
        let computed = &self.computed;
        (!computed.is_empty()).then(|| {
            quote! {
                const __QNPOOL_LIMITS: &'static [__qnpool::FieldLimit] = &[#(#computed),*];
            }
        })
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
    let check = quote_spanned!(first=> __qnpool::limit);
    let argument = quote_spanned!(last=> (#limit));
    quote!(#check #argument)
}

/// Such as `4096`, which is a `usize` by itself.
fn is_literal(expression: &Expr) -> bool {
    matches!(expression, Expr::Lit(_))
}

/// What one field adds to the implementation.
pub(crate) struct Parts {
    /// The most bytes that it retains; with its type.
    pub(crate) retained: TokenStream,
    pub(crate) reset: Reset,
}

/// How a field is reset.
pub(crate) enum Reset {
    /// By the facade, in a group with others.
    Slot(TokenStream),
    Statement(TokenStream),
    Nothing,
}

/// `place` is the field, and `borrow` its `&mut`; `type_limit` is what a field without a limit
/// of its own follows.
pub(crate) fn parts(
    field: &Field<'_>,
    place: &TokenStream,
    borrow: TokenStream,
    type_limit: &TokenStream,
    limits: &mut Limits,
) -> Option<Parts> {
    let ty = field.ty;
    let slot = |slot: TokenStream| {
        Reset::Slot(if field.zeroize.is_some() {
            quote!(__qnpool::WipedSlot(#slot))
        } else {
            slot
        })
    };
    let stated = |bytes: &Option<Expr>| {
        let by_type = || quote!(__qnpool::dropped_bytes::<#ty>());
        bytes.as_ref().map_or_else(by_type, checked)
    };
    let (retained, reset) = match &field.plan {
        Plan::Reset => (
            quote!(__qnpool::retained_by(<#ty as __qnpool::Field>::RETAINED)),
            slot(borrow),
        ),
        Plan::Defaulted => (
            quote!(<#ty as __qnpool::FieldWithinLimit>::SHRUNK.max_bytes(#type_limit)),
            slot(borrow),
        ),
        Plan::MaxCapacity(limit) => {
            let limit = limits.in_elements(limit);
            (
                quote!(<#ty as __qnpool::MaxCapacity>::SHRUNK.max_bytes(#limit)),
                slot(quote!((#borrow, #limit))),
            )
        }
        Plan::MaxBytes(bytes) => {
            let limit = limits.in_bytes(ty, bytes);
            (
                quote!(#limit.retained_bytes),
                slot(quote!((#borrow, #limit.max_capacity))),
            )
        }
        Plan::Unbounded => {
            let limit = quote!(__qnpool::UNBOUNDED);
            (
                quote!(<#ty as __qnpool::Unbounded>::SHRUNK.max_bytes(#limit)),
                slot(quote!((#borrow, #limit))),
            )
        }
        Plan::Each(bytes) => {
            let elements = quote!(<#ty as __qnpool::Each>::RETAINED);
            let retained = if let Some(bytes) = bytes {
                let bytes = checked(bytes);
                quote!(__qnpool::stated(#elements, #bytes))
            } else {
                quote!(__qnpool::retained_by(#elements))
            };
            (retained, slot(quote!(__qnpool::EachSlot(#borrow))))
        }
        Plan::Default(bytes) => (
            stated(bytes),
            Reset::Statement(quote!(#place = <#ty as __qnpool::Fresh>::by_default();)),
        ),
        Plan::Value(_, bytes) => {
            let value = value_name(field);
            (stated(bytes), Reset::Statement(quote!(#place = #value();)))
        }
        Plan::With(path, bytes) => (
            stated(bytes),
            Reset::Statement(quote! {{
                let __qnpool_with: fn(&mut #ty) = #path;
                __qnpool_with(#borrow);
            }}),
        ),
        Plan::Clear(option, bytes) => (
            stated(bytes),
            Reset::Statement(quote!(let _ = <#ty>::#option(#borrow);)),
        ),
        Plan::Keep(bytes) => (stated(bytes), Reset::Nothing),
        Plan::Rejected => return None,
    };
    Some(Parts { retained, reset })
}

/// As many slots as the facade has implementations for.
const MOST_SLOTS: usize = 12;

/// The statements that reset the fields.
pub(crate) fn resets(parts: &[Parts], type_limit: &TokenStream) -> TokenStream {
    let mut slots = Vec::new();
    let mut statements = TokenStream::new();
    for part in parts {
        match &part.reset {
            Reset::Slot(slot) => slots.push(slot),
            Reset::Statement(statement) => statements.extend(statement.clone()),
            Reset::Nothing => {}
        }
    }
    let groups = slots.chunks(MOST_SLOTS);
    quote! {
        #(__qnpool::Slots((#(#groups,)*)).reset(#type_limit, __qnpool_walk);)*
        #statements
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
        quote!(<#ty as __qnpool::Wipe>::wipe_field(#binding);)
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
        _ => return quote!(#member: <#ty as __qnpool::Fresh>::by_default()),
    };
    // With the spans of the type, from its first token to its last: the error for a missing
    // `Default` then points at the whole type.
    let (first, last) = ends(ty);
    let rule = Ident::new(rule, first);
    let function = quote_spanned!(first=> __qnpool::Variant::<#ty>::#rule);
    let end = quote_spanned!(last=> ());
    quote!(#member: __qnpool::FreshInVariant::by_default(#function #end))
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
