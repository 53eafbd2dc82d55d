#!/usr/bin/env bash
# What a part of the pool costs a hit: the pool as it is, beside a copy without that part
# (`without/PART.patch`). Instructions of a pair, and the ratio of times, run in turn, each time
# at eight places in memory (`places.rs`).
#
# PART is `counters`, where `take` says "inside" with a one and a zero instead of the count, or
# `looks`, where no use is looked at.
set -euo pipefail
cd "$(dirname "$0")/.."

part=${1:?"which part: counters or looks"}
source benches/callgrind.sh
copy=$(mktemp -d)
trap 'rm -rf "$copy" "$profile"' EXIT
git ls-files -z | tar --null --files-from=- --create | tar --extract --directory "$copy"
patch --quiet --strip=1 --directory "$copy" < "benches/without/$part.patch"

# of_copy BENCH: the same for the copy
of_copy() (cd "$copy" && realpath "$(CARGO_TARGET_DIR=target program "$1")")

with=$(program pair_instructions) && without=$(of_copy pair_instructions)
with_times=$(program places) && without_times=$(of_copy places)

echo "| | with | without $part | ratio of times: median of 15, all |"
echo '|---|---|---|---|'
for what in tiny packet; do
    printf '| %s |' "$what"
    for program in "$with" "$without"; do
        printf ' %s |' "$(each 512000 "$program" qnpool "$what")"
    done
    for _ in {1..15}; do
        awk "BEGIN { print $("$with_times" "$what") / $("$without_times" "$what") }"
    done | sort -n | awk '{ ratio[NR] = $1 } END { printf " %.3f, %.3f to %.3f |\n", ratio[8], ratio[1], ratio[NR] }'
done
