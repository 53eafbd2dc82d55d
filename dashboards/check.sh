#!/usr/bin/env bash
# Has promtool look at the alert rules, run their tests, and read what the example
# metrics_server serves. The tests of the workspace do much of this too, but only where
# there is a promtool: this fails without one.
set -euo pipefail
cd "$(dirname "$0")"

fail() {
    printf 'dashboards/check.sh: %s\n' "$1" >&2
    exit 1
}

command -v promtool > /dev/null ||
    fail 'promtool is not installed; it is in the Debian package "prometheus"'

promtool check rules qnpool.rules.yml
promtool test rules qnpool.rules.test.yml

# Of port 0 comes any free one, and the first line of the output says which.
coproc server {
    exec cargo run --quiet -p qnpool-examples --example metrics_server -- \
        --address 127.0.0.1:0 --seconds 60
}
# shellcheck disable=SC2154 # The line above sets it.
pid=$server_PID
trap 'kill "$pid" 2> /dev/null || true' EXIT
read -r _ url <&"${server[0]}" || fail 'the example metrics_server did not start'
port=${url##*:}
port=${port%%/*}

scrape() {
    exec {connection}<> "/dev/tcp/127.0.0.1/$port"
    printf 'GET /metrics HTTP/1.1\r\n\r\n' >&"$connection"
    sed '1,/^\r$/d' <&"$connection"
    exec {connection}>&-
}

# A pool is published from its first use.
for _ in {1..100}; do
    page=$(scrape)
    [[ $page == *qnpool_call_site_outstanding_objects* ]] && break
    sleep 0.1
done
[[ $page == *qnpool_call_site_outstanding_objects* ]] || fail "no pool is published at $url"
promtool check metrics <<< "$page"
printf 'Checking %s\n  SUCCESS: %s series\n' "$url" "$(grep -c '^qnpool_' <<< "$page")"
