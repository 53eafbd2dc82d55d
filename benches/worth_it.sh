#!/usr/bin/env bash
# Adds one run of `examples/worth_it.rs` to `benches/figures/worth_it.tsv`: the ratio of the
# times with either allocator, and how often a use allocates.
#
#     benches/worth_it.sh
set -euo pipefail
cd "$(dirname "$0")/.."

example() {
    cargo run --quiet --release -p qnpool-examples --example worth_it "$@"
}

# The name of a row is 28 characters wide. The ratio is the third column after it, the
# allocations are the last three ("0.00 / 1.00").
rows() {
    awk -v "contender=$1" '
        {
            name = substr($0, 1, 28)
            sub(/ +$/, "", name)
            columns = split(substr($0, 29), column)
        }
        column[1] column[2] column[3] !~ /^[0-9.]+$/ { next }
        contender != "" { printf "%s\t%s\t%s\n", name, contender, column[3]; next }
        {
            printf "%s\tpooled allocations\t%s\n", name, column[columns - 2]
            printf "%s\tfresh allocations\t%s\n", name, column[columns]
        }'
}

{
    example | rows system
    example --features mimalloc | rows mimalloc
    example --features count-allocations | rows ''
} > target/worth_it.tsv
cargo bench --quiet -p qnpool-benches --bench record -- worth_it < target/worth_it.tsv
