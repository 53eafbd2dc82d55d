// What the derive adds to the type of `named_struct.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl __qnpool::Poolable for Session {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            __qnpool::retained_by(<u64 as __qnpool::Field>::RETAINED),
            <Vec<u8> as __qnpool::MaxCapacity>::SHRUNK.max_bytes(4096),
            <String as __qnpool::Unbounded>::SHRUNK.max_bytes(__qnpool::UNBOUNDED),
            __qnpool::dropped_bytes::<&'static str>(),
            __qnpool::dropped_bytes::<u32>(),
            __qnpool::dropped_bytes::<u8>(),
            __qnpool::dropped_bytes::<[u8; 16]>(),
            __qnpool::retained_by(
                <Option<Box<dyn FnOnce() + Send>> as __qnpool::Field>::RETAINED,
            ),
        ]);
        #[inline]
        fn reset(&mut self) {
            __qnpool::reset(self);
        }
        #[inline]
        fn __qnpool_walk(&mut self, __qnpool_walk: &mut __qnpool::Walk<'_>) {
            let __qnpool_field5_value = || -> u8 { 64 };
            __qnpool::Slots((
                    &mut self.id,
                    (&mut self.body, 4096),
                    (&mut self.log, __qnpool::UNBOUNDED),
                    &mut self.on_close,
                ))
                .reset(1, __qnpool_walk);
            self.retries = <u32 as __qnpool::Fresh>::by_default();
            self.hops = __qnpool_field5_value();
            {
                let __qnpool_with: fn(&mut [u8; 16]) = forget;
                __qnpool_with(&mut self.cookie);
            }
        }
    }
};
