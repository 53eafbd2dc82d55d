#!/usr/bin/env bash
# Instructions of one get and drop, for each contender: the difference between
# 6,400 and 12,800 pairs under callgrind, so that start-up drops out.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(cargo bench -p qnpool-benches --bench pair_instructions --no-run 2>&1 |
    sed -n 's/.*Executable.*(\(.*\))$/\1/p')

count() {
    valgrind --tool=callgrind --callgrind-out-file="$profile" "$program" "$@" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

profile=$(mktemp)
trap 'rm -f "$profile"' EXIT
echo '| | tiny | packet | burst of 64 packets |'
echo '|---|---|---|---|'
for name in $("$program" names); do
    printf '| %s |' "$name"
    for what in tiny packet burst; do
        once=$(count "$name" "$what" 6400)
        twice=$(count "$name" "$what" 12800)
        awk "BEGIN { printf \" %.1f |\", ($twice - $once) / 6400 }"
    done
    echo
done
