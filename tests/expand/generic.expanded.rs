// What the derive adds to the type of `generic.rs`; not edited by hand.

#[automatically_derived]
impl<'a, T: Debug, U, const LIMIT: usize> ::qnpool::__private::Poolable
for Batch<'a, T, U, { LIMIT }>
where
    U: Iterator,
    U::Item: 'a,
    T: ::qnpool::__private::Poolable,
    Option<U>: ::qnpool::__private::Poolable,
    U::Item: ::qnpool::__private::Poolable,
    PhantomData<&'a U>: ::qnpool::__private::Poolable,
{
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained([
        <T as ::qnpool::__private::Field>::RETAINED,
        <Option<U> as ::qnpool::__private::Field>::RETAINED,
        ::qnpool::__private::apart(
            <Box<(T, U::Item)> as ::qnpool::__private::Field>::RETAINED,
        ),
        ::qnpool::__private::apart(
            <PhantomData<&'a U> as ::qnpool::__private::Field>::RETAINED,
        ),
        <Vec<U::Item> as ::qnpool::__private::MaxCapacity>::SHRUNK
            .max_bytes(::qnpool::__private::limit_of::<Self>(0).max_capacity),
    ]);
    const __QNPOOL_LIMITS: &'static [::qnpool::__private::FieldLimit] = &[
        ::qnpool::__private::FieldLimit::in_elements(::qnpool::__private::limit(LIMIT)),
    ];
    #[inline]
    fn reset(&mut self) {
        ::qnpool::__private::reset(self);
    }
    #[inline]
    fn __qnpool_walk(&mut self, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) {
        ::qnpool::__private::Slots {
            all: (
                &mut self.current,
                &mut self.pending,
                &mut self.last,
                &mut self.borrowed,
            ),
        }
            .reset(1, __qnpool_walk);
        ::qnpool::__private::Slots {
            all: (
                (&mut self.rows, ::qnpool::__private::limit_of::<Self>(0).max_capacity),
            ),
        }
            .reset_by_option(1, __qnpool_walk);
    }
}
