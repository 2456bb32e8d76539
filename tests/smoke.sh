#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Builds daemon and client and sees them at work: the quickest answer to whether a platform works.
#
#     sh tests/debian.sh 13 sh tests/smoke.sh
set -eu
cd "$(dirname "$0")/.."
. deploy/packages.sh

# shellcheck disable=SC2086 # One word a package.
ensure_packages $BUILD_PACKAGES $RUN_PACKAGES $MAP_PACKAGES $SMOKE_PACKAGES
if [ ! -f build/dev/build.ninja ]; then
  cmake --preset dev -DGEOTASK_TESTS=OFF
fi
cmake --build --preset dev --target geotaskd geotask-geometry geotask-worker geotask_cli
export GEOTASKD="$PWD/build/dev/bin/geotaskd" GEOTASK="$PWD/build/dev/bin/geotask"
# The longest first; a core has one at a time.
for file in tests/e2e/test_processing_refused.py tests/e2e/test_processing.py \
  tests/e2e/test_processing_files.py tests/e2e/test_processing_job.py \
  tests/e2e/test_processing_context.py tests/cli/test_cli_run.py tests/e2e/test_heavy.py \
  tests/e2e/test_features.py tests/e2e/test_submit.py \
  tests/e2e/test_cancel.py tests/e2e/test_watch.py tests/e2e/test_algorithms.py \
  tests/e2e/test_file_datasets.py tests/e2e/test_shutdown.py \
  tests/e2e/test_health_reflection.py tests/cli/test_cli.py; do
  echo "$file"
done | xargs -n 1 -P "$(nproc)" /usr/bin/python3 -B -m pytest -q -p no:cacheprovider
