//! The values and the mistaken options that definitions are written with.

use crate::definition::{Function, Limit};

pub(crate) const LIMITS: &[Limit] = &[
    limit("1", 1),
    limit("2", 2),
    limit("7", 7),
    limit("100", 100),
    limit("4_096", 4_096),
    limit("0x10usize", 16),
    limit("LIMIT", 20),
    limit("self::LIMIT", 20),
    limit("{ crate::prelude::LIMIT }", 20),
    limit("2 * (LIMIT + 1)", 42),
    limit("usize::MAX", usize::MAX),
    NARROW,
];

pub(crate) const BYTES: &[Limit] = &[
    limit("1", 1),
    limit("6", 6),
    limit("30", 30),
    limit("LIMIT * 10", 200),
    limit("4 * 1024", 4_096),
    NARROW,
];

/// What a field is said to own at most.
pub(crate) const STATED: &[Limit] = &[
    limit("64", 64),
    limit("64", 64),
    limit("self::LIMIT + 1", 21),
    NARROW,
];

/// What runs after the fields are reset.
pub(crate) const AFTER: &[Function] = &[
    function("touched", true),
    function("self::touched", true),
    function("Self::settle", true),
    function("<Self as Settle>::settle", true),
    function("missing", false),
    function("Self::missing", false),
    // One takes another type, the other returns something.
    function("of_foreign", false),
    function("never", false),
];

const fn function(text: &'static str, fits: bool) -> Function {
    Function { text, fits }
}

/// Of another type than a limit has.
const NARROW: Limit = Limit {
    text: "NARROW",
    number: None,
};

const fn limit(text: &'static str, number: usize) -> Limit {
    Limit {
        text,
        number: Some(number),
    }
}

/// Each is one mistake on a field, whatever the field is.
pub(crate) const MISTAKEN_ON_FIELD: &[&str] = &[
    "max_capcity = 4",
    "frobnicate",
    "skip",
    "ignore = \"reason\"",
    "limit(4)",
    "discard_if = never",
    "global",
    "bound = \"\"",
    "crate = ::qnpool",
    "name = \"items\"",
    "max_capacity",
    "max_capacity =",
    "max_capacity = 0",
    "max_capacity = -4",
    "max_capacity = \"4\"",
    "max_capacity = 4u32",
    "max_capacity = 4.5",
    "max_capacity(4)",
    "max_bytes = 0",
    "max_bytes = 64KiB",
    "unbounded = true",
    "keep",
    "keep = \"\"",
    "keep = 4",
    "value",
    "value = self.field0",
    "with = \"touched\"",
    "with = touched()",
    "default = 4",
    "default(4)",
    "4",
    "max_retained_bytes = \"many\"",
    "unbounded, unbounded",
    "default, default",
    "keep = \"reason\", keep = \"reason\"",
    "max_capacity = 4, max_capacity = 4",
    "max_capacity = 4, max_bytes = 4",
    "default, keep = \"reason\"",
    "unbounded, max_retained_bytes = 4",
    "after = touched",
    "keep_others = \"reason\"",
    "each = 4",
    "each(4)",
    "eahc",
    "clear = true",
    "clear()",
    "claer",
    "each, each",
    "clear, each",
    "each, max_capacity = 4",
    "keep = \"reason\", clear",
    "each, max_retained_bytes = -1",
    "max_capacity = 4,096",
    "max_capacity = 4 096",
    "max_capacity = 1,048,576",
    "max_capacity = 4 KiB",
    "max_bytes = 4kb",
    "max_bytes = 64 bytes",
    "max_retained_bytes = 1 MiB",
    "#[poolable(max_capacity = 4)]",
    "#[Pool(unbounded)]",
    "#[pools]",
    "#[max_capacity = 4]",
    "#[max_bytes(64)]",
    "#[unbounded]",
    "#[unbounded()]",
    "max_capcity = 4,096",
    "max_idle = 4,096",
    "#[each]",
    "#[clear]",
    "#[keep = \"reason\"]",
    "#[with = \"touched\"]",
];

pub(crate) const MISTAKEN_ON_TYPE: &[&str] = &[
    "unbounded",
    "keep = \"reason\"",
    "max_bytes = 64",
    "with = touched",
    "max_idle = 4",
    "max_capcity = 8",
    "frobnicate",
    "max_capacity = 0",
    "max_capacity",
    "max_retained_bytes = -1",
    "discard_if",
    "discard_if = \"never\"",
    "crate = qnpool",
    "crate = 4",
    "bound",
    "bound = \"T\"",
    "default = true",
    "each",
    "clear",
    "after",
    "after = \"touched\"",
    "after = touched()",
    "after(touched)",
    "keep_others",
    "keep_others = \"\"",
    "keep_others = 4",
    "keep_others(\"reason\")",
    "keep_other = \"reason\"",
    "max_capacity = 4,096",
    "max_capacity = 4 KiB",
    "max_retained_bytes = 1 048 576",
    "max_retained_bytes = 64kB",
    "#[poolable(max_capacity = 4)]",
    "#[pooled(discard_if = never)]",
    "#[max_capacity = 4]",
    "#[max_retained_bytes(64)]",
    "#[keep_others = \"reason\"]",
    "#[discard_if = \"never\"]",
    "#[discard_if(never)]",
    "#[keep_others(\"reason\")]",
    "keep_othrs = \"reason\"",
    "max_capcity = 4,096",
    "max_bytes = 65,536",
    "#[after = \"touched\"]",
];

pub(crate) const MISTAKEN_ON_VARIANT: &[&str] = &[
    "max_capacity = 4",
    "keep = \"reason\"",
    "frobnicate",
    "defualt",
    "skip",
    "clear",
    "each",
    "after = touched",
    "keep_others = \"reason\"",
    "max_capacity = 4,096",
    "#[pools(default)]",
    "#[max_capacity = 4]",
];
