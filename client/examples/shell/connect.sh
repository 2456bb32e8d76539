#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Asks a geotaskd what it is and what it offers.
#
# Demonstrates: a call with one answer, by reflection; jq to read it. Read this one first; call.sh
# holds what grpcurl and buf are told.
#
#     bash connect.sh [ADDRESS]
#
# ADDRESS is HOST:PORT or unix:PATH; without it GEOTASK_SERVER counts, then 127.0.0.1:9090. All
# examples take it so.
set -euo pipefail
. "$(dirname "$0")/call.sh"

call Server/GetServerInfo '{}' | jq -r '
  "geotaskd \(.versions.geotaskd) with QGIS \(.versions.qgis)",
  "messages of up to \(.limits.maxMessageBytes) bytes",
  (.sources[]? | .name as $source | .layers[]? |
    "data:\($source)/\(.name): \(.featureCount) rows of \(.schema.geometryType)")'
