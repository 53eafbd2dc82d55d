#!/usr/bin/env bash
# Runs the proofs of what the library promises, one function a step:
#
#     scripts/prove.sh [short|long] [step ...]
#
# The short form is part of what CI runs: some minutes on two cores, and it installs
# nothing. The long form installs the cargo tools that it lacks, below target/, and takes
# its time. A step that is not possible on a machine says why and what it would take; that
# is no failure. At the end is a table.
# shellcheck disable=SC2317 # The functions are called by the names of the steps.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1

steps=(tests locks verdicts asan lsan tsan memcheck miri loom fuzz stress leak_lab
    package deny semver minimal_versions features msrv)
host=$(rustc -vV | sed -n 's/^host: //p')
root=$PWD
tools=$root/target/tools
PATH=$tools/bin:$PATH

# Tests of the runtime, its models and its faults. Not those that only format or compile.
runtime=()
for file in tests/{pool,local_pool,census}*.rs \
    tests/{ageing,fit,freeze,health,long_holds,outstanding,registry,secrets,unfit,wiped}.rs; do
    [[ -f $file ]] || { printf '%s is not there\n' "$file" >&2; exit 1; }
    runtime+=(--test "$(basename "$file" .rs)")
done

usage() {
    printf 'usage: scripts/prove.sh [short|long] [step ...]\nsteps: %s\n' "${steps[*]}"
}

run() {
    printf '+ %s\n' "$*"
    "$@"
}

# What part of a step, or the whole of it, is done elsewhere or not at all.
note() {
    printf '%s: %s\n' "$1" "$2" | tee -a "$notes" >&2
}

# Ends the step. $1: why; $2: what would make it possible.
not_possible() {
    note 'not possible here' "$1; $2"
    exit "$NOT_POSSIBLE"
}

# Part of the step. The rest goes on.
not_in_part() {
    note 'not possible here' "$1; $2"
}

# Ends the step: it is a part of another one.
elsewhere() {
    note elsewhere "$1"
    exit "$ELSEWHERE"
}

has() {
    command -v "$1" > /dev/null
}

needs_nightly() {
    cargo +nightly --version &> /dev/null ||
        not_possible 'no nightly toolchain' 'rustup toolchain install nightly'
}

nightly_has_source() {
    [[ -d $(rustc +nightly --print sysroot)/lib/rustlib/src/rust/library ]]
}

# A subcommand of cargo from crates.io, of this version if it has to be installed; $3 is
# the toolchain that builds it.
needs_tool() {
    has "$1" && return
    local install=(cargo ${3:+"+$3"} install --locked --root "$tools" "$1@$2")
    [[ $length == long ]] || not_possible "no $1" "${install[*]}, which the long form does"
    run "${install[@]}" || not_possible "$1 does not install" "see above"
}

has_package() {
    cargo metadata --no-deps --format-version=1 | grep -q "\"name\":\"$1\""
}

# ---- what CI's test command covers

step_tests() {
    elsewhere '.ci/run; its cargo test --workspace has the unit, model, property, fault and UI tests,
    the corpora of fuzz/, the generated definitions, and loom with a bounded search'
}

# The same engine where the kernel has no `membarrier`.
step_locks() {
    run env QNPOOL_ASYMMETRIC_FENCE=off cargo test --workspace --test pool --test pool_bound \
        --test pool_model --test pool_reach --test pool_stress --test pool_teardown --test pool_threads
}

step_verdicts() {
    [[ $length == long ]] ||
        elsewhere 'cargo test --workspace compiles 600 generated definitions; the long form 7,500'
    local seed
    for seed in 1 2 3; do
        run env QNPOOL_VERDICTS_SEED="$seed" QNPOOL_VERDICTS_TYPES=2500 \
            cargo test --workspace --test verdicts
    done
}

# ---- sanitizers

