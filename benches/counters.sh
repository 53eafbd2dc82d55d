#!/usr/bin/env bash
# What the counters cost a hit: the pool as it is, beside a copy in which `take` says
# "inside" with a one and a zero (`uncounted.patch`) where the pool counts. Instructions of
# a pair, and the ratio of times, run in turn.
set -euo pipefail
cd "$(dirname "$0")/.."

source benches/callgrind.sh
copy=$(mktemp -d)
trap 'rm -rf "$copy" "$profile"' EXIT
git ls-files -z | tar --null --files-from=- --create | tar --extract --directory "$copy"
patch --quiet --strip=1 --directory "$copy" < benches/uncounted.patch
counted=$(program pair_instructions)
uncounted=$(cd "$copy" && realpath "$(CARGO_TARGET_DIR=target program pair_instructions)")

# seconds PROGRAM WHAT: processor time of 50 million pairs
seconds() {
    local TIMEFORMAT=%U
    { time "$1" qnpool "$2" 50000000 >&2; } 2>&1
}

echo '| | counted | uncounted | ratio of times, median of 9 |'
echo '|---|---|---|---|'
for what in tiny packet; do
    printf '| %s |' "$what"
    for program in "$counted" "$uncounted"; do
        printf ' %s |' "$(each 512000 "$program" qnpool "$what")"
    done
    for _ in {1..9}; do
        awk "BEGIN { print $(seconds "$counted" "$what") / $(seconds "$uncounted" "$what") }"
    done | sort -n | awk 'NR == 5 { printf " %.2f |\n", $1 }'
done
