#!/usr/bin/env bash
# Instructions of one use and reset, derived against hand-written: the difference
# between 20,000 and 40,000 rounds under callgrind, so that start-up drops out.
set -euo pipefail
cd "$(dirname "$0")/.."

program=$(cargo bench -p qnpool-benches --bench reset_instructions --no-run 2>&1 |
    sed -n 's/.*Executable.*(\(.*\))$/\1/p')

count() {
    valgrind --tool=callgrind --callgrind-out-file="$profile" "$program" "$@" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

profile=$(mktemp)
trap 'rm -f "$profile"' EXIT
printf '%-10s %10s %10s\n' type derived 'by hand'
for kind in packet request session; do
    for how in derived by_hand; do
        once=$(count "$kind" "$how" 20000)
        twice=$(count "$kind" "$how" 40000)
        eval "$how=\$(awk 'BEGIN { printf \"%.1f\", ($twice - $once) / 20000 }')"
    done
    printf '%-10s %10s %10s\n' "$kind" "$derived" "$by_hand"
done
