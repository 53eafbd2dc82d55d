//! The words of `#[pool(…)]` and their values, before anybody asks what they mean.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Expr, ExprLit, ExprPath, ExprUnary, Lit, LitStr, Meta, Path, Token, UnOp,
    WherePredicate,
};

use crate::attributes::Given;
use crate::errors::Errors;
use crate::messages;
use crate::suggestion::nearest;
use crate::words::{GLOBAL, KEEP, MAX_BYTES, MAX_CAPACITY, Place};

/// One `word` or `word = value`.
pub(crate) struct Entry {
    pub(crate) word: Ident,
    pub(crate) name: String,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    None,
    Some(Expr),
    /// `word(…)`, which only `global` takes.
    List(TokenStream),
    /// Reported already.
    Faulty,
}

/// The known words of all `#[pool(…)]` of one place, each at most once.
pub(crate) fn entries(attributes: &[Attribute], place: Place, errors: &mut Errors) -> Vec<Entry> {
    let mut entries = Vec::new();
    for attribute in attributes.iter().filter(|it| it.path().is_ident("pool")) {
        let Meta::List(list) = &attribute.meta else {
            errors.push(attribute, messages::not_a_list());
            continue;
        };
        if list.tokens.is_empty() {
            errors.push(attribute, messages::empty_list());
        }
        read_list(list.tokens.clone(), place, &mut entries, errors);
    }
    entries
}

fn unknown_or_misplaced(typed: &str, place: Place) -> String {
    let belongs = |name: &str| -> Vec<Place> {
        let knows = |place: &Place| place.words().contains(&name);
        Place::ALL.into_iter().filter(knows).collect()
    };
    if !belongs(typed).is_empty() {
        return messages::misplaced_word(typed, place, &belongs(typed));
    }
    let everywhere: Vec<_> = Place::ALL
        .iter()
        .flat_map(|place| place.words())
        .copied()
        .collect();
    let near = nearest(typed, place.words()).or_else(|| nearest(typed, &everywhere));
    match near {
        Some(word) if !place.words().contains(&word) => {
            messages::unknown_word_of(typed, word, &belongs(word))
        }
        _ => messages::unknown_word(typed, near, place),
    }
}

/// Adds to `entries` the words that belong in `place` and are not there yet.
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
    let Ok(word) = input.call(Ident::parse_any) else {
        errors.push_at(input.span(), &messages::not_a_word(place));
        return false;
    };
    let name = word.unraw().to_string();
    let unwanted = if !place.words().contains(&name.as_str()) {
        Some(unknown_or_misplaced(&name, place))
    } else if entries.iter().any(|earlier| earlier.name == name) {
        Some(messages::duplicate_word(&name))
    } else {
        None
    };
    if let Some(message) = unwanted {
        // Its value is nobody's any more, so what may be wrong with it is not told.
        errors.push(&word, message);
        skip_past_comma(input);
        return true;
    }
    let (mut value, readable) = read_value(&word, &name, input, errors);
    if !readable {
        skip_past_comma(input);
    } else if !input.is_empty() && input.parse::<Token![,]>().is_err() {
        let message = match value {
            Value::None => messages::value_or_comma(&name),
            _ => messages::missing_comma(),
        };
        errors.push_at(input.span(), &message);
        value = Value::Faulty;
        skip_past_comma(input);
    }
    entries.push(Entry { word, name, value });
    true
}

