#!/usr/bin/env bash
# The tests that hold with any toolchain and on any system: what `.ci/run` tests, without what
# compares the compiler's words, which are those of the pinned toolchain.
#
#     RUSTUP_TOOLCHAIN=beta scripts/portable.sh
#
# It keeps to what the bash of macOS knows.
set -euo pipefail
cd "$(dirname "$0")/.."

without=' ui verdicts '
if [[ $(rustc -vV) == *'host: '*-windows-msvc* ]]; then
    # Functions have other names there (`impl$0::take_there`).
    without+='folded pprof_go '
fi

run() {
    printf '\n+ %s\n' "$*"
    "$@"
}

tests=()
while read -r name; do
    [[ $without == *" $name "* ]] || tests+=(--test "$name")
done < <(sed -n '/^\[\[test\]\]/,/^$/s/^name = "\(.*\)"/\1/p' tests/Cargo.toml)

run cargo build -p qnpool --no-default-features
run cargo test -p qnpool --all-features
# By itself: beside others it would have their features.
run cargo test -p qnpool-no-std-tests
run cargo test -p qnpool-hygiene-tests -p qnpool-edition-2018-tests -p qnpool-edition-2021-tests
run cargo test -p qnpool-tests --no-fail-fast "${tests[@]}"
run cargo test -p qnpool-stress
# The quickest of the examples; the others need what only Linux tells.
run cargo run -p qnpool-examples --example quickstart
