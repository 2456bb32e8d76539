#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The long runs: everything on both platforms, under each sanitizer, built by clang too, and the
# container. Takes hours; goes on after a failure and ends with a table.
#
#     sh tests/nightly.sh
#     sh tests/nightly.sh --here     # This platform only, without the container.
set -eu
cd "$(dirname "$0")/.."
. deploy/packages.sh
. tests/stages.sh

case "${1-}" in
  '' | --here) ;;
  *)
    sed -n '3,8s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac

# check PRESET: builds everything, tests everything.
check() {
  build_all "$1" && test_all "$1"
}

# with_release SCRIPT...: runs a script of Python against the release build.
with_release() {
  GEOTASKD=build/release/bin/geotaskd /usr/bin/python3 -B "$@"
}

stage "install" install_packages
keep_going=yes
stage "release" check release
stage "conformance with QGIS" with_release tests/conformance/run.py --report build/conformance.md
stage "benchmark: calls of algorithms" with_release tests/bench/processing_calls.py
stage "AddressSanitizer and UBSan" check asan
# Not the rooms that stand on Qt, QGIS and GDAL: these order their threads unseen. tests/qgis has stress
# tests for that.
stage "ThreadSanitizer" check_rooms tsan config domain os rpc spool telemetry
stage "clang" build_all clang

if [ "${1-}" != --here ]; then
  if why=$(sh tests/debian.sh --check 2>&1); then
    stage "Debian 13" sh tests/debian.sh 13 sh tests/nightly.sh --here
    stage "container" sh deploy/container-check.sh
  else
    cannot "Debian 13" "$why"
    cannot "container" "$why"
  fi
fi
[ "$failures" -eq 0 ]
