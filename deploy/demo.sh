#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Shows geotaskd at work: builds it, starts it on a free port, buffers a layer of the server and a
# local file, draws a picture, cancels a long job and stops it again. What it makes is in build/demo.
#
#     sh deploy/demo.sh
set -eu
cd "$(dirname "$0")/.."
sh deploy/build.sh

bin=$PWD/build/release/bin
out=$PWD/build/demo
world_map=/usr/share/qgis/resources/data/world_map.gpkg
rm -rf "$out"
mkdir -p "$out"
work=$(mktemp -d)
daemon=

finish() {
  code=$?
  trap - EXIT INT TERM
  if [ -n "$daemon" ]; then
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  fi
  rm -rf "$work"
  if [ "$code" -ne 0 ]; then
    echo "demo: failed; the daemon's log is $out/geotaskd.log" >&2
  fi
  exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

say() {
  printf '\n== %s\n' "$*"
}

say "Starting geotaskd on a free port"
"$bin/geotaskd" --listen 127.0.0.1:0 --address-file "$work/address" --state-dir "$work/state" \
  --source "world=$world_map" >"$out/geotaskd.log" 2>&1 &
daemon=$!
while [ ! -f "$work/address" ]; do
  kill -0 "$daemon" 2>/dev/null || exit 1
  sleep 0.1
done
GEOTASK_SERVER=$(cat "$work/address")
export GEOTASK_SERVER
"$bin/geotask" health
"$bin/geotask" sources

say "Buffering data:world/states_provinces by 0.1 degrees"
"$bin/geotask" buffer data:world/states_provinces --distance 0.1 --segments 8 \
  --output "$out/states_buffered.gpkg"

say "Buffering a local GeoJSON file by 0.2 degrees"
cat >"$out/ferries.geojson" <<'GEOJSON'
{"type": "FeatureCollection", "features": [
  {"type": "Feature", "id": 1, "properties": {"route": "Piraeus - Mykonos - Heraklion"},
   "geometry": {"type": "LineString",
    "coordinates": [[23.64, 37.94], [24.94, 37.60], [25.33, 37.45], [25.60, 36.60], [25.13, 35.34]]}},
  {"type": "Feature", "id": 2, "properties": {"route": "Volos - Skiathos - Skopelos"},
   "geometry": {"type": "LineString",
    "coordinates": [[22.95, 39.35], [23.10, 39.05], [23.49, 39.16], [23.73, 39.12]]}}
]}
GEOJSON
"$bin/geotask" buffer "$out/ferries.geojson" --distance 0.2 --output "$out/ferries_buffered.gpkg"

say "Drawing input and results"
mkdir -m 700 "$work/runtime"
XDG_RUNTIME_DIR="$work/runtime" "$bin/geotask-draw-map" \
  --title "Buffers by geotaskd: 0.1° around states and provinces, 0.2° around a local file" \
  --extent -180 -58 180 84 --extent 18.6 34.5 30.4 40.7 \
  --layer "buffers of the layer" "$out/states_buffered.gpkg" "#f5a623b0" "#c77700" \
  --layer "the layer (input)" "$world_map|states_provinces" "#f6f1e1" "#a89f85" \
  --layer "buffers of the file" "$out/ferries_buffered.gpkg" "#8e44ad70" "#6c3483" \
  --layer "the file (input)" "$out/ferries.geojson" "#6c3483" "#4a235a" \
  --output "$out/map.png" 2>"$work/draw.log" || { cat "$work/draw.log" >&2; exit 1; }

say "Starting a long job and cancelling it"
job=$("$bin/geotask" buffer data:world/states_provinces --distance 1 --segments 100 --detach)
echo "started $job"
sleep 2
"$bin/geotask" cancel "$job"
"$bin/geotask" wait "$job" && exit 1 # A cancelled job is not a success.
"$bin/geotask" show "$job"

say "Stopping geotaskd"
kill "$daemon"
code=0
wait "$daemon" || code=$?
daemon=
if [ "$code" -ne 0 ]; then
  echo "demo: geotaskd ended with exit code $code" >&2
  exit 1
fi

say "Done. It made:"
for file in states_buffered.gpkg ferries.geojson ferries_buffered.gpkg map.png geotaskd.log; do
  echo "$out/$file"
done
