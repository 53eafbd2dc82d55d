//! The definitions that are generated, and how they are written.

use std::fmt::Write;
use std::fmt::{self, Display};

use crate::leaves::Leaf;

#[derive(Clone, Debug)]
pub(crate) enum Type {
    Leaf(&'static Leaf),
    /// The definition's parameter `T`.
    Parameter,
    /// `Option`, `LinkedList`, …: emptied by a reset, whatever is inside.
    Emptied(&'static str, Box<Type>),
    /// `Box`, `Cell`, `Mutex`, …: what is inside is reset in place.
    Around(&'static str, Box<Type>),
    Array(Box<Type>, usize),
    Tuple(Vec<Type>),
    /// `Vec`, `VecDeque`, `BinaryHeap`.
    Sequence(&'static str, Box<Type>),
    Map(Box<Type>, Box<Type>),
    Set(Box<Type>),
    /// `Arc<_>`, `*const _`, `Box<[_]>`, …: never reset, with `@` for what is inside.
    Refused(&'static str, Box<Type>),
    Unsized(&'static str),
    /// A `RecyclingVec` of the definition's own type.
    OfItself(&'static str),
}

/// What a field is told.
#[derive(Clone, Debug)]
pub(crate) enum Rule {
    MaxCapacity(Limit),
    MaxBytes(Limit),
    Unbounded,
    Keep,
    Default,
    Value,
    With,
    Clear,
    Each,
    /// `value` and `with` that do not fit the field.
    WrongValue,
    WrongWith,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) text: &'static str,
    /// None where the expression is of another type than `usize`.
    pub(crate) number: Option<usize>,
}

/// The path of a function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function {
    pub(crate) text: &'static str,
    /// It exists, and takes what it is called with.
    pub(crate) fits: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) ty: Type,
    pub(crate) rules: Vec<Rule>,
    /// `max_retained_bytes`.
    pub(crate) stated: Option<Limit>,
    pub(crate) mistaken: Vec<&'static str>,
    pub(crate) in_two_attributes: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Variant {
    pub(crate) fields: Vec<Field>,
    pub(crate) is_default: bool,
    pub(crate) mistaken: Vec<&'static str>,
    pub(crate) is_named: bool,
}

#[derive(Clone, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
pub(crate) struct Definition {
    /// A struct has one, without a name.
    pub(crate) variants: Vec<Variant>,
    pub(crate) is_enum: bool,
    pub(crate) is_packed: bool,
    pub(crate) max_capacity: Option<Limit>,
    pub(crate) budget: Option<usize>,
    /// `#[pool(default)]` on the type.
    pub(crate) is_made_anew: bool,
    pub(crate) has_default: bool,
    pub(crate) discards: bool,
    pub(crate) after: Option<Function>,
    pub(crate) keeps_others: bool,
    pub(crate) mistaken: Vec<&'static str>,
    /// What stands for the parameter where the type is used; none, no parameter.
    pub(crate) argument: Option<&'static Leaf>,
}

impl Type {
    /// It has the parameter in it.
    pub(crate) fn is_open(&self) -> bool {
        match self {
            Self::Leaf(_) | Self::Unsized(_) | Self::OfItself(_) => false,
            Self::Parameter => true,
            Self::Emptied(_, inside)
            | Self::Around(_, inside)
            | Self::Array(inside, _)
            | Self::Sequence(_, inside)
            | Self::Set(inside)
            | Self::Refused(_, inside) => inside.is_open(),
            Self::Map(key, value) => key.is_open() || value.is_open(),
            Self::Tuple(parts) => parts.iter().any(Self::is_open),
        }
    }
}

impl Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Leaf(leaf) => f.write_str(leaf.text),
            Self::Unsized(text) | Self::OfItself(text) => f.write_str(text),
            Self::Parameter => f.write_str("T"),
            Self::Emptied("BTreeMap", inside) => write!(f, "BTreeMap<u8, {inside}>"),
            Self::Emptied(name, inside)
            | Self::Around(name, inside)
            | Self::Sequence(name, inside) => write!(f, "{name}<{inside}>"),
            Self::Array(inside, length) => write!(f, "[{inside}; {length}]"),
            Self::Tuple(parts) => {
                f.write_char('(')?;
                parts.iter().try_for_each(|part| write!(f, "{part}, "))?;
                f.write_char(')')
            }
            Self::Map(key, value) => write!(f, "HashMap<{key}, {value}>"),
            Self::Set(key) => write!(f, "HashSet<{key}>"),
            Self::Refused(form, inside) => f.write_str(&form.replace('@', &inside.to_string())),
        }
    }
}

impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MaxCapacity(limit) => write!(f, "max_capacity = {}", limit.text),
            Self::MaxBytes(limit) => write!(f, "max_bytes = {}", limit.text),
            Self::Unbounded => f.write_str("unbounded"),
            Self::Keep => f.write_str("keep = \"reason\""),
            Self::Default => f.write_str("default"),
            Self::Value => f.write_str("value = made()"),
            Self::With => f.write_str("with = touched"),
            Self::Clear => f.write_str("clear"),
            Self::Each => f.write_str("each"),
            Self::WrongValue => f.write_str("value = Foreign"),
            Self::WrongWith => f.write_str("with = of_foreign"),
        }
    }
}

