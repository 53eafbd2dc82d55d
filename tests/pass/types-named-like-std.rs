//! Types of the user's own with the names of well-known ones are judged as what
//! they are: by type, not by name.

#![allow(non_camel_case_types)]

/// As the derived type.
mod derived {
    use qnpool::Poolable;

    macro_rules! derived {
        ($($name:ident)*) => {$(
            #[derive(Poolable)]
            pub struct $name {
                pub number: u32,
                pub next: ::std::option::Option<::std::boxed::Box<Self>>,
                #[pool(max_capacity = 4)]
                pub bytes: ::std::vec::Vec<u8>,
                #[pool(default)]
                pub fresh: u8,
                #[pool(value = 1)]
                pub one: u8,
                #[pool(with = clear)]
                pub cleared: u8,
            }
        )*};
    }

    fn clear(number: &mut u8) {
        *number = 2;
    }

    derived!(
        Vec Option Result Box Default Pool String usize Some None Arc PhantomData HashMap
        Bounded Growable Footprint Self_ Copy Clone Sized Drop bool str Ok Err Rc Cow
    );

    macro_rules! reset_all {
        ($($name:ident)*) => {$({
            let mut object = $name {
                number: 9,
                next: ::std::option::Option::None,
                bytes: ::std::vec![9; 9],
                fresh: 9,
                one: 9,
                cleared: 9,
            };
            object.reset();
            assert!(object.number == 0 && object.next.is_none());
            assert_eq!(object.bytes.capacity(), 4);
            assert_eq!((object.fresh, object.one, object.cleared), (0, 1, 2));
            assert_eq!(<$name as Poolable>::MAX_RETAINED_BYTES, 4);
        })*};
    }

    pub fn check() {
        reset_all!(
            Vec Option Result Box Default Pool String usize Some None Arc PhantomData HashMap
            Bounded Growable Footprint Self_ Copy Clone Sized Drop bool str Ok Err Rc Cow
        );
    }
}

/// As the type of a field: these are poolable, whatever their names say.
mod fields {
    use qnpool::Poolable;

    #[derive(Debug, Poolable, PartialEq)]
    pub struct Vec<T>(pub T);

    #[derive(Debug, Poolable, PartialEq)]
    pub struct String(pub u32);

    #[derive(Debug, Poolable, PartialEq)]
    pub struct Arc<T>(pub T);

    #[derive(Debug, Poolable, PartialEq)]
    pub struct File;

    #[derive(Debug, Poolable, PartialEq)]
    pub struct HashMap<K, V>(pub K, pub V);

    /// Resets what is in it, unlike std's.
    #[derive(Debug, Poolable, PartialEq)]
    pub struct Option<T>(pub T);

    #[derive(Debug, Poolable, PartialEq)]
    pub struct Box<T: ?Sized>(pub u32, pub std::marker::PhantomData<T>);

    #[derive(Debug, Poolable, PartialEq)]
    pub struct Holder<T> {
        pub vector: Vec<T>,
        pub text: String,
        pub shared: Arc<T>,
        pub file: File,
        pub map: HashMap<u8, T>,
        pub option: Option<T>,
        pub number: usize,
        pub boxed: Box<T>,
    }

    #[allow(non_camel_case_types)]
    #[derive(Debug, Poolable, PartialEq)]
    pub struct usize(pub u32);

    pub fn check() {
        let mut holder = Holder {
            vector: Vec(1u8),
            text: String(2),
            shared: Arc(3),
            file: File,
            map: HashMap(4, 5),
            option: Option(6),
            number: usize(7),
            boxed: Box(8, std::marker::PhantomData),
        };
        holder.reset();
        assert_eq!(
            holder.vector.0 + holder.shared.0 + holder.map.1 + holder.option.0,
            0
        );
        assert_eq!(holder.text.0 + holder.number.0 + holder.boxed.0, 0);
        assert_eq!(Holder::<u8>::MAX_RETAINED_BYTES, 0);
    }
}

/// A growable type of the user's own takes a limit by any name.
mod growable {
    use qnpool::{Footprint, Growable, Poolable};

    #[derive(Default)]
    pub struct Option {
        slots: std::vec::Vec<u64>,
    }

    impl Growable for Option {
        const FOOTPRINT: Footprint = Footprint::slots(8);

        fn reset_within(&mut self, max_capacity: usize) -> qnpool::ResetOutcome {
            self.slots.reset_within(max_capacity)
        }
    }

    #[derive(Default, Poolable)]
    struct Holder {
        #[pool(max_capacity = 4)]
        slots: Option,
        #[pool(max_bytes = 64)]
        more: [Option; 2],
    }

    pub fn check() {
        let mut holder = Holder::default();
        holder.slots.slots = vec![1; 100];
        holder.more[1].slots = vec![1; 100];
        holder.reset();
        assert_eq!(holder.slots.slots.capacity(), 4);
        assert_eq!(holder.more[1].slots.capacity(), 4);
        assert_eq!(Holder::MAX_RETAINED_BYTES, 32 + 64);
    }
}

fn main() {
    derived::check();
    fields::check();
    growable::check();
}
