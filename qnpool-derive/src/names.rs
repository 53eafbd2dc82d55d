//! Which fields may share a mistake.
//!
//! In an expression without calls, the compiler reports the same mistake in two fields once: the
//! user would fix one field and then find the next. A field is *alone* if no type name in its type
//! occurs in an earlier field. Nothing else depends on these names. If a name stands for another
//! type, each mistake is still reported, one field at a time.

use std::collections::HashSet;

use syn::Type;

use crate::shape::arguments;

/// Adds the type names of a field to `seen`, and returns true if the field is alone.
/// `is_limited`: the type has a limit for its fields.
pub(crate) fn is_alone(ty: &Type, is_limited: bool, seen: &mut HashSet<String>) -> bool {
    let mut are_alone = |types: &mut dyn Iterator<Item = &Type>| {
        types.filter(|ty| !is_alone(ty, is_limited, seen)).count() == 0
    };
    match ty {
        Type::Array(array) => is_alone(&array.elem, is_limited, seen),
        Type::Tuple(tuple) => are_alone(&mut tuple.elems.iter()),
        Type::Path(path) => {
            let last = path.path.segments.last();
            let name = last.map(|last| last.ident.to_string()).unwrap_or_default();
            is_never_refused(&name, is_limited)
                || are_alone(&mut arguments(path)) & seen.insert(name)
        }
        _ => false,
    }
}

/// A type that is accepted with any arguments.
fn is_never_refused(name: &str, is_limited: bool) -> bool {
    let number = name.strip_prefix(['f', 'i', 'u']).unwrap_or_default();
    matches!(number, "8" | "16" | "32" | "64" | "128" | "size")
        || matches!(name, "bool" | "char" | "Option")
        || is_limited && matches!(name, "String" | "Vec" | "VecDeque")
}
