//! Each type is reset, so that the generated code is compiled to the end and
//! does what it says.

use ::core::primitive::{bool, u8, u64, usize};
use ::renamed::Poolable;
use ::std::boxed::Box;
use ::std::convert::From;
use ::std::option::Option::{self, None, Some};
use ::std::string::String;
use ::std::vec::Vec;
use ::std::{assert, assert_eq, matches, vec};

use crate::shapes::{
    Answer, Bound, Braces, ByHand, Generic, Inner, Limited, Lookalike, Marked, Message, Named,
    Only, Owned, Parentheses, Plain, Secret, Secrets, Tuple, Unit, Whole, r#type,
};

fn reset<T: Poolable>(mut value: T) -> T {
    Poolable::reset(&mut value);
    value
}

#[test]
fn a_struct_with_a_rule_of_every_kind() {
    let named = reset(Named {
        id: 1,
        body: vec![7; 100],
        words: vec![7; 100],
        text: String::from("text"),
        kept: 7,
        fresh: 7,
        value: 7,
        with: 7,
        stated: Box::new(7),
        reply: Some("reply"),
    });
    assert_eq!((named.id, named.kept, named.fresh), (0, 7, 0));
    assert_eq!((named.value, named.with, *named.stated), (9, 5, 0));
    assert_eq!((named.body.len(), named.body.capacity()), (0, 16));
    assert_eq!((named.words.len(), named.words.capacity()), (0, 16));
    assert!(named.text.is_empty() && named.reply.is_none());
    assert_eq!(<Named<'_> as Poolable>::MAX_RETAINED_BYTES, usize::MAX);
}

#[test]
fn structs_of_the_other_shapes() {
    let tuple = Tuple(vec![7; 100], true);
    assert!(Poolable::should_discard(&tuple));
    let tuple = reset(tuple);
    assert_eq!((tuple.0.capacity(), tuple.1), (8, false));
    assert!(!Poolable::should_discard(&tuple));
    assert_eq!(<Tuple as Poolable>::MAX_RETAINED_BYTES, 8);

    let Unit = reset(Unit);
    let Braces {} = reset(Braces {});
    let Parentheses() = reset(Parentheses());
}

#[test]
fn enums() {
    let shared = ::std::rc::Rc::new(());
    let answer = Answer::Some(::std::clone::Clone::clone(&shared));
    assert!(matches!(reset(answer), Answer::None));
    assert_eq!(::std::rc::Rc::strong_count(&shared), 1);

    for message in [
        Message::Ping,
        Message::Data {
            bytes: vec![7; 100],
            left: 0,
        },
    ] {
        let Message::Data { bytes, left } = reset(message) else {
            ::std::panic!("not the default variant");
        };
        assert!(bytes.is_empty() && bytes.capacity() <= 4);
        assert_eq!(left, 3);
    }

    let Only::One(byte) = reset(Only::One(7));
    assert_eq!(byte, 0);
    assert!(matches!(reset(Marked::On), Marked::Off));
    assert!(matches!(reset(ByHand::High), ByHand::Low));
    assert!(matches!(reset(Bound::Fresh(7u8)), Bound::Fresh(0)));
    assert!(matches!(reset(Bound::<u8>::Other), Bound::Fresh(0)));
}

#[test]
fn generic_types() {
    let generic = reset(Generic::<'_, u8, ::std::ops::Range<u64>, 2> {
        first: 7,
        pair: (7, [7, 7]),
        items: vec![7; 100],
        source: Some(0..7),
        borrowed: ::std::marker::PhantomData,
    });
    assert_eq!((generic.first, generic.pair), (0, (0, [0, 0])));
    assert_eq!((generic.items.len(), generic.items.capacity()), (0, 2));
    assert_eq!(
        (generic.source, generic.borrowed),
        (None, ::std::marker::PhantomData)
    );

    let limited = reset(Limited(vec![7u8; 100], Box::new(7)));
    assert_eq!((limited.0.capacity(), *limited.1), (2, 0));
    assert_eq!(reset(Whole(7u8)).0, 0);
}

#[test]
fn a_pool_of_the_types_own() {
    use ::renamed::Pooled;

    let mut guard = Owned::pooled();
    guard.byte = 7;
    ::std::mem::drop(guard);
    assert_eq!(Owned::pooled().byte, 0);
    let _: &::renamed::Pool<Plain> = Plain::pool();
}

#[test]
fn wiped_fields() {
    let secret = reset(Secret {
        key: vec![7; 100],
        pin: [7; 4],
    });
    assert_eq!((secret.key.capacity(), secret.pin), (8, [0; 4]));
    assert!(matches!(reset(Secrets::Pin([7; 4])), Secrets::None));
}

#[test]
fn names_that_might_collide() {
    let collision = reset(r#type {
        r#fn: 7,
        this: 7,
        __field0: 7,
        with: 7,
        discard_if: 7,
    });
    assert_eq!(
        (collision.r#fn, collision.this, collision.__field0),
        (0, 0, 0)
    );
    assert_eq!((collision.with, collision.discard_if), (1, 2));
    assert_eq!(reset(Lookalike(Inner(7))).0.0, 0);
}

#[test]
fn types_of_a_macro() {
    crate::pooled_struct!(Packet {
        body: Vec<u8> = 4 + 4,
        text: String = 2,
    });
    let packet = reset(Packet {
        body: vec![7; 100],
        text: String::from("text"),
        own: Some(7),
    });
    assert_eq!((packet.body.capacity(), packet.text.capacity()), (8, 2));
    assert_eq!(packet.own, None);
    assert_eq!(<Packet as Poolable>::MAX_RETAINED_BYTES, 10);

    fn one(byte: &mut u8) {
        *byte = 1;
    }
    crate::pooled_enum!(State, W, u8, 1 + 2, one);
    let State::Fresh {
        plain,
        value,
        with,
        dropped,
    } = reset(State::Other(String::new()))
    else {
        ::std::panic!("not the default variant");
    };
    assert_eq!((plain, value, with, dropped), (0, 3, 1, None));
}

#[test]
fn elements_clearing_and_a_function_at_the_end() {
    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed, keep_others = "configuration", after = Self::reset)]
    struct Histogram {
        scale: u8,
        #[pool(each)]
        buckets: Vec<u64>,
        #[pool(clear)]
        samples: Vec<u8>,
        #[pool(max_capacity = 2 + 2)]
        body: Vec<u8>,
    }

    // Of the name of the trait's method.
    impl Histogram {
        fn reset(&mut self) {
            self.scale += 1;
        }
    }

    let histogram = reset(Histogram {
        scale: 6,
        buckets: vec![7; 3],
        samples: vec![7; 3],
        body: vec![7; 100],
    });
    assert_eq!((histogram.scale, histogram.body.capacity()), (7, 4));
    assert_eq!(
        (histogram.buckets, histogram.samples.len()),
        (vec![0; 3], 0)
    );
}

#[test]
fn a_type_local_to_a_function() {
    const LIMIT: usize = 4;

    #[derive(::renamed::Poolable)]
    #[pool(crate = ::renamed, max_capacity = LIMIT, max_retained_bytes = 8 * LIMIT)]
    struct Local<'a> {
        words: Vec<u64>,
        name: Option<&'a str>,
        is_open: bool,
    }
    let local = reset(Local {
        words: vec![7; 100],
        name: Some("name"),
        is_open: true,
    });
    assert_eq!(
        (local.words.capacity(), local.name, local.is_open),
        (4, None, false)
    );
}
