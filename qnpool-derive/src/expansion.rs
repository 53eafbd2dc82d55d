//! The generated code: safe, without a name of the user's in scope, and with
//! every field named, so that a new one cannot be forgotten.
//!
//! A field's type is written with the user's own tokens, once in the constant and
//! once in `reset`, as `<Type as Trait>::ITEM`: an error then points at the whole
//! type, and the compiler prints the same error once.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Generics, Ident, Path, parse_quote};

use crate::bounds;
use crate::model::{Data, Field, Input, Plan, Stated, Variant};

pub(crate) fn expand(input: &Input<'_>) -> TokenStream {
    if input.is_unsized() {
        return TokenStream::new();
    }
    let facade = input
        .attributes
        .crate_path
        .clone()
        .unwrap_or_else(|| parse_quote!(::qnpool));
    let code = Code {
        input,
        facade: &facade,
    };
    code.implementation()
}

struct Code<'a> {
    input: &'a Input<'a>,
    facade: &'a Path,
}

impl Code<'_> {
    fn implementation(&self) -> TokenStream {
        let facade = self.facade;
        // At the call site, or the mention of a deprecated type would warn.
        let name = &self.input.original.ident;
        let name = Ident::new(
            &name.to_string(),
            name.span().resolved_at(Span::call_site()),
        );
        let generics = self.generics();
        let (impl_generics, _, _) = generics.split_for_impl();
        let (_, type_generics, _) = self.input.original.generics.split_for_impl();
        let where_clause = &generics.where_clause;
        let retained = self.max_retained_bytes();
        let wipe = self.wipe();
        let reset = self.reset();
        let should_discard = self.should_discard();
        let definition_check = self.definition_check(&name);
        let global = self.global(&name);
        let allow = self.allow_deprecated();
        quote! {
            #allow
            #[automatically_derived]
            impl #impl_generics #facade::Poolable for #name #type_generics #where_clause {
                const MAX_RETAINED_BYTES: ::core::primitive::usize = #retained;

                #[inline]
                fn reset(&mut self) {
                    #wipe
                    #reset
                }

                #should_discard
            }
            #definition_check
            #global
        }
    }

    /// A pool of the type's own, in a static that only the trait's method can name.
    fn global(&self, name: &Ident) -> Option<TokenStream> {
        let global = self.input.attributes.global.as_ref()?;
        if !self.input.original.generics.params.is_empty() {
            return None;
        }
        let facade = self.facade;
        let span = global.word.span().resolved_at(Span::call_site());
        let max_idle = global
            .value
            .max_idle
            .as_ref()
            .map(|limit| quote!(.max_idle(#limit)));
        let pool_name = global.value.name.as_ref().map(|name| quote!(.name(#name)));
        // Said at the word, since it is the word that asks for `Default` and `Send`.
        let name_at_word = Ident::new(&name.to_string(), span);
        let at_word = respanned(facade.to_token_stream(), span);
        let fresh =
            quote_spanned!(span=> <#name_at_word as #at_word::__private::FreshField>::fresh);
        let pool_type = quote_spanned!(span=> #at_word::Pool<#name_at_word>);
        Some(quote! {
            #[automatically_derived]
            impl #facade::Pooled for #name {
                fn pool() -> &'static #facade::Pool<Self> {
                    static POOL: #pool_type =
                        #facade::Pool::<#name>::builder() #pool_name #max_idle .create(#fresh);
                    &POOL
                }
            }
        })
    }

    fn generics(&self) -> Generics {
        let mut generics = self.input.original.generics.clone();
        for parameter in &mut generics.params {
            match parameter {
                syn::GenericParam::Lifetime(parameter) => parameter.attrs.clear(),
                syn::GenericParam::Type(parameter) => parameter.attrs.clear(),
                syn::GenericParam::Const(parameter) => parameter.attrs.clear(),
            }
        }
        let predicates = bounds::predicates(self.input, self.facade);
        if !predicates.is_empty() {
            let clause = generics.make_where_clause();
            for predicate in predicates {
                clause.predicates.push(parse_quote!(#predicate));
            }
        }
        generics
    }

    fn max_retained_bytes(&self) -> TokenStream {
        let facade = self.facade;
        let total = if self.input.attributes.default.is_some() {
            quote!(#facade::__private::dropped_bytes::<Self>())
        } else {
            let fields = self.input.reset_fields().iter();
            let each = fields.filter_map(|field| self.retained_by(field));
            quote!(#facade::__private::retained(&[#(#each),*]))
        };
        match &self.input.attributes.max_retained_bytes {
            Some(budget) if self.is_open() => self.within_budget(&total, &budget.value),
            _ => total,
        }
    }

    fn within_budget(&self, total: &TokenStream, budget: &Expr) -> TokenStream {
        let span = budget.span().resolved_at(Span::call_site());
        let check = self.facade_at(span, &quote!(within_budget));
        let arguments = quote!(#total, #budget);
        quote_spanned!(span=> #check(#arguments))
    }

    /// With parameters that a constant cannot be computed without.
    fn is_open(&self) -> bool {
        let generics = &self.input.original.generics;
        generics.type_params().next().is_some() || generics.const_params().next().is_some()
    }

    /// A hidden function of the facade, for an error that is to point at `span`.
    fn facade_at(&self, span: Span, function: &TokenStream) -> TokenStream {
        let facade = self.facade;
        respanned(quote!(#facade::__private::#function), span)
    }

    fn retained_by(&self, field: &Field<'_>) -> Option<TokenStream> {
        let facade = self.facade;
        let ty = field.ty;
        let limited = |field_trait: TokenStream, limit: TokenStream| quote!(<#ty as #facade::__private::#field_trait>::FOOTPRINT.max_bytes(#limit));
        let stated = |stated: &Stated| {
            let unknown = || quote!(#facade::__private::dropped_bytes::<#ty>());
            stated
                .as_ref()
                .map_or_else(unknown, |bytes| self.limit(bytes))
        };
        Some(match &field.plan {
            Plan::Reset => quote!(<#ty as #facade::__private::PoolField>::MAX_RETAINED_BYTES),
            Plan::Defaulted => limited(quote!(DefaultedField), self.type_limit()),
            Plan::MaxCapacity(limit) => limited(quote!(GrowField), self.limit(limit)),
            Plan::MaxBytes(bytes) => {
                limited(quote!(GrowBytesField), self.capacity_within(field, bytes))
            }
            Plan::Unbounded => limited(quote!(UnboundedField), quote!(#facade::UNBOUNDED)),
            Plan::Keep(bytes)
            | Plan::Default(bytes)
            | Plan::Value(_, bytes)
            | Plan::With(_, bytes) => stated(bytes),
            Plan::Rejected => return None,
        })
    }

    fn limit(&self, limit: &Expr) -> TokenStream {
        let facade = self.facade;
        quote!(#facade::__private::limit(#limit))
    }

    fn type_limit(&self) -> TokenStream {
        match &self.input.attributes.max_capacity {
            Some(limit) => self.limit(&limit.value),
            None => unreachable!("a field follows the type's limit only if there is one"),
        }
    }

    fn capacity_within(&self, field: &Field<'_>, bytes: &Expr) -> TokenStream {
        let footprint = self.footprint(field);
        let span = bytes.span().resolved_at(Span::call_site());
        let bytes = self.limit(bytes);
        let capacity_within = self.facade_at(span, &quote!(capacity_within));
        quote_spanned!(span=> #capacity_within(#footprint, #bytes))
    }

    fn footprint(&self, field: &Field<'_>) -> TokenStream {
        let facade = self.facade;
        let ty = field.ty;
        quote!(<#ty as #facade::__private::GrowBytesField>::FOOTPRINT)
    }

    fn reset(&self) -> TokenStream {
        if let Some(word) = &self.input.attributes.default {
            let facade = self.facade;
            return quote_spanned! {word.span().resolved_at(Span::call_site())=>
                *self = <Self as #facade::__private::FreshField>::fresh();
            };
        }
        match &self.input.data {
            _ if self.input.is_refused_whole() => TokenStream::new(),
            Data::Struct(fields) => {
                let members = fields.iter().map(|field| &field.member);
                let statements = fields
                    .iter()
                    .map(|field| self.reset_field(field, &Reached::of_struct(field)));
                // Reached through `self` and not through bindings, which would be
                // kept alive side by side and cost registers.
                quote! {
                    let Self { #(#members: _),* } = self;
                    #(#statements)*
                }
            }
            Data::Enum(variants) => match self.input.default_variant() {
                Some(variant) => self.reset_enum(variant, variants.len()),
                None => TokenStream::new(),
            },
            Data::Union => TokenStream::new(),
        }
    }

    /// Wipes the fields marked `zeroize`, in whichever variant, before anything
    /// else happens to them.
    fn wipe(&self) -> Option<TokenStream> {
        self.input
            .all_fields()
            .find(|field| field.zeroize.is_some())?;
        match &self.input.data {
            Data::Struct(fields) => {
                let (pattern, statements) = self.wiped(fields);
                Some(quote! {
                    let Self #pattern = self;
                    #statements
                })
            }
            Data::Enum(variants) => {
                let arms = variants.iter().map(|variant| {
                    let name = &variant.original.ident;
                    let (pattern, statements) = self.wiped(&variant.fields);
                    quote!(Self::#name #pattern => { #statements })
                });
                Some(quote!(match self { #(#arms)* }))
            }
            Data::Union => None,
        }
    }

    fn wiped(&self, fields: &[Field<'_>]) -> (TokenStream, TokenStream) {
        let facade = self.facade;
        let marked =
            |field: &&Field<'_>| field.zeroize.is_some() && !matches!(field.plan, Plan::Rejected);
        let parts = fields.iter().filter(marked).map(
            |Field {
                 member, binding, ..
             }| { quote!(#member: #binding,) },
        );
        let statements = fields.iter().filter(marked).map(|Field { ty, binding, .. }| {
            quote!(<#ty as #facade::__private::ZeroizeField>::zeroize(#binding);)
        });
        (quote!({ #(#parts)* .. }), quote!(#(#statements)*))
    }

    /// In place where the value is in the default variant already, so that its
    /// allocations live on. A variant made anew is reset as well, like a new object.
    fn reset_enum(&self, variant: &Variant<'_>, variants: usize) -> TokenStream {
        let name = &variant.original.ident;
        let fields = &variant.fields;
        if fields.is_empty() {
            return quote!(*self = Self::#name {};);
        }
        let pattern = pattern(fields);
        let statements = fields
            .iter()
            .map(|field| self.reset_field(field, &Reached::of_variant(field)));
        let is_whole = fields
            .iter()
            .all(|field| !matches!(field.plan, Plan::Rejected));
        let others = variants > 1;
        let replace = (others && is_whole).then(|| {
            let fresh = fields.iter().map(|field| self.fresh_field(field));
            quote! {
                match self {
                    Self::#name { .. } => {}
                    _ => *self = Self::#name { #(#fresh),* },
                }
            }
        });
        let rest = others.then(|| quote!(_ => {}));
        quote! {
            #replace
            match self {
                Self::#name #pattern => { #(#statements)* }
                #rest
            }
        }
    }

    fn fresh_field(&self, field: &Field<'_>) -> TokenStream {
        let facade = self.facade;
        let Field { member, ty, .. } = field;
        if let Plan::Value(value, _) = &field.plan {
            quote!(#member: #value)
        } else {
            quote!(#member: <#ty as #facade::__private::FreshField>::fresh())
        }
    }

    fn reset_field(&self, field: &Field<'_>, reached: &Reached) -> TokenStream {
        let facade = self.facade;
        let ty = field.ty;
        let Reached { place, borrow } = reached;
        let limited = |field_trait: TokenStream, limit: TokenStream| quote!(<#ty as #facade::__private::#field_trait>::reset_within(#borrow, const { #limit }););
        match &field.plan {
            Plan::Reset => quote!(<#ty as #facade::__private::PoolField>::reset(#borrow);),
            Plan::Defaulted => limited(quote!(DefaultedField), self.type_limit()),
            Plan::MaxCapacity(limit) => limited(quote!(GrowField), self.limit(limit)),
            Plan::MaxBytes(bytes) => limited(quote!(GrowBytesField), {
                let footprint = self.footprint(field);
                let bytes = self.limit(bytes);
                quote!(#footprint.max_capacity(#bytes))
            }),
            Plan::Unbounded => limited(quote!(UnboundedField), quote!(#facade::UNBOUNDED)),
            Plan::Default(_) => {
                quote!(#place = <#ty as #facade::__private::FreshField>::fresh();)
            }
            Plan::Value(value, _) => quote!(#place = #value;),
            Plan::With(path, _) => quote! {{
                let with: fn(&mut #ty) = #path;
                with(#borrow);
            }},
            Plan::Keep(_) | Plan::Rejected => TokenStream::new(),
        }
    }

    fn should_discard(&self) -> Option<TokenStream> {
        let path = &self.input.attributes.discard_if.as_ref()?.value;
        Some(quote! {
            #[inline]
            fn should_discard(&self) -> ::core::primitive::bool {
                let discard_if: fn(&Self) -> ::core::primitive::bool = #path;
                discard_if(self)
            }
        })
    }

    /// Computes the constant where the type is defined, so that a budget or a limit
    /// that does not hold is an error there. With parameters that can only be done
    /// where the type is used, and the check stands inside the constant.
    fn definition_check(&self, name: &Ident) -> Option<TokenStream> {
        let budget = &self.input.attributes.max_retained_bytes;
        let in_bytes = |field: &Field<'_>| matches!(field.plan, Plan::MaxBytes(_));
        let is_needed = budget.is_some() || self.input.reset_fields().iter().any(in_bytes);
        if self.is_open() || !is_needed {
            return None;
        }
        let facade = self.facade;
        let generics = &self.input.original.generics;
        let lifetimes = generics.lifetimes().map(|_| quote!('_));
        let lifetimes = generics.lt_token.map(|_| quote!(<#(#lifetimes),*>));
        let total = quote!(<#name #lifetimes as #facade::Poolable>::MAX_RETAINED_BYTES);
        let checked = match budget {
            Some(budget) => self.within_budget(&total, &budget.value),
            None => total,
        };
        Some(quote!(const _: ::core::primitive::usize = #checked;))
    }

    /// Only where the user wrote the lint's name, since an `allow` under somebody's
    /// `forbid` is an error.
    fn allow_deprecated(&self) -> Option<TokenStream> {
        let mentions = |attribute: &syn::Attribute| {
            let path = attribute.path();
            path.is_ident("deprecated")
                || ((path.is_ident("allow") || path.is_ident("expect"))
                    && quote!(#attribute).to_string().contains("deprecated"))
        };
        let fields = self
            .input
            .reset_fields()
            .iter()
            .flat_map(|field| field.attributes);
        let variants = self
            .input
            .default_variant()
            .into_iter()
            .flat_map(|it| &it.original.attrs);
        let mut all = self
            .input
            .original
            .attrs
            .iter()
            .chain(fields)
            .chain(variants);
        all.any(mentions).then(|| quote!(#[allow(deprecated)]))
    }
}

/// How the generated code gets at a field.
struct Reached {
    place: TokenStream,
    borrow: TokenStream,
}

impl Reached {
    fn of_struct(field: &Field<'_>) -> Self {
        let member = &field.member;
        Self {
            place: quote!(self.#member),
            borrow: quote!(&mut self.#member),
        }
    }

    fn of_variant(field: &Field<'_>) -> Self {
        let binding = &field.binding;
        Self {
            place: quote!(*#binding),
            borrow: quote!(#binding),
        }
    }
}

/// Names every field; those that are left alone are bound to nothing.
fn pattern(fields: &[Field<'_>]) -> TokenStream {
    let parts = fields.iter().map(
        |Field {
             member,
             binding,
             plan,
             ..
         }| match plan {
            Plan::Keep(_) | Plan::Rejected => quote!(#member: _),
            _ => quote!(#member: #binding),
        },
    );
    quote!({ #(#parts),* })
}

fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    let respan = |mut token: TokenTree| {
        token.set_span(span);
        token
    };
    tokens.into_iter().map(respan).collect()
}