/// The value, and whether the input stands at its end.
fn read_value(
    word: &Ident,
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
        let message = if messages::is_flag(name) {
            messages::takes_no_value(name)
        } else {
            messages::list_for_value(name)
        };
        errors.push(word, message);
        return (Value::Faulty, false);
    }
    let Ok(equals) = input.parse::<Token![=]>() else {
        return (Value::None, true);
    };
    if input.is_empty() || input.peek(Token![,]) {
        errors.push(quote::quote!(#word #equals), messages::value_missing(name));
        return (Value::Faulty, true);
    }
    match input.parse::<Expr>() {
        Ok(value) => (Value::Some(value), true),
        Err(error) => {
            let message = messages::value_malformed(name, &error);
            errors.push_at(error.span(), &message);
            (Value::Faulty, false)
        }
    }
}

fn skip_past_comma(input: ParseStream<'_>) {
    while !input.is_empty() {
        if input.parse::<Token![,]>().is_ok() || input.parse::<TokenTree>().is_err() {
            return;
        }
    }
}

impl Entry {
    pub(crate) fn given<T>(&self, value: T) -> Given<T> {
        Given {
            word: self.word.clone(),
            value,
        }
    }

    pub(crate) fn flag(&self, errors: &mut Errors) -> Option<Given<()>> {
        if let Value::Some(_) | Value::List(_) = &self.value {
            errors.push(&self.word, messages::takes_no_value(&self.name));
        }
        matches!(self.value, Value::None).then(|| self.given(()))
    }

    pub(crate) fn expression(&self, errors: &mut Errors) -> Option<Given<Expr>> {
        match &self.value {
            Value::Some(value) => Some(self.given(value.clone())),
            Value::Faulty | Value::List(_) => None,
            Value::None => {
                let message = if self.name == KEEP {
                    messages::reason_missing()
                } else {
                    messages::value_missing(&self.name)
                };
                errors.push(&self.word, message);
                None
            }
        }
    }

    /// An expression that is evaluated by itself.
    pub(crate) fn value(&self, errors: &mut Errors) -> Option<Given<Expr>> {
        let given = self.expression(errors)?;
        if mentions_self(given.value.to_token_stream()) {
            errors.push(&given.value, messages::value_of_field());
            return None;
        }
        Some(given)
    }

    /// Any constant expression; of a literal it is known here what is wrong with it.
    pub(crate) fn limit(&self, errors: &mut Errors) -> Option<Given<Expr>> {
        let given = self.expression(errors)?;
        if mentions_self(given.value.to_token_stream()) {
            errors.push(&given.value, messages::limit_of_field(&self.name));
            return None;
        }
        match limit_mistake(&self.name, ungrouped(&given.value)) {
            Some(message) => {
                errors.push(&given.value, message);
                None
            }
            None => Some(given),
        }
    }

    pub(crate) fn reason(&self, errors: &mut Errors) -> Option<Given<()>> {
        let given = self.expression(errors)?;
        match ungrouped(&given.value) {
            Expr::Lit(ExprLit {
                lit: Lit::Str(reason),
                ..
            }) if !reason.value().trim().is_empty() => Some(given.map(drop)),
            other => {
                errors.push(other, messages::reason_missing());
                None
            }
        }
    }

    pub(crate) fn path(&self, errors: &mut Errors) -> Option<Given<ExprPath>> {
        let given = self.expression(errors)?;
        match ungrouped(&given.value) {
            Expr::Path(path) => Some(self.given(path.clone())),
            other => {
                errors.push(other, messages::not_a_path(&self.name));
                None
            }
        }
    }

    pub(crate) fn name_text(&self, errors: &mut Errors) -> Option<LitStr> {
        let given = self.expression(errors)?;
        if let Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) = ungrouped(&given.value)
        {
            return Some(text.clone());
        }
        errors.push(&given.value, messages::name_not_text());
        None
    }

    pub(crate) fn crate_path(&self, errors: &mut Errors) -> Option<Path> {
        let given = self.expression(errors)?;
        let Expr::Path(path) = ungrouped(&given.value) else {
            errors.push(&given.value, messages::crate_not_a_path());
            return None;
        };
        let path = &path.path;
        let rooted = path.segments.first().is_some_and(|first| {
            ["crate", "self", "super", "$crate"].contains(&first.ident.to_string().as_str())
        });
        if path.leading_colon.is_none() && !rooted {
            let typed = crate::shape::typed(path);
            errors.push(path, messages::crate_path_relative(&typed));
            return None;
        }
        Some(path.clone())
    }

    pub(crate) fn predicates(&self, errors: &mut Errors) -> Option<Vec<WherePredicate>> {
        let given = self.expression(errors)?;
        let Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) = ungrouped(&given.value)
        else {
            errors.push(&given.value, messages::bound_malformed());
            return None;
        };
        let clauses = Punctuated::<WherePredicate, Token![,]>::parse_terminated;
        let Ok(predicates) = text.parse_with(clauses) else {
            errors.push(text, messages::bound_malformed());
            return None;
        };
        Some(predicates.into_iter().collect())
    }
}

/// A macro's `$e:expr` arrives in invisible brackets.
fn ungrouped(expression: &Expr) -> &Expr {
    match expression {
        Expr::Group(group) => ungrouped(&group.expr),
        Expr::Paren(paren) => ungrouped(&paren.expr),
        _ => expression,
    }
}

fn mentions_self(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "self",
        TokenTree::Group(group) => mentions_self(group.stream()),
        _ => false,
    })
}

fn limit_mistake(word: &str, limit: &Expr) -> Option<String> {
    let literal = match limit {
        Expr::Lit(ExprLit { lit, .. }) => lit,
        Expr::Unary(ExprUnary {
            op: UnOp::Neg(_), ..
        }) => return Some(messages::limit_negative(word)),
        _ => return None,
    };
    match literal {
        Lit::Int(number) => {
            let digits = number.base10_digits();
            if !["", "usize"].contains(&number.suffix()) {
                return Some(messages::limit_suffix(word, digits, number.suffix()));
            }
            match digits.parse::<u64>() {
                Ok(0) if word == MAX_CAPACITY || word == MAX_BYTES => {
                    Some(messages::limit_zero(word))
                }
                Ok(_) => None,
                Err(_) => Some(messages::limit_too_large(word, digits)),
            }
        }
        Lit::Str(text) => Some(messages::limit_in_quotes(word, &text.value())),
        other => Some(messages::limit_not_whole(
            word,
            &other.to_token_stream().to_string(),
        )),
    }
}
