#!/usr/bin/env bash
# Instructions of one use and reset, derived against hand-written: the difference
# between 20,000 and 40,000 rounds under callgrind, so that start-up drops out.
set -euo pipefail
cd "$(dirname "$0")/.."

source benches/callgrind.sh
program=$(program reset_instructions)

printf '%-10s %10s %10s\n' type derived 'by hand'
for kind in packet request session; do
    for how in derived by_hand; do
        once=$(count "$program" "$kind" "$how" 20000)
        twice=$(count "$program" "$kind" "$how" 40000)
        eval "$how=\$(awk 'BEGIN { printf \"%.1f\", ($twice - $once) / 20000 }')"
    done
    printf '%-10s %10s %10s\n' "$kind" "$derived" "$by_hand"
done
