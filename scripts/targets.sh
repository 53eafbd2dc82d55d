#!/usr/bin/env bash
# Builds and tests what the library does on targets that this machine cannot run: without a
# clock, as on wasm32-unknown-unknown; without a system call that is a fence for all threads, as
# on macOS; and without atomics, as on thumbv6m-none-eabi.
#
#     scripts/targets.sh
#
# A configuration flag stands for the target, so that Linux takes the same paths.
set -euo pipefail
cd "$(dirname "$0")/.."

run() {
    printf '+ %s\n' "$*"
    "$@"
}

# Where the flag is the same the folder is too, so that a second run is short.
with() {
    export RUSTFLAGS="--cfg $1 -D warnings" CARGO_TARGET_DIR=target/$1
    printf '\nRUSTFLAGS=%s\n' "$RUSTFLAGS"
}

# `alloc::sync` is not there without atomics. That flag cannot take it away, so it may be named
# in one place only, which the flag leaves out.
uses=$(grep -rl 'alloc::sync' qnpool/src)
[[ $uses == qnpool/src/poolable/refused.rs ]] || {
    printf 'alloc::sync is used in: %s\n' "$uses" >&2
    exit 1
}

with qnpool_no_clock
run cargo build -p qnpool --all-features
run cargo test -p qnpool-tests --test no_clock --test call_sites --test pool

with qnpool_full_fence
run cargo test -p qnpool-tests --test pool --test pool_bound --test pool_reach \
    --test pool_stress --test pool_teardown --test pool_threads
run cargo test -p qnpool-models revocation

with qnpool_no_atomics
run cargo build -p qnpool --no-default-features
run cargo test -p qnpool-no-std-tests
