#!/usr/bin/env bash
# What a dependency on qnpool costs a build: a crate of one struct with its derive, and
# the same with that of zeroize, built in an empty target folder. In turn, in debug and in
# release; the medians of the rounds in processor seconds and on the clock. Then the
# processor seconds of rustc for each crate, in one more build.
#
#   benches/build_cost.sh [rounds]
#
# `qnpool-alloc` is what `no_std` takes: the derive, the traits and `LocalPool`.
set -euo pipefail
export CARGO_INCREMENTAL=0
unset RUSTFLAGS RUSTC_WRAPPER CARGO_ENCODED_RUSTFLAGS CARGO_TARGET_DIR
cd "$(dirname "$0")/.."
root=$PWD
rounds=${1:-5}
work=$root/target/build_cost
names=(qnpool qnpool-alloc zeroize)
mkdir -p "$work"

source benches/crates.sh

# crate NAME DEPENDENCY DERIVE WORDS
crate() {
    manifest "$1" "$2"
    cat > "$work/$1/src/lib.rs" <<RUST
#[derive(Default, $3)]
$4
pub struct Packet {
    pub sequence: u64,
    pub header: [u8; 20],
    pub body: Vec<u8>,
    pub peer: Option<String>,
}
RUST
    cargo fetch --quiet --manifest-path "$work/$1/Cargo.toml"
}

limit='#[pool(max_capacity = 4096)]'
crate qnpool "qnpool = { path = \"$root/qnpool\" }" qnpool::Poolable "$limit"
crate qnpool-alloc "qnpool = { path = \"$root/qnpool\", default-features = false, features = [\"derive\"] }" qnpool::Poolable "$limit"
crate zeroize 'zeroize = { version = "1.8", features = ["derive"] }' zeroize::Zeroize ''

# build NAME PROFILE: its output is in `log` afterwards
build() {
    rm -rf "$work/target"
    cargo build --offline --profile "$2" --manifest-path "$work/$1/Cargo.toml" \
        --target-dir "$work/target" > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
}

# measure NAME PROFILE: name, profile, processor seconds, seconds, crates
measure() {
    local TIMEFORMAT='%U %S %R' times
    times=$({ time build "$1" "$2"; } 2>&1)
    read -r user system clock <<< "$times"
    echo "$1 $2 $(awk "BEGIN { print $user + $system }") $clock $(grep -c Compiling "$work/log")"
}

for _ in $(seq "$rounds"); do
    for profile in dev release; do
        for name in "${names[@]}"; do measure "$name" "$profile"; done
    done
done > "$work/measured"

echo '| | profile | crates | processor seconds | ratio | seconds | ratio |'
echo '|---|---|---|---|---|---|---|'
awk '
    # The median of a column of a crate and profile, and of its ratios to zeroize, round by round.
    function median(list, count,   i, j, swap) {
        for (i = 1; i < count; i++)
            for (j = i + 1; j <= count; j++)
                if (list[j] < list[i]) { swap = list[i]; list[i] = list[j]; list[j] = swap }
        return (list[int((count + 1) / 2)] + list[int(count / 2) + 1]) / 2
    }
    {
        key = $1 SUBSEP $2
        round = ++rounds[key]
        processor[key, round] = $3; clock[key, round] = $4; crates[key] = $5
    }
    END {
        split("dev release", profiles, " ")
        split("qnpool qnpool-alloc zeroize", names, " ")
        for (p = 1; p <= 2; p++) for (n = 1; n <= 3; n++) {
            key = names[n] SUBSEP profiles[p]
            peer = "zeroize" SUBSEP profiles[p]
            for (i = 1; i <= rounds[key]; i++) {
                a[i] = processor[key, i]; b[i] = processor[key, i] / processor[peer, i]
                c[i] = clock[key, i]; d[i] = clock[key, i] / clock[peer, i]
            }
            count = rounds[key]
            printf "| %s | %s | %d | %.2f | %.2f | %.2f | %.2f |\n", names[n], profiles[p],
                crates[key], median(a, count), median(b, count), median(c, count), median(d, count)
        }
    }' "$work/measured"

# cargo calls this in place of rustc.
cat > "$work/timed_rustc" <<'BASH'
#!/usr/bin/env bash
name=-
for ((i = 1; i <= $#; i++)); do
    if [ "${!i}" = --crate-name ]; then next=$((i + 1)); name=${!next}; fi
done
TIMEFORMAT="$name %U %S"
{ time "$@" 2>&3; } 3>&2 2>> "$TIMED_RUSTC_LOG"
BASH
chmod +x "$work/timed_rustc"
for name in qnpool zeroize; do
    export TIMED_RUSTC_LOG=$work/timed_$name
    rm -f "$TIMED_RUSTC_LOG"
    RUSTC_WRAPPER=$work/timed_rustc build "$name" dev
    echo
    echo "$name, debug: processor seconds of rustc for each crate, its build script included"
    grep -v -e '^- ' -e '^___ ' "$TIMED_RUSTC_LOG" |
        awk '{ if ($1 == "build_script_build") $1 = "(build scripts)"; sum[$1] += $(NF - 1) + $NF }
            END { for (crate in sum) printf "%6.2f %s\n", sum[crate], crate }' | sort -rn
done
