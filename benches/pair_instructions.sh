#!/usr/bin/env bash
# Instructions of one get and drop, for each contender: the difference between
# 6,400 and 12,800 pairs under callgrind, so that start-up drops out.
set -euo pipefail
cd "$(dirname "$0")/.."

source benches/callgrind.sh
program=$(program pair_instructions)

echo '| | tiny | packet | burst of 64 packets |'
echo '|---|---|---|---|'
for name in $("$program" names); do
    printf '| %s |' "$name"
    for what in tiny packet burst; do
        once=$(count "$program" "$name" "$what" 6400)
        twice=$(count "$program" "$name" "$what" 12800)
        awk "BEGIN { printf \" %.1f |\", ($twice - $once) / 6400 }"
    done
    echo
done
