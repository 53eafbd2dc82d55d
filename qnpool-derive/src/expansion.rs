//! The generated code: safe, without a name of the user's in scope, and with
//! every field named, so that a new one cannot be forgotten.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, GenericParam, Generics, Ident, parse_quote};

use crate::bounds;
use crate::fields::{
    Limits, Parts, checked, fresh_field, parts, pattern, resets, this, value_function, wiped,
};
use crate::model::{Data, Field, Input, Plan, Variant};

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
    let import = quote! { use __qnpool::RefusedVariant as _; };
    let variant = input.replaces_variants().then_some(import);
    // One short name for the facade, in a scope that nothing leaves.
    quote! {
        const _: () = {
            use #facade::__private as __qnpool;
            #variant
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
        let type_generics = self.type_generics();
        let where_clause = &generics.where_clause;
        let mut limits = Limits::default();
        let type_limit = if let Some(limit) = &self.input.attributes.max_capacity {
            limits.in_elements(&limit.value)
        } else {
            // Not used, unless a mistake in it has been reported.
            quote!(1)
        };
        let parts = self.parts(&type_limit, &mut limits);
        let limits = limits.constant();
        let retained = self.max_retained_bytes(&parts);
        let statements = resets(&parts, &type_limit);
        let reset = self.resets(&statements);
        let should_discard = self.should_discard();
        let definition_check = self.definition_check(&name);
        let global = self.global(&name);
        let lint_levels = self.lint_levels();
        quote! {
            #lint_levels
            #[automatically_derived]
            impl #impl_generics __qnpool::Poolable for #name #type_generics #where_clause {
                const MAX_RETAINED_BYTES: ::core::primitive::usize = #retained;
                #limits

                #reset
                #should_discard
            }
            #definition_check
            #global
        }
    }

    /// What each field that reset reaches adds.
    fn parts(&self, type_limit: &TokenStream, limits: &mut Limits) -> Vec<Parts> {
        let in_struct = matches!(self.input.data, Data::Struct(_));
        let this = this();
        let fields = self.input.reset_fields().iter();
        let of_field = |field: &Field<'_>| {
            let (place, borrow) = if in_struct {
                // Reached through `self` and not through bindings, which would be
                // kept alive side by side and cost registers.
                let member = &field.member;
                (quote!(#this.#member), quote!(&mut #this.#member))
            } else {
                let binding = field.binding();
                (quote!(*#binding), quote!(#binding))
            };
            parts(field, &place, borrow, type_limit, limits)
        };
        fields.filter_map(of_field).collect()
    }

    /// A pool of the type's own, in a static that only the trait's method can name.
    fn global(&self, name: &Ident) -> Option<TokenStream> {
        let global = self.input.attributes.global.as_ref()?;
        if !self.input.original.generics.params.is_empty() {
            return None;
        }
        let span = global.option.span().resolved_at(Span::call_site());
        let max_idle = global
            .value
            .max_idle
            .as_ref()
            .map(checked)
            .map(|limit| quote!(.max_idle(#limit)));
        let pool_name = global.value.name.as_ref().map(|name| quote!(.name(#name)));
        // At the option, since it is what asks for `Default` and `Send`.
        let mut name_at_option = name.clone();
        name_at_option.set_span(span);
        let at_option = Ident::new("__qnpool", span);
        let create = if let Some(option) = &self.input.attributes.default {
            // Which asks for the same in `reset`: in the same words, so that it shows once.
            let span = option.span().resolved_at(Span::call_site());
            let mut name = name.clone();
            name.set_span(span);
            quote_spanned!(span=> <#name as __qnpool::Fresh>::by_default)
        } else {
            quote_spanned!(span=> <#name_at_option as #at_option::Global>::pool_object)
        };
        let pool_type = quote_spanned!(span=> #at_option::Pool<#name_at_option>);
        Some(quote! {
            #[automatically_derived]
            impl __qnpool::Pooled for #name {
                fn pool() -> &'static __qnpool::Pool<Self> {
                    static __QNPOOL: #pool_type =
                        __qnpool::Pool::<#name>::builder() #pool_name #max_idle .create(#create);
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

    /// The arguments that name the type. A constant parameter is in braces: without them, a
    /// type of the same name would be meant.
    fn type_generics(&self) -> Option<TokenStream> {
        let generics = &self.input.original.generics;
        generics.lt_token?;
        let arguments = generics.params.iter().map(|parameter| match parameter {
            GenericParam::Lifetime(parameter) => parameter.lifetime.to_token_stream(),
            GenericParam::Type(parameter) => parameter.ident.to_token_stream(),
            GenericParam::Const(parameter) => {
                let name = &parameter.ident;
                quote!({ #name })
            }
        });
        Some(quote!(<#(#arguments),*>))
    }

    fn max_retained_bytes(&self, parts: &[Parts]) -> TokenStream {
        let total = if self.input.attributes.default.is_some() && !self.input.is_refused_whole() {
            quote!(__qnpool::dropped_bytes::<Self>())
        } else {
            match parts {
                [] => quote!(0),
                [Parts { retained, .. }] => retained.clone(),
                _ => {
                    let each = parts.iter().map(|part| &part.retained);
                    quote!(__qnpool::retained([#(#each),*]))
                }
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

    /// One walk over the fields, which `reset` runs, and others do; see `Walk` in the facade.
    fn resets(&self, statements: &TokenStream) -> TokenStream {
        let this = this();
        let wipe = self.wipe();
        let reset = self.reset(statements);
        let after = self.input.attributes.after.as_ref().map(|after| {
            let path = &after.value;
            quote! {
                let __qnpool_after: fn(&mut Self) = #path;
                __qnpool_after(#this);
            }
        });
        let body = quote!(#wipe #reset #after);
        if !self.walks_fields() {
            return quote! {
                #[inline]
                fn reset(&mut #this) { #body }
            };
        }
        quote! {
            #[inline]
            fn reset(&mut #this) {
                __qnpool::reset(#this);
            }

            #[inline]
            fn __qnpool_walk(&mut #this, __qnpool_walk: &mut __qnpool::Walk<'_>) { #body }
        }
    }

    fn walks_fields(&self) -> bool {
        let is_replaced = self.input.attributes.default.is_some();
        let is_reset = |field: &Field<'_>| {
            !matches!(
                field.plan,
                Plan::Keep(_)
                    | Plan::Default(_)
                    | Plan::Value(..)
                    | Plan::With(..)
                    | Plan::Clear(..)
                    | Plan::Rejected
            )
        };
        !is_replaced && self.input.reset_fields().iter().any(is_reset)
    }

    fn reset(&self, statements: &TokenStream) -> TokenStream {
        if self.input.is_refused_whole() {
            return TokenStream::new();
        }
        if let Some(option) = &self.input.attributes.default {
            let span = option.span().resolved_at(Span::call_site());
            let fresh = quote_spanned!(span=> <Self as __qnpool::Fresh>::by_default());
            return self.replace(&fresh);
        }
        match &self.input.data {
            Data::Struct(fields) => {
                let values = fields.iter().filter_map(value_function);
                quote! {
                    #(#values)*
                    #statements
                }
            }
            Data::Enum(variants) => match self.input.default_variant() {
                Some(variant) => self.reset_enum(variant, variants.len(), statements),
                None => TokenStream::new(),
            },
            Data::Union => TokenStream::new(),
        }
    }

    /// Assigns the whole value. In an enum with secrets, its memory is wiped as well: variants
    /// share it, and bytes of an earlier one may be where the current one has none.
    fn replace(&self, fresh: &TokenStream) -> TokenStream {
        let this = this();
        if self.has_secrets() && matches!(self.input.data, Data::Enum(_)) {
            quote!(__qnpool::replace_wiped(#this, #fresh);)
        } else {
            quote!(*#this = #fresh;)
        }
    }

    fn has_secrets(&self) -> bool {
        self.input.all_fields().any(|field| field.zeroize.is_some())
    }

    /// Wipes the fields marked `zeroize`, in whichever variant, before anything
    /// else happens to them.
    fn wipe(&self) -> Option<TokenStream> {
        if self.input.is_refused_whole() || !self.has_secrets() {
            return None;
        }
        let this = this();
        match &self.input.data {
            Data::Struct(fields) => {
                let (pattern, statements) = wiped(fields);
                Some(quote! {
                    let Self #pattern = #this;
                    #statements
                })
            }
            Data::Enum(variants) => {
                let arms = variants.iter().map(|variant| {
                    let name = &variant.original.ident;
                    let (pattern, statements) = wiped(&variant.fields);
                    quote!(Self::#name #pattern => { #statements })
                });
                Some(quote!(match #this { #(#arms)* }))
            }
            Data::Union => None,
        }
    }

    /// In place where the value is in the default variant already, so that its
    /// allocations live on; except in an enum with secrets, which is always replaced. A
    /// variant that is created is reset as well, like a new object.
    fn reset_enum(
        &self,
        variant: &Variant<'_>,
        variants: usize,
        statements: &TokenStream,
    ) -> TokenStream {
        let this = this();
        let name = &variant.original.ident;
        let fields = &variant.fields;
        if fields.is_empty() {
            return self.replace(&quote!(Self::#name {}));
        }
        let pattern = pattern(fields);
        let is_whole = fields
            .iter()
            .all(|field| !matches!(field.plan, Plan::Rejected));
        let others = variants > 1;
        let replace = (others && is_whole).then(|| {
            let fresh = fields.iter().map(fresh_field);
            let replace = self.replace(&quote!(Self::#name { #(#fresh),* }));
            if self.has_secrets() {
                replace
            } else {
                quote! {
                    if !::core::matches!(#this, Self::#name { .. }) {
                        #replace
                    }
                }
            }
        });
        let rest = others.then(|| quote!(_ => {}));
        let values = fields.iter().filter_map(value_function);
        quote! {
            #(#values)*
            #replace
            match #this {
                Self::#name #pattern => { #statements }
                #rest
            }
        }
    }

    fn should_discard(&self) -> Option<TokenStream> {
        let path = &self.input.attributes.discard_if.as_ref()?.value;
        let this = this();
        Some(quote! {
            #[inline]
            fn should_discard(&#this) -> ::core::primitive::bool {
                let __qnpool_discard_if: fn(&Self) -> ::core::primitive::bool = #path;
                __qnpool_discard_if(#this)
            }
        })
    }

    /// Computes the constant where the type is defined, so that a budget or a limit
    /// that does not hold is an error there. With parameters that can only be done
    /// where the type is used, and the check stands inside the constant.
    ///
    /// A constant of a name: what `const _` mentions counts as used, and the compiler would not
    /// report a type that nothing else uses.
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
        Some(quote!(const __QNPOOL_CHECK: ::core::primitive::usize = #checked;))
    }

    /// The user's lint levels hold for the implementation as well, as in std's derives: its
    /// header repeats the names of the type and its parameters, and its body those of the
    /// fields. `expect` is not repeated: the compiler would report it as unfulfilled. No other
    /// level is added, since an `allow` under a `forbid` of the user's is an error.
    fn lint_levels(&self) -> TokenStream {
        let of_type = self.input.original.attrs.iter();
        let is_level = |attribute: &&syn::Attribute| {
            ["allow", "warn", "deny", "forbid"]
                .iter()
                .any(|level| attribute.path().is_ident(level))
        };
        let levels: TokenStream = of_type
            .filter(is_level)
            .map(ToTokens::to_token_stream)
            .collect();
        let is_set = levels.to_string().contains("deprecated");
        let deprecated = !is_set && self.mentions_deprecated();
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
    let budget = checked(budget);
    let arguments = quote!(#total, #budget);
    quote_spanned!(span=> #check(#arguments))
}
