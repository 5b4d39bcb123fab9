#!/bin/sh
# Each plugin's tests in an environment of its own: the built core, the plugin, what it requires, pytest. UV PLUGIN…
set -eu
uv=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "== building wheels"
for package in . "$@"; do
  "$uv" build --quiet --wheel --no-build-isolation --python "${uv%/uv}/python" --out-dir "$work/dist" "$package"
done
for plugin in "$@"; do
  name=$(basename "$plugin")
  echo "== $name alone"
  "$uv" venv --quiet --python "${uv%/uv}/python" "$work/$name"
  VIRTUAL_ENV="$work/$name" "$uv" pip install --quiet --find-links "$work/dist" \
    "cmsdk[cli,tables,testing]" "$name"
  (cd "$plugin" && "$work/$name/bin/python" -m pytest -q -p no:cacheprovider --import-mode=importlib tests)
done
