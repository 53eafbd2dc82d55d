//! A census as folded stacks: the text read line by line, and a flame graph that is drawn
//! from it.

mod planted;

use std::collections::{BTreeMap, BTreeSet};

use inferno::flamegraph::{Options, from_lines};
use qnpool::{Bounded, Census, LeakDetection, Measure, Pool, pools, to_folded};

use planted::{
    FILE, PACKET_BYTES, aged_census, by_another_way, by_one_way, is_function, passed_here,
    passed_there, pool, site, take_here, take_there,
};

/// Each stack with its count, as the format has it.
fn parse(text: &str) -> BTreeMap<Vec<&str>, u64> {
    let stacks: Vec<_> = text
        .lines()
        .map(|line| {
            let (stack, count) = line.rsplit_once(' ').expect("a count");
            let frames: Vec<_> = stack.split(';').collect();
            assert!(frames.iter().all(|frame| !frame.is_empty()), "{line}");
            (frames, count.parse().expect("a whole number"))
        })
        .collect();
    assert!(text.lines().is_sorted(), "{text}");
    let parsed: BTreeMap<_, _> = stacks.iter().cloned().collect();
    assert_eq!(parsed.len(), stacks.len(), "a stack is there twice: {text}");
    parsed
}

/// That of an object whose function is the only one known.
#[track_caller]
fn assert_stack(stack: &[&str], pool: &str, function: &str, line: u32) {
    let [root, call, place] = stack else {
        panic!("{stack:?}");
    };
    assert_eq!(*root, pool);
    assert!(is_function(call, function), "{call} is not {function}");
    assert_eq!(*place, format!("{FILE}:{line}"));
}

fn counts(text: &str) -> Vec<u64> {
    parse(text).into_values().collect()
}

#[test]
fn objects_bytes_and_ages() {
    let pool = pool("packets", LeakDetection::All);
    let there = take_there(&pool);
    let here = take_here(&pool, 3);
    drop(pool.get()); // of no interest any more

    let census = aged_census(&pool);
    let texts = [Measure::Objects, Measure::Bytes, Measure::Age].map(|it| census.to_folded(it));
    for (held, function) in [(&here, "take_here"), (&there, "take_there")] {
        let objects = held.objects.len() as u64;
        let age = u64::try_from(site(&census, held.line).total_age.as_millis()).unwrap();
        assert!(age >= objects);
        for (text, expected) in texts.iter().zip([objects, objects * PACKET_BYTES, age]) {
            let stacks = parse(text);
            assert_eq!(stacks.len(), 2, "{text}");
            let place = format!("{FILE}:{}", held.line);
            let mut stacks = stacks.into_iter();
            let (stack, count) = stacks.find(|it| it.0.ends_with(&[&place])).unwrap();
            assert_stack(&stack, "packets", function, held.line);
            assert_eq!(count, expected);
        }
    }
}

#[test]
fn an_object_that_was_sampled_stands_for_others() {
    let pool = pool("packets", LeakDetection::Sampled(8));
    let held = take_here(&pool, 4000);
    let census = pool.census();
    let objects = 8 * census.call_sites[0].holds.len() as u64;
    assert!(objects > 0, "has a chance of 1 to 10^231");
    assert_eq!(counts(&census.to_folded(Measure::Objects)), [objects]);
    let bytes = census.to_folded(Measure::Bytes);
    assert_eq!(counts(&bytes), [objects * PACKET_BYTES]);
    drop(held);
}

#[test]
fn backtraces_are_whole_and_those_alike_are_one() {
    let pool = pool("packets", LeakDetection::Backtraces);
    let one = by_one_way(&pool, 2);
    let other = by_another_way(&pool, 3);
    let text = pool.census().to_folded(Measure::Objects);
    let stacks = parse(&text);
    assert_eq!(stacks.len(), 2, "{text}");
    let place = format!("{FILE}:{}", one.line);
    let caller = "backtraces_are_whole_and_those_alike_are_one";
    for (way, count) in [("by_one_way", 2), ("by_another_way", 3)] {
        let mut of_way = stacks
            .iter()
            .filter(|(stack, _)| stack[stack.len() - 3].ends_with(way));
        let (stack, found) = of_way.next().unwrap();
        assert_eq!(*found, count);
        assert_eq!((stack[0], stack[stack.len() - 1]), ("packets", &*place));
        assert!(is_function(stack[stack.len() - 2], "take_here"));
        assert!(stack[stack.len() - 4].ends_with(caller), "{text}");
    }
    drop((one, other));
}