# A cargo command with all of the workspace, but not build scripts nor macros, built for a
# sanitizer. Each has a target folder of its own, for the flags are part of every artefact.
sanitized() {
    local sanitizer=$1 flags=$2
    shift 2
    run env RUSTFLAGS="-Zsanitizer=$sanitizer -Cdebuginfo=line-tables-only $flags" \
        cargo +nightly "$@" --target "$host" --target-dir "target/sanitizers/$sanitizer"
}

# The stress program, unless it is not there.
sanitized_stress() {
    if has_package qnpool-stress; then
        sanitized "$1" "$2" run -p qnpool-stress -- "${stress[@]}"
    fi
}

# Built without optimization, and its memory is not what the sanitizer leaves: no soak.
stress=(all --length short)

# By these LeakSanitizer walks a stack: without them it leaves functions out, which are what a
# leak on purpose is known by.
address_flags=-Cforce-frame-pointers=yes

step_asan() {
    needs_nightly
    # Leaks are the next step.
    export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1:strict_init_order=1
    sanitized address "$address_flags" test -p qnpool-tests "${runtime[@]}" --no-fail-fast
    [[ $length == short ]] || sanitized_stress address "$address_flags"
}

step_lsan() {
    needs_nightly
    # AddressSanitizer has LeakSanitizer in it, and the last step has built it.
    export ASAN_OPTIONS=detect_leaks=1
    export LSAN_OPTIONS=suppressions=$root/scripts/sanitizers/lsan.supp:print_suppressions=0
    sanitized address "$address_flags" test -p qnpool-tests "${runtime[@]}" --no-fail-fast
    [[ $length == short ]] || sanitized_stress address "$address_flags"
}

# Flags that make the prebuilt std known to ThreadSanitizer; see `tsan_std.c`.
tsan_flags() {
    local library names=() defines=() name
    library=$(find "$(rustc +nightly --print target-libdir --target "$host")" -name 'libstd-*.so')
    while read -r define pattern; do
        name=$(nm -D --defined-only "$library" | awk '{ print $3 }' | grep -E "$pattern")
        [[ -n $name && $name != *$'\n'* ]] ||
            not_possible "std has no single function $define ($pattern)" \
                'adapt scripts/sanitizers/tsan_std.c, or rustup component add --toolchain nightly rust-src'
        names+=("$name")
        defines+=("-D$define=$name")
    done << 'NAMES'
LOCK_CONTENDED 3sys4sync5mutex5futex.*5Mutex14lock_contended$
ONCE_CALL 3sys4sync4once5futex.*4Once4call$
BARRIER_WAIT 4sync7barrier.*7Barrier4wait$
SCOPE_DECREMENT 6scoped.*9ScopeData29decrement_num_running_threads$
NAMES
    names+=(__tsan_atomic64_fetch_sub __tsan_atomic_thread_fence)
    local object=$root/target/sanitizers/tsan_std.o
    mkdir -p "$(dirname "$object")"
    cc -O1 -Wall -Wextra -Werror -c scripts/sanitizers/tsan_std.c -o "$object" "${defines[@]}"
    printf -- '-Cunsafe-allow-abi-mismatch=sanitizer -Clink-arg=%s' "$object"
    printf -- ' -Clink-arg=-Wl,--wrap=%s' "${names[@]}"
}

step_tsan() {
    needs_nightly
    local flags='' std=()
    if nightly_has_source; then
        std=(-Zbuild-std)
    else
        has cc || not_possible 'no C compiler and no source of std' \
            'rustup component add --toolchain nightly rust-src'
        flags=$(tsan_flags)
    fi
    # A panic that prints its backtrace reads files under a lock of std's that nobody sees.
    export TSAN_OPTIONS=suppressions=$root/scripts/sanitizers/tsan.supp RUST_BACKTRACE=0
    sanitized thread "$flags" test ${std[@]+"${std[@]}"} -p qnpool-tests "${runtime[@]}" --no-fail-fast
    # It knows no fences, so here too an order that nothing else gives would be reported.
    [[ $length == short ]] || sanitized thread "$flags --cfg qnpool_full_fence" \
        test ${std[@]+"${std[@]}"} -p qnpool-tests --test pool_reach --test pool_stress
    [[ $length == short ]] || sanitized_stress thread "$flags"
}

