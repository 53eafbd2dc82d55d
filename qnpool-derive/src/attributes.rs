//! Reads `#[pool(…)]`. Nothing here returns early: a mistake is pushed, and the options after
//! it are read all the same.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::{Attribute, Expr, ExprPath, LitStr, Meta, Path, WherePredicate};

use crate::entries::{Entry, Given, Value, entries, is_option_without_literal, is_pool, read_list};
use crate::errors::Errors;
use crate::messages;
use crate::options::{
    AFTER, BOUND, CLEAR, CRATE, DEFAULT, DISCARD_IF, EACH, GLOBAL, KEEP, KEEP_OTHERS, MAX_BYTES,
    MAX_CAPACITY, MAX_IDLE, MAX_RETAINED_BYTES, NAME, Place, UNBOUNDED, VALUE, WITH, ZEROIZE,
};

#[derive(Default)]
pub(crate) struct TypeAttributes {
    pub(crate) after: Option<Given<ExprPath>>,
    pub(crate) bound: Option<Vec<WherePredicate>>,
    pub(crate) crate_path: Option<Path>,
    pub(crate) default: Option<Ident>,
    pub(crate) discard_if: Option<Given<ExprPath>>,
    pub(crate) global: Option<Given<Global>>,
    pub(crate) keep_others: Option<Given<()>>,
    /// Fields without an option are kept, or were meant to be: also where `keep_others` has a
    /// mistake, which has been reported.
    pub(crate) keeps_others: bool,
    pub(crate) max_capacity: Option<Given<Expr>>,
    pub(crate) max_retained_bytes: Option<Given<Expr>>,
    /// A mistake in them has been reported, so it is not known whether there is a limit.
    pub(crate) faulty: bool,
    /// An option that goes on a field is among them, so it is not known what was meant for the
    /// fields.
    pub(crate) has_field_option: bool,
}

/// Settings of the pool that `global` makes.
#[derive(Default)]
pub(crate) struct Global {
    pub(crate) max_idle: Option<Expr>,
    pub(crate) name: Option<LitStr>,
}

#[derive(Default)]
pub(crate) struct VariantAttributes {
    /// The option of `#[pool(default)]`, or std's `#[default]`.
    pub(crate) default: Option<TokenStream>,
    /// It is std's, which says what `Default` makes.
    pub(crate) is_of_std: bool,
    /// A mistake in them has been reported, so it is not known whether this is the default
    /// variant, nor what was meant for its fields.
    pub(crate) faulty: bool,
}

#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) rule: Option<Given<Rule>>,
    pub(crate) max_retained_bytes: Option<Given<Expr>>,
    pub(crate) zeroize: Option<Ident>,
    /// A mistake in them has been reported, so the field is left out: what it was meant
    /// to be is not known.
    pub(crate) faulty: bool,
}

/// What reset does with a field, as its attribute says; a field has one rule.
pub(crate) enum Rule {
    MaxCapacity(Expr),
    MaxBytes(Expr),
    Unbounded,
    Keep,
    Default,
    Value(Expr),
    With(ExprPath),
    Clear,
    Each,
}

impl TypeAttributes {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let before = errors.count();
        let mut read = Self::default();
        let entries = entries(attributes, Place::Type, errors);
        let is_faulty = entries.iter().any(Entry::is_faulty);
        for entry in entries {
            match entry.name.as_str() {
                AFTER => read.after = entry.path(errors),
                BOUND => read.bound = entry.predicates(errors),
                CRATE => read.crate_path = entry.crate_path(errors),
                DEFAULT => read.default = entry.flag(errors).map(|given| given.option),
                DISCARD_IF => read.discard_if = entry.path(errors),
                GLOBAL => read.global = global(&entry, errors),
                KEEP_OTHERS => {
                    read.keep_others = entry.reason(errors);
                    read.keeps_others = true;
                }
                MAX_CAPACITY => read.max_capacity = entry.limit(errors),
                MAX_RETAINED_BYTES => read.max_retained_bytes = entry.limit(errors),
                other => unreachable!("`{other}` is an option of the type"),
            }
        }
        read.faulty =
            is_faulty || errors.count() > before || attributes.iter().any(is_reported_by_compiler);
        read.has_field_option = read.faulty && attributes.iter().any(has_field_option);
        read
    }

    /// Also where a limit may have been meant: a field without one has then been
    /// reported in the mistake of the type's attributes.
    pub(crate) fn is_limited(&self) -> bool {
        self.max_capacity.is_some() || self.faulty
    }
}

impl VariantAttributes {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let before = errors.count();
        let mut default = None;
        for entry in entries(attributes, Place::Variant, errors) {
            default = entry
                .flag(errors)
                .map(|given| given.option.to_token_stream());
        }
        let of_std = attributes.iter().find(|it| it.path().is_ident(DEFAULT));
        Self {
            is_of_std: default.is_none(),
            default: default.or_else(|| of_std.map(ToTokens::to_token_stream)),
            faulty: errors.count() > before || attributes.iter().any(is_reported_by_compiler),
        }
    }
}

