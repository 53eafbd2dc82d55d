#!/usr/bin/env bash
# Instructions of `Bytes` of a message that a buffer is filled with, from the buffer to the
# drop of the last clone: the difference between 20,000 and 40,000 messages under callgrind,
# so that start-up drops out. `pooled` makes no `Bytes`: what is above it is their price.
# `fresh` is a `BytesMut` of the message's length, `roomy` one of 64 KiB.
#
# No longer messages: above some 4 KiB glibc copies with one instruction that valgrind counts
# for every byte.
set -euo pipefail
cd "$(dirname "$0")/.."

source benches/callgrind.sh
program=$(program freeze_instructions)

echo '| bytes | pooled | frozen | copied | fresh | roomy |'
echo '|---|---|---|---|---|---|'
for length in 64 256 1024 1500 4096; do
    printf '| %s |' "$length"
    for way in pooled frozen copied fresh roomy; do
        printf ' %s |' "$(each 20000 "$program" "$way" "$length")"
    done
    echo
done
