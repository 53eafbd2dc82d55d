//! The item as the later stages see it: fields with a plan each.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::{Attribute, DeriveInput, Expr, ExprPath, Index, Member, Type};

use crate::attributes::{
    FieldAttributes, Rule, TypeAttributes, VariantAttributes, refuse_on_parameter,
};
use crate::errors::Errors;
use crate::{messages, shape};

pub(crate) struct Input<'a> {
    pub(crate) original: &'a DeriveInput,
    pub(crate) attributes: TypeAttributes,
    pub(crate) data: Data<'a>,
    /// The `packed` of the type's `repr`.
    pub(crate) packed: Option<TokenTree>,
}

pub(crate) enum Data<'a> {
    Struct(Vec<Field<'a>>),
    Enum(Vec<Variant<'a>>),
    Union,
}

pub(crate) struct Variant<'a> {
    pub(crate) original: &'a syn::Variant,
    pub(crate) attributes: VariantAttributes,
    pub(crate) fields: Vec<Field<'a>>,
}

pub(crate) struct Field<'a> {
    pub(crate) ty: &'a Type,
    pub(crate) attributes: &'a [Attribute],
    pub(crate) member: Member,
    index: usize,
    pub(crate) plan: Plan,
    /// The option `zeroize`, where the field is wiped first.
    pub(crate) zeroize: Option<Ident>,
    /// The field's first other option.
    pub(crate) option: Option<Ident>,
}

impl Field<'_> {
    /// The local variable that borrows it, of a name that no user has.
    pub(crate) fn binding(&self) -> Ident {
        format_ident!("__qnpool_field{}", self.index, span = Span::mixed_site())
    }
}

/// What reset does with a field.
pub(crate) enum Plan {
    Reset,
    /// Within the type's limit if it can grow, otherwise as `Reset`.
    Defaulted,
    MaxCapacity(Expr),
    MaxBytes(Expr),
    Unbounded,
    Keep(Stated),
    Default(Stated),
    Value(Expr, Stated),
    With(ExprPath, Stated),
    Clear(Ident, Stated),
    Each(Stated),
    /// A mistake in it has been reported.
    Rejected,
}

/// What the field was said to own at most, in bytes.
pub(crate) type Stated = Option<Expr>;

impl<'a> Input<'a> {
    pub(crate) fn new(original: &'a DeriveInput, errors: &mut Errors) -> Self {
        let attributes = TypeAttributes::read(&original.attrs, errors);
        for parameter in &original.generics.params {
            refuse_on_parameter(parameter_attributes(parameter), errors);
        }
        let context = Context::of(&original.ident, &attributes);
        let data = match &original.data {
            syn::Data::Struct(data) => Data::Struct(fields(&data.fields, &context, errors)),
            syn::Data::Enum(data) => Data::Enum(variants(data, &context, errors)),
            syn::Data::Union(_) => Data::Union,
        };
        Self {
            original,
            attributes,
            data,
            packed: packed(&original.attrs),
        }
    }

    /// No implementation could do anything for it, so reset is left empty.
    pub(crate) fn is_refused_whole(&self) -> bool {
        let empty = matches!(&self.data, Data::Enum(variants) if variants.is_empty());
        self.packed.is_some() || empty || matches!(self.data, Data::Union)
    }

    /// The last field of a struct, where not even an implementation can be written down.
    pub(crate) fn unsized_tail(&self) -> Option<&'a Type> {
        let Data::Struct(fields) = &self.data else {
            return None;
        };
        let last = fields.last()?.ty;
        shape::is_unsized(last).then_some(last)
    }

    /// The fields that reset reaches: a struct's, or those of the variant that is
    /// left behind.
    pub(crate) fn reset_fields(&self) -> &[Field<'a>] {
        if self.attributes.default.is_some() || self.is_refused_whole() {
            return &[];
        }
        match &self.data {
            Data::Struct(fields) => fields,
            Data::Enum(_) => self
                .default_variant()
                .map_or(&[], |variant| &variant.fields),
            Data::Union => &[],
        }
    }

    /// Every field there is, in every variant.
    pub(crate) fn all_fields(&self) -> impl Iterator<Item = &Field<'a>> {
        let (fields, variants): (&[Field<'a>], &[Variant<'a>]) = match &self.data {
            Data::Struct(fields) => (fields, &[]),
            Data::Enum(variants) => (&[], variants),
            Data::Union => (&[], &[]),
        };
        fields
            .iter()
            .chain(variants.iter().flat_map(|variant| &variant.fields))
    }

    /// A value may be in another variant than the one that reset leaves behind.
    pub(crate) fn replaces_variants(&self) -> bool {
        matches!(&self.data, Data::Enum(variants) if variants.len() > 1)
            && self.default_variant().is_some()
    }

    pub(crate) fn default_variant(&self) -> Option<&Variant<'a>> {
        let Data::Enum(variants) = &self.data else {
            return None;
        };
        variants
            .iter()
            .find(|variant| variant.attributes.default.is_some())
    }
}

fn packed(attributes: &[Attribute]) -> Option<TokenTree> {
    let lists = attributes
        .iter()
        .filter_map(|it| it.meta.require_list().ok());
    let representations = lists.filter(|list| list.path.is_ident("repr"));
    representations
        .flat_map(|list| list.tokens.clone())
        .find(|token| matches!(token, TokenTree::Ident(word) if word == "packed"))
}

fn parameter_attributes(parameter: &syn::GenericParam) -> &[Attribute] {
    match parameter {
        syn::GenericParam::Lifetime(parameter) => &parameter.attrs,
        syn::GenericParam::Type(parameter) => &parameter.attrs,
        syn::GenericParam::Const(parameter) => &parameter.attrs,
    }
}

