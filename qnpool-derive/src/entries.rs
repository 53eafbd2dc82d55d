//! The options of `#[pool(…)]` and their values, before their meaning is looked at.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Expr, ExprLit, Lit, LitInt, Meta, Path, Stmt, Token};

use crate::errors::Errors;
use crate::messages;
use crate::options::{GLOBAL, Place, form, is_flag};
use crate::shape::typed;
use crate::suggestion::nearest;

/// One `option` or `option = value`.
pub(crate) struct Entry {
    pub(crate) option: Ident,
    pub(crate) name: String,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    None,
    Some(Expr),
    /// `option(…)`, which only `global` takes.
    List(TokenStream),
    /// Reported already.
    Faulty,
}

/// A value and its option, for messages that point there.
pub(crate) struct Given<T> {
    pub(crate) option: Ident,
    pub(crate) value: T,
}

impl<T> Given<T> {
    pub(crate) fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Given<U> {
        Given {
            option: self.option,
            value: wrap(self.value),
        }
    }
}

/// `#[pool]`, or `#[r#pool]`, which Rust takes for the same.
pub(crate) fn is_pool(path: &Path) -> bool {
    path.get_ident().is_some_and(|name| name.unraw() == "pool")
}

/// The known options of all `#[pool(…)]` of one place, each at most once.
pub(crate) fn entries(attributes: &[Attribute], place: Place, errors: &mut Errors) -> Vec<Entry> {
    let mut entries = Vec::new();
    for attribute in attributes {
        if !is_pool(attribute.path()) {
            let misnamed = misnamed(attribute);
            if let (Some((option, instead)), false) =
                (misnamed, is_option_without_literal(attribute))
            {
                errors.push(attribute, messages::misnamed_attribute(&instead));
                entries.extend(option.and_then(|option| Entry::faulty(option, place)));
            }
            continue;
        }
        let Meta::List(list) = &attribute.meta else {
            errors.push(attribute, messages::NOT_A_LIST);
            continue;
        };
        if list.tokens.is_empty() {
            errors.push(attribute, messages::EMPTY_LIST);
        }
        read_list(list.tokens.clone(), place, &mut entries, errors);
    }
    entries
}

/// Names that are taken for `pool`, and options with a name that no other derive has for an
/// attribute. They are registered in `lib.rs`. Of `#[value = 4]` the compiler says that it does
/// not know it, or it belongs to another derive.
const SIMILAR: &str = "Pool Poolable pol poo pool_ poolable pooled pooll pools poool ppool qnpool";
const OPTIONS: &str = "after clear discard_if each global keep keep_others max_bytes \
    max_capacity max_idle max_retained_bytes unbounded";

/// What to write in place of an attribute that was meant to be `#[pool(…)]`, and its option if
/// it is named like one. The compiler's own error would be a second one.
fn misnamed(attribute: &Attribute) -> Option<(Option<Ident>, String)> {
    let ident = attribute.path().get_ident()?;
    let name = ident.unraw().to_string();
    let is_one_of = |names: &str| names.split(' ').any(|one| one == name);
    let content = match &attribute.meta {
        Meta::List(list) => typed(&list.tokens),
        Meta::NameValue(pair) => typed(&pair.value),
        Meta::Path(_) => String::new(),
    };
    if is_one_of(SIMILAR) {
        let content = if content.is_empty() { "…" } else { &content };
        return Some((None, format!("#[pool({content})]")));
    }
    is_one_of(OPTIONS).then(|| {
        let option = if content.is_empty() || is_flag(&name) {
            form(&name).to_owned()
        } else {
            format!("{name} = {content}")
        };
        (Some(ident.clone()), format!("#[pool({option})]"))
    })
}

/// Such as `#[with = reset]`, which was meant to be `#[pool(with = reset)]`. The compiler
/// refuses a value that is no literal, of any attribute.
pub(crate) fn is_option_without_literal(attribute: &Attribute) -> bool {
    let is_option = |name: &Ident| {
        let name = name.unraw().to_string();
        Place::ALL.iter().any(|place| place.has(&name))
    };
    match &attribute.meta {
        Meta::NameValue(pair) => {
            !matches!(pair.value, Expr::Lit(_)) && pair.path.get_ident().is_some_and(is_option)
        }
        _ => false,
    }
}

