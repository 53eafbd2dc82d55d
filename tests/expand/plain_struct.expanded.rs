// What the derive adds to the type of `plain_struct.rs`; not edited by hand.

#[automatically_derived]
impl ::qnpool::__private::Poolable for Packet {
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained_within(
        [
            <u64 as ::qnpool::__FieldWithinLimit>::SHRUNK,
            <Vec<u8> as ::qnpool::__FieldWithinLimit>::SHRUNK,
            <Option<Box<str>> as ::qnpool::__FieldWithinLimit>::SHRUNK,
        ],
        4096,
    );
    #[inline]
    fn reset(&mut self) {
        ::qnpool::__private::reset(self);
    }
    #[inline]
    fn __qnpool_walk(&mut self, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) {
        ::qnpool::__private::Slots {
            all: (&mut self.sequence, &mut self.body, &mut self.peer),
        }
            .reset(4096, __qnpool_walk);
    }
}
