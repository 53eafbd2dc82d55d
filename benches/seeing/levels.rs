//! One pool, at each level of leak detection.

use qnpool::{Guard, LeakDetection, Pool};

use crate::contenders::objects::PoolObject;
use crate::contenders::{Contender, Kind, Visitor};

macro_rules! levels {
    ($($contender:ident $name:literal $level:expr;)*) => {
        $(
            struct $contender<T: PoolObject>(Pool<T>);

            impl<T: PoolObject> Contender for $contender<T> {
                const NAME: &'static str = $name;
                const KIND: Kind = Kind::Ours;
                const CLEARED_BY_HAND: bool = false;
                type Object = T;
                type Guard<'a> = Guard<'a, T>;

                fn new(_: usize) -> Self {
                    Self(Pool::builder().leak_detection($level).build())
                }

                #[inline]
                fn take(&self) -> Self::Guard<'_> {
                    self.0.get()
                }

                #[inline]
                fn object<'guard>(guard: &'guard mut Self::Guard<'_>) -> &'guard mut T {
                    guard
                }
            }
        )*

        pub(crate) const NAMES: &[&str] = &[$($name),*];

        pub(crate) fn for_each_level<T: PoolObject>(visitor: &mut impl Visitor) {
            $(visitor.visit::<$contender<T>>();)*
        }
    };
}

levels! {
    Off "off" LeakDetection::Off;
    OneIn128 "one in 128" LeakDetection::Sampled(128);
    OneIn1024 "one in 1,024" LeakDetection::Sampled(1024);
    All "all" LeakDetection::All;
    Backtraces "backtraces" LeakDetection::Backtraces;
}
