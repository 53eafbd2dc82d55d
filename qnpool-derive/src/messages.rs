//! Every message of the derive, so that they can be read, and reviewed, in one voice.
//!
//! The reasons why a *type* is refused are in the facade's `refused.rs`, where
//! the compiler finds them by type.

use crate::words::{self, Place};

pub(crate) fn not_a_list() -> String {
    "expected words in parentheses, such as `#[pool(max_capacity = 4096)]`".into()
}

pub(crate) fn empty_list() -> String {
    "`#[pool()]` says nothing;\nwrite a word into it: `#[pool(max_capacity = 4096)]`; or remove it"
        .into()
}

pub(crate) fn not_a_word(place: Place) -> String {
    format!("expected {}", one_of(place))
}

pub(crate) fn missing_comma() -> String {
    "expected `,` between two words of `#[pool(…)]`".into()
}

/// A word that takes no value is written as it is.
pub(crate) fn is_flag(word: &str) -> bool {
    words::form(word) == word
}

pub(crate) fn value_of_field() -> String {
    "`value` cannot look at `self`, which holds what the last user left;\nwrite an expression that stands by itself, or `with = path::to::function`".into()
}

/// After a word stands something that is neither its value nor the next word.
pub(crate) fn value_or_comma(word: &str) -> String {
    if is_flag(word) {
        format!("expected `,` after `{word}`, which takes no value")
    } else {
        format!("expected `=` after `{word}`; write `{}`", words::form(word))
    }
}

pub(crate) fn unknown_word(typed: &str, nearest: Option<&str>, place: Place) -> String {
    match nearest {
        Some(word) => {
            format!(
                "unknown word `{typed}`; did you mean `{}`?",
                words::form(word)
            )
        }
        None => format!("unknown word `{typed}`; expected {}", one_of(place)),
    }
}

/// The nearest word goes somewhere else.
pub(crate) fn unknown_word_of(typed: &str, nearest: &str, belongs: &[Place]) -> String {
    format!(
        "unknown word `{typed}`; did you mean `{}`?\nit goes {}",
        words::form(nearest),
        places(belongs)
    )
}

pub(crate) fn misplaced_word(word: &str, place: Place, belongs: &[Place]) -> String {
    format!(
        "`{word}` does not belong {}; it goes {}",
        place.name(),
        places(belongs)
    )
}

pub(crate) fn duplicate_word(word: &str) -> String {
    format!("`{word}` is written twice; remove one of them")
}

pub(crate) fn conflict(word: &str, earlier: &str) -> String {
    format!(
        "`{word}` cannot stand beside `{earlier}`: a field follows one rule;\nremove one of them"
    )
}

pub(crate) fn stated_bytes_without_rule() -> String {
    "`max_retained_bytes` on a field states what a\n`keep`, `default`, `value` or `with` field owns at most;\nthis field has none of these;\nto limit a growable field in bytes, write `max_bytes`".into()
}

pub(crate) fn takes_no_value(word: &str) -> String {
    format!("`{word}` takes no value; write `#[pool({word})]`")
}

pub(crate) fn value_missing(word: &str) -> String {
    format!("`{word}` needs a value; write `{}`", words::form(word))
}

pub(crate) fn value_malformed(word: &str, error: &syn::Error) -> String {
    format!(
        "the value of `{word}` does not parse ({error});\nwrite `{}`",
        words::form(word)
    )
}

pub(crate) fn list_for_value(word: &str) -> String {
    format!(
        "`{word}` takes its value after `=`; write `{}`",
        words::form(word)
    )
}

pub(crate) fn limit_in_quotes(word: &str, content: &str) -> String {
    match content.trim().parse::<u64>() {
        Ok(number) => format!("`{word}` takes a number without quotes; write `{word} = {number}`"),
        Err(_) => format!(
            "`{word}` takes a number, not a string; write `{}`",
            words::form(word)
        ),
    }
}

pub(crate) fn limit_not_whole(word: &str, typed: &str) -> String {
    format!(
        "`{word}` takes a whole number, not `{typed}`; write `{}`",
        words::form(word)
    )
}

pub(crate) fn limit_negative(word: &str) -> String {
    format!("`{word}` cannot be negative; write `{}`", words::form(word))
}

pub(crate) fn limit_zero(word: &str) -> String {
    format!(
        "`{word} = 0` would free the allocation at every reset,\nand a pool keeps it for the next use;\nwrite a limit of at least 1,\nor `#[pool(default)]` to start anew each time"
    )
}

pub(crate) fn limit_too_large(word: &str, typed: &str) -> String {
    format!("`{word} = {typed}` does not fit a `usize`;\nfor no limit at all, write `unbounded`")
}

pub(crate) fn limit_of_field(word: &str) -> String {
    format!(
        "`{word}` is known when the program is compiled, so it cannot come from `self`;\nwrite `{}`",
        words::form(word)
    )
}

