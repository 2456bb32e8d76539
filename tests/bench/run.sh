#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Measures geotaskd beside GEOS, PostGIS, qgis_process, geopandas and bare gRPC, and prints a table of
# Markdown. Takes about half an hour; wants a machine that does nothing else.
#
#     sh tests/bench/run.sh
#     sh tests/bench/run.sh --rounds 1 --only latency    # To try it: some rows, one round.
set -eu
cd "$(dirname "$0")/../.."
. deploy/packages.sh

# shellcheck disable=SC2086 # One word a package.
ensure_packages $BUILD_PACKAGES $RUN_PACKAGES $MAP_PACKAGES $SMOKE_PACKAGES \
  libgtest-dev libgmock-dev # The tests are configured along.
# shellcheck disable=SC2086 # Peers: those that cannot be had are left out and named.
ensure_packages $BENCH_PACKAGES || echo "bench: some peers could not be installed" >&2

{
  cmake --preset release -DGEOTASK_TESTS=ON
  cmake --build --preset release --target geotaskd geotask-geometry geotask-worker bench
} >&2
GEOTASKD=$PWD/build/release/bin/geotaskd exec /usr/bin/python3 -B tests/bench/run.py "$@"
