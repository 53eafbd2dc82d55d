//! Smaller definitions that are nearly the same.

use crate::definition::{Definition, Field, Type};

pub(crate) fn smaller(item: &Definition) -> Vec<Definition> {
    let mut found = Vec::new();
    let mut with = |change: &dyn Fn(&mut Definition)| {
        let mut changed = item.clone();
        change(&mut changed);
        if changed.to_string() != item.to_string() {
            found.push(changed);
        }
    };
    with(&|it| it.is_packed = false);
    with(&|it| it.max_capacity = None);
    with(&|it| it.budget = None);
    with(&|it| it.is_made_anew = false);
    with(&|it| it.has_default = false);
    with(&|it| it.discards = false);
    with(&|it| it.after = None);
    with(&|it| it.keeps_others = false);
    with(&|it| it.mistaken.clear());
    for (index, variant) in item.variants.iter().enumerate() {
        if item.variants.len() > 1 {
            with(&|it| drop(it.variants.remove(index)));
        }
        with(&|it| it.variants[index].mistaken.clear());
        with(&|it| it.variants[index].is_default = false);
        for (at, field) in variant.fields.iter().enumerate() {
            with(&|it| drop(it.variants[index].fields.remove(at)));
            let mut with_field = |change: &dyn Fn(&mut Field)| {
                with(&|it| change(&mut it.variants[index].fields[at]));
            };
            with_field(&|it| it.rules.clear());
            with_field(&|it| it.rules.truncate(1));
            with_field(&|it| it.stated = None);
            with_field(&|it| it.mistaken.clear());
            with_field(&|it| it.in_two_attributes = false);
            for inside in inside(&field.ty) {
                with_field(&|it| it.ty = inside.clone());
            }
        }
    }
    if item.is_enum && item.variants.len() == 1 {
        with(&|it| {
            it.is_enum = false;
            it.variants[0].is_default = false;
            it.variants[0].mistaken.clear();
        });
    }
    // A parameter that is not used is another mistake.
    let is_used = |item: &Definition| {
        let mut fields = item.variants.iter().flat_map(|it| &it.fields);
        item.argument.is_none() || fields.any(|field| field.ty.is_open())
    };
    found.retain(is_used);
    found
}

fn inside(ty: &Type) -> Vec<Type> {
    match ty {
        Type::Leaf(_) | Type::Parameter | Type::Unsized(_) | Type::OfItself(_) => Vec::new(),
        Type::Emptied(_, inside)
        | Type::Around(_, inside)
        | Type::Array(inside, _)
        | Type::Sequence(_, inside)
        | Type::Set(inside)
        | Type::Refused(_, inside) => vec![Type::clone(inside)],
        Type::Map(key, value) => vec![Type::clone(key), Type::clone(value)],
        Type::Tuple(parts) => parts.clone(),
    }
}
