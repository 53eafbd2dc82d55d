// What the derive adds to the type of `named_struct.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl __qnpool::Poolable for Session {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <Vec<u8> as __qnpool::GrowField>::FOOTPRINT.max_bytes(4096),
            <String as __qnpool::UnboundedField>::FOOTPRINT
                .max_bytes(__qnpool::UNBOUNDED),
            __qnpool::dropped_bytes::<&'static str>(),
            __qnpool::dropped_bytes::<u32>(),
            __qnpool::dropped_bytes::<u8>(),
            __qnpool::dropped_bytes::<[u8; 16]>(),
            <(
                u64,
                Option<Box<dyn FnOnce() + Send>>,
            ) as __qnpool::PoolFields>::MAX_RETAINED_BYTES,
        ]);
        #[inline]
        fn __reset_by(&mut self, __qnpool_by: &mut impl __qnpool::Resetter) {
            let Self {
                id: _,
                body: _,
                log: _,
                schema: _,
                retries: _,
                hops: _,
                cookie: _,
                on_close: _,
            } = self;
            let __qnpool_field5_value = || -> u8 { 64 };
            __qnpool::PoolFields::reset((&mut self.id, &mut self.on_close), __qnpool_by);
            <Vec<
                u8,
            > as __qnpool::GrowField>::reset_within(&mut self.body, 4096, __qnpool_by);
            <String as __qnpool::UnboundedField>::reset_within(
                &mut self.log,
                __qnpool::UNBOUNDED,
                __qnpool_by,
            );
            self.retries = <u32 as __qnpool::FreshField>::fresh();
            self.hops = __qnpool_field5_value();
            {
                let __qnpool_with: fn(&mut [u8; 16]) = forget;
                __qnpool_with(&mut self.cookie);
            }
        }
    }
};
