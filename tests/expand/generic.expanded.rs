// What the derive adds to the type of `generic.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl<'a, T: Debug, U, const LIMIT: usize> __qnpool::Poolable
    for Batch<'a, T, U, { LIMIT }>
    where
        U: Iterator,
        U::Item: 'a,
        T: __qnpool::Poolable,
        Option<U>: __qnpool::Poolable,
        U::Item: __qnpool::Poolable,
        PhantomData<&'a U>: __qnpool::Poolable,
    {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            __qnpool::retained_by(<T as __qnpool::Field>::RETAINED),
            __qnpool::retained_by(<Option<U> as __qnpool::Field>::RETAINED),
            __qnpool::retained_by(<Box<(T, U::Item)> as __qnpool::Field>::RETAINED),
            <Vec<U::Item> as __qnpool::MaxCapacity>::SHRUNK
                .max_bytes(__qnpool::limit_of::<Self>(0).max_capacity),
            __qnpool::retained_by(<PhantomData<&'a U> as __qnpool::Field>::RETAINED),
        ]);
        const __QNPOOL_LIMITS: &'static [__qnpool::FieldLimit] = &[
            __qnpool::FieldLimit::in_elements(__qnpool::limit(LIMIT)),
        ];
        #[inline]
        fn reset(&mut self) {
            __qnpool::reset(self);
        }
        #[inline]
        fn __qnpool_walk(&mut self, __qnpool_walk: &mut __qnpool::Walk<'_>) {
            __qnpool::Slots((
                    &mut self.current,
                    &mut self.pending,
                    &mut self.last,
                    (&mut self.rows, __qnpool::limit_of::<Self>(0).max_capacity),
                    &mut self.borrowed,
                ))
                .reset(1, __qnpool_walk);
        }
    }
};
