//! Every message of the derive in one place, so that they can be read, and reviewed, together.
//!
//! The texts about a *type* that is refused are in the facade's `reasons`, where
//! the compiler finds them by type.

use crate::options::{self, Place, form, is_flag};

pub(crate) const NOT_A_LIST: &str =
    "expected options in parentheses: `#[pool(max_capacity = 4096)]`";

pub(crate) const EMPTY_LIST: &str =
    "`#[pool()]` is empty;\nwrite an option, such as `#[pool(max_capacity = 4096)]`, or remove it";

pub(crate) fn misnamed_attribute(instead: &str) -> String {
    format!("the attribute is named `pool`; write `{instead}`")
}

pub(crate) fn not_an_option(place: Place) -> String {
    format!("expected {}", one_of(place))
}

pub(crate) const MISSING_COMMA: &str = "expected `,` between two options of `#[pool(…)]`";

pub(crate) const VALUE_OF_FIELD: &str = "`value` cannot use `self`, which holds what the previous use left;\nwrite an expression without `self`, or `with = path::to::function`";

/// The option is followed by neither its value nor the next option.
pub(crate) fn value_or_comma(option: &str) -> String {
    if is_flag(option) {
        format!("expected `,` after `{option}`, which takes no value")
    } else {
        format!("expected `=` after `{option}`; write `{}`", form(option))
    }
}

pub(crate) fn unknown_option(typed: &str, nearest: Option<&str>, place: Place) -> String {
    match nearest {
        Some(option) => format!("unknown option `{typed}`; did you mean `{}`?", form(option)),
        None => format!("unknown option `{typed}`; expected {}", one_of(place)),
    }
}

/// The nearest option belongs in another place.
pub(crate) fn unknown_option_of(typed: &str, nearest: &str, belongs: &[Place]) -> String {
    format!(
        "unknown option `{typed}`; did you mean `{}`?\nit goes {}",
        form(nearest),
        places(belongs)
    )
}

pub(crate) fn misplaced_option(option: &str, place: Place, belongs: &[Place]) -> String {
    format!(
        "`{option}` does not go {}; it goes {}",
        place.name(),
        places(belongs)
    )
}

pub(crate) fn duplicate_option(option: &str) -> String {
    format!("`{option}` is written twice; remove one of them")
}

pub(crate) fn conflict(option: &str, earlier: &str) -> String {
    format!(
        "`{option}` conflicts with `{earlier}`: a field has one reset rule;\nremove one of them"
    )
}

pub(crate) const STATED_BYTES_WITHOUT_RULE: &str = "`max_retained_bytes` on a field states what a field with `keep`, `default`,\n`value`, `with`, `clear` or `each` owns at most;\nto limit a growable field in bytes, write `max_bytes`";

pub(crate) fn takes_no_value(option: &str) -> String {
    format!("`{option}` takes no value; write `#[pool({option})]`")
}

pub(crate) fn value_missing(option: &str) -> String {
    format!("`{option}` needs a value; write `{}`", form(option))
}

pub(crate) fn value_malformed(option: &str, error: &syn::Error) -> String {
    let form = form(option);
    format!("the value of `{option}` does not parse ({error});\nwrite `{form}`")
}

pub(crate) fn list_for_value(option: &str) -> String {
    let form = form(option);
    format!("`{option}` takes its value after `=`; write `{form}`")
}

pub(crate) fn limit_in_quotes(option: &str, content: &str) -> String {
    match content.trim().parse::<u64>() {
        Ok(number) => {
            format!("`{option}` takes a number without quotes; write `{option} = {number}`")
        }
        Err(_) => format!(
            "`{option}` takes a number, not a string; write `{}`",
            form(option)
        ),
    }
}

pub(crate) fn digits_in_groups(option: &str, digits: &str) -> String {
    let digits = digits.replace('_', "");
    let groups = digits.as_bytes().rchunks(3).rev();
    let groups: Vec<_> = groups.map(String::from_utf8_lossy).collect();
    let grouped = groups.join("_");
    format!(
        "a number has no separators but `_`;\nwrite `{option} = {digits}` or `{option} = {grouped}`"
    )
}

pub(crate) fn number_with_unit(option: &str, digits: &str, factor: &str) -> String {
    format!("`{option}` takes a number without a unit;\nwrite `{option} = {digits}{factor}`")
}

