// What the derive adds to the type of `enumeration.rs`; not edited by hand.

const _: () = {
    use ::qnpool::__private as __qnpool;
    #[automatically_derived]
    impl __qnpool::Poolable for Request {
        const MAX_RETAINED_BYTES: ::core::primitive::usize = __qnpool::retained([
            <Vec<u8> as __qnpool::GrowField>::FOOTPRINT.max_bytes(1024),
            __qnpool::dropped_bytes::<u8>(),
        ]);
        #[inline]
        fn __reset_by(&mut self, __qnpool_by: &mut impl __qnpool::Resetter) {
            let __qnpool_field1_value = || -> u8 { 3 };
            match self {
                Self::Open { .. } => {}
                _ => {
                    *self = Self::Open {
                        body: <Vec<u8> as __qnpool::FreshField>::fresh(),
                        attempts: __qnpool_field1_value(),
                    };
                }
            }
            match self {
                Self::Open { body: __qnpool_field0, attempts: __qnpool_field1 } => {
                    <Vec<
                        u8,
                    > as __qnpool::GrowField>::reset_within(
                        __qnpool_field0,
                        1024,
                        __qnpool_by,
                    );
                    *__qnpool_field1 = __qnpool_field1_value();
                }
                _ => {}
            }
        }
    }
};
