//! An item that `syn` cannot parse.
//!
//! That is a syntax error, as a rule, which the compiler has reported; a second error, here or
//! at a use of the type, would be noise. So this writes an implementation whose error shows
//! only where there is no other: the compiler evaluates the constant in it last, when it
//! generates code.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{ParseStream, Parser};
use syn::{Generics, Token};

pub(crate) fn implementation(item: &TokenStream, error: &syn::Error) -> TokenStream {
    let message = format!("the derive of `Poolable` cannot parse this item: {error}");
    let header = |input: ParseStream<'_>| {
        while !(input.peek(Token![struct]) || input.peek(Token![enum]) || input.peek(Token![union]))
        {
            input.parse::<TokenTree>()?;
        }
        input.parse::<TokenTree>()?;
        let header = (input.parse::<Ident>()?, input.parse::<Generics>()?);
        input.parse::<TokenStream>()?;
        Ok(header)
    };
    let Ok((name, generics)) = header.parse2(item.clone()) else {
        return TokenStream::new();
    };
    let (impl_generics, type_generics, _) = generics.split_for_impl();
    quote! {
        impl #impl_generics ::qnpool::Poolable for #name #type_generics {
            const MAX_RETAINED_BYTES: ::core::primitive::usize = 0;

            fn reset(&mut self) {
                const { ::core::panic!(#message) }
            }
        }
    }
}
