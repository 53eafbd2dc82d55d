// What the derive adds to the type of `kept_others.rs`; not edited by hand.

#[automatically_derived]
impl ::qnpool::__private::Poolable for Histogram {
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained([
        ::qnpool::__private::dropped_bytes::<String>(),
        ::qnpool::__private::apart(<Box<[u32]> as ::qnpool::__private::Each>::RETAINED),
        ::qnpool::__private::limit(2 * LIMIT),
        <Vec<u64> as ::qnpool::__private::MaxCapacity>::SHRUNK
            .max_bytes(::qnpool::__private::limit_of::<Self>(0).max_capacity),
        ::qnpool::__private::dropped_bytes::<usize>(),
    ]);
    const __QNPOOL_LIMITS: &'static [::qnpool::__private::FieldLimit] = &[
        ::qnpool::__private::FieldLimit::in_elements(::qnpool::__private::limit(LIMIT)),
    ];
    #[inline]
    fn reset(&mut self) {
        ::qnpool::__private::reset(self);
    }
    #[inline]
    fn __qnpool_walk(&mut self, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) {
        ::qnpool::__private::Slots {
            all: (
                ::qnpool::__private::EachSlot(&mut self.buckets),
                (
                    &mut self.samples,
                    ::qnpool::__private::limit_of::<Self>(0).max_capacity,
                ),
            ),
        }
            .reset_by_option(1, __qnpool_walk);
        let _ = <BTreeMap<u8, u8>>::clear(&mut self.nodes);
        let __qnpool_after: fn(&mut Self) = Self::rebuild;
        __qnpool_after(self);
    }
}