/// What becomes of fields without an option.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Reset,
    /// They are reset, within the type's limit where they can grow.
    Limited,
    Kept,
}

/// What the fields of a type have in common.
#[derive(Clone, Copy)]
struct Context<'a> {
    name: &'a Ident,
    /// What becomes of fields without an option.
    others: Others,
    /// Reset reaches the fields. It does not reach those of a variant, or of a whole value,
    /// that is replaced; these may be of any type.
    is_reset: bool,
    /// A mistake that has been reported may have been meant for the fields.
    is_faulty: bool,
}

impl<'a> Context<'a> {
    fn of(name: &'a Ident, attributes: &TypeAttributes) -> Self {
        Self {
            name,
            others: match attributes {
                _ if attributes.keeps_others => Others::Kept,
                _ if attributes.is_limited() => Others::Limited,
                _ => Others::Reset,
            },
            is_reset: attributes.default.is_none(),
            is_faulty: attributes.has_field_option,
        }
    }
}

fn variants<'a>(
    data: &'a syn::DataEnum,
    context: &Context<'_>,
    errors: &mut Errors,
) -> Vec<Variant<'a>> {
    let variant = |original: &'a syn::Variant| {
        let attributes = VariantAttributes::read(&original.attrs, errors);
        let context = Context {
            is_reset: attributes.default.is_some() && context.is_reset,
            is_faulty: attributes.faulty || context.is_faulty,
            ..*context
        };
        Variant {
            original,
            fields: fields(&original.fields, &context, errors),
            attributes,
        }
    };
    data.variants.iter().map(variant).collect()
}

fn fields<'a>(
    fields: &'a syn::Fields,
    context: &Context<'_>,
    errors: &mut Errors,
) -> Vec<Field<'a>> {
    let field = |(index, original): (usize, &'a syn::Field)| {
        let mut read = FieldAttributes::read(&original.attrs, errors);
        read.check(context.others == Others::Kept, errors);
        let zeroize = read.zeroize.clone();
        let option = read.first_option().cloned();
        let mut plan = plan(read, context);
        let ty = &original.ty;
        let is_word = shape::is_word(ty);
        if !is_word && (shape::is_unsized(ty) || shape::is_reported_by_compiler(ty)) {
            // The check of the struct reports an unsized last field, the compiler any other.
            plan = Plan::Rejected;
        } else if !is_word && context.is_reset {
            if let Some((part, message)) = refusal(&plan, option.as_ref(), ty, context.name) {
                errors.push(part, message);
                plan = Plan::Rejected;
            }
        }
        Field {
            ty: &original.ty,
            attributes: &original.attrs,
            member: match &original.ident {
                Some(name) => Member::Named(name.clone()),
                None => Member::Unnamed(Index::from(index)),
            },
            index,
            plan,
            zeroize,
            option,
        }
    };
    fields.iter().enumerate().map(field).collect()
}

/// A type that cannot follow the plan, as can be seen from how it is written; `name` is that of
/// the type with the field.
fn refusal(
    plan: &Plan,
    option: Option<&Ident>,
    ty: &Type,
    name: &Ident,
) -> Option<(TokenStream, String)> {
    let pointed = |(part, message): (&Type, String)| (part.to_token_stream(), message);
    match plan {
        Plan::Reset | Plan::Defaulted => {
            if let Some(refused) = shape::refusal(ty) {
                return Some(pointed(refused));
            }
        }
        Plan::MaxCapacity(_) | Plan::MaxBytes(_) | Plan::Unbounded => {
            let option = option?.to_string();
            if let Some(tuple) = shape::tuple(ty) {
                let message = messages::limit_on_tuple(&option, &shape::typed(tuple));
                return Some(pointed((tuple, message)));
            }
            if let Some((boxed, slice)) = shape::boxed_slice(ty) {
                let (typed, slice) = (shape::typed(boxed), shape::typed(slice));
                let message = messages::limit_on_boxed_slice(&option, &typed, &slice);
                return Some(pointed((boxed, message)));
            }
        }
        _ => return None,
    }
    let typed_name = name.to_string();
    if shape::is_of_bitflags(ty) {
        // The field is written by the macro; the name is the user's.
        return Some((name.to_token_stream(), messages::bitflags(&typed_name)));
    }
    let vec = shape::recycling_vec_of(ty, name)?;
    let message = messages::recycling_self(&shape::typed(vec), &typed_name);
    Some(pointed((vec, message)))
}

fn plan(read: FieldAttributes, context: &Context<'_>) -> Plan {
    if read.faulty || context.is_faulty && read.rule.is_none() {
        return Plan::Rejected;
    }
    let stated = read.max_retained_bytes.map(|given| given.value);
    let Some(rule) = read.rule else {
        return match context.others {
            Others::Kept if read.zeroize.is_none() => Plan::Keep(stated),
            Others::Limited => Plan::Defaulted,
            Others::Kept | Others::Reset => Plan::Reset,
        };
    };
    match rule.value {
        Rule::MaxCapacity(limit) => Plan::MaxCapacity(limit),
        Rule::MaxBytes(limit) => Plan::MaxBytes(limit),
        Rule::Unbounded => Plan::Unbounded,
        Rule::Keep => Plan::Keep(stated),
        Rule::Default => Plan::Default(stated),
        Rule::Value(value) => Plan::Value(value, stated),
        Rule::With(path) => Plan::With(path, stated),
        Rule::Clear => Plan::Clear(rule.option, stated),
        Rule::Each => Plan::Each(stated),
    }
}