pub(crate) fn limit_not_whole(option: &str, typed: &str) -> String {
    let form = form(option);
    format!("`{option}` takes a whole number, not `{typed}`; write `{form}`")
}

pub(crate) fn limit_negative(option: &str) -> String {
    format!("`{option}` cannot be negative; write `{}`", form(option))
}

pub(crate) fn limit_zero(option: &str) -> String {
    format!(
        "`{option} = 0` would free the allocation at every reset,\nwhich defeats the purpose of a pool;\nwrite a limit of at least 1,\nor `#[pool(default)]` for a fresh value each time"
    )
}

pub(crate) fn limit_too_large(option: &str, typed: &str) -> String {
    format!("`{option} = {typed}` does not fit a `usize`;\nto allow any size, write `unbounded`")
}

pub(crate) fn limit_of_field(option: &str) -> String {
    let form = form(option);
    format!("`{option}` must be a compile-time constant, so it cannot use `self`;\nwrite `{form}`")
}

pub(crate) fn limit_suffix(option: &str, typed: &str, digits: &str, factor: &str) -> String {
    format!("`{option}` takes a `usize`, not `{typed}`;\nwrite `{option} = {digits}{factor}`")
}

pub(crate) fn reason_missing(option: &str) -> String {
    let form = form(option);
    format!("`{option}` needs a reason: why may the next user see the old value?\nwrite `{form}`")
}

pub(crate) fn not_a_path(option: &str) -> String {
    let signature = match option {
        options::DISCARD_IF => "fn(&Self) -> bool",
        options::AFTER => "fn(&mut Self)",
        _ => "fn(&mut Field)",
    };
    format!(
        "`{option}` takes the path of a `{signature}`, without quotes;\nwrite `{}`",
        form(option)
    )
}

pub(crate) const NAME_NOT_TEXT: &str =
    "`name` takes the pool's name in quotes; write `name = \"packets\"`";

pub(crate) fn global_of_open_type(name: &str) -> String {
    format!(
        "`global` makes one static pool, and `{name}` has parameters;\nwrite a static for each use:\n`static POOL: Pool<{name}<…>> = Pool::new();`"
    )
}

pub(crate) const WIPED_AND_KEPT: &str =
    "`zeroize` conflicts with `keep`: a field is wiped or kept; remove one of them";

pub(crate) const BOUND_MALFORMED: &str = "`bound` takes where-clauses in quotes;\nwrite `bound = \"T: Trait, U: Trait\"`, or `bound = \"\"` for none";

pub(crate) const CRATE_NOT_A_PATH: &str = "`crate` takes the path of the qnpool crate, without quotes;\nwrite `crate = ::path::to::qnpool`";

pub(crate) fn crate_path_relative(path: &str) -> String {
    format!(
        "`crate = {path}` depends on what is in scope;\nwrite `crate = ::{path}` for a crate, or begin with `crate::`"
    )
}

pub(crate) const ON_PARAMETER: &str =
    "`#[pool(…)]` has no meaning on a parameter;\nit goes on the type, a variant or a field";

pub(crate) const UNION: &str = "a union cannot be reset: it does not know which field is in use;\nuse an enum, or implement `Poolable` by hand";

pub(crate) const PACKED: &str = "a packed type cannot be reset in place: its fields cannot be borrowed;\nremove `packed`, or implement `Poolable` by hand";

pub(crate) fn empty_enum(name: &str) -> String {
    format!("`{name}` has no variant, so there is no value to reset;\nremove the derive")
}

pub(crate) fn no_default_variant(name: &str, variants: &[String]) -> String {
    let quoted = |variant: &String| format!("`{variant}`");
    let variants: Vec<_> = variants.iter().map(quoted).collect();
    let one_of = if variants.len() == 1 { "" } else { "one of " };
    format!(
        "`{name}` needs a default variant, which reset leaves behind;\nwrite `#[pool(default)]` on {one_of}{},\nor on the type to use `{name}::default()`",
        variants.join(", ")
    )
}

pub(crate) fn second_default_variant(first: &str) -> String {
    format!("`{first}` is the default variant already; remove one of the two")
}

pub(crate) fn default_twice(first: &str) -> String {
    format!(
        "the type's `#[pool(default)]` replaces the whole value,\nso the default variant `{first}` is never used; remove one of the two"
    )
}

