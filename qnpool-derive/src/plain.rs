//! The common case, a struct of nothing but std's types and told nothing but a limit:
//!
//! ```text
//! #[derive(Poolable)]
//! #[pool(max_capacity = 4096)]
//! pub struct Packet { sequence: u64, body: Vec<u8> }
//! ```
//!
//! It is read and written token by token. A user's build does not optimise a derive, and
//! to parse such a struct took longer than the compiler takes for the code. Whatever is
//! not plain here, for one a mistake, is left to the other stages, which write the same
//! code with a scope around it.

use proc_macro2::{Delimiter, Ident, Literal, TokenStream, TokenTree};

use crate::grouped::{self, MOST_FIELDS};
use crate::tokens::{Code, parts};
use crate::words::MAX_CAPACITY;

pub(crate) fn derive(item: TokenStream) -> Option<TokenStream> {
    let tokens: Vec<_> = item.into_iter().collect();
    let mut rest = &tokens[..];
    let Told { limit } = Told::read(&mut rest)?;
    let limit = limit.as_ref();
    skip_visibility(&mut rest);
    let [
        TokenTree::Ident(keyword),
        TokenTree::Ident(name),
        TokenTree::Group(fields),
    ] = rest
    else {
        return None;
    };
    if keyword != "struct" || fields.delimiter() != Delimiter::Brace {
        return None;
    }
    let tokens: Vec<_> = fields.stream().into_iter().collect();
    let fields = parts(&tokens).map(|part| Field::read(part, limit.is_some()));
    let fields: Vec<_> = fields.collect::<Option<_>>()?;
    Some(implementation(name, &fields, limit))
}

struct Field<'a> {
    name: &'a Ident,
    ty: &'a [TokenTree],
}

impl<'a> Field<'a> {
    fn read(mut part: &'a [TokenTree], limited: bool) -> Option<Self> {
        while let Some(attribute) = attribute(&mut part) {
            is_documentation(attribute).then_some(())?;
        }
        skip_visibility(&mut part);
        let [TokenTree::Ident(name), TokenTree::Punct(colon), ty @ ..] = part else {
            return None;
        };
        let is_plain = colon.as_char() == ':' && grouped::is_plain(ty, limited);
        is_plain.then_some(Self { name, ty })
    }
}

/// What the attributes say, where it is nothing else.
struct Told {
    limit: Option<Literal>,
}

impl Told {
    fn read(rest: &mut &[TokenTree]) -> Option<Self> {
        let mut limit = None;
        while let Some(tokens) = attribute(rest) {
            if is_documentation(tokens.clone()) {
                continue;
            }
            let given = max_capacity(tokens)?;
            if limit.replace(given).is_some() {
                return None;
            }
        }
        Some(Self { limit })
    }
}

/// What is inside the brackets of the next attribute.
fn attribute(rest: &mut &[TokenTree]) -> Option<TokenStream> {
    let [TokenTree::Punct(hash), TokenTree::Group(group), after @ ..] = *rest else {
        return None;
    };
    if hash.as_char() != '#' {
        return None;
    }
    *rest = after;
    Some(group.stream())
}

fn is_documentation(attribute: TokenStream) -> bool {
    matches!(attribute.into_iter().next(), Some(TokenTree::Ident(word)) if word == "doc")
}

/// Of `pool(max_capacity = 4096)`, where nothing is to be said against the number.
fn max_capacity(attribute: TokenStream) -> Option<Literal> {
    let mut attribute = attribute.into_iter();
    let (Some(TokenTree::Ident(pool)), Some(TokenTree::Group(list)), None) =
        (attribute.next(), attribute.next(), attribute.next())
    else {
        return None;
    };
    let mut list = list.stream().into_iter();
    let (
        Some(TokenTree::Ident(word)),
        Some(TokenTree::Punct(equals)),
        Some(TokenTree::Literal(limit)),
        None,
    ) = (list.next(), list.next(), list.next(), list.next())
    else {
        return None;
    };
    let is_given = pool == "pool" && word == MAX_CAPACITY && equals.as_char() == '=';
    let number = limit.to_string().replace('_', "");
    let number = number.parse::<u32>().unwrap_or_default();
    (is_given && number > 0).then_some(limit)
}

fn skip_visibility(rest: &mut &[TokenTree]) {
    if let [TokenTree::Ident(word), after @ ..] = *rest {
        if word == "pub" {
            *rest = match after {
                [TokenTree::Group(_), after @ ..] => after,
                _ => after,
            };
        }
    }
}

const FACADE: &str = ":: qnpool :: __private ::";

fn implementation(name: &Ident, fields: &[Field<'_>], limit: Option<&Literal>) -> TokenStream {
    let mut code = Code::new();
    code.add("#").brackets(|code| {
        code.add("automatically_derived");
    });
    code.add("impl").add(FACADE).add("Poolable for").name(name);
    code.braces(|code| {
        code.add("const MAX_RETAINED_BYTES : :: core :: primitive :: usize =");
        retained(code, fields, limit);
        code.add("; #").brackets(|code| {
            code.add("inline");
        });
        code.add("fn reset").parentheses(|code| {
            code.add("& mut self");
        });
        code.braces(|code| reset(code, fields, limit));
    });
    code.finish()
}

fn retained(code: &mut Code, fields: &[Field<'_>], limit: Option<&Literal>) {
    match fields.chunks(MOST_FIELDS).len() {
        0 => {
            code.add_token(Literal::usize_unsuffixed(0));
        }
        1 => retained_by(code, fields, limit),
        _ => {
            code.add(FACADE).add("retained").parentheses(|code| {
                code.brackets(|code| {
                    for group in fields.chunks(MOST_FIELDS) {
                        retained_by(code, group, limit);
                        code.add(",");
                    }
                });
            });
        }
    }
}

fn retained_by(code: &mut Code, group: &[Field<'_>], limit: Option<&Literal>) {
    let types = group.iter().map(|field| field.ty);
    match limit {
        Some(limit) => {
            code.add(FACADE).add("retained_within").parentheses(|code| {
                path(code, types, "DefaultedFields > :: FOOTPRINTS ,");
                code.add_token(limit.clone());
            });
        }
        None => path(code, types, "PoolFields > :: MAX_RETAINED_BYTES"),
    }
}

fn path<'a>(code: &mut Code, types: impl Iterator<Item = &'a [TokenTree]>, item: &str) {
    code.add("<").parentheses(|code| {
        for ty in types {
            code.add_all(ty).add(",");
        }
    });
    code.add("as").add(FACADE).add(item);
}

fn reset(code: &mut Code, fields: &[Field<'_>], limit: Option<&Literal>) {
    code.add("let Self").braces(|code| {
        for field in fields {
            code.add_token(field.name.clone()).add(": _ ,");
        }
    });
    code.add("= self ;");
    for group in fields.chunks(MOST_FIELDS) {
        code.add(FACADE).add(match limit {
            Some(_) => "DefaultedFields :: reset_within",
            None => "PoolFields :: reset",
        });
        code.parentheses(|code| {
            code.borrows(group.iter().map(|field| field.name.clone().into()));
            if let Some(limit) = limit {
                code.add(",").add_token(limit.clone());
            }
        });
        code.add(";");
    }
}
