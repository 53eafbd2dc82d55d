//! Types private to a module or local to a function, and made of such types.

#![forbid(unsafe_code)]
#![deny(missing_docs, private_bounds, private_interfaces, unreachable_pub)]

mod inner {
    use qnpool::Poolable;

    #[derive(Default, Poolable)]
    struct Private {
        number: u32,
    }

    /// Public, with fields that are not.
    #[derive(Default, Poolable)]
    pub(crate) struct Public {
        private: Private,
        #[pool(max_capacity = 4)]
        many: Vec<Private>,
        all: [Private; 2],
    }

    impl Public {
        pub(crate) fn is_pristine(&self) -> bool {
            self.private.number + self.all[0].number == 0 && self.many.capacity() <= 4
        }

        pub(crate) fn soil(&mut self) {
            self.private.number = 1;
            self.all[0].number = 1;
            self.many.resize_with(100, Private::default);
        }
    }

    mod deeper {
        #[derive(qnpool::Poolable)]
        pub(super) struct Restricted {
            pub(in crate::inner) number: u32,
        }
    }

    pub(crate) fn restricted() -> u32 {
        let mut restricted = deeper::Restricted { number: 1 };
        qnpool::Poolable::reset(&mut restricted);
        restricted.number
    }
}

fn local() -> u32 {
    #[derive(qnpool::Poolable)]
    struct Local<'a> {
        number: u32,
        text: Option<&'a str>,
    }

    const LIMIT: usize = 4;

    #[derive(qnpool::Poolable)]
    struct Outer<'a> {
        local: Local<'a>,
        #[pool(max_capacity = LIMIT)]
        bytes: Vec<u8>,
        #[pool(with = clear)]
        cleared: u32,
    }

    fn clear(number: &mut u32) {
        *number = 0;
    }

    use qnpool::Poolable;
    let text = String::from("text");
    let mut outer = Outer {
        local: Local {
            number: 1,
            text: Some(&text),
        },
        bytes: vec![1; 9],
        cleared: 1,
    };
    outer.reset();
    assert!(outer.local.text.is_none() && outer.bytes.capacity() == 4);
    outer.local.number + outer.cleared
}

fn in_closure_and_constant() -> u32 {
    const ZERO: u32 = {
        #[derive(qnpool::Poolable)]
        struct InConstant {
            #[allow(dead_code)]
            number: u32,
        }
        <InConstant as qnpool::Poolable>::MAX_RETAINED_BYTES as u32
    };
    let run = || {
        #[derive(qnpool::Poolable)]
        struct InClosure(u32);
        let mut object = InClosure(1);
        qnpool::Poolable::reset(&mut object);
        object.0
    };
    run() + ZERO
}

fn main() {
    use qnpool::Poolable;
    let mut public = inner::Public::default();
    public.soil();
    assert!(!public.is_pristine());
    public.reset();
    assert!(public.is_pristine());
    assert_eq!(inner::restricted() + local() + in_closure_and_constant(), 0);
}