#[test]
fn a_method_that_is_passed_as_a_function_has_the_line_of_who_passed_it() {
    for level in [LeakDetection::All, LeakDetection::Backtraces] {
        let pool = pool("packets", level);
        let held = [passed_here(&pool), passed_there(&pool)];
        let text = pool.census().to_folded(Measure::Objects);
        let stacks = parse(&text);
        assert_eq!(stacks.len(), 2, "{text}");
        for (held, function) in held.iter().zip(["passed_here", "passed_there"]) {
            let place = format!("{FILE}:{}", held.line);
            let mut stacks = stacks.iter();
            let (stack, count) = stacks.find(|it| it.0.ends_with(&[&place])).expect(&text);
            assert!(is_function(stack[stack.len() - 2], function), "{text}");
            assert_eq!(*count, held.objects.len() as u64, "{text}");
        }
    }
}

#[test]
fn pools_of_one_name_are_one_root() {
    let first = pool("one name", LeakDetection::All);
    let second = pool("one name", LeakDetection::All);
    let third = pool("another name", LeakDetection::All);
    let held = [&first, &second, &third].map(|pool| take_here(pool, 2));
    let text = to_folded([first.census(), second.census()], Measure::Objects);
    let stacks: Vec<_> = parse(&text).into_iter().collect();
    assert_eq!(stacks.len(), 1);
    assert_stack(&stacks[0].0, "one name", "take_here", held[0].line);
    assert_eq!(stacks[0].1, 4);

    let text = to_folded(pools(), Measure::Objects);
    for (name, count) in [("one name", 4), ("another name", 2)] {
        let mut of_pool = parse(&text).into_iter().filter(|it| it.0[0] == name);
        assert_eq!(of_pool.next().unwrap().1, count);
        assert!(of_pool.next().is_none());
    }
    drop(held);
}

#[test]
fn nothing_out_is_no_text() {
    let pool = pool("packets", LeakDetection::All);
    drop(take_here(&pool, 1));
    assert_eq!(pool.census().to_folded(Measure::default()), "");
    assert_eq!(to_folded([] as [Census; 0], Measure::Bytes), "");
}

/// A pool that has no name has its type's, which may have a `;` in it.
#[test]
fn a_type_name_cannot_break_the_format() {
    let pool = Pool::<[Bounded<String, 8>; 4]>::builder()
        .leak_detection(LeakDetection::All)
        .build();
    let held = pool.get();
    let text = pool.census().to_folded(Measure::Objects);
    let root = parse(&text).into_keys().next().unwrap()[0].to_owned();
    assert_eq!(pool.name().replace("; 4]", "%3B 4]"), root);
    assert_ne!(pool.name(), root);
    drop(held);
}

#[test]
fn no_two_names_are_merged() {
    const NAMES: [&str; 14] = [
        "in;out",
        "in,out",
        "in%3Bout",
        "in out",
        "in\nout",
        "in\r\nout",
        "",
        " ",
        "%",
        "%20",
        "in",
        " in",
        "in ",
        "in\t",
    ];
    let pools = NAMES.map(|name| pool(name, LeakDetection::All));
    let held = pools.each_ref().map(|pool| take_here(pool, 1));
    let text = to_folded(pools.each_ref().map(Pool::census), Measure::Objects);
    assert_eq!(counts(&text), [1; NAMES.len()], "{text}");
    let stacks = parse(&text);
    let roots: BTreeSet<_> = stacks.keys().map(|stack| stack[0]).collect();
    assert_eq!(roots.len(), NAMES.len(), "{text}");
    assert!(
        roots.is_superset(&["in%3Bout", "in,out", "in"].into()),
        "{text}"
    );
    assert!(stacks.keys().all(|stack| stack.len() == 3), "{text}");

    // And a reader finds as many.
    let mut svg = Vec::new();
    let mut options = Options::default();
    options.count_name = "objects".to_owned();
    from_lines(&mut options, text.lines(), &mut svg).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    for root in roots {
        let title = format!("<title>{root} (1 objects, ");
        assert_eq!(svg.matches(&title).count(), 1, "no {title}: {svg}");
    }
    drop(held);
}

#[test]
fn a_flame_graph_is_drawn() {
    let pool = pool("packets", LeakDetection::Backtraces);
    let held = [by_one_way(&pool, 2), by_another_way(&pool, 3)];
    let text = pool.census().to_folded(Measure::Objects);
    let mut svg = Vec::new();
    let mut options = Options::default();
    options.count_name = "objects".to_owned();
    from_lines(&mut options, text.lines(), &mut svg).unwrap();
    let svg = String::from_utf8(svg).unwrap();
    // The titles of its boxes: all of the pool, each way's, and below it the line.
    for (way, count) in [("by_one_way", 2), ("by_another_way", 3)] {
        let share = count * 20;
        let title = format!("{way} ({count} objects, {share}.00%)");
        assert!(svg.contains(&title), "no {title}: {svg}");
        let line = format!("{FILE}:{} ({count} objects", held[0].line);
        assert!(svg.contains(&line), "no {line}: {svg}");
    }
    assert!(svg.contains("packets (5 objects, 100.00%)"), "{svg}");
}
