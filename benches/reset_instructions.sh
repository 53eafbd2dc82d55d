#!/usr/bin/env bash
# Instructions of one use and reset, derived against hand-written: the difference
# between 20,000 and 40,000 rounds under callgrind, so that start-up drops out.
set -euo pipefail
cd "$(dirname "$0")/.."

source benches/callgrind.sh
program=$(program reset_instructions)

printf '%-10s %10s %10s\n' type derived 'by hand'
for kind in packet request session; do
    printf '%-10s %10s %10s\n' "$kind" \
        "$(each 20000 "$program" "$kind" derived)" "$(each 20000 "$program" "$kind" by_hand)"
done
