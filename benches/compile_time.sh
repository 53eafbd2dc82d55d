#!/usr/bin/env bash
# Time the compiler takes for 1,000 structs of ten fields with qnpool's derive and
# with zeroize's, in turn, and for one struct of 1,000 fields. Processor seconds of
# `cargo check` with the dependencies built; the median of the rounds. Not
# incremental, or what did not change would not be compiled.
set -euo pipefail
export CARGO_INCREMENTAL=0
cd "$(dirname "$0")/.."
root=$PWD
rounds=${1:-5}
work=$root/target/compile_time
mkdir -p "$work"

source benches/crates.sh

# structs DERIVE ATTRIBUTE: 1,000 structs of ten fields
structs() {
    echo '#![allow(dead_code)]'
    echo "$1"
    for n in $(seq 1000); do
        echo "$2"
        echo "pub struct S$n { a: u64, b: u32, c: [u8; 16], d: Vec<u8>, e: String, f: bool, g: Option<u64>, h: (u8, u16), i: Vec<u32>, j: i64 }"
    done
}

manifest qnpool "qnpool = { path = \"$root/qnpool\" }"
manifest zeroize 'zeroize = { version = "1.8", features = ["derive"] }'
manifest wide "qnpool = { path = \"$root/qnpool\" }"
structs 'use qnpool::Poolable;' '#[derive(Poolable)] #[pool(max_capacity = 64)]' > "$work/qnpool/src/lib.rs"
structs 'use zeroize::Zeroize;' '#[derive(Zeroize)]' > "$work/zeroize/src/lib.rs"
{
    echo '#[derive(qnpool::Poolable)] #[pool(max_capacity = 64)] pub struct Wide {'
    for n in $(seq 500); do echo "a$n: u64, b$n: Vec<u8>,"; done
    echo '}'
} > "$work/wide/src/lib.rs"

# seconds NAME
seconds() {
    touch "$work/$1/src/lib.rs"
    local TIMEFORMAT=%U
    { time cargo check --quiet --manifest-path "$work/$1/Cargo.toml" --target-dir "$work/target" 2> "$work/log" ||
        { cat "$work/log" >&2; exit 1; }; } 2>&1
}

for name in qnpool zeroize wide; do seconds "$name" > "$work/log.first"; done
for _ in $(seq "$rounds"); do
    for name in qnpool zeroize wide; do
        echo "$name $(seconds "$name")"
    done
done | sort -k1,1 -k2,2n | awk '
    { times[$1] = times[$1] " " $2 }
    END {
        for (name in times) {
            count = split(times[name], each, " ")
            median[name] = each[int((count + 1) / 2)]
        }
        printf "1,000 structs of ten fields: qnpool %.2f s, zeroize %.2f s, ratio %.2f\n",
            median["qnpool"], median["zeroize"], median["qnpool"] / median["zeroize"]
        printf "one struct of 1,000 fields:  qnpool %.2f s\n", median["wide"]
    }'
