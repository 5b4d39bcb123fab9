#!/bin/sh
# Make the environment: PYTHON VENV LOCK "EDITABLE…". Needs nothing but Python 3.11+ and pip.
set -eu
python=$1 venv=$2 lock=$3 editable=$4

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "cmsdk needs Python 3.11 or newer; '$python' is not. Name one: make PYTHON=python3.12 …" >&2
  exit 2
fi
if [ ! -x "$venv/bin/python" ]; then
  echo "== making $venv"
  # Debian's python3 may come without venv; virtualenv does the same from pip
  "$python" -m venv "$venv" 2>/dev/null || {
    rm -rf "$venv"
    "$python" -m pip install --quiet --target "$venv.bootstrap" virtualenv
    PYTHONPATH="$venv.bootstrap" "$python" -m virtualenv --quiet "$venv"
    rm -rf "$venv.bootstrap"
  }
fi
if [ ! -x "$venv/bin/uv" ]; then
  echo "== installing uv into $venv"
  "$venv/bin/python" -m pip install --quiet "$(grep -o '^uv==[^ ;]*' "$lock")"
fi
echo "== installing what $lock lists, then cmsdk and its plugins"
VIRTUAL_ENV=$venv; export VIRTUAL_ENV
"$venv/bin/uv" pip install --quiet --require-hashes -r "$lock"
# shellcheck disable=SC2086  several arguments
"$venv/bin/uv" pip install --quiet --no-deps --no-build-isolation $editable