step_memcheck() {
    has valgrind || not_possible 'no valgrind' 'apt-get install valgrind'
    local tests=(--test pool --test pool_objects --test pool_reentrancy)
    [[ $length == long ]] && tests=("${runtime[@]}")
    # One thread at a time, in turn; else one that spins waits for ever. Leaks are `lsan`'s.
    local valgrind=(valgrind --quiet --error-exitcode=9 --leak-check=no --fair-sched=yes)
    local runner=CARGO_TARGET_${host^^}_RUNNER
    # With --workspace it is what `cargo test --workspace` has built.
    run env "${runner//-/_}=${valgrind[*]}" \
        cargo test --workspace "${tests[@]}" -- --test-threads=1
}

step_miri() {
    needs_nightly
    { cargo +nightly miri --version && nightly_has_source; } &> /dev/null ||
        not_possible 'the nightly toolchain is without Miri, or without rust-src' \
            'rustup component add --toolchain nightly miri rust-src'
    local seeds=0..4
    [[ $length == long ]] && seeds=0..16
    # The clock is the machine's; and tests forget guards by intent.
    export MIRIFLAGS="-Zmiri-strict-provenance -Zmiri-many-seeds=$seeds
        -Zmiri-disable-isolation -Zmiri-ignore-leaks"
    # Those without ten thousands of rounds. There is no `membarrier` under Miri, so both
    # sides pass full fences.
    run cargo +nightly miri test -p qnpool-tests --test pool --test pool_objects \
        --test pool_panics --test pool_reentrancy --test local_pool --test local_pool_panics
}

# ---- models, fuzzing, load

step_loom() {
    [[ $length == long ]] ||
        elsewhere 'the bounded search is in cargo test --workspace; the long form looks further'
    run env LOOM_MAX_PREEMPTIONS=5 cargo test --workspace --test models
    run env QNPOOL_MODELS=full cargo test --workspace --test models exit
}

step_fuzz() {
    [[ $length == long ]] ||
        elsewhere 'cargo test --workspace runs the targets over their corpora; the long form searches'
    needs_nightly
    [[ -d fuzz ]] || not_possible 'there is no folder fuzz' 'a checkout that has it'
    needs_tool cargo-fuzz 0.13.2
    local seconds=300 target
    for target in derive_tokens pool_programs reset_contents; do
        # What it finds is no part of the corpus until somebody has chosen it.
        mkdir -p "target/fuzz/corpus/$target"
        # A program forgets guards, which is a leak by intent; the others must not.
        ASAN_OPTIONS=detect_leaks=$([[ $target == pool_programs ]] && echo 0 || echo 1) \
            run cargo +nightly fuzz run --target-dir target/fuzz "$target" \
            "target/fuzz/corpus/$target" "fuzz/corpus/$target" -- \
            -max_total_time="$seconds" -print_final_stats=1
    done
}

step_stress() {
    has_package qnpool-stress || not_possible 'there is no qnpool-stress' 'a checkout that has it'
    run cargo run --release -p qnpool-stress -- all --length "$length"
}

step_leak_lab() {
    local options=(--check)
    [[ $length == short ]] && options+=(--quick)
    run cargo run --release --example leak_lab -- "${options[@]}"
}

# ---- the crates as packages

step_package() {
    run scripts/package.sh "$length"
}

step_deny() {
    needs_tool cargo-deny 0.20.2
    run cargo deny check --hide-inclusion-graph bans licenses sources
    if run timeout 120 cargo deny fetch db; then
        run cargo deny check --hide-inclusion-graph --disable-fetch advisories
    else
        not_in_part 'the database of advisories is out of reach' \
            'a network with github.com/RustSec/advisory-db; then cargo deny check advisories'
    fi
}

