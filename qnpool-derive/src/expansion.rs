//! The generated code: safe, without a name of the user's in scope, and with
//! every field named, so that a new one cannot be forgotten.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, GenericParam, Generics, Ident, parse_quote};

use crate::bounds;
use crate::fields::{Facade, Written, checked, fresh_field, pattern, this, value_function, wiped};
use crate::model::{Data, Field, Input, Plan, Variant};

pub(crate) fn expand(input: &Input<'_>) -> TokenStream {
    if input.unsized_tail().is_some() {
        return TokenStream::new();
    }
    let code = Code { input };
    let mut written = code.implementation();
    // A scope costs as much compile time as two fields, and most types need none.
    let check = code.definition_check();
    if check.is_some() {
        written = quote!(const _: () = { #written #check };);
    }
    match &input.attributes.crate_path {
        Some(path) => with_crate(written, &path.to_token_stream()),
        None => written,
    }
}

/// Replaces each `::qnpool` of the derive's by `path`.
fn with_crate(tokens: TokenStream, path: &TokenStream) -> TokenStream {
    let mut written: Vec<TokenTree> = Vec::new();
    for mut token in tokens {
        if let TokenTree::Group(group) = &mut token {
            let span = group.span();
            *group = Group::new(group.delimiter(), with_crate(group.stream(), path));
            group.set_span(span);
        }
        let is_ours = matches!(&token, TokenTree::Ident(it) if it.to_string().starts_with("__"));
        let colons = written.len().saturating_sub(5);
        if is_ours
            && matches!(written.get(colons + 2), Some(TokenTree::Ident(it)) if it == "qnpool")
        {
            written.splice(colons..colons + 3, path.clone());
        }
        written.push(token);
    }
    written.into_iter().collect()
}

struct Code<'a> {
    input: &'a Input<'a>,
}

impl Code<'_> {
    fn implementation(&self) -> TokenStream {
        let name = self.name();
        let generics = self.generics();
        let (impl_generics, _, _) = generics.split_for_impl();
        let type_generics = self.type_generics();
        let where_clause = &generics.where_clause;
        let written = Written::of(self.input);
        let retained = self.max_retained_bytes(&written);
        let limits = written.limits();
        let reset = self.resets(&written);
        let should_discard = self.should_discard();
        let global = self.global(&name);
        let lint_levels = self.lint_levels();
        quote! {
            #lint_levels
            #[automatically_derived]
            impl #impl_generics ::qnpool::__private::Poolable for #name #type_generics #where_clause {
                const MAX_RETAINED_BYTES: ::core::primitive::usize = #retained;
                #limits

                #reset
                #should_discard
            }
            #global
        }
    }

    /// With a call-site span: otherwise naming a deprecated type would warn.
    fn name(&self) -> Ident {
        let mut name = self.input.original.ident.clone();
        name.set_span(name.span().resolved_at(Span::call_site()));
        name
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
        let create = if let Some(option) = &self.input.attributes.default {
            // Which asks for the same in `reset`: in the same words, so that it shows once.
            let span = option.span().resolved_at(Span::call_site());
            let mut name = name.clone();
            name.set_span(span);
            quote_spanned!(span=> <#name as ::#Facade::__private::Fresh>::by_default)
        } else {
            quote_spanned!(span=> <#name_at_option as ::#Facade::__private::Global>::pool_object)
        };
        let pool_type = quote_spanned!(span=> ::#Facade::__private::Pool<#name_at_option>);
        Some(quote! {
            #[automatically_derived]
            impl ::qnpool::__private::Pooled for #name {
                fn pool() -> &'static ::qnpool::__private::Pool<Self> {
                    static __QNPOOL: #pool_type =
                        ::qnpool::__private::Pool::<#name>::builder() #pool_name #max_idle .create(#create);
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

    fn max_retained_bytes(&self, written: &Written<'_>) -> TokenStream {
        let attributes = &self.input.attributes;
        let total = if attributes.default.is_some() && !self.input.is_refused_whole() {
            quote!(::qnpool::__private::dropped_bytes::<Self>())
        } else {
            written.retained()
        };
        match &attributes.max_retained_bytes {
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
    fn resets(&self, written: &Written<'_>) -> TokenStream {
        let this = this();
        let wipe = self.wipe();
        let reset = self.reset(&written.resets());
        let after = self.input.attributes.after.as_ref().map(|after| {
            let path = &after.value;
            quote! {
                let __qnpool_after: fn(&mut Self) = #path;
                __qnpool_after(#this);
            }
        });
        let body = quote!(#wipe #reset #after);
        if !written.are_walked() {
            return quote! {
                #[inline]
                fn reset(&mut #this) { #body }
            };
        }
        quote! {
            #[inline]
            fn reset(&mut #this) {
                ::qnpool::__private::reset(#this);
            }

            #[inline]
            fn __qnpool_walk(&mut #this, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) { #body }
        }
    }

    fn reset(&self, statements: &TokenStream) -> TokenStream {
        if self.input.is_refused_whole() {
            return TokenStream::new();
        }
        if let Some(option) = &self.input.attributes.default {
            let span = option.span().resolved_at(Span::call_site());
            let fresh = quote_spanned!(span=> <Self as ::#Facade::__private::Fresh>::by_default());
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
            quote!(::qnpool::__private::replace_wiped(#this, #fresh);)
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
    fn definition_check(&self) -> Option<TokenStream> {
        let name = self.name();
        let budget = &self.input.attributes.max_retained_bytes;
        let in_bytes = |field: &Field<'_>| matches!(field.plan, Plan::MaxBytes(_));
        let is_needed = budget.is_some() || self.input.reset_fields().iter().any(in_bytes);
        if self.is_open() || !is_needed {
            return None;
        }
        let generics = &self.input.original.generics;
        let lifetimes = generics.lifetimes().map(|_| quote!('_));
        let lifetimes = generics.lt_token.map(|_| quote!(<#(#lifetimes),*>));
        let total = quote!(<#name #lifetimes as ::qnpool::__private::Poolable>::MAX_RETAINED_BYTES);
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
        let levels = of_type.filter(is_level).map(ToTokens::to_token_stream);
        let mut levels: TokenStream = levels.collect();
        if self.mentions_deprecated() && !levels.to_string().contains("deprecated") {
            levels.extend(quote!(#[allow(deprecated)]));
        }
        levels
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
        let of_type = self.input.original.attrs.iter();
        of_type.chain(fields).chain(variants).any(mentions)
    }
}

fn within_budget(total: &TokenStream, budget: &Expr) -> TokenStream {
    let span = budget.span().resolved_at(Span::call_site());
    let check = quote_spanned!(span=> ::#Facade::__private::within_budget);
    let budget = checked(budget);
    let arguments = quote!(#total, #budget);
    quote_spanned!(span=> #check(#arguments))
}
