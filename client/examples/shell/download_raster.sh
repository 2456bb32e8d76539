#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Makes a raster on the server and downloads it, with a break in the middle.
#
# Demonstrates: an output as a file; ReadFile; going on from the byte that is due; the checksum.
# Read upload_and_run.sh first. The file is saved as noise.tif in the folder it is called in.
set -euo pipefail
. "$(dirname "$0")/retry.sh"

path=noise.tif

# What the file lacks so far, a message a line.
missing() {
  call Jobs/ReadFile "{\"name\": \"$name\", \"offset\": $(stat -c %s "$path")}"
}

# Appends the bytes of messages.
append() {
  jq -r '.data // empty' | base64 -d >>"$path"
}

told() {
  jq -r --arg size "$(stat -c %s "$path")" \
    '"\(.path), \(.mediaType): \($size) of \(.byteCount) bytes"' <<<"$info"
}

request=$(jq -n --arg id "$(new_request_id)" --arg output "$path" '{
  request_id: $id,
  spec: {processing: {
    algorithm: "native:createrandomuniformrasterlayer",
    parameters: {
      EXTENT: "0,1000,0,1000 [EPSG:25832]", TARGET_CRS: "EPSG:25832", PIXEL_SIZE: 1,
      LOWER_BOUND: 0, UPPER_BOUND: 1, OUTPUT: $output
    }
  }}
}')
patiently Jobs/SubmitJob "$request"
name=$(jq -r .name <<<"$answer")
call Jobs/WatchJob "{\"name\": \"$name\"}" |
  jq -r --unbuffered '.job // empty | "\(.name) \(.state | ltrimstr("JOB_STATE_"))"'
info=$(call Jobs/GetJob "{\"name\": \"$name\"}" |
  jq '.outputs[] | select(.name == "OUTPUT").files.files[0]')

: >"$path"
(set +o pipefail; missing 2>/dev/null | head -n 2 | append) # The header and one message with bytes.
told
missing | append
told
sha256sum --status --check <<<"$(jq -r .sha256 <<<"$info")  $path" && echo "the checksum is right"
