//! One pool, at each level of leak detection, and with a threshold for holds.

use std::time::Duration;

use qnpool::{Guard, LeakDetection, Pool};

use crate::contenders::objects::PoolObject;
use crate::contenders::{Contender, Kind, Visitor};

macro_rules! levels {
    ($($contender:ident $name:literal $set:ident($value:expr);)*) => {
        $(
            struct $contender<T: PoolObject>(Pool<T>);

            impl<T: PoolObject> Contender for $contender<T> {
                const NAME: &'static str = $name;
                const KIND: Kind = Kind::Ours;
                const CLEARED_BY_HAND: bool = false;
                type Object = T;
                type Guard<'a> = Guard<'a, T>;

                fn new(_: usize) -> Self {
                    Self(Pool::builder().$set($value).build())
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
    Off "off" leak_detection(LeakDetection::Off);
    OneIn128 "one in 128" leak_detection(LeakDetection::Sampled(128));
    OneIn1024 "one in 1,024" leak_detection(LeakDetection::Sampled(1024));
    All "all" leak_detection(LeakDetection::All);
    Threshold "threshold" hold_threshold(Duration::from_mins(1));
    Backtraces "backtraces" leak_detection(LeakDetection::Backtraces);
}
