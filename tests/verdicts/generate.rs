//! Definitions at random: mostly near what is right, so that a mistake is often alone.

use fastrand::Rng;

use crate::definition::{Definition, Field, Function, Limit, Rule, Type, Variant};
use crate::leaves::{ARGUMENTS, Kind, LEAVES, Leaf};
use crate::model::{Judge, is_known, is_unsized, judge};
use crate::options::{
    AFTER, BYTES, LIMITS, MISTAKEN_ON_FIELD, MISTAKEN_ON_TYPE, MISTAKEN_ON_VARIANT, STATED,
};

const EMPTIED: &[&str] = &[
    "Option",
    "Option",
    "PhantomData",
    "OnceCell",
    "OnceLock",
    "LinkedList",
    "BTreeSet",
    "BTreeMap",
];
const AROUND: &[&str] = &["Box", "Cell", "RefCell", "Mutex", "RwLock", "Cursor"];
const SEQUENCES: &[&str] = &["Vec", "VecDeque", "BinaryHeap"];
const REFUSED: &[&str] = &[
    "Arc<@>",
    "Rc<@>",
    "*const @",
    "*mut @",
    "&'static @",
    "Box<[@]>",
    "Box<dyn Fn(@)>",
    "fn(@) -> u8",
    "ManuallyDrop<@>",
];
const OF_ITSELF: &[&str] = &[
    "RecyclingVec<Self>",
    "RecyclingVec<(u8, Self)>",
    "Box<RecyclingVec<Self>>",
    "[RecyclingVec<Self>; 3]",
];

pub(crate) struct Generator {
    pub(crate) random: Rng,
}

impl Generator {
    pub(crate) fn definition(&mut self) -> Definition {
        let is_enum = self.one_in(4);
        let argument = self.one_in(3).then(|| self.leaf_of(ARGUMENTS));
        let mut item = Definition {
            variants: Vec::new(),
            is_enum,
            is_packed: self.one_in(80),
            max_capacity: self.one_in(3).then(|| self.limit(LIMITS)),
            budget: None,
            is_made_anew: self.one_in(25),
            has_default: self.one_in(2),
            discards: self.one_in(10),
            after: self.one_in(12).then(|| self.after()),
            keeps_others: self.one_in(12),
            mistaken: self.mistaken(30, MISTAKEN_ON_TYPE),
            argument,
        };
        let is_open = argument.is_some();
        let variants = if is_enum { self.random.usize(1..4) } else { 1 };
        let default = self.random.usize(0..variants);
        for index in 0..variants {
            let mut variant = self.variant(is_open);
            if is_enum {
                let is_marked = index == default && !item.is_made_anew;
                variant.is_default = is_marked != self.one_in(20);
                variant.mistaken = self.mistaken(40, MISTAKEN_ON_VARIANT);
                if !variant.is_default {
                    self.remove_options(&mut variant.fields);
                }
            }
            item.variants.push(variant);
        }
        let mut fields = item.variants.iter().flat_map(|it| &it.fields);
        // Or `default` would be another mistake.
        item.has_default &= !fields.any(|field| is_unsized(&field.ty));
        let mut fields = item.variants.iter().flat_map(|it| &it.fields);
        if fields.any(|field| is_unsized(&field.ty)) {
            // Or the language finds an element without a size.
            let is_sized = |field: &Field| !matches!(field.ty, Type::OfItself(_));
            let variants = item.variants.iter_mut();
            variants.for_each(|variant| variant.fields.retain(is_sized));
        }
        if item.is_packed {
            // Or the language finds an alignment in it that it refuses besides.
            let is_unaligned = |field: &Field| matches!(field.ty, Type::Sequence(..));
            let variants = item.variants.iter_mut();
            variants.for_each(|variant| variant.fields.retain(is_unaligned));
        }
        if item.is_made_anew {
            // Or nearly none would be right.
            item.max_capacity = item.max_capacity.filter(|_| self.one_in(8));
            item.keeps_others &= self.one_in(8);
            for variant in &mut item.variants {
                self.remove_options(&mut variant.fields);
            }
        }
        if item.keeps_others {
            item.max_capacity = item.max_capacity.filter(|_| self.one_in(8));
            let fields = item.variants.iter_mut().flat_map(|it| &mut it.fields);
            for field in fields {
                // Fields with options of their own, and fields that are kept.
                field.rules.retain(|_| self.random.bool());
            }
        }
        let mut fields = item.variants.iter().flat_map(|it| &it.fields);
        if is_open && !fields.any(|field| field.ty.is_open()) {
            // The language wants it to be of use.
            let marker = Type::Emptied("PhantomData", Box::new(Type::Parameter));
            item.variants[0].fields.push(field_of(marker));
        }
        let fields = item.variants.iter().flat_map(|it| &it.fields);
        let known: Vec<_> = fields.map(|field| is_known(&item, &field.ty)).collect();
        let fields = item.variants.iter_mut().flat_map(|it| &mut it.fields);
        for (field, is_known) in fields.zip(known) {
            // Whether one element fits must be known.
            field
                .rules
                .retain(|rule| is_known || !matches!(rule, Rule::MaxBytes(_)));
        }
        if self.one_in(4) {
            item.budget = self.budget(&item);
        }
        item
    }

