// What the derive adds to the type of `type_default.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl<T> __qnpool::Poolable for Level<T>
    where
        Self: ::core::default::Default,
    {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::dropped_bytes::<
            Self,
        >();
        #[inline]
        fn reset(&mut self) {
            *self = <Self as __qnpool::Fresh>::by_default();
        }
    }
};
