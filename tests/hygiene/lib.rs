//! The derive where no name means what it should: without a prelude, with the
//! dependency renamed, and with types, modules, functions and macros of the
//! user's in place of those of the language. A path in generated code that leans
//! on any of them does not compile.
//!
//! Types are written with whole paths for the same reason.

#![no_implicit_prelude]
#![forbid(unsafe_code)]
// What stands here is odd on purpose. Of `derivable_impls`: a `Default` by hand is a case.
#![allow(
    dead_code,
    clippy::derivable_impls,
    clippy::items_after_statements,
    clippy::unused_self,
    clippy::upper_case_acronyms
)]

#[cfg(test)]
mod tests;

/// In place of the prelude, the primitive types, the facade and its traits.
mod impostors {
    #![allow(non_camel_case_types, dead_code)]

    pub(crate) struct Box;
    pub(crate) struct Copy;
    pub(crate) struct Default;
    pub(crate) struct Drop;
    pub(crate) struct Err;
    pub(crate) struct Fn;
    pub(crate) struct None;
    pub(crate) struct Ok;
    pub(crate) struct Option;
    pub(crate) struct Result;
    pub(crate) struct Send;
    pub(crate) struct Sized;
    pub(crate) struct Some;
    pub(crate) struct String;
    pub(crate) struct Sync;
    pub(crate) struct Vec;

    pub(crate) struct bool;
    pub(crate) struct str;
    pub(crate) struct u8;
    pub(crate) struct usize;

    pub(crate) struct Footprint;
    pub(crate) struct Growable;
    pub(crate) struct Pool;
    pub(crate) struct PoolField;
    pub(crate) struct Pooled;
    pub(crate) struct Poolable;
    pub(crate) struct UNBOUNDED;

    pub(crate) fn drop() {}
    pub(crate) fn fresh() {}
    pub(crate) fn limit() {}
    pub(crate) fn reset() {}
    pub(crate) fn retained() {}
    pub(crate) fn should_discard() {}
    pub(crate) fn with() {}
}

#[allow(unused_imports)]
use impostors::*;

mod alloc {}
mod core {}
mod qnpool {}
mod std {}

#[allow(unused_macros)]
macro_rules! assert {
    () => {
        ::core::compile_error!("not the macro of core")
    };
}
#[allow(unused_macros)]
macro_rules! matches {
    () => {
        ::core::compile_error!("not the macro of core")
    };
}
#[allow(unused_macros)]
macro_rules! panic {
    () => {
        ::core::compile_error!("not the macro of core")
    };
}

/// Answers to every method that generated code might call without saying whose.
#[allow(dead_code)]
trait Meddling {
    const FOOTPRINT: () = ();
    const MAX_RETAINED_BYTES: () = ();

    fn clear(&self) {}
    fn fresh() {}
    fn max_bytes(&self) {}
    fn max_capacity(&self) {}
    fn reset(&self) {}
    fn reset_within(&self) {}
    fn should_discard(&self) {}
    fn zeroize(&self) {}
}

impl<T: ?::core::marker::Sized> Meddling for T {}

