# Sourced by the scripts that count instructions; not run by itself.

profile=$(mktemp)
trap 'rm -f "$profile"' EXIT

# program BENCH: the path of its executable, built
program() {
    cargo bench -p qnpool-benches --bench "$1" --no-run 2>&1 |
        sed -n 's/.*Executable.*(\(.*\))$/\1/p'
}

# count COMMAND...: the instructions of one run
count() {
    valgrind --tool=callgrind --callgrind-out-file="$profile" "$@" 2>&1 |
        sed -n 's/.*Collected : \([0-9]*\).*/\1/p'
}

# each ROUNDS COMMAND...: the instructions of a round, where the last argument of the command
# is how many it makes: the difference between so many and twice as many, so that start-up
# drops out
each() {
    local rounds=$1 once twice
    shift
    once=$(count "$@" "$rounds")
    twice=$(count "$@" $((2 * rounds)))
    awk "BEGIN { printf \"%.1f\", ($twice - $once) / $rounds }"
}