impl Field {
    fn options(&self) -> Vec<String> {
        let rules = self.rules.iter().map(ToString::to_string);
        let stated = self.stated.iter();
        let stated = stated.map(|bytes| format!("max_retained_bytes = {}", bytes.text));
        let mistaken = self.mistaken.iter().map(ToString::to_string);
        rules.chain(stated).chain(mistaken).collect()
    }
}

impl Variant {
    /// With `last` after a tuple's fields.
    fn write(&self, f: &mut fmt::Formatter<'_>, last: &str) -> fmt::Result {
        let (open, close, last) = match (self.is_named, self.fields.is_empty()) {
            (false, true) => return f.write_str(last),
            (false, false) => ("(", ")", last),
            (true, _) => (" {", "}", ""),
        };
        writeln!(f, "{open}")?;
        for (index, field) in self.fields.iter().enumerate() {
            if field.in_two_attributes {
                field
                    .options()
                    .iter()
                    .try_for_each(|option| attribute(f, std::slice::from_ref(option)))?;
            } else {
                attribute(f, &field.options())?;
            }
            if self.is_named {
                write!(f, "field{index}: ")?;
            }
            writeln!(f, "{},", field.ty)?;
        }
        write!(f, "{close}{last}")
    }
}

impl Definition {
    fn options(&self) -> Vec<String> {
        let mut options = Vec::new();
        let limit = self.max_capacity.iter();
        options.extend(limit.map(|limit| format!("max_capacity = {}", limit.text)));
        let budget = self.budget.iter();
        options.extend(budget.map(|bytes| format!("max_retained_bytes = {bytes}")));
        options.extend(self.is_made_anew.then(|| "default".to_owned()));
        options.extend(self.discards.then(|| "discard_if = never".to_owned()));
        let after = self.after.iter();
        options.extend(after.map(|function| format!("after = {}", function.text)));
        options.extend(
            self.keeps_others
                .then(|| "keep_others = \"reason\"".to_owned()),
        );
        options.extend(self.mistaken.iter().map(ToString::to_string));
        options
    }

    /// The type where it is used.
    pub(crate) fn used(&self) -> String {
        match self.argument {
            Some(argument) => format!("Item<{}>", argument.text),
            None => "Item".to_owned(),
        }
    }
}

impl Display for Definition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameter = self.argument.map_or("", |_| "<T>");
        writeln!(f, "#[derive(Poolable)]")?;
        if self.is_packed {
            writeln!(f, "#[repr(packed)]")?;
        }
        attribute(f, &self.options())?;
        if self.is_enum {
            writeln!(f, "pub(crate) enum Item{parameter} {{")?;
            for (index, variant) in self.variants.iter().enumerate() {
                let mut options: Vec<_> =
                    variant.mistaken.iter().map(ToString::to_string).collect();
                options.extend(variant.is_default.then(|| "default".to_owned()));
                attribute(f, &options)?;
                write!(f, "Variant{index}")?;
                variant.write(f, "")?;
                writeln!(f, ",")?;
            }
            writeln!(f, "}}")?;
        } else {
            write!(f, "pub(crate) struct Item{parameter}")?;
            self.variants[0].write(f, ";")?;
            writeln!(f)?;
        }
        if self.has_default {
            writeln!(
                f,
                "impl{parameter} Default for Item{parameter} {{ fn default() -> Self {{ made() }} }}"
            )?;
        }
        Ok(())
    }
}

/// The options in one `#[pool(…)]`; a mistaken one may be a whole attribute.
fn attribute(f: &mut fmt::Formatter<'_>, options: &[String]) -> fmt::Result {
    let (attributes, options): (Vec<_>, Vec<_>) = options
        .iter()
        .cloned()
        .partition(|option| option.starts_with("#["));
    if !options.is_empty() {
        writeln!(f, "#[pool({})]", options.join(", "))?;
    }
    attributes
        .iter()
        .try_for_each(|attribute| writeln!(f, "{attribute}"))
}
