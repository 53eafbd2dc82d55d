#!/usr/bin/env bash
# Crowds and a service's traffic in one process for so many minutes, and its resident memory
# by the minute, as a table for qnpool/docs/reliability.md:
#
#     scripts/soak.sh [minutes]
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${1:-60}
[[ $minutes =~ ^[1-9][0-9]*$ ]] || { printf 'usage: scripts/soak.sh [minutes]\n' >&2; exit 2; }
cargo run --quiet --release -p qnpool-stress -- memory --seconds $((minutes * 60))
