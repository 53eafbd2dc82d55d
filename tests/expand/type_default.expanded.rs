// What the derive adds to the type of `type_default.rs`; not edited by hand.

#[automatically_derived]
impl<T> ::qnpool::__private::Poolable for Level<T>
where
    Self: ::core::default::Default,
{
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::dropped_bytes::<
        Self,
    >();
    #[inline]
    fn reset(&mut self) {
        *self = <Self as ::qnpool::__private::Fresh>::by_default();
    }
}
