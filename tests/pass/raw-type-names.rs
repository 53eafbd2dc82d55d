//! Types and parameters named by raw identifiers.

use qnpool::Poolable;

#[derive(Default, Poolable)]
struct r#struct(u32);

#[derive(Default, Poolable)]
enum r#enum {
    #[default]
    r#if,
    #[allow(dead_code)]
    r#else(r#struct),
}

#[derive(Poolable)]
struct r#for<'r#fn, r#impl, const r#const: usize> {
    r#where: [r#impl; r#const],
    r#ref: Option<&'r#fn str>,
}

fn main() {
    let mut number = r#struct(7);
    number.reset();
    assert_eq!(number.0, 0);

    let mut choice = r#enum::r#else(r#struct(1));
    choice.reset();
    assert!(matches!(choice, r#enum::r#if));

    let mut generic = r#for::<u8, 2> {
        r#where: [1, 2],
        r#ref: Some("text"),
    };
    generic.reset();
    assert_eq!((generic.r#where, generic.r#ref), ([0, 0], None));
}
