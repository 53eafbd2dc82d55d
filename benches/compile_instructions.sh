#!/usr/bin/env bash
# Instructions of rustc, counted by callgrind, for the first 100 structs of `compile_time.sh`,
# with qnpool's derive and with zeroize's: millions, and those inside the derive itself.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$PWD/target/compile_time
source benches/callgrind.sh
# Writes the structs, and builds the dependencies.
benches/compile_time.sh 1 > "$work.log"
compiler=$(rustc --print sysroot)/bin/rustc

for name in qnpool zeroize; do
    head -202 "$work/$name/src/lib.rs" > "$work/first_100.rs"
    built=$(find "$work/target/debug/deps" -name "lib$name-*.rmeta" -printf '%T@ %p\n' | sort -n | tail -1)
    total=$(count "$compiler" --edition 2024 --crate-type lib --emit=metadata \
        -o "$work/first_100.rmeta" --extern "$name=${built#* }" \
        -L "dependency=$work/target/debug/deps" "$work/first_100.rs")
    derive=$(callgrind_annotate --inclusive=yes "$profile" |
        awk '/:derive_(poolable|zeroize) / && !found { gsub(",", "", $1); found = $1 } END { print found }')
    awk "BEGIN { printf \"$name: %d million, %d of them in the derive\n\", $total / 1e6, $derive / 1e6 }"
done
