#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Installs what is needed, builds and tests. `sh tests/run.sh --help` tells the ways to call it.
set -eu
cd "$(dirname "$0")/.."

usage() {
  cat <<'TEXT'
sh tests/run.sh                  Release build and all tests. With CI=true in the environment also,
                                 as far as there is time: daemon and client built on Debian 13 and
                                 seen at work, and the rooms that read what comes from outside, or
                                 share it among threads, under the sanitizers.
sh tests/run.sh --debian 13      Release build and all tests on that Debian, in a root of its own below
                                 build/, kept between runs (as root or by sudo). Also: 12.

See also: sh tests/nightly.sh
TEXT
}

case "${1-}" in
  '') ;;
  --help)
    usage
    exit 0
    ;;
  --debian)
    if [ $# -ne 2 ]; then
      usage >&2
      exit 2
    fi
    exec env CI= sh tests/debian.sh "$2" sh tests/run.sh
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac

. deploy/packages.sh
. tests/stages.sh

stage "install" install_packages
stage "build release" build_all release
stage "test release" test_all release

[ "${CI-}" = true ] || exit 0

# A machine with two cores and nothing built yet needs half an hour for what was, and an hour for all of what
# follows: what has not begun when so many minutes have passed is left to tests/nightly.sh, and the table
# of stages says so. Debian 13, which the container is made of, comes first.
time_for_debian=40
time_for_more=30
if why=$(sh tests/debian.sh --check 2>&1); then
  within_minutes $time_for_debian "Debian 13: build and smoke test" \
    sh tests/debian.sh 13 sh tests/smoke.sh
else
  cannot "Debian 13: build and smoke test" "$why"
fi
# Where bytes come from outside; tests/nightly.sh has all rooms.
within_minutes $time_for_more "AddressSanitizer: rpc, algorithms, worker" \
  check_rooms asan rpc qgis/processing worker worker/sandbox
within_minutes $time_for_more "AddressSanitizer: geometries" \
  check_tests asan buffer_identity_test geometry_crash_test wkb_fuzz_test
within_minutes $time_for_more "ThreadSanitizer: domain with its scheduler, spool, rpc" \
  check_rooms tsan domain spool rpc
