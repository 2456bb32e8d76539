# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# What tests/run.sh and tests/nightly.sh run. To be sourced in the root of the tree, after
# deploy/packages.sh.
#
#     stage "build" cmake --build --preset release
#     keep_going=yes; stage "long" sh long.sh     # Remembers a failure and goes on.
#
# At the end, however it comes, there is a table of the stages with their times.

keep_going=
failures=0
table=
stage_now=
stages_began=$(date +%s)

# stage NAME COMMAND...: runs it and says how long it took.
stage() {
  stage_now=$1
  shift
  echo "== $stage_now"
  stage_began=$(date +%s)
  stage_code=0
  "$@" || stage_code=$?
  stage_end "$([ "$stage_code" -eq 0 ] && echo "done" || echo "FAILED ($stage_code)")"
  [ "$stage_code" -eq 0 ] || failures=$((failures + 1))
  [ "$stage_code" -eq 0 ] || [ -n "$keep_going" ] || exit "$stage_code"
}

# stage_end HOW: notes the stage that has come to its end.
stage_end() {
  stage_line=$(printf '%5d s  %s: %s' "$(($(date +%s) - stage_began))" "$stage_now" "$1")
  echo "== $stage_line"
  table="$table
$stage_line"
  stage_now=
}

# within_minutes LIMIT NAME COMMAND...: a stage, unless so long has passed already.
within_minutes() {
  if [ $((($(date +%s) - stages_began) / 60)) -lt "$1" ]; then
    shift
    stage "$@"
  else
    cannot "$2" "more than $1 minutes have passed; tests/nightly.sh has it"
  fi
}

# cannot NAME WHY: notes a stage that this machine cannot run.
cannot() {
  echo "== $1: NOT RUN: $2"
  table="$table
      -    $1: NOT RUN: $2"
}

show_table() {
  stage_code=$?
  [ -z "$stage_now" ] || stage_end "broken off"
  [ -z "$table" ] || echo "== stages$table"
  exit "$stage_code"
}
trap show_table EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

install_packages() {
  # shellcheck disable=SC2086 # One word a package.
  ensure_packages $BUILD_PACKAGES $RUN_PACKAGES $MAP_PACKAGES $TEST_PACKAGES $PLUGIN_PACKAGES && ensure_npm
}

# build_all PRESET: configures and builds everything.
build_all() {
  cmake --preset "$1" -DGEOTASK_TESTS=ON && cmake --build --preset "$1"
}

# test_all PRESET CTEST_OPTION...: runs tests, as many at a time as there are cores.
test_all() {
  all_preset=$1
  shift
  ctest --preset "$all_preset" --parallel "$(nproc)" "$@"
}

# check_tests PRESET TEST...: builds these test programs with what they need, and runs them.
check_tests() {
  tests_preset=$1
  shift
  cmake --preset "$tests_preset" -DGEOTASK_TESTS=ON &&
    cmake --build --preset "$tests_preset" --target "$@" &&
    test_all "$tests_preset" --tests-regex "^($(echo "$*" | tr ' ' '|'))\$" --no-tests=error
}

# check_rooms PRESET ROOM...: builds the tests of these rooms with what they need, and runs them.
check_rooms() {
  rooms_preset=$1
  shift
  rooms_targets=
  rooms_labels=
  for room in "$@"; do
    rooms_targets="$rooms_targets tests/$room/all"
    rooms_labels="$rooms_labels|${room##*/}"
  done
  # shellcheck disable=SC2086 # One word a target.
  cmake --preset "$rooms_preset" -DGEOTASK_TESTS=ON &&
    cmake --build --preset "$rooms_preset" --target $rooms_targets &&
    test_all "$rooms_preset" --label-regex "^(${rooms_labels#|})\$" --no-tests=error
}
