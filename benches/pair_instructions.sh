#!/usr/bin/env bash
# Instructions of one get and drop, for each contender: the difference between
# 512,000 and 1,024,000 pairs under callgrind, so that start-up drops out, and with it the time
# in which a pool looks at each use to learn what buffers are filled with.
set -euo pipefail
cd "$(dirname "$0")/.."

source benches/callgrind.sh
program=$(program pair_instructions)

echo '| | tiny | packet | burst of 64 packets |'
echo '|---|---|---|---|'
for name in $("$program" names); do
    printf '| %s |' "$name"
    for what in tiny packet burst; do
        printf ' %s |' "$(each 512000 "$program" "$name" "$what")"
    done
    echo
done

echo
echo '| | packet | burst of 64 packets | two pools of packets in turn |'
echo '|---|---|---|---|'
"$program" paths | while read -r name; do
    printf '| %s |' "$name"
    for what in packet burst turns; do
        printf ' %s |' "$(each 512000 "$program" "$name" "$what")"
    done
    echo
done
