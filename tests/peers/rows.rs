//! Each row of the table: how it is said, and the program that finds whether it is so.

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
        label: "an object comes back clean",
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
        label: "a field added later cannot be forgotten",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || of_each_pool!(resets_a_field_added_later),
    },
    Row {
        label: "what it held is dropped when it returns",
        cells: [YES, NO, NO, YES, YES, NO, NO],
        found: || of_each_pool!(drops_on_return),
    },
    Row {
        label: "a large use does not leave it large",
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
        label: "buffers are cut to what is used of them",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || of_each_pool!(fits_its_traffic),
    },
    Row {
        label: "bound on what waits",
        cells: ["bytes, objects", NO, "objects", NO, NO, NO, NO],
        found: || of_each_pool!(is_bounded),
    },
    Row {
        label: "what nobody needs is freed in time",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || {
            of_each_source(programs::ages(), |one| {
                one.mentions(&["Duration", "Instant"])
            })
        },
    },
    Row {
        label: "a panic in `reset` loses no object for ever",
        cells: [YES, "no reset", YES, NO, NO, "no reset", "no reset"],
        found: || of_each_pool!(survives_a_panic_in_reset),
    },
    Row {
        label: "works while thread-locals are torn down",
        cells: [YES, YES, YES, YES, NO, YES, NO],
        found: || of_each_pool!(works_at_the_end_of_a_thread),
    },
    Row {
        label: "any number of threads",
        cells: [YES, YES, YES, YES, "4,096", YES, YES],
        found: programs::limits_of_threads,
    },
    Row {
        label: "a guard is `Send`",
        cells: [YES, YES, YES, YES, NO, YES, "no guard"],
        found: || [true, true, true, true, false, true, true],
    },
    Row {
        label: "an owned guard, from an `Arc`",
        cells: [YES, YES, YES, YES, YES, NO, NO],
        found: programs::owned_guards,
    },
    Row {
        label: "`const` constructor, for a `static`",
        cells: [YES, NO, NO, NO, NO, NO, YES],
        found: programs::const_constructors,
    },
    Row {
        label: "an object is taken out, one put in",
        cells: ["both", "both", "out", NO, NO, NO, "both"],
        found: programs::objects_out_and_in,
    },
    Row {
        label: "`no_std`",
        cells: ["`LocalPool`", NO, NO, NO, NO, "spin lock", NO],
        found: || of_each_source(true, Source::builds_without_std),
    },
    Row {
        label: "what is out, by `file:line`",
        cells: [YES, NO, NO, NO, NO, NO, NO],
        found: || {
            of_each_source(programs::tells_who_holds(), |one| {
                one.mentions(&["track_caller"])
            })
        },
    },
    Row {
        label: "figures",
        cells: [
            "`stats`, `health`, [exports](#see-what-is-out-and-where-it-was-taken)",
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
        label: "models under loom",
        cells: [YES, NO, NO, NO, YES, NO, NO],
        found: || of_each_source(programs::has_models(), |one| one.depends_on("loom")),
    },
    Row {
        label: "a limit on what is out",
        cells: [
            "[`compat`](#features)",
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
        label: "an object is found again by a key",
        cells: [NO, NO, NO, NO, YES, NO, NO],
        found: || {
            let pool = sharded_slab::Pool::<Object>::new();
            let key = pool.create_with(|object| object.added = 7).unwrap();
            assert_eq!(pool.get(key).unwrap().added, 7);
            of_each_source(false, |one| one.has_function(&["key"]))
        },
    },
];
