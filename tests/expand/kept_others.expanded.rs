// What the derive adds to the type of `kept_others.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl __qnpool::Poolable for Histogram {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            __qnpool::dropped_bytes::<String>(),
            __qnpool::retained_by(<Box<[u32]> as __qnpool::Each>::RETAINED),
            __qnpool::limit(2 * LIMIT),
            <Vec<u64> as __qnpool::MaxCapacity>::SHRUNK
                .max_bytes(__qnpool::limit_of::<Self>(0).max_capacity),
            __qnpool::dropped_bytes::<usize>(),
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
                    __qnpool::EachSlot(&mut self.buckets),
                    (&mut self.samples, __qnpool::limit_of::<Self>(0).max_capacity),
                ))
                .reset(1, __qnpool_walk);
            let _ = <BTreeMap<u8, u8>>::clear(&mut self.nodes);
            let __qnpool_after: fn(&mut Self) = Self::rebuild;
            __qnpool_after(self);
        }
    }
};