fn unknown_or_misplaced(typed: &str, place: Place) -> String {
    let belongs = |name: &str| -> Vec<Place> {
        let places = Place::ALL.into_iter();
        places.filter(|place| place.has(name)).collect()
    };
    if !belongs(typed).is_empty() {
        return messages::misplaced_option(typed, place, &belongs(typed));
    }
    let everywhere = || Place::ALL.into_iter().flat_map(Place::options);
    let near = nearest(typed, place.options()).or_else(|| nearest(typed, everywhere()));
    match near {
        Some(option) if !place.has(option) => {
            messages::unknown_option_of(typed, option, &belongs(option))
        }
        _ => messages::unknown_option(typed, near, place),
    }
}

/// Adds to `entries` the options that belong in `place` and are not there yet.
pub(crate) fn read_list(
    tokens: TokenStream,
    place: Place,
    entries: &mut Vec<Entry>,
    errors: &mut Errors,
) {
    let read = |input: ParseStream<'_>| {
        while !input.is_empty() && read_entry(input, place, entries, errors) {}
        // What is left after a mistake cannot be read, and the mistake is reported.
        input.parse::<TokenStream>().map(drop)
    };
    if let Err(error) = read.parse2(tokens) {
        errors.push_at(error.span(), &error.to_string());
    }
}

/// False when the rest of the list cannot be read.
fn read_entry(
    input: ParseStream<'_>,
    place: Place,
    entries: &mut Vec<Entry>,
    errors: &mut Errors,
) -> bool {
    let Ok(option) = input.call(Ident::parse_any) else {
        errors.push_at(input.span(), &messages::not_an_option(place));
        return false;
    };
    let name = option.unraw().to_string();
    let unwanted = if !place.has(&name) {
        Some(unknown_or_misplaced(&name, place))
    } else if entries
        .iter()
        .any(|earlier| earlier.name == name && !earlier.is_faulty())
    {
        Some(messages::duplicate_option(&name))
    } else {
        None
    };
    if let Some(message) = unwanted {
        // A mistake in its value is not reported: the value has no option any more.
        errors.push(&option, message);
        skip_past_comma(input);
        if !place.has(&name) {
            entries.extend(Entry::faulty(option, place));
        }
        return true;
    }
    let (mut value, readable) = read_value(&option, &name, input, errors);
    if !readable {
        skip_past_comma(input);
    } else if begins_with_quote(input) {
        // Such as `4'096`, about which the compiler has an error of its own.
        value = Value::Faulty;
        skip_past_comma(input);
    } else if let Some(message) = number_in_parts(&name, &value, input) {
        if let Value::Some(first) = &value {
            errors.push(first, message);
        }
        value = Value::Faulty;
    } else if !input.is_empty() && input.parse::<Token![,]>().is_err() {
        let message = match value {
            Value::None => messages::value_or_comma(&name),
            _ => messages::MISSING_COMMA.into(),
        };
        errors.push_at(input.span(), &message);
        value = Value::Faulty;
        skip_past_comma(input);
    }
    entries.push(Entry {
        option,
        name,
        value,
    });
    true
}

