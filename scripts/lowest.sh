#!/bin/sh
# The tests on the lowest direct dependencies, in a scratch environment. UV PLUGIN…
set -eu
uv=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "== lowest versions"
"$uv" venv --quiet --python "${uv%/uv}/python" "$work/lowest"
VIRTUAL_ENV="$work/lowest"; export VIRTUAL_ENV
set -- -e ".[cli,tables,testing,text,holidays]" $(printf -- '-e ./%s ' "$@")
"$uv" pip install --quiet --resolution lowest-direct "$@" --group docs "pytest-xdist>=3.8" "import-linter>=2.5"
"$uv" pip list --quiet | grep -iE '^(attrs|cattrs|pluggy|sqlalchemy|shapely|typing-extensions|click|rich|pytest) '
"$work/lowest/bin/python" -m pytest -q -n auto -p no:cacheprovider -m "not slow and not newest" tests plugins
