#!/bin/sh
# All tests, in two halves side by side: most of them wait more than they compute. Fails when either half does.
set -u
cd "$(dirname "$0")/.." || exit 1
first=$(mktemp) || exit 1
trap 'rm -f "$first"' EXIT

.venv/bin/pytest tests/unit tests/contracts tests/property tests/browser >"$first" 2>&1 &
half=$!
.venv/bin/pytest tests/component tests/e2e tests/faults
second_status=$?
wait "$half"
first_status=$?
cat "$first"
exit $((first_status || second_status))