pub(crate) fn limit_suffix(word: &str, digits: &str, suffix: &str) -> String {
    let in_bytes = match suffix.to_ascii_lowercase().trim_end_matches('b') {
        "k" | "ki" => Some(format!("{digits} * 1024")),
        "m" | "mi" => Some(format!("{digits} * 1024 * 1024")),
        "g" | "gi" => Some(format!("{digits} * 1024 * 1024 * 1024")),
        _ => None,
    };
    let instead = in_bytes.unwrap_or_else(|| digits.to_owned());
    format!("`{word}` takes a `usize`, not `{digits}{suffix}`;\nwrite `{word} = {instead}`")
}

pub(crate) fn reason_missing() -> String {
    "`keep` needs the reason why the old value may be seen by the next user;\nwrite `keep = \"reason\"`".into()
}

pub(crate) fn not_a_path(word: &str) -> String {
    let signature = if word == words::DISCARD_IF {
        "fn(&Self) -> bool"
    } else {
        "fn(&mut Field)"
    };
    format!(
        "`{word}` takes the path of a `{signature}`, without quotes;\nwrite `{}`",
        words::form(word)
    )
}

pub(crate) fn name_not_text() -> String {
    "`name` takes the pool's name in quotes; write `name = \"packets\"`".into()
}

pub(crate) fn global_of_open_type(name: &str) -> String {
    format!(
        "`global` makes one static pool, and `{name}` has parameters;\ngive each use its own:\n`static POOL: Pool<{name}<…>> = Pool::new();`"
    )
}

pub(crate) fn wiped_and_kept() -> String {
    "`zeroize` cannot stand beside `keep`: a field is wiped or left as it is;\nremove one of them"
        .into()
}

pub(crate) fn bound_malformed() -> String {
    "`bound` takes where-clauses in quotes;\nwrite `bound = \"T: Trait, U: Trait\"`, or `bound = \"\"` for none".into()
}

pub(crate) fn crate_not_a_path() -> String {
    "`crate` takes the path of the qnpool crate, without quotes;\nwrite `crate = ::path::to::qnpool`"
        .into()
}

pub(crate) fn crate_path_relative(path: &str) -> String {
    format!(
        "`crate = {path}` depends on what is in scope;\nwrite `crate = ::{path}` for a crate, or begin with `crate::`"
    )
}

pub(crate) fn on_parameter() -> String {
    "`#[pool(…)]` means nothing on a parameter;\nit goes on the type, a variant or a field".into()
}

pub(crate) fn union() -> String {
    "a union cannot be reset: nothing says which field is alive;\nuse an enum, or implement `Poolable` by hand".into()
}

pub(crate) fn packed() -> String {
    "a packed type cannot be reset in place: its fields cannot be borrowed;\nremove `packed`, or implement `Poolable` by hand".into()
}

pub(crate) fn empty_enum(name: &str) -> String {
    format!("`{name}` has no variant, so there is no value to reset;\nremove the derive")
}

pub(crate) fn no_default_variant(name: &str, variants: &[String]) -> String {
    let variants: Vec<_> = variants
        .iter()
        .map(|variant| format!("`{variant}`"))
        .collect();
    let one_of = if variants.len() == 1 { "" } else { "one of " };
    format!(
        "reset has to know which variant of `{name}` to leave behind;\nwrite `#[pool(default)]` on {one_of}{},\nor on the type to use `{name}::default()`",
        variants.join(", ")
    )
}

pub(crate) fn second_default_variant(first: &str) -> String {
    format!(
        "`{first}` is the default variant already;\nreset leaves one behind, so remove one of the two"
    )
}

pub(crate) fn default_twice(first: &str) -> String {
    format!(
        "the type's `#[pool(default)]` replaces the whole value,\nso the default variant `{first}` is never used; remove one of the two"
    )
}

pub(crate) fn replaced_whole(word: &str) -> String {
    format!(
        "the type's `#[pool(default)]` replaces the whole value,\nso `{word}` does nothing; remove one of the two"
    )
}

pub(crate) fn reference(typed: &str) -> String {
    format!(
        "the reference `{typed}` cannot be reset:\nit has no value that stands for nothing;\nown the value, or use `Option<{typed}>`, which resets to `None`"
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
        "`{typed}` cannot be reset:\nnothing is known about what a trait object or closure has captured;\nuse `Option<{typed}>`, which resets to `None`,\nor `#[pool(keep = \"reason\")]`"
    )
}

pub(crate) fn boxed_slice(typed: &str, slice: &str) -> String {
    let growable = growable_for(slice);
    format!(
        "`{typed}` cannot be reset: it keeps whatever length it was given;\nuse `{growable}` with `#[pool(max_capacity = N)]`, or an array,\nor `#[pool(default)]` to replace it by an empty one"
    )
}

pub(crate) fn unsized_tail(typed: &str) -> String {
    let growable = growable_for(typed);
    format!(
        "a type that ends in `{typed}` has no known size, so no pool can hold it;\nuse `{growable}` with `#[pool(max_capacity = N)]`, or an array"
    )
}

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
    let words: Vec<_> = place
        .words()
        .iter()
        .map(|word| format!("`{}`", words::form(word)))
        .collect();
    match words.as_slice() {
        [only] => only.clone(),
        _ => format!("one of\n{}", words.join(", ")),
    }
}
