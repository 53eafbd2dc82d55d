// What the derive adds to the type of `tuple_struct.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl<'a> __qnpool::Poolable for Row<'a> {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <Vec<u32> as __qnpool::FieldWithinLimit>::SHRUNK.max_bytes(32),
            <Option<&'a str> as __qnpool::FieldWithinLimit>::SHRUNK.max_bytes(32),
            <String as __qnpool::MaxCapacity>::SHRUNK.max_bytes(8),
        ]);
        #[inline]
        fn reset(&mut self) {
            __qnpool::reset(self);
        }
        #[inline]
        fn __qnpool_walk(&mut self, __qnpool_walk: &mut __qnpool::Walk<'_>) {
            __qnpool::Slots((&mut self.0, &mut self.1, (&mut self.2, 8)))
                .reset(32, __qnpool_walk);
        }
    }
};
