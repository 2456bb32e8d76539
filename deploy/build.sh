#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs what the build needs and builds the release programs into build/release/bin.
#
#     sh deploy/build.sh
set -eu
cd "$(dirname "$0")/.."
. deploy/packages.sh

# shellcheck disable=SC2086 # One word a package.
ensure_packages $BUILD_PACKAGES $RUN_PACKAGES $MAP_PACKAGES
# Without tests a first build needs no test packages; one that tests/run.sh has configured keeps them.
if [ ! -f build/release/build.ninja ]; then
  cmake --preset release -DGEOTASK_TESTS=OFF
fi
cmake --build --preset release --target geotaskd geotask-geometry geotask-worker geotask_cli geotask-draw-map
echo "built: $PWD/build/release/bin/geotaskd and $PWD/build/release/bin/geotask"
