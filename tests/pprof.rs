//! A census as a pprof profile, read by a decoder that others wrote.

#![cfg(unix)] // as is the decoder

mod planted;

use std::collections::{BTreeMap, HashSet};
use std::env;
use std::fmt::Debug;
use std::hash::Hash;
use std::io::Read;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use flate2::read::GzDecoder;
use pprof::protos::{Message, Profile, ValueType};
use qnpool::{Census, Guard, LeakDetection, pools, to_pprof};

use planted::{
    FILE, PACKET_BYTES, aged_census, by_another_way, by_one_way, is_function, passed_here,
    passed_there, pool, site, take_here, take_there,
};

/// A sample with every number looked up.
#[derive(Clone, Debug)]
struct Sample {
    /// Function, file and line, the innermost first.
    stack: Vec<(String, String, u32)>,
    objects: i64,
    bytes: i64,
    age: i64,
    labels: BTreeMap<String, String>,
}

/// Decodes a profile, and checks what each must keep to.
fn decode(bytes: &[u8]) -> (Profile, Vec<Sample>) {
    let mut message = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut message).unwrap();
    let profile = Profile::parse_from_bytes(&message).unwrap();

    assert_eq!(profile.string_table[0], "", "the format's rule");
    assert_distinct(&profile.string_table);
    assert_distinct(profile.function.iter().map(|it| (it.name, it.filename)));
    assert_counted_from_one(profile.function.iter().map(|it| it.id));
    assert_counted_from_one(profile.location.iter().map(|it| it.id));
    assert_counted_from_one(profile.mapping.iter().map(|it| it.id));
    for location in &profile.location {
        assert_eq!((location.mapping_id, location.line.len()), (1, 1));
    }
    let mapping = &profile.mapping[0];
    assert!(mapping.has_functions && mapping.has_filenames && mapping.has_line_numbers);
    let program = env::current_exe().unwrap();
    assert_eq!(Path::new(text(&profile, mapping.filename)), program);

    let types: Vec<_> = profile.sample_type.iter().collect();
    let types: Vec<_> = types.into_iter().map(|it| kind(&profile, it)).collect();
    let expected = [
        ("objects", "count"),
        ("bytes", "bytes"),
        ("age", "nanoseconds"),
    ];
    assert_eq!(types, expected);
    assert_eq!(text(&profile, profile.default_sample_type), "objects");
    assert_eq!(kind(&profile, &profile.period_type), ("objects", "count"));

    let samples = profile.sample.iter().map(|sample| Sample {
        stack: sample
            .location_id
            .iter()
            .map(|&id| frame(&profile, id))
            .collect(),
        objects: sample.value[0],
        bytes: sample.value[1],
        age: sample.value[2],
        labels: sample
            .label
            .iter()
            .map(|label| {
                assert_eq!((label.num, label.num_unit), (0, 0));
                let (key, value) = (text(&profile, label.key), text(&profile, label.str));
                (key.to_owned(), value.to_owned())
            })
            .collect(),
    });
    let samples: Vec<_> = samples.collect();
    assert_distinct(samples.iter().map(|sample| (&sample.stack, &sample.labels)));
    (profile, samples)
}

fn frame(profile: &Profile, id: u64) -> (String, String, u32) {
    let of = |id: u64| usize::try_from(id).unwrap() - 1;
    let line = &profile.location[of(id)].line[0];
    let function = &profile.function[of(line.function_id)];
    // As `pprof` is told that a name is as it is to be shown.
    assert_eq!(function.system_name, 0);
    (
        text(profile, function.name).to_owned(),
        text(profile, function.filename).to_owned(),
        u32::try_from(line.line).unwrap(),
    )
}

fn text(profile: &Profile, number: i64) -> &str {
    &profile.string_table[usize::try_from(number).unwrap()]
}

fn kind<'p>(profile: &'p Profile, kind: &ValueType) -> (&'p str, &'p str) {
    (text(profile, kind.ty), text(profile, kind.unit))
}

fn assert_distinct<T: Eq + Hash + Debug>(items: impl IntoIterator<Item = T>) {
    let mut seen = HashSet::new();
    for item in items {
        let text = format!("{item:?}");
        assert!(seen.insert(item), "twice: {text}");
    }
}

fn assert_counted_from_one(ids: impl Iterator<Item = u64>) {
    for (id, expected) in ids.zip(1..) {
        assert_eq!(id, expected);
    }
}