step_semver() {
    local release
    release=$(git describe --tags --abbrev=0 --match 'v*' 2> /dev/null) ||
        not_possible 'no release to compare with' 'a tag v* at the first one'
    needs_tool cargo-semver-checks 0.51.0
    run cargo semver-checks -p qnpool --all-features --baseline-rev "$release"
}

step_minimal_versions() {
    needs_nightly
    # The two published crates by themselves: the tools beside them may ask for more.
    local copy=$root/target/minimal-versions
    rm -rf "$copy"
    mkdir -p "$copy"
    git ls-files -z Cargo.toml README.md rust-toolchain.toml qnpool qnpool-derive |
        xargs -0 cp --parents -t "$copy"
    sed -i 's/^members = .*/members = ["qnpool", "qnpool-derive"]/' "$copy/Cargo.toml"
    (
        cd "$copy"
        run cargo +nightly update --quiet -Zdirect-minimal-versions
        run cargo check --quiet --all-features --target-dir "$root/target/minimal"
    )
}

# Of the facade, one a line.
features() {
    sed -n '/^\[features\]/,/^\[/s/^\([a-z_-]*\) = .*/\1/p' qnpool/Cargo.toml
}

step_features() {
    export RUSTFLAGS='-D warnings'
    if [[ $length == long ]]; then
        needs_tool cargo-hack 0.6.46
        run cargo hack check -p qnpool --feature-powerset --depth 2 --target-dir target/features
        return
    fi
    local feature
    local check=(cargo check --quiet --target-dir target/features -p qnpool)
    run "${check[@]}" --all-features
    run "${check[@]}" --no-default-features
    while read -r feature; do
        run "${check[@]}" --no-default-features --features "$feature"
    done < <(features)
    note 'in the long form' 'each pair of features'
}

step_msrv() {
    local oldest
    oldest=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
    # What can be told without it.
    run cargo test --workspace --test rust_version
    run cargo clippy --workspace --all-targets --all-features -- -D clippy::incompatible_msrv
    cargo "+$oldest" --version &> /dev/null ||
        not_possible "no Rust $oldest; only lints and the dependencies' own words were checked" \
            "rustup toolchain install $oldest --profile minimal"
    # heapless asks for 1.87, though the oldest version that we take does not say so.
    local features
    features=$(features | grep -vx heapless | paste -sd,)
    run cargo "+$oldest" check -p qnpool -p qnpool-derive --features "$features" --target-dir target/msrv
    [[ $length == short ]] || run cargo "+$oldest" test -p qnpool --features "$features" --target-dir target/msrv
}

# ---- the run

readonly NOT_POSSIBLE=77 ELSEWHERE=78

length=short
if [[ ${1-} == short || ${1-} == long ]]; then
    length=$1
    shift
fi
for step; do
    if ! declare -F "step_${step//-/_}" > /dev/null; then
        printf 'prove.sh: no step "%s"\n' "$step"
        usage
        exit 2
    fi >&2
done
[[ $# -gt 0 ]] && steps=("${@//-/_}")

reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT
table=$(printf '%-17s %-19s %8s' step outcome seconds)
failed=0
for step in "${steps[@]}"; do
    printf '\n== %s (%s)\n' "$step" "$length"
    notes=$reports/$step
    begin=$SECONDS
    # Not as a condition, or `set -e` would not hold inside.
    (
        set -e
        "step_$step"
    )
    case $? in
        0) outcome=passed ;;
        "$NOT_POSSIBLE") outcome='not possible here' ;;
        "$ELSEWHERE") outcome='done elsewhere' ;;
        *)
            outcome=FAILED
            failed=1
            ;;
    esac
    took=$((SECONDS - begin))
    printf '== %s: %s (%s s)\n' "$step" "$outcome" "$took"
    table+=$(printf '\n%-17s %-19s %8s' "$step" "$outcome" "$took")
    [[ -f $notes ]] && table+=$'\n'$(sed 's/^ */    /' "$notes")
done
printf '\n%s\n\n%s s in all\n' "$table" "$SECONDS"
exit "$failed"
