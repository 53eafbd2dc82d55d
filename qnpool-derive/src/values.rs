//! The value of an option: a flag, a limit, a reason, a path and so on.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Expr, ExprLit, ExprPath, ExprUnary, Lit, LitStr, Path, Token, UnOp, WherePredicate};

use crate::entries::{Entry, Given, Value, unit_factor};
use crate::errors::Errors;
use crate::messages;
use crate::options::{MAX_BYTES, MAX_CAPACITY};
use crate::shape::typed;

impl Entry {
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