/// The one sample whose innermost call is this.
#[track_caller]
fn sample_at(samples: &[Sample], function: &str, line: u32) -> Sample {
    let mut found = samples.iter().filter(|sample| sample.stack[0].2 == line);
    let sample = found.next().expect("no sample at the line");
    assert!(found.next().is_none(), "two samples at the line");
    assert_call(&sample.stack[0], function, FILE, line);
    sample.clone()
}

#[track_caller]
fn assert_call(call: &(String, String, u32), function: &str, file: &str, line: u32) {
    let is_function = is_function(&call.0, function);
    assert!(is_function, "{} is not {function}", call.0);
    assert_eq!((call.1.as_str(), call.2), (file, line));
}

#[track_caller]
fn assert_amount(sample: &Sample, objects: u64, age: Duration) {
    let expected = [
        i64::try_from(objects),
        i64::try_from(objects * PACKET_BYTES),
        i64::try_from(age.as_nanos()),
    ];
    let found = [sample.objects, sample.bytes, sample.age];
    assert_eq!(found, expected.map(Result::unwrap));
}

#[track_caller]
fn assert_labels(sample: &Sample, expected: &[(&str, &str)]) {
    let labels: Vec<_> = sample.labels.iter().collect();
    let labels: Vec<_> = labels
        .into_iter()
        .map(|(key, value)| (key.as_str(), value.as_str()))
        .collect();
    assert_eq!(labels, expected);
}

/// The ages of a line as the census has them.
fn age_at(census: &Census, line: u32) -> Duration {
    site(census, line).holds.iter().map(|hold| hold.age).sum()
}

#[test]
fn every_object_is_counted_at_its_line() {
    let pool = pool("packets", LeakDetection::All);
    let here = take_here(&pool, 3);
    let there = take_there(&pool);
    drop(pool.get()); // of no interest any more

    let census = aged_census(&pool);
    let (profile, samples) = decode(&census.to_pprof());
    assert_eq!(samples.len(), 2, "one for each line that has objects out");
    for (held, function) in [(&here, "take_here"), (&there, "take_there")] {
        let sample = sample_at(&samples, function, held.line);
        assert_eq!(sample.stack.len(), 1);
        let age = age_at(&census, held.line);
        assert_amount(&sample, held.objects.len() as u64, age);
        assert_labels(&sample, &[("pool", "packets")]);
    }
    assert_eq!(profile.period, 1);
    let comments: Vec<_> = profile.comment.iter().collect();
    let type_name = std::any::type_name::<planted::Packet>();
    assert_eq!(
        comments
            .into_iter()
            .map(|&it| text(&profile, it))
            .collect::<Vec<_>>(),
        [format!(
            "pool `packets` of `{type_name}`, leak detection `all`"
        )]
    );
}

#[test]
fn objects_that_went_on_are_told_apart() {
    let pool = pool("packets", LeakDetection::All);
    let held = take_here(&pool, 5);
    Guard::touch(&held.objects[1]);
    let ((), line) = (Guard::touch(&held.objects[3]), line!());

    let (_, samples) = decode(&pool.census().to_pprof());
    let mut objects = BTreeMap::new();
    for sample in samples {
        assert_call(&sample.stack[0], "take_here", FILE, held.line);
        let place = sample.labels.get("touched");
        let place = place.map(|place| place.rsplit_once(':').unwrap().0.to_owned());
        objects.insert(place, sample.objects);
    }
    let place = |line| Some(format!("{}:{line}", file!()));
    let expected = [(None, 3), (place(line - 1), 1), (place(line), 1)];
    assert_eq!(objects, BTreeMap::from(expected));
}

#[test]
fn a_method_that_is_passed_as_a_function_has_the_line_of_who_passed_it() {
    for level in [LeakDetection::All, LeakDetection::Backtraces] {
        let pool = pool("packets", level);
        let held = [passed_here(&pool), passed_there(&pool)];
        let (_, samples) = decode(&pool.census().to_pprof());
        assert_eq!(samples.len(), 2, "{samples:?}");
        for (held, function) in held.iter().zip(["passed_here", "passed_there"]) {
            let sample = sample_at(&samples, function, held.line);
            assert_eq!(sample.objects, i64::try_from(held.objects.len()).unwrap());
        }
    }
}

