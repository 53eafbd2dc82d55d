// What the derive adds to the type of `enumeration.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    use __qnpool::RefusedVariant as _;
    #[automatically_derived]
    impl __qnpool::Poolable for Request {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <Vec<u8> as __qnpool::MaxCapacity>::SHRUNK.max_bytes(1024),
            __qnpool::dropped_bytes::<u8>(),
        ]);
        #[inline]
        fn reset(&mut self) {
            __qnpool::reset(self);
        }
        #[inline]
        fn __qnpool_walk(&mut self, __qnpool_walk: &mut __qnpool::Walk<'_>) {
            let __qnpool_field1_value = || -> u8 { 3 };
            if !::core::matches!(self, Self::Open { .. }) {
                *self = Self::Open {
                    body: __qnpool::FreshInVariant::by_default(
                        __qnpool::Variant::<Vec<u8>>::by_limit(),
                    ),
                    attempts: __qnpool_field1_value(),
                };
            }
            match self {
                Self::Open { body: __qnpool_field0, attempts: __qnpool_field1 } => {
                    __qnpool::Slots(((__qnpool_field0, 1024),)).reset(1, __qnpool_walk);
                    *__qnpool_field1 = __qnpool_field1_value();
                }
                _ => {}
            }
        }
    }
};
