// What the derive adds to the type of `generic.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl<'a, T: Debug, U, const LIMIT: usize> __qnpool::Poolable
    for Batch<'a, T, U, LIMIT>
    where
        U: Iterator,
        U::Item: 'a,
        T: __qnpool::Poolable,
        Option<U>: __qnpool::Poolable,
        U::Item: __qnpool::Poolable,
        PhantomData<&'a U>: __qnpool::Poolable,
    {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <T as __qnpool::PoolField>::MAX_RETAINED_BYTES,
            <Box<(T, U::Item)> as __qnpool::PoolField>::MAX_RETAINED_BYTES,
            <Vec<U::Item> as __qnpool::GrowField>::FOOTPRINT
                .max_bytes(__qnpool::limit(LIMIT)),
            <(Option<U>, PhantomData<&'a U>) as __qnpool::PoolFields>::MAX_RETAINED_BYTES,
        ]);
        #[inline]
        fn __reset_by(&mut self, __qnpool_by: &mut impl __qnpool::Resetter) {
            let Self { current: _, pending: _, last: _, rows: _, borrowed: _ } = self;
            __qnpool::PoolFields::reset(
                (&mut self.pending, &mut self.borrowed),
                __qnpool_by,
            );
            <T as __qnpool::PoolField>::reset(&mut self.current, __qnpool_by);
            <Box<
                (T, U::Item),
            > as __qnpool::PoolField>::reset(&mut self.last, __qnpool_by);
            <Vec<
                U::Item,
            > as __qnpool::GrowField>::reset_within(
                &mut self.rows,
                const { __qnpool::limit(LIMIT) },
                __qnpool_by,
            );
        }
    }
};