#[test]
fn an_object_that_was_sampled_stands_for_others() {
    let pool = pool("packets", LeakDetection::Sampled(8));
    let held = take_here(&pool, 4000);

    let census = aged_census(&pool);
    let site = &census.call_sites[0];
    // That there is none has a chance of 1 to 10^231.
    assert!(!site.holds.is_empty());
    let (profile, samples) = decode(&census.to_pprof());
    let sample = sample_at(&samples, "take_here", held.line);
    let objects = 8 * site.holds.len() as u64;
    assert_amount(&sample, objects, age_at(&census, held.line) * 8);
    assert_eq!(profile.period, 8);
    let comment = text(&profile, profile.comment[0]);
    assert!(comment.ends_with("leak detection `1/8`"), "{comment}");
}

#[test]
fn backtraces_are_whole_and_those_alike_are_one() {
    let pool = pool("packets", LeakDetection::Backtraces);
    let one = by_one_way(&pool, 2);
    let (other, line) = (by_another_way(&pool, 3), line!());
    assert_eq!(one.line, other.line);

    let census = aged_census(&pool);
    let (profile, samples) = decode(&census.to_pprof());
    assert_eq!(samples.len(), 2, "one for each way");
    // The oldest first: those of one way, then those of the other.
    let holds: Vec<_> = census.call_sites[0].holds.iter().collect();
    let ways = [
        (&one, "by_one_way", line - 1, &holds[..2]),
        (&other, "by_another_way", line, &holds[2..]),
    ];
    for (held, way, test_line, holds) in ways {
        let caller = held.caller.unwrap();
        let sample = samples
            .iter()
            .find(|sample| sample.stack[1].2 == caller)
            .expect("no sample by this way");
        assert_call(&sample.stack[0], "take_here", FILE, held.line);
        assert_call(&sample.stack[1], way, FILE, caller);
        let test = "backtraces_are_whole_and_those_alike_are_one";
        assert_call(&sample.stack[2], test, file!(), test_line);
        let objects = held.objects.len() as u64;
        assert_amount(sample, objects, holds.iter().map(|hold| hold.age).sum());
        let functions: Vec<_> = sample.stack.iter().map(|call| call.0.as_str()).collect();
        let all = functions.join("\n");
        assert!(functions.len() > 5, "down to the thread's start: {all}");
        let internal = ["qnpool::", "Backtrace", "<unknown>"];
        let internal = internal.map(|part| all.contains(part));
        assert_eq!(internal, [false; 3], "{all}");
    }
    let comment = text(&profile, profile.comment[0]);
    assert!(
        comment.ends_with("leak detection `backtraces`"),
        "{comment}"
    );
}

#[test]
fn nothing_out_is_a_profile_without_samples() {
    let before = SystemTime::now();
    let pool = pool("packets", LeakDetection::All);
    let (profile, samples) = decode(&pool.census().to_pprof());
    assert!(samples.is_empty() && profile.location.is_empty() && profile.function.is_empty());
    let time = UNIX_EPOCH + Duration::from_nanos(profile.time_nanos.try_into().unwrap());
    assert!(before <= time && time <= SystemTime::now());
    // No pool at all is well-formed too.
    let (_, samples) = decode(&to_pprof([] as [Census; 0]));
    assert!(samples.is_empty());
}

#[test]
fn pools_are_told_apart_by_label() {
    let packets = pool("packets of several", LeakDetection::All);
    let frames = pool("frames of several", LeakDetection::Sampled(1));
    let rows = pool("rows of several", LeakDetection::Sampled(16));
    let first = take_here(&packets, 2);
    let second = take_here(&frames, 3);
    let censuses = [packets.census(), frames.census(), rows.census()];

    let (profile, samples) = decode(&to_pprof(&censuses));
    let objects: BTreeMap<_, _> = samples
        .iter()
        .map(|sample| (sample.labels["pool"].as_str(), sample.objects))
        .collect();
    let expected = [("packets of several", 2), ("frames of several", 3)];
    assert_eq!(objects, BTreeMap::from(expected));
    assert_eq!(samples[0].stack, samples[1].stack);
    assert_eq!(profile.location.len(), 1, "one line, whoever's");
    assert_eq!(profile.comment.len(), 3);
    assert_eq!(profile.period, 16, "the largest");

    // And so, with those of other tests beside them, are all pools of the process.
    let (_, samples) = decode(&to_pprof(pools()));
    for (name, objects) in expected {
        let mut of_pool = samples.iter().filter(|it| it.labels["pool"] == name);
        assert_eq!(of_pool.next().unwrap().objects, objects);
        assert!(of_pool.next().is_none());
    }
    drop((first, second));
}
