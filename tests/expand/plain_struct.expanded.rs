// What the derive adds to the type of `plain_struct.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl __qnpool::Poolable for Packet {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <u64 as __qnpool::FieldWithinLimit>::SHRUNK.max_bytes(4096),
            <Vec<u8> as __qnpool::FieldWithinLimit>::SHRUNK.max_bytes(4096),
            <Option<Box<str>> as __qnpool::FieldWithinLimit>::SHRUNK.max_bytes(4096),
        ]);
        #[inline]
        fn reset(&mut self) {
            __qnpool::reset(self);
        }
        #[inline]
        fn __qnpool_walk(&mut self, __qnpool_walk: &mut __qnpool::Walk<'_>) {
            __qnpool::Slots((&mut self.sequence, &mut self.body, &mut self.peer))
                .reset(4096, __qnpool_walk);
        }
    }
};
