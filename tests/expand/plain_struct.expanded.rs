// What the derive adds to the type of `plain_struct.rs`; not edited by hand.

#[automatically_derived]
impl ::qnpool::__private::Poolable for Packet {
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained_within(
        <(
            u64,
            Vec<u8>,
            Option<Box<str>>,
        ) as ::qnpool::__private::DefaultedFields>::FOOTPRINTS,
        4096,
    );
    #[inline]
    fn __reset_by(&mut self, __qnpool_by: &mut impl ::qnpool::__private::Resetter) {
        let Self { sequence: _, body: _, peer: _ } = self;
        ::qnpool::__private::DefaultedFields::reset_within(
            (&mut self.sequence, &mut self.body, &mut self.peer),
            4096,
            __qnpool_by,
        );
    }
}
