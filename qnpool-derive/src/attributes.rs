//! Reads `#[pool(…)]`. Nothing here returns early: a mistake is pushed, and the
//! words after it are read all the same.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, Expr, ExprPath, LitStr, Path, WherePredicate};

use crate::entries::{Entry, Value, entries, read_list};
use crate::errors::Errors;
use crate::messages;
use crate::words::{
    BOUND, CRATE, DEFAULT, DISCARD_IF, GLOBAL, KEEP, MAX_BYTES, MAX_CAPACITY, MAX_IDLE,
    MAX_RETAINED_BYTES, NAME, Place, UNBOUNDED, VALUE, WITH, ZEROIZE,
};

/// A value and the word it was given with, for messages that point there.
pub(crate) struct Given<T> {
    pub(crate) word: Ident,
    pub(crate) value: T,
}

#[derive(Default)]
pub(crate) struct TypeAttributes {
    pub(crate) bound: Option<Vec<WherePredicate>>,
    pub(crate) crate_path: Option<Path>,
    pub(crate) default: Option<Ident>,
    pub(crate) discard_if: Option<Given<ExprPath>>,
    pub(crate) global: Option<Given<Global>>,
    pub(crate) max_capacity: Option<Given<Expr>>,
    pub(crate) max_retained_bytes: Option<Given<Expr>>,
    /// Something was wrong with them and has been reported, so it is not known
    /// whether there is a limit.
    pub(crate) faulty: bool,
}

/// Settings of the pool that `global` makes.
#[derive(Default)]
pub(crate) struct Global {
    pub(crate) max_idle: Option<Expr>,
    pub(crate) name: Option<LitStr>,
}

#[derive(Default)]
pub(crate) struct VariantAttributes {
    /// The word of `#[pool(default)]`, or std's `#[default]`.
    pub(crate) default: Option<TokenStream>,
    /// It is std's, which says what `Default` makes.
    pub(crate) is_of_std: bool,
    /// Something was wrong with them and has been reported, so it is not known
    /// whether this is the default variant.
    pub(crate) faulty: bool,
}

#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) rule: Option<Given<Rule>>,
    pub(crate) max_retained_bytes: Option<Given<Expr>>,
    pub(crate) zeroize: Option<Ident>,
    /// Something was wrong with them and has been reported, so the field is left
    /// out: what it was meant to be is not known.
    pub(crate) faulty: bool,
}

/// What a field was told; it can be told one thing.
pub(crate) enum Rule {
    MaxCapacity(Expr),
    MaxBytes(Expr),
    Unbounded,
    Keep,
    Default,
    Value(Expr),
    With(ExprPath),
}

impl TypeAttributes {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let before = errors.count();
        let mut read = Self::default();
        for entry in entries(attributes, Place::Type, errors) {
            match entry.name.as_str() {
                BOUND => read.bound = entry.predicates(errors),
                CRATE => read.crate_path = entry.crate_path(errors),
                DEFAULT => read.default = entry.flag(errors).map(|given| given.word),
                DISCARD_IF => read.discard_if = entry.path(errors),
                GLOBAL => read.global = global(&entry, errors),
                MAX_CAPACITY => read.max_capacity = entry.limit(errors),
                MAX_RETAINED_BYTES => read.max_retained_bytes = entry.limit(errors),
                other => unreachable!("`{other}` is a word of the type"),
            }
        }
        read.faulty = errors.count() > before;
        read
    }
}

impl TypeAttributes {
    /// Also where a limit may have been meant: a field without one has then been
    /// reported in what was wrong with the type's.
    pub(crate) fn is_limited(&self) -> bool {
        self.max_capacity.is_some() || self.faulty
    }
}

impl VariantAttributes {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let before = errors.count();
        let mut default = None;
        for entry in entries(attributes, Place::Variant, errors) {
            default = entry.flag(errors).map(|given| given.word.to_token_stream());
        }
        let of_std = || {
            let marked = |attribute: &&Attribute| attribute.path().is_ident(DEFAULT);
            attributes
                .iter()
                .find(marked)
                .map(ToTokens::to_token_stream)
        };
        Self {
            is_of_std: default.is_none(),
            default: default.or_else(of_std),
            faulty: errors.count() > before,
        }
    }
}

impl FieldAttributes {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let before = errors.count();
        let mut read = Self::default();
        for entry in entries(attributes, Place::Field, errors) {
            let rule = match entry.name.as_str() {
                MAX_RETAINED_BYTES => {
                    read.max_retained_bytes = entry.limit(errors);
                    continue;
                }
                ZEROIZE => {
                    read.zeroize = entry.flag(errors).map(|given| given.word);
                    continue;
                }
                MAX_CAPACITY => entry
                    .limit(errors)
                    .map(|given| given.map(Rule::MaxCapacity)),
                MAX_BYTES => entry.limit(errors).map(|given| given.map(Rule::MaxBytes)),
                UNBOUNDED => entry
                    .flag(errors)
                    .map(|given| given.map(|()| Rule::Unbounded)),
                KEEP => entry.reason(errors).map(|given| given.map(|()| Rule::Keep)),
                DEFAULT => entry
                    .flag(errors)
                    .map(|given| given.map(|()| Rule::Default)),
                VALUE => entry.value(errors).map(|given| given.map(Rule::Value)),
                WITH => entry.path(errors).map(|given| given.map(Rule::With)),
                other => unreachable!("`{other}` is a word of a field"),
            };
            let Some(rule) = rule else { continue };
            match &read.rule {
                Some(earlier) => {
                    let earlier = earlier.word.unraw().to_string();
                    let message = messages::conflict(&entry.name, &earlier);
                    errors.push(&rule.word, message);
                }
                None => read.rule = Some(rule),
            }
        }
        if let (Some(stated), None) = (&read.max_retained_bytes, read.owner_rule()) {
            if errors.count() == before {
                errors.push(&stated.word, messages::stated_bytes_without_rule());
            }
        }
        if let (Some(word), Some(Rule::Keep)) = (&read.zeroize, read.owner_rule()) {
            errors.push(word, messages::wiped_and_kept());
        }
        read.faulty = errors.count() > before;
        read
    }

    /// The rule under which only the user can know what the field owns.
    fn owner_rule(&self) -> Option<&Rule> {
        let rule = &self.rule.as_ref()?.value;
        matches!(
            rule,
            Rule::Keep | Rule::Default | Rule::Value(_) | Rule::With(_)
        )
        .then_some(rule)
    }
}

/// Reports `#[pool]` where it cannot mean anything.
pub(crate) fn refuse_on_parameter(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes.iter().filter(|it| it.path().is_ident("pool")) {
        errors.push(attribute, messages::on_parameter());
    }
}

impl<T> Given<T> {
    pub(crate) fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Given<U> {
        Given {
            word: self.word,
            value: wrap(self.value),
        }
    }
}

/// `global`, or `global(…)` with words of its own.
fn global(entry: &Entry, errors: &mut Errors) -> Option<Given<Global>> {
    let mut global = Global::default();
    let Value::List(list) = &entry.value else {
        return entry.flag(errors).map(|given| given.map(|()| global));
    };
    let mut entries = Vec::new();
    read_list(list.clone(), Place::Global, &mut entries, errors);
    for word in entries {
        match word.name.as_str() {
            MAX_IDLE => global.max_idle = word.limit(errors).map(|given| given.value),
            NAME => global.name = word.name_text(errors),
            other => unreachable!("`{other}` is a word of `global`"),
        }
    }
    Some(entry.given(global))
}
