#!/bin/sh
# Each plugin's tests in an environment of its own: the built core, the plugin, what it requires, pytest. UV PLUGIN…
# Two at a time; what each prints is shown when it is done.
set -eu
uv=$1
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
echo "== building wheels"
for package in . "$@"; do
  "$uv" build --quiet --wheel --no-build-isolation --python "${uv%/uv}/python" --out-dir "$work/dist" "$package"
done
UV=$(cd "$(dirname "$uv")" && pwd)/uv
WORK=$work
export UV WORK
printf '%s\n' "$@" | xargs -P 2 -I PLUGIN sh scripts/plugin-alone.sh PLUGIN
