#!/bin/sh
# The tests on the lowest direct dependencies, in a scratch environment. UV PLUGIN…
# Of the rooms that stand on a library, and of what is read through all of them; the others are pure Python of ours.
# PostgreSQL is left out here: its server is a development tool of its own.
set -eu
uv=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "== lowest versions"
"$uv" venv --quiet --python "${uv%/uv}/python" "$work/lowest"
VIRTUAL_ENV="$work/lowest"; export VIRTUAL_ENV
set -- -e ".[bulk,calendar,cli,holidays,postgres,tables,testing,text,tracing]" $(printf -- '-e ./%s ' "$@")
"$uv" pip install --quiet --resolution lowest-direct "$@" --group docs "pytest-xdist>=3.8" "import-linter>=2.5"
"$uv" pip list --quiet | grep -iE '^(attrs|cattrs|pluggy|sqlalchemy|shapely|typing-extensions|click|rich|pytest) '
"$work/lowest/bin/python" -m pytest -q -n auto -p no:cacheprovider -m "not slow and not newest" \
  tests/serial tests/registry tests/contract tests/tables tests/ledger tests/sealing tests/geo tests/notify tests/cli \
  tests/testing tests/model tests/works/test_duty.py tests/works/test_tracing.py plugins/cmsdk-xian plugins/cmsdk-boston
