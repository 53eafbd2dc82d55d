#!/usr/bin/env bash
# What a part of the pool costs a hit: a copy of the pool beside one without that part. Instructions
# of a pair, and the ratio of times, run in turn, each time at eight places in memory (`places.rs`).
#
# PART is `inspections`, where no use is inspected; or `counters`, where nothing is counted: without the
# hits no inspection is ever due, so neither copy has them.
set -euo pipefail
cd "$(dirname "$0")/.."

part=${1:?"which part: counters or inspections"}
source benches/callgrind.sh
copies=$(mktemp -d)
trap 'rm -rf "$copies" "$profile"' EXIT

# make NAME PATCH...: a copy of the workspace, with these patches of `without/`
make() {
    local to="$copies/$1" patch
    shift
    mkdir "$to"
    git ls-files -z | tar --null --files-from=- --create | tar --extract --directory "$to"
    for patch in "$@"; do
        patch --quiet --strip=1 --directory "$to" < "benches/without/$patch.patch"
    done
}

# of NAME BENCH: the path of its executable in the copy
of() (cd "$copies/$1" && realpath "$(CARGO_TARGET_DIR=target program "$2")")

case $part in
    inspections) make with && make without inspections ;;
    counters) make with inspections && make without inspections counters ;;
    *) echo "'$part' is neither counters nor inspections" >&2 && exit 2 ;;
esac
declare -A pairs places
for copy in with without; do
    pairs[$copy]=$(of "$copy" pair_instructions)
    places[$copy]=$(of "$copy" places)
done

echo "| | with | without $part | × in time, median of 25 rounds | all but the outer six |"
echo '|---|---|---|---|---|'
for what in tiny packet; do
    printf '| %s |' "$what"
    for copy in with without; do
        printf ' %s |' "$(each 512000 "${pairs[$copy]}" qnpool "$what")"
    done
    for _ in {1..25}; do
        awk "BEGIN { print $("${places[with]}" "$what") / $("${places[without]}" "$what") }"
    done | sort -n | awk '{ x[NR] = $1 } END { printf " %.3f | %.3f to %.3f |\n", x[13], x[4], x[22] }'
done
