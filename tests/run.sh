#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs what is needed, builds the release preset with all tests and runs them.
#
#     sh tests/run.sh
set -eu
cd "$(dirname "$0")/.."
. deploy/packages.sh

# stage NAME COMMAND...: runs it and says how long it took.
stage() {
  name=$1
  shift
  echo "== $name"
  began=$(date +%s)
  "$@"
  echo "== $name: $(($(date +%s) - began)) s"
}

install_packages() {
  # shellcheck disable=SC2086 # One word a package.
  ensure_packages $BUILD_PACKAGES $RUN_PACKAGES $TEST_PACKAGES
  ensure_npm
}

stage install install_packages
stage configure cmake --preset release -DGEOTASK_TESTS=ON
stage build cmake --build --preset release
stage test ctest --preset release
