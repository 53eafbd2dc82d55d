//! The item as the later stages see it: fields with a plan each.

use proc_macro2::{Ident, Span, TokenTree};
use quote::{ToTokens, format_ident};
use syn::{Attribute, DeriveInput, Expr, ExprPath, Index, Member, Meta, Type};

use crate::attributes::{
    FieldAttributes, Rule, TypeAttributes, VariantAttributes, refuse_on_parameter,
};
use crate::errors::Errors;
use crate::{grouped, shape};

pub(crate) struct Input<'a> {
    pub(crate) original: &'a DeriveInput,
    pub(crate) attributes: TypeAttributes,
    pub(crate) data: Data<'a>,
    /// The word `packed`, if the type is.
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
    /// Written in a group, and not by itself.
    pub(crate) is_grouped: bool,
    /// The word `zeroize`, where the field is wiped first.
    pub(crate) zeroize: Option<Ident>,
    /// The word of the field's rule.
    pub(crate) rule_word: Option<Ident>,
}

impl Field<'_> {
    /// The local variable that borrows it, of a name that nobody else has.
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
    /// Something is wrong with it and has been reported.
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
        let limited = attributes.is_limited();
        let is_reset = attributes.default.is_none();
        let data = match &original.data {
            syn::Data::Struct(data) => {
                let mut fields = fields(&data.fields, limited, is_reset, errors);
                for field in &mut fields {
                    field.is_grouped = field.zeroize.is_none()
                        && match field.plan {
                            Plan::Reset => is_plain(field.ty, false),
                            Plan::Defaulted => is_plain(field.ty, true),
                            _ => false,
                        };
                }
                Data::Struct(fields)
            }
            syn::Data::Enum(data) => Data::Enum(variants(data, &attributes, errors)),
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

fn is_plain(ty: &Type, limited: bool) -> bool {
    let tokens: Vec<_> = ty.to_token_stream().into_iter().collect();
    grouped::is_plain(&tokens, limited)
}

fn packed(attributes: &[Attribute]) -> Option<TokenTree> {
    let lists = attributes
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::List(list) if list.path.is_ident("repr") => Some(list.tokens.clone()),
            _ => None,
        });
    lists
        .flatten()
        .find(|token| matches!(token, TokenTree::Ident(word) if word == "packed"))
}

fn parameter_attributes(parameter: &syn::GenericParam) -> &[Attribute] {
    match parameter {
        syn::GenericParam::Lifetime(parameter) => &parameter.attrs,
        syn::GenericParam::Type(parameter) => &parameter.attrs,
        syn::GenericParam::Const(parameter) => &parameter.attrs,
    }
}

fn variants<'a>(
    data: &'a syn::DataEnum,
    of_type: &TypeAttributes,
    errors: &mut Errors,
) -> Vec<Variant<'a>> {
    let variant = |original: &'a syn::Variant| {
        let attributes = VariantAttributes::read(&original.attrs, errors);
        let is_reset = attributes.default.is_some() && of_type.default.is_none();
        let limited = of_type.is_limited();
        Variant {
            original,
            fields: fields(&original.fields, limited, is_reset, errors),
            attributes,
        }
    };
    data.variants.iter().map(variant).collect()
}

/// `is_reset`: not the fields of a variant, or a whole value, that is replaced, where any
/// type may stand.
fn fields<'a>(
    fields: &'a syn::Fields,
    limited: bool,
    is_reset: bool,
    errors: &mut Errors,
) -> Vec<Field<'a>> {
    let field = |(index, original): (usize, &'a syn::Field)| {
        let read = FieldAttributes::read(&original.attrs, errors);
        let zeroize = read.zeroize.clone();
        let rule_word = read.rule.as_ref().map(|given| given.word.clone());
        let mut plan = plan(read, limited);
        if shape::is_unsized(&original.ty) {
            // Of a struct's last field it is told where the struct is checked; no other
            // may be, and the compiler says so by itself.
            plan = Plan::Rejected;
        } else if is_reset && matches!(plan, Plan::Reset | Plan::Defaulted) {
            if let Some((part, message)) = shape::refusal(&original.ty) {
                errors.push(part.to_token_stream(), message);
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
            is_grouped: false,
            zeroize,
            rule_word,
        }
    };
    fields.iter().enumerate().map(field).collect()
}

fn plan(read: FieldAttributes, limited: bool) -> Plan {
    if read.faulty {
        return Plan::Rejected;
    }
    let stated = read.max_retained_bytes.map(|given| given.value);
    match read.rule.map(|given| given.value) {
        None if limited => Plan::Defaulted,
        None => Plan::Reset,
        Some(Rule::MaxCapacity(limit)) => Plan::MaxCapacity(limit),
        Some(Rule::MaxBytes(limit)) => Plan::MaxBytes(limit),
        Some(Rule::Unbounded) => Plan::Unbounded,
        Some(Rule::Keep) => Plan::Keep(stated),
        Some(Rule::Default) => Plan::Default(stated),
        Some(Rule::Value(value)) => Plan::Value(value, stated),
        Some(Rule::With(path)) => Plan::With(path, stated),
    }
}