    /// About what the type retains, where the model knows that.
    fn budget(&mut self, item: &Definition) -> Option<usize> {
        let verdict = judge(item);
        // Beside other mistakes the compiler computes some constants, and others not.
        let retained = verdict.retained.filter(|_| verdict.mistakes == 0)?;
        let less = retained.saturating_sub(1).min(1 << 30);
        Some(self.pick(&[retained, retained, less, 1 << 20]))
    }

    fn variant(&mut self, is_open: bool) -> Variant {
        let fields = if self.one_in(25) {
            0
        } else {
            self.random.usize(1..5)
        };
        Variant {
            fields: (0..fields).map(|_| self.field(is_open)).collect(),
            is_default: false,
            mistaken: Vec::new(),
            is_named: self.random.bool(),
        }
    }

    /// Of most fields, where an option has no effect.
    fn remove_options(&mut self, fields: &mut [Field]) {
        for field in fields {
            if !self.one_in(12) {
                field.rules.clear();
                field.stated = None;
            }
        }
    }

    /// One of which the elements are reset, or that has a method `clear`.
    fn with_method(&mut self, mut field: Field, is_open: bool) -> Field {
        let rule = if self.random.bool() {
            let inside = Box::new(self.ty(is_open, 1));
            field.ty = match self.random.usize(0..6) {
                0 => Type::Sequence("VecDeque", inside),
                1 => Type::Refused("Box<[@]>", inside),
                2 => Type::Array(inside, self.pick(&[0, 1, 3])),
                3 => Type::Around("Box", Box::new(Type::Array(inside, 3))),
                _ => Type::Sequence("Vec", inside),
            };
            Rule::Each
        } else {
            // Some have none.
            for _ in 0..8 {
                if !Judge::has_clear(&field.ty) {
                    field.ty = self.ty(is_open, 2);
                }
            }
            Rule::Clear
        };
        field.rules.push(rule);
        field.stated = self.one_in(4).then(|| self.limit(STATED));
        field
    }

    fn field(&mut self, is_open: bool) -> Field {
        if self.one_in(150) {
            return field_of(Type::Unsized(self.pick(&["str", "[u8]", "dyn Fn()"])));
        }
        let mut field = field_of(self.ty(is_open, 2));
        if self.one_in(60) {
            field.ty = Type::OfItself(self.pick(OF_ITSELF));
        }
        let can_grow = self.can_grow(&field.ty);
        let is_right = !self.one_in(12);
        if self.one_in(10) {
            field = self.with_method(field, is_open);
        } else if can_grow == is_right {
            let limit = match self.random.usize(0..8) {
                0..4 => Rule::MaxCapacity(self.limit(LIMITS)),
                4..6 => Rule::MaxBytes(self.limit(BYTES)),
                6 => Rule::Unbounded,
                _ => return field,
            };
            field.rules.push(limit);
        } else if is_refused(&field.ty) == is_right || self.one_in(12) {
            let rule = match self.random.usize(0..60) {
                0 => Rule::WrongValue,
                1 => Rule::WrongWith,
                2 => Rule::Clear,
                3 => Rule::Each,
                4..15 => Rule::Keep,
                15..30 => Rule::Default,
                30..45 => Rule::Value,
                _ => Rule::With,
            };
            field.rules.push(rule);
            field.stated = self.one_in(4).then(|| self.limit(STATED));
        }
        if self.one_in(60) {
            field.rules.push(Rule::Unbounded);
        }
        field.rules.dedup_by_key(|rule| rule.to_string());
        if self.one_in(30) {
            field.rules.clear();
            field.stated = None;
            field.mistaken.push(self.pick(MISTAKEN_ON_FIELD));
        }
        field.in_two_attributes = self.one_in(3);
        field
    }

