// What the derive adds to the type of `budget.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl __qnpool::Poolable for Frame {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <Vec<f64> as __qnpool::GrowBytesField>::FOOTPRINT
                .max_bytes(
                    __qnpool::capacity_within(
                        <Vec<f64> as __qnpool::GrowBytesField>::FOOTPRINT,
                        4096,
                    ),
                ),
            512,
            <Vec<u8> as __qnpool::GrowField>::FOOTPRINT.max_bytes(32),
            <(bool,) as __qnpool::PoolFields>::MAX_RETAINED_BYTES,
        ]);
        #[inline]
        fn __reset_by(&mut self, __qnpool_by: &mut impl __qnpool::Resetter) {
            let Self { key: __qnpool_field2, .. } = self;
            <Vec<u8> as __qnpool::ZeroizeField>::zeroize(__qnpool_field2);
            let Self { samples: _, caption: _, key: _, torn: _ } = self;
            __qnpool::PoolFields::reset((&mut self.torn,), __qnpool_by);
            <Vec<
                f64,
            > as __qnpool::GrowBytesField>::reset_within(
                &mut self.samples,
                const {
                    <Vec<f64> as __qnpool::GrowBytesField>::FOOTPRINT.max_capacity(4096)
                },
                __qnpool_by,
            );
            self.caption = <Box<str> as __qnpool::FreshField>::fresh();
            <Vec<
                u8,
            > as __qnpool::GrowField>::reset_within(
                &mut self.key,
                32,
                __qnpool::Resetter::at_limit(__qnpool_by),
            );
        }
        #[inline]
        fn should_discard(&self) -> ::core::primitive::bool {
            let __qnpool_discard_if: fn(&Self) -> ::core::primitive::bool = Frame::is_torn;
            __qnpool_discard_if(self)
        }
    }
    const _: ::core::primitive::usize = __qnpool::within_budget(
        <Frame as __qnpool::Poolable>::MAX_RETAINED_BYTES,
        8192,
    );
    #[automatically_derived]
    impl __qnpool::Pooled for Frame {
        fn pool() -> &'static __qnpool::Pool<Self> {
            static __QNPOOL: __qnpool::Pool<Frame> = __qnpool::Pool::<Frame>::builder()
                .name("frames")
                .max_idle(64)
                .create(<Frame as __qnpool::FreshField>::fresh);
            &__QNPOOL
        }
    }
};
