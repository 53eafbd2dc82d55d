//! The options of `#[pool(…)]` and their values, before their meaning is looked at.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, ExprLit, ExprPath, ExprUnary, Lit, LitInt, LitStr, Meta, Path, Stmt, Token,
    UnOp, WherePredicate,
};

use crate::errors::Errors;
use crate::messages;
use crate::options::{GLOBAL, MAX_BYTES, MAX_CAPACITY, Place, form, is_flag};
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
const OPTIONS: &str =
    "discard_if keep keep_others max_bytes max_capacity max_idle max_retained_bytes unbounded";

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
        Place::ALL
            .iter()
            .any(|place| place.options().contains(&name.as_str()))
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
        let knows = |place: &Place| place.options().contains(&name);
        Place::ALL.into_iter().filter(knows).collect()
    };
    if !belongs(typed).is_empty() {
        return messages::misplaced_option(typed, place, &belongs(typed));
    }
    let everywhere: Vec<_> = Place::ALL
        .iter()
        .flat_map(|place| place.options())
        .copied()
        .collect();
    let near = nearest(typed, place.options()).or_else(|| nearest(typed, &everywhere));
    match near {
        Some(option) if !place.options().contains(&option) => {
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
    let unwanted = if !place.options().contains(&name.as_str()) {
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
        if !place.options().contains(&name.as_str()) {
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
fn unit_factor(unit: &str) -> Option<&'static str> {
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

    pub(crate) fn flag(&self, errors: &mut Errors) -> Option<Given<()>> {
        if let Value::Some(_) | Value::List(_) = &self.value {
            errors.push(&self.option, messages::takes_no_value(&self.name));
        }
        matches!(self.value, Value::None).then(|| self.given(()))
    }

    fn expression(&self, errors: &mut Errors) -> Option<Given<Expr>> {
        match &self.value {
            // syn reads these, and the compiler would not.
            Value::Some(value @ (Expr::Let(_) | Expr::Yield(_))) => {
                let error = syn::Error::new_spanned(value, "expected an expression");
                errors.push(value, messages::value_malformed(&self.name, &error));
                None
            }
            Value::Some(value) => Some(self.given(value.clone())),
            Value::Faulty | Value::List(_) => None,
            Value::None => {
                errors.push(&self.option, messages::value_missing(&self.name));
                None
            }
        }
    }

    /// An expression that is evaluated by itself.
    pub(crate) fn value(&self, errors: &mut Errors) -> Option<Given<Expr>> {
        let given = self.expression(errors)?;
        if mentions_self(given.value.to_token_stream()) {
            errors.push(&given.value, messages::VALUE_OF_FIELD);
            return None;
        }
        Some(given)
    }

    /// Any constant expression; of a literal it is known here what is wrong with it.
    pub(crate) fn limit(&self, errors: &mut Errors) -> Option<Given<Expr>> {
        let given = self.expression(errors)?;
        let message = if mentions_self(given.value.to_token_stream()) {
            Some(messages::limit_of_field(&self.name))
        } else {
            limit_mistake(&self.name, &given.value)
        };
        match message {
            Some(message) => {
                errors.push(&given.value, message);
                None
            }
            None => Some(given),
        }
    }

    /// The reason of `keep` and `keep_others`.
    pub(crate) fn reason(&self, errors: &mut Errors) -> Option<Given<()>> {
        let (at, is_given) = match &self.value {
            Value::Faulty | Value::List(_) => return None,
            Value::None => (self.option.to_token_stream(), false),
            Value::Some(value) => (
                value.to_token_stream(),
                text(value).is_some_and(|reason| !reason.value().trim().is_empty()),
            ),
        };
        if !is_given {
            errors.push(at, messages::reason_missing(&self.name));
        }
        is_given.then(|| self.given(()))
    }

    pub(crate) fn path(&self, errors: &mut Errors) -> Option<Given<ExprPath>> {
        let given = self.expression(errors)?;
        if let Expr::Path(path) = &given.value {
            return Some(self.given(path.clone()));
        }
        errors.push(&given.value, messages::not_a_path(&self.name));
        None
    }

    pub(crate) fn name_text(&self, errors: &mut Errors) -> Option<LitStr> {
        let given = self.expression(errors)?;
        let name = text(&given.value).cloned();
        if name.is_none() {
            errors.push(&given.value, messages::NAME_NOT_TEXT);
        }
        name
    }

    pub(crate) fn crate_path(&self, errors: &mut Errors) -> Option<Path> {
        let given = self.expression(errors)?;
        let Expr::Path(path) = &given.value else {
            errors.push(&given.value, messages::CRATE_NOT_A_PATH);
            return None;
        };
        let path = &path.path;
        let rooted = path.segments.first().is_some_and(|first| {
            ["crate", "self", "super", "$crate"].contains(&first.ident.to_string().as_str())
        });
        if path.leading_colon.is_none() && !rooted {
            errors.push(path, messages::crate_path_relative(&typed(path)));
            return None;
        }
        Some(path.clone())
    }

    pub(crate) fn predicates(&self, errors: &mut Errors) -> Option<Vec<WherePredicate>> {
        let given = self.expression(errors)?;
        let clauses = Punctuated::<WherePredicate, Token![,]>::parse_terminated;
        let predicates = text(&given.value).and_then(|text| text.parse_with(clauses).ok());
        if predicates.is_none() {
            errors.push(&given.value, messages::BOUND_MALFORMED);
        }
        predicates.map(|predicates| predicates.into_iter().collect())
    }
}

fn text(value: &Expr) -> Option<&LitStr> {
    match value {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Some(text),
        _ => None,
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

/// Whether `self` is used as a value: not in a path such as `self::LIMIT`, and not in an item
/// inside the expression, whose `self` is its own.
fn mentions_self(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(word) if word == "self" => {
                let is_path =
                    matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == ':');
                if !is_path {
                    return true;
                }
            }
            TokenTree::Ident(word) if word == "fn" || word == "impl" || word == "trait" => {
                // To the end of its body; `impl Fn()` and the type `fn()` have none.
                let is_body = |token: &TokenTree| match token {
                    TokenTree::Group(group) => group.delimiter() == proc_macro2::Delimiter::Brace,
                    TokenTree::Punct(end) => end.as_char() == ';',
                    _ => false,
                };
                tokens.by_ref().find(is_body);
            }
            TokenTree::Group(group) if mentions_self(group.stream()) => return true,
            _ => {}
        }
    }
    false
}

fn limit_mistake(option: &str, limit: &Expr) -> Option<String> {
    let literal = match limit {
        Expr::Lit(ExprLit { lit, .. }) => lit,
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_), ..
        }) => return Some(messages::limit_negative(option)),
        // They leave the constant, and have no value.
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => {
            return Some(messages::limit_not_whole(option, &typed(limit)));
        }
        _ => return None,
    };
    match literal {
        Lit::Int(number) => {
            let digits = number.base10_digits();
            if !["", "usize"].contains(&number.suffix()) {
                let factor = unit_factor(number.suffix()).unwrap_or_default();
                let typed = number.to_string();
                return Some(messages::limit_suffix(option, &typed, digits, factor));
            }
            match digits.parse::<u64>() {
                Ok(0) if option == MAX_CAPACITY || option == MAX_BYTES => {
                    Some(messages::limit_zero(option))
                }
                Ok(_) => None,
                Err(_) => Some(messages::limit_too_large(option, digits)),
            }
        }
        Lit::Float(number) => {
            let typed = number.to_string();
            let is_separated = typed
                .split_once('.')
                .is_some_and(|(_, digits)| digits.len() == 3);
            Some(if is_separated {
                messages::digits_in_groups(option, &typed.replace('.', ""))
            } else {
                messages::limit_not_whole(option, &typed)
            })
        }
        // No literal of Rust's, which the compiler has reported.
        Lit::Verbatim(_) => None,
        Lit::Str(text) => Some(messages::limit_in_quotes(option, &text.value())),
        other => Some(messages::limit_not_whole(
            option,
            &other.to_token_stream().to_string(),
        )),
    }
}
