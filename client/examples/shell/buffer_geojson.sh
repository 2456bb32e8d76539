#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Buffers two places, given as GeoJSON, by 500 true metres and reads the result as WKB.
#
# Demonstrates: SubmitJob with inline GeoJSON; ReadFeatures, a stream, which waits for the job; WKB
# decoded with od. Read connect.sh first.
set -euo pipefail
. "$(dirname "$0")/call.sh"

places='{
  "type": "FeatureCollection",
  "features": [
    {"type": "Feature", "id": 1, "properties": {"name": "Station"},
     "geometry": {"type": "Point", "coordinates": [7.635, 51.956]}},
    {"type": "Feature", "id": 2, "properties": {"name": "Market"},
     "geometry": {"type": "Point", "coordinates": [7.628, 51.962]}}
  ]
}'

# The WKB of a MultiPolygon with one part of one ring: 9 bytes that say that it is one and has one
# part, 9 of the polygon and its number of rings, 4 of the number of positions, then x and y in 8
# bytes each.
positions() {
  base64 -d | tail -c +23 | od --address-radix=n --format=f8 --width=16 --output-duplicates
}

request=$(jq -n --arg geojson "$places" \
  '{spec: {input: {geojson: $geojson}, buffer: {distance: 500, unit: "UNIT_METRES"}}}')
name=$(call Jobs/SubmitJob "$request" | jq -r .name)

call Jobs/ReadFeatures "{\"name\": \"$name\"}" |
  jq -r '.batch // empty | .features[] | "\(.attributes[0].stringValue) \(.wkb)"' |
  while read -r place wkb; do
    echo "$wkb" | positions | sort -n | awk -v place="$place" '
      NR == 1 { west = $1 }
      { east = $1 }
      END { printf "%s: MultiPolygon of %d corners, from %.4f to %.4f\n", place, NR, west, east }'
  done
