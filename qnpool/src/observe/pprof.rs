//! A census as a profile that `go tool pprof` opens.

use std::collections::HashMap;
use std::env;
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use flate2::Compression;
use flate2::write::GzEncoder;
use prost::Message;

use super::census::Census;
use super::profile_proto::{Function, Label, Line, Location, Mapping, Profile, Sample, ValueType};
use super::samples::{Amount, Origin, samples};
use crate::LeakDetection;
use crate::pool::HAS_CLOCK;
use crate::pool::frames::Frame;

/// Writes the census of several pools as one pprof profile; see [`Census::to_pprof`].
///
/// For an HTTP handler it is the body of the answer, of the type
/// `application/octet-stream`: with every named pool at `/debug/pprof/qnpool`,
/// `go tool pprof http://localhost:8080/debug/pprof/qnpool` fetches and opens it.
///
/// ```
/// let body: Vec<u8> = qnpool::to_pprof(qnpool::pools());
/// # assert!(!body.is_empty());
/// ```
#[must_use]
pub fn to_pprof<I>(censuses: I) -> Vec<u8>
where
    I: IntoIterator<Item: AsRef<Census>>,
{
    let mut writer = Writer::new();
    for census in censuses {
        writer.add(census.as_ref());
    }
    compressed(&writer.profile)
}

impl Census {
    /// Writes what is out as a pprof profile: a gzipped `profile.proto`.
    ///
    /// A sample is a stack with three values: `objects`, the number out; `bytes`,
    /// [`object_bytes`](Self::object_bytes) for each; and `age`, how long they have been
    /// out, added up. `-sample_index=age` chooses one. At
    /// [`LeakDetection::Backtraces`] the stack is whole, and at other levels the function
    /// that called `get`, with file and line. Where the program has no debug information
    /// `file:line` is the function's name. Samples have the label `pool`, and `touched` where
    /// [`Guard::touch`](crate::Guard::touch) was called: `-tagroot=pool` puts the pool's name
    /// below each stack, `-tagfocus=touched=…` keeps what was last seen there.
    ///
    /// A profile of each pool can be opened together (`go tool pprof a.pb.gz b.pb.gz`), and
    /// one of an earlier time be subtracted (`-base=before.pb.gz`): what is left is how many
    /// more are out now. [`to_pprof`](crate::to_pprof()) writes several pools into one.
    ///
    /// Costs what [`CallSite::function`](crate::CallSite::function) costs for each line.
    /// At `Backtraces`, std also resolves the stack of each object that is out, which takes
    /// microseconds and memory that stays with the object: call it on request, not in a loop.
    ///
    /// ```
    /// use qnpool::{Bounded, LeakDetection, Pool};
    ///
    /// let pool = Pool::<Bounded<Vec<u8>, 4096>>::builder()
    ///     .leak_detection(LeakDetection::All)
    ///     .build();
    /// let held = pool.get();
    /// let path = std::env::temp_dir().join("qnpool-doctest.pb.gz");
    /// std::fs::write(&path, pool.census().to_pprof())?;
    /// // $ go tool pprof -top qnpool-doctest.pb.gz
    /// # std::fs::remove_file(path)?;
    /// # drop(held);
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[must_use]
    pub fn to_pprof(&self) -> Vec<u8> {
        to_pprof([self])
    }
}

/// A profile as it grows. What is in one of its tables is there once.
struct Writer {
    profile: Profile,
    strings: HashMap<String, i64>,
    /// By name and file.
    functions: HashMap<(i64, i64), u64>,
    /// By function and line.
    locations: HashMap<(u64, u32), u64>,
}

/// There is one mapping, the program. Addresses are left out, since each function is named
/// already; the mapping says so, or `pprof` would look for the program to find names in it.
const PROGRAM: u64 = 1;

