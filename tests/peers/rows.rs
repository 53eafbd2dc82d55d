//! Each row of the table: its label and cells, and the program that verifies them.

use crate::pools::{
    Lockfree, Object, ObjectPool, Opool, Qnpool, RegexAutomata, ShardedSlab, ThreadLocal,
};
use crate::programs::{self, of_each_source};
use crate::sources::{Source, sources};

/// A cell that says that it is not so.
const NO: &str = "–";
const YES: &str = "yes";

type Cells = [&'static str; 7];

pub(crate) struct Row {
    pub(crate) label: &'static str,
    pub(crate) cells: Cells,
    pub(crate) found: fn() -> [bool; 7],
}

impl Row {
    pub(crate) fn line(&self) -> String {
        format!("| {} | {} |", self.label, self.cells.join(" | "))
    }

    /// Whose cell is not what was found.
    pub(crate) fn wrong(&self) -> Vec<String> {
        let found = (self.found)();
        let cells = self.cells.iter().zip(found).zip(sources());
        let wrong = cells.filter(|((cell, is_so), _)| (**cell != NO) != *is_so);
        wrong
            .map(|((cell, _), of)| format!("{}, {}: {cell}", self.label, of.name))
            .collect()
    }
}

macro_rules! of_each_pool {
    ($program:ident) => {
        [
            programs::$program::<Qnpool>(),
            programs::$program::<ObjectPool>(),
            programs::$program::<Opool>(),
            programs::$program::<Lockfree>(),
            programs::$program::<ShardedSlab>(),
            programs::$program::<RegexAutomata>(),
            programs::$program::<ThreadLocal>(),
        ]
    };
}

pub(crate) const ROWS: &[Row] = &[
    Row {
        label: "objects are reset before reuse",
        cells: [
            "derived",
            NO,
            "your `reset`",
            "your closure",
            "your `Clear`",
            NO,
            NO,
        ],
        found: || of_each_pool!(comes_back_clean),
    },
    Row {
        label: "a new field cannot be forgotten in the reset",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || of_each_pool!(resets_a_field_added_later),
    },
    Row {
        label: "the contents of an object are dropped on return",
        cells: [YES, NO, NO, YES, YES, NO, NO],
        found: || of_each_pool!(drops_on_return),
    },
    Row {
        label: "a large use does not leave a large object",
        cells: [
            "limit",
            NO,
            "your `is_valid`",
            "your closure",
            "your `Clear`",
            NO,
            NO,
        ],
        found: || of_each_pool!(is_small_after_a_large_use),
    },
    Row {
        label: "buffers shrink to what the traffic uses",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || of_each_pool!(fits_its_traffic),
    },
    Row {
        label: "limit on idle objects",
        cells: ["bytes, objects", NO, "objects", NO, NO, NO, NO],
        found: || of_each_pool!(is_bounded),
    },
    Row {
        label: "unused objects are freed after some time",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || {
            of_each_source(programs::ages(), |one| {
                one.mentions(&["Duration", "Instant"])
            })
        },
    },
    Row {
        label: "a panic in `reset` leaks no object",
        cells: [YES, "no reset", YES, NO, NO, "no reset", "no reset"],
        found: || of_each_pool!(survives_a_panic_in_reset),
    },
    Row {
        label: "works in destructors of thread-locals",
        cells: [YES, YES, YES, YES, NO, YES, NO],
        found: || of_each_pool!(works_at_the_end_of_a_thread),
    },
    Row {
        label: "any number of threads",
        cells: [YES, YES, YES, YES, "4,096", YES, YES],
        found: programs::limits_of_threads,
    },
    Row {
        label: "guards are `Send`",
        cells: [YES, YES, YES, YES, NO, YES, "no guard"],
        found: || [true, true, true, true, false, true, true],
    },
    Row {
        label: "owned guards, which keep an `Arc` of the pool",
        cells: [YES, YES, YES, YES, YES, NO, NO],
        found: programs::owned_guards,
    },
    Row {
        label: "`const` constructor, for a `static`",
        cells: [YES, NO, NO, NO, NO, NO, YES],
        found: programs::const_constructors,
    },
    Row {
        label: "objects can be removed and added",
        cells: ["both", "both", "remove", NO, NO, NO, "both"],
        found: programs::objects_out_and_in,
    },
    Row {
        label: "`no_std`",
        cells: ["`LocalPool`", NO, NO, NO, NO, "spin lock", NO],
        found: || of_each_source(true, Source::builds_without_std),
    },
    Row {
        label: "objects in use, by call site",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || {
            of_each_source(programs::tells_who_holds(), |one| {
                one.mentions(&["track_caller"])
            })
        },
    },
    Row {
        label: "counters and reports",
        cells: [
            "`stats`, `health`, [exporters][Observability]",
            "`len`",
            "`len`",
            NO,
            NO,
            NO,
            NO,
        ],
        found: || {
            of_each_source(programs::counts(), |one| {
                let figures = ["len", "stats", "status", "metrics"];
                one.name != "thread_local" && one.has_function(&figures)
            })
        },
    },
    Row {
        label: "model-checked with loom",
        cells: [YES, NO, NO, NO, YES, NO, NO],
        found: || of_each_source(programs::has_models(), |one| one.depends_on("loom")),
    },
    Row {
        label: "limit on objects in use",
        cells: [
            "`compat`",
            "`try_pull`",
            "`try_get`",
            NO,
            "`Config`",
            NO,
            NO,
        ],
        found: programs::limits_on_what_is_out,
    },
    Row {
        label: "other contents for each call",
        cells: [NO, "`pull(…)`", NO, NO, "`create_with`", NO, "`get_or`"],
        found: programs::contents_by_call,
    },
    Row {
        label: "lookup of objects by key",
        cells: [NO, NO, NO, NO, YES, NO, NO],
        found: || {
            let pool = sharded_slab::Pool::<Object>::new();
            let key = pool.create_with(|object| object.added = 7).unwrap();
            assert_eq!(pool.get(key).unwrap().added, 7);
            of_each_source(false, |one| one.has_function(&["key"]))
        },
    },
];
