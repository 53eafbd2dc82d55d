//! The common case, a struct of nothing but named types and told nothing but a limit:
//!
//! ```text
//! #[derive(Poolable)]
//! #[pool(max_capacity = 4096)]
//! pub struct Packet { sequence: u64, body: Vec<u8>, header: Header }
//! ```
//!
//! It is read and written token by token: a user's build does not optimise a derive, and
//! a third of the compiler's time for such a struct went into parsing and quoting it.
//! Whatever is not plain here, for one a mistake, is left to the other stages, which
//! write the same code with a scope around it.

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
    is_grouped: bool,
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
        let is_grouped = grouped::is_plain(ty, limited);
        let is_plain = colon.as_char() == ':' && (is_grouped || is_named(ty));
        is_plain.then_some(Self {
            name,
            ty,
            is_grouped,
        })
    }

    fn add_type(&self, code: &mut Code) {
        code.add_all(self.ty);
    }
}

/// A path, with none of the words in it that `shape` has an opinion on.
fn is_named(ty: &[TokenTree]) -> bool {
    let is_sign = |sign| [':', '<', '>', ','].contains(&sign);
    let is_part = |token: &TokenTree| match token {
        TokenTree::Ident(word) => !NOT_NAMED.contains(&word.to_string().as_str()),
        TokenTree::Punct(punct) => is_sign(punct.as_char()),
        _ => false,
    };
    matches!(ty.first(), Some(TokenTree::Ident(_))) && ty.iter().all(is_part)
}

const NOT_NAMED: &[&str] = &[
    "Box", "_", "as", "dyn", "extern", "fn", "for", "impl", "str", "unsafe",
];

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
    let (grouped, single): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.is_grouped);
    let mut code = Code::new();
    code.add("#").brackets(|code| {
        code.add("automatically_derived");
    });
    code.add("impl").add(FACADE).add("Poolable for").name(name);
    code.braces(|code| {
        code.add("const MAX_RETAINED_BYTES : :: core :: primitive :: usize =");
        sum(code, summands(&single, &grouped, limit));
        code.add("; #").brackets(|code| {
            code.add("inline");
        });
        let is_walk = !fields.is_empty();
        code.add(if is_walk { "fn __reset_by" } else { "fn reset" });
        code.parentheses(|code| {
            code.add("& mut self");
            if is_walk {
                code.add(", __qnpool_by : & mut impl")
                    .add(FACADE)
                    .add("Resetter");
            }
        });
        code.braces(|code| {
            name_every(code, fields);
            reset(code, &single, &grouped, limit);
        });
    });
    code.finish()
}

fn sum(code: &mut Code, mut summands: Vec<Code>) {
    match (summands.pop(), summands.len()) {
        (None, _) => {
            code.add_token(Literal::usize_unsuffixed(0));
        }
        (Some(only), 0) => code.append(only),
        (Some(last), _) => code.add(FACADE).add("retained").parentheses(|code| {
            code.brackets(|code| {
                for summand in summands {
                    code.append(summand);
                    code.add(",");
                }
                code.append(last);
            });
        }),
    }
}

fn summands(single: &[&Field<'_>], grouped: &[&Field<'_>], limit: Option<&Literal>) -> Vec<Code> {
    let groups = grouped.chunks(MOST_FIELDS);
    let Some(limit) = limit else {
        let single = single.iter().map(|field| {
            constant(
                |code| field.add_type(code),
                "PoolField > :: MAX_RETAINED_BYTES",
            )
        });
        let groups = groups.map(|group| {
            constant(
                |code| types(code, group),
                "PoolFields > :: MAX_RETAINED_BYTES",
            )
        });
        return single.chain(groups).collect();
    };
    let footprints = |code: &mut Code| {
        for field in single {
            code.append(constant(
                |code| field.add_type(code),
                "DefaultedField > :: FOOTPRINT",
            ));
            code.add(",");
        }
    };
    let single = (!single.is_empty()).then(|| within(limit, |code| code.brackets(footprints)));
    let groups = groups.map(|group| {
        let footprints = constant(|code| types(code, group), "DefaultedFields > :: FOOTPRINTS");
        within(limit, |code| code.append(footprints))
    });
    single.into_iter().chain(groups).collect()
}

/// `<Type as facade::Trait>::CONSTANT`
fn constant(add_type: impl FnOnce(&mut Code), item: &str) -> Code {
    let mut code = Code::new();
    code.add("<");
    add_type(&mut code);
    code.add("as").add(FACADE).add(item);
    code
}

fn types(code: &mut Code, group: &[&Field<'_>]) {
    code.parentheses(|code| {
        for field in group {
            field.add_type(code);
            code.add(",");
        }
    });
}

fn within(limit: &Literal, footprints: impl FnOnce(&mut Code)) -> Code {
    let mut code = Code::new();
    code.add(FACADE).add("retained_within").parentheses(|code| {
        footprints(code);
        code.add(",").add_token(limit.clone());
    });
    code
}

fn name_every(code: &mut Code, fields: &[Field<'_>]) {
    code.add("let Self").braces(|code| {
        for field in fields {
            code.add_token(field.name.clone()).add(": _ ,");
        }
    });
    code.add("= self ;");
}

fn reset(code: &mut Code, single: &[&Field<'_>], grouped: &[&Field<'_>], limit: Option<&Literal>) {
    let (all, one) = match limit {
        Some(_) => (
            "DefaultedFields :: reset_within",
            "DefaultedField > :: reset_within",
        ),
        None => ("PoolFields :: reset", "PoolField > :: reset"),
    };
    let add_limit = |code: &mut Code| {
        if let Some(limit) = limit {
            code.add(",").add_token(limit.clone());
        }
    };
    for group in grouped.chunks(MOST_FIELDS) {
        code.add(FACADE).add(all).parentheses(|code| {
            code.borrows(group.iter().map(|field| field.name.clone().into()));
            add_limit(code);
            code.add(", __qnpool_by");
        });
        code.add(";");
    }
    for field in single {
        code.append(constant(|code| field.add_type(code), one));
        code.parentheses(|code| {
            code.add("& mut self .").add_token(field.name.clone());
            add_limit(code);
            code.add(", __qnpool_by");
        });
        code.add(";");
    }
}