/// The value, and whether the input stands at its end.
fn read_value(
    option: &Ident,
    name: &str,
    input: ParseStream<'_>,
    errors: &mut Errors,
) -> (Value, bool) {
    if name == GLOBAL && input.peek(syn::token::Paren) {
        let list = input.parse::<proc_macro2::Group>();
        return (
            list.map_or(Value::Faulty, |list| Value::List(list.stream())),
            true,
        );
    }
    if input.peek(syn::token::Paren) {
        let message = if is_flag(name) {
            messages::takes_no_value(name)
        } else {
            messages::list_for_value(name)
        };
        errors.push(option, message);
        return (Value::Faulty, false);
    }
    let Ok(equals) = input.parse::<Token![=]>() else {
        return (Value::None, true);
    };
    if input.is_empty() || input.peek(Token![,]) {
        errors.push(
            quote::quote!(#option #equals),
            messages::value_missing(name),
        );
        return (Value::Faulty, true);
    }
    match input.parse::<Expr>() {
        Ok(value) => (Value::Some(bare(value)), true),
        Err(error) => {
            let message = messages::value_malformed(name, &error);
            errors.push_at(error.span(), &message);
            (Value::Faulty, false)
        }
    }
}

fn begins_with_quote(input: ParseStream<'_>) -> bool {
    let next = input.fork().parse::<TokenTree>();
    next.is_ok_and(|token| token.to_string().starts_with('\''))
}

/// A number that Rust does not write so: `4,096`, `4 096` or `4 KiB`. Reads what belongs to it.
fn number_in_parts(name: &str, value: &Value, input: ParseStream<'_>) -> Option<String> {
    let Value::Some(Expr::Lit(ExprLit {
        lit: Lit::Int(first),
        ..
    })) = value
    else {
        return None;
    };
    let mut digits = first.to_string();
    while is_more_digits(input) {
        let _ = input.parse::<Token![,]>();
        digits += &input.parse::<LitInt>().ok()?.to_string();
    }
    let message = if digits == first.to_string() {
        let factor = unit_factor(&input.fork().call(Ident::parse_any).ok()?.to_string())?;
        let _ = input.call(Ident::parse_any);
        messages::number_with_unit(name, &digits, factor)
    } else {
        messages::digits_in_groups(name, &digits)
    };
    skip_past_comma(input);
    Some(message)
}

/// Whether digits follow, with a comma before them or without: no option begins so.
fn is_more_digits(input: ParseStream<'_>) -> bool {
    let ahead = input.fork();
    let _ = ahead.parse::<Token![,]>();
    let is_group = |number: LitInt| {
        let digits = number.to_string();
        digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    ahead.parse::<LitInt>().is_ok_and(is_group)
}

/// What a number with this unit is multiplied by.
pub(crate) fn unit_factor(unit: &str) -> Option<&'static str> {
    match unit.to_ascii_lowercase().as_str() {
        "b" | "byte" | "bytes" | "elements" | "items" => Some(""),
        "k" | "kb" | "ki" | "kib" => Some(" * 1024"),
        "m" | "mb" | "mi" | "mib" => Some(" * 1024 * 1024"),
        "g" | "gb" | "gi" | "gib" => Some(" * 1024 * 1024 * 1024"),
        _ => None,
    }
}

fn skip_past_comma(input: ParseStream<'_>) {
    while !input.is_empty() {
        let is_comma = input.parse::<Token![,]>().is_ok();
        // In `4,096` the comma is part of the value.
        if is_comma && !is_more_digits(input) || !is_comma && input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

impl Entry {
    /// What an option of another name, which has been reported, was probably meant to be.
    fn faulty(option: Ident, place: Place) -> Option<Self> {
        let meant = nearest(&option.unraw().to_string(), place.options())?;
        Some(Self {
            option,
            name: meant.to_owned(),
            value: Value::Faulty,
        })
    }

    pub(crate) fn given<T>(&self, value: T) -> Given<T> {
        Given {
            option: self.option.clone(),
            value,
        }
    }

    /// A mistake in its value has been reported, by the derive or by the compiler.
    pub(crate) fn is_faulty(&self) -> bool {
        matches!(self.value, Value::Faulty)
    }
}

/// Without parentheses and braces around all of it, about which the compiler would warn, and
/// without the invisible brackets of a macro's `$e:expr`.
fn bare(value: Expr) -> Expr {
    match value {
        Expr::Group(group) => bare(*group.expr),
        Expr::Paren(paren) => bare(*paren.expr),
        Expr::Block(block) if block.attrs.is_empty() && block.label.is_none() => {
            match block.block.stmts.as_slice() {
                [Stmt::Expr(inside, None)] => bare(inside.clone()),
                _ => Expr::Block(block),
            }
        }
        _ => value,
    }
}