impl FieldAttributes {
    pub(crate) fn read(attributes: &[Attribute], errors: &mut Errors) -> Self {
        let before = errors.count();
        let mut read = Self::default();
        let entries = entries(attributes, Place::Field, errors);
        let is_faulty = entries.iter().any(Entry::is_faulty);
        for entry in entries {
            let rule = match entry.name.as_str() {
                MAX_RETAINED_BYTES => {
                    read.max_retained_bytes = entry.limit(errors);
                    continue;
                }
                ZEROIZE => {
                    read.zeroize = entry.flag(errors).map(|given| given.option);
                    continue;
                }
                MAX_CAPACITY => entry
                    .limit(errors)
                    .map(|given| given.map(Rule::MaxCapacity)),
                MAX_BYTES => entry.limit(errors).map(|given| given.map(Rule::MaxBytes)),
                KEEP => entry.reason(errors).map(|given| given.map(|()| Rule::Keep)),
                VALUE => entry.value(errors).map(|given| given.map(Rule::Value)),
                WITH => entry.path(errors).map(|given| given.map(Rule::With)),
                UNBOUNDED => entry.rule(Rule::Unbounded, errors),
                DEFAULT => entry.rule(Rule::Default, errors),
                CLEAR => entry.rule(Rule::Clear, errors),
                EACH => entry.rule(Rule::Each, errors),
                other => unreachable!("`{other}` is an option of a field"),
            };
            let Some(rule) = rule else { continue };
            match &read.rule {
                Some(earlier) => {
                    let message = messages::conflict(&entry.name, &earlier.option.to_string());
                    errors.push(&rule.option, message);
                }
                None => read.rule = Some(rule),
            }
        }
        read.faulty =
            is_faulty || errors.count() > before || attributes.iter().any(is_reported_by_compiler);
        read
    }

    /// What cannot stand together with the rule of the field, `keep_others` of the type included.
    pub(crate) fn check(&mut self, is_kept: bool, errors: &mut Errors) {
        if self.faulty {
            return;
        }
        let before = errors.count();
        let rule = self.rule.as_ref().map(|given| &given.value);
        let is_limit = matches!(
            rule,
            Some(Rule::MaxCapacity(_) | Rule::MaxBytes(_) | Rule::Unbounded)
        );
        if let Some(stated) = &self.max_retained_bytes {
            let is_reset = rule.is_none() && !(is_kept && self.zeroize.is_none());
            if is_limit || is_reset {
                errors.push(&stated.option, messages::STATED_BYTES_WITHOUT_RULE);
            }
        }
        if let (Some(option), Some(Rule::Keep)) = (&self.zeroize, rule) {
            errors.push(option, messages::WIPED_AND_KEPT);
        }
        self.faulty = errors.count() > before;
    }

    /// The first option of the field.
    pub(crate) fn first_option(&self) -> Option<&Ident> {
        let rule = self.rule.as_ref().map(|given| &given.option);
        let stated = self.max_retained_bytes.as_ref().map(|given| &given.option);
        rule.or(stated)
    }
}

impl Entry {
    fn rule(&self, rule: Rule, errors: &mut Errors) -> Option<Given<Rule>> {
        self.flag(errors).map(|given| given.map(|()| rule))
    }
}

/// An attribute that was meant to be `#[pool(…)]`, and about which the compiler has an error of
/// its own: it finds nothing at the path in `#[qnpool::pool(…)]`, and `#[with = reset]` has a
/// value that is no literal.
fn is_reported_by_compiler(attribute: &Attribute) -> bool {
    has_path_to_pool(attribute) || is_option_without_literal(attribute)
}

fn has_field_option(attribute: &Attribute) -> bool {
    let Meta::List(list) = &attribute.meta else {
        return false;
    };
    list.tokens.clone().into_iter().any(|token| {
        let name = token.to_string();
        is_pool(attribute.path()) && Place::Field.has(&name) && !Place::Type.has(&name)
    })
}

fn has_path_to_pool(attribute: &Attribute) -> bool {
    let segments = &attribute.path().segments;
    let is_ours = |name: &str| segments.iter().any(|segment| segment.ident == name);
    segments.len() > 1 && ["pool", "poolable", "qnpool"].into_iter().any(is_ours)
}

/// Reports `#[pool]` on a parameter, where it has no meaning.
pub(crate) fn refuse_on_parameter(attributes: &[Attribute], errors: &mut Errors) {
    for attribute in attributes.iter().filter(|it| is_pool(it.path())) {
        errors.push(attribute, messages::ON_PARAMETER);
    }
}

/// `global`, or `global(…)` with options of its own.
fn global(entry: &Entry, errors: &mut Errors) -> Option<Given<Global>> {
    let mut global = Global::default();
    let Value::List(list) = &entry.value else {
        return entry.flag(errors).map(|given| given.map(|()| global));
    };
    let mut entries = Vec::new();
    read_list(list.clone(), Place::Global, &mut entries, errors);
    for option in entries {
        match option.name.as_str() {
            MAX_IDLE => global.max_idle = option.limit(errors).map(|given| given.value),
            NAME => global.name = option.name_text(errors),
            other => unreachable!("`{other}` is an option of `global`"),
        }
    }
    Some(entry.given(global))
}