pub(crate) fn replaced_whole(option: &str) -> String {
    format!(
        "the type's `#[pool(default)]` replaces the whole value,\nso `{option}` has no effect; remove one of the two"
    )
}

pub(crate) fn replaced_variant(option: &str, variant: &str, default: &str) -> String {
    format!(
        "`{option}` has no effect here:\nreset replaces `{variant}` by the default variant `{default}`;\nremove it, or make `{variant}` the default variant"
    )
}

pub(crate) const KEPT_AND_LIMITED: &str = "`keep_others` conflicts with `max_capacity` on the type:\nfields without an option are kept, not limited;\nwrite the limit on the fields that need it";

pub(crate) fn recycling_self(typed: &str, name: &str) -> String {
    format!(
        "`{typed}` in `{name}` itself has no bound:\neach element would keep elements of its own;\nuse `Vec<{name}>`, which drops them"
    )
}

pub(crate) fn bitflags(name: &str) -> String {
    format!(
        "the flags of `{name}` are in a type that belongs to the macro;\nwrite `#[pool(default)]` and `#[derive(Default)]` on `{name}`"
    )
}

pub(crate) fn reference(typed: &str) -> String {
    format!(
        "the reference `{typed}` cannot be reset: it has no zero or empty value;\nown the value, or use `Option<{typed}>`, which resets to `None`"
    )
}

pub(crate) fn function_pointer(typed: &str) -> String {
    format!(
        "the function pointer `{typed}` cannot be reset: it has no cleared state;\nuse `Option<{typed}>`, which resets to `None`,\nor give it a value: `#[pool(value = EXPR)]`"
    )
}

pub(crate) fn trait_object(typed: &str) -> String {
    format!(
        "the trait object `{typed}` has no known size, so no pool can hold it;\nuse `Option<Box<{typed}>>`, which resets to `None`"
    )
}

pub(crate) fn boxed_trait_object(typed: &str) -> String {
    format!(
        "`{typed}` cannot be reset:\na closure or trait object may have captured anything;\nuse `Option<{typed}>`, which resets to `None`,\nor `#[pool(keep = \"reason\")]`"
    )
}

pub(crate) fn boxed_slice(typed: &str, slice: &str) -> String {
    let growable = growable_for(slice);
    let each = if slice.starts_with('[') {
        "keep its length and reset its elements with `#[pool(each)]`,\n"
    } else {
        ""
    };
    format!(
        "`{typed}` cannot be reset: it has a fixed length;\n{each}use `{growable}` with `#[pool(max_capacity = N)]`,\nor replace it by an empty one with `#[pool(default)]`"
    )
}

pub(crate) fn limit_on_boxed_slice(option: &str, typed: &str, slice: &str) -> String {
    let growable = growable_for(slice);
    format!(
        "`{option}` does not apply to `{typed}`, which has a fixed length;\nuse `{growable}`, or replace it by an empty one with `#[pool(default)]`"
    )
}

pub(crate) fn limit_on_tuple(option: &str, typed: &str) -> String {
    format!(
        "`{option}` does not reach into the tuple `{typed}`;\nlimit a growable part in its type, such as `Bounded<String, N>`,\nand remove `{option}`"
    )
}

pub(crate) fn unsized_tail(typed: &str) -> String {
    let growable = growable_for(typed);
    format!(
        "a type that ends in `{typed}` has no known size, so no pool can hold it;\nuse `{growable}` with `#[pool(max_capacity = N)]`, or an array"
    )
}

pub(crate) const LONG_TUPLE: &str = "a tuple of more than 12 parts cannot be reset;\nwrite a struct with `#[derive(Poolable)]`, or nest two tuples";

fn growable_for(slice: &str) -> String {
    match slice
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        Some(element) => format!("Vec<{element}>"),
        None => "String".into(),
    }
}

fn places(places: &[Place]) -> String {
    let names: Vec<_> = places.iter().map(|place| place.name()).collect();
    names.join(" or ")
}

fn one_of(place: Place) -> String {
    let quoted = |option| format!("`{}`", form(option));
    let options: Vec<_> = place.options().map(quoted).collect();
    match options.as_slice() {
        [only] => only.clone(),
        _ => format!("one of\n{}", options.join(", ")),
    }
}
