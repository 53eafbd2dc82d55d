//! The derive on any tokens: it does not panic, and what it writes for an item can be
//! parsed.

#![allow(unreachable_pub, reason = "a module of a test crate too")]

use std::fmt::Write;
use std::str::FromStr;

use arbitrary::{Arbitrary, Result, Unstructured};
use proc_macro2::TokenStream;
use syn::DeriveInput;

use crate::derive_stages::{by_stages, unreadable};

pub fn run(bytes: &[u8]) {
    // The first byte says what the others are.
    let Some((first, rest)) = bytes.split_first() else {
        return;
    };
    if first % 2 == 0 {
        derive(&String::from_utf8_lossy(rest));
    } else if let Ok(item) = item(&mut Unstructured::new(rest)) {
        derive(&item);
    }
}

fn derive(source: &str) {
    // Brackets in brackets without end: whoever parses by recursion, syn and the
    // compiler too, ends where the stack does.
    if source
        .matches(['(', '[', '{', '<', '&', '*', '-', '!'])
        .count()
        > 200
    {
        return;
    }
    let Ok(tokens) = TokenStream::from_str(source) else {
        return;
    };
    // As in the derive's `lib.rs`.
    match syn::parse2::<DeriveInput>(tokens.clone()) {
        Ok(input) => {
            let (errors, implementation) = by_stages(&input);
            assert_parses(source, errors);
            assert_parses(source, implementation);
        }
        Err(error) => assert_parses(source, unreadable::implementation(&tokens, &error)),
    }
}

fn assert_parses(source: &str, written: TokenStream) {
    let text = written.to_string();
    if let Err(error) = syn::parse2::<syn::File>(written) {
        panic!("{error}\nof\n{source}\nis written\n{text}");
    }
}

/// What stands in definitions, and beside it what does not.
const ATOMS: &[&str] = &[
    "max_capacity",
    "max_bytes",
    "max_retained_bytes",
    "unbounded",
    "keep",
    "default",
    "value",
    "with",
    "zeroize",
    "each",
    "clear",
    "after",
    "keep_others",
    "bound",
    "crate",
    "discard_if",
    "global",
    "max_idle",
    "name",
    "max_capcity",
    "r#default",
    "r#keep",
    "=",
    "=",
    "=",
    ",",
    ",",
    "::",
    "<",
    ">",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "4096",
    "0",
    "0x10usize",
    "64KiB",
    "-1",
    "4.5",
    "4,096",
    "4 KiB",
    "self::LIMIT",
    "(4)",
    "99999999999999999999999999",
    "\"reason\"",
    "\"\"",
    "\"T: Default\"",
    "\"where\"",
    "'c'",
    "b\"bytes\"",
    "c\"text\"",
    "true",
    "self",
    "Self",
    "self.field0",
    "T",
    "T::LIMIT",
    "path::to",
    "::qnpool",
    "|it| it",
    "return",
    "if a { 1 } else { 2 }",
    "const { 4 }",
    "#",
    "..",
    "_",
    "'a",
    "$",
    "é",
];

const TYPES: &[&str] = &[
    "u8",
    "String",
    "Vec<u8>",
    "Vec<T>",
    "T",
    "T::Item",
    "<T as Trait>::Item",
    "Option<T>",
    "HashMap<T, Vec<u8>>",
    "Box<T>",
    "Box<dyn Fn(u8) -> T>",
    "Box<[T]>",
    "std::boxed::Box<str>",
    "[u8; 4]",
    "[Vec<T>; N]",
    "[T]",
    "str",
    "dyn Fn()",
    "impl Fn()",
    "(u8, Vec<u8>)",
    "()",
    "!",
    "_",
    "&'a T",
    "&'a mut [T]",
    "*const T",
    "fn(T) -> u8",
    "unsafe extern \"C\" fn()",
    "for<'b> fn(&'b u8)",
    "own!(u8)",
    "Mutex<Box<Vec<T>>>",
    "PhantomData<fn() -> T>",
    "::core::option::Option<str>",
    "Self",
    "r#type",
    "Array<{ N + 1 }>",
    "Vec<u8, >",
];

