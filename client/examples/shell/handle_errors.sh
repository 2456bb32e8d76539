#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Reads what an error says, and repeats a submit without making a second job.
#
# Demonstrates: the ErrorDetail of a refused call; which errors are worth another try, and when;
# `request_id`. Read buffer_geojson.sh first; retry.sh holds how errors are read and calls repeated.
set -euo pipefail
. "$(dirname "$0")/retry.sh"

request_id=$(new_request_id)

# request SEGMENTS: a submit.
request() {
  jq -n --arg id "$request_id" --argjson segments "$1" '{
    request_id: $id,
    spec: {
      input: {geojson: "{\"type\": \"Point\", \"coordinates\": [7.628, 51.962]}"},
      buffer: {distance: 0.01, segments: $segments}
    }
  }'
}

patiently Jobs/SubmitJob "$(request 0)" 2>/dev/null || jq -r '
  "refused: \(.reason)",
  "\(.field) is \(.given); accepted: \(.accepted)",
  "what to do: \(.remedy)"' <<<"$detail"

patiently Jobs/SubmitJob "$(request 8)"
first=$(jq -r .name <<<"$answer")
patiently Jobs/SubmitJob "$(request 8)" # As if the first answer had got lost.
again=$(jq -r .name <<<"$answer")
if [ "$first" = "$again" ]; then echo "one job"; else echo "two jobs"; fi
