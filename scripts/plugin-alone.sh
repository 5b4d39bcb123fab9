#!/bin/sh
# The tests of one plugin against the wheels in $WORK/dist, in an environment of its own made by $UV. PLUGIN
set -eu
plugin=$1
name=$(basename "$plugin")
log=$WORK/$name.log
if {
  echo "== $name alone"
  "$UV" venv --quiet --python "${UV%/uv}/python" "$WORK/$name" &&
    VIRTUAL_ENV="$WORK/$name" "$UV" pip install --quiet --find-links "$WORK/dist" \
      "cmsdk[calendar,cli,tables,testing]" "$name" &&
    (cd "$plugin" && "$WORK/$name/bin/python" -m pytest -q -p no:cacheprovider --import-mode=importlib \
      -m "not slow" tests)
} >"$log" 2>&1; then
  cat "$log"
else
  cat "$log"
  exit 255 # xargs starts no other
fi