mod shapes {
    #[allow(unused_imports)]
    use crate::{Meddling, impostors::*};

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Named<'a> {
        pub(crate) id: ::core::primitive::u64,
        #[pool(max_capacity = 16)]
        pub(crate) body: ::std::vec::Vec<::core::primitive::u8>,
        #[pool(max_bytes = 64)]
        pub(crate) words: ::std::vec::Vec<::core::primitive::u32>,
        #[pool(unbounded)]
        pub(crate) text: ::std::string::String,
        #[pool(keep = "to show that it is kept")]
        pub(crate) kept: ::core::primitive::u8,
        #[pool(default)]
        pub(crate) fresh: ::core::primitive::u8,
        #[pool(value = 9)]
        pub(crate) value: ::core::primitive::u8,
        #[pool(with = fill)]
        pub(crate) with: ::core::primitive::u8,
        #[pool(default, max_retained_bytes = 8)]
        pub(crate) stated: ::std::boxed::Box<::core::primitive::u64>,
        pub(crate) reply: ::core::option::Option<&'a ::core::primitive::str>,
    }

    fn fill(byte: &mut ::core::primitive::u8) {
        *byte = 5;
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed, max_capacity = 8, max_retained_bytes = 64, discard_if = Tuple::is_worn)]
    pub(crate) struct Tuple(
        pub(crate) ::std::vec::Vec<::core::primitive::u8>,
        pub(crate) ::core::primitive::bool,
    );

    impl Tuple {
        fn is_worn(&self) -> ::core::primitive::bool {
            self.1
        }
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Unit;

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Braces {}

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Parentheses();

    /// Variants with the names of the prelude.
    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) enum Answer {
        #[pool(default)]
        None,
        #[allow(dead_code)]
        Some(::std::rc::Rc<()>),
        #[allow(dead_code)]
        Err {},
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) enum Message {
        Ping,
        #[pool(default)]
        Data {
            #[pool(max_capacity = 4)]
            bytes: ::std::vec::Vec<::core::primitive::u8>,
            #[pool(value = 3)]
            left: ::core::primitive::u8,
        },
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) enum Only {
        #[pool(default)]
        One(::core::primitive::u8),
    }

    /// Of std's `#[default]`.
    #[derive(::core::default::Default, ::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) enum Marked {
        #[default]
        Off,
        On,
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed, default)]
    pub(crate) enum ByHand {
        Low,
        High,
    }

    impl ::core::default::Default for ByHand {
        fn default() -> Self {
            Self::Low
        }
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Generic<
        'a,
        T,
        U: ::core::iter::Iterator,
        const N: ::core::primitive::usize = 4,
    >
    where
        T: ::core::clone::Clone,
    {
        pub(crate) first: T,
        pub(crate) pair: (T, [T; N]),
        #[pool(max_capacity = N)]
        pub(crate) items: ::std::vec::Vec<U::Item>,
        pub(crate) source: ::core::option::Option<U>,
        pub(crate) borrowed: ::core::marker::PhantomData<&'a T>,
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed, max_capacity = 2, max_retained_bytes = 4096)]
    pub(crate) struct Limited<T>(
        pub(crate) ::std::vec::Vec<T>,
        pub(crate) ::std::boxed::Box<T>,
    );

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed, bound = "T: ::core::default::Default")]
    pub(crate) enum Bound<T> {
        #[pool(default)]
        Fresh(#[pool(default)] T),
        Other,
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed, default)]
    pub(crate) struct Whole<T>(pub(crate) T);

    impl<T: ::core::default::Default> ::core::default::Default for Whole<T> {
        fn default() -> Self {
            Self(::core::default::Default::default())
        }
    }

    /// Names that need `r#`, and names that generated code might use itself.
    #[allow(non_camel_case_types)]
    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct r#type {
        pub(crate) r#fn: ::core::primitive::u8,
        pub(crate) this: ::core::primitive::u8,
        pub(crate) __field0: ::core::primitive::u8,
        #[pool(with = with)]
        pub(crate) with: ::core::primitive::u8,
        #[pool(value = value())]
        pub(crate) discard_if: ::core::primitive::u8,
    }

    fn with(byte: &mut ::core::primitive::u8) {
        *byte = 1;
    }

    fn value() -> ::core::primitive::u8 {
        2
    }

    /// With a pool of its own, and a limit that has the name of a pool.
    #[derive(::core::default::Default, ::renamed::Poolable)]
    #[pool(crate = ::renamed, global(max_idle = POOL, name = "owned"))]
    pub(crate) struct Owned {
        pub(crate) byte: ::core::primitive::u8,
    }

    const POOL: ::core::primitive::usize = 3;

    #[derive(::core::default::Default, ::renamed::Poolable)]
    #[pool(crate = ::renamed, global)]
    pub(crate) struct Plain;

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Secret {
        #[pool(zeroize, max_capacity = 8)]
        pub(crate) key: ::std::vec::Vec<::core::primitive::u8>,
        #[pool(zeroize)]
        pub(crate) pin: [::core::primitive::u8; 4],
    }

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) enum Secrets {
        #[pool(default)]
        None,
        Pin(#[pool(zeroize)] [::core::primitive::u8; 4]),
    }

    /// A type with the names of what it is to implement.
    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Lookalike(pub(crate) Inner);

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed)]
    pub(crate) struct Inner(pub(crate) ::core::primitive::u8);

    #[allow(dead_code)]
    impl Inner {
        const MAX_RETAINED_BYTES: () = ();
        const FOOTPRINT: () = ();

        fn reset(&self) {}
        fn reset_within(&self) {}
        fn fresh() {}
        fn should_discard(&self) {}
    }

    impl ::core::ops::Deref for Inner {
        type Target = ::core::primitive::u8;

        fn deref(&self) -> &::core::primitive::u8 {
            &self.0
        }
    }
}

/// Stands for a crate whose macros expand in crates that do not know qnpool.
#[doc(hidden)]
pub mod reexported {
    pub use ::renamed as facade;
}

/// A type whose parts come from the caller, and the path from this crate.
#[macro_export]
macro_rules! pooled_struct {
    ($name:ident { $($field:ident: $type:ty = $limit:expr),* $(,)? }) => {
        #[derive($crate::reexported::facade::Poolable)]
        #[pool(crate = $crate::reexported::facade)]
        struct $name {
            $(#[pool(max_capacity = $limit)] $field: $type,)*
            own: ::core::option::Option<::core::primitive::u8>,
        }
    };
}

/// Types come through a fragment, and so inside of an invisible group.
#[macro_export]
macro_rules! pooled_enum {
    ($name:ident, $parameter:ident, $type:ty, $value:expr, $function:path) => {
        #[derive($crate::reexported::facade::Poolable)]
        #[pool(crate = $crate::reexported::facade)]
        enum $name<$parameter> {
            #[pool(default)]
            Fresh {
                plain: $type,
                #[pool(value = $value)]
                value: $type,
                #[pool(with = $function, max_retained_bytes = 0)]
                with: $type,
                dropped: ::core::option::Option<$parameter>,
            },
            #[allow(dead_code)]
            Other($parameter),
        }
    };
}
