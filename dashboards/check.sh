#!/usr/bin/env bash
# Has promtool look at the alert rules, run their tests, and read what the example
# metrics_server serves; then has Prometheus itself scrape that, and answer queries. The
# tests of the workspace do what promtool does here too, but only where there is one: this
# fails without.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
    printf 'dashboards/check.sh: %s\n' "$1" >&2
    exit 1
}

for program in promtool prometheus; do
    command -v "$program" > /dev/null ||
        fail "$program is not installed; it is in the Debian package \"prometheus\""
done

promtool check rules qnpool.rules.yml
promtool test rules qnpool.rules.test.yml

# Of port 0 comes any free one, and the first line of the output says which.
coproc server {
    exec cargo run --quiet -p qnpool-examples --example metrics_server -- \
        --address 127.0.0.1:0 --seconds 60
}
# shellcheck disable=SC2154 # The line above sets it.
started=("$server_PID")
data=$(mktemp --directory)
trap 'kill "${started[@]}" 2> /dev/null || true; wait; rm --recursive "$data"' EXIT
read -r _ url <&"${server[0]}" || fail 'the example metrics_server did not start'
port=${url##*:}
port=${port%%/*}

# body PORT PATH: what is served there.
body() {
    exec {connection}<> "/dev/tcp/127.0.0.1/$1"
    printf 'GET %s HTTP/1.0\r\n\r\n' "$2" >&"$connection"
    sed '1,/^\r$/d' <&"$connection"
    exec {connection}>&-
}

# until_it SENTENCE COMMAND...: tries for half a minute until the command succeeds, or fails
# with what then does not hold.
until_it() {
    local sentence=$1
    shift
    for _ in {1..60}; do
        "$@" && return
        sleep 0.5
    done
    [[ ! -e $data/log ]] || cat "$data/log" >&2
    fail "$sentence"
}

# A pool is published from its first use.
is_published() {
    page=$(body "$port" /metrics)
    [[ $page == *qnpool_call_site_outstanding_objects* ]]
}
until_it "no pool is published at $url" is_published
promtool check metrics <<< "$page"
printf 'Checking %s\n  SUCCESS: %s series\n' "$url" "$(grep -c '^qnpool_' <<< "$page")"

cat > "$data/prometheus.yml" << CONFIGURATION
global: { scrape_interval: 1s, evaluation_interval: 1s }
rule_files: [ "$PWD/qnpool.rules.yml" ]
scrape_configs: [ { job_name: qnpool, static_configs: [ { targets: [ "127.0.0.1:$port" ] } ] } ]
CONFIGURATION
# Here too any free port, which the log names.
prometheus --config.file="$data/prometheus.yml" --storage.tsdb.path="$data/tsdb" \
    --web.listen-address=127.0.0.1:0 2> "$data/log" &
started+=("$!")

listens() {
    prometheus=$(sed --quiet 's/.*"Listening on" address=127.0.0.1:\([1-9][0-9]*\)$/\1/p' "$data/log")
    [[ -n $prometheus ]]
}
until_it 'Prometheus does not start' listens

# answers QUERY: something is found.
answers() {
    [[ -n $(promtool query instant "http://127.0.0.1:$prometheus" "$1" 2> "$data/refused") ]]
}
for query in \
    'up{job="qnpool"} == 1' \
    'sum by (pool, tier) (rate(qnpool_gets_total{tier="cache"}[10s])) > 0' \
    'sum by (pool) (qnpool_health_verdict) == 1' \
    'qnpool_call_site_outstanding_objects{location=~".+[.]rs:[0-9]+"} > 0'; do
    until_it "Prometheus does not find $query" answers "$query"
    printf 'Asking Prometheus for %s\n  SUCCESS\n' "$query"
done

# Each rule has been evaluated, with its annotations where it fired.
rules_are_well() {
    rules=$(body "$prometheus" /api/v1/rules)
    [[ $rules == *'"health":"ok"'* && $rules != *'"health":"unknown"'* ]]
}
until_it 'Prometheus does not evaluate the rules' rules_are_well
[[ $rules != *'"health":"err"'* ]] || fail "a rule failed: $rules"
printf 'Evaluating qnpool.rules.yml\n  SUCCESS: %s rules\n' "$(grep --only-matching '"health":"ok"' <<< "$rules" | wc --lines)"
