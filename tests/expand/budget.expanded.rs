// What the derive adds to the type of `budget.rs`; not edited by hand.

const _: () = {
    #[automatically_derived]
    impl ::qnpool::__private::Poolable for Frame {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained([
            <bool as ::qnpool::__private::Field>::RETAINED,
            ::qnpool::__private::limit_of::<Self>(0).retained_bytes,
            512,
            <Vec<u8> as ::qnpool::__private::MaxCapacity>::SHRUNK.max_bytes(32),
        ]);
        const __QNPOOL_LIMITS: &'static [::qnpool::__private::FieldLimit] = &[
            ::qnpool::__private::FieldLimit::in_bytes(
                <Vec<f64> as ::qnpool::__private::MaxBytes>::SHRUNK,
                const { 4096 },
            ),
        ];
        #[inline]
        fn reset(&mut self) {
            ::qnpool::__private::reset(self);
        }
        #[inline]
        fn __qnpool_walk(&mut self, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) {
            let Self { key: __qnpool_field2, .. } = self;
            <Vec<u8> as ::qnpool::__private::Wipe>::wipe_field(__qnpool_field2);
            ::qnpool::__private::Slots {
                all: (&mut self.torn,),
            }
                .reset(1, __qnpool_walk);
            ::qnpool::__private::Slots {
                all: (
                    (
                        &mut self.samples,
                        ::qnpool::__private::limit_of::<Self>(0).max_capacity,
                    ),
                    ::qnpool::__private::WipedSlot((&mut self.key, 32)),
                ),
            }
                .reset_by_option(1, __qnpool_walk);
            *&mut self.caption = <Box<str> as ::qnpool::__private::Fresh>::by_default();
        }
        #[inline]
        fn should_discard(&self) -> ::core::primitive::bool {
            let __qnpool_discard_if: fn(&Self) -> ::core::primitive::bool = Frame::is_torn;
            __qnpool_discard_if(self)
        }
    }
    #[automatically_derived]
    impl ::qnpool::__private::Pooled for Frame {
        fn pool() -> &'static ::qnpool::__private::Pool<Self> {
            static __QNPOOL: ::qnpool::__private::Pool<Frame> = ::qnpool::__private::Pool::<
                Frame,
            >::builder()
                .name("frames")
                .max_idle(64)
                .create(<Frame as ::qnpool::__private::Global>::pool_object);
            &__QNPOOL
        }
    }
    const __QNPOOL_CHECK: ::core::primitive::usize = ::qnpool::__private::within_budget(
        <Frame as ::qnpool::__private::Poolable>::MAX_RETAINED_BYTES,
        8192,
    );
};