impl Writer {
    fn new() -> Self {
        let mut writer = Self {
            profile: Profile::default(),
            strings: HashMap::new(),
            functions: HashMap::new(),
            locations: HashMap::new(),
        };
        // The first string must be the empty one.
        writer.string("");
        let objects = writer.value_type("objects", "count");
        let bytes = writer.value_type("bytes", "bytes");
        // `pprof` knows this unit, and shows hours where there are hours.
        let age = writer.value_type("age", "nanoseconds");
        let program = env::current_exe().unwrap_or_default();
        let filename = writer.string(&program.to_string_lossy());
        let profile = &mut writer.profile;
        profile.sample_type = vec![objects, bytes, age];
        profile.default_sample_type = objects.kind;
        // Profiles are merged only if these are alike, so it is there at each level.
        profile.period_type = Some(objects);
        profile.period = 1;
        profile.mapping.push(Mapping {
            id: PROGRAM,
            filename,
            has_functions: true,
            has_filenames: true,
            has_line_numbers: true,
            has_inline_frames: true,
        });
        // Zero is a time that is not known.
        profile.time_nanos = if HAS_CLOCK {
            let since = SystemTime::now().duration_since(UNIX_EPOCH);
            since.map_or(0, |since| signed(since.as_nanos()))
        } else {
            0
        };
        writer
    }

    fn add(&mut self, census: &Census) {
        let (pool, level) = (census.pool, census.level);
        let comment = format!(
            "pool `{pool}` of `{}`, leak detection `{level}`",
            census.type_name
        );
        let comment = self.string(&comment);
        self.profile.comment.push(comment);
        if let LeakDetection::Sampled(objects) = level {
            // The largest, as where profiles are merged.
            self.profile.period = self.profile.period.max(objects.into());
        }
        for (origin, amount) in samples(census) {
            let sample = self.sample(pool, &origin, amount);
            self.profile.sample.push(sample);
        }
    }

    fn sample(&mut self, pool: &str, origin: &Origin, amount: Amount) -> Sample {
        let mut label = vec![self.label("pool", pool)];
        if let Some(touched) = origin.touched {
            label.push(self.label("touched", &touched.to_string()));
        }
        Sample {
            location_id: origin
                .stack
                .iter()
                .map(|call| self.location(call))
                .collect(),
            value: vec![
                signed(amount.objects),
                signed(amount.bytes),
                signed(amount.age.as_nanos()),
            ],
            label,
        }
    }

    fn location(&mut self, call: &Frame) -> u64 {
        let function_id = self.function(call);
        let locations = &mut self.profile.location;
        *self
            .locations
            .entry((function_id, call.line))
            .or_insert_with(|| {
                let id = next_id(locations);
                locations.push(Location {
                    id,
                    mapping_id: PROGRAM,
                    line: vec![Line {
                        function_id,
                        line: call.line.into(),
                    }],
                });
                id
            })
    }

    fn function(&mut self, call: &Frame) -> u64 {
        let name = self.string(&call.function);
        let filename = self.string(&call.file);
        let functions = &mut self.profile.function;
        *self.functions.entry((name, filename)).or_insert_with(|| {
            let id = next_id(functions);
            functions.push(Function { id, name, filename });
            id
        })
    }

    fn label(&mut self, key: &str, text: &str) -> Label {
        Label {
            key: self.string(key),
            text: self.string(text),
        }
    }

    fn value_type(&mut self, kind: &str, unit: &str) -> ValueType {
        ValueType {
            kind: self.string(kind),
            unit: self.string(unit),
        }
    }

    /// Its number in the string table.
    fn string(&mut self, text: &str) -> i64 {
        if let Some(&number) = self.strings.get(text) {
            return number;
        }
        let table = &mut self.profile.string_table;
        let number = signed(table.len());
        table.push(text.to_owned());
        self.strings.insert(text.to_owned(), number);
        number
    }
}

fn next_id<T>(table: &[T]) -> u64 {
    table.len() as u64 + 1
}

/// The format's numbers are signed. What is too large is the largest.
fn signed<N: TryInto<i64>>(number: N) -> i64 {
    number.try_into().unwrap_or(i64::MAX)
}

fn compressed(profile: &Profile) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder
        .write_all(&profile.encode_to_vec())
        .and_then(|()| encoder.finish())
        .expect("a Vec takes all that is written")
}
