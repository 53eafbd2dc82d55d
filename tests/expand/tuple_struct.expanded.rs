// What the derive adds to the type of `tuple_struct.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl<'a> __qnpool::Poolable for Row<'a> {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <String as __qnpool::GrowField>::FOOTPRINT.max_bytes(8),
            __qnpool::retained_within(
                <(Vec<u32>, Option<&'a str>) as __qnpool::DefaultedFields>::FOOTPRINTS,
                32,
            ),
        ]);
        #[inline]
        fn __reset_by(&mut self, __qnpool_by: &mut impl __qnpool::Resetter) {
            let Self { 0: _, 1: _, 2: _ } = self;
            __qnpool::DefaultedFields::reset_within(
                (&mut self.0, &mut self.1),
                32,
                __qnpool_by,
            );
            <String as __qnpool::GrowField>::reset_within(&mut self.2, 8, __qnpool_by);
        }
    }
};
