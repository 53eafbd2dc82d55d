//! The generated code: safe, without a name of the user's in scope, and with
//! every field named, so that a new one cannot be forgotten.
//!
//! A field's type is written with the user's own tokens, once in the constant and
//! once in `reset`, as `<Type as Trait>::ITEM`: an error then points at the whole
//! type, and the compiler prints the same error once. Fields of which no error is
//! expected are written by `grouped`.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Generics, Ident, parse_quote};

use crate::fields::{
    Limit, Reached, fresh_field, pattern, reset_field, retained_by, value_function, wiped,
};
use crate::model::{Data, Field, Input, Plan, Variant};
use crate::{bounds, grouped};

pub(crate) fn expand(input: &Input<'_>) -> TokenStream {
    if input.unsized_tail().is_some() {
        return TokenStream::new();
    }
    let facade = input
        .attributes
        .crate_path
        .as_ref()
        .map_or_else(|| quote!(::qnpool), |path| quote!(#path));
    let implementation = Code { input }.implementation();
    // One short name for the facade, in a scope that nothing leaves: the code names
    // it some twenty times a struct, and the compiler resolves every word of it.
    quote! {
        const _: () = {
            use #facade::__private as __qnpool;
            #implementation
        };
    }
}

struct Code<'a> {
    input: &'a Input<'a>,
}

impl Code<'_> {
    fn implementation(&self) -> TokenStream {
        // At the call site, or the mention of a deprecated type would warn.
        let mut name = self.input.original.ident.clone();
        name.set_span(name.span().resolved_at(Span::call_site()));
        let generics = self.generics();
        let (impl_generics, _, _) = generics.split_for_impl();
        let (_, type_generics, _) = self.input.original.generics.split_for_impl();
        let where_clause = &generics.where_clause;
        let retained = self.max_retained_bytes();
        let reset = self.resets();
        let should_discard = self.should_discard();
        let definition_check = self.definition_check(&name);
        let global = self.global(&name);
        let lint_levels = self.lint_levels();
        quote! {
            #lint_levels
            #[automatically_derived]
            impl #impl_generics __qnpool::Poolable for #name #type_generics #where_clause {
                const MAX_RETAINED_BYTES: ::core::primitive::usize = #retained;

                #reset
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
        let span = global.word.span().resolved_at(Span::call_site());
        let max_idle = global
            .value
            .max_idle
            .as_ref()
            .map(|limit| quote!(.max_idle(#limit)));
        let pool_name = global.value.name.as_ref().map(|name| quote!(.name(#name)));
        // Said at the word, since it is the word that asks for `Default` and `Send`.
        let mut name_at_word = name.clone();
        name_at_word.set_span(span);
        let at_word = Ident::new("__qnpool", span);
        let fresh = quote_spanned!(span=> <#name_at_word as #at_word::FreshField>::fresh);
        let pool_type = quote_spanned!(span=> #at_word::Pool<#name_at_word>);
        Some(quote! {
            #[automatically_derived]
            impl __qnpool::Pooled for #name {
                fn pool() -> &'static __qnpool::Pool<Self> {
                    static __QNPOOL: #pool_type =
                        __qnpool::Pool::<#name>::builder() #pool_name #max_idle .create(#fresh);
                    &__QNPOOL
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
        let predicates = bounds::predicates(self.input);
        if !predicates.is_empty() {
            let clause = generics.make_where_clause();
            for predicate in predicates {
                clause.predicates.push(parse_quote!(#predicate));
            }
        }
        generics
    }

    fn max_retained_bytes(&self) -> TokenStream {
        let total = if self.input.attributes.default.is_some() && !self.input.is_refused_whole() {
            quote!(__qnpool::dropped_bytes::<Self>())
        } else {
            let fields = self.input.reset_fields();
            let each = fields.iter().filter_map(retained_by);
            let each = each.chain(self.retained_within_type_limit());
            let groups = grouped::retained(fields, &self.type_limit());
            let each: Vec<_> = each.chain(groups).collect();
            match &each[..] {
                [] => quote!(0),
                [one] => one.clone(),
                _ => quote!(__qnpool::retained([#(#each),*])),
            }
        };
        match &self.input.attributes.max_retained_bytes {
            Some(budget) if self.is_open() => within_budget(&total, &budget.value),
            _ => total,
        }
    }

    /// With parameters that a constant cannot be computed without.
    fn is_open(&self) -> bool {
        let generics = &self.input.original.generics;
        generics.type_params().next().is_some() || generics.const_params().next().is_some()
    }

    /// The fields under the type's limit, in one sum: a call for each would take the
    /// compiler longer.
    fn retained_within_type_limit(&self) -> Option<TokenStream> {
        let limit = self.type_limit();
        let followers = self.input.reset_fields().iter();
        let mut followers = followers
            .filter(|field| matches!(field.plan, Plan::Defaulted))
            .peekable();
        // What is wrong with a limit is wrong with one that no field follows.
        let is_needed = followers.peek().is_none() && limit.is_computed();
        let mut types = followers
            .filter(|field| !field.is_grouped)
            .map(|field| field.ty)
            .peekable();
        if types.peek().is_none() && !is_needed {
            return None;
        }
        Some(quote! {
            __qnpool::retained_within(
                [#(<#types as __qnpool::DefaultedField>::FOOTPRINT),*],
                #limit
            )
        })
    }

    /// What a field without a limit of its own follows.
    fn type_limit(&self) -> Limit<'_> {
        let given = self.input.attributes.max_capacity.as_ref();
        Limit::of_type(given.map(|given| &given.value))
    }

    /// One walk over the fields, which `reset` runs, and others do; see `Resetter`.
    fn resets(&self) -> TokenStream {
        let wipe = self.wipe();
        let reset = self.reset();
        if !self.walks_fields() {
            return quote! {
                #[inline]
                fn reset(&mut self) {
                    #wipe
                    #reset
                }
            };
        }
        quote! {
            #[inline]
            fn __reset_by(&mut self, __qnpool_by: &mut impl __qnpool::Resetter) {
                #wipe
                #reset
            }
        }
    }

    fn walks_fields(&self) -> bool {
        let is_made_anew = self.input.attributes.default.is_some();
        let is_reset = |field: &Field<'_>| {
            !matches!(
                field.plan,
                Plan::Keep(_)
                    | Plan::Default(_)
                    | Plan::Value(..)
                    | Plan::With(..)
                    | Plan::Rejected
            )
        };
        !is_made_anew && self.input.reset_fields().iter().any(is_reset)
    }

    fn reset(&self) -> TokenStream {
        if self.input.is_refused_whole() {
            return TokenStream::new();
        }
        if let Some(word) = &self.input.attributes.default {
            return quote_spanned! {word.span().resolved_at(Span::call_site())=>
                *self = <Self as __qnpool::FreshField>::fresh();
            };
        }
        match &self.input.data {
            Data::Struct(fields) => {
                let limit = self.type_limit().where_code_runs();
                let members = fields.iter().map(|field| &field.member);
                let statements = fields
                    .iter()
                    .map(|field| reset_field(field, &Reached::OfStruct(&field.member), &limit));
                // Reached through `self` and not through bindings, which would be
                // kept alive side by side and cost registers.
                let values = fields.iter().filter_map(value_function);
                let groups = grouped::reset(fields, &limit);
                quote! {
                    let Self { #(#members: _),* } = self;
                    #(#values)*
                    #groups
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
        if self.input.is_refused_whole() {
            return None;
        }
        self.input
            .all_fields()
            .find(|field| field.zeroize.is_some())?;
        match &self.input.data {
            Data::Struct(fields) => {
                let (pattern, statements) = wiped(fields);
                Some(quote! {
                    let Self #pattern = self;
                    #statements
                })
            }
            Data::Enum(variants) => {
                let arms = variants.iter().map(|variant| {
                    let name = &variant.original.ident;
                    let (pattern, statements) = wiped(&variant.fields);
                    quote!(Self::#name #pattern => { #statements })
                });
                Some(quote!(match self { #(#arms)* }))
            }
            Data::Union => None,
        }
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
        let limit = self.type_limit().where_code_runs();
        let statements = fields
            .iter()
            .map(|field| reset_field(field, &Reached::OfVariant(field.binding()), &limit));
        let is_whole = fields
            .iter()
            .all(|field| !matches!(field.plan, Plan::Rejected));
        let others = variants > 1;
        let replace = (others && is_whole).then(|| {
            let fresh = fields.iter().map(fresh_field);
            quote! {
                match self {
                    Self::#name { .. } => {}
                    _ => *self = Self::#name { #(#fresh),* },
                }
            }
        });
        let rest = others.then(|| quote!(_ => {}));
        let values = fields.iter().filter_map(value_function);
        quote! {
            #(#values)*
            #replace
            match self {
                Self::#name #pattern => { #(#statements)* }
                #rest
            }
        }
    }

    fn should_discard(&self) -> Option<TokenStream> {
        let path = &self.input.attributes.discard_if.as_ref()?.value;
        Some(quote! {
            #[inline]
            fn should_discard(&self) -> ::core::primitive::bool {
                let __qnpool_discard_if: fn(&Self) -> ::core::primitive::bool = #path;
                __qnpool_discard_if(self)
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
        let generics = &self.input.original.generics;
        let lifetimes = generics.lifetimes().map(|_| quote!('_));
        let lifetimes = generics.lt_token.map(|_| quote!(<#(#lifetimes),*>));
        let total = quote!(<#name #lifetimes as __qnpool::Poolable>::MAX_RETAINED_BYTES);
        let checked = match budget {
            Some(budget) => within_budget(&total, &budget.value),
            None => total,
        };
        Some(quote!(const _: ::core::primitive::usize = #checked;))
    }

    /// The user's lint levels hold for the implementation as well, as std's derives
    /// have it: its header repeats the names of the type and its parameters, and its
    /// body those of the fields. Nothing else is allowed here, since an `allow` under
    /// somebody's `forbid` is an error.
    fn lint_levels(&self) -> TokenStream {
        let of_type = self.input.original.attrs.iter();
        let levels = of_type.filter_map(|attribute| {
            let list = attribute.meta.require_list().ok()?;
            let (path, lints) = (&list.path, &list.tokens);
            if path.is_ident("expect") {
                Some(quote!(#[allow(#lints)]))
            } else {
                let is_level = ["allow", "warn", "deny", "forbid"]
                    .iter()
                    .any(|level| path.is_ident(level));
                is_level.then(|| quote!(#attribute))
            }
        });
        let levels: TokenStream = levels.collect();
        let is_told = levels.to_string().contains("deprecated");
        let deprecated = !is_told && self.mentions_deprecated();
        let deprecated = deprecated.then(|| quote!(#[allow(deprecated)]));
        quote!(#levels #deprecated)
    }

    fn mentions_deprecated(&self) -> bool {
        let mentions = |attribute: &syn::Attribute| {
            let path = attribute.path();
            path.is_ident("deprecated")
                || ((path.is_ident("allow") || path.is_ident("expect"))
                    && quote!(#attribute).to_string().contains("deprecated"))
        };
        let fields = self.input.all_fields().flat_map(|field| field.attributes);
        let variants = self.input.default_variant();
        let variants = variants.into_iter().flat_map(|it| &it.original.attrs);
        self.input
            .original
            .attrs
            .iter()
            .chain(fields)
            .chain(variants)
            .any(mentions)
    }
}

fn within_budget(total: &TokenStream, budget: &Expr) -> TokenStream {
    let span = budget.span().resolved_at(Span::call_site());
    let check = quote_spanned!(span=> __qnpool::within_budget);
    let arguments = quote!(#total, #budget);
    quote_spanned!(span=> #check(#arguments))
}
