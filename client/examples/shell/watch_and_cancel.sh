#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Buffers a layer of the server, sees its progress come, and cancels the job.
#
# Demonstrates: a layer as input; WatchJob, a stream of events that the server pushes; CancelJob.
# Read buffer_geojson.sh first. Wants a server that offers QGIS's map of the world:
#
#     geotaskd --source world=/usr/share/qgis/resources/data/world_map.gpkg
set -euo pipefail
. "$(dirname "$0")/call.sh"

# Distances are in the unit of the layer, here degrees; with so many segments it is much work.
name=$(call Jobs/SubmitJob '{"spec": {
  "input": {"layer": "data:world/states_provinces"},
  "buffer": {"distance": 1, "segments": 100}
}}' | jq -r .name)

# A line an event: the job as it is now, then each change of state, and progress in between.
call Jobs/WatchJob "{\"name\": \"$name\"}" | jq -r --unbuffered '
  if .job then "job \(.job.state) \(.job.error.reason // "")"
  elif .progress then "progress \(.progress.featuresDone // 0) \(.progress.featuresTotal // 0)"
  else empty end' | {
  cancelling=
  while read -r kind first second; do
    case $kind in
      job)
        echo "$name ${first#JOB_STATE_}"
        if [ "$first" = JOB_STATE_CANCELLED ]; then echo "why: $second"; fi
        ;;
      progress) echo "$first of $second rows" ;;
    esac
    if [ "$kind" = progress ] && [ "$first" -gt 0 ] && [ -z "$cancelling" ]; then
      cancelling=yes
      call Jobs/CancelJob "{\"name\": \"$name\"}" >/dev/null
    fi
  done
}
