#!/usr/bin/env bash
# Instructions a row of each way to keep the rows of a batch: the difference between 16 and
# 32 batches under callgrind, after which every text was seen twice.
set -euo pipefail
cd "$(dirname "$0")/.."

source benches/callgrind.sh
system=$(program decode)
mimalloc=$(program decode_mimalloc)

printf '%-20s %10s %10s\n' '' system mimalloc
for name in parser-alone fresh pooled-vec recycling-vec recycling-vec-local by-hand; do
    printf '%-20s' "$name"
    for program in "$system" "$mimalloc"; do
        batch=$(each 16 "$program" only "$name")
        awk "BEGIN { printf \" %10.1f\", $batch / 1000 }"
    done
    printf '\n'
done
