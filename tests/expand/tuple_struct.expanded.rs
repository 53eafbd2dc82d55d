// What the derive adds to the type of `tuple_struct.rs`; not edited by hand.

#[automatically_derived]
impl<'a> ::qnpool::__private::Poolable for Row<'a> {
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained([
        ::qnpool::__private::retained_within(
            [
                <Vec<u32> as ::qnpool::__FieldWithinLimit>::SHRUNK,
                <Option<&'a str> as ::qnpool::__FieldWithinLimit>::SHRUNK,
            ],
            32,
        ),
        <String as ::qnpool::__private::MaxCapacity>::SHRUNK.max_bytes(8),
    ]);
    #[inline]
    fn reset(&mut self) {
        ::qnpool::__private::reset(self);
    }
    #[inline]
    fn __qnpool_walk(&mut self, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) {
        ::qnpool::__private::Slots {
            all: (&mut self.0, &mut self.1),
        }
            .reset(32, __qnpool_walk);
        ::qnpool::__private::Slots {
            all: ((&mut self.2, 8),),
        }
            .reset_by_option(32, __qnpool_walk);
    }
}
