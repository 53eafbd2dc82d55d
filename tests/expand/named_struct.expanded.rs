// What the derive adds to the type of `named_struct.rs`; not edited by hand.

#[automatically_derived]
impl ::qnpool::__private::Poolable for Session {
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained([
        <u64 as ::qnpool::__private::Field>::RETAINED,
        <Option<Box<dyn FnOnce() + Send>> as ::qnpool::__private::Field>::RETAINED,
        <Vec<u8> as ::qnpool::__private::MaxCapacity>::SHRUNK.max_bytes(4096),
        <String as ::qnpool::__private::Unbounded>::SHRUNK
            .max_bytes(::qnpool::__private::UNBOUNDED),
        ::qnpool::__private::dropped_bytes::<&'static str>(),
        ::qnpool::__private::dropped_bytes::<u32>(),
        ::qnpool::__private::dropped_bytes::<u8>(),
        ::qnpool::__private::dropped_bytes::<[u8; 16]>(),
    ]);
    #[inline]
    fn reset(&mut self) {
        ::qnpool::__private::reset(self);
    }
    #[inline]
    fn __qnpool_walk(&mut self, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) {
        let __qnpool_field5_value = || -> u8 { 64 };
        ::qnpool::__private::Slots {
            all: (&mut self.id, &mut self.on_close),
        }
            .reset(1, __qnpool_walk);
        ::qnpool::__private::Slots {
            all: (
                (&mut self.body, 4096),
                (&mut self.log, ::qnpool::__private::UNBOUNDED),
            ),
        }
            .reset_by_option(1, __qnpool_walk);
        *&mut self.retries = <u32 as ::qnpool::__private::Fresh>::by_default();
        *&mut self.hops = __qnpool_field5_value();
        {
            let __qnpool_with: fn(&mut [u8; 16]) = forget;
            __qnpool_with(&mut self.cookie);
        }
    }
}
