//! Mistakes that show in the options alone, whatever the type of the field is.

use crate::definition::{Definition, Field, Rule};
use crate::model::is_unsized;

/// What `keep_others` begins with, also where it is misspelt.
pub(crate) fn is_to_keep(option: &str) -> bool {
    option.starts_with("keep_other")
}

/// Mistakes of a field that show in its options alone.
pub(crate) fn mistaken_options(item: &Definition, field: &Field) -> usize {
    let is_faulty = !field.mistaken.is_empty();
    let conflicts = field.rules.len().saturating_sub(1);
    let is_limit = |rule: &Rule| {
        matches!(
            rule,
            Rule::MaxCapacity(_) | Rule::MaxBytes(_) | Rule::Unbounded
        )
    };
    let is_bounded_by_rule = field.rules.first().map_or(!item.keeps_others, is_limit);
    let has_no_use = field.stated.is_some() && is_bounded_by_rule && !is_faulty && conflicts == 0;
    field.mistaken.len() + conflicts + usize::from(has_no_use)
}

pub(crate) fn has_right_option(item: &Definition, field: &Field) -> bool {
    let has_option = !field.rules.is_empty() || field.stated.is_some();
    has_option && mistaken_options(item, field) == 0 && !is_unsized(&field.ty)
}

/// The options of fields in variants that reset replaces by another one.
pub(crate) fn options_without_effect(item: &Definition) -> usize {
    let replaced = item.variants.iter();
    let replaced = replaced.filter(|it| !it.is_default && it.mistaken.is_empty());
    replaced
        .flat_map(|variant| &variant.fields)
        .filter(|field| has_right_option(item, field))
        .count()
}