const ATTRIBUTES: &[&str] = &[
    "#[pool]",
    "#[pool()]",
    "#[pool = 4]",
    "#[pool[default]]",
    "#[pool{unbounded}]",
    "#[r#pool(default)]",
    "#[poolable(default)]",
    "#[max_capacity = 4]",
    "#[qnpool::pool(default)]",
    "#[default]",
    "#[cfg(unix)]",
    "#[repr(packed)]",
    "#[repr(C, packed(2))]",
    "#[doc = \"text\"]",
    "/// text\n",
    "#[deprecated]",
    "#[allow(deprecated)]",
    "#[expect(dead_code, reason = \"none\")]",
    "#[forbid(unsafe_code)]",
    "#[deny]",
];

const GENERICS: &[&str] = &[
    "",
    "",
    "<T>",
    "<'a, T: ?Sized + 'a, const N: usize>",
    "<#[pool(keep)] T = u8>",
    "<T: Poolable, U,>",
    "<const N: usize = 4>",
    "<>",
];

const CLAUSES: &[&str] = &[
    "",
    "",
    "where T: Clone",
    "where [T; 2]: Sized, T: Poolable,",
    "where",
];

fn item(input: &mut Unstructured<'_>) -> Result<String> {
    let mut text = String::new();
    attributes(input, &mut text)?;
    text.push_str(pick(input, &["", "pub ", "pub(crate) ", "pub(in a::b) "])?);
    let generics = pick(input, GENERICS)?;
    let clause = pick(input, CLAUSES)?;
    match input.int_in_range(0..=5)? {
        0 => {
            let _ = write!(text, "struct Item{generics} {clause};");
        }
        1 => {
            let _ = write!(text, "struct Item{generics}");
            fields(input, &mut text, false)?;
            let _ = write!(text, "{clause};");
        }
        2 | 3 => {
            let _ = write!(text, "struct Item{generics} {clause}");
            fields(input, &mut text, true)?;
        }
        4 => {
            let _ = write!(text, "enum Item{generics} {clause} {{");
            for variant in 0..input.int_in_range(0..=3)? {
                attributes(input, &mut text)?;
                let _ = write!(text, "Variant{variant}");
                match input.int_in_range(0..=3)? {
                    0 => {}
                    1 => text.push_str(" = 4"),
                    2 => fields(input, &mut text, false)?,
                    _ => fields(input, &mut text, true)?,
                }
                text.push(',');
            }
            text.push('}');
        }
        _ => {
            let _ = write!(text, "union Item{generics} {clause}");
            fields(input, &mut text, true)?;
        }
    }
    Ok(text)
}

fn fields(input: &mut Unstructured<'_>, text: &mut String, are_named: bool) -> Result<()> {
    text.push(if are_named { '{' } else { '(' });
    for field in 0..input.int_in_range(0..=14)? {
        if input.is_empty() {
            break;
        }
        attributes(input, text)?;
        if are_named {
            let _ = write!(
                text,
                "{}field{field}: ",
                pick(input, &["", "", "pub ", "r#"])?
            );
        }
        text.push_str(pick(input, TYPES)?);
        text.push(',');
    }
    text.push(if are_named { '}' } else { ')' });
    Ok(())
}

fn attributes(input: &mut Unstructured<'_>, text: &mut String) -> Result<()> {
    // At the end of the input everything is true.
    while !input.is_empty() && input.ratio(1, 3)? {
        if input.ratio(1, 3)? {
            text.push_str(pick(input, ATTRIBUTES)?);
            continue;
        }
        text.push_str("#[pool(");
        for _ in 0..input.int_in_range(1..=8)? {
            text.push_str(pick(input, ATOMS)?);
            text.push(' ');
        }
        text.push_str(")]");
    }
    Ok(())
}

fn pick<'a>(input: &mut Unstructured<'_>, choices: &[&'a str]) -> Result<&'a str> {
    // By one byte, so that the fuzzer can tell what a change of it does.
    let byte = usize::from(u8::arbitrary(input)?);
    Ok(choices[byte % choices.len()])
}
