//! The options of `#[pool(…)]`, and where each belongs.

pub(crate) const AFTER: &str = "after";
pub(crate) const BOUND: &str = "bound";
pub(crate) const CLEAR: &str = "clear";
pub(crate) const CRATE: &str = "crate";
pub(crate) const DEFAULT: &str = "default";
pub(crate) const DISCARD_IF: &str = "discard_if";
pub(crate) const EACH: &str = "each";
pub(crate) const GLOBAL: &str = "global";
pub(crate) const KEEP: &str = "keep";
pub(crate) const KEEP_OTHERS: &str = "keep_others";
pub(crate) const MAX_BYTES: &str = "max_bytes";
pub(crate) const MAX_CAPACITY: &str = "max_capacity";
pub(crate) const MAX_IDLE: &str = "max_idle";
pub(crate) const MAX_RETAINED_BYTES: &str = "max_retained_bytes";
pub(crate) const NAME: &str = "name";
pub(crate) const UNBOUNDED: &str = "unbounded";
pub(crate) const VALUE: &str = "value";
pub(crate) const WITH: &str = "with";
pub(crate) const ZEROIZE: &str = "zeroize";

/// What an attribute is written on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Type,
    Variant,
    Field,
    /// The list of `global(…)`.
    Global,
}

impl Place {
    pub(crate) const ALL: [Self; 4] = [Self::Type, Self::Variant, Self::Field, Self::Global];

    /// The options that go here.
    pub(crate) fn options(self) -> impl Iterator<Item = &'static str> {
        let options = match self {
            Self::Type => {
                "after bound crate default discard_if global keep_others max_capacity \
                max_retained_bytes"
            }
            Self::Variant => "default",
            Self::Field => {
                "clear default each keep max_bytes max_capacity max_retained_bytes unbounded \
                value with zeroize"
            }
            Self::Global => "max_idle name",
        };
        options.split(' ')
    }

    pub(crate) fn has(self, option: &str) -> bool {
        self.options().any(|one| one == option)
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Type => "on the type",
            Self::Variant => "on a variant",
            Self::Field => "on a field",
            Self::Global => "inside `global(…)`",
        }
    }
}

/// How an option is written, for messages that show it.
pub(crate) fn form(option: &str) -> &'static str {
    match option {
        AFTER => "after = path::to::function",
        BOUND => "bound = \"T: Trait\"",
        CLEAR => "clear",
        CRATE => "crate = ::path::to::qnpool",
        DEFAULT => "default",
        DISCARD_IF => "discard_if = path::to::function",
        EACH => "each",
        GLOBAL => "global",
        KEEP => "keep = \"reason\"",
        KEEP_OTHERS => "keep_others = \"reason\"",
        MAX_BYTES => "max_bytes = 65536",
        MAX_IDLE => "max_idle = 1024",
        MAX_RETAINED_BYTES => "max_retained_bytes = 65536",
        NAME => "name = \"packets\"",
        UNBOUNDED => "unbounded",
        VALUE => "value = EXPR",
        WITH => "with = path::to::function",
        ZEROIZE => "zeroize",
        // The option that most users look for.
        _ => "max_capacity = 4096",
    }
}

/// An option that takes no value.
pub(crate) fn is_flag(option: &str) -> bool {
    form(option) == option
}
