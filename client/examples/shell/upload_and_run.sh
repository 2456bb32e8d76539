#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Uploads polygons as a dataset and runs QGIS's native:centroids on it.
#
# Demonstrates: UploadDataset, a stream of the client's, as messages on standard input; WKB made by
# hand; an algorithm with its parameters; outputs by name. Read handle_errors.sh and
# watch_and_cancel.sh first. Debian: perl-base.
set -euo pipefail
. "$(dirname "$0")/retry.sh"

# ISO WKB of 250 squares with sides of 1, as base64: byte order, type 3 (Polygon), 1 ring, 5
# positions. It takes 93 bytes, which are 124 characters.
squares() {
  perl -e 'print pack("CV3d<10", 1, 3, 1, 5, $_, 0, $_+1, 0, $_+1, 1, $_, 1, $_, 0) for 0..249' |
    base64 --wrap=124
}

# What UploadDataset takes: a header, the rows in batches of 100, the end with their number. A
# message holds at most 1 MiB.
messages() {
  jq -n --arg id "$(new_request_id)" '{header: {
    request_id: $id,
    schema: {
      crs: "EPSG:25832",
      geometry_type: "Polygon",
      fields: [{name: "name", type: "FIELD_TYPE_STRING"}]
    }
  }}'
  squares | jq -R -n '[inputs]
    | to_entries
    | map({id: .key, wkb: .value, attributes: [{string_value: "square \(.key)"}]})
    | (range(0; length; 100) as $start | {batch: {features: .[$start:$start + 100]}}),
      {end: {feature_count: length}}'
}

dataset=$(messages | call Datasets/UploadDataset)
echo "uploaded $(jq -r .featureCount <<<"$dataset") rows"
dataset=$(jq -r .name <<<"$dataset") # datasets/ID; as input of an algorithm dataset:ID.

# A server that has just started reads its algorithms first; TEMPORARY_OUTPUT means rows, a file
# name would give a file.
request=$(jq -n --arg id "$(new_request_id)" --arg input "dataset:${dataset#datasets/}" '{
  request_id: $id,
  spec: {processing: {
    algorithm: "native:centroids",
    parameters: {INPUT: $input, OUTPUT: "TEMPORARY_OUTPUT"}
  }}
}')
patiently Jobs/SubmitJob "$request"
name=$(jq -r .name <<<"$answer")
call Jobs/WatchJob "{\"name\": \"$name\"}" |
  jq -r --unbuffered '.job // empty | "\(.name) \(.state | ltrimstr("JOB_STATE_"))"'

call Jobs/ReadFeatures "{\"name\": \"$name\"}" |
  jq -r '.batch // empty | .features[:2][] | "\(.attributes[0].stringValue)\t\(.wkb)"' |
  while IFS=$'\t' read -r label wkb; do
    # A point: byte order and type take 5 bytes, then come x and y.
    read -r x y < <(base64 -d <<<"$wkb" | tail -c +6 | od --address-radix=n --format=f8)
    echo "$label: $x $y"
  done
call Datasets/DeleteDataset "{\"name\": \"$dataset\"}" >/dev/null
