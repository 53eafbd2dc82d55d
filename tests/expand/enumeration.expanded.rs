// What the derive adds to the type of `enumeration.rs`; not edited by hand.

#[automatically_derived]
impl ::qnpool::__private::Poolable for Request {
    const MAX_RETAINED_BYTES: ::core::primitive::usize = ::qnpool::__private::retained([
        <Vec<u8> as ::qnpool::__private::MaxCapacity>::SHRUNK.max_bytes(1024),
        ::qnpool::__private::dropped_bytes::<u8>(),
    ]);
    #[inline]
    fn reset(&mut self) {
        ::qnpool::__private::reset(self);
    }
    #[inline]
    fn __qnpool_walk(&mut self, __qnpool_walk: &mut ::qnpool::__private::Walk<'_>) {
        let __qnpool_field1_value = || -> u8 { 3 };
        if !::core::matches!(self, Self::Open { .. }) {
            *self = Self::Open {
                body: ::qnpool::__private::FreshInVariant::by_default(
                    ::qnpool::__private::Variant::<Vec<u8>>::NEW.by_limit(),
                ),
                attempts: __qnpool_field1_value(),
            };
        }
        match self {
            Self::Open { body: __qnpool_field0, attempts: __qnpool_field1 } => {
                ::qnpool::__private::Slots {
                    all: ((__qnpool_field0, 1024),),
                }
                    .reset_by_option(1, __qnpool_walk);
                *__qnpool_field1 = __qnpool_field1_value();
            }
            _ => {}
        }
    }
}
