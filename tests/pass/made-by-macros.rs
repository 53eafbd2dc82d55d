//! Types that a `macro_rules!` macro writes, from parts of every kind.

use qnpool::Poolable;

macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident {
            $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty = $limit:expr),* $(,)?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name {
            $($(#[$field_meta])* #[pool(max_capacity = $limit)] $field_vis $field: $type),*
        }
    };
}

record! {
    /// A record.
    #[derive(Debug, Default, Poolable)]
    #[pool(max_retained_bytes = 4096)]
    pub(crate) struct Packet {
        /// Its body.
        pub(crate) body: Vec<u8> = 1 + 1,
        head: std::string::String = HEAD,
        #[allow(unused)]
        tail: Vec<u8> = { 2 * HEAD },
    }
}

const HEAD: usize = 8;

macro_rules! attribute {
    ($name:ident, $($word:tt)*) => {
        #[derive(Default, Poolable)]
        struct $name(#[pool($($word)*)] Vec<u8>);
    };
}

attribute!(Kept, keep = "filled once");
attribute!(Cleared, with = Vec::clear);
attribute!(Unlimited, unbounded);
attribute!(Fresh, default, max_retained_bytes = 0);

macro_rules! literals {
    ($name:ident, $limit:literal, $reason:literal, $path:path, $value:expr) => {
        #[derive(Default, Poolable)]
        struct $name {
            #[pool(max_capacity = $limit)]
            limited: Vec<u8>,
            #[pool(keep = $reason)]
            kept: u32,
            #[pool(with = $path)]
            cleared: Vec<u8>,
            #[pool(value = $value)]
            set: u32,
        }
    };
}

literals!(Literals, 4, "set once", Vec::clear, 2 + 3);

macro_rules! choice {
    ($name:ident { $first:ident $(($($type:ty),*))? $(, $rest:ident)* }) => {
        #[derive(Poolable)]
        enum $name {
            #[pool(default)]
            $first $(($($type),*))?,
            $($rest),*
        }
    };
}

choice!(Choice { Idle, Busy, Gone });
choice!(Counting { Number(u32, (u8, bool)), Nothing });

macro_rules! generic {
    ($name:ident<$lifetime:lifetime, $parameter:ident, $size:ident>) => {
        #[derive(Poolable)]
        struct $name<$lifetime, $parameter, const $size: usize> {
            parts: [$parameter; $size],
            path: Option<&$lifetime str>,
        }
    };
}

generic!(Generic<'a, T, N>);

/// A macro that makes a field's name and the type's name within itself.
macro_rules! hygienic {
    ($run:ident) => {
        fn $run() -> u32 {
            #[derive(Poolable)]
            struct Inner {
                value: u32,
            }
            let mut inner = Inner { value: 9 };
            inner.reset();
            inner.value
        }
    };
}

hygienic!(run);

macro_rules! buffer_of {
    ($element:ty) => { Vec<$element> };
}

#[derive(Poolable)]
struct TypeFromMacro {
    #[pool(max_capacity = 3)]
    bytes: buffer_of!(u8),
    number: number!(),
}

macro_rules! number {
    () => {
        u32
    };
}
use number;

fn main() {
    assert_eq!(Packet::MAX_RETAINED_BYTES, 2 + 8 + 16);
    let mut packet = Packet {
        body: vec![1; 100],
        head: "x".repeat(100),
        tail: vec![1; 100],
    };
    packet.reset();
    assert_eq!(packet.body.capacity(), 2);
    assert_eq!(packet.head.capacity(), 8);
    assert_eq!(packet.tail.capacity(), 16);

    let mut kept = Kept(vec![1]);
    kept.reset();
    assert_eq!(kept.0, [1]);
    let mut cleared = Cleared(vec![1]);
    cleared.reset();
    assert!(cleared.0.is_empty());
    let mut unlimited = Unlimited(vec![1; 100]);
    unlimited.reset();
    assert!(unlimited.0.is_empty() && unlimited.0.capacity() >= 100);
    let mut fresh = Fresh(vec![1]);
    fresh.reset();
    assert_eq!(fresh.0.capacity(), 0);
    assert_eq!(Fresh::MAX_RETAINED_BYTES, 0);

    let mut literals = Literals {
        limited: vec![1; 9],
        kept: 9,
        cleared: vec![1],
        set: 9,
    };
    literals.reset();
    assert_eq!(
        (literals.limited.capacity(), literals.kept, literals.set),
        (4, 9, 5)
    );
    assert!(literals.cleared.is_empty());

    let mut choice = Choice::Gone;
    choice.reset();
    assert!(matches!(choice, Choice::Idle));
    let mut counting = Counting::Nothing;
    counting.reset();
    assert!(matches!(counting, Counting::Number(0, (0, false))));

    let mut generic = Generic {
        parts: [1u8, 2],
        path: Some("path"),
    };
    generic.reset();
    assert!(generic.parts == [0, 0] && generic.path.is_none());
    assert_eq!(run(), 0);

    let mut from_macro = TypeFromMacro {
        bytes: vec![1; 9],
        number: 9,
    };
    from_macro.reset();
    assert_eq!((from_macro.bytes.capacity(), from_macro.number), (3, 0));
}