    fn ty(&mut self, is_open: bool, depth: usize) -> Type {
        if is_open && self.one_in(3) {
            return Type::Parameter;
        }
        let inside = |this: &mut Self| Box::new(this.ty(is_open, depth - 1));
        match self.random.usize(0..20) {
            _ if depth == 0 => Type::Leaf(self.leaf()),
            0..7 => Type::Leaf(self.leaf()),
            7..10 => Type::Emptied(self.pick(EMPTIED), inside(self)),
            10..13 => Type::Sequence(self.pick(SEQUENCES), inside(self)),
            13 => Type::Map(Box::new(self.key(is_open)), inside(self)),
            14 => Type::Set(Box::new(self.key(is_open))),
            15..17 => Type::Around(self.pick(AROUND), inside(self)),
            17 => Type::Array(inside(self), self.pick(&[0, 1, 3])),
            18 => {
                let parts = self.random.usize(1..4);
                Type::Tuple((0..parts).map(|_| *inside(self)).collect())
            }
            _ => Type::Refused(self.pick(REFUSED), Box::new(self.ty(false, depth - 1))),
        }
    }

    fn key(&mut self, is_open: bool) -> Type {
        if is_open && self.one_in(3) {
            return Type::Parameter;
        }
        let leaf = self.leaf();
        if leaf.can_be_key || self.one_in(8) {
            return Type::Leaf(leaf);
        }
        // Tables of the smallest elements are laid out in another way.
        Type::Leaf(&LEAVES[0][self.random.usize(0..2)])
    }

    fn leaf(&mut self) -> &'static Leaf {
        let leaf = self.leaf_of(LEAVES);
        let is_common = leaf.kind != Kind::Refused || self.one_in(4);
        if is_common { leaf } else { self.leaf() }
    }

    fn can_grow(&mut self, ty: &Type) -> bool {
        match ty {
            Type::Leaf(leaf) => matches!(leaf.kind, Kind::Grows(_) | Kind::GrowsAsOwn(_)),
            Type::Parameter => self.one_in(4),
            Type::Around(_, inside) | Type::Array(inside, _) => self.can_grow(inside),
            Type::Sequence(..) | Type::Map(..) | Type::Set(_) => true,
            _ => false,
        }
    }

    fn mistaken(&mut self, rarity: usize, options: &[&'static str]) -> Vec<&'static str> {
        self.one_in(rarity)
            .then(|| self.pick(options))
            .into_iter()
            .collect()
    }

    fn limit(&mut self, limits: &[Limit]) -> Limit {
        let limit = self.pick(limits);
        // One of another type is rare.
        if limit.number.is_some() || self.one_in(6) {
            limit
        } else {
            self.limit(limits)
        }
    }

    fn after(&mut self) -> Function {
        let function = self.pick(AFTER);
        // One that does not fit is rare.
        if function.fits || self.one_in(3) {
            function
        } else {
            self.after()
        }
    }

    fn one_in(&mut self, times: usize) -> bool {
        self.random.usize(0..times) == 0
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.random.usize(0..choices.len())]
    }

    fn leaf_of(&mut self, kinds: &[&'static [Leaf]]) -> &'static Leaf {
        let leaves: Vec<_> = kinds.iter().copied().flatten().collect();
        leaves[self.random.usize(0..leaves.len())]
    }
}

fn field_of(ty: Type) -> Field {
    Field {
        ty,
        rules: Vec::new(),
        stated: None,
        mistaken: Vec::new(),
        in_two_attributes: false,
    }
}

fn is_refused(ty: &Type) -> bool {
    match ty {
        Type::Leaf(leaf) => leaf.kind == Kind::Refused,
        Type::Around(_, inside) | Type::Array(inside, _) => is_refused(inside),
        Type::Tuple(parts) => parts.iter().any(is_refused),
        Type::Refused(..) | Type::OfItself(_) => true,
        _ => false,
    }
}
