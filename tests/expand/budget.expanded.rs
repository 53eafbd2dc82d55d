// What the derive adds to the type of `budget.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl __qnpool::Poolable for Frame {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            __qnpool::limit_of::<Self>(0).retained_bytes,
            512,
            <Vec<u8> as __qnpool::MaxCapacity>::SHRUNK.max_bytes(32),
            __qnpool::retained_by(<bool as __qnpool::Field>::RETAINED),
        ]);
        const __QNPOOL_LIMITS: &'static [__qnpool::FieldLimit] = &[
            __qnpool::FieldLimit::in_bytes(
                <Vec<f64> as __qnpool::MaxBytes>::SHRUNK,
                const { 4096 },
            ),
        ];
        #[inline]
        fn reset(&mut self) {
            __qnpool::reset(self);
        }
        #[inline]
        fn __qnpool_walk(&mut self, __qnpool_walk: &mut __qnpool::Walk<'_>) {
            let Self { key: __qnpool_field2, .. } = self;
            <Vec<u8> as __qnpool::Wipe>::wipe_field(__qnpool_field2);
            __qnpool::Slots((
                    (&mut self.samples, __qnpool::limit_of::<Self>(0).max_capacity),
                    __qnpool::WipedSlot((&mut self.key, 32)),
                    &mut self.torn,
                ))
                .reset(1, __qnpool_walk);
            self.caption = <Box<str> as __qnpool::Fresh>::by_default();
        }
        #[inline]
        fn should_discard(&self) -> ::core::primitive::bool {
            let __qnpool_discard_if: fn(&Self) -> ::core::primitive::bool = Frame::is_torn;
            __qnpool_discard_if(self)
        }
    }
    const __QNPOOL_CHECK: ::core::primitive::usize = __qnpool::within_budget(
        <Frame as __qnpool::Poolable>::MAX_RETAINED_BYTES,
        8192,
    );
    #[automatically_derived]
    impl __qnpool::Pooled for Frame {
        fn pool() -> &'static __qnpool::Pool<Self> {
            static __QNPOOL: __qnpool::Pool<Frame> = __qnpool::Pool::<Frame>::builder()
                .name("frames")
                .max_idle(64)
                .create(<Frame as __qnpool::Global>::pool_object);
            &__QNPOOL
        }
    }
};
